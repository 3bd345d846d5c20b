//! Who is signed in: asked of the server when a page needs it, forgotten when it ends.

mod ask;
mod requests;

pub use ask::AskWho;

use crate::failure::Failure;
use crate::handle::{App, spawn};
use crate::i18n::chosen_locale;
use crate::notice::Notice;
use crate::route::Route;
use shared_types::me::{Locale, MeView};
use shared_types::problem::ProblemCode;
use std::ops::Deref;
use std::rc::Rc;

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

impl App {
    /// The member who is signed in, once the server said so.
    pub fn me(&self) -> Option<Me> {
        self.read(|state| state.me.clone())
    }

    /// Asks the server who is signed in. The member's language counts, unless this browser has a
    /// choice of its own.
    pub async fn reload_me(&self) -> Result<(), Failure> {
        let me = requests::find_me(self.client()).await?;
        self.client().set_session_token(me.csrf_token.clone());
        match chosen_locale() {
            Some(chosen) if chosen != me.locale => self.save_language(chosen),
            Some(_) => {}
            None => self.speak(me.locale).await,
        }
        self.update(|state| state.me = Some(Me(Rc::new(me))));
        Ok(())
    }

    /// Reads anew who is signed in, after a change that ends sessions: this one may be among
    /// them. Either way the open page says what was done.
    pub async fn outlive(&self, notice: Notice) -> Result<(), Failure> {
        match self.reload_me().await {
            Err(failure) if failure.code() == Some(ProblemCode::Unauthenticated) => {
                self.leave_session(Some(notice));
            }
            Err(failure) => return Err(failure),
            Ok(()) => self.say(notice),
        }
        Ok(())
    }

    /// Ends the session. The person leaves in any case; a server that cannot be reached ends it
    /// by itself.
    pub fn sign_out(&self) {
        let app = self.clone();
        spawn(Box::pin(async move {
            let language = chosen_locale();
            let _ = requests::sign_out(app.client()).await;
            // The answer clears what the browser keeps for us; the language is no secret.
            if let Some(locale) = language {
                app.choose_language(locale);
            }
            app.forget_me();
            app.replace(Route::SignIn { next: None }, Some(Notice::SignedOut));
        }));
    }

    /// Mails come in this language from now on. The page speaks it already; mails follow at the
    /// next chance.
    pub fn save_language(&self, locale: Locale) {
        let client = self.client().clone();
        spawn(Box::pin(async move {
            let _ = requests::save_locale(&client, locale).await;
        }));
    }

    /// Knows nobody any more; the next page that needs a session asks the server.
    pub fn forget_me(&self) {
        self.client().set_session_token(None);
        self.update(|state| state.me = None);
    }

    /// Deals with a session that is over; gives any other failure back.
    pub fn intercept_session(&self, failure: Failure) -> Option<Failure> {
        let notice = match failure.code() {
            Some(ProblemCode::Unauthenticated) => self.me().map(|_| Notice::SessionEnded),
            Some(ProblemCode::SecondStepRequired) => Some(Notice::SecondStepRequired),
            _ => return Some(failure),
        };
        self.leave_session(notice);
        None
    }

    fn leave_session(&self, notice: Option<Notice>) {
        if let Some(me) = self.me() {
            self.update(|state| state.email.clone_from(&me.email));
        }
        self.forget_me();
        self.replace(self.route().behind_sign_in(), notice);
    }
}
