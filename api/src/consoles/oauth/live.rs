//! A console and the person who went there, as both are now: read anew at every use of a code or an access token.

use super::claims::Told;
use super::level;
use super::model::InHand;
use crate::consoles::clients::{self, Client};
use crate::people::groups::{self, Group};
use crate::people::members::{self, Member};
use crate::people::sessions::{self, SignedInPerson};
use crate::platform::db::{DbConnection, DbResult};
use shared_types::time::Time;

/// Both, and the person may use the console.
pub(super) struct Live {
    pub(super) client: Client,
    pub(super) person: SignedInPerson,
    pub(super) member: Member,
    pub(super) groups: Vec<Group>,
}

impl Live {
    /// What can be told.
    pub(super) const fn told(&self) -> Told<'_> {
        Told {
            client: &self.client,
            person: &self.person,
            member: &self.member,
            groups: self.groups.as_slice(),
        }
    }
}

/// `None` where the console is gone, disabled or was disabled meanwhile, the session has ended, or the person may use the
/// console no more.
pub(super) fn find(
    connection: &mut DbConnection,
    in_hand: InHand,
    now: Time,
) -> DbResult<Option<Live>> {
    let found = clients::find_by_key(connection, in_hand.client)?;
    let is_good = |client: &Client| !client.is_disabled() && client.has_issued(in_hand.key);
    let Some(client) = found.filter(is_good) else {
        return Ok(None);
    };
    let Some(person) = sessions::find_person(connection, in_hand.sign_in, now)? else {
        return Ok(None);
    };
    let Some(member) = members::find(connection, person.member().key)? else {
        return Ok(None);
    };
    let groups = groups::of_member(connection, client.organization.key, member.key)?;
    let is_own = person.organization == client.organization && !person.owes_second_step();
    let is_admitted = client.admits(member.role, &groups);
    let has_level = level::of_session(person.aal()) >= client.settings.minimum_acr;
    let live = Live {
        client,
        person,
        member,
        groups,
    };
    Ok((is_own && is_admitted && has_level).then_some(live))
}
