//! What the articles of the operations draw on.

use serde_json::Value;

/// Requests and answers that tests recorded (`api/tests/api/examples.rs`), by the name of the operation.
const EXAMPLES: &str = include_str!("../../../docs/examples.json");

/// The document's types, the recorded examples, and whose pages they are.
pub(super) struct Place<'a> {
    pub(super) schemas: &'a Value,
    pub(super) public_url: &'a str,
    examples: Value,
}

impl<'a> Place<'a> {
    /// Of a document, for the installation at `public_url`.
    pub(super) fn of(document: &'a Value, public_url: &'a str) -> Self {
        Self {
            schemas: &document["components"]["schemas"],
            public_url,
            examples: serde_json::from_str(EXAMPLES).unwrap_or_default(),
        }
    }

    /// What was recorded of an operation.
    pub(super) fn example(&self, operation: &Value) -> Option<&Value> {
        self.examples.get(operation["operationId"].as_str()?)
    }
}
