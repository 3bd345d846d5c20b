//! Helping people who are stuck: removing a device, ending a delay. Never shows a secret, never
//! signs in as the member.

use super::model::Member;
use super::people::{bump_epoch, notify, open_for_change};
use super::reason::choose_reason;
use super::refusals::{OpenError, ResetDeviceError, UnlockMemberError};
use super::{device_changes, recovery, store_list};
use crate::messages::mail::{Notice, RecoveryNotice};
use crate::people::{browsers, sign_ins};
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::protection::access::{Actor, Authorized, DevicesReset, Fresh, RecoveryApprove, Right};
use crate::protection::throttle;
use crate::record::audit::Action;
use serde_json::json;
use shared_types::ids::MemberId;
use shared_types::members::{DeviceResetRequest, MemberView, Role};
use shared_types::time::Time;

/// Removes the member's device and ends a hold of recovery by e-mail; flows and sessions end, and
/// the member is told. For a member with neither phone nor password this is the only early end of
/// a hold: the caller has to check the person's identity first, and the reason is recorded. A program
/// cannot, so it ends no hold (as in [`RecoveryApprove`]): it removes the device, and the hold stays.
pub(super) async fn reset_device(
    context: &Context,
    caller: Fresh<DevicesReset>,
    id: MemberId,
    request: DeviceResetRequest,
) -> Result<MemberView, ResetDeviceError> {
    let now = context.clock.now();
    let reason = choose_reason(&request.reason).map_err(ResetDeviceError::Invalid)?;
    let own = context.clone();
    let act: Act<DevicesReset, ResetDeviceError> = Box::new(move |connection, caller, member| {
        let had_device = device_changes::remove_devices(connection, member, now)?;
        let is_released = RecoveryApprove::grant(caller.actor.clone()).is_ok()
            && recovery::release(connection, member, now)?;
        if !is_released && !had_device {
            return Ok(Err(ResetDeviceError::NothingToDo));
        }
        bump_epoch(connection, member.key)?;
        forgive_all(connection, &own, member, now)?;
        let event = caller.event(Action::DeviceReset).about(id);
        caller.record(connection, now, &event.details(json!({ "reason": reason })))?;
        let notice = if had_device {
            Notice::DeviceReset { reason }
        } else {
            Notice::Recovery(RecoveryNotice::Released { reason })
        };
        notify(connection, &own, member, &caller.origin, notice).map(Ok)
    });
    help(context, caller, id, act).await
}

/// Ends the delays after wrong codes and wrong passwords, and gives mails and codes back. Where there is nothing to
/// end, nothing is recorded: a program that asks again and again fills no disk.
pub(super) async fn unlock_member(
    context: &Context,
    caller: Fresh<DevicesReset>,
    id: MemberId,
) -> Result<MemberView, UnlockMemberError> {
    let now = context.clock.now();
    let own = context.clone();
    let act: Act<DevicesReset, UnlockMemberError> = Box::new(move |connection, caller, member| {
        let was_locked = device_changes::unlock_devices(connection, member, now)?;
        // Wrong codes that programs asked about are forgiven by a person alone: a program would forgive its own.
        let is_in_person = !matches!(caller.actor, Actor::Client(_));
        let mut is_given_back = is_in_person && throttle::clear_programs(connection, member.id)?;
        is_given_back |= forgive_all(connection, &own, member, now)?;
        if !is_given_back && !was_locked {
            return Ok(Ok(()));
        }
        let event = caller.event(Action::DeviceUnlocked).about(id);
        caller.record(connection, now, &event).map(Ok)
    });
    help(context, caller, id, act).await
}

/// What somebody whose rank is enough does for a member.
pub(super) type Act<R, E> =
    Box<dyn FnOnce(&mut DbConnection, &Authorized<R>, &Member) -> DbResult<Result<(), E>> + Send>;

