//! One import: its entries one after the other, and one row of the record for all of them.

use super::decide::{Import, decide};
use super::lines::{Entries, read_entries};
use super::refusals::ImportDevicesError;
use super::whom::{NamedBy, named_by_label, read_chosen};
use crate::people::members::{self, Member, Named};
use crate::people::sessions::{LostRight, SessionEnded};
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbError};
use crate::protection::access::{Authorized, DevicesImport, Fresh};
use crate::protection::hold::MailboxAct;
use crate::record::audit::Action;
use serde_json::json;
use shared_types::device_import::{
    ImportDevicesRequest, ImportDevicesResponse, ImportRefusal, ImportResult, ImportedMember,
    ImportedRow,
};
use shared_types::ids::MemberId;
use shared_types::limits::{
    IMPORTED_ENTRIES, IMPORTED_REPLACE_DAYS, IMPORTED_REPLACE_DAYS_LONGEST, ROWS_DECIDED,
};
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::time::Time;
use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

pub(super) async fn import_devices(
    context: &Context,
    caller: Fresh<DevicesImport>,
    request: ImportDevicesRequest,
) -> Result<ImportDevicesResponse, ImportDevicesError> {
    let now = context.clock.now();
    let days = read_days(request.replace_within_days).map_err(ImportDevicesError::Invalid)?;
    let entries = read_entries(request.entries.expose()).map_err(|_| {
        let detail = format!("At most {IMPORTED_ENTRIES} entries at a time.");
        invalid("entries", FieldErrorCode::TooLong, detail)
    })?;
    if entries.rows.is_empty() {
        let detail = "Give at least one entry.".to_owned();
        return Err(invalid("entries", FieldErrorCode::Required, detail));
    }
    let mut chosen =
        read_chosen(&request.members, entries.rows.len()).map_err(ImportDevicesError::Invalid)?;
    let import = Import {
        context: context.clone(),
        importer: open_importer(context, &caller, now).await?,
        caller: Authorized::clone(&caller),
        dry_run: request.dry_run,
        replace_by: now + Duration::from_hours(24 * u64::from(days)),
        until: now + ROWS_DECIDED,
    };
    let missing_links = entries.missing_links();
    let mut report = Report::default();
    let decided = decide_all(&import, entries, &mut chosen, &mut report).await;
    if !import.dry_run {
        // Also of an import that broke off: what it did stands.
        record(&import, &report).await?;
    }
    decided?;
    Ok(ImportDevicesResponse {
        dry_run: import.dry_run,
        imported: report.imported,
        refused: report.refused,
        replace_by: import.replace_by,
        missing_links,
        rows: report.rows,
    })
}

fn invalid(field: &str, code: FieldErrorCode, detail: String) -> ImportDevicesError {
    ImportDevicesError::Invalid(FieldError::new(field, code, detail))
}

fn read_days(days: Option<u32>) -> Result<u32, FieldError> {
    let days = days.unwrap_or(IMPORTED_REPLACE_DAYS);
    if (1..=IMPORTED_REPLACE_DAYS_LONGEST).contains(&days) {
        return Ok(days);
    }
    let detail = format!("1 to {IMPORTED_REPLACE_DAYS_LONGEST} days.");
    Err(FieldError::new(
        "replace_within_days",
        FieldErrorCode::Invalid,
        detail,
    ))
}

/// Who imports, as a member: a person whose recovery is held imports nothing.
async fn open_importer(
    context: &Context,
    caller: &Fresh<DevicesImport>,
    now: Time,
) -> Result<Member, ImportDevicesError> {
    let key = caller.actor.member.key;
    let read = move |connection: &mut DbConnection| members::find(connection, key);
    let importer = context.db.read(read).await?;
    let importer = importer.ok_or(LostRight::from(SessionEnded))?;
    match importer.hold_on(MailboxAct::GiveAccessAway, now) {
        Some(hold) => Err(ImportDevicesError::Held(hold)),
        None => Ok(importer),
    }
}

/// What became of the entries so far.
#[derive(Default)]
struct Report {
    imported: u32,
    refused: u32,
    rows: Vec<ImportedRow>,
    /// Whose entries they are.
    members: HashSet<MemberId>,
}

async fn decide_all(
    import: &Import,
    entries: Entries,
    chosen: &mut BTreeMap<u32, Named>,
    report: &mut Report,
) -> Result<(), ImportDevicesError> {
    for (number, row) in (1..).zip(entries.rows) {
        let chosen = chosen.remove(&number);
        let named_by = if chosen.is_some() {
            NamedBy::Importer
        } else {
            NamedBy::Label
        };
        let named = chosen.or_else(|| named_by_label(&row));
        let is_weak = row.entry.is_weak();
        let (member, refusal) = match row.entry.secret {
            Err(refusal) => (None, Some(refusal)),
            Ok(_) if import.context.clock.now() > import.until => {
                (None, Some(ImportRefusal::Unavailable))
            }
            Ok(secret) => match import.find(named.as_ref()).await? {
                None => (None, Some(ImportRefusal::UnknownMember)),
                Some(member) if report.members.contains(&member.id) => {
                    (Some(member), Some(ImportRefusal::Duplicate))
                }
                Some(member) => {
                    let refusal = decide(import, &member, named_by, secret).await?;
                    // A row that is refused takes nothing from a later one.
                    if refusal.is_none() {
                        report.members.insert(member.id);
                    }
                    (Some(member), refusal)
                }
            },
        };
        let result = match refusal {
            Some(_) => ImportResult::Refused,
            None if import.dry_run => ImportResult::WouldImport,
            None => ImportResult::Imported,
        };
        match refusal {
            Some(_) => report.refused += 1,
            None => report.imported += 1,
        }
        report.rows.push(ImportedRow {
            row: number,
            line: row.line,
            label: row.entry.label,
            member: member.map(shown),
            result,
            refusal,
            is_weak,
        });
    }
    Ok(())
}

fn shown(member: Member) -> ImportedMember {
    ImportedMember {
        id: member.id,
        email: member.email,
        display_name: member.display_name,
        role: member.role,
    }
}

/// The row of the import itself, in the caller's name.
async fn record(import: &Import, report: &Report) -> Result<(), DbError> {
    let now = import.context.clock.now();
    let details = json!({
        "imported": report.imported,
        "refused": report.refused,
        "replace_by": import.replace_by,
    });
    let caller = import.caller.clone();
    let write = move |connection: &mut DbConnection| {
        let event = caller.event(Action::DevicesImported).details(details);
        caller.record(connection, now, &event)
    };
    import.context.db.write(write).await
}
