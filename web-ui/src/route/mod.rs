//! Every address of the application, as a type: path and query to a page, and back.

mod behind;
pub mod members;
mod room;

pub use behind::Behind;
pub use room::Room;

/// A page, as the front door knows it: its own ones, and that there are others behind it.
#[derive(Clone, Debug, PartialEq)]
pub enum Route {
    /// E-mail address and password; `next` is the page behind the chosen front door.
    SignIn {
        /// Where to go afterwards; the agent console when absent.
        next: Option<Behind>,
    },
    /// A dialog of a sign-in attempt.
    Dialog(Dialog),
    /// First start: the organization and its administrator.
    Setup,
    /// The first password, from an invitation.
    Invitation,
    /// Asking for a new password.
    ForgottenPassword,
    /// A new password, from the link of an e-mail.
    NewPassword,
    /// A page that needs a session.
    Behind(Behind),
    /// No such page.
    NotFound,
}

/// The dialogs between the password and the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// Why a second step is asked for.
    SecondStep,
    /// The code from the e-mail.
    Email,
    /// Which app to install.
    App,
    /// QR code and key.
    Connect,
    /// The first code of the app.
    SetupCode,
    /// It is on.
    On,
    /// A code of the app.
    Code,
}

impl Dialog {
    /// Every dialog, in the order in which a set-up meets them.
    pub const ALL: [Self; 7] = [
        Self::SecondStep,
        Self::Email,
        Self::App,
        Self::Connect,
        Self::SetupCode,
        Self::On,
        Self::Code,
    ];

    /// The dialog's path.
    pub const fn path(self) -> &'static str {
        match self {
            Self::SecondStep => "/sign-in/second-step",
            Self::Email => "/sign-in/email",
            Self::App => "/sign-in/app",
            Self::Connect => "/sign-in/connect",
            Self::SetupCode => "/sign-in/setup-code",
            Self::On => "/sign-in/on",
            Self::Code => "/sign-in/code",
        }
    }
}

impl Route {
    /// The page at a path and query (without `?`).
    pub fn at(path: &str, query: &str) -> Self {
        if let Some(behind) = Behind::at(path, query) {
            return Self::Behind(behind);
        }
        let trimmed = path.trim_end_matches('/');
        match trimmed {
            "/sign-in" => Self::SignIn { next: next(query) },
            "/setup" => Self::Setup,
            "/invitation" => Self::Invitation,
            "/forgotten-password" => Self::ForgottenPassword,
            "/password-reset" => Self::NewPassword,
            _ => Dialog::ALL
                .into_iter()
                .find(|dialog| dialog.path() == trimmed)
                .map_or(Self::NotFound, Self::Dialog),
        }
    }

    /// The page's address.
    pub fn address(&self) -> String {
        let path = match self {
            Self::SignIn { next: Some(next) } => {
                let mut query = form_urlencoded::Serializer::new(String::new());
                query.append_pair("next", next.address());
                return with_query("/sign-in", &query.finish());
            }
            Self::SignIn { next: None } => "/sign-in",
            Self::Dialog(dialog) => dialog.path(),
            Self::Setup => "/setup",
            Self::Invitation => "/invitation",
            Self::ForgottenPassword => "/forgotten-password",
            Self::NewPassword => "/password-reset",
            Self::Behind(behind) => behind.address(),
            Self::NotFound => "/",
        };
        path.to_owned()
    }

    /// Whether the page needs a session, and so is the console's.
    pub fn needs_session(&self) -> bool {
        matches!(self, Self::Behind(_))
    }

    /// The sign-in page that leads here.
    #[must_use]
    pub fn behind_sign_in(&self) -> Self {
        let next = match self {
            Self::Behind(behind) => Some(behind.clone()),
            _ => None,
        };
        Self::SignIn {
            next: next.filter(|next| *next != Behind::home()),
        }
    }
}

/// A path with its query, if there is one.
pub fn with_query(path: &str, query: &str) -> String {
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}

/// Only a page of ours that needs a session: nothing else may follow a sign-in (open redirect).
fn next(query: &str) -> Option<Behind> {
    let (_, address) = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "next")?;
    Behind::at_address(&address).filter(|next| *next != Behind::home())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_address(address: &str) -> Route {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        Route::at(path, query)
    }

    #[test]
    fn every_page_comes_back_from_its_address() {
        let mut pages = vec![
            Route::SignIn { next: None },
            Route::Setup,
            Route::Invitation,
            Route::ForgottenPassword,
            Route::NewPassword,
            Route::Behind(Behind::home()),
            Route::Behind(Behind::admin_center()),
        ];
        pages.extend(Dialog::ALL.map(Route::Dialog));
        for page in pages {
            assert_eq!(at_address(&page.address()), page, "{page:?}");
            let sign_in = page.behind_sign_in();
            assert_eq!(at_address(&sign_in.address()), sign_in, "{page:?}");
        }
    }

    /// B-11: the address behind a sign-in is a known page, or it is dropped.
    #[test]
    fn nothing_but_a_page_of_ours_follows_a_sign_in() {
        for next in [
            "https://evil.example/",
            "//evil.example/admin",
            "/%2fevil.example",
            "javascript:alert(1)",
            "/sign-in",
            "/setup",
            "/nowhere",
            "",
        ] {
            let query = form_urlencoded::Serializer::new(String::new())
                .append_pair("next", next)
                .finish();
            assert_eq!(
                Route::at("/sign-in", &query),
                Route::SignIn { next: None },
                "{next}"
            );
        }
    }

    #[test]
    fn an_unknown_address_is_no_page() {
        for path in ["/nowhere", "/sign-in/x", "/adminx"] {
            assert_eq!(Route::at(path, ""), Route::NotFound, "{path}");
        }
    }
}
