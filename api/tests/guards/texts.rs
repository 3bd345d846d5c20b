//! The catalogues: a text that nothing shows only costs its translators time.

use crate::source::{Source, root, rust_files};
use std::fs;

/// A message of `en.ftl`: its id, its part and its function.
struct Message {
    id: String,
    part: String,
    function: String,
}

fn messages(catalogue: &str) -> Vec<Message> {
    let mut messages = Vec::new();
    let mut part = "";
    for line in catalogue.lines() {
        if let Some(group) = line.strip_prefix("## ") {
            part = group.split(':').next().unwrap_or_default();
        }
        let Some((id, _)) = line.split_once(" =") else {
            continue;
        };
        let name = id
            .strip_prefix(part)
            .and_then(|name| name.strip_prefix('-'));
        if let Some(name) = name.filter(|_| !part.is_empty()) {
            messages.push(Message {
                id: id.to_owned(),
                part: part.replace('-', "_"),
                function: name.replace('-', "_"),
            });
        }
    }
    messages
}

impl Message {
    /// Whether some file names the part and calls the function.
    fn is_shown(&self, sources: &[Source]) -> bool {
        let (part, call) = (format!(".{}", self.part), format!(".{}(", self.function));
        let names = |text: &str, name: &str| {
            let ends = |end: &str| !end.starts_with(|c: char| c.is_alphanumeric() || c == '_');
            text.match_indices(name)
                .any(|(at, _)| ends(&text[at + name.len()..]))
        };
        sources
            .iter()
            .any(|source| source.text.contains(&call) && names(&source.text, &part))
    }

    fn is_repeated(&self, catalogue: &str) -> bool {
        catalogue.contains(&format!("{{ {} }}", self.id))
    }
}

fn unused(catalogue: &str, sources: &[Source]) -> Vec<String> {
    let messages = messages(catalogue).into_iter();
    let unused = messages.filter(|one| !one.is_shown(sources) && !one.is_repeated(catalogue));
    unused.map(|message| message.id).collect()
}

#[test]
fn every_text_is_shown() {
    let is_product = |source: &Source| {
        let folders = ["web-ui/src", "api/src", "shared-types/src"];
        folders.iter().any(|folder| source.path.starts_with(folder))
    };
    let sources: Vec<Source> = rust_files().into_iter().filter(is_product).collect();
    let catalogue = root().join("shared-types/locales/en.ftl");
    let catalogue = fs::read_to_string(catalogue).expect("the English catalogue");
    assert!(messages(&catalogue).len() > 300);
    assert_eq!(unused(&catalogue, &sources), Vec::<String>::new());
}

#[test]
fn a_text_that_nothing_shows_is_found() {
    let catalogue =
        "## form: Forms.\nform-save = Save\nform-lost = Lost\nform-again = { form-save }";
    let shows = Source::new("web-ui/src/page.rs", "let t = texts.form;\nt.again()");
    assert_eq!(unused(catalogue, &[shows]), ["form-lost"]);
}

/// C12: on pages "E-Mail" does not break at its hyphen. Mail programs and devices of RADIUS may have no such letter.
#[test]
fn german_emails_stay_on_one_line() {
    let catalogue = root().join("shared-types/locales/de.ftl");
    let catalogue = fs::read_to_string(catalogue).expect("the German catalogue");
    assert!(catalogue.contains("E\u{2011}Mail"));
    let mut id = "";
    let mut breaks = Vec::new();
    for line in catalogue.lines() {
        if let Some((begins, _)) = line.split_once(" =").filter(|_| !line.starts_with(' ')) {
            id = begins;
        }
        let is_of_page = !id.starts_with("radius-") && !id.starts_with("mail-");
        if is_of_page && line.contains("E-Mail") {
            breaks.push(id);
        }
    }
    assert_eq!(breaks, Vec::<&str>::new());
}
