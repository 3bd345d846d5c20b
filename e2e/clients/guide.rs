//! The blocks of the guides, as a reader copies them.

use anyhow::{Context, Result};
use std::path::Path;

/// The blocks of this language in a guide.
pub(super) fn blocks(guide: &str, language: &str) -> Result<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../api/docs/guides")
        .join(format!("{guide}.md"));
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let begin = format!("\n```{language}\n");
    let blocks = text.split(&begin).skip(1);
    let blocks = blocks.filter_map(|rest| rest.split("\n```").next());
    Ok(blocks.map(|block| format!("{block}\n")).collect())
}

/// The text with other values. Each of the former ones must be there: a test of a text that has changed is none.
pub(super) fn with(text: &str, values: &[(&str, &str)]) -> Result<String> {
    values.iter().try_fold(text.to_owned(), |text, (from, to)| {
        text.contains(from)
            .then(|| text.replace(from, to))
            .with_context(|| format!("the guide has no {from}"))
    })
}
