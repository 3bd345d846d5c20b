//! The addresses of the application's pages as types: from path and query to a page, and back.

mod address;
pub mod audit;
mod console_page;
mod console_url;
pub mod members;

pub use address::with_query;
pub use console_page::ConsolePage;
pub use console_url::ConsoleUrl;

use shared_types::address::{
    CHALLENGE_PAGE, INVITATION_PAGE, NEW_PASSWORD_PAGE, ProgramName, SETUP_PAGE, enrollment,
};
use shared_types::organizations::ShortName;

/// A page. The pages of the console are told apart in [`ConsolePage`], so that the other programs
/// are built without them.
#[derive(Clone, Debug, PartialEq)]
pub enum Route {
    /// E-mail address and password.
    SignIn {
        /// The page after the sign-in; the agent console when absent.
        next: Option<ConsoleUrl>,
    },
    /// The same at the address of one organization.
    SignInAt {
        /// Its short name, as the address has it.
        organization: String,
        /// The page after the sign-in; the agent console when absent.
        next: Option<ConsoleUrl>,
    },
    /// The choice of another organization to sign in to.
    SignInElsewhere {
        /// The page after the sign-in; the agent console when absent.
        next: Option<ConsoleUrl>,
    },
    /// A dialog of a sign-in attempt.
    Dialog(Dialog),
    /// The creation of the organization and its first administrator.
    Setup,
    /// The choice of a password with the link of an invitation.
    Invitation,
    /// The confirmation that a program asks for.
    Challenge,
    /// The request for a link to reset the password.
    ForgottenPassword,
    /// The choice of a password with that link.
    NewPassword,
    /// A page of the console, which needs a session.
    Console(ConsoleUrl),
    /// No such page.
    NotFound,
}

/// The dialogs between the password and the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// Explains why a second step is asked for.
    SecondStep,
    /// Asks for the code from the e-mail.
    Email,
    /// Suggests apps to install.
    App,
    /// Shows QR code and key.
    Connect,
    /// Asks for the first code of the app.
    SetupCode,
    /// Says that two-step verification is on.
    On,
    /// Asks for a code of the app.
    Code,
    /// Asks for a longer password, where no second step is asked for any more.
    Password,
}

impl Dialog {
    /// Every dialog, those of a set-up in their order.
    pub const ALL: [Self; 8] = [
        Self::SecondStep,
        Self::Email,
        Self::App,
        Self::Connect,
        Self::SetupCode,
        Self::On,
        Self::Code,
        Self::Password,
    ];

    /// The dialog's path.
    pub const fn path(self) -> &'static str {
        match self {
            Self::SecondStep => enrollment::SECOND_STEP,
            Self::Email => enrollment::EMAIL,
            Self::App => enrollment::APP,
            Self::Connect => enrollment::CONNECT,
            Self::SetupCode => enrollment::SETUP_CODE,
            Self::On => enrollment::ON,
            Self::Code => "/sign-in/code",
            Self::Password => "/sign-in/password",
        }
    }
}

impl Route {
    /// The page at a path and query (without `?`).
    pub fn at(path: &str, query: &str) -> Self {
        if let Some(page) = ConsoleUrl::at(path, query) {
            return Self::Console(page);
        }
        let trimmed = path.trim_end_matches('/');
        if let Some(organization) = ShortName::in_path(trimmed) {
            return Self::SignInAt {
                organization: organization.to_owned(),
                next: next(query),
            };
        }
        match trimmed {
            "/sign-in" => Self::SignIn { next: next(query) },
            "/at" => Self::SignInElsewhere { next: next(query) },
            SETUP_PAGE => Self::Setup,
            INVITATION_PAGE => Self::Invitation,
            CHALLENGE_PAGE => Self::Challenge,
            "/forgotten-password" => Self::ForgottenPassword,
            NEW_PASSWORD_PAGE => Self::NewPassword,
            _ => Dialog::ALL
                .into_iter()
                .find(|dialog| dialog.path() == trimmed)
                .map_or(Self::NotFound, Self::Dialog),
        }
    }

    /// The page's address.
    pub fn address(&self) -> String {
        let path = match self {
            Self::SignIn { next } => return before("/sign-in", next.as_ref()),
            Self::SignInAt { organization, next } => {
                return before(&format!("/at/{organization}"), next.as_ref());
            }
            Self::SignInElsewhere { next } => return before("/at", next.as_ref()),
            Self::Dialog(dialog) => dialog.path(),
            Self::Setup => SETUP_PAGE,
            Self::Invitation => INVITATION_PAGE,
            Self::Challenge => CHALLENGE_PAGE,
            Self::ForgottenPassword => "/forgotten-password",
            Self::NewPassword => NEW_PASSWORD_PAGE,
            Self::Console(page) => page.address(),
            Self::NotFound => "/",
        };
        path.to_owned()
    }

