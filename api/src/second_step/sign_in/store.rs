//! The deciding statements of a right code: its time step is spent and its flow becomes a session, both
//! or neither, and the record says so. They write the rows of several tables together, so that one
//! condition covers all of them.

use crate::people::browsers::{self, NewBrowser};
use crate::people::devices::{FreshStep, bind_device, device_as_read, devices_as_read};
use crate::platform::crypto::token::Verifier;
use crate::platform::db::keys::{BrowserKey, MemberKey, SignInKey};
use crate::platform::db::{self, DbConnection, DbResult, StatementError};
use crate::platform::origin::Origin;
use crate::record::audit::{self, Event, NewRow, audit_columns, audit_values, bind_rows};
use diesel::PgConnection;
use shared_types::limits::{
    CODE_TRIES_PER_DEVICE, FRESH_FOR, KNOWN_BROWSER_LIFETIME, SESSION_LIFETIME,
};
use shared_types::time::Time;
use std::collections::HashSet;

/// A right code with its flow, as they were read, and what it makes.
pub struct Decision {
    /// The flow.
    pub sign_in: SignInKey,
    /// What its row held when it was read.
    pub verifier: Verifier,
    /// The epoch of the flow and of its member.
    pub epoch: i64,
    /// The step that the code spends.
    pub fresh: FreshStep,
    /// What the row holds afterwards.
    pub renewed: Verifier,
    /// Who signs in.
    pub member: MemberKey,
    /// The known browser that it comes from, in which no wrong code was counted when it was read.
    pub known_browser: Option<BrowserKey>,
    /// The browser that is known from now on.
    pub browser: Option<NewBrowser>,
    /// The row of the record.
    pub event: Event,
}

impl Decision {
    /// No browser has the key 0.
    fn known_browser_number(&self) -> i64 {
        self.known_browser.map_or(0, BrowserKey::number)
    }

    fn new_browser_number(&self) -> i64 {
        self.browser.as_ref().map_or(0, |new| new.key().number())
    }
}

/// Makes each decision whose conditions hold; gives the sign-ins that became sessions. The decisions
/// are about different members. On PostgreSQL all are made by one statement, on SQLite each by some
/// that say the same.
pub fn consume_codes(
    connection: &mut DbConnection,
    decisions: &[(&Origin, &Decision)],
    now: Time,
) -> DbResult<Vec<SignInKey>> {
    match connection {
        _ if decisions.is_empty() => Ok(Vec::new()),
        DbConnection::Postgres(own) => consume_together(own, decisions, now),
        one_by_one @ DbConnection::Sqlite(_) => {
            let mut decided = Vec::with_capacity(decisions.len());
            for (origin, decision) in decisions {
                if consume_step(one_by_one, decision, now)? {
                    consume_flow(one_by_one, decision, now)?;
                    if let Some(browser) = &decision.browser {
                        browsers::remember(one_by_one, browser, decision.member, now)?;
                    }
                    audit::record(one_by_one, now, origin, &decision.event)?;
                    decided.push(decision.sign_in);
                }
            }
            Ok(decided)
        }
    }
}

/// `spent` takes the condition on the flow too; where another transaction changes the flow between the
/// two, the division by zero takes the whole statement back: a code is never lost without a session.
const TOGETHER: &str = concat!(
    "WITH asked AS MATERIALIZED ( \
        SELECT unnest(?::bigint[]) AS sign_in, unnest(?::bytea[]) AS verifier, \
            unnest(?::bigint[]) AS epoch, unnest(?::bigint[]) AS device, \
            unnest(?::text[]) AS device_id, unnest(?::bigint[]) AS step, \
            unnest(?::bytea[]) AS renewed, unnest(?::bigint[]) AS member, \
            unnest(?::bigint[]) AS known_browser, \
            unnest(?::bigint[]) AS browser, unnest(?::bytea[]) AS browser_verifier, \
            unnest(?::bytea[]) AS browser_id, unnest(?::text[]) AS browser_label, \
            unnest(?::bigint[]) AS most_failures, unnest(?::bigint[]) AS session_ends_at, \
            unnest(?::bigint[]) AS fresh_until, unnest(?::bigint[]) AS browser_ends_at, ",
    audit_values!(),
    "), spent AS ( \
        UPDATE totp_devices SET last_step = asked.step, failures = 0, last_used_at = asked.at \
        FROM asked JOIN members ON members.key = asked.member \
            JOIN sign_ins ON sign_ins.key = asked.sign_in \
        WHERE ",
    devices_as_read!(),
    " AND members.status = 'active' AND members.epoch = asked.epoch \
            AND sign_ins.state = 'flow' AND sign_ins.verifier = asked.verifier \
            AND sign_ins.epoch = asked.epoch AND NOT sign_ins.replaces_device \
            AND sign_ins.expires_at > asked.at \
            AND NOT EXISTS (SELECT 1 FROM known_browsers \
                WHERE known_browsers.key = asked.known_browser AND known_browsers.code_failures > 0) \
        RETURNING asked.* \
    ), done AS ( \
        UPDATE sign_ins SET state = 'session', verifier = spent.renewed, aal = 2, \
            code_at = spent.at, finished_at = spent.at, last_used_at = spent.at, \
            expires_at = spent.session_ends_at, fresh_until = spent.fresh_until, \
            reserved = '', browser = CASE WHEN spent.browser = 0 THEN sign_ins.browser \
                ELSE spent.browser END \
        FROM spent WHERE sign_ins.key = spent.sign_in AND sign_ins.state = 'flow' \
            AND sign_ins.verifier = spent.verifier \
        RETURNING sign_ins.key \
    ), remembered AS ( \
        INSERT INTO known_browsers (key, verifier, member, expires_at, public_id, label, network, \
            last_used_at) \
        SELECT browser, browser_verifier, member, browser_ends_at, browser_id, browser_label, \
            network, at FROM spent WHERE browser <> 0 \
        ON CONFLICT DO NOTHING \
    ), recorded AS ( \
        INSERT INTO audit_events (",
    audit_columns!(),
    ") SELECT ",
    audit_columns!(),
    " FROM spent \
    ) SELECT spent.sign_in / (CASE WHEN done.key IS NULL THEN 0 ELSE 1 END) \
    FROM spent LEFT JOIN done ON done.key = spent.sign_in"
);

