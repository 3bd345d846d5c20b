//! The guides of `api/docs/guides`: one text each, which a test runs as it stands (`api/tests/api/guides.rs`) and
//! which is served below `/docs/guides`.

use super::markdown::{self, Targets};
use crate::platform::html::escape;
use std::str::FromStr;

/// One guide.
pub(super) struct Guide {
    /// Its name in the address.
    pub(super) name: &'static str,
    text: &'static str,
}

macro_rules! guides {
    ($($name:literal)*) => {
        [$(Guide {
            name: $name,
            text: include_str!(concat!("../../../docs/guides/", $name, ".md")),
        }),*]
    };
}

/// In the order in which a reader meets them.
pub(super) const GUIDES: [Guide; 13] = guides![
    "quickstart"
    "provision-members"
    "ask-for-a-code"
    "webhooks"
    "read-the-record"
    "testing"
    "errors-and-limits"
    "idempotency"
    "cookies-and-csrf"
    "protect-a-console"
    "radius"
    "directory"
    "versioning"
];
/// Where the demo of the guides is.
const DEMO: &str = "http://localhost:8080";

impl Guide {
    /// Its first heading.
    pub(super) fn title(&self) -> &'static str {
        let first = self.text.lines().next().unwrap_or_default();
        first.trim_start_matches("# ")
    }

    /// The text as HTML, for the installation at `public_url`.
    pub(super) fn write(&self, public_url: &str, targets: &Targets) -> String {
        markdown::write(&self.text.replace(DEMO, public_url), targets)
    }

    /// Its sections: heading and text.
    pub(super) fn sections(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        let parts = self.text.split("\n## ");
        parts.map(|part| part.split_once('\n').unwrap_or((part, "")))
    }
}

/// The list of guides with the links to them.
pub(super) fn links() -> String {
    let link = |guide: Guide| {
        format!(
            "<li><a href=\"/docs/guides/{}\">{}</a></li>",
            guide.name,
            escape(guide.title())
        )
    };
    GUIDES.map(link).concat()
}

/// The place of a guide in the list, by its name.
pub(super) struct GuideName(pub(super) usize);

impl FromStr for GuideName {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        let place = GUIDES.iter().position(|guide| guide.name == name);
        place.map(Self).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_block_is_there_with_the_address_of_this_installation() {
        for guide in GUIDES {
            let html = guide.write("https://desk.example.com", &Targets::default());
            let fences = guide.text.lines().map(str::trim_start);
            let blocks = fences.filter(|line| line.starts_with("```")).count() / 2;
            assert!(blocks > 0, "{}: no block", guide.name);
            let found = html.matches("<pre tabindex=\"0\">").count();
            assert_eq!(found, blocks, "{}", guide.name);
            assert!(!html.contains("```") && !html.contains(DEMO), "{html}");
            assert!(!guide.title().is_empty());
        }
        let html = GUIDES[0].write("https://desk.example.com", &Targets::default());
        assert!(html.contains("api=${TWOSTEP:-https://desk.example.com}/api/v1\n"));
    }
}
