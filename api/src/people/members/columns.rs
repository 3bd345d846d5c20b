//! The columns of files of members: what the export writes and the import reads.

/// What an import chooses.
pub(super) const CHOSEN: [&str; 5] = ["email", "name", "role", "language", "groups"];
/// What an export says besides; an import leaves it alone.
pub(super) const TOLD: [&str; 5] = [
    "id",
    "status",
    "two_step",
    "created_at",
    "last_signed_in_at",
];
/// Between the names of groups, which have none of it.
pub(super) const BETWEEN_GROUPS: &str = "|";
