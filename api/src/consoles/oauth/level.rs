//! How well somebody was authenticated, in the words that consoles use: `acr` and `amr`.

use shared_types::clients::Acr;

/// What many products call two factors.
pub(super) const PAPE_MULTI_FACTOR: &str =
    "http://schemas.openid.net/pape/policies/2007/06/multi-factor";

/// The level that a word asks for; `None` of a word that we do not know.
pub(super) fn of_word(word: &str) -> Option<Acr> {
    let own = Acr::ALL.iter().copied().find(|acr| acr.as_str() == word);
    own.or_else(|| (word == PAPE_MULTI_FACTOR).then_some(Acr::Aal2))
}

/// The level of a session.
pub(in crate::consoles) const fn of_session(aal: u8) -> Acr {
    if aal >= 2 { Acr::Aal2 } else { Acr::Aal1 }
}

/// How a session of this level was authenticated (RFC 8176 §2).
pub(in crate::consoles) const fn methods(level: Acr) -> &'static [&'static str] {
    match level {
        Acr::Aal1 => &["pwd"],
        Acr::Aal2 => &["pwd", "otp", "mfa"],
    }
}

/// The `acr` of a session of this level, in the word that the console asked by where that is a word for it.
pub(super) fn word(level: Acr, asked: Option<&str>) -> &str {
    match asked {
        Some(asked) if of_word(asked) == Some(level) => asked,
        _ => level.as_str(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_said_in_the_word_that_was_asked_by() {
        assert_eq!(of_word(PAPE_MULTI_FACTOR), Some(Acr::Aal2));
        assert_eq!(of_word("urn:twostep:aal1"), Some(Acr::Aal1));
        assert_eq!(of_word("phr"), None);
        assert_eq!(word(Acr::Aal2, Some(PAPE_MULTI_FACTOR)), PAPE_MULTI_FACTOR);
        assert_eq!(word(Acr::Aal1, Some(PAPE_MULTI_FACTOR)), "urn:twostep:aal1");
        assert_eq!(word(Acr::Aal2, Some("phr")), "urn:twostep:aal2");
        assert_eq!(word(Acr::Aal2, None), "urn:twostep:aal2");
    }
}