    /// The program that has the page. The same as [`ProgramName::of`] its path.
    pub const fn program(&self) -> ProgramName {
        match self {
            Self::Console(_) => ProgramName::Console,
            Self::Challenge => ProgramName::Challenge,
            Self::Setup | Self::Invitation | Self::NewPassword => ProgramName::Credentials,
            Self::Dialog(dialog) if !matches!(dialog, Dialog::Code | Dialog::Password) => {
                ProgramName::Credentials
            }
            Self::Dialog(_)
            | Self::SignIn { .. }
            | Self::SignInAt { .. }
            | Self::SignInElsewhere { .. }
            | Self::ForgottenPassword
            | Self::NotFound => ProgramName::SignIn,
        }
    }

    /// Whether links to the page have a token in their fragment.
    pub const fn takes_a_token(&self) -> bool {
        matches!(self, Self::Challenge | Self::Invitation | Self::NewPassword)
    }

    /// The sign-in page that leads to this page.
    #[must_use]
    pub fn via_sign_in(&self) -> Self {
        let next = match self {
            Self::Console(page) => Some(page.clone()),
            _ => None,
        };
        Self::SignIn {
            next: next.filter(|next| *next != ConsoleUrl::home()),
        }
    }
}

/// The address of a sign-in page that leads to the next page.
fn before(path: &str, next: Option<&ConsoleUrl>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if let Some(next) = next {
        query.append_pair("next", next.address());
    }
    with_query(path, &query.finish())
}

/// The page after the sign-in: a page of the console, where a sign-in was begun (`continue`), or none, so that a link
/// cannot make the sign-in lead to another site (open redirect).
fn next(query: &str) -> Option<ConsoleUrl> {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    let (_, address) = pairs.find(|(name, _)| name == "next" || name == "continue")?;
    ConsoleUrl::at_address(&address).filter(|next| *next != ConsoleUrl::home())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_address(address: &str) -> Route {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        Route::at(path, query)
    }

    #[test]
    fn every_page_is_parsed_from_its_address() {
        let mut pages = vec![
            Route::SignIn { next: None },
            Route::SignInAt {
                organization: "acme".to_owned(),
                next: None,
            },
            Route::SignInAt {
                organization: "acme".to_owned(),
                next: Some(ConsoleUrl::admin_center()),
            },
            Route::SignInElsewhere { next: None },
            Route::SignInElsewhere {
                next: Some(ConsoleUrl::admin_center()),
            },
            Route::Setup,
            Route::Invitation,
            Route::Challenge,
            Route::ForgottenPassword,
            Route::NewPassword,
            Route::Console(ConsoleUrl::home()),
            Route::Console(ConsoleUrl::admin_center()),
        ];
        pages.extend(Dialog::ALL.map(Route::Dialog));
        for page in pages {
            assert_eq!(at_address(&page.address()), page, "{page:?}");
            let path = page.address();
            let path = path.split('?').next().expect("a path");
            assert_eq!(page.program(), ProgramName::of(path), "{page:?}");
            let sign_in = page.via_sign_in();
            assert_eq!(at_address(&sign_in.address()), sign_in, "{page:?}");
        }
    }

    /// B-11: the address after a sign-in is a known page, or it is dropped.
    #[test]
    fn only_a_page_of_the_console_follows_a_sign_in() {
        for next in [
            "https://evil.example/",
            "//evil.example/admin",
            "/%2fevil.example",
            "javascript:alert(1)",
            "/sign-in",
            "/setup",
            "/nowhere",
            "/oauth/authorize",
            "/oauth/authorize/?x",
            "/oauth/end-session?x",
            "https://evil.example/oauth/authorize?x",
            "//evil.example/oauth/authorize?x",
            "",
        ] {
            for name in ["next", "continue"] {
                let query = form_urlencoded::Serializer::new(String::new())
                    .append_pair(name, next)
                    .finish();
                let found = Route::at("/sign-in", &query);
                assert_eq!(found, Route::SignIn { next: None }, "{next}");
            }
        }
    }

    /// A sign-in that another program began goes on there, at whichever page of ours it was.
    #[test]
    fn a_sign_in_goes_on_where_it_was_begun() {
        let begun = "/oauth/authorize?client_id=a&state=b%20c";
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("continue", begun)
            .finish();
        for path in ["/sign-in", "/at/acme", "/at"] {
            let route = Route::at(path, &query);
            let (Route::SignIn { next }
            | Route::SignInAt { next, .. }
            | Route::SignInElsewhere { next }) = &route
            else {
                panic!("{route:?}");
            };
            let next = next.as_ref().expect("an address");
            assert_eq!(next.address(), begun);
            assert_eq!(at_address(&route.address()), route);
        }
        assert_eq!(
            Route::at("/oauth/authorize", "client_id=a"),
            Route::NotFound
        );
    }

    /// `#main`, the link to the content, is followed on every other page without loading it anew.
    #[test]
    fn tokens_are_in_links_to_three_pages() {
        for page in ["/challenge", "/invitation", "/password-reset"] {
            assert!(at_address(page).takes_a_token(), "{page}");
        }
        for page in ["/", "/sign-in", "/setup", "/forgotten-password", "/admin"] {
            assert!(!at_address(page).takes_a_token(), "{page}");
        }
    }

    #[test]
    fn an_unknown_address_is_no_page() {
        for path in ["/nowhere", "/sign-in/x", "/adminx", "/atx", "/at/a/b"] {
            assert_eq!(Route::at(path, ""), Route::NotFound, "{path}");
        }
    }
}
