//! The step `password`: a password that is too short to sign in alone is replaced, then the flow goes on.

use super::finish::{Finish, finish};
use super::receipt;
use super::refusals::ReplacePasswordError;
use crate::messages::mail::Notice;
use crate::people::members::{self, choose_password};
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::origin::Origin;
use crate::record::audit::{self, Action, Event, SignInProof};
use crate::second_step::flow::{self, FlowAnswer, FlowCredential, FlowError, OpenFlow};
use shared_types::limits::PASSWORD_SHORTEST_ALONE;
use shared_types::sign_in::{ReplacePasswordRequest, Step};
use shared_types::time::Time;
use zeroize::Zeroizing;

/// Puts a new password in the place of the short one; every session and other flow ends.
pub(super) async fn replace_password(
    context: &Context,
    origin: Origin,
    credential: FlowCredential,
    request: ReplacePasswordRequest,
) -> Result<FlowAnswer, ReplacePasswordError> {
    let audience = receipt::read_audience(request.audience.as_deref(), credential.transport)
        .map_err(ReplacePasswordError::Invalid)?;
    let (now, presented) = (context.clock.now(), credential.clone());
    let find = move |connection: &mut DbConnection| flow::load(connection, &presented, now);
    let open = context.db.look_up_once(find).await?;
    let open = open.map_err(FlowError::Ended)?;
    // Looked at again inside the change; here it keeps flows of other steps from the hasher.
    if open.step != Step::Password {
        return Err(FlowError::WrongStep(open.step).into());
    }
    let words = open.member.own_words();
    let shortest = PASSWORD_SHORTEST_ALONE;
    let chosen = choose_password(
        context,
        "new_password",
        &request.new_password,
        shortest,
        &words,
    )
    .await
    .map_err(ReplacePasswordError::Invalid)?;
    let phc = context.hasher.admit()?.hash(chosen).await?;
    let due = receipt::prepare(context, audience).await?;
    let own = context.clone();
    let act = move |connection: &mut DbConnection, open: OpenFlow, _: Time| {
        replace(connection, &own, &origin, &open, &phc)
    };
    let answer = flow::change_in_password_step(context, credential, act).await??;
    Ok(receipt::add(context, due, answer).await?)
}

fn replace(
    connection: &mut DbConnection,
    context: &Context,
    origin: &Origin,
    open: &OpenFlow,
    phc: &Zeroizing<String>,
) -> DbResult<FlowAnswer> {
    let now = context.clock.now();
    let member = &open.member;
    members::set_password(connection, context, member, phc)?;
    let epoch = members::bump_epoch(connection, member.key)?;
    let (fresh, token) = flow::rotate_with_new_password(connection, open, epoch, now)?;
    let event = Event::own(member.organization.id, member.id, Action::PasswordChanged);
    audit::record(connection, now, origin, &event.in_flow(open.flow.id))?;
    members::notify(connection, context, member, origin, Notice::PasswordChanged)?;
    if fresh.step == Step::Done {
        let done = Finish {
            open: &fresh,
            origin,
            proof: SignInProof::Password,
        };
        return finish(connection, done, now);
    }
    // The policy asks for a second step since the flow was loaded.
    let view = flow::view(connection, &fresh, now)?;
    Ok(FlowAnswer {
        flow_token: Some(token),
        ..FlowAnswer::of(view, open.flow.transport)
    })
}
