//! The tables `audit_days` and `single_factor_days`.

use crate::platform::db::schema::{audit_days, single_factor_days};
use crate::platform::db::{DbConnection, DbResult, array_sql, static_sql};
use crate::record::audit::{Action, Outcome};
use diesel::prelude::*;
use shared_types::ids::{MemberId, OrganizationId};
use std::ops::RangeInclusive;
use uuid::Uuid;

/// What a count is of. The bytes of the organization are empty for the installation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct DayKey {
    pub(super) organization: Vec<u8>,
    pub(super) day: i64,
    pub(super) action: Action,
    pub(super) outcome: Outcome,
}

/// A member who finished a sign-in with the password alone, and the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SingleFactorDay {
    pub(super) organization: OrganizationId,
    pub(super) day: i64,
    pub(super) member: MemberId,
}

/// How many events of a kind there were on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayCount {
    /// The day in UTC, counted from 1970-01-01.
    pub day: i64,
    /// What happened.
    pub action: Action,
    /// How it ended.
    pub outcome: Outcome,
    /// How often.
    pub count: i64,
}

const ADD_SQLITE: &str = "INSERT INTO audit_days \
    (organization, day, action, outcome, event_count) VALUES (?, ?, ?, ?, ?) \
    ON CONFLICT (organization, day, action, outcome) \
    DO UPDATE SET event_count = audit_days.event_count + excluded.event_count";
const ADD_POSTGRES: &str = "INSERT INTO audit_days \
    (organization, day, action, outcome, event_count) \
    SELECT unnest(?::bytea[]), unnest(?::bigint[]), unnest(?::smallint[]), unnest(?::smallint[]), \
    unnest(?::bigint[]) ON CONFLICT (organization, day, action, outcome) \
    DO UPDATE SET event_count = audit_days.event_count + excluded.event_count";

pub(super) fn add_counts(connection: &mut DbConnection, counts: &[(DayKey, i64)]) -> DbResult<()> {
    if let DbConnection::Postgres(own) = connection {
        let keys = || counts.iter().map(|(key, _)| key);
        return array_sql(ADD_POSTGRES)
            .bytes(keys().map(|key| Some(key.organization.as_slice())))
            .numbers(keys().map(|key| key.day))
            .small_numbers(keys().map(|key| key.action.number()))
            .small_numbers(keys().map(|key| key.outcome.number()))
            .numbers(counts.iter().map(|(_, count)| *count))
            .run(own)
            .map(drop);
    }
    counts.iter().try_for_each(|(key, count)| {
        static_sql(ADD_SQLITE)
            .bytes(&key.organization)
            .number(key.day)
            .number(key.action.number().into())
            .number(key.outcome.number().into())
            .number(*count)
            .run(connection)
            .map(drop)
    })
}

const NOTE_SQLITE: &str = "INSERT INTO single_factor_days (organization, day, member) \
    VALUES (?, ?, ?) ON CONFLICT (organization, day, member) DO NOTHING";
const NOTE_POSTGRES: &str = "INSERT INTO single_factor_days (organization, day, member) \
    SELECT unnest(?::bytea[]), unnest(?::bigint[]), unnest(?::bytea[]) \
    ON CONFLICT (organization, day, member) DO NOTHING";

pub(super) fn note_single_factor_days(
    connection: &mut DbConnection,
    days: &[SingleFactorDay],
) -> DbResult<()> {
    if let DbConnection::Postgres(own) = connection {
        return array_sql(NOTE_POSTGRES)
            .bytes(
                days.iter()
                    .map(|day| Some(day.organization.0.as_bytes().as_slice())),
            )
            .numbers(days.iter().map(|day| day.day))
            .bytes(
                days.iter()
                    .map(|day| Some(day.member.0.as_bytes().as_slice())),
            )
            .run(own)
            .map(drop);
    }
    days.iter().try_for_each(|day| {
        static_sql(NOTE_SQLITE)
            .bytes(day.organization.0.as_bytes())
            .number(day.day)
            .bytes(day.member.0.as_bytes())
            .run(connection)
            .map(drop)
    })
}

/// The counts of an organization, or of the installation, on these days.
pub fn count_days(
    connection: &mut DbConnection,
    organization: Option<OrganizationId>,
    days: RangeInclusive<i64>,
) -> DbResult<Vec<DayCount>> {
    let bytes = organization.map_or_else(Vec::new, |id| id.0.as_bytes().to_vec());
    let rows: Vec<(i64, i16, i16, i64)> = audit_days::table
        .filter(audit_days::organization.eq(bytes))
        .filter(audit_days::day.between(*days.start(), *days.end()))
        .order((audit_days::day, audit_days::action, audit_days::outcome))
        .select((
            audit_days::day,
            audit_days::action,
            audit_days::outcome,
            audit_days::event_count,
        ))
        .load(connection)?;
    let known = rows
        .into_iter()
        .filter_map(|(day, action, outcome, count)| {
            Some(DayCount {
                day,
                action: Action::of_number(action)?,
                outcome: Outcome::of_number(outcome)?,
                count,
            })
        });
    Ok(known.collect())
}

/// The members who finished a sign-in with the password alone on one of these days, with the day.
pub fn list_single_factor_days(
    connection: &mut DbConnection,
    organization: OrganizationId,
    days: RangeInclusive<i64>,
) -> DbResult<Vec<(i64, MemberId)>> {
    let rows: Vec<(i64, Vec<u8>)> = single_factor_days::table
        .filter(single_factor_days::organization.eq(organization.0.as_bytes().to_vec()))
        .filter(single_factor_days::day.between(*days.start(), *days.end()))
        .order((single_factor_days::day, single_factor_days::member))
        .select((single_factor_days::day, single_factor_days::member))
        .load(connection)?;
    let rows = rows
        .into_iter()
        .filter_map(|(day, member)| Some((day, MemberId(Uuid::from_slice(&member).ok()?))));
    Ok(rows.collect())
}

/// Deletes what an organization (or the installation, whose bytes are empty) has of the days before one.
pub(super) fn delete_days(
    connection: &mut DbConnection,
    organization: &[u8],
    before: i64,
) -> DbResult<()> {
    let counts = audit_days::table
        .filter(audit_days::organization.eq(organization))
        .filter(audit_days::day.lt(before));
    diesel::delete(counts).execute(connection)?;
    let members = single_factor_days::table
        .filter(single_factor_days::organization.eq(organization))
        .filter(single_factor_days::day.lt(before));
    diesel::delete(members).execute(connection).map(drop)
}
