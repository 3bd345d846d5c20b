//! The HTTP client: JSON of `shared-types` to and from the API of the same origin.

mod json;
mod once;

use crate::browser;
use crate::clock;
use crate::failure::Failure;
use gloo_net::http::{Method, RequestBuilder, Response};
use once::Unanswered;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared_types::address::API;
use shared_types::problem::{Problem, ProblemCode};
use shared_types::secret::Secret;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::AbortSignal;

/// A request fails if there is no response after this time.
const TIMEOUT_MS: u32 = 30_000;

const JSON: &str = "application/json";

/// The credential that a request needs. The browser adds the cookie; an unsafe request also carries
/// the CSRF token that the server issued with the cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialKind {
    /// No credential.
    None,
    /// The sign-in attempt.
    Flow,
    /// The session.
    Session,
}

/// A response body that is not read.
pub type Nothing = serde::de::IgnoredAny;

/// The client. Clones share the CSRF tokens, which are kept in memory only.
#[derive(Clone, Default)]
pub struct Client {
    tokens: Rc<Tokens>,
    unanswered: Rc<Unanswered>,
}

#[derive(Default)]
struct Tokens {
    flow: RefCell<Option<Secret>>,
    session: RefCell<Option<Secret>>,
}

/// The body of a request, and a header that says when it is done.
struct Body {
    media_type: &'static str,
    text: String,
    condition: Option<(&'static str, String)>,
}

impl Client {
    /// Stores the CSRF token of a sign-in attempt.
    pub fn set_flow_token(&self, token: Option<Secret>) {
        *self.tokens.flow.borrow_mut() = token;
    }

    /// Stores the CSRF token of a session.
    pub fn set_session_token(&self, token: Option<Secret>) {
        *self.tokens.session.borrow_mut() = token;
    }

    /// Sends a `GET` request.
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Failure> {
        let text = self.get_file(&endpoint(path)).await?;
        parse(&text)
    }

    /// The text of a file on this server.
    pub async fn get_file(&self, path: &str) -> Result<String, Failure> {
        self.exchange(Method::GET, CredentialKind::None, path, None)
            .await
    }

    /// Sends a request without a body.
    pub async fn send_empty<T: DeserializeOwned>(
        &self,
        method: Method,
        credential: CredentialKind,
        path: &str,
    ) -> Result<T, Failure> {
        if method == Method::DELETE {
            self.unanswered.forget();
        }
        let path = endpoint(path);
        parse(&self.exchange(method, credential, &path, None).await?)
    }

    /// Sends a request with a body.
    pub async fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        credential: CredentialKind,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, Failure> {
        let text = serde_json::to_string(body).map_err(|_| Failure::Unreadable)?;
        let body = Body {
            media_type: JSON,
            text,
            condition: None,
        };
        let path = endpoint(path);
        parse(&self.exchange(method, credential, &path, Some(body)).await?)
    }

    /// Changes what is still as this version has it (RFC 9110 §13.1.1).
    pub async fn patch<T: DeserializeOwned>(
        &self,
        path: &str,
        version: i64,
        body: &impl Serialize,
    ) -> Result<T, Failure> {
        let text = serde_json::to_string(body).map_err(|_| Failure::Unreadable)?;
        let body = Body {
            media_type: JSON,
            text,
            condition: Some(("If-Match", format!("\"{version}\""))),
        };
        let (path, session) = (endpoint(path), CredentialKind::Session);
        let answer = self.exchange(Method::PATCH, session, &path, Some(body));
        parse(&answer.await?)
    }

    /// Sends the `POST` request of a form that makes something. Where no answer came, the form sends the same again
    /// and it is made once.
    pub async fn create<T: DeserializeOwned, B: Serialize>(
        &self,
        path: &str,
        body: Option<&B>,
    ) -> Result<T, Failure> {
        let text = body.map(serde_json::to_string).transpose();
        let text = text.map_err(|_| Failure::Unreadable)?.unwrap_or_default();
        let key = self.unanswered.key(path, &text, browser::random);
        let media_type = JSON;
        let body = Body {
            media_type,
            text,
            condition: key.map(|key| ("Idempotency-Key", key)),
        };
        let (path, session) = (endpoint(path), CredentialKind::Session);
        let answer = self.exchange(Method::POST, session, &path, Some(body));
        let answer = answer.await.and_then(|text| parse(&text));
        self.unanswered.settle(answer.as_ref().err());
        answer
    }

    /// Another page is open, or something was undone: what is made from now on is another thing.
    pub fn forget_unanswered(&self) {
        self.unanswered.forget();
    }

    /// Sends a file of comma-separated values.
    pub async fn post_csv<T: DeserializeOwned>(
        &self,
        path: &str,
        text: &str,
    ) -> Result<T, Failure> {
        let body = Body {
            media_type: "text/csv",
            text: text.to_owned(),
            condition: None,
        };
        let (path, session) = (endpoint(path), CredentialKind::Session);
        parse(
            &self
                .exchange(Method::POST, session, &path, Some(body))
                .await?,
        )
    }

    // Without type parameters, so that it is compiled once and not for each type.
    async fn exchange(
        &self,
        method: Method,
        credential: CredentialKind,
        path: &str,
        body: Option<Body>,
    ) -> Result<String, Failure> {
        let signal = AbortSignal::timeout_with_u32(TIMEOUT_MS);
        let mut request = RequestBuilder::new(path)
            .method(method)
            .abort_signal(Some(&signal));
        if let Some(token) = self.token(credential) {
            request = request.header("X-CSRF", token.expose());
        }
        if let Some((name, value)) = body.as_ref().and_then(|body| body.condition.as_ref()) {
            request = request.header(name, value);
        }
        let request = match body {
            Some(body) => request
                .header("Content-Type", body.media_type)
                .body(body.text),
            None => request.build(),
        };
        let response = request.map_err(|_| Failure::Network)?.send().await;
        read(response.map_err(|_| Failure::Network)?).await
    }

    fn token(&self, credential: CredentialKind) -> Option<Secret> {
        match credential {
            CredentialKind::None => None,
            CredentialKind::Flow => self.tokens.flow.borrow().clone(),
            CredentialKind::Session => self.tokens.session.borrow().clone(),
        }
    }
}

/// The address of a path of the API.
pub fn endpoint(path: &str) -> String {
    format!("{API}{path}")
}

async fn read(response: Response) -> Result<String, Failure> {
    let headers = response.headers();
    if let Some(date) = headers.get("Date") {
        clock::take_server_date(&date);
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
    json::from_str(text).map_err(|_| Failure::Unreadable)
}

/// The failure in an error response. The `Retry-After` header counts if the body names no time.
fn refusal(text: &str, retry_after: Option<&str>) -> Failure {
    let Ok(mut problem) = json::from_str::<Problem>(text) else {
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
    fn the_header_counts_if_the_body_names_no_time() {
        assert_eq!(refusal(THROTTLED, Some("34")).wait_seconds(), Some(34));
        assert_eq!(refusal(THROTTLED, None).wait_seconds(), None);
    }

    #[test]
    fn the_page_of_a_proxy_is_unreadable() {
        assert_eq!(refusal("<html>502</html>", None), Failure::Unreadable);
        assert!(parse::<Problem>("<html>").is_err());
        assert!(parse::<Nothing>("").is_ok());
    }
}
