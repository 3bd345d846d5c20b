//! The session: who is signed in, and what happens when the session ends.

mod requests;

use crate::app::{App, Me, Notice};
use crate::browser;
use crate::drafts;
use crate::failure::Failure;
use crate::language::{choose_locale, chosen_locale, follow_member};
use crate::notice_alert::NOTICE;
use crate::organization;
use crate::route::Route;
use crate::router;
use crate::task::spawn;
use shared_types::me::{Locale, MeView};
use shared_types::problem::ProblemCode;

/// What this browser keeps while somebody is signed in in it. The session itself is in a cookie, which no
/// script reads.
const SIGNED_IN: &str = "twostep.signed-in";

/// Asks the server who is signed in. The page takes the language that the member chose, unless another one
/// was chosen in this browser; then the member's language is changed to that one. Without any choice it
/// stays in the language of the browser.
pub async fn reload_me(app: &App) -> Result<(), Failure> {
    let me = requests::find_me(app.client()).await?;
    accept(app, me).await;
    Ok(())
}

/// Takes what the server says of who is signed in.
async fn accept(app: &App, me: MeView) {
    app.client().set_session_token(me.csrf_token.clone());
    match (chosen_locale(), me.locale) {
        (Some(chosen), own) if own != Some(chosen) => save_locale(app, chosen),
        (None, Some(own)) => follow_member(app, own).await,
        // The same, or nothing was ever chosen: the page stays in the browser's language.
        (Some(_), _) | (None, None) => {}
    }
    app.update(|state| state.me = Some(Me::new(me)));
    browser::remember(SIGNED_IN, "1");
}

/// Whether somebody may be signed in in this browser. Without asking the server, so that strangers do
/// not wait for a request that is refused.
pub fn may_live() -> bool {
    browser::recall(SIGNED_IN).is_some()
}

/// Whether somebody is signed in in this browser, as the server says.
pub async fn lives(app: &App) -> bool {
    let lives = requests::find_session(app.client()).await.is_ok();
    if !lives {
        browser::forget(SIGNED_IN);
    }
    lives
}

/// Continues after a change that ends sessions: shows the notice, on the open page if this session
/// still exists, on the sign-in page otherwise. The notice has the focus: the form that was used may be gone.
pub async fn after_session_change(app: &App, notice: Notice) -> Result<(), Failure> {
    match reload_me(app).await {
        Err(failure) if failure.code() == Some(ProblemCode::Unauthenticated) => {
            leave(app, Some(notice));
        }
        Err(failure) => return Err(failure),
        Ok(()) => {
            app.show_notice(notice);
            browser::focus_later(NOTICE);
        }
    }
    Ok(())
}

/// Ends the session and opens the sign-in page, also when the server cannot be reached: there the
/// session expires by itself.
pub fn sign_out(app: &App) {
    let app = app.clone();
    spawn(Box::pin(async move {
        let chosen = chosen_locale();
        let organization = organization::remembered();
        let _ = requests::sign_out(app.client()).await;
        // The response clears the browser's storage for this origin. Neither is a secret.
        if let Some(locale) = chosen {
            choose_locale(&app, locale);
        }
        if let Some(organization) = organization {
            organization::remember(&organization);
        }
        forget_me(&app);
        router::replace(&app, Route::SignIn { next: None }, Some(Notice::SignedOut));
    }));
}

/// Saves the language in which the member receives e-mails. A failure is ignored: the next
/// [`reload_me`] saves it again.
pub fn save_locale(app: &App, locale: Locale) {
    let client = app.client().clone();
    spawn(Box::pin(async move {
        let _ = requests::save_locale(&client, Some(locale)).await;
    }));
}

/// Saves the language that the member chose for pages and mails; `None`: like the browser.
pub async fn choose_language(app: &App, locale: Option<Locale>) -> Result<(), Failure> {
    let me = requests::save_locale(app.client(), locale).await?;
    app.client().set_session_token(me.csrf_token.clone());
    app.update(|state| state.me = Some(Me::new(me)));
    Ok(())
}

/// Handles a failure that means that the session has ended; returns any other.
pub fn intercept(app: &App, failure: Failure) -> Option<Failure> {
    let notice = match failure.code() {
        // Who was not signed in before is still told why they came here.
        Some(ProblemCode::Unauthenticated) => match app.me() {
            Some(_) => Some(Notice::SessionEnded),
            None => app.read(|state| state.notice.clone()),
        },
        Some(ProblemCode::SecondStepRequired) => Some(Notice::SecondStepRequired),
        Some(ProblemCode::Forbidden) => {
            look_again(app);
            return Some(failure);
        }
        _ => return Some(failure),
    };
    let typed_kept = keep_typed(app);
    let notice = match notice {
        Some(Notice::SessionEnded) if typed_kept => Some(Notice::SessionEndedTypedKept),
        notice => notice,
    };
    leave(app, notice);
    None
}

/// After a refusal: another page of this browser may have signed in again, or an administrator changed the role. The
/// next try then has the right CSRF token. Where somebody else signed in, nothing of this page may be done in their name.
fn look_again(app: &App) {
    let app = app.clone();
    spawn(Box::pin(async move {
        let before = app.me().map(|me| me.id);
        match requests::find_me(app.client()).await {
            Ok(me) if before.is_some_and(|before| before != me.id) => {
                router::replace(&app, Route::SignIn { next: None }, None);
            }
            Ok(me) => accept(&app, me).await,
            // What it cannot read now, it reads when the page is loaded again.
            Err(_) => {}
        }
    }));
}

/// Keeps what was typed for when the member comes back; says whether anything was.
fn keep_typed(app: &App) -> bool {
    let member = app.me().map(|me| me.id.to_string());
    member.is_some_and(|member| drafts::keep(&member, &app.route().address()))
}

/// Opens the sign-in page, which leads back to the open page.
fn leave(app: &App, notice: Option<Notice>) {
    if let Some(me) = app.me() {
        app.update(|state| state.email.clone_from(&me.email));
    }
    forget_me(app);
    router::replace(app, app.route().via_sign_in(), notice);
}

fn forget_me(app: &App) {
    browser::forget(SIGNED_IN);
    app.client().set_session_token(None);
    app.update(|state| state.me = None);
}
