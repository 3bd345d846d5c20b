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
use shared_types::time::Time;
use std::collections::HashMap;
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
    let (mut disabled, mut last) = (0, None);
    for directory in context.directories.all() {
        // One directory does not keep the others waiting.
        match look_if_due(context, directory).await {
            Ok(more) => disabled += more,
            Err(error) => last = Some(error),
        }
    }
    last.map_or(Ok(disabled), Err)
}

async fn look_if_due(context: &Context, directory: &Directory) -> Result<usize, DbError> {
    let (short_name, now) = (directory.organization.clone(), context.clock.now());
    let claim = move |connection: &mut DbConnection| {
        let Some(own) = organizations::find_live(connection, &short_name)? else {
            return Ok(None);
        };
        let next = now + LEAVERS_LOOKED_FOR_EVERY;
        Ok(store::claim(connection, own.key, now, next)?.then_some(own))
    };
    match context.db.write(claim).await? {
        Some(organization) => look_in(context, directory, organization).await,
        None => Ok(0),
    }
}

async fn look_in(
    context: &Context,
    directory: &Directory,
    organization: OrganizationRef,
) -> Result<usize, DbError> {
    let looked = match look_at_all(context, directory, organization).await? {
        Ok(looked) => looked,
        Err(cause) => {
            tracing::warn!(organization = %directory.organization, %cause, "the directory is away: nobody was looked for");
            return Ok(0);
        }
    };
    let is_believed = looked.is_believed();
    let mut disabled = disable(context, organization, looked.disabled).await?;
    if is_believed {
        disabled += disable(context, organization, looked.missing).await?;
    } else {
        let missing = looked.missing.len();
        tracing::error!(
            organization = %directory.organization, missing, of = looked.asked,
            "the directory has fewer than half of the members: check its base, its filter and the service account"
        );
        refuse(context, organization, missing).await?;
    }
    Ok(disabled)
}

/// Looks at the members page by page.
async fn look_at_all(
    context: &Context,
    directory: &Directory,
    organization: OrganizationRef,
) -> Result<Result<Looked, Away>, DbError> {
    let (mut looked, mut after) = (Looked::default(), String::new());
    loop {
        let start = after.clone();
        let read = move |connection: &mut DbConnection| {
            members::list_of_directory(connection, organization.key, &start, LEAVERS_PER_SEARCH)
        };
        let page = context.db.read(read).await?;
        let Some((_, newest)) = page.last() else {
            return Ok(Ok(looked));
        };
        after.clone_from(newest);
        let ids: Vec<EntryId> = page.iter().map(|(_, id)| EntryId::kept(id)).collect();
        match find_all(directory, &ids).await {
            Ok(found) => looked.add(&page, &found, context.clock.now()),
            Err(cause) => return Ok(Err(cause)),
        }
    }
}

/// Each page has a connection of its own, so that all of them together have as long as they take.
async fn find_all(directory: &Directory, ids: &[EntryId]) -> Result<Vec<Entry>, Away> {
    directory.connect().await?.list_again(ids).await
}

/// What a directory said of the members.
#[derive(Debug, Default, PartialEq, Eq)]
struct Looked {
    asked: usize,
    /// They are there, and their accounts are disabled or have ended.
    disabled: Vec<MemberKey>,
    /// They are not there.
    missing: Vec<MemberKey>,
}

impl Looked {
    fn add(&mut self, page: &[(MemberKey, String)], found: &[Entry], now: Time) {
        let there: HashMap<&str, &Entry> = found
            .iter()
            .map(|entry| (entry.id.as_str(), entry))
            .collect();
        self.asked += page.len();
        for (member, id) in page {
            match there.get(id.as_str()) {
                None => self.missing.push(*member),
                Some(entry) if !entry.lets_in(now) => self.disabled.push(*member),
                Some(_) => {}
            }
        }
    }

    /// Whether those who are missing left: not where suddenly more than half of them are.
    fn is_believed(&self) -> bool {
        let missing = self.missing.len();
        missing <= LEAVERS_ALWAYS
            || (self.asked - missing) * LEAVERS_FOUND_AT_LEAST_ONE_IN >= self.asked
    }
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
) -> Result<(), DbError> {
    let own = context.clone();
    let write = move |connection: &mut DbConnection| {
        let system = Caller::system(organization, Origin::of_host());
        let event = system.event(Action::DirectoryLeaversRefused);
        let event = event.ending(Ending::failure("too_many"));
        let event = event.details(json!({ "members": missing }));
        audit::record_repeated(connection, &own, &system.origin, &event)
    };
    context.db.write(write).await
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time::from_micros(1_000_000);

    fn entry(number: usize, is_enabled: bool) -> Entry {
        Entry {
            dn: format!("cn={number}"),
            id: EntryId::kept(&number.to_string()),
            name: None,
            mail: None,
            groups: Vec::new(),
            has_more_groups: false,
            is_enabled,
            expires_at: None,
        }
    }

    fn keys(numbers: &[i64]) -> Vec<MemberKey> {
        numbers
            .iter()
            .map(|number| MemberKey::of(*number))
            .collect()
    }

    /// Asks for four members, who are found like this.
    fn looked(found: &[Entry]) -> Looked {
        let mut looked = Looked::default();
        let page: Vec<(MemberKey, String)> = (0..4)
            .map(|number| (MemberKey::of(number), number.to_string()))
            .collect();
        let (first, second) = page.split_at(3);
        looked.add(first, found, NOW);
        looked.add(second, found, NOW);
        looked
    }

    /// L-20: who is gone or disabled leaves; a directory that has too few is not believed, but for those whom it has and
    /// who are disabled there.
    #[test]
    fn leavers_are_who_is_gone_or_disabled() {
        let all: Vec<Entry> = (0..4).map(|number| entry(number, true)).collect();
        let nobody = looked(&all);
        assert_eq!((nobody.disabled.len(), nobody.missing.len()), (0, 0));
        assert!(nobody.is_believed());
        let mut one = all.clone();
        one[1] = entry(1, false);
        one[2].expires_at = Some(NOW);
        one[3].expires_at = Some(Time::from_micros(1_000_001));
        assert_eq!(looked(&one).disabled, keys(&[1, 2]));
        let half = looked(&all[..2]);
        assert_eq!((&half.missing, half.is_believed()), (&keys(&[2, 3]), true));
        let fewer = looked(&one[1..2]);
        assert_eq!(fewer.disabled, keys(&[1]));
        assert_eq!(fewer.missing, keys(&[0, 2, 3]));
        assert!(!fewer.is_believed());
        assert!(!looked(&[]).is_believed());
        let mut alone = Looked::default();
        alone.add(&[(MemberKey::of(1), "1".to_owned())], &[], NOW);
        assert!(alone.is_believed());
        assert!(Looked::default().is_believed());
    }
}
