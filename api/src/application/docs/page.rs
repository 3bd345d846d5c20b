//! The documentation page as a whole: contents, five minutes, operations, types, problems.

use super::text::{escape, inline, paragraphs};
use super::{five_minutes, operation, types};
use crate::application::openapi::{TAGS, problems};
use serde_json::Value;
use shared_types::problem::ProblemCode;

const FRAME: &str = include_str!("frame.html");
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// Writes the page of a document for the installation at `public_url`.
pub(super) fn write(document: &Value, public_url: &str) -> String {
    let about = document["info"]["description"].as_str().unwrap_or_default();
    let parts = [
        ("{{contents}}", contents(document)),
        ("{{about}}", paragraphs(about)),
        ("{{five_minutes}}", five_minutes::write(public_url)),
        ("{{operations}}", operations(document)),
        ("{{types}}", all_types(document)),
        ("{{problems}}", all_problems()),
        ("{{public_url}}", escape(public_url)),
    ];
    parts.iter().fold(FRAME.to_owned(), |page, (mark, html)| {
        page.replace(mark, html)
    })
}

/// The operations of a tag: method, path, operation.
fn of_tag<'a>(
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

fn contents(document: &Value) -> String {
    TAGS.iter()
        .filter_map(|(tag, _)| {
            let links: String = of_tag(document, tag)
                .map(|(method, path, operation)| operation::link(&method, path, operation))
                .collect();
            let group = || format!("<li><a href=\"#{tag}\">{tag}</a><ul>{links}</ul></li>\n");
            (!links.is_empty()).then(group)
        })
        .collect()
}

fn operations(document: &Value) -> String {
    let schemas = &document["components"]["schemas"];
    TAGS.iter()
        .filter_map(|(tag, about)| {
            let articles: String = of_tag(document, tag)
                .map(|(method, path, operation)| {
                    operation::article(&method, path, operation, schemas)
                })
                .collect();
            let section = || {
                let about = inline(about);
                format!(
                    "<section id=\"{tag}\">\n<h2>{tag}</h2>\n<p>{about}</p>\n{articles}</section>\n"
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
    use crate::application::openapi;

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

    /// B-05: no external resource, no script, no inline style, no unprocessed Markdown.
    #[test]
    fn the_page_stands_alone() {
        let page = page();
        for forbidden in ["<script", "style=", "src=\"http", "href=\"http", "{{"] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
    }

    #[test]
    fn every_link_leads_somewhere() {
        let page = page();
        for link in page.split("href=\"#").skip(1) {
            let target = link.split('"').next().unwrap_or_default();
            assert!(page.contains(&format!("id=\"{target}\"")), "#{target}");
        }
    }
}
