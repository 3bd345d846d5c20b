//! The sealed columns of every table.

use super::sealed::{Place, Range, Sealed};
use super::{store_answers, store_evidence, store_former, store_signing, store_webhooks};
use crate::platform::db::keys::KEYS_PER_MEMBER;
use crate::platform::db::schema::{
    former_addresses, members, organizations, outbox, passwords, pending_totp_devices, totp_devices,
};
use crate::platform::db::{DbConnection, DbResult};
use diesel::prelude::*;

/// A column with sealed values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    PendingDevices,
    Devices,
    FormerDevices,
    Passwords,
    Mails,
    FormerAddresses,
    SigningKeys,
    EvidenceKeys,
    Webhooks,
    Answers,
}

/// The values of a column that were sealed with a key other than this one, in the order of their rows.
pub(super) fn list_under_others(
    connection: &mut DbConnection,
    column: Column,
    key_id: &str,
    after: &Place,
    limit: i64,
) -> DbResult<Vec<Sealed>> {
    let sealed = Range::of(key_id);
    match column {
        Column::Devices => list_devices(connection, sealed, after, limit),
        Column::PendingDevices => list_pending_devices(connection, sealed, after, limit),
        Column::FormerDevices => store_former::list(connection, sealed, after, limit),
        Column::Passwords => list_passwords(connection, sealed, after, limit),
        Column::Mails => list_mails(connection, sealed, after, limit),
        Column::FormerAddresses => list_former_addresses(connection, sealed, after, limit),
        Column::SigningKeys => store_signing::list(connection, sealed, after, limit),
        Column::EvidenceKeys => store_evidence::list(connection, sealed, after, limit),
        Column::Webhooks => store_webhooks::list(connection, sealed, after, limit),
        Column::Answers => store_answers::list(connection, sealed, after, limit),
    }
}

fn list_devices(
    connection: &mut DbConnection,
    Range { low, high }: Range,
    after: &Place,
    limit: i64,
) -> DbResult<Vec<Sealed>> {
    // A device's key is that of its member with the slot behind.
    let of_member = members::key.eq(totp_devices::key / KEYS_PER_MEMBER);
    let rows = totp_devices::table
        .inner_join(members::table.on(of_member))
        .filter(totp_devices::key.gt(after.key))
        .filter(
            totp_devices::secret
                .lt(low)
                .or(totp_devices::secret.ge(high)),
        )
        .order(totp_devices::key)
        .limit(limit)
        .select((
            totp_devices::key,
            totp_devices::id,
            members::id,
            totp_devices::secret,
        ))
        .load::<(i64, String, String, Vec<u8>)>(connection)?;
    let sealed = |(key, id, owner, value): (i64, String, String, Vec<u8>)| Sealed {
        place: Place::of_key(key),
        bound_to: vec![owner, id.clone()],
        id,
        value,
    };
    Ok(rows.into_iter().map(sealed).collect())
}

fn list_pending_devices(
    connection: &mut DbConnection,
    Range { low, high }: Range,
    after: &Place,
    limit: i64,
) -> DbResult<Vec<Sealed>> {
    let is_of_others = pending_totp_devices::secret
        .lt(low)
        .or(pending_totp_devices::secret.ge(high));
    let rows = pending_totp_devices::table
        .inner_join(members::table.on(members::key.eq(pending_totp_devices::member)))
        .filter(pending_totp_devices::id.gt(&after.id))
        .filter(is_of_others)
        .order(pending_totp_devices::id)
        .limit(limit)
        .select((
            pending_totp_devices::id,
            members::id,
            pending_totp_devices::secret,
        ))
        .load::<(String, String, Vec<u8>)>(connection)?;
    let sealed = |(id, owner, value): (String, String, Vec<u8>)| Sealed {
        place: Place::of_id(&id),
        bound_to: vec![owner, id.clone()],
        id,
        value,
    };
    Ok(rows.into_iter().map(sealed).collect())
}

