//! Rows of the record as lines of a table.

use crate::record::audit::StoredEvent;
use std::borrow::Cow;

/// The first line: the names of the columns.
pub(super) const HEAD: &str = "position,at,actor_kind,actor,action,outcome,result,subject,flow,\
    details,network,request_id\r\n";

pub(super) fn line(event: &StoredEvent) -> String {
    let id = |id: Option<uuid::Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let cells = [
        event.position.to_string(),
        event.at.to_string(),
        event.actor.kind().as_str().to_owned(),
        id(event.actor.id()),
        event.action.as_str().to_owned(),
        event.outcome.as_str().to_owned(),
        text(&event.result),
        id(event.subject.map(|id| id.0)),
        id(event.flow.map(|id| id.0)),
        text(&event.details),
        event.network.clone(),
        id(event.request_id),
    ];
    let cells: Vec<Cow<'_, str>> = cells.iter().map(|text| cell(text)).collect();
    cells.join(",") + "\r\n"
}

/// RFC 4180, and an apostrophe before what a spreadsheet would take for a formula (CWE-1236).
fn cell(text: &str) -> Cow<'_, str> {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if !is_formula && !text.contains([',', '"', '\r', '\n']) {
        return text.into();
    }
    let apostrophe = if is_formula { "'" } else { "" };
    format!("\"{apostrophe}{}\"", text.replace('"', "\"\"")).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// No cell is a formula, and none leaves its place.
    #[test]
    fn cells_are_quoted() {
        for (text, expected) in [
            ("code", "code"),
            ("", ""),
            ("a,b", "\"a,b\""),
            ("say \"x\"\r\n", "\"say \"\"x\"\"\r\n\""),
            ("=1+1", "\"'=1+1\""),
            ("+1", "\"'+1\""),
            ("-1", "\"'-1\""),
            ("@x", "\"'@x\""),
            ("\tx", "\"'\tx\""),
            ("\rx", "\"'\rx\""),
            ("=\"a\",b", "\"'=\"\"a\"\",b\""),
        ] {
            assert_eq!(cell(text), expected, "{text:?}");
        }
    }
}
