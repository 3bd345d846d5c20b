//! Who is signed in: a context, and the guard before every page that needs it.

mod guard;
mod requests;

pub use guard::SignedIn;

use crate::client::{Client, use_client};
use crate::failure::Failure;
use crate::i18n::Language;
use crate::load::{Load, use_load};
use crate::notice::{Notice, Notices, use_notices};
use crate::route::Route;
use crate::router::{ChildrenProps, Router, use_router};
use crate::submit::{Submit, use_submit_with};
use shared_types::me::{Locale, MeView};
use shared_types::problem::ProblemCode;
use std::future::Future;
use std::ops::Deref;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// The member who is signed in.
#[derive(Clone)]
pub struct Me(Rc<MeView>);

impl Deref for Me {
    type Target = MeView;

    fn deref(&self) -> &MeView {
        &self.0
    }
}

impl PartialEq for Me {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// The session, as far as this page knows it.
#[derive(Clone, PartialEq)]
pub struct Session {
    me: UseStateHandle<Option<Me>>,
    client: Client,
    notices: Notices,
    router: Router,
}

impl Session {
    /// The member who is signed in, once the server said so.
    pub fn me(&self) -> Option<Me> {
        (*self.me).clone()
    }

    /// Asks the server who is signed in.
    pub async fn reload(&self) -> Result<(), Failure> {
        let me = requests::find_me(&self.client).await?;
        self.client.set_session_token(me.csrf_token.clone());
        self.me.set(Some(Me(Rc::new(me))));
        Ok(())
    }

    /// Reads anew who is signed in, after a change that ends sessions: this one may be among
    /// them. Either way the next page says what was done.
    pub async fn outlive(&self, notice: Notice) -> Result<(), Failure> {
        match self.reload().await {
            Err(failure) if failure.code() == Some(ProblemCode::Unauthenticated) => {
                self.leave(Some(notice));
            }
            Err(failure) => return Err(failure),
            Ok(()) => self.notices.leave(notice),
        }
        Ok(())
    }

    /// Knows nobody any more; the next page that needs a session asks the server.
    pub fn forget(&self) {
        self.client.set_session_token(None);
        self.me.set(None);
    }

    /// Ends the session. The person leaves in any case; a server that cannot be reached ends it
    /// by itself.
    pub fn sign_out(&self) {
        let session = self.clone();
        spawn_local(async move {
            let _ = requests::sign_out(&session.client).await;
            session.forget();
            session.notices.leave(Notice::SignedOut);
            session.router.replace(&Route::SignIn { next: None });
        });
    }

    /// Mails come in the language of the page from now on.
    pub fn save_locale(&self, locale: Locale) {
        if self.me().is_some() {
            let client = self.client.clone();
            // The page speaks the language already; mails follow at the next chance.
            spawn_local(async move {
                let _ = requests::save_locale(&client, locale).await;
            });
        }
    }

    /// Deals with a session that is over; gives any other failure back.
    fn intercept(&self, failure: Failure) -> Option<Failure> {
        match failure.code() {
            Some(ProblemCode::Unauthenticated) => {
                let known = self.me().is_some();
                self.leave(known.then_some(Notice::SessionEnded));
                None
            }
            Some(ProblemCode::SecondStepRequired) => {
                self.leave(Some(Notice::SecondStepRequired));
                None
            }
            _ => Some(failure),
        }
    }

    fn leave(&self, notice: Option<Notice>) {
        if let Some(me) = self.me() {
            self.notices.remember_email(me.email.clone());
        }
        self.forget();
        if let Some(notice) = notice {
            self.notices.leave(notice);
        }
        self.router.replace(&self.router.route().behind_sign_in());
    }

    /// The member's language counts, unless this browser has a choice of its own.
    fn settle_language(&self, language: &Language, locale: Locale) {
        match Language::chosen() {
            Some(chosen) if chosen != locale => self.save_locale(chosen),
            Some(_) => {}
            None => language.adopt(locale),
        }
    }
}

/// The session.
#[hook]
pub fn use_session() -> Session {
    use_context().expect("the application provides the session")
}

/// The member who is signed in, on a page behind the guard.
#[hook]
pub fn use_me() -> Me {
    use_context().expect("the guard stands before this page")
}

/// Sending on a page behind the guard.
#[hook]
pub fn use_session_submit() -> Submit {
    let session = use_session();
    use_submit_with(Callback::from(move |failure| session.intercept(failure)))
}

/// Reading on a page behind the guard.
#[hook]
pub fn use_session_load<K, T, F>(key: K, fetch: impl Fn(&K) -> F + 'static) -> Load<T>
where
    K: PartialEq + Clone + 'static,
    T: 'static,
    F: Future<Output = Result<T, Failure>> + 'static,
{
    let session = use_session();
    use_load(key, move |key| {
        let (session, answer) = (session.clone(), fetch(key));
        async move {
            let answer = answer.await;
            answer.map_err(|failure| session.intercept(failure).unwrap_or(Failure::Canceled))
        }
    })
}

/// Holds the session for everything inside.
#[component]
pub fn SessionProvider(props: &ChildrenProps) -> Html {
    let session = Session {
        me: use_state_eq(|| None),
        client: use_client(),
        notices: use_notices(),
        router: use_router(),
    };
    html! {
        <ContextProvider<Session> context={session}>
            { props.children.clone() }
        </ContextProvider<Session>>
    }
}
