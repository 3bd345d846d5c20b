//! What a panic in a handler leaves behind: a row in the record (security.md H-08). The edge makes
//! the answer, and the log has the rest.

use crate::platform::context::Context;
use crate::platform::http::{ApiError, RequestId, client_address};
use crate::platform::origin::Origin;
use crate::record::audit::{self, Action, Actor, Event, Outcome};
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, web};
use futures_util::FutureExt as _;
use serde_json::json;
use std::panic::AssertUnwindSafe;

/// Mounted around all routes, inside the edge.
pub async fn recorded<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let context = request.app_data::<web::Data<Context>>().cloned();
    // A handler reads its origin anew; here it is needed for a panic only, so nothing is formatted.
    let address = client_address::of(request.request());
    let id = RequestId::of(request.request());
    let answer = AssertUnwindSafe(next.call(request)).catch_unwind().await;
    if let Ok(answer) = answer {
        return answer;
    }
    if let Some(context) = context {
        record(&context, Origin::of_address(address, id.to_string())).await;
    }
    Err(ApiError::internal("a handler panicked").into())
}

/// Nobody is blamed: who asked is known to the handler only.
async fn record(context: &Context, origin: Origin) {
    let now = context.clock.now();
    let event = Event {
        organization: None,
        actor: Actor::System,
        action: Action::HandlerPanicked,
        outcome: Outcome::Failure,
        subject: None,
        details: json!({}),
    };
    let write = move |connection: &mut _| audit::record(connection, now, &origin, &event);
    if let Err(error) = context.db.write(write).await {
        tracing::error!(%error, "a panic is not in the record");
    }
}
