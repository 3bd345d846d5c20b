//! Records a panic in a handler in the audit record (H-08). The outermost middleware makes the
//! response, and the panic hook the log line.

use crate::platform::context::Context;
use crate::platform::http::{ApiError, RequestId, client_address};
use crate::platform::origin::Origin;
use crate::protection::access::Actor;
use crate::record::audit::{self, Action, Outcome};
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, web};
use futures_util::FutureExt as _;
use std::panic::AssertUnwindSafe;

/// Mounted around all routes, inside the outermost middleware.
pub async fn recorded<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let context = request.app_data::<web::Data<Context>>().cloned();
    // The origin is needed for a panic only, so it is not formatted here for every request.
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

/// Only the handler knows the caller, so the program itself stands in the record.
async fn record(context: &Context, origin: Origin) {
    let now = context.clock.now();
    let event = Actor::System.event_in(None, Action::HandlerPanicked);
    let event = event.outcome(Outcome::Failure);
    let write = move |connection: &mut _| audit::record(connection, now, &origin, &event);
    if let Err(error) = context.db.write(write).await {
        tracing::error!(%error, "a panic could not be recorded");
    }
}