/// In the order of the devices' keys, so that two nodes lock the rows in one order.
fn consume_together(
    connection: &mut PgConnection,
    decisions: &[(&Origin, &Decision)],
    now: Time,
) -> DbResult<Vec<SignInKey>> {
    let mut ordered = decisions.to_vec();
    ordered.sort_unstable_by_key(|(_, one)| one.fresh.device);
    let ids: Vec<String> = ordered
        .iter()
        .map(|(_, one)| one.fresh.id.to_string())
        .collect();
    let rows: Vec<NewRow<'_>> = ordered
        .iter()
        .map(|(origin, one)| NewRow::new(origin, &one.event))
        .collect();
    let all = || ordered.iter().map(|(_, one)| *one);
    let new_browsers = || all().map(|one| one.browser.as_ref());
    let same = |number: i64| all().map(move |_| number);
    let sql = db::array_sql(TOGETHER)
        .numbers(all().map(|one| one.sign_in.number()))
        .bytes(all().map(|one| Some(one.verifier.as_bytes())))
        .numbers(all().map(|one| one.epoch))
        .numbers(all().map(|one| one.fresh.device.number()))
        .texts(ids.iter().map(|id| Some(id.as_str())))
        .numbers(all().map(|one| one.fresh.step))
        .bytes(all().map(|one| Some(one.renewed.as_bytes())))
        .numbers(all().map(|one| one.member.number()))
        .numbers(all().map(Decision::known_browser_number))
        .numbers(all().map(Decision::new_browser_number))
        .bytes(new_browsers().map(|new| new.map(|new| new.token.verifier.as_bytes())))
        .bytes(new_browsers().map(|new| new.map(|new| &new.id.0.as_bytes()[..])))
        .texts(new_browsers().map(|new| new.map(|new| new.label.as_str())))
        .numbers(same(CODE_TRIES_PER_DEVICE))
        .numbers(same((now + SESSION_LIFETIME).micros()))
        .numbers(same((now + FRESH_FOR).micros()))
        .numbers(same((now + KNOWN_BROWSER_LIFETIME).micros()));
    let decided = bind_rows(sql, now, &rows).load_numbers(connection)?;
    let decided: HashSet<i64> = decided.into_iter().collect();
    let (mut keys, is_decided) = (Vec::new(), |one: &Decision| {
        decided.contains(&one.sign_in.number())
    });
    for (origin, one) in ordered.iter().filter(|(_, one)| is_decided(one)) {
        audit::log_after_commit(now, origin, &one.event);
        keys.push(one.sign_in);
    }
    Ok(keys)
}

/// Spends the step, if the flow can become a session too. One row or none.
fn consume_step(connection: &mut DbConnection, decision: &Decision, now: Time) -> DbResult<bool> {
    let Decision { fresh, .. } = decision;
    let sql = db::static_sql(concat!(
        "UPDATE totp_devices SET last_step = ?, failures = 0, last_used_at = ? WHERE ",
        device_as_read!(),
        " AND EXISTS (SELECT 1 FROM sign_ins WHERE key = ? \
         AND state = 'flow' AND verifier = ? AND epoch = ? AND replaces_device = FALSE \
         AND expires_at > ?) AND EXISTS (SELECT 1 FROM members WHERE key = ? \
         AND status = 'active' AND epoch = ?) AND NOT EXISTS (SELECT 1 FROM known_browsers \
         WHERE key = ? AND code_failures > 0)",
    ));
    let sql = sql.number(fresh.step).number(now.micros());
    let changed = bind_device(sql, fresh)
        .number(decision.sign_in.number())
        .bytes(decision.verifier.as_bytes())
        .number(decision.epoch)
        .number(now.micros())
        .number(decision.member.number())
        .number(decision.epoch)
        .number(decision.known_browser_number())
        .run(connection)?;
    Ok(changed == 1)
}

/// Makes the flow a session under the new verifier. No row, though the step is spent, takes the whole
/// batch back: a code is never lost without a session.
fn consume_flow(connection: &mut DbConnection, decision: &Decision, now: Time) -> DbResult<()> {
    let changed = db::static_sql(
        "UPDATE sign_ins SET state = 'session', verifier = ?, aal = 2, code_at = ?, \
         finished_at = ?, last_used_at = ?, expires_at = ?, fresh_until = ?, reserved = x'', \
         browser = CASE WHEN ? = 0 THEN browser ELSE ? END \
         WHERE key = ? AND state = 'flow' AND verifier = ?",
    )
    .bytes(decision.renewed.as_bytes())
    .number(now.micros())
    .number(now.micros())
    .number(now.micros())
    .number((now + SESSION_LIFETIME).micros())
    .number((now + FRESH_FOR).micros())
    .number(decision.new_browser_number())
    .number(decision.new_browser_number())
    .number(decision.sign_in.number())
    .bytes(decision.verifier.as_bytes())
    .run(connection)?;
    match changed {
        1 => Ok(()),
        _ => Err(StatementError::RollbackTransaction),
    }
}
