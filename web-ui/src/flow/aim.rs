//! Where a finished sign-in leads: kept in the tab, so that a reload does not lose it.

use crate::browser;
use crate::route::Behind;

const KEY: &str = "twostep.aim";
const FROM_SESSION: &str = "session:";

/// Where a finished sign-in leads.
#[derive(Clone, Debug, PartialEq)]
pub struct Aim {
    /// The page.
    pub behind: Behind,
    /// Whether the person was signed in when the attempt began (a device from one's own page):
    /// giving up leads back there.
    pub from_session: bool,
}

impl Aim {
    /// The aim of this tab; the agent console when there is none.
    pub fn recall() -> Self {
        Self::read(&browser::recall_in_tab(KEY).unwrap_or_default())
    }

    /// Keeps the aim.
    pub fn keep(&self) {
        browser::remember_in_tab(KEY, &self.written());
    }

    fn read(text: &str) -> Self {
        let (from_session, address) = match text.strip_prefix(FROM_SESSION) {
            Some(address) => (true, address),
            None => (false, text),
        };
        Self {
            behind: Behind::at_address(address).unwrap_or_else(Behind::home),
            from_session,
        }
    }

    fn written(&self) -> String {
        let prefix = if self.from_session { FROM_SESSION } else { "" };
        format!("{prefix}{}", self.behind.address())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_aim_survives_the_tab() {
        for from_session in [true, false] {
            let aim = Aim {
                behind: Behind::admin_center(),
                from_session,
            };
            assert_eq!(Aim::read(&aim.written()), aim);
        }
    }

    #[test]
    fn what_is_no_page_of_ours_leads_home() {
        for text in ["", "https://evil.example", "session:/sign-in", "x"] {
            assert_eq!(Aim::read(text).behind, Behind::home(), "{text}");
        }
    }
}
