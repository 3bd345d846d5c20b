//! The link of the mail: whose it is while it is good, and what it is for. Looking spends nothing.

use super::store;
use crate::people::devices;
use crate::people::members::{self, Member, shortest_password};
use crate::people::policy::{self, demand};
use crate::platform::context::Context;
use crate::platform::crypto::token::{self, PresentedToken, TokenKind};
use crate::platform::db::keys::MemberKey;
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::platform::origin::Origin;
use crate::protection::hold::MailboxAct;
use crate::protection::throttle::Verdict;
use crate::record::audit::{self, Action, Ending};
use crate::second_step::proofs::{give_try_back, take_try};
use shared_types::members::MemberStatus;
use shared_types::recovery::{InspectPasswordResetRequest, PasswordResetView};
use shared_types::secret::Secret;
use shared_types::time::Time;
use std::time::Duration;

/// Why a link opens nothing.
#[derive(Debug, thiserror::Error)]
pub(super) enum LinkError {
    /// Too many tries.
    #[error("too many tries at a link")]
    Throttled(Duration),
    /// The token is unknown, used or too old, or the member changed since it was sent.
    #[error("the token is not valid")]
    InvalidToken,
    /// Since it was sent, the directory of the organization keeps the password.
    #[error("the directory keeps the password")]
    ManagedElsewhere,
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// What the link is for, so that a page can say so before a password is typed (B10). Who holds a good link
/// reads the mailbox and may reset the password: these facts give nothing more.
pub(super) async fn inspect_password_reset(
    context: &Context,
    origin: Origin,
    request: InspectPasswordResetRequest,
) -> Result<PasswordResetView, LinkError> {
    let now = context.clock.now();
    let (_, member) = admit(context, &origin, &request.token).await?;
    let write = move |connection: &mut DbConnection| {
        give_try_back(connection, &origin, now)?;
        let devices = devices::find_devices(connection, member.reference())?;
        let shortest = shortest_password(demand(member.rules, now));
        Ok(PasswordResetView {
            email_masked: member.email_masked(),
            has_device: devices.any_active(),
            shortest_password: u32::try_from(shortest).unwrap_or(u32::MAX),
            recovery: policy::recovery_mode(
                connection,
                member.organization.key,
                member.rules.rule,
            )?,
            organization: member.organization_name,
        })
    };
    Ok(context.db.write(write).await?)
}

/// Takes a try, then looks at the token. The try comes back with a success only, so that a good
/// link is no way to hash for ever.
pub(super) async fn admit(
    context: &Context,
    origin: &Origin,
    token: &Secret,
) -> Result<(PresentedToken, Member), LinkError> {
    let now = context.clock.now();
    let presented = token::presented(TokenKind::PasswordReset, token.expose());
    let (own, origin) = (context.clone(), origin.clone());
    let write = move |connection: &mut DbConnection| {
        if let Verdict::Wait(wait) = take_try(connection, &origin, now)? {
            let refused = audit::refusal(Action::PasswordReset, Ending::throttled());
            audit::record_decision(connection, &own, &origin, &refused, Some(wait))?;
            return Ok(Err(LinkError::Throttled(wait)));
        }
        if let Some(token) = presented
            && let Some(member) = holder(connection, &token, now, members::find)?
        {
            if member.is_managed_elsewhere(&own) {
                give_try_back(connection, &origin, now)?;
                return Ok(Err(LinkError::ManagedElsewhere));
            }
            return Ok(Ok((token, member)));
        }
        let refused = audit::refusal(Action::PasswordReset, Ending::failure("invalid_token"));
        audit::record(connection, now, &origin, &refused)?;
        Ok(Err(LinkError::InvalidToken))
    };
    context.db.write(write).await?
}

/// Whose link it is, while it is good: the member must be as it was when the link was sent. `find` locks
/// the member or does not: who counted a try takes no lock of a member any more.
pub(super) fn holder(
    connection: &mut DbConnection,
    token: &PresentedToken,
    now: Time,
    find: fn(&mut DbConnection, MemberKey) -> DbResult<Option<Member>>,
) -> DbResult<Option<Member>> {
    let Some(reset) = store::find_reset(connection, token, now)? else {
        return Ok(None);
    };
    let member = find(connection, reset.member)?;
    Ok(member.filter(|member| {
        member.status == MemberStatus::Active
            && member.epoch == reset.epoch
            && member.hold_on(MailboxAct::ResetPassword, now).is_none()
    }))
}
