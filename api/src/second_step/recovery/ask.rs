//! Asking for a new password. The request is written down and nothing else: whether anybody has
//! the address is looked at in the background, so the answer cannot tell, not even by its time.

use super::store::{self, NewRequest};
use crate::people::members::{self, EmailAddress};
use crate::people::{browsers, organizations};
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::platform::origin::Origin;
use crate::protection::throttle::{self, ClientLimit, EMAIL_SENDING, Verdict};
use crate::record::audit::{self, Action, Event, Outcome};
use shared_types::organizations::ShortName;
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::recovery::RequestPasswordResetRequest;
use shared_types::secret::Secret;
use std::time::Duration;

/// Why no mail is sent.
#[derive(Debug, thiserror::Error)]
pub(super) enum AskError {
    /// The address is none.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// The directory of the organization keeps passwords.
    #[error("the directory keeps passwords")]
    ManagedElsewhere,
    /// Too many requests.
    #[error("too many requests for a new password")]
    Throttled(Duration),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

pub(super) async fn request_password_reset(
    context: &Context,
    origin: Origin,
    request: RequestPasswordResetRequest,
    browser: Option<Secret>,
) -> Result<(), AskError> {
    let email = EmailAddress::parse(&request.email).ok_or_else(|| {
        AskError::Invalid(FieldError::new(
            "email",
            FieldErrorCode::Invalid,
            "This is not an email address.",
        ))
    })?;
    let organization = organizations::chosen_short_name(request.organization.as_deref())
        .map_err(AskError::Invalid)?;
    let now = context.clock.now();
    let own = context.clone();
    let write = move |connection: &mut DbConnection| {
        let wanted = Wanted {
            organization: organizations::named(connection, organization.as_ref())?,
            email: &email,
            browser: browser.as_ref(),
        };
        let verdict = admit(connection, &own, &origin, &wanted)?;
        let (outcome, wait) = match verdict {
            Verdict::Allowed => {
                let new = NewRequest {
                    organization: &wanted.organization,
                    email_normal: email.normal(),
                    origin: &origin,
                };
                store::insert_request(connection, &new, now)?;
                (Outcome::Success, None)
            }
            Verdict::Wait(wait) => (Outcome::Throttled, Some(wait)),
        };
        // Nobody's record: it must not show whether the address is known.
        let event = Event::anonymous(Action::PasswordResetRequested).outcome(outcome);
        audit::record_decision(connection, &own, &origin, &event, wait)?;
        let is_elsewhere = own.directories.of(&wanted.organization).is_some();
        Ok((verdict, is_elsewhere))
    };
    match context.db.write(write).await? {
        // The same for every address, so that it tells nobody who is an administrator with a password here. Such a
        // one gets the mail all the same.
        (Verdict::Allowed, true) => Err(AskError::ManagedElsewhere),
        (Verdict::Allowed, false) => Ok(()),
        (Verdict::Wait(wait), _) => Err(AskError::Throttled(wait)),
    }
}

/// Whose password somebody wants to reset.
struct Wanted<'a> {
    organization: ShortName,
    email: &'a EmailAddress,
    browser: Option<&'a Secret>,
}

/// A browser that finished a sign-in of this member has a counter of its own, so that strangers
/// cannot use up the owner's mails (L-05).
fn admit(
    connection: &mut DbConnection,
    context: &Context,
    origin: &Origin,
    wanted: &Wanted<'_>,
) -> DbResult<Verdict> {
    let Wanted {
        organization,
        email,
        browser,
    } = wanted;
    let now = context.clock.now();
    let limit = ClientLimit::of("password-reset-from", origin);
    let verdict = limit.take(connection, now)?;
    if verdict != Verdict::Allowed {
        return Ok(verdict);
    }
    let mut counter = throttle::password_reset_counter(&context.keys, organization, email.normal());
    if let Some(browser) = browser
        && let Some(member) = members::find_by_address(connection, organization, email)?
        && let Some(known) = browsers::find_known(connection, browser, member.key, now)?
    {
        counter = throttle::password_reset_counter_of(&counter, known.key);
    }
    // The same for an address that nobody has (L-06).
    throttle::take(connection, &counter, &EMAIL_SENDING, now)
}
