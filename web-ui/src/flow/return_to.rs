//! The page that a finished sign-in opens: kept in the tab, so that a reload does not lose it.

use crate::browser;
use crate::route::{ConsoleUrl, Route};

const KEY: &str = "twostep.return-to";
const FROM_SESSION: &str = "session:";

/// The page that a finished sign-in opens.
#[derive(Clone, Debug, PartialEq)]
pub struct ReturnTo {
    /// The page.
    pub page: ConsoleUrl,
    /// Whether the person was signed in when the attempt began (the set-up of a device from their
    /// own pages): then canceling leads back there too.
    pub from_session: bool,
}

impl ReturnTo {
    /// The page that this tab has saved; the agent console if it has none.
    pub fn recall() -> Self {
        Self::parse(&browser::recall_in_tab(KEY).unwrap_or_default())
    }

    /// Saves the page in this tab.
    pub fn save(&self) {
        browser::remember_in_tab(KEY, &self.to_text());
    }

    /// Where an attempt leads that is not finished: back to the page, or to the password before it.
    pub fn route(self) -> Route {
        let page = Route::Console(self.page);
        if self.from_session {
            page
        } else {
            page.via_sign_in()
        }
    }

    fn parse(text: &str) -> Self {
        let (from_session, address) = match text.strip_prefix(FROM_SESSION) {
            Some(address) => (true, address),
            None => (false, text),
        };
        Self {
            page: ConsoleUrl::at_address(address).unwrap_or_else(ConsoleUrl::home),
            from_session,
        }
    }

    fn to_text(&self) -> String {
        let prefix = if self.from_session { FROM_SESSION } else { "" };
        format!("{prefix}{}", self.page.address())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_page_is_read_back() {
        for from_session in [true, false] {
            let return_to = ReturnTo {
                page: ConsoleUrl::admin_center(),
                from_session,
            };
            assert_eq!(ReturnTo::parse(&return_to.to_text()), return_to);
        }
    }

    #[test]
    fn anything_but_a_page_of_the_console_leads_to_the_agent_console() {
        for text in ["", "https://evil.example", "session:/sign-in", "x"] {
            assert_eq!(ReturnTo::parse(text).page, ConsoleUrl::home(), "{text}");
        }
    }
}
