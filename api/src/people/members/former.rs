//! The addresses that members had: kept sealed for 90 days, so that an administrator can put one back
//! after a takeover (F3a).

use super::email::EmailAddress;
use super::model::Member;
use super::store;
use super::store_former::{self, FormerRow};
use crate::platform::context::Context;
use crate::platform::crypto::keys::Purpose;
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::new_id::new_id;
use crate::protection::access::{Actor, Authorized, MembersRead};
use crate::protection::keyring;
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::limits::FORMER_ADDRESS_LIFETIME;
use shared_types::members::{FormerAddress, MemberView, Role};
use shared_types::time::Time;

/// Whose addresses they are: what each is sealed for.
#[derive(Clone, Copy)]
struct Owner {
    organization: OrganizationId,
    member: MemberId,
}

impl Owner {
    fn of(member: &Member) -> Self {
        Self {
            organization: member.organization.id,
            member: member.id,
        }
    }

    /// The same bindings as in the rekeying: row, organization, member.
    fn bindings(self, row: &str) -> [String; 3] {
        let (organization, member) = (self.organization.to_string(), self.member.to_string());
        [row.to_owned(), organization, member]
    }
}

/// Keeps the member's address, which `next` takes the place of. One that is put back is no former one
/// any more.
pub(super) fn keep(
    connection: &mut DbConnection,
    context: &Context,
    member: &Member,
    next: &EmailAddress,
) -> DbResult<()> {
    let (now, owner) = (context.clock.now(), Owner::of(member));
    for row in store_former::list_of_member(connection, member.key, oldest(now))? {
        let email = open(context, owner, &row);
        if email.is_some_and(|email| email == next.as_typed() || email == member.email) {
            store_former::delete(connection, &row.id)?;
        }
    }
    let id = new_id(now).to_string();
    let bound_to = owner.bindings(&id);
    let bound_to: Vec<&str> = bound_to.iter().map(String::as_str).collect();
    let plain = member.email.as_bytes();
    let sealed = context.keys.seal(Purpose::FormerAddress, &bound_to, plain);
    keyring::require_known(connection, &sealed)?;
    let row = FormerRow {
        id,
        sealed,
        ended_at: now,
    };
    store_former::insert(connection, member.key, &row)
}

/// Adds the former addresses to what an administrator sees of one member.
pub(super) fn add_to_view(
    connection: &mut DbConnection,
    context: &Context,
    caller: &Authorized<MembersRead>,
    view: &mut MemberView,
) -> DbResult<()> {
    if !may_see(&caller.actor) {
        return Ok(());
    }
    let owner = Owner {
        organization: caller.organization.id,
        member: view.id,
    };
    let from = oldest(context.clock.now());
    let rows = match store::find_key(connection, view.id)? {
        Some(key) => store_former::list_of_member(connection, key, from)?,
        None => Vec::new(),
    };
    let opened = rows.iter().filter_map(|row| {
        Some(FormerAddress {
            email: open(context, owner, row)?,
            ended_at: row.ended_at,
        })
    });
    view.former_addresses = opened.collect();
    Ok(())
}

/// Administrators, in a session of their own: who could put one back.
fn may_see(actor: &Actor) -> bool {
    match actor {
        Actor::Member(session) => session.role == Role::Admin,
        Actor::Client(_) | Actor::Host | Actor::System => false,
    }
}

fn open(context: &Context, owner: Owner, row: &FormerRow) -> Option<String> {
    let bound_to = owner.bindings(&row.id);
    let bound_to: Vec<&str> = bound_to.iter().map(String::as_str).collect();
    let plain = context
        .keys
        .open(Purpose::FormerAddress, &bound_to, &row.sealed);
    if plain.is_err() {
        tracing::error!(member = %owner.member, "a former address does not open");
    }
    String::from_utf8(plain.ok()?.to_vec()).ok()
}

/// Of this time and older ones are not shown any more.
fn oldest(now: Time) -> Time {
    now - FORMER_ADDRESS_LIFETIME
}

/// Drops addresses whose time is over.
pub(super) fn sweep(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    store_former::delete_older(connection, oldest(now))
}
