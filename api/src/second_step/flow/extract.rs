//! The credential of a flow, read from the request and guarded against forgery.

use super::credential::FlowCredential;
use super::service::{FlowEnded, FlowError, SetupFlowError};
use crate::platform::context::Context;
use crate::platform::crypto::token::{self, PresentedToken, TokenKind};
use crate::platform::http::credential::{self, FLOW, either};
use crate::platform::http::{
    ApiError, MANAGED_ELSEWHERE, RECOVERY_HELD, Refuses, Scheme, csrf, refusals,
};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use shared_types::problem::{FlowEndReason, ProblemCode};
use std::future::{Ready, ready};

impl Refuses for FlowCredential {
    const CREDENTIALS: &'static [Scheme] = &either(FLOW, &[]);

    fn codes() -> Vec<ProblemCode> {
        let own = vec![ProblemCode::MalformedRequest, ProblemCode::Unauthenticated];
        [own, FlowEnded::codes()].concat()
    }
}

impl FromRequest for FlowCredential {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request))
    }
}

/// The token of the flow whose cookie a browser still sends when it starts another. It proves nothing but that
/// the browser is the same.
#[derive(Debug)]
pub struct EarlierFlow(pub Option<PresentedToken>);

impl Refuses for EarlierFlow {
    fn codes() -> Vec<ProblemCode> {
        vec![ProblemCode::MalformedRequest]
    }
}

impl FromRequest for EarlierFlow {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let found = credential::flow_cookie(request);
        let token = found.map(|found| {
            found.and_then(|found| token::presented(TokenKind::Flow, found.token.expose()))
        });
        ready(token.map(Self))
    }
}

fn read(request: &HttpRequest) -> Result<FlowCredential, ApiError> {
    let context = request
        .app_data::<web::Data<Context>>()
        .expect("the app carries its context");
    let credential = credential::flow(request)?.ok_or_else(|| {
        let detail = "This needs a sign-in attempt. POST /sign-in first.";
        ApiError::new(ProblemCode::Unauthenticated, detail)
    })?;
    csrf::guard(request, context, &credential)?;
    let csrf_token = csrf::token_of(context, &credential);
    let token = token::presented(TokenKind::Flow, credential.token.expose());
    let token = token.ok_or(FlowEnded(FlowEndReason::Ended))?;
    Ok(FlowCredential {
        transport: credential.transport,
        token,
        csrf_token,
    })
}

refusals! {
    struct FlowEnded(reason) => FlowExpired(detail(reason)).reason(reason)
}

const fn detail(reason: FlowEndReason) -> &'static str {
    match reason {
        FlowEndReason::Time => {
            "The time for this sign-in attempt is over. Start again with the password."
        }
        FlowEndReason::TooManyCodes => {
            "Five wrong codes ended this sign-in attempt. Start again with the password."
        }
        FlowEndReason::DeviceChanged => {
            "A device was set up elsewhere meanwhile. Start again with the password."
        }
        FlowEndReason::AccountChanged => {
            "The account was changed meanwhile. Start again with the password."
        }
        FlowEndReason::Ended => "This sign-in attempt has ended. Start again with the password.",
    }
}

refusals! {
    enum FlowError {
        WrongStep(step) => WrongStep("This attempt asks for another step first.").step(step),
    }
    causes { Ended(FlowEnded) }
}

refusals! {
    enum SetupFlowError {
        Held(hold) => RecoveryHold(RECOVERY_HELD).held(hold),
        ManagedElsewhere => ManagedElsewhere(MANAGED_ELSEWHERE),
    }
    causes { Flow(FlowError) }
}
