//! Addresses that the server and the browser application share.

/// What stands before the path of every operation.
pub const API: &str = "/api/v1";

/// The path of an operation without what stands before all of them.
pub fn in_api(path: &str) -> &str {
    path.strip_prefix(API).unwrap_or(path)
}

/// How the address begins to which a console sends browsers: where a sign-in that it began goes on.
pub const AUTHORIZE: &str = "/oauth/authorize?";

/// What stands behind such an address where the person sets up no device now, without which the console is not opened:
/// the console is told (`access_denied`).
pub const NO_SET_UP: (&str, &str) = ("twostep_set_up", "declined");

/// The page on which a person confirms what another program asks for; the program `challenge`.
pub const CHALLENGE_PAGE: &str = "/challenge";

/// Where the first organization of an installation is made; the program `credentials`.
pub const SETUP_PAGE: &str = "/setup";

/// What the link of an invitation opens; the program `credentials`.
pub const INVITATION_PAGE: &str = "/invitation";

/// What the link for a forgotten password opens; the program `credentials`.
pub const NEW_PASSWORD_PAGE: &str = "/password-reset";

/// The dialogs of a sign-in in which a device is set up; the program `credentials`.
pub mod enrollment {
    /// Why there is a second step.
    pub const SECOND_STEP: &str = "/sign-in/second-step";
    /// The code from the mailbox.
    pub const EMAIL: &str = "/sign-in/email";
    /// The authenticator app is chosen.
    pub const APP: &str = "/sign-in/app";
    /// The QR code.
    pub const CONNECT: &str = "/sign-in/connect";
    /// The first code of the device.
    pub const SETUP_CODE: &str = "/sign-in/setup-code";
    /// It is set up.
    pub const ON: &str = "/sign-in/on";
}

/// One of the programs that the browser application is built as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProgramName {
    /// What every sign-in needs, and all pages that no other program has.
    SignIn,
    /// Pages without a session on which a member gets a password or a device: rarely needed.
    Credentials,
    /// Pages that need a session.
    Console,
    /// The page on which a person confirms what another program asks for.
    Challenge,
}

impl ProgramName {
    /// The program that has the page at this path.
    pub fn of(path: &str) -> Self {
        if needs_session(path) {
            return Self::Console;
        }
        match path.trim_end_matches('/') {
            CHALLENGE_PAGE => Self::Challenge,
            SETUP_PAGE
            | INVITATION_PAGE
            | NEW_PASSWORD_PAGE
            | enrollment::SECOND_STEP
            | enrollment::EMAIL
            | enrollment::APP
            | enrollment::CONNECT
            | enrollment::SETUP_CODE
            | enrollment::ON => Self::Credentials,
            _ => Self::SignIn,
        }
    }

    /// The address of its page.
    pub const fn page(self) -> &'static str {
        match self {
            Self::SignIn => "/index.html",
            Self::Credentials => "/credentials.html",
            Self::Console => "/console.html",
            Self::Challenge => "/challenge.html",
        }
    }
}

/// Whether the page at this path needs a session; the program `console`.
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

    /// Mails and guides link to these addresses.
    #[test]
    fn every_page_has_a_program() {
        for (path, program) in [
            ("/sign-in", ProgramName::SignIn),
            ("/sign-in/code", ProgramName::SignIn),
            ("/at/acme", ProgramName::SignIn),
            ("/forgotten-password", ProgramName::SignIn),
            ("/nowhere", ProgramName::SignIn),
            ("/setup", ProgramName::Credentials),
            ("/invitation", ProgramName::Credentials),
            ("/password-reset/", ProgramName::Credentials),
            ("/sign-in/second-step", ProgramName::Credentials),
            ("/sign-in/on", ProgramName::Credentials),
            ("/", ProgramName::Console),
            ("/set-up", ProgramName::Console),
            ("/challenge", ProgramName::Challenge),
        ] {
            assert_eq!(ProgramName::of(path), program, "{path}");
        }
    }
}