fn list_passwords(
    connection: &mut DbConnection,
    Range { low, high }: Range,
    after: &Place,
    limit: i64,
) -> DbResult<Vec<Sealed>> {
    let rows = passwords::table
        .inner_join(members::table.on(members::key.eq(passwords::member)))
        .inner_join(organizations::table.on(organizations::key.eq(members::organization)))
        .filter(passwords::member.gt(after.key))
        .filter(passwords::sealed.lt(low).or(passwords::sealed.ge(high)))
        .order(passwords::member)
        .limit(limit)
        .select((
            passwords::member,
            members::id,
            organizations::id,
            passwords::sealed,
        ))
        .load::<(i64, String, String, Vec<u8>)>(connection)?;
    let sealed = |(key, id, organization, value): (i64, String, String, Vec<u8>)| Sealed {
        place: Place::of_key(key),
        bound_to: vec![organization, id.clone()],
        id,
        value,
    };
    Ok(rows.into_iter().map(sealed).collect())
}

/// Mails that were delivered or given up have no content left.
fn list_mails(
    connection: &mut DbConnection,
    Range { low, high }: Range,
    after: &Place,
    limit: i64,
) -> DbResult<Vec<Sealed>> {
    let rows = outbox::table
        .filter(outbox::id.gt(&after.id))
        .filter(outbox::payload.ne(Vec::<u8>::new()))
        .filter(outbox::payload.lt(low).or(outbox::payload.ge(high)))
        .order(outbox::id)
        .limit(limit)
        .select((
            outbox::id,
            outbox::member_id,
            outbox::organization_id,
            outbox::payload,
        ))
        .load::<(String, Option<String>, String, Vec<u8>)>(connection)?;
    let sealed = |(id, owner, organization, value): (String, Option<String>, _, _)| Sealed {
        place: Place::of_id(&id),
        bound_to: vec![id.clone(), organization, owner.unwrap_or_default()],
        id,
        value,
    };
    Ok(rows.into_iter().map(sealed).collect())
}

fn list_former_addresses(
    connection: &mut DbConnection,
    Range { low, high }: Range,
    after: &Place,
    limit: i64,
) -> DbResult<Vec<Sealed>> {
    let is_of_others = former_addresses::sealed
        .lt(low)
        .or(former_addresses::sealed.ge(high));
    let rows = former_addresses::table
        .inner_join(members::table.on(members::key.eq(former_addresses::member)))
        .inner_join(organizations::table.on(organizations::key.eq(members::organization)))
        .filter(former_addresses::id.gt(&after.id))
        .filter(is_of_others)
        .order(former_addresses::id)
        .limit(limit)
        .select((
            former_addresses::id,
            members::id,
            organizations::id,
            former_addresses::sealed,
        ))
        .load::<(String, String, String, Vec<u8>)>(connection)?;
    let sealed = |(id, owner, organization, value): (String, String, String, Vec<u8>)| Sealed {
        place: Place::of_id(&id),
        bound_to: vec![id.clone(), organization, owner],
        id,
        value,
    };
    Ok(rows.into_iter().map(sealed).collect())
}

/// Replaces the value that was read; `false` when it was changed meanwhile.
pub(super) fn update_sealed(
    connection: &mut DbConnection,
    column: Column,
    old: &Sealed,
    new: &[u8],
) -> DbResult<bool> {
    let rows = match column {
        Column::Devices => diesel::update(totp_devices::table.find(old.place.key))
            .filter(totp_devices::secret.eq(&old.value))
            .set(totp_devices::secret.eq(new))
            .execute(connection)?,
        Column::PendingDevices => diesel::update(pending_totp_devices::table.find(&old.id))
            .filter(pending_totp_devices::secret.eq(&old.value))
            .set(pending_totp_devices::secret.eq(new))
            .execute(connection)?,
        Column::FormerDevices => store_former::update(connection, old, new)?,
        Column::Passwords => diesel::update(passwords::table.find(old.place.key))
            .filter(passwords::sealed.eq(&old.value))
            .set(passwords::sealed.eq(new))
            .execute(connection)?,
        Column::Mails => diesel::update(outbox::table.find(&old.id))
            .filter(outbox::payload.eq(&old.value))
            .set(outbox::payload.eq(new))
            .execute(connection)?,
        Column::FormerAddresses => diesel::update(former_addresses::table.find(&old.id))
            .filter(former_addresses::sealed.eq(&old.value))
            .set(former_addresses::sealed.eq(new))
            .execute(connection)?,
        Column::SigningKeys => store_signing::update(connection, old, new)?,
        Column::EvidenceKeys => store_evidence::update(connection, old, new)?,
        Column::Webhooks => store_webhooks::update(connection, old, new)?,
        Column::Answers => store_answers::update(connection, old, new)?,
    };
    Ok(rows == 1)
}

