//! Time zones by their names in the IANA database, which is part of the program.

use jiff::tz::{self, TimeZone};

/// The longest name that is looked up; the longest that there is has 32 characters.
const LONGEST: usize = 64;

/// The name as the database spells it; `None` for a name that it does not know. A browser may know zones
/// that are newer than this program, so nobody is refused for one.
pub fn known_name(name: &str) -> Option<String> {
    find(name)?.iana_name().map(str::to_owned)
}

/// The zone with this name.
pub fn find(name: &str) -> Option<TimeZone> {
    // Not a file of the host, whatever the name: only the bundled database is asked.
    let is_short = name.len() <= LONGEST;
    is_short.then(|| tz::db().get(name).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_known_by_its_name() {
        assert_eq!(
            known_name("Europe/Berlin").as_deref(),
            Some("Europe/Berlin")
        );
        assert_eq!(
            known_name("europe/berlin").as_deref(),
            Some("Europe/Berlin")
        );
        assert_eq!(known_name("UTC").as_deref(), Some("UTC"));
        let long = "Europe/Berlin".repeat(10);
        for unknown in [
            "",
            "Mars/Olympus",
            "../../etc/passwd",
            "Europe/Berlin\n",
            &long,
        ] {
            assert_eq!(known_name(unknown), None, "{unknown:?}");
        }
    }
}
