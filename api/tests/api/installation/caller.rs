//! Somebody who calls the API and keeps the credentials that it hands out, on one lane.

use reqwest::header::{COOKIE, HeaderMap, SET_COOKIE};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::Value;
use shared_types::session::Transport;
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

/// A program or a browser.
#[derive(Clone)]
pub(crate) struct Caller {
    /// How its credentials travel.
    pub(crate) lane: Transport,
    /// The bearer token that it sends.
    pub(crate) token: Option<String>,
    /// The cookies that it sends.
    pub(crate) cookies: BTreeMap<String, String>,
    /// What it sends as `X-CSRF`.
    pub(crate) csrf: Option<String>,
    client: reqwest::Client,
    server: SocketAddr,
    from: IpAddr,
}

/// What the API answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// `Null` where there is no body.
    pub(crate) body: Value,
}

impl Caller {
    pub(crate) fn new(
        client: reqwest::Client,
        server: SocketAddr,
        lane: Transport,
        from: IpAddr,
    ) -> Self {
        Self {
            lane,
            token: None,
            cookies: BTreeMap::new(),
            csrf: None,
            client,
            server,
            from,
        }
    }

    /// `GET /api/v1…`.
    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// `POST /api/v1…` with a body.
    pub(crate) async fn post(&mut self, path: &str, body: &Value) -> Answer {
        self.send(self.request(Method::POST, path).json(body)).await
    }

    /// `POST /api/v1…` without a body.
    pub(crate) async fn post_empty(&mut self, path: &str) -> Answer {
        self.send(self.request(Method::POST, path)).await
    }

    /// `PUT /api/v1…` with a body.
    pub(crate) async fn put(&mut self, path: &str, body: &Value) -> Answer {
        self.send(self.request(Method::PUT, path).json(body)).await
    }

    /// `DELETE /api/v1…`.
    pub(crate) async fn delete(&mut self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await
    }

    /// A request as this caller makes it, to be changed before it is sent.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("http://{}/api/v1{path}", self.server);
        let is_safe = method.is_safe();
        let mut request = self.client.request(method, url);
        request = request.header("X-Forwarded-For", self.from.to_string());
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if !self.cookies.is_empty() {
            request = request.header(COOKIE, self.cookie_line());
        }
        if self.lane == Transport::Cookie && !is_safe {
            request = request.header("Sec-Fetch-Site", "same-origin");
            if let Some(csrf) = &self.csrf {
                request = request.header("X-CSRF", csrf);
            }
        }
        request
    }

    /// Sends a request and keeps the credentials of the answer.
    pub(crate) async fn send(&mut self, request: RequestBuilder) -> Answer {
        let response = request.send().await.expect("an answer");
        let answer = Answer::read(response).await;
        self.keep_cookies(&answer.headers);
        let text = |pointer| answer.body.pointer(pointer).and_then(Value::as_str);
        if let Some(token) = text("/session/token").or_else(|| text("/flow_token")) {
            self.token = Some(token.to_owned());
        }
        if let Some(csrf) = text("/csrf_token") {
            self.csrf = Some(csrf.to_owned());
        }
        answer
    }

    fn cookie_line(&self) -> String {
        let pairs = self.cookies.iter();
        let pairs = pairs.map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }

    /// As a browser does, but also over plain HTTP: the tests have no TLS.
    fn keep_cookies(&mut self, headers: &HeaderMap) {
        for line in headers.get_all(SET_COOKIE) {
            let line = line.to_str().expect("a readable cookie");
            let (pair, attributes) = line.split_once(';').unwrap_or((line, ""));
            let (name, value) = pair.split_once('=').expect("name=value");
            if attributes.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

impl Answer {
    /// The same, if it has this status; a failed test shows the body.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{:#}", self.body);
        self
    }

    /// The same, if it is a problem with this code.
    #[track_caller]
    pub(crate) fn expect_problem(self, status: u16, code: &str) -> Self {
        let media_type = self.headers["content-type"].to_str().unwrap_or_default();
        assert!(
            media_type.starts_with("application/problem+json"),
            "{media_type}"
        );
        assert_eq!(self.body["code"], code, "{:#}", self.body);
        self.expect(status)
    }

    /// The names of the fields that were not acceptable, with why.
    pub(crate) fn field_errors(&self) -> Vec<(&str, &str)> {
        let errors = self.body["errors"].as_array().into_iter().flatten();
        errors
            .map(|error| (text(&error["field"]), text(&error["code"])))
            .collect()
    }

    /// A text of the body, by its JSON pointer.
    #[track_caller]
    pub(crate) fn text(&self, pointer: &str) -> &str {
        let found = self.body.pointer(pointer).and_then(Value::as_str);
        found.unwrap_or_else(|| panic!("{pointer} is not in {:#}", self.body))
    }

    async fn read(response: Response) -> Self {
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let bytes = response.bytes().await.expect("a whole body");
        let body = match bytes.as_ref() {
            [] => Value::Null,
            bytes => serde_json::from_slice(bytes).expect("JSON"),
        };
        Self {
            status,
            headers,
            body,
        }
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