/// The number of values of a column that were sealed with a key.
pub(super) fn count_under(
    connection: &mut DbConnection,
    column: Column,
    key_id: &str,
) -> DbResult<i64> {
    let Range { low, high } = Range::of(key_id);
    match column {
        Column::FormerDevices => store_former::count(connection, Range { low, high }),
        Column::SigningKeys => store_signing::count(connection, Range { low, high }),
        Column::EvidenceKeys => store_evidence::count(connection, Range { low, high }),
        Column::Webhooks => store_webhooks::count(connection, Range { low, high }),
        Column::Answers => store_answers::count(connection, Range { low, high }),
        Column::Devices => totp_devices::table
            .filter(totp_devices::secret.ge(low))
            .filter(totp_devices::secret.lt(high))
            .count()
            .get_result(connection),
        Column::PendingDevices => pending_totp_devices::table
            .filter(pending_totp_devices::secret.ge(low))
            .filter(pending_totp_devices::secret.lt(high))
            .count()
            .get_result(connection),
        Column::Passwords => passwords::table
            .filter(passwords::sealed.ge(low))
            .filter(passwords::sealed.lt(high))
            .count()
            .get_result(connection),
        Column::Mails => outbox::table
            .filter(outbox::payload.ge(low))
            .filter(outbox::payload.lt(high))
            .count()
            .get_result(connection),
        Column::FormerAddresses => former_addresses::table
            .filter(former_addresses::sealed.ge(low))
            .filter(former_addresses::sealed.lt(high))
            .count()
            .get_result(connection),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::crypto::keys::{KeyRing, Purpose};
    use crate::platform::db::{DatabaseUrl, Db};

    /// C-03 (online): a value that changed since it was read is not replaced: a password that is chosen while
    /// `rekey` runs is not lost.
    #[tokio::test]
    async fn a_value_that_changed_meanwhile_is_not_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = DatabaseUrl::Sqlite(folder.path().join("test.sqlite"));
        let db = Db::open(&url).expect("a database");
        let ring = KeyRing::generate();
        let seal = move |text: &[u8]| ring.seal(Purpose::Mail, &["mail"], text);
        let outcome = db
            .write(move |connection| {
                insert(connection, &seal(b"old"))?;
                let read = list_under_others(connection, Column::Mails, "k2", &Place::start(), 10)?;
                let newer = seal(b"newer");
                diesel::update(outbox::table)
                    .set(outbox::payload.eq(&newer))
                    .execute(connection)?;
                let is_changed = update_sealed(connection, Column::Mails, &read[0], b"old again")?;
                let stands: Vec<u8> = outbox::table
                    .select(outbox::payload)
                    .get_result(connection)?;
                Ok((is_changed, stands == newer))
            })
            .await;
        assert_eq!(outcome.expect("a database"), (false, true));
    }

    fn insert(connection: &mut DbConnection, payload: &[u8]) -> DbResult<usize> {
        diesel::insert_into(outbox::table)
            .values((
                outbox::id.eq("mail"),
                outbox::channel.eq("mail"),
                outbox::organization_id.eq(""),
                outbox::kind.eq("invitation"),
                outbox::priority.eq(1),
                outbox::payload.eq(payload),
                outbox::created_at.eq(0),
                outbox::expires_at.eq(0),
                outbox::attempts.eq(0),
                outbox::next_attempt_at.eq(0),
                outbox::leased_until.eq(0),
            ))
            .execute(connection)
    }
}
