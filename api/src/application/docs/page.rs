//! The pages as a whole: the reference with its operations, types and problems, and each guide.

use super::guides::{self, Guide};
use super::markdown::Targets;
use super::place::Place;
use super::text::{inline, paragraphs};
use super::{operation, types};
use crate::application::openapi::{TAGS, problems};
use crate::platform::html::escape;
use serde_json::Value;
use shared_types::problem::ProblemCode;

const FRAME: &str = include_str!("frame.html");
const REFERENCE: &str = include_str!("reference.html");
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// Writes the reference of a document for the installation at `public_url`.
pub(super) fn write(document: &Value, public_url: &str) -> String {
    let about = document["info"]["description"].as_str().unwrap_or_default();
    // What it is comes first, then where to begin, then the rules.
    let (lead, rules) = about.split_once("\n\n").unwrap_or((about, ""));
    let main = fill(
        REFERENCE,
        &[
            ("{{lead}}", paragraphs(lead)),
            ("{{rules}}", paragraphs(rules)),
            ("{{guides}}", guides::links()),
            ("{{operations}}", operations(document, public_url)),
            ("{{types}}", all_types(document)),
            ("{{problems}}", all_problems()),
            ("{{public_url}}", escape(public_url)),
        ],
    );
    framed("Twostep API", document, main)
}

/// Writes the page of a guide.
pub(super) fn write_guide(guide: &Guide, document: &Value, public_url: &str) -> String {
    let title = format!("{} – Twostep API", guide.title());
    let text = guide.write(public_url, &Targets::of(document));
    framed(
        &title,
        document,
        format!("<div class=\"guide\">\n{text}</div>"),
    )
}

fn framed(title: &str, document: &Value, main: String) -> String {
    fill(
        FRAME,
        &[
            ("{{title}}", escape(title)),
            ("{{guides}}", guides::links()),
            ("{{contents}}", contents(document)),
            ("{{main}}", main),
        ],
    )
}

fn fill(frame: &str, parts: &[(&str, String)]) -> String {
    parts.iter().fold(frame.to_owned(), |page, (mark, html)| {
        page.replace(mark, html)
    })
}

/// The operations of a tag: method, path, operation.
pub(super) fn of_tag<'a>(
    document: &'a Value,
    tag: &'a str,
) -> impl Iterator<Item = (String, &'a str, &'a Value)> {
    let paths = document["paths"].as_object().into_iter().flatten();
    paths.flat_map(move |(path, item)| {
        METHODS.iter().filter_map(move |method| {
            let operation = item.get(method)?;
            let tags = operation["tags"].as_array()?;
            let is_here = tags.iter().any(|name| name == tag);
            is_here.then(|| (method.to_uppercase(), path.as_str(), operation))
        })
    })
}

