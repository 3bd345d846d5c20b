//! From plain text with a little Markdown to HTML.

use crate::platform::html::escape;

/// One paragraph: `` `code` `` and `**strong**`, everything else escaped.
pub(super) fn inline(text: &str) -> String {
    between(&escape(text), "**", "strong", |plain| {
        between(plain, "`", "code", ToOwned::to_owned)
    })
}

/// Paragraphs, separated by empty lines.
pub(super) fn paragraphs(text: &str) -> String {
    let filled = text
        .split("\n\n")
        .map(str::trim)
        .filter(|text| !text.is_empty());
    filled.map(paragraph).collect()
}

fn paragraph(text: &str) -> String {
    format!("<p>{}</p>\n", inline(text))
}

/// Wraps the text between two marks; the rest goes through `other`.
fn between(text: &str, mark: &str, tag: &str, other: impl Fn(&str) -> String) -> String {
    let parts = text.split(mark).enumerate();
    parts
        .map(|(at, part)| match at % 2 {
            0 => other(part),
            _ => format!("<{tag}>{}</{tag}>", other(part)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        assert_eq!(
            inline("**Wait** for `a<b`, not <b>"),
            "<strong>Wait</strong> for <code>a&lt;b</code>, not &lt;b&gt;"
        );
        assert_eq!(paragraphs("a\n\n\nb"), "<p>a</p>\n<p>b</p>\n");
    }
}
