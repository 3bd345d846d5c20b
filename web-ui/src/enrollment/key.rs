//! The key of a device in groups of four characters, for typing.

/// The key with a space after every fourth character. Apps ignore spaces.
pub(super) fn grouped(key: &str) -> String {
    let mut text = String::with_capacity(key.len() + key.len() / 4);
    for (index, character) in key.chars().enumerate() {
        if index > 0 && index % 4 == 0 {
            text.push(' ');
        }
        text.push(character);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_shown_in_groups_of_four() {
        assert_eq!(grouped("JBSWY3DPEHPK3PXP"), "JBSW Y3DP EHPK 3PXP");
        assert_eq!(grouped("ABCDE"), "ABCD E");
        assert_eq!(grouped(""), "");
    }
}
