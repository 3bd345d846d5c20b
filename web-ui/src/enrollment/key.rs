//! The key of a device as people type it: in groups of four.

/// The key with a space after every fourth character, which apps ignore.
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
    fn a_key_stands_in_groups_of_four() {
        assert_eq!(grouped("JBSWY3DPEHPK3PXP"), "JBSW Y3DP EHPK 3PXP");
        assert_eq!(grouped("ABCDE"), "ABCD E");
        assert_eq!(grouped(""), "");
    }
}
