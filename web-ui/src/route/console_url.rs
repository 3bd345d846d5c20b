//! The address of a page of the console, for code that need not know which page it is; or the one at which a console in
//! front of which we stand has begun a sign-in, and which the server answers.

use super::address::with_query;
use shared_types::address::{self, AUTHORIZE, NO_SET_UP};

/// The address of a page of the console.
#[derive(Clone, Debug, PartialEq)]
pub struct ConsoleUrl(String);

impl ConsoleUrl {
    /// The agent console.
    pub fn home() -> Self {
        Self("/".to_owned())
    }

    /// The overview of the Admin Center.
    pub fn admin_center() -> Self {
        Self("/admin".to_owned())
    }

    /// The address with this path and query, if it is one of the console's.
    pub(super) fn at(path: &str, query: &str) -> Option<Self> {
        let trimmed = path.trim_end_matches('/');
        let trimmed = if trimmed.is_empty() { "/" } else { trimmed };
        address::needs_session(path).then(|| Self(with_query(trimmed, query)))
    }

    /// The address, `/admin/members?search=jo`, if it is one of the console's, or one at which a sign-in was begun.
    pub fn at_address(address: &str) -> Option<Self> {
        let of_server = Self(address.to_owned());
        if of_server.is_of_server() {
            return Some(of_server);
        }
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        // An empty path means the open page, so it names no page.
        (!path.is_empty()).then(|| Self::at(path, query))?
    }

    /// The address.
    pub fn address(&self) -> &str {
        &self.0
    }

    /// Whether it is no page of ours: the server sends somebody from there to the sign-in whose session, if there is one,
    /// is not enough.
    pub fn is_of_server(&self) -> bool {
        self.0.starts_with(AUTHORIZE)
    }

    /// Whom the console that begun the sign-in there expects (`login_hint`, OpenID Connect Core §3.1.2.1).
    pub fn expected_person(&self) -> Option<String> {
        self.parameter("login_hint")
    }

    fn parameter(&self, wanted: &str) -> Option<String> {
        let query = self.0.strip_prefix(AUTHORIZE)?;
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        let (_, value) = pairs.find(|(name, _)| name == wanted)?;
        Some(value.into_owned())
    }

    /// Which console has begun the sign-in there (RFC 6749 §4.1.1).
    pub fn client_id(&self) -> Option<String> {
        let id = self.parameter("client_id")?;
        // It is put into the path of a request.
        let is_id = id
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
        is_id.then_some(id)
    }

    /// The same start, of somebody who sets up no device for it now.
    pub fn declining_set_up(&self) -> String {
        let (name, value) = NO_SET_UP;
        format!("{}&{name}={value}", self.0)
    }

    /// Whether the page belongs to the Admin Center.
    pub fn is_admin(&self) -> bool {
        self.0.starts_with("/admin")
    }
}
