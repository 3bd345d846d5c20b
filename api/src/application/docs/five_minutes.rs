//! The tour of the API with curl: `api/docs/api.md`, so that there is one text, which a test runs as it
//! stands (`api/tests/api/five_minutes.rs`).

use super::text::{escape, paragraphs};

const PAGE: &str = include_str!("../../../docs/api.md");
/// Where the demo of the page is.
const DEMO: &str = "http://localhost:8080";

/// The page as HTML, without its heading, for the installation at `public_url`.
pub(super) fn write(public_url: &str) -> String {
    let section = section().replace(DEMO, public_url);
    let parts = section.split("```").enumerate();
    parts
        .map(|(at, part)| match at % 2 {
            0 => paragraphs(part),
            _ => block(part),
        })
        .collect()
}

fn section() -> &'static str {
    PAGE.split_once('\n').unwrap_or_default().1
}

/// The first line of a block is its language.
fn block(text: &str) -> String {
    let (_, code) = text.split_once('\n').unwrap_or_default();
    format!("<pre tabindex=\"0\">{}</pre>\n", escape(code.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_block_of_the_page_is_there_with_the_address_of_this_installation() {
        let html = write("https://desk.example.com");
        let blocks = section().matches("```sh\n").count();
        assert!(blocks > 1, "the blocks are not found");
        assert_eq!(html.matches("<pre tabindex=\"0\">").count(), blocks);
        assert!(html.contains("api=${TWOSTEP:-https://desk.example.com}/api/v1\n"));
        assert!(!html.contains("```") && !html.contains(DEMO), "{html}");
    }
}
