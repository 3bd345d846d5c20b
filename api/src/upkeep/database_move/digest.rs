//! A digest of all rows of a table, independent of their order and of the backend.

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// The sum of the hashes of all rows, and their number. Two tables with the same digest have the same
/// rows; it detects faults, not an attacker who chooses the rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TableDigest {
    pub(super) rows: u64,
    sum: [u64; 4],
}

impl TableDigest {
    /// Adds a row that is written as a JSON object.
    pub(super) fn add(&mut self, row: &str) -> serde_json::Result<()> {
        let columns: BTreeMap<String, Value> = serde_json::from_str(row)?;
        let columns: BTreeMap<String, Value> = columns
            .into_iter()
            .map(|(name, value)| (name, as_sqlite_has_it(value)))
            .collect();
        let hash = Sha256::digest(serde_json::to_vec(&columns)?);
        for (part, bytes) in self.sum.iter_mut().zip(hash.chunks_exact(8)) {
            let bytes = bytes.try_into().unwrap_or_default();
            *part = part.wrapping_add(u64::from_le_bytes(bytes));
        }
        self.rows += 1;
        Ok(())
    }
}

/// SQLite has no boolean type.
fn as_sqlite_has_it(value: Value) -> Value {
    match value {
        Value::Bool(is) => i64::from(is).into(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::TableDigest;

    fn of(rows: &[&str]) -> TableDigest {
        let mut digest = TableDigest::default();
        for row in rows {
            digest.add(row).expect("an object");
        }
        digest
    }

    /// The order of rows and columns and the form of booleans make no difference; values do.
    #[test]
    fn only_values_count() {
        let (a, b) = (r#"{"a":1,"b":null}"#, r#"{"b":"x","a":9007199254740993}"#);
        let own = of(&[a, b]);
        assert_eq!(own, of(&[b, r#"{"b":null,"a":true}"#]));
        for other in [
            of(&[a]),
            of(&[a, a]),
            of(&[a, r#"{"b":"x","a":9007199254740992}"#]),
            of(&[r#"{"a":1}"#, b]),
        ] {
            assert_ne!(own, other);
        }
    }
}
