//! The HTML part: the same words in one layout, styled inline, nothing fetched from anywhere.
//!
//! Tables hold the column together in Outlook, which ignores `max-width`; everybody else gets a column that
//! shrinks with the window. Text and background are the reader's own, light or dark.

use super::blocks::{Block, Button, Letter};
use crate::platform::html::escape;
use std::fmt::{Result, Write};

const WIDTH: &str = "480";
const BODY: &str = "margin:0;padding:0;color-scheme:light dark";
const COLUMN: &str = "padding:24px 20px;font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;\
     font-size:16px;line-height:1.5;text-align:left;overflow-wrap:anywhere";
const PRODUCT: &str = "margin:0;font-size:18px;font-weight:700;letter-spacing:-.2px";
const ORGANIZATION: &str = "margin:0 0 20px;font-size:14px;opacity:.75";
const TITLE: &str = "margin:0 0 16px;font-size:20px;line-height:1.3";
const PARAGRAPH: &str = "margin:0 0 16px";
const CODE: &str = "margin:0 0 16px;font:600 32px/1.2 ui-monospace,Consolas,monospace;letter-spacing:4px;\
                    white-space:nowrap";
/// The button has colours of its own: white on a blue that stands out on white and on black (4.5:1 and 3:1).
const BUTTON_CELL: &str = "border-radius:8px;background:#2563eb";
const BUTTON: &str = "display:inline-block;padding:12px 20px;border-radius:8px;font-weight:600;\
                      color:#ffffff;text-decoration:none";
const ADDRESS: &str = "margin:0 0 16px;font-size:14px;word-break:break-all";
const TERM: &str = "padding:0 16px 4px 0;text-align:left;white-space:nowrap;vertical-align:top;font-weight:normal;opacity:.75";
const VALUE: &str = "padding:0 0 4px;vertical-align:top";
const FOOTER: &str =
    "margin:24px 0 0;padding:16px 0 0;border-top:1px solid #8a8f98;font-size:13px;opacity:.8";

/// The letter as a whole HTML document.
pub(super) fn render(letter: &Letter) -> String {
    let mut html = String::new();
    // Writing to a `String` cannot fail.
    let _ = write_document(&mut html, letter);
    html
}

fn write_document(html: &mut String, letter: &Letter) -> Result {
    write!(
        html,
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"supported-color-schemes\" content=\"light dark\">\n\
         <title>{}</title>\n</head>\n<body style=\"{BODY}\">\n",
        letter.language,
        escape(&letter.subject),
    )?;
    // Outlook for Windows reads what stands in these comments, and nobody else.
    write!(
        html,
        "<!--[if mso]><table role=\"presentation\" width=\"{WIDTH}\" align=\"center\"><tr><td><![endif]-->\n\
         <table role=\"presentation\" width=\"100%\" align=\"center\" cellpadding=\"0\" cellspacing=\"0\" \
         border=\"0\" style=\"max-width:{WIDTH}px;margin:0 auto\">\n<tr><td style=\"{COLUMN}\">\n"
    )?;
    writeln!(html, "<p style=\"{PRODUCT}\">{}</p>", letter.sender.product)?;
    let organization = escape(&letter.sender.organization);
    writeln!(html, "<p style=\"{ORGANIZATION}\">{organization}</p>")?;
    writeln!(html, "<h1 style=\"{TITLE}\">{}</h1>", escape(&letter.title))?;
    write_paragraph(html, &letter.greeting)?;
    for block in &letter.blocks {
        write_block(html, block)?;
    }
    let footer: Vec<String> = letter.footer.iter().map(|line| escape(line)).collect();
    writeln!(html, "<p style=\"{FOOTER}\">{}</p>", footer.join("<br>\n"))?;
    html.push_str(
        "</td></tr>\n</table>\n<!--[if mso]></td></tr></table><![endif]-->\n</body>\n</html>\n",
    );
    Ok(())
}

fn write_block(html: &mut String, block: &Block) -> Result {
    match block {
        Block::Paragraph(text) => write_paragraph(html, text),
        Block::Code(code) => writeln!(html, "<p style=\"{CODE}\">{}</p>", escape(code)),
        Block::Button(button) => write_button(html, button),
        Block::Facts(facts) => {
            writeln!(
                html,
                "<table style=\"margin:0 0 12px;border-collapse:collapse\">"
            )?;
            for (name, value) in facts {
                let (name, value) = (escape(name), escape(value));
                writeln!(
                    html,
                    "<tr><th scope=\"row\" style=\"{TERM}\">{name}</th><td style=\"{VALUE}\">{value}</td></tr>"
                )?;
            }
            writeln!(html, "</table>")
        }
    }
}

fn write_paragraph(html: &mut String, text: &str) -> Result {
    writeln!(html, "<p style=\"{PARAGRAPH}\">{}</p>", escape(text))
}

/// The background is the cell's: Outlook pads no links.
fn write_button(html: &mut String, button: &Button) -> Result {
    let (label, or_open, url) = (
        escape(button.label),
        escape(button.or_open),
        escape(&button.url),
    );
    writeln!(
        html,
        "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"margin:0 0 12px\">\
         <tr><td style=\"{BUTTON_CELL}\"><a href=\"{url}\" style=\"{BUTTON}\">{label}</a></td></tr></table>"
    )?;
    writeln!(
        html,
        "<p style=\"{ADDRESS}\">{or_open}<br>\n<a href=\"{url}\" style=\"color:inherit\">{url}</a></p>"
    )
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
    fn the_layout_as_html() {
        let reason = "Phone lost, confirmed by call-back".to_owned();
        let reset = samples::notice(Notice::DeviceReset { reason });
        for (name, locale, content) in [
            ("code_en", Locale::En, samples::code()),
            ("invitation_de", Locale::De, samples::invitation()),
            ("device_reset_en", Locale::En, reset),
        ] {
            let letter = write_letter(&samples::mail(locale, content), samples::PUBLIC_URL);
            insta::assert_snapshot!(name, render(&letter));
        }
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
