//! Key rotation: seals every value again with the active key, in small steps, while servers run.
//!
//! No progress is stored: each value names the key that sealed it. A run that was stopped is started
//! again and finds the remaining values.

use super::sealed::{Place, Sealed};
use super::store::{self, Column};
use crate::platform::context::Context;
use crate::platform::crypto::keys::{KeyRing, OpenError, Purpose};
use crate::platform::db::DbError;

/// Rows in one write; few, because sign-ins wait meanwhile.
const BATCH: i64 = 100;

/// A value that no key of the ring opens. It is not changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Its kind: `device`, `password`, `mail`, `former address`, `signing key`, `webhook` or `kept answer`.
    pub kind: &'static str,
    /// The id of its row.
    pub id: String,
}

/// One pass over all sealed values.
#[derive(Debug)]
pub struct Rekey {
    column: Option<Column>,
    after: Place,
    /// The number of values that were sealed again.
    pub done: usize,
    /// The values that do not open.
    pub unreadable: Vec<Unreadable>,
}

impl Rekey {
    /// A pass from the start.
    pub fn start() -> Self {
        Self {
            column: Some(Column::PendingDevices),
            after: Place::start(),
            done: 0,
            unreadable: Vec::new(),
        }
    }

    /// Seals the next few values again; `false` when the pass is finished. A value that changed since
    /// it was read is skipped: the change sealed it with the active key, or the next pass does.
    pub async fn step(&mut self, context: &Context) -> Result<bool, DbError> {
        let Some(column) = self.column else {
            return Ok(false);
        };
        let rows = self.read(context, column).await?;
        let Some(last) = rows.last() else {
            self.column = after(column);
            self.after = Place::start();
            return Ok(self.column.is_some());
        };
        self.after.clone_from(&last.place);
        let mut changes = Vec::new();
        for row in rows {
            match reseal(&context.keys, column, &row) {
                Ok(new) => changes.push((row, new)),
                Err(OpenError) => self.unreadable.push(Unreadable {
                    kind: kind(column),
                    id: row.id,
                }),
            }
        }
        self.done += write(context, column, changes).await?;
        Ok(true)
    }

    async fn read(&self, context: &Context, column: Column) -> Result<Vec<Sealed>, DbError> {
        let (after, active) = (self.after.clone(), context.keys.active_id().to_owned());
        context
            .db
            .read(move |connection| {
                store::list_under_others(connection, column, &active, &after, BATCH)
            })
            .await
    }
}

async fn write(
    context: &Context,
    column: Column,
    changes: Vec<(Sealed, Vec<u8>)>,
) -> Result<usize, DbError> {
    context
        .db
        .write(move |connection| {
            let mut done = 0;
            for (old, new) in &changes {
                done += usize::from(store::update_sealed(connection, column, old, new)?);
            }
            Ok(done)
        })
        .await
}

fn reseal(keys: &KeyRing, column: Column, row: &Sealed) -> Result<Vec<u8>, OpenError> {
    let bound_to: Vec<&str> = row.bound_to.iter().map(String::as_str).collect();
    let plain = keys.open(purpose(column), &bound_to, &row.value)?;
    Ok(keys.seal(purpose(column), &bound_to, &plain))
}

const fn purpose(column: Column) -> Purpose {
    match column {
        Column::PendingDevices | Column::Devices | Column::FormerDevices => Purpose::Totp,
        Column::Passwords => Purpose::Password,
        Column::Mails => Purpose::Mail,
        Column::FormerAddresses => Purpose::FormerAddress,
        Column::SigningKeys => Purpose::SigningKey,
        Column::EvidenceKeys => Purpose::EvidenceKey,
        Column::Answers => Purpose::IdempotentAnswer,
        Column::Webhooks => Purpose::Webhook,
    }
}

/// Devices follow the pending ones, and former ones both, so that one which moves on during the pass is not
/// missed.
const fn after(column: Column) -> Option<Column> {
    match column {
        Column::PendingDevices => Some(Column::Devices),
        Column::Devices => Some(Column::FormerDevices),
        Column::FormerDevices => Some(Column::Passwords),
        Column::Passwords => Some(Column::Mails),
        Column::Mails => Some(Column::FormerAddresses),
        Column::FormerAddresses => Some(Column::SigningKeys),
        Column::SigningKeys => Some(Column::EvidenceKeys),
        Column::EvidenceKeys => Some(Column::Webhooks),
        Column::Webhooks => Some(Column::Answers),
        Column::Answers => None,
    }
}

const fn kind(column: Column) -> &'static str {
    match column {
        Column::PendingDevices | Column::Devices | Column::FormerDevices => "device",
        Column::Passwords => "password",
        Column::Mails => "mail",
        Column::FormerAddresses => "former address",
        Column::SigningKeys => "signing key",
        Column::EvidenceKeys => "evidence key",
        Column::Answers => "kept answer",
        Column::Webhooks => "webhook",
    }
}
