//! Helping people who are stuck: removing a device, shutdown a delay. Never shows a secret, never
//! signs in as the member.

use super::service::{MemberError, by, in_organization, invalid, notify};
use super::{device, recovery, store, store_list};
use crate::messages::mail::{Notice, RecoveryNotice};
use crate::people::sessions::Session;
use crate::platform::context::Context;
use crate::platform::origin::Origin;
use crate::protection::throttle;
use crate::record::audit::{self, Action};
use serde_json::json;
use shared_types::ids::MemberId;
use shared_types::limits::REASON_LONGEST;
use shared_types::members::{DeviceResetRequest, MemberView, Role};
use shared_types::problem::FieldErrorCode;

/// Removes the member's device and ends a hold of recovery by e-mail; flows and sessions end, and
/// the member is told. Whoever has neither phone nor password goes on from here: this is the
/// human way out of a hold, so the reason stands in the record.
pub(super) async fn reset_device(
    context: &Context,
    origin: Origin,
    session: Session,
    id: MemberId,
    request: DeviceResetRequest,
) -> Result<MemberView, MemberError> {
    let now = context.clock.now();
    session.require_fresh(now)?;
    let reason = choose_reason(&request.reason)?;
    let context = context.clone();
    let db = context.db.clone();
    db.write(move |connection| {
        let Some(member) = in_organization(connection, &session, id)? else {
            return Ok(Err(MemberError::NotFound));
        };
        if !may_help(&session, id, member.role) {
            return Ok(Err(MemberError::Forbidden));
        }
        let had_device = device::remove_devices(connection, &member)?;
        if !recovery::release(connection, &member, now)? && !had_device {
            return Ok(Err(MemberError::NothingToDo));
        }
        store::update_epoch(connection, id)?;
        let event = by(&session, id, Action::DeviceReset).details(json!({ "reason": reason }));
        audit::record(connection, now, &origin, &event)?;
        let notice = if had_device {
            Notice::DeviceReset { reason }
        } else {
            Notice::Recovery(RecoveryNotice::Released { reason })
        };
        notify(connection, &context, &member, &origin, notice)?;
        let view = store_list::find_view(connection, session.organization, id, now)?;
        Ok(view.ok_or(MemberError::NotFound))
    })
    .await?
}

/// Ends the delays after wrong codes and wrong passwords.
pub(super) async fn unlock_member(
    context: &Context,
    origin: Origin,
    session: Session,
    id: MemberId,
) -> Result<MemberView, MemberError> {
    let now = context.clock.now();
    let keys = context.keys.clone();
    context
        .db
        .write(move |connection| {
            let Some(member) = in_organization(connection, &session, id)? else {
                return Ok(Err(MemberError::NotFound));
            };
            if !may_help(&session, id, member.role) {
                return Ok(Err(MemberError::Forbidden));
            }
            device::unlock_devices(connection, &member, now)?;
            throttle::clear(
                connection,
                &throttle::password_lane(&keys, &member.email_normal),
                now,
            )?;
            audit::record(
                connection,
                now,
                &origin,
                &by(&session, id, Action::DeviceUnlocked),
            )?;
            let view = store_list::find_view(connection, session.organization, id, now)?;
            Ok(view.ok_or(MemberError::NotFound))
        })
        .await?
}

/// Administrators help everybody else, the helpdesk those below it; nobody helps himself.
fn may_help(session: &Session, id: MemberId, role: Role) -> bool {
    id != session.member && (session.role == Role::Admin || role < session.role)
}

fn choose_reason(text: &str) -> Result<String, MemberError> {
    let reason = text.trim();
    if reason.is_empty() {
        return Err(invalid("reason", FieldErrorCode::Required, "Say why."));
    }
    if reason.chars().count() > REASON_LONGEST {
        let detail = format!("At most {REASON_LONGEST} characters.");
        return Err(invalid("reason", FieldErrorCode::TooLong, detail));
    }
    if reason.chars().any(|c| c.is_control() && c != '\n') {
        return Err(invalid(
            "reason",
            FieldErrorCode::Invalid,
            "Control characters are not allowed.",
        ));
    }
    Ok(reason.to_owned())
}
