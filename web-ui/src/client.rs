//! The one HTTP client: JSON of `shared-types` to and from the API of the same origin.

use crate::clock;
use crate::failure::Failure;
use gloo_net::http::{Method, RequestBuilder, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared_types::problem::{Problem, ProblemCode};
use shared_types::secret::Secret;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::AbortSignal;

const PREFIX: &str = "/api/v1";
/// After this an answer is no longer expected.
const PATIENCE_MS: u32 = 30_000;

/// Which credential a request goes with. The cookie travels by itself; an unsafe request also
/// shows the CSRF token that was born with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// No credential.
    Open,
    /// The sign-in attempt.
    Flow,
    /// The session.
    Session,
}

/// An answer whose body says nothing more.
pub type Nothing = serde::de::IgnoredAny;

/// The client. Clones share the CSRF tokens, which live in memory only.
#[derive(Clone, Default)]
pub struct Client {
    tokens: Rc<Tokens>,
}

#[derive(Default)]
struct Tokens {
    flow: RefCell<Option<Secret>>,
    session: RefCell<Option<Secret>>,
}

impl Client {
    /// Takes the CSRF token of a new sign-in attempt.
    pub fn set_flow_token(&self, token: Option<Secret>) {
        *self.tokens.flow.borrow_mut() = token;
    }

    /// Takes the CSRF token of a session.
    pub fn set_session_token(&self, token: Option<Secret>) {
        *self.tokens.session.borrow_mut() = token;
    }

    /// Reads.
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Failure> {
        parse(&self.exchange(Method::GET, Lane::Open, path, None).await?)
    }

    /// Sends without a body.
    pub async fn act<T: DeserializeOwned>(
        &self,
        method: Method,
        lane: Lane,
        path: &str,
    ) -> Result<T, Failure> {
        parse(&self.exchange(method, lane, path, None).await?)
    }

    /// Sends a body.
    pub async fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        lane: Lane,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, Failure> {
        let body = serde_json::to_string(body).map_err(|_| Failure::Unreadable)?;
        parse(&self.exchange(method, lane, path, Some(body)).await?)
    }

    // One function without type parameters, so that the program holds it once.
    async fn exchange(
        &self,
        method: Method,
        lane: Lane,
        path: &str,
        body: Option<String>,
    ) -> Result<String, Failure> {
        let signal = AbortSignal::timeout_with_u32(PATIENCE_MS);
        let mut request = RequestBuilder::new(&format!("{PREFIX}{path}"))
            .method(method)
            .abort_signal(Some(&signal));
        if let Some(token) = self.token(lane) {
            request = request.header("X-CSRF", token.expose());
        }
        let request = match body {
            Some(body) => request
                .header("Content-Type", "application/json")
                .body(body),
            None => request.build(),
        };
        let response = request.map_err(|_| Failure::Network)?.send().await;
        read(response.map_err(|_| Failure::Network)?).await
    }

    fn token(&self, lane: Lane) -> Option<Secret> {
        match lane {
            Lane::Open => None,
            Lane::Flow => self.tokens.flow.borrow().clone(),
            Lane::Session => self.tokens.session.borrow().clone(),
        }
    }
}

async fn read(response: Response) -> Result<String, Failure> {
    let headers = response.headers();
    if let Some(date) = headers.get("Date") {
        clock::learn_from(&date);
    }
    let text = response.text().await.map_err(|_| Failure::Network)?;
    if response.ok() {
        return Ok(text);
    }
    let retry_after = headers.get("Retry-After");
    Err(refusal(&text, retry_after.as_deref()))
}

fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Failure> {
    let text = if text.is_empty() { "null" } else { text };
    serde_json::from_str(text).map_err(|_| Failure::Unreadable)
}

/// A refusal must be one of ours to be believed; the header counts when the body is silent.
fn refusal(text: &str, retry_after: Option<&str>) -> Failure {
    let Ok(mut problem) = serde_json::from_str::<Problem>(text) else {
        return Failure::Unreadable;
    };
    let waits = matches!(
        problem.code,
        ProblemCode::Throttled | ProblemCode::Unavailable
    );
    if waits && problem.retry_after_seconds.is_none() {
        problem.retry_after_seconds = retry_after.and_then(|seconds| seconds.parse().ok());
    }
    Failure::Problem(Rc::new(problem))
}

#[cfg(test)]
mod tests {
    use super::*;

    const THROTTLED: &str = r#"{"type":"/docs#throttled","title":"Too many tries","status":429,
        "detail":"","code":"throttled","request_id":"r"}"#;

    #[test]
    fn the_header_says_when_if_the_body_does_not() {
        assert_eq!(refusal(THROTTLED, Some("34")).wait_seconds(), Some(34));
        assert_eq!(refusal(THROTTLED, None).wait_seconds(), None);
    }

    #[test]
    fn a_page_of_a_proxy_is_not_an_answer() {
        assert_eq!(refusal("<html>502</html>", None), Failure::Unreadable);
        assert!(parse::<Problem>("<html>").is_err());
        assert!(parse::<Nothing>("").is_ok());
    }
}
