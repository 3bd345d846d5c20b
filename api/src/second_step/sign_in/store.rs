//! The deciding statements of a right code: its time step is spent and its flow becomes a session, both
//! or neither. They write `totp_devices` and `sign_ins` together, so that one condition covers both.

use crate::people::devices::FreshStep;
use crate::platform::crypto::token::Verifier;
use crate::platform::db::keys::SignInKey;
use crate::platform::db::{self, DbConnection, DbResult, StatementError};
use shared_types::limits::{CODE_TRIES_PER_DEVICE, FRESH_FOR, SESSION_LIFETIME};
use shared_types::time::Time;

/// A right code with its flow, as they were read.
#[derive(Debug)]
pub(super) struct Decision {
    /// The flow.
    pub(super) flow: SignInKey,
    /// What its row held when it was read.
    pub(super) verifier: Verifier,
    /// The epoch of the flow and of its member.
    pub(super) epoch: i64,
    /// The step that the code spends.
    pub(super) fresh: FreshStep,
    /// What the row holds afterwards.
    pub(super) renewed: Verifier,
}

/// Makes each decision whose conditions hold; gives the flows that became sessions. The decisions are
/// about different members.
pub(super) fn consume_codes(
    connection: &mut DbConnection,
    decisions: &[&Decision],
    now: Time,
) -> DbResult<Vec<SignInKey>> {
    let mut decided = Vec::with_capacity(decisions.len());
    for decision in decisions {
        if consume_step(connection, decision, now)? {
            consume_flow(connection, decision, now)?;
            decided.push(decision.flow);
        }
    }
    Ok(decided)
}

/// Spends the step, if the flow can become a session too. One row or none.
fn consume_step(connection: &mut DbConnection, decision: &Decision, now: Time) -> DbResult<bool> {
    let Decision { fresh, .. } = decision;
    let changed = db::static_sql(
        "UPDATE totp_devices SET last_step = ?, failures = 0, last_used_at = ? \
         WHERE key = ? AND id = ? AND status = 'active' AND last_step < ? AND failures < ? \
         AND blocked_until = 0 AND EXISTS (SELECT 1 FROM sign_ins WHERE key = ? \
         AND state = 'flow' AND verifier = ? AND epoch = ? AND replaces_device = FALSE \
         AND expires_at > ?)",
    )
    .number(fresh.step)
    .number(now.micros())
    .number(fresh.device.number())
    .text(&fresh.id)
    .number(fresh.step)
    .number(CODE_TRIES_PER_DEVICE)
    .number(decision.flow.number())
    .bytes(decision.verifier.as_bytes())
    .number(decision.epoch)
    .number(now.micros())
    .run(connection)?;
    Ok(changed == 1)
}

/// Makes the flow a session under the new verifier. No row, though the step is spent, takes the whole
/// batch back: a code is never lost without a session.
fn consume_flow(connection: &mut DbConnection, decision: &Decision, now: Time) -> DbResult<()> {
    let changed = db::static_sql(
        "UPDATE sign_ins SET state = 'session', verifier = ?, aal = 2, code_at = ?, \
         finished_at = ?, last_used_at = ?, expires_at = ?, fresh_until = ? \
         WHERE key = ? AND state = 'flow' AND verifier = ?",
    )
    .bytes(decision.renewed.as_bytes())
    .number(now.micros())
    .number(now.micros())
    .number(now.micros())
    .number((now + SESSION_LIFETIME).micros())
    .number((now + FRESH_FOR).micros())
    .number(decision.flow.number())
    .bytes(decision.verifier.as_bytes())
    .run(connection)?;
    match changed {
        1 => Ok(()),
        _ => Err(StatementError::RollbackTransaction),
    }
}
