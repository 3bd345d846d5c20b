//! A member as a line of a file.

use super::super::columns::{BETWEEN_GROUPS, CHOSEN, TOLD};
use super::super::listed::Listed;
use crate::platform::csv_rows;
use shared_types::member_export::{ExportedMember, MemberExportFormat};
use shared_types::time::Time;

/// What stands before the members: the names of the columns.
pub(super) fn head(format: MemberExportFormat) -> String {
    match format {
        MemberExportFormat::Csv => csv_rows::line(CHOSEN.iter().chain(&TOLD)),
        MemberExportFormat::Ndjson => String::new(),
    }
}

/// The lines of these members.
pub(super) fn lines(
    format: MemberExportFormat,
    members: Vec<Listed>,
) -> Result<String, serde_json::Error> {
    let lines = members.into_iter().map(|one| match format {
        MemberExportFormat::Csv => Ok(row(one)),
        MemberExportFormat::Ndjson => document(one),
    });
    lines.collect()
}

fn document(Listed { view, locale, .. }: Listed) -> Result<String, serde_json::Error> {
    let member = ExportedMember {
        member: view,
        locale,
    };
    Ok(serde_json::to_string(&member)? + "\n")
}

fn row(Listed { view, locale, .. }: Listed) -> String {
    let time = |time: Option<Time>| time.map(|time| time.to_string()).unwrap_or_default();
    let language = locale.map_or("", |locale| locale.as_str());
    csv_rows::line([
        view.email,
        view.display_name,
        view.role.as_str().to_owned(),
        language.to_owned(),
        view.groups.join(BETWEEN_GROUPS),
        view.id.to_string(),
        view.status.as_str().to_owned(),
        view.two_step.state.as_str().to_owned(),
        time(Some(view.created_at)),
        time(view.last_signed_in_at),
    ])
}
