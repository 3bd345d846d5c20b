//! The HTML part: the same words, styled inline, nothing fetched from anywhere.

use super::blocks::{Block, Letter};
use std::fmt::Write;

/// Colours come from the reader's own theme, so that light and dark both work.
const BODY: &str =
    "margin:0 auto;padding:24px 16px;max-width:440px;font:16px/1.5 system-ui,sans-serif";
const CODE: &str =
    "margin:24px 0;font:600 32px/1.2 ui-monospace,monospace;letter-spacing:4px;white-space:nowrap";
const TERM: &str = "padding:0 16px 0 0;text-align:left;font-weight:normal;opacity:.75";

/// The letter as a whole HTML document.
pub(super) fn render(letter: &Letter) -> String {
    let mut html = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{subject}</title>\n</head>\n\
         <body style=\"{BODY}\">\n<h1 style=\"font-size:20px\">{subject}</h1>\n<p>{}</p>\n",
        letter.language,
        escape(&letter.greeting),
        subject = escape(&letter.subject),
    );
    for block in &letter.blocks {
        // Writing to a `String` cannot fail.
        let _ = write_block(&mut html, block);
    }
    html.push_str("</body>\n</html>\n");
    html
}

fn write_block(html: &mut String, block: &Block) -> std::fmt::Result {
    match block {
        Block::Paragraph(text) => writeln!(html, "<p>{}</p>", escape(text)),
        Block::Code(code) => writeln!(html, "<p style=\"{CODE}\">{}</p>", escape(code)),
        Block::Link(url) => {
            let url = escape(url);
            writeln!(
                html,
                "<p style=\"overflow-wrap:anywhere\"><a href=\"{url}\">{url}</a></p>"
            )
        }
        Block::Facts(facts) => {
            writeln!(html, "<table style=\"border-collapse:collapse\">")?;
            for (name, value) in facts {
                let value = escape(value);
                writeln!(
                    html,
                    "<tr><th scope=\"row\" style=\"{TERM}\">{name}</th><td>{value}</td></tr>"
                )?;
            }
            writeln!(html, "</table>")
        }
    }
}

/// The text, safe between tags and between double quotes.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::mail::letters::write_letter;
    use crate::messages::mail::model::Notice;
    use crate::messages::mail::{samples, text};
    use shared_types::me::Locale;

    #[test]
    fn names_cannot_become_markup() {
        assert_eq!(
            escape("<a href=\"x\" o='y'>&"),
            "&lt;a href=&quot;x&quot; o=&#39;y&#39;&gt;&amp;"
        );
        let reason = "<img src=//evil.example/x onerror=alert(1)>".to_owned();
        let mut mail = samples::mail(Locale::En, samples::notice(Notice::DeviceReset { reason }));
        mail.organization = "</p><script>".to_owned();
        let html = render(&write_letter(&mail, samples::PUBLIC_URL));
        assert!(
            !html.contains("<img") && !html.contains("<script"),
            "{html}"
        );
    }

    #[test]
    fn the_code_mail_as_html() {
        let mail = samples::mail(Locale::En, samples::code());
        insta::assert_snapshot!(render(&write_letter(&mail, samples::PUBLIC_URL)));
    }

    #[test]
    fn nothing_is_fetched_and_nothing_is_missing() {
        for content in samples::every_content() {
            let letter = write_letter(&samples::mail(Locale::De, content), samples::PUBLIC_URL);
            let html = render(&letter);
            for fetch in ["src=", "url(", "<link", "@import", "<script", "<style"] {
                assert!(!html.contains(fetch), "{fetch} in {html}");
            }
            for word in text::render(&letter).split_whitespace() {
                let word = escape(word.trim_end_matches(':'));
                assert!(html.contains(&word), "{word} is not in {html}");
            }
        }
    }
}
