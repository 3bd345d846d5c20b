//! Setting a new password with the link: once, at the counters that every secret draws on.

use super::link::{LinkError, admit, holder};
use super::store;
use crate::messages::mail::{Notice, RecoveryNotice};
use crate::people::browsers::{self, KnownBrowser};
use crate::people::devices::{self, DeviceKind};
use crate::people::members::{self, Member, choose_password, shortest_password};
use crate::people::policy::demand;
use crate::platform::context::Context;
use crate::platform::crypto::code::Code;
use crate::platform::crypto::hasher::Overloaded;
use crate::platform::crypto::token::PresentedToken;
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::platform::origin::Origin;
use crate::protection::throttle;
use crate::record::audit::{self, Action, Event};
use crate::second_step::proofs::{
    self, CodeAttempt, CodeRefusal, Presenter, ProofKind, ProofOutcome, give_try_back, read_code,
};
use serde_json::json;
use shared_types::limits::PASSWORD_TRIES_IN_A_ROW;
use shared_types::problem::FieldError;
use shared_types::recovery::{ConfirmPasswordResetRequest, ConfirmPasswordResetResponse};
use shared_types::secret::Secret;
use shared_types::time::Time;
use zeroize::Zeroizing;

/// Why the password stays as it is.
#[derive(Debug, thiserror::Error)]
pub(super) enum ConfirmError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// The link opens nothing.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// The code was refused.
    #[error(transparent)]
    Code(#[from] CodeRefusal),
    /// Too many passwords wait to be hashed.
    #[error(transparent)]
    Overloaded(#[from] Overloaded),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

type Answer<T> = Result<T, ConfirmError>;

/// What a request brings, checked as far as it can be without the member.
struct Presented {
    token: PresentedToken,
    code: Option<Code>,
    /// The cookie of a known browser: codes in it are delayed by no stranger's.
    browser: Option<Secret>,
    phc: Zeroizing<String>,
}

pub(super) async fn confirm_password_reset(
    context: &Context,
    origin: Origin,
    request: ConfirmPasswordResetRequest,
    browser: Option<Secret>,
) -> Answer<ConfirmPasswordResetResponse> {
    let code = request.code.as_ref().map(read_code).transpose();
    let code = code.map_err(ConfirmError::Invalid)?;
    let (token, member) = admit(context, &origin, &request.token).await?;
    // Only who holds a good link is told about the password, and a refused one does not cost it.
    let shortest = shortest_password(demand(member.rules, context.clock.now()));
    let words = member.own_words();
    let chosen = choose_password(
        context,
        "new_password",
        &request.new_password,
        shortest,
        &words,
    )
    .await
    .map_err(ConfirmError::Invalid)?;
    let presented = Presented {
        token,
        code,
        browser,
        phc: context.hasher.admit()?.hash(chosen).await?,
    };
    let own = context.clone();
    let write = move |connection: &mut DbConnection| settle(connection, &own, &origin, &presented);
    context.db.write(write).await?
}

fn known_browser(
    connection: &mut DbConnection,
    presented: &Presented,
    member: &Member,
    now: Time,
) -> DbResult<Option<KnownBrowser>> {
    let Some(cookie) = &presented.browser else {
        return Ok(None);
    };
    match browsers::find_known(connection, cookie, member.key, now)? {
        Some(known) => browsers::find(connection, known.key, now),
        None => Ok(None),
    }
}

fn settle(
    connection: &mut DbConnection,
    context: &Context,
    origin: &Origin,
    presented: &Presented,
) -> DbResult<Answer<ConfirmPasswordResetResponse>> {
    let now = context.clock.now();
    let token = &presented.token;
    // The member is locked, then the row, before anything is looked at: fifty at once are one after
    // the other.
    let Some(member) = holder(connection, token, now, members::find_for_change)? else {
        return Ok(Err(LinkError::InvalidToken.into()));
    };
    if !store::lock_reset(connection, token, now)? {
        return Ok(Err(LinkError::InvalidToken.into()));
    }
    let mut has_proven_device = false;
    let devices = devices::find_devices(connection, member.reference())?;
    if let Some(code) = &presented.code {
        let attempt = CodeAttempt {
            origin,
            ends_sign_in: false,
            flow: None,
            member: &member,
            devices: &devices,
            presenter: Presenter::Member(known_browser(connection, presented, &member, now)?),
            kind: ProofKind::Device(DeviceKind::Totp),
            code,
        };
        let outcome = proofs::check_code(connection, context, attempt)?;
        let tries_left = match outcome {
            ProofOutcome::Wrong { .. } => Some(store::consume_try(connection, token)?),
            _ => None,
        };
        if let Some(refusal) = outcome.refusal(tries_left) {
            return Ok(Err(refusal.into()));
        }
        // Who made an imported secret and who imported it know it: it lifts no hold.
        let device = devices.totp();
        has_proven_device = device.is_some_and(|device| device.replace_by.is_none());
    }
    store::delete_reset(connection, token)?;
    let proven = Proven {
        presented,
        has_proven_device,
        is_complete: presented.code.is_some() || devices.totp().is_none(),
    };
    reset(connection, context, origin, &member, proven).map(Ok)
}

/// A request that may be done.
struct Proven<'a> {
    presented: &'a Presented,
    /// Whether the code was one of a device that the member set up.
    has_proven_device: bool,
    /// Whether all was asked for that there is: the mailbox, and the code of a device.
    is_complete: bool,
}

/// The change itself: sessions, flows and every other link die with the epoch.
fn reset(
    connection: &mut DbConnection,
    context: &Context,
    origin: &Origin,
    member: &Member,
    Proven {
        presented,
        has_proven_device,
        is_complete,
    }: Proven<'_>,
) -> DbResult<ConfirmPasswordResetResponse> {
    let now = context.clock.now();
    let with_code = presented.code.is_some();
    members::set_password(connection, context, member, &presented.phc)?;
    members::bump_epoch(connection, member.key)?;
    let hold =
        members::settle_password_reset(connection, context, member, origin, has_proven_device)?;
    give_try_back(connection, origin, now)?;
    // Wrong guesses at the old password say nothing about the new one; a hundred of them have closed the address, which a
    // mailbox alone does not open again.
    let counter = throttle::member_password_counter(member.id);
    let wrong = throttle::tries_in_a_row(connection, &counter, now)?.failures;
    if is_complete || wrong < PASSWORD_TRIES_IN_A_ROW {
        throttle::clear(connection, &counter, now)?;
    }
    let event = Event::own(member.organization.id, member.id, Action::PasswordReset)
        .details(json!({ "with_code": with_code }));
    audit::record(connection, now, origin, &event)?;
    let notice = Notice::Recovery(RecoveryNotice::PasswordReset {
        held: hold.map(|hold| hold.until.into()),
    });
    members::notify(connection, context, member, origin, notice)?;
    Ok(ConfirmPasswordResetResponse {
        email: member.email.clone(),
        organization: member.organization_short_name.to_string(),
        recovery_hold: hold,
    })
}
