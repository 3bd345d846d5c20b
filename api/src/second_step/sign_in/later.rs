//! `later`: a sign-in that may put the device off ends with the password alone.

use super::finish::{Finish, finish};
use super::refusals::PutOffError;
use crate::people::members;
use crate::platform::context::Context;
use crate::platform::db::DbConnection;
use crate::platform::origin::Origin;
use crate::record::audit::{self, Action, Event, SignInProof};
use crate::second_step::flow::{self, FlowAnswer, FlowCredential, FlowError, OpenFlow};
use serde_json::json;
use shared_types::time::Time;

/// Uses one of the member's skips, and gives the session. A skip is never given back.
pub async fn put_off(
    context: &Context,
    origin: Origin,
    credential: FlowCredential,
) -> Result<FlowAnswer, PutOffError> {
    let act = move |connection: &mut DbConnection, open: OpenFlow, now: Time| {
        // The plan may have become another one since the flow was read.
        if !members::consume_skip(connection, open.member.key, now)? {
            return Ok(Err(FlowError::WrongStep(open.step).into()));
        }
        let left = open
            .later
            .map_or(0, |later| later.skips_left.saturating_sub(1));
        let (organization, member) = (open.member.organization.id, open.member.id);
        let event = Event::own(organization, member, Action::SecondStepPutOff);
        let event = event.details(json!({ "skips_left": left }));
        audit::record(connection, now, &origin, &event.in_flow(open.flow.id))?;
        let done = Finish {
            open: &open,
            origin: &origin,
            proof: SignInProof::Password,
        };
        finish(connection, done, now).map(Ok)
    };
    flow::change_where_it_may_wait(context, credential, act).await??
}
