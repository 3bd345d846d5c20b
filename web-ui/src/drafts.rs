//! What was typed on a page whose session ended, or that was left: kept in the tab until its member comes back to the
//! page. Never a password or a code, and nothing for anybody else.

use crate::browser;

const KEY: &str = "twostep.draft";

/// A name and what was typed there.
pub type Typed = (String, String);

/// Keeps what is typed on the open page; says whether there was anything and all of it is kept. A secret text is not,
/// nor is one for which the browser has no room.
pub fn keep(member: &str, address: &str) -> bool {
    let typed = browser::typed_fields();
    !typed.is_empty() && keep_these(member, address, typed) && !browser::has_secret_text()
}

/// Keeps what was typed in these fields, none of which is a secret; says whether the browser had room for it.
pub fn keep_these(member: &str, address: &str, typed: Vec<Typed>) -> bool {
    let draft = Draft {
        member: member.to_owned(),
        address: address.to_owned(),
        typed,
    };
    let text = draft.to_text();
    browser::remember_in_tab(KEY, &text);
    browser::recall_in_tab(KEY) == Some(text)
}

/// Takes what this member had typed on this page. What another one had typed anywhere is dropped.
pub fn take(member: &str, address: &str) -> Vec<Typed> {
    let Some(text) = browser::recall_in_tab(KEY) else {
        return Vec::new();
    };
    match Draft::parse(&text).filter(|draft| draft.member == member) {
        // Of another page of theirs: they may go there yet.
        Some(draft) if draft.address != address => Vec::new(),
        Some(draft) => {
            browser::take_from_tab(KEY);
            draft.typed
        }
        None => {
            browser::take_from_tab(KEY);
            Vec::new()
        }
    }
}

#[derive(Debug, PartialEq)]
struct Draft {
    member: String,
    address: String,
    typed: Vec<Typed>,
}

/// Stands in no address, and in a field only where somebody put it on purpose.
const SEPARATOR: char = '\u{1f}';

impl Draft {
    fn to_text(&self) -> String {
        let fields = self.typed.iter().flat_map(|(name, text)| [name, text]);
        let parts: Vec<String> = [&self.member, &self.address]
            .into_iter()
            .chain(fields)
            .map(|part| part.replace(SEPARATOR, " "))
            .collect();
        parts.join(&SEPARATOR.to_string())
    }

    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(SEPARATOR).map(str::to_owned);
        let (member, address) = (parts.next()?, parts.next()?);
        let mut typed = Vec::new();
        while let Some(name) = parts.next() {
            typed.push((name, parts.next()?));
        }
        Some(Self {
            member,
            address,
            typed,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// C2 of the review: what was typed comes back as it was, with the page and the member that it is of.
    #[test]
    fn a_draft_is_read_back() {
        let draft = Draft {
            member: "019ab5e2".to_owned(),
            address: "/admin/members/invite".to_owned(),
            typed: vec![
                ("email".to_owned(), "new@example.com".to_owned()),
                ("display_name".to_owned(), "Zoë = \n & more".to_owned()),
                ("role".to_owned(), String::new()),
            ],
        };
        assert_eq!(Draft::parse(&draft.to_text()), Some(draft));
    }

    #[test]
    fn a_text_that_is_no_draft_is_none() {
        for text in ["", "member", "member\u{1f}address\u{1f}name"] {
            assert_eq!(Draft::parse(text), None, "{text:?}");
        }
    }
}
