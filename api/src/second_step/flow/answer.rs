//! The answer of every flow route: the view, and the credentials by the right transport.

use crate::people::sessions;
use crate::platform::context::Context;
use crate::platform::http::{credential, csrf};
use crate::record::audit::SignInProof;
use actix_web::{HttpRequest, HttpResponse};
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::limits::{FLOW_LIFETIME, KNOWN_BROWSER_LIFETIME};
use shared_types::organizations::OrganizationKind;
use shared_types::secret::Secret;
use shared_types::sessions::Transport;
use shared_types::sign_in::{FlowView, Step};
use shared_types::time::Time;

/// Who has signed in with it, for a receipt.
#[derive(Clone, Copy, Debug)]
pub struct SignedIn {
    /// Who.
    pub member: MemberId,
    /// Where.
    pub organization: OrganizationId,
    /// What that is for.
    pub kind: OrganizationKind,
    /// With what.
    pub proof: SignInProof,
    /// When.
    pub at: Time,
}

/// What a flow route answers.
#[derive(Debug)]
pub struct FlowAnswer {
    /// The view; a session in it still carries its token.
    pub view: FlowView,
    /// The transport.
    pub transport: Transport,
    /// A new flow token.
    pub flow_token: Option<Secret>,
    /// A new known-browser token.
    pub browser_token: Option<Secret>,
    /// With step `done`.
    pub signed_in: Option<SignedIn>,
}

impl FlowAnswer {
    /// The view alone, without new credentials.
    pub fn of(view: FlowView, transport: Transport) -> Self {
        Self {
            view,
            transport,
            flow_token: None,
            browser_token: None,
            signed_in: None,
        }
    }

    /// The same with the cookie of a browser that is known from now on.
    #[must_use]
    pub fn with_browser(self, browser_token: Option<Secret>) -> Self {
        Self {
            browser_token,
            ..self
        }
    }

    /// The response to a step that may sign in: the browser's session of before ends.
    pub async fn into_last_response(
        self,
        context: &Context,
        request: &HttpRequest,
    ) -> HttpResponse {
        if self.transport == Transport::Cookie && self.view.step == Step::Done {
            sessions::end_in_browser(request).await;
        }
        self.into_response(context, None)
    }

    /// The response: tokens in the body for bearer, in cookies otherwise.
    /// `csrf_token` is the one of the request's flow; a new flow has its own.
    pub fn into_response(self, context: &Context, csrf_token: Option<Secret>) -> HttpResponse {
        let Self {
            mut view,
            transport,
            flow_token,
            browser_token,
            signed_in: _,
        } = self;
        let mut response = HttpResponse::Ok();
        if transport == Transport::Bearer {
            view.flow_token = flow_token;
            return response.json(view);
        }
        let new_csrf = flow_token.as_ref().map(|token| csrf::token(context, token));
        view.csrf_token = new_csrf.or(csrf_token).filter(|_| view.step != Step::Done);
        if let Some(token) = &flow_token {
            let lifetime = Some(FLOW_LIFETIME);
            response.cookie(credential::set_cookie(
                credential::FLOW_COOKIE,
                token,
                lifetime,
            ));
        }
        if let Some(token) = view
            .session
            .as_mut()
            .and_then(|session| session.token.take())
        {
            response.cookie(credential::set_cookie(
                credential::SESSION_COOKIE,
                &token,
                None,
            ));
        }
        if let Some(token) = &browser_token {
            let lifetime = Some(KNOWN_BROWSER_LIFETIME);
            response.cookie(credential::set_cookie(
                credential::BROWSER_COOKIE,
                token,
                lifetime,
            ));
        }
        if view.step == Step::Done {
            response.cookie(credential::clear_cookie(credential::FLOW_COOKIE));
        }
        response.json(view)
    }
}
