//! Who answers for a token is told before it ends, so that no program stands still by surprise.

use crate::messages::mail::{Circumstances, Notice, ProgramNotice};
use crate::people::{api_tokens, members};
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbResult};
use shared_types::time::Time;

/// Mails the owners of tokens that end soon; how many.
pub fn remind(connection: &mut DbConnection, context: &Context, now: Time) -> DbResult<usize> {
    let ending = api_tokens::find_ending(connection, now)?;
    let mut told = 0;
    for (token, sent) in ending {
        api_tokens::note_reminder(connection, token.key, sent)?;
        if let Some(owner) = members::find(connection, token.owner.key)? {
            let notice = Notice::Program(ProgramNotice::TokenEnds {
                name: token.name,
                until: token.expires_at,
            });
            let at = Circumstances {
                at: now,
                network: String::new(),
                program: String::new(),
            };
            members::notify_of(connection, context, &owner, at, notice)?;
        }
        told += 1;
    }
    Ok(told)
}
