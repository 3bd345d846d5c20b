//! Starting a sign-in, moving it on, and ending it. Every change names the state that it starts from, so
//! that what was read before decides nothing.

use super::model::{EndReason, FlowsOf, NewSignIn, NoPlace, Place, Transition, place_among};
use super::store;
use crate::people::browsers::{self, KnownBrowser};
use crate::platform::crypto::token::{self, NewToken, TokenKind};
use crate::platform::db::keys::{BrowserKey, MemberKey, SignInKey, SignInRef};
use crate::platform::db::{DbConnection, DbResult, StatementError};
use crate::platform::new_id::new_id;
use shared_types::ids::SessionId;
use shared_types::limits::{FLOW_CODE_TRIES, LIVE_FLOWS_PER_MEMBER, SIGN_INS_KEPT};
use shared_types::secret::Secret;
use shared_types::time::Time;
use std::time::Duration;

/// How often a sign-in is started again whose selector another one has.
const STARTS: usize = 5;

/// Starts a sign-in after a right password; gives the token of its flow.
pub fn start(
    connection: &mut DbConnection,
    new: &NewSignIn<'_>,
    now: Time,
) -> DbResult<(SignInRef, Secret)> {
    for _ in 0..STARTS {
        let token = token::generate(TokenKind::Flow, now);
        let names = SignInRef {
            key: SignInKey::of(token.selector),
            public_id: new_id(now),
        };
        if store::insert_sign_in(connection, names, new, &token.verifier, now)? {
            return Ok((names, token.secret));
        }
    }
    Err(StatementError::NotFound)
}

/// Makes a place for one more flow of a member. Strangers have places, and known browsers some more;
/// when there is none, the oldest flow of the same browser, or of the same network, gives its own.
pub fn make_place(
    connection: &mut DbConnection,
    of: FlowsOf,
    browser: Option<BrowserKey>,
    network: &str,
    now: Time,
) -> DbResult<Result<(), NoPlace>> {
    let live = store::list_live_flows(connection, of, now)?;
    match place_among(&live, browser, network) {
        Place::Free => Ok(Ok(())),
        Place::Of(flow) => {
            store::update_ended(connection, flow, EndReason::Displaced, now)?;
            Ok(Ok(()))
        }
        Place::FreeAt(at) => Ok(Err(NoPlace {
            wait: at.since(now),
        })),
    }
}

/// Ends the flows of strangers where they have all places, so that the owner finds one: a person looked at
/// who it is. Says whether they had.
pub fn free_places(connection: &mut DbConnection, of: FlowsOf, now: Time) -> DbResult<bool> {
    let live = store::list_live_flows(connection, of, now)?;
    let strange: Vec<_> = live.iter().filter(|flow| flow.browser.is_none()).collect();
    if strange.len() < LIVE_FLOWS_PER_MEMBER {
        return Ok(false);
    }
    for flow in strange {
        store::update_ended(connection, flow.key, EndReason::Displaced, now)?;
    }
    Ok(true)
}

/// Makes the flow a session, and gives its token; the flow's token is dead. `None` when the row is no
/// flow of this epoch any more.
pub fn finish(
    connection: &mut DbConnection,
    transition: Transition,
    now: Time,
) -> DbResult<Option<Secret>> {
    let NewToken {
        secret, verifier, ..
    } = token::renew(TokenKind::Session, transition.key.number());
    let is_finished = store::consume_flow(connection, transition, &verifier, now)?;
    Ok(is_finished.then_some(secret))
}

/// The flow goes on in the member's new epoch under a new token; the old one is dead (S-04).
pub fn renew_flow(connection: &mut DbConnection, key: SignInKey, epoch: i64) -> DbResult<Secret> {
    let NewToken {
        secret, verifier, ..
    } = token::renew(TokenKind::Flow, key.number());
    store::update_renewed(connection, key, epoch, &verifier)?;
    Ok(secret)
}

