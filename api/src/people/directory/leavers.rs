//! Members who left their directory are disabled within five minutes. One node looks at a time: the one that moves the
//! time of the next look on.
//!
//! Nobody is disabled by silence: not while the directory is away, not by part of an answer, and not when it suddenly
//! has fewer than half of the members, for then rather its base or the rights of the service account changed.

use super::store;
use crate::people::{members, organizations};
use crate::platform::context::Context;
use crate::platform::db::keys::{MemberKey, OrganizationRef};
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::platform::ldap::{Away, Directory, Entry, EntryId};
use crate::platform::limits::{
    LEAVERS_ALWAYS, LEAVERS_DUE_ASKED_EVERY, LEAVERS_FOUND_AT_LEAST_ONE_IN,
    LEAVERS_LOOKED_FOR_EVERY, LEAVERS_PER_SEARCH,
};
use crate::platform::origin::Origin;
use crate::protection::access::Caller;
use crate::record::audit::{self, Action, Ending};
use serde_json::json;
use shared_types::members::MemberStatus;
use std::collections::{HashMap, HashSet};
use std::future::Future;
use tokio::time::sleep;

/// Looks for leavers until `shutdown` is done.
pub async fn run(context: Context, shutdown: impl Future<Output = ()>) {
    tokio::select! {
        () = look_forever(&context) => {}
        () = shutdown => {}
    }
}

async fn look_forever(context: &Context) {
    if context.directories.is_empty() {
        return std::future::pending().await;
    }
    warn_of_unknown(context).await;
    loop {
        if let Err(error) = look_for_leavers(context).await {
            tracing::warn!(%error, "nobody was looked for in the directories; the next run tries again");
        }
        sleep(LEAVERS_DUE_ASKED_EVERY).await;
    }
}

/// A table of the file may name an organization that there is not.
async fn warn_of_unknown(context: &Context) {
    for directory in context.directories.all() {
        let short_name = directory.organization.clone();
        let find =
            move |connection: &mut DbConnection| organizations::find_live(connection, &short_name);
        if let Ok(None) = context.db.read(find).await {
            tracing::warn!(
                organization = %directory.organization,
                "a directory is configured for an organization that there is not"
            );
        }
    }
}

/// Looks in every directory whose look is due; how many members were disabled.
pub async fn look_for_leavers(context: &Context) -> Result<usize, DbError> {
    let mut disabled = 0;
    for directory in context.directories.all() {
        let short_name = directory.organization.clone();
        let now = context.clock.now();
        let claim = move |connection: &mut DbConnection| {
            let Some(own) = organizations::find_live(connection, &short_name)? else {
                return Ok(None);
            };
            let next = now + LEAVERS_LOOKED_FOR_EVERY;
            Ok(store::claim(connection, own.key, now, next)?.then_some(own))
        };
        if let Some(organization) = context.db.write(claim).await? {
            disabled += look_in(context, directory, organization).await?;
        }
    }
    Ok(disabled)
}

async fn look_in(
    context: &Context,
    directory: &Directory,
    organization: OrganizationRef,
) -> Result<usize, DbError> {
    let list = move |connection: &mut DbConnection| {
        members::list_of_directory(connection, organization.key)
    };
    let listed = context.db.read(list).await?;
    let listed = listed
        .into_iter()
        .map(|(key, id)| (EntryId::kept(&id), key));
    let listed: HashMap<EntryId, MemberKey> = listed.collect();
    let ids: Vec<EntryId> = listed.keys().cloned().collect();
    let found = match find_all(directory, &ids).await {
        Ok(found) => found,
        Err(cause) => {
            tracing::warn!(organization = %directory.organization, %cause, "the directory is away: nobody was looked for");
            return Ok(0);
        }
    };
    match leavers(&ids, &found) {
        Ok(gone) => {
            let gone = gone.into_iter().filter_map(|id| listed.get(id).copied());
            disable(context, organization, gone.collect()).await
        }
        Err(TooManyMissing { missing }) => {
            tracing::error!(
                organization = %directory.organization, missing, of = ids.len(),
                "the directory has fewer than half of the members: nobody is disabled, check its base and the service account"
            );
            refuse(context, organization, missing).await
        }
    }
}

async fn find_all(directory: &Directory, ids: &[EntryId]) -> Result<Vec<Entry>, Away> {
    let mut found = Vec::with_capacity(ids.len());
    for part in ids.chunks(LEAVERS_PER_SEARCH) {
        let mut connection = directory.connect().await?;
        found.extend(connection.list_again(part).await?);
    }
    Ok(found)
}

