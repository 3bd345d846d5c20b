//! The address of a page of the console, for code that need not know which page it is.

use super::address::with_query;
use shared_types::address;

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

    /// The address, `/admin/members?search=jo`, if it is one of the console's.
    pub fn at_address(address: &str) -> Option<Self> {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        // An empty path means the open page, so it names no page.
        (!path.is_empty()).then(|| Self::at(path, query))?
    }

    /// The address.
    pub fn address(&self) -> &str {
        &self.0
    }

    /// Whether the page belongs to the Admin Center.
    pub fn is_admin(&self) -> bool {
        self.0.starts_with("/admin")
    }
}