/// Counts a wrong code in the flow; the fifth ends it. Says how many tries are left.
pub fn count_failed_try(connection: &mut DbConnection, key: SignInKey, now: Time) -> DbResult<u32> {
    let failures = store::consume_try(connection, key)?;
    let left = u32::try_from((FLOW_CODE_TRIES - failures).max(0)).unwrap_or(0);
    if left == 0 {
        store::update_ended(connection, key, EndReason::TooManyCodes, now)?;
    }
    Ok(left)
}

/// Counts a code in the flow that was spent before; gives how many there are.
pub fn count_spent_code(connection: &mut DbConnection, key: SignInKey) -> DbResult<i64> {
    store::update_spent_codes(connection, key)
}

/// Turns the flow to a new device: the mailbox has to be proven from the start.
pub fn start_replacement(connection: &mut DbConnection, key: SignInKey) -> DbResult<()> {
    store::update_replacing(connection, key)
}

/// Notes that a password took the place of the short one that began the flow.
pub fn note_password_replaced(connection: &mut DbConnection, key: SignInKey) -> DbResult<()> {
    store::update_password_replaced(connection, key)
}

/// Turns the flow back to the current device, with nothing proven.
pub fn keep_device(connection: &mut DbConnection, key: SignInKey) -> DbResult<()> {
    store::update_keeping(connection, key)
}

/// Notes that the mailbox was proven.
pub fn prove_email(connection: &mut DbConnection, key: SignInKey, now: Time) -> DbResult<()> {
    store::update_email_at(connection, key, now)
}

/// The known browser in which a sign-in was started, or which it made known, while it counts.
pub fn known_browser(
    connection: &mut DbConnection,
    key: SignInKey,
    now: Time,
) -> DbResult<Option<KnownBrowser>> {
    match store::find_browser(connection, key)? {
        Some(browser) => browsers::find(connection, browser, now),
        None => Ok(None),
    }
}

/// Ends a flow; says whether it was one until now.
pub fn end(
    connection: &mut DbConnection,
    key: SignInKey,
    reason: EndReason,
    now: Time,
) -> DbResult<bool> {
    store::update_ended(connection, key, reason, now)
}

/// Ends a session of this member; says whether there was one.
pub fn end_session(
    connection: &mut DbConnection,
    member: MemberKey,
    session: SessionId,
    now: Time,
) -> DbResult<bool> {
    store::update_session_ended(connection, member, session, now)
}

/// Carries this one session over a change of the member's epoch that ends all others.
pub fn keep_through(connection: &mut DbConnection, key: SignInKey, epoch: i64) -> DbResult<()> {
    store::update_epoch(connection, key, epoch)
}

/// The same for a session whose second step is gone: its level falls to 1.
pub fn keep_through_lowered(
    connection: &mut DbConnection,
    key: SignInKey,
    epoch: i64,
) -> DbResult<()> {
    store::update_epoch(connection, key, epoch)?;
    store::update_lowered(connection, key)
}

/// Opens sensitive acts until this time.
pub fn set_fresh_until(connection: &mut DbConnection, key: SignInKey, until: Time) -> DbResult<()> {
    store::update_fresh_until(connection, key, until)
}

/// Notes when sessions were last used. A session that ended stays ended, and an older time changes
/// nothing: another node may have noted a later one.
pub fn note_last_used(connection: &mut DbConnection, uses: &[(SignInKey, Time)]) -> DbResult<()> {
    store::update_last_used(connection, uses)
}

/// Brings the flows of a member so much nearer to their end, as the clock of a test organization was moved.
pub fn advance_flows(
    connection: &mut DbConnection,
    member: MemberKey,
    by: Duration,
) -> DbResult<()> {
    store::update_flows_advanced(connection, member, by)
}

/// Drops what ended a day ago or longer and was told to its owner, some at a time; gives how many.
pub fn sweep(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    let before = SignInKey::of(token::selector_at(now - SIGN_INS_KEPT));
    store::delete_settled(connection, before, now)
}
