//! What all lists in pages have in common.

use shared_types::limits::{PAGE_DEFAULT, PAGE_LARGEST};
use shared_types::problem::{FieldError, FieldErrorCode};

/// How many items of a list are shown.
pub fn page_size(limit: Option<u32>) -> Result<usize, FieldError> {
    let size = limit.unwrap_or(PAGE_DEFAULT);
    if !(1..=PAGE_LARGEST).contains(&size) {
        let detail = format!("1 to {PAGE_LARGEST}.");
        return Err(FieldError::new("limit", FieldErrorCode::Invalid, detail));
    }
    Ok(usize::try_from(size).unwrap_or(usize::MAX))
}

/// A cursor that no page gave.
pub fn wrong_cursor() -> FieldError {
    let detail = "Take it from next_cursor of the page before.";
    FieldError::new("cursor", FieldErrorCode::Invalid, detail)
}
