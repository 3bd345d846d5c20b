//! Messages as programs keep them, shown with their arguments. The crate `catalogue` writes them:
//! `\u{1}` and a letter stand for an argument; a message with several forms begins each with
//! `\u{2}`, its conditions and `\u{3}`, and the last form has no condition.

use super::plural;
use crate::locale::Locale;
use std::fmt::Write;

const ARGUMENT: char = '\u{1}';
const FORM: char = '\u{2}';
const TEXT: char = '\u{3}';

/// A number in a text: it is shown in digits, and a plural form can depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number(i64);

/// An argument of a message.
pub(super) enum Value<'a> {
    Text(&'a str),
    Number(Number),
}

macro_rules! number_from {
    ($($type:ty)+) => {
        $(impl From<$type> for Number {
            fn from(number: $type) -> Self {
                Self(i64::try_from(number).unwrap_or(i64::MAX))
            }
        })+
    };
}

number_from!(i8 i16 i64 u32 u64 usize);

/// A message with its arguments, which are put in as they are.
pub(super) fn fill(locale: Locale, pattern: &str, arguments: &[Value<'_>]) -> String {
    let form = choose(locale, pattern, arguments);
    let mut filled = String::with_capacity(form.len());
    let mut parts = form.split(ARGUMENT);
    filled.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let mut rest = part.chars();
        match rest.next().and_then(|letter| argument(letter, arguments)) {
            Some(Value::Text(text)) => filled.push_str(text),
            Some(Value::Number(Number(number))) => {
                // Writing to a `String` cannot fail.
                let _ = write!(filled, "{number}");
            }
            None => {}
        }
        filled.push_str(rest.as_str());
    }
    filled
}

/// The first form whose conditions hold.
fn choose<'p>(locale: Locale, pattern: &'p str, arguments: &[Value<'_>]) -> &'p str {
    let Some(forms) = pattern.strip_prefix(FORM) else {
        return pattern;
    };
    let mut forms = forms.split(FORM).filter_map(|form| form.split_once(TEXT));
    let chosen = forms.find(|(conditions, _)| {
        let mut conditions = conditions.split(',').filter(|one| !one.is_empty());
        conditions.all(|condition| holds(locale, condition, arguments))
    });
    chosen.map_or("", |(_, text)| text)
}

/// `a=one` or `a=1`.
fn holds(locale: Locale, condition: &str, arguments: &[Value<'_>]) -> bool {
    let mut rest = condition.chars();
    let (Some(letter), Some('=')) = (rest.next(), rest.next()) else {
        return false;
    };
    let Some(Value::Number(Number(number))) = argument(letter, arguments) else {
        return false;
    };
    match rest.as_str().parse::<i64>() {
        Ok(wanted) => wanted == *number,
        Err(_) => plural::is_form(locale, *number, rest.as_str()),
    }
}

fn argument<'v>(letter: char, arguments: &'v [Value<'v>]) -> Option<&'v Value<'v>> {
    let index = u32::from(letter).checked_sub(u32::from('a'))?;
    arguments.get(usize::try_from(index).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRIES: &str =
        "\u{2}a=0\u{3}no try\u{2}a=one\u{3}\u{1}a try of \u{1}b\u{2}\u{3}\u{1}a tries of \u{1}b";

    fn tries(count: u32, name: &str) -> String {
        let arguments = [Value::Number(count.into()), Value::Text(name)];
        fill(Locale::En, TRIES, &arguments)
    }

    #[test]
    fn the_first_form_that_fits_is_shown() {
        assert_eq!(tries(0, "Jo"), "no try");
        assert_eq!(tries(1, "Jo"), "1 try of Jo");
        assert_eq!(tries(7, "Jo"), "7 tries of Jo");
    }

    #[test]
    fn an_argument_is_only_text() {
        assert_eq!(tries(2, "\u{1}a\u{2}\u{3}"), "2 tries of \u{1}a\u{2}\u{3}");
    }

    #[test]
    fn a_text_of_another_version_breaks_nothing() {
        for pattern in [
            "\u{1}z",
            "\u{1}",
            "\u{2}",
            "\u{2}b=one\u{3}x",
            "\u{2}a\u{3}x",
        ] {
            assert_eq!(
                fill(Locale::En, pattern, &[Value::Text("Jo")]),
                "",
                "{pattern:?}"
            );
        }
    }
}
