//! Members whose entry was imported are told once more before their time to replace it is over.

use crate::messages::mail::{Circumstances, ImportNotice, Notice};
use crate::people::{devices, members};
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbResult};
use shared_types::members::MemberStatus;
use shared_types::time::Time;

/// Mails those who are to be reminded now, each once; how many.
pub fn remind(connection: &mut DbConnection, context: &Context, now: Time) -> DbResult<usize> {
    let due = devices::due_reminders(connection, now)?;
    for (member, replace_by) in &due {
        let found = members::find(connection, *member)?;
        let Some(member) = found.filter(|member| member.status != MemberStatus::Disabled) else {
            continue;
        };
        let at = Circumstances {
            at: now,
            network: String::new(),
            program: String::new(),
        };
        let notice = Notice::Import(ImportNotice::Ends {
            replace_by: *replace_by,
        });
        members::notify_of(connection, context, &member, at, notice)?;
    }
    Ok(due.len())
}
