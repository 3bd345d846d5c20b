//! From the Markdown of a guide to HTML: headings get the anchors that GitHub gives them, links to other guides lead to
//! their pages, and an operation or a problem code leads to its place on the page `/docs`.

use crate::platform::html::escape;
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};
use serde_json::Value;
use shared_types::address::in_api;
use shared_types::problem::ProblemCode;
use std::collections::HashMap;

/// Where an operation stands: `POST /verifications` by its name in the document.
#[derive(Debug, Default)]
pub(super) struct Targets(HashMap<String, String>);

impl Targets {
    /// Those of a document.
    pub(super) fn of(document: &Value) -> Self {
        let paths = document["paths"].as_object().into_iter().flatten();
        let operations = paths.flat_map(|(path, item)| {
            let short = in_api(path);
            let methods = item.as_object().into_iter().flatten();
            methods.filter_map(move |(method, operation)| {
                let id = operation["operationId"].as_str()?;
                Some((format!("{} {short}", method.to_uppercase()), id.to_owned()))
            })
        });
        Self(operations.collect())
    }

    fn of_span(&self, span: &str) -> Option<&str> {
        let code = || {
            ProblemCode::ALL
                .into_iter()
                .find(|code| code.as_str() == span)
        };
        let operation = self.0.get(span).map(String::as_str);
        operation.or_else(|| code().map(ProblemCode::as_str))
    }
}

/// The HTML of a text.
pub(super) fn write(text: &str, targets: &Targets) -> String {
    let events: Vec<Event<'_>> = Parser::new_ext(text, Options::ENABLE_TABLES).collect();
    let linked = (0..events.len()).filter_map(|at| change(&events, at, targets));
    let mut page = String::new();
    html::push_html(&mut page, linked);
    // Who uses the keyboard must be able to scroll a long line.
    page.replace("<pre>", "<pre tabindex=\"0\">")
        .replace("<table>", "<div class=\"table\" tabindex=\"0\"><table>")
        .replace("</table>", "</table></div>")
}

fn change<'a>(events: &[Event<'a>], at: usize, targets: &Targets) -> Option<Event<'a>> {
    match &events[at] {
        Event::Start(Tag::Heading { level, .. }) => {
            let inside = events[at + 1..].iter();
            let words = inside.map_while(|event| match event {
                Event::End(TagEnd::Heading(_)) => None,
                Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
                _ => Some(""),
            });
            Some(Event::Start(Tag::Heading {
                level: *level,
                id: Some(anchor(&words.collect::<String>()).into()),
                classes: Vec::new(),
                attrs: Vec::new(),
            }))
        }
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => page_of(dest_url).map(|dest_url| {
            Event::Start(Tag::Link {
                link_type: *link_type,
                dest_url: dest_url.into(),
                title: title.clone(),
                id: id.clone(),
            })
        }),
        Event::End(TagEnd::Link) => {
            let before = events[..at].iter().rev();
            let mut starts = before.filter_map(|event| match event {
                Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url),
                _ => None,
            });
            let is_kept = page_of(starts.next()?).is_some();
            is_kept.then(|| events[at].clone())
        }
        Event::Code(span) => Some(linked(span, targets)),
        event => Some(event.clone()),
    }
}

/// A span of code, with a link where it names something of the page `/docs`.
fn linked<'a>(span: &CowStr<'a>, targets: &Targets) -> Event<'a> {
    match targets.of_span(span) {
        Some(target) => {
            let html = format!(
                "<a href=\"/docs#{}\"><code>{}</code></a>",
                escape(target),
                escape(span)
            );
            Event::InlineHtml(html.into())
        }
        None => Event::Code(span.clone()),
    }
}

/// The address of a link's target. A document that is not served has none: its link is only text.
fn page_of(target: &str) -> Option<String> {
    if target.contains("://") || target.starts_with('#') {
        return Some(target.to_owned());
    }
    let (file, heading) = target.split_once('#').unwrap_or((target, ""));
    let name = file
        .strip_suffix(".md")
        .filter(|name| !name.contains('/'))?;
    let heading = if heading.is_empty() {
        String::new()
    } else {
        format!("#{heading}")
    };
    Some(format!("/docs/guides/{name}{heading}"))
}

/// As GitHub makes it.
pub(super) fn anchor(heading: &str) -> String {
    let text = heading.trim().to_lowercase();
    let kept = text
        .chars()
        .filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_text_is_linked() {
        let document =
            json!({"paths": {"/api/v1/policy": {"get": {"operationId": "show_policy"}}}});
        let html = write(
            concat!(
                "# What a receipt proves\n\n[Next](other",
                ".md#a-b) `GET /policy` `conflict` `<x>` ",
                "[out](../other",
                ".md)\n"
            ),
            &Targets::of(&document),
        );
        for part in [
            "<h1 id=\"what-a-receipt-proves\">",
            "<a href=\"/docs/guides/other#a-b\">Next</a>",
            "<a href=\"/docs#show_policy\"><code>GET /policy</code></a>",
            "<a href=\"/docs#conflict\"><code>conflict</code></a>",
            "<code>&lt;x&gt;</code> out</p>",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }
}
