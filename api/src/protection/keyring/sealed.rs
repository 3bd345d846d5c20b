//! A sealed value in the database, and the range of those that one key sealed.

use crate::platform::crypto::keys;

/// One sealed value.
pub(super) struct Sealed {
    pub(super) place: Place,
    pub(super) id: String,
    /// What it is bound to, in the order of the feature that sealed it.
    pub(super) bound_to: Vec<String>,
    pub(super) value: Vec<u8>,
}

/// The primary key of a row: a number or an id, whichever its table has.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) key: i64,
    pub(super) id: String,
}

impl Place {
    /// Before every row.
    pub(super) const fn start() -> Self {
        Self {
            key: i64::MIN,
            id: String::new(),
        }
    }

    pub(super) fn of_key(key: i64) -> Self {
        Self {
            key,
            ..Self::start()
        }
    }

    pub(super) fn of_id(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            ..Self::start()
        }
    }
}

/// The values that one key sealed: from `low`, and below `high`.
pub(super) struct Range {
    pub(super) low: Vec<u8>,
    pub(super) high: Vec<u8>,
}

impl Range {
    pub(super) fn of(key_id: &str) -> Self {
        let (low, high) = keys::range_of(key_id);
        Self { low, high }
    }
}