/// Does it, and gives the member as it then is.
pub(super) async fn help<R, E>(
    context: &Context,
    caller: Fresh<R>,
    id: MemberId,
    act: Act<R, E>,
) -> Result<MemberView, E>
where
    R: Right<Holder = Actor>,
    E: From<OpenError> + From<DbError> + Send + 'static,
{
    let now = context.clock.now();
    let write = move |connection: &mut DbConnection| {
        let (caller, member) = match open_to_help(connection, &caller, id, now)? {
            Ok(opened) => opened,
            Err(refused) => return Ok(Err(refused.into())),
        };
        if let Err(refused) = act(connection, &caller, &member)? {
            return Ok(Err(refused));
        }
        let view = store_list::find_view(connection, caller.organization.key, id, now)?;
        Ok(view.ok_or(OpenError::NotFound.into()))
    };
    context.db.write(write).await?
}

/// Gives back all tries and mails of a member: codes, passwords, e-mails (A1). Says whether any were taken.
pub(super) fn forgive_all(
    connection: &mut DbConnection,
    context: &Context,
    member: &Member,
    now: Time,
) -> DbResult<bool> {
    let mut is_given_back = throttle::clear_member(connection, member.id)?;
    is_given_back |= browsers::forgive_member(connection, member.key)?;
    let own = sign_ins::FlowsOf {
        member: member.key,
        epoch: member.epoch,
    };
    is_given_back |= sign_ins::free_places(connection, own, now)?;
    let (organization, address) = (&member.organization_short_name, &member.email_normal);
    let links = throttle::password_reset_counter(&context.keys, organization, address);
    Ok(is_given_back | throttle::clear_with_browsers(connection, &links)?)
}

/// The caller and the member, if the caller's rank is enough to help.
fn open_to_help<R: Right<Holder = Actor>>(
    connection: &mut DbConnection,
    caller: &Authorized<R>,
    id: MemberId,
    now: Time,
) -> DbResult<Result<(Authorized<R>, Member), OpenError>> {
    let opened = open_for_change(connection, caller, id, now)?;
    Ok(opened.and_then(|(caller, member)| {
        if may_help(&caller.actor, member.id, member.role) {
            Ok((caller, member))
        } else {
            Err(OpenError::Forbidden)
        }
    }))
}

/// Administrators help everybody else, the helpdesk and programs those below them; nobody helps
/// himself.
pub(super) fn may_help(actor: &Actor, id: MemberId, role: Role) -> bool {
    let is_own = actor.answerable().is_some_and(|own| own.id == id);
    let is_below = match actor {
        Actor::Member(session) => session.role == Role::Admin || role < session.role,
        Actor::Client(_) | Actor::Host | Actor::System => role <= actor.highest_subject(),
    };
    is_below && !is_own
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::db::keys::{ApiTokenKey, MemberKey, MemberRef};
    use crate::protection::access::ApiToken;
    use crate::protection::demand::Demand;
    use shared_types::api_tokens::Scope;
    use shared_types::ids::ApiTokenId;
    use std::collections::BTreeSet;
    use uuid::Uuid;

    /// A program helps agents only, and not the one who answers for it. The ranks of members
    /// are tried by HTTP.
    #[test]
    fn a_program_helps_agents_only() {
        let owner = MemberRef {
            key: MemberKey::of(1),
            id: MemberId(Uuid::from_u128(1)),
        };
        let program = Actor::Client(ApiToken {
            key: ApiTokenKey::of(1),
            id: ApiTokenId(Uuid::nil()),
            name: "Ticket system".to_owned(),
            owner,
            owner_role: Role::Admin,
            scopes: BTreeSet::from([Scope::DevicesReset]),
            aal: 2,
            expires_at: Time::from_micros(1),
            demand: Demand::None,
        });
        let other = MemberId(Uuid::from_u128(2));
        assert!(may_help(&program, other, Role::Agent));
        assert!(!may_help(&program, other, Role::Helpdesk));
        assert!(!may_help(&program, other, Role::Admin));
        assert!(!may_help(&program, owner.id, Role::Agent));
        assert!(may_help(&Actor::Host, other, Role::Admin));
    }
}