/// Too few were found to believe it.
#[derive(Debug, PartialEq, Eq)]
struct TooManyMissing {
    missing: usize,
}

/// Those who are gone or disabled. A disabled account is there and says so, however many they are.
fn leavers<'a>(asked: &'a [EntryId], found: &[Entry]) -> Result<Vec<&'a EntryId>, TooManyMissing> {
    let there: HashSet<&EntryId> = found.iter().map(|entry| &entry.id).collect();
    let enabled = found.iter().filter(|entry| entry.is_enabled);
    let enabled: HashSet<&EntryId> = enabled.map(|entry| &entry.id).collect();
    let missing = asked.iter().filter(|id| !there.contains(id)).count();
    let is_believed = (asked.len() - missing) * LEAVERS_FOUND_AT_LEAST_ONE_IN >= asked.len();
    if missing > LEAVERS_ALWAYS && !is_believed {
        return Err(TooManyMissing { missing });
    }
    let gone = asked.iter().filter(|id| !enabled.contains(id));
    Ok(gone.collect())
}

async fn disable(
    context: &Context,
    organization: OrganizationRef,
    gone: Vec<MemberKey>,
) -> Result<usize, DbError> {
    let mut disabled = 0;
    // A change of its own for each: a member is locked, never two.
    for key in gone {
        let own = context.clone();
        let write =
            move |connection: &mut DbConnection| disable_one(connection, &own, organization, key);
        disabled += usize::from(context.db.write(write).await?);
    }
    Ok(disabled)
}

fn disable_one(
    connection: &mut DbConnection,
    context: &Context,
    organization: OrganizationRef,
    key: MemberKey,
) -> DbResult<bool> {
    let member = members::find_for_change(connection, key)?
        .filter(|member| member.status == MemberStatus::Active && member.directory_id.is_some());
    let Some(member) = member else {
        return Ok(false);
    };
    let now = context.clock.now();
    members::disable_leaver(connection, &member, now)?;
    let system = Caller::system(organization, Origin::of_host());
    let event = system.event(Action::DirectoryMemberLeft).about(member.id);
    system.record(connection, now, &event)?;
    let details = json!({ "changed": ["status"], "status": "disabled", "by": "directory" });
    let event = system.event(Action::MemberChanged).about(member.id);
    system.record(connection, now, &event.details(details))?;
    Ok(true)
}

/// The record says it once, and how often it was so again.
async fn refuse(
    context: &Context,
    organization: OrganizationRef,
    missing: usize,
) -> Result<usize, DbError> {
    let own = context.clone();
    let write = move |connection: &mut DbConnection| {
        let system = Caller::system(organization, Origin::of_host());
        let event = system.event(Action::DirectoryLeaversRefused);
        let event = event.ending(Ending::failure("too_many"));
        let event = event.details(json!({ "members": missing }));
        audit::record_repeated(connection, &own, &system.origin, &event)
    };
    context.db.write(write).await?;
    Ok(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: usize) -> EntryId {
        EntryId::kept(&number.to_string())
    }

    fn entry(number: usize, is_enabled: bool) -> Entry {
        Entry {
            dn: format!("cn={number}"),
            id: id(number),
            name: None,
            mail: None,
            groups: Vec::new(),
            is_enabled,
        }
    }

    /// L-20: who is gone or disabled leaves; a directory that has too few is not believed.
    #[test]
    fn leavers_are_who_is_gone_or_disabled() {
        let asked: Vec<EntryId> = (0..4).map(id).collect();
        let all = |enabled: [bool; 4]| -> Vec<Entry> {
            let numbered = enabled.into_iter().enumerate();
            numbered
                .map(|(at, is_enabled)| entry(at, is_enabled))
                .collect()
        };
        assert_eq!(leavers(&asked, &all([true; 4])), Ok(vec![]));
        let disabled = all([true, false, true, true]);
        assert_eq!(leavers(&asked, &disabled), Ok(vec![&asked[1]]));
        let everybody = all([false; 4]);
        assert_eq!(leavers(&asked, &everybody).map(|gone| gone.len()), Ok(4));
        let half = &all([true; 4])[..2];
        assert_eq!(leavers(&asked, half), Ok(vec![&asked[2], &asked[3]]));
        let fewer = &all([true; 4])[..1];
        assert_eq!(leavers(&asked, fewer), Err(TooManyMissing { missing: 3 }));
        assert_eq!(leavers(&asked, &[]), Err(TooManyMissing { missing: 4 }));
        assert_eq!(leavers(&asked[..1], &[]), Ok(vec![&asked[0]]));
        assert_eq!(leavers(&[], &[]), Ok(vec![]));
    }
}
