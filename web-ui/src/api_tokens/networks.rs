//! The networks of a token as they are typed.

use crate::failure::Failure;
use crate::i18n::Texts;

/// Each of them.
pub(super) fn each(typed: &str) -> impl Iterator<Item = &str> {
    typed
        .split([',', ';', ' '])
        .filter(|network| !network.is_empty())
}

/// Which of them is none, in words.
pub(super) fn flaw(texts: Texts, failure: Option<&Failure>, typed: &str) -> Option<String> {
    let network = each(typed).nth(failure?.item("networks")?)?;
    Some(texts.tokens.wrong_network(network))
}