/// What people read for a tag; the stylesheet makes its first letter a capital.
pub(super) fn heading(tag: &'static str) -> &'static str {
    match tag {
        "api-tokens" => "API tokens",
        "audit-events" => "audit events",
        "openid-connect" => "OpenID Connect",
        _ => tag,
    }
}

fn contents(document: &Value) -> String {
    TAGS.iter()
        .filter_map(|(tag, _)| {
            let links: String = of_tag(document, tag)
                .map(|(method, path, operation)| operation::link(&method, path, operation))
                .collect();
            let heading = heading(tag);
            let group =
                || format!("<li><a href=\"/docs#{tag}\">{heading}</a><ul>{links}</ul></li>\n");
            (!links.is_empty()).then(group)
        })
        .collect()
}

fn operations(document: &Value, public_url: &str) -> String {
    let place = Place::of(document, public_url);
    TAGS.iter()
        .filter_map(|(tag, about)| {
            let articles: String = of_tag(document, tag)
                .map(|(method, path, operation)| {
                    operation::article(&method, path, operation, &place)
                })
                .collect();
            let section = || {
                let (heading, about) = (heading(tag), inline(about));
                format!(
                    "<section id=\"{tag}\">\n<h2>{heading}</h2>\n<p>{about}</p>\n{articles}</section>\n"
                )
            };
            (!articles.is_empty()).then(section)
        })
        .collect()
}

fn all_types(document: &Value) -> String {
    let schemas = document["components"]["schemas"]
        .as_object()
        .into_iter()
        .flatten();
    schemas
        .map(|(name, schema)| types::section(name, schema))
        .collect()
}

fn all_problems() -> String {
    let section = |code: ProblemCode| {
        let body = serde_json::to_string_pretty(&problems::example(code)).unwrap_or_default();
        format!(
            "<section class=\"problem\" id=\"{0}\"><h3><a href=\"#{0}\"><code>{0}</code></a> \
             <small>{1}</small></h3><p>{2}</p><details><summary>Example</summary>\
             <pre tabindex=\"0\">{3}</pre></details></section>\n",
            code.as_str(),
            code.status(),
            inline(problems::meaning(code)),
            escape(&body),
        )
    };
    ProblemCode::ALL.map(section).concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::docs::guides::GUIDES;
    use crate::application::openapi;

    const SCRIPT: &str = "<script src=\"/docs/page.js\" defer></script>";

    fn page() -> String {
        let document = openapi::read().expect("a document");
        write(&document, "https://desk.example.com")
    }

    /// H-07: the `type` of every problem links to its section.
    #[test]
    fn every_problem_code_has_an_anchor() {
        let page = page();
        for code in ProblemCode::ALL {
            let anchor = format!("id=\"{}\"", code.as_str());
            assert_eq!(page.matches(&anchor).count(), 1, "{anchor}");
        }
    }

    fn guides() -> Vec<String> {
        let document = openapi::read().expect("a document");
        let write = |guide| write_guide(&guide, &document, "https://desk.example.com");
        GUIDES.into_iter().map(write).collect()
    }

    /// Who begins finds the guides before the rules, and reads words for the tags.
    #[test]
    fn the_guides_come_before_the_rules() {
        let page = page();
        let (before, rest) = page
            .split_once("<section id=\"rules\">")
            .expect("the rules");
        let (_, main) = before.split_once("<main").expect("the text");
        assert!(main.contains("href=\"/docs/guides/quickstart\""), "{main}");
        assert!(!main.contains("request_id"), "{main}");
        for part in [
            "<strong>Errors</strong>",
            "<h2>API tokens</h2>",
            "<h2>audit events</h2>",
        ] {
            assert!(rest.contains(part), "{part}");
        }
    }

    /// B-05: no resource of others, no script but our own, no inline style or script, no unprocessed Markdown.
    #[test]
    fn the_page_stands_alone() {
        for page in guides().into_iter().chain([page()]) {
            let (_, rest) = page.split_once(SCRIPT).expect("our script");
            let forbidden = ["<script", "style=", "onclick", "src=\"", "{{", "```"];
            for forbidden in forbidden {
                assert!(!rest.contains(forbidden), "{forbidden}");
            }
            let links = page.split("href=\"http").skip(1);
            let outside: Vec<_> = links.map(|rest| rest.split('"').next()).collect();
            let allowed = [
                Some("s://www.standardwebhooks.com"),
                Some("s://www.freeradius.org"),
            ];
            assert!(
                outside.iter().all(|link| allowed.contains(link)),
                "{outside:?}"
            );
        }
    }

    #[test]
    fn every_link_leads_somewhere() {
        let reference = page();
        let pages = guides();
        let mut looked_at = 0;
        for page in pages.iter().chain([&reference]) {
            for link in page.split("href=\"").skip(1) {
                let link = link.split('"').next().unwrap_or_default();
                let (path, target) = link.split_once('#').unwrap_or((link, ""));
                let other = match path.strip_prefix("/docs/guides/") {
                    Some(name) => {
                        let place = GUIDES.iter().position(|guide| guide.name == name);
                        &pages[place.unwrap_or_else(|| panic!("no guide {name}"))]
                    }
                    None if path == "/docs" => &reference,
                    None => page,
                };
                looked_at += 1;
                let is_there = || other.contains(&format!("id=\"{target}\""));
                assert!(target.is_empty() || is_there(), "{link}");
            }
        }
        assert!(looked_at > 500, "{looked_at}");
    }
}
