//! Addresses that the server and the browser application share.

/// What stands before the path of every operation.
pub const API: &str = "/api/v1";

/// The path of an operation without what stands before all of them.
pub fn in_api(path: &str) -> &str {
    path.strip_prefix(API).unwrap_or(path)
}

/// How the address begins to which a console sends browsers: where a sign-in that it began goes on.
pub const AUTHORIZE: &str = "/oauth/authorize?";

/// The page on which a person confirms what another program asks for; the program `challenge`.
pub const CHALLENGE_PAGE: &str = "/challenge";

/// Whether the page at this path needs a session. These pages belong to the program `console`, all others but
/// [`CHALLENGE_PAGE`] to `sign_in`.
pub fn needs_session(path: &str) -> bool {
    let path = path.trim_end_matches('/');
    matches!(path, "" | "/security" | "/confirm" | "/set-up" | "/admin")
        || path.starts_with("/admin/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_consoles_pages_need_a_session_and_no_others() {
        for path in [
            "/",
            "/security",
            "/confirm",
            "/set-up",
            "/admin",
            "/admin/",
            "/admin/members/7",
        ] {
            assert!(needs_session(path), "{path}");
        }
        for path in [
            "/sign-in",
            "/setup",
            "/adminx",
            "/security/x",
            "//evil.example/admin",
            "https://evil.example/admin/x",
        ] {
            assert!(!needs_session(path), "{path}");
        }
    }
}
