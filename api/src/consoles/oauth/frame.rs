//! What every page of this feature has around it: the name of the product and one card, as the sign-in page has them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use shared_types::locale::Locale;
use shared_types::texts::Texts;
use std::sync::LazyLock;

const STYLE: &str = include_str!("style.css");
/// The style is inside of the page, and the policy names it by its digest.
static STYLE_DIGEST: LazyLock<String> =
    LazyLock::new(|| STANDARD.encode(Sha256::digest(STYLE.as_bytes())));
/// The mark of `web-ui/body.html`.
const MARK: &str = "<svg viewBox=\"0 0 32 32\" width=\"24\" height=\"24\" aria-hidden=\"true\">\
     <rect width=\"32\" height=\"32\" rx=\"8\" class=\"tile\"></rect>\
     <path d=\"M8 23h8v-7h8\" class=\"steps\"></path>\
     <circle cx=\"24\" cy=\"9\" r=\"2.5\" class=\"dot\"></circle></svg>";

/// A page, and where its form may lead.
pub(in crate::consoles) struct Page {
    pub(super) html: String,
    /// The content security policy.
    pub(super) policy: String,
}

/// What differs from page to page.
pub(super) struct Frame<'a> {
    /// More of the head, as HTML.
    pub(super) head: &'a str,
    pub(super) title: &'a str,
    /// What stands below the title, as HTML.
    pub(super) main: &'a str,
    /// Where a form leads in the end: browsers hold the policy against the redirect behind it too.
    pub(super) target: Option<&'a str>,
    /// Whose page it is; empty where nobody is known yet.
    pub(super) organization: &'a str,
}

impl Frame<'_> {
    /// The page in this language.
    pub(super) fn page(&self, locale: Locale, texts: Texts) -> Page {
        let title = escape(self.title);
        let organization = match self.organization {
            "" => String::new(),
            name => format!("<p class=\"organization\">{}</p>\n", escape(name)),
        };
        let html = format!(
            "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n{head}\n\
             <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n\
             <body>\n<header>{MARK} {product}</header>\n\
             <main>\n{organization}<h1>{title}</h1>\n{main}\n</main>\n</body>\n</html>\n",
            lang = locale.as_str(),
            head = self.head,
            main = self.main,
            product = escape(texts.common.product()),
        );
        let form = match self.target {
            None => "'none'".to_owned(),
            Some("") => "'self'".to_owned(),
            Some(target) => format!("'self' {target}"),
        };
        let policy = format!(
            "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action {form}; \
             frame-ancestors 'none'",
            *STYLE_DIGEST
        );
        Page { html, policy }
    }
}

/// A link inside of a page.
pub(super) fn link(target: &str, text: &str) -> String {
    format!("<a href=\"{}\">{}</a>", escape(target), escape(text))
}

/// The link that most people follow, as the main button of the page.
pub(super) fn main_link(target: &str, text: &str) -> String {
    let (target, text) = (escape(target), escape(text));
    format!("<p><a class=\"button primary\" href=\"{target}\">{text}</a></p>")
}

/// A button that sends a form with this decision; the first one of a page is its main one.
pub(super) fn button(decision: &str, text: &str, is_main: bool) -> String {
    let class = if is_main { "button primary" } else { "button" };
    let text = escape(text);
    format!("<button class=\"{class}\" name=\"decision\" value=\"{decision}\">{text}</button>")
}

/// A text in which nothing is markup.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for one in text.chars() {
        match one {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            one => escaped.push(one),
        }
    }
    escaped
}
