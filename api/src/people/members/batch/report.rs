//! What became of the rows of a batch.

use super::row::{Decided, Row};
use shared_types::ids::MemberId;
use shared_types::member_batch::{BatchResponse, BatchRow, BatchState};
use shared_types::problem::FieldError;

/// What a file calls the fields of a member, where it calls them otherwise.
const COLUMNS: [(&str, &str); 2] = [("display_name", "name"), ("locale", "language")];

/// How many rows are in which state.
#[derive(Clone, Copy)]
pub(super) struct Counts {
    pub(super) made: u32,
    pub(super) unchanged: u32,
    pub(super) duplicate: u32,
    pub(super) refused: u32,
}

/// The rows that were decided so far.
#[derive(Clone)]
pub(super) struct Report {
    told: BatchResponse,
    /// Whether who asks may read members, and so is told who has an address already.
    tells_others: bool,
}

impl Report {
    pub(super) fn new(tells_others: bool) -> Self {
        let told = BatchResponse {
            applied: true,
            made: 0,
            would_make: 0,
            unchanged: 0,
            duplicate: 0,
            refused: 0,
            rows: Vec::new(),
        };
        Self { told, tells_others }
    }

    /// Adds the next row.
    pub(super) fn add(&mut self, row: &Row, decided: Decided) {
        let index = u32::try_from(self.told.rows.len()).unwrap_or(u32::MAX);
        let mut told = BatchRow {
            index,
            line: row.line,
            email: row.email.clone(),
            state: BatchState::Refused,
            member: None,
            code: None,
            detail: None,
            retry_after_seconds: None,
            errors: Vec::new(),
        };
        match decided {
            Decided::Made(id) => {
                self.told.made += 1;
                (told.state, told.member) = (BatchState::Made, Some(id));
            }
            Decided::Unchanged(id) if self.has_made(id) => {
                self.told.duplicate += 1;
                (told.state, told.member) = (BatchState::Duplicate, Some(id));
            }
            Decided::Unchanged(id) => {
                self.told.unchanged += 1;
                let known = self.tells_others.then_some(id);
                (told.state, told.member) = (BatchState::Unchanged, known);
            }
            Decided::Refused(refusal) => {
                self.told.refused += 1;
                told.code = Some(refusal.code);
                told.detail = refusal.detail;
                told.retry_after_seconds = refusal.retry_after_seconds;
                told.errors = refusal.errors;
                if row.line.is_some() {
                    told.errors.iter_mut().for_each(name_column);
                }
            }
        }
        self.told.rows.push(told);
    }

    fn has_made(&self, id: MemberId) -> bool {
        let mut rows = self.told.rows.iter();
        rows.any(|row| row.state == BatchState::Made && row.member == Some(id))
    }

    pub(super) fn has_refused(&self) -> bool {
        self.told.refused > 0
    }

    pub(super) fn counts(&self) -> Counts {
        Counts {
            made: self.told.made,
            unchanged: self.told.unchanged,
            duplicate: self.told.duplicate,
            refused: self.told.refused,
        }
    }

    /// The answer where everything stands.
    pub(super) fn into_done(self) -> BatchResponse {
        self.told
    }

    /// The answer where everything was taken back: nobody has the ids of those who would have been made.
    pub(super) fn into_undone(self) -> BatchResponse {
        let mut undone = self.told;
        undone.applied = false;
        undone.would_make = std::mem::take(&mut undone.made);
        for row in &mut undone.rows {
            match row.state {
                BatchState::Made => (row.state, row.member) = (BatchState::WouldMake, None),
                BatchState::Duplicate => row.member = None,
                BatchState::WouldMake | BatchState::Unchanged | BatchState::Refused => {}
            }
        }
        undone
    }
}

fn name_column(error: &mut FieldError) {
    let known = COLUMNS.iter().find(|(field, _)| *field == error.field);
    if let Some((_, column)) = known {
        (*column).clone_into(&mut error.field);
    } else if error.field.starts_with("groups[") {
        "groups".clone_into(&mut error.field);
    }
}
