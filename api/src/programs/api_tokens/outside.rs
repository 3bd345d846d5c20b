//! Who answers for a token is told when it is used from outside its networks: somebody else may have it.

use crate::messages::mail::{Circumstances, Notice, ProgramNotice};
use crate::people::{api_tokens, members};
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::origin::Origin;
use crate::protection::access::Caller;
use crate::record::audit::{Action, Ending};
use serde_json::json;
use shared_types::time::Time;

/// Records the requests from outside that were counted, and mails the owners of the tokens; of how many tokens.
pub fn tell_of_outside(
    connection: &mut DbConnection,
    context: &Context,
    now: Time,
) -> DbResult<usize> {
    let used = api_tokens::take_outside(connection, now)?;
    for one in &used {
        let origin = Origin::remembered(one.network.clone(), String::new(), String::new());
        let system = Caller::system(one.kept.organization, origin);
        let mut details = one.kept.details();
        details["requests"] = json!(one.requests);
        let event = system.event(Action::ApiTokenUsedOutside);
        let event = event.about(one.kept.owner.id).details(details);
        let event = event.ending(Ending::failure("network"));
        system.record(connection, now, &event)?;
        if let Some(owner) = members::find(connection, one.kept.owner.key)? {
            let notice = Notice::Program(ProgramNotice::TokenUsedOutside {
                name: one.kept.name.clone(),
                requests: one.requests,
            });
            let at = Circumstances {
                at: now,
                network: one.network.clone(),
                program: String::new(),
            };
            members::notify_of(connection, context, &owner, at, notice)?;
        }
    }
    Ok(used.len())
}
