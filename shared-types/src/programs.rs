//! The coarse names of programs, which the API gives in English and which pages and mails say in the
//! language of who reads them.

use crate::texts::Texts;

/// The name of a program that tells nothing of itself that is known.
pub const UNKNOWN: &str = "Unknown program";
/// The name of a command on the host of the server.
pub const ON_HOST: &str = "Command on the host";

/// The name in the language of the texts: "Firefox on Linux" is "Firefox unter Linux".
pub fn program_name(texts: Texts, name: &str) -> String {
    let t = texts.common;
    match name {
        UNKNOWN => return t.program_unknown().to_owned(),
        ON_HOST => return t.program_on_host().to_owned(),
        _ => {}
    }
    if let Some((program, system)) = name.split_once(" on ") {
        t.program_on(program, system)
    } else if let Some(language) = name.strip_suffix(" program") {
        t.program_in(language)
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;

    /// The API's names are the English ones; German has its test beside their table, in the API.
    #[test]
    fn in_english_a_name_stays_as_it_is() {
        for name in [
            "Samsung Internet on Android",
            "Firefox",
            "Go program",
            UNKNOWN,
            ON_HOST,
            "",
        ] {
            assert_eq!(program_name(Texts::new(Locale::En), name), name);
        }
    }
}
