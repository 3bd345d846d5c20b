//! A console whose proxy asks us, as tests play it: its registration, the proxy, and a browser in front of it.

use crate::oauth_support::{Shown, browse, still};
use crate::support::TestApp;
use reqwest::RequestBuilder;
use serde_json::{Value, json};

/// What the proxy protects.
pub(crate) const DESK: &str = "https://desk.example.com";
/// What a browser opens there.
pub(crate) const WANTED: &str = "/tickets?id=3&x=%2F";

/// What registers such a console.
pub(crate) fn registration_of_proxy(origin: &str) -> Value {
    json!({ "name": "Tickets", "kind": "forward_auth", "origin": origin })
}

/// A console whose proxy asks.
pub(crate) struct Desk<'a> {
    pub(crate) app: &'a TestApp,
    pub(crate) id: String,
    pub(crate) origin: String,
}

/// Registers one at this origin, with these fields beside the needed ones.
pub(crate) async fn register_desk<'a>(
    app: &'a TestApp,
    admin: &str,
    origin: &str,
    fields: &Value,
) -> Desk<'a> {
    let mut body = registration_of_proxy(origin);
    let fields = fields.as_object().cloned().unwrap_or_default();
    body.as_object_mut().expect("fields").extend(fields);
    let made = app.post("/clients", admin, &body).await;
    assert_eq!(made.status, 201, "{made:?}");
    Desk {
        app,
        id: made.text("/client_id"),
        origin: origin.to_owned(),
    }
}

/// The value of a cookie that an answer sets, with its name.
#[track_caller]
pub(crate) fn set_by(shown: &Shown, name: &str) -> String {
    let start = format!("{name}=");
    let cookies = shown.headers.get_all("set-cookie").iter();
    let mut cookies = cookies.filter_map(|cookie| cookie.to_str().ok());
    let cookie = cookies.find(|cookie| cookie.starts_with(&start));
    let cookie = cookie.unwrap_or_else(|| panic!("{name}: {shown:?}"));
    let attributes = "; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=";
    assert!(cookie.contains(attributes), "{cookie}");
    cookie.split(';').next().unwrap_or_default().to_owned()
}

/// What the proxy says of a browser that opens a page.
pub(crate) fn told(request: RequestBuilder, origin: &str, uri: &str) -> RequestBuilder {
    let (scheme, host) = origin.split_once("://").expect("an origin");
    request
        .header("x-forwarded-proto", scheme)
        .header("x-forwarded-host", host)
        .header("x-forwarded-uri", uri)
        .header("x-forwarded-method", "GET")
}

impl Desk<'_> {
    /// The proxy asks for a browser that opens a page.
    pub(crate) fn ask(&self, cookie: &str) -> RequestBuilder {
        let request = still(self.app, "GET", "/forward-auth");
        told(request, &self.origin, WANTED)
            .header("sec-fetch-mode", "navigate")
            .header("cookie", cookie)
    }

    /// nginx asks.
    pub(crate) fn ask_for_nginx(&self, cookie: &str) -> RequestBuilder {
        still(self.app, "GET", "/auth-request")
            .header("x-original-url", format!("{}{WANTED}", self.origin))
            .header("x-original-method", "GET")
            .header("sec-fetch-mode", "navigate")
            .header("cookie", cookie)
    }

    /// The status of what the proxy is told.
    pub(crate) async fn status(&self, cookie: &str) -> u16 {
        Shown::of(self.ask(cookie)).await.status
    }

    /// The proxy passes on what a browser opens below `/.twostep/`.
    pub(crate) fn pass_on(&self, path: &str, cookie: &str) -> RequestBuilder {
        let request = still(self.app, "GET", path).header("sec-fetch-site", "same-origin");
        told(request, &self.origin, path).header("cookie", cookie)
    }

    /// The browser leaves for the sign-in: its cookie, and where it goes.
    pub(crate) async fn leave(&self, wanted: &str) -> (String, String) {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("to", wanted);
        let path = format!("/.twostep/start?{}", query.finish());
        let shown = Shown::of(self.pass_on(&path, "")).await;
        let target = shown.location().to_owned();
        (set_by(&shown, "__Host-tsv_console_start"), target)
    }

    /// The browser with this session is sent back: path and query below the protected address.
    pub(crate) async fn come_back(&self, session: &str, target: &str) -> String {
        let path = target.strip_prefix("http://localhost:8080");
        let path = path.expect("an address of ours");
        let shown = Shown::of(browse(self.app, path, session)).await;
        let back = shown.location().strip_prefix(&self.origin);
        back.unwrap_or_else(|| panic!("{shown:?}")).to_owned()
    }

    /// The whole sign-in of a browser with this session; gives the cookie of the console.
    pub(crate) async fn enter(&self, session: &str) -> String {
        let (start, target) = self.leave(WANTED).await;
        let back = self.come_back(session, &target).await;
        let shown = Shown::of(self.pass_on(&back, &start)).await;
        assert_eq!(shown.location(), format!("{}{WANTED}", self.origin));
        set_by(&shown, "__Host-tsv_console")
    }
}
