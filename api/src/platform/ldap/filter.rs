//! A search filter with places for values, and the escaping of what is put there (RFC 4515 §3).

use std::fmt::Write as _;

/// A filter such as `(&(objectClass=person)(mail={email}))`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// It stands as it is.
    Text(String),
    /// The value with this name stands there.
    Place(String),
}

/// What is wrong with a filter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FilterFlaw {
    /// It is not in parentheses, or they do not close.
    #[error("a filter stands in parentheses that close, such as (mail={{email}})")]
    Parentheses,
    /// A place has a name that is not known.
    #[error("there is no {{{0}}} here")]
    Unknown(String),
    /// There is no place, so that everybody would be found.
    #[error("the filter names nobody: it needs {0}")]
    NoPlace(String),
}

impl Filter {
    /// Reads a filter whose places have these names; at least one of them must be there.
    pub fn parse(text: &str, names: &[&str]) -> Result<Self, FilterFlaw> {
        let text = text.trim();
        if !is_closed(text) {
            return Err(FilterFlaw::Parentheses);
        }
        let (mut parts, mut rest) = (Vec::new(), text);
        while let Some((before, behind)) = rest.split_once('{') {
            let (name, after) = behind.split_once('}').ok_or(FilterFlaw::Parentheses)?;
            if !names.contains(&name) {
                return Err(FilterFlaw::Unknown(name.to_owned()));
            }
            parts.push(Part::Text(before.to_owned()));
            parts.push(Part::Place(name.to_owned()));
            rest = after;
        }
        if parts.is_empty() {
            let names: Vec<String> = names.iter().map(|name| format!("{{{name}}}")).collect();
            return Err(FilterFlaw::NoPlace(names.join(" or ")));
        }
        parts.push(Part::Text(rest.to_owned()));
        Ok(Self(parts))
    }

    /// The filter with a value in each place. A value is text and nothing else: whatever it holds, it opens no
    /// parenthesis and matches no more than itself.
    pub fn fill(&self, values: &[(&str, &str)]) -> String {
        let mut filled = String::new();
        for part in &self.0 {
            match part {
                Part::Text(text) => filled.push_str(text),
                Part::Place(name) => {
                    let value = values.iter().find(|(known, _)| known == name);
                    filled.push_str(&escape(value.map_or("", |(_, value)| value)));
                }
            }
        }
        filled
    }
}

impl Filter {
    /// The filter for whomever it may find: something stands in each place.
    pub(super) fn of_anybody(&self) -> String {
        let parts = self.0.iter().map(|part| match part {
            Part::Text(text) => text.as_str(),
            Part::Place(_) => "*",
        });
        parts.collect()
    }

    /// Whether a place is the value of an extensible match (`:=`), in which `*` would stand for itself.
    pub fn matches_by_rule(&self) -> bool {
        let pairs = self.0.windows(2);
        pairs.into_iter().any(|pair| match pair {
            [Part::Text(text), Part::Place(_)] => text.ends_with(":="),
            _ => false,
        })
    }
}

/// A text as the value of an assertion: the five characters that mean something, and all that is no printable ASCII,
/// become `\` and two hexadecimal digits.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'*' | b'(' | b')' | b'\\' => push_hex(&mut escaped, byte),
            b' '..=b'~' => escaped.push(char::from(byte)),
            _ => push_hex(&mut escaped, byte),
        }
    }
    escaped
}

/// Octets as the value of an assertion.
pub(super) fn escape_octets(octets: &[u8]) -> String {
    let mut escaped = String::with_capacity(3 * octets.len());
    for octet in octets {
        push_hex(&mut escaped, *octet);
    }
    escaped
}

fn push_hex(text: &mut String, byte: u8) {
    write!(text, "\\{byte:02x}").expect("a string takes everything");
}

/// Whether it stands in parentheses, and each that opens closes, none of them before.
fn is_closed(text: &str) -> bool {
    let mut depth = 0_u32;
    for (at, character) in text.char_indices() {
        depth = match character {
            '(' => depth + 1,
            ')' if depth == 0 => return false,
            ')' => depth - 1,
            _ => depth,
        };
        if depth == 0 && at + character.len_utf8() < text.len() {
            return false;
        }
    }
    text.starts_with('(') && depth == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// L-20: a member whom the filter finds no more has left, whatever stands in its places.
    #[test]
    fn a_filter_finds_members_again() {
        let parse = |text| Filter::parse(text, &["email", "name"]).expect("a filter");
        let filter = parse("(&(memberOf=CN=Support)(|(mail={email})(uid={name})))");
        assert_eq!(
            filter.of_anybody(),
            "(&(memberOf=CN=Support)(|(mail=*)(uid=*)))"
        );
        assert!(!filter.matches_by_rule());
        assert!(parse("(mail:caseExactMatch:={email})").matches_by_rule());
    }
    use proptest::prelude::*;

    fn person() -> Filter {
        Filter::parse(
            "(&(objectClass=person)(|(mail={email})(uid={name})))",
            &["email", "name"],
        )
        .expect("a filter")
    }

    /// L-16 (filters), RFC 4515 §3: what a person types opens no parenthesis and is no wildcard.
    #[test]
    fn values_are_escaped() {
        let filled = person().fill(&[("email", "*)(uid=*"), ("name", "\\{email}\0\u{fc}")]);
        let expected =
            "(&(objectClass=person)(|(mail=\\2a\\29\\28uid=\\2a)(uid=\\5c{email}\\00\\c3\\bc)))";
        assert_eq!(filled, expected);
        assert_eq!(escape_octets(&[0, 255, 42]), "\\00\\ff\\2a");
    }

    #[test]
    fn a_filter_that_would_find_anybody_is_refused() {
        for wrong in [
            "",
            "mail={email}",
            "(mail={email}",
            "(a=b)(mail={email})",
            "(mail={email)",
        ] {
            let refused = Filter::parse(wrong, &["email"]);
            assert_eq!(refused, Err(FilterFlaw::Parentheses), "{wrong}");
        }
        let unknown = Filter::parse("(mail={mail})", &["email"]);
        assert_eq!(unknown, Err(FilterFlaw::Unknown("mail".to_owned())));
        let none = Filter::parse("(objectClass=person)", &["email", "name"]);
        assert_eq!(
            none,
            Err(FilterFlaw::NoPlace("{email} or {name}".to_owned()))
        );
    }

    proptest! {
        /// L-16 (filters): of any text at all, no character that means something in a filter is left.
        #[test]
        fn nothing_typed_is_part_of_the_filter(typed in any::<String>()) {
            let filled = person().fill(&[("email", &typed), ("name", "jo")]);
            let value = filled
                .strip_prefix("(&(objectClass=person)(|(mail=")
                .and_then(|rest| rest.strip_suffix(")(uid=jo)))"))
                .expect("the filter around it");
            prop_assert!(!value.contains(['(', ')', '*', '\0']));
            prop_assert!(value.is_ascii());
        }
    }
}
