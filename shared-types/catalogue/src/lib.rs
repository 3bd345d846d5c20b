//! Compiles the catalogues in `shared-types/locales`, one Fluent file a language: the build script
//! of shared-types makes typed functions of them, `cargo xtask web` makes the files that a browser
//! loads. English decides which messages and arguments there are; every other file must have the
//! same, or nothing is built.

mod argument;
mod file;
mod pack;
mod plural;
mod problem;
mod pseudo;
mod rust;
mod variant;

pub use problem::Problem;
pub use pseudo::{PSEUDO_TAG, pseudo_language};

use argument::Argument;
use file::File;
use std::fs;
use std::path::Path;

/// The language that is compiled into the programs and decides what every file must have.
pub const SOURCE_TAG: &str = "en";
/// The parts whose messages only the server uses: they are in no file that a browser loads.
const SERVER_PARTS: [&str; 2] = ["mail", "oauth"];
/// The message with which a language names itself; it belongs to no part.
const LANGUAGE_NAME: &str = "language-name";

/// All languages, checked against English.
#[derive(Debug)]
pub struct Catalogue {
    parts: Vec<Part>,
    languages: Vec<Language>,
    /// How many messages, the first ones, pages use.
    page_messages: usize,
}

/// One part of the application and its messages.
#[derive(Debug)]
struct Part {
    name: String,
    doc: String,
    messages: Vec<Message>,
}

impl Part {
    /// Whether only the server uses its messages.
    fn is_of_server(&self) -> bool {
        SERVER_PARTS.contains(&self.name.as_str())
    }
}

/// One message as every language has it.
#[derive(Debug)]
struct Message {
    /// Its name within the part.
    name: String,
    arguments: Vec<Argument>,
    /// Its place in the list of patterns of each language.
    number: usize,
}

/// One language and its patterns, in the order of the messages' numbers.
#[derive(Debug)]
struct Language {
    tag: String,
    name: String,
    is_offered: bool,
    patterns: Vec<String>,
}

/// What a browser loads when its person chooses a language.
#[derive(Debug)]
pub struct PageFile {
    /// Its name, which changes with its content.
    pub name: String,
    /// The patterns of the pages by the messages' numbers, one a line.
    pub text: String,
}

impl Catalogue {
    /// Reads and compiles every `.ftl` file of a folder.
    pub fn read(folder: &Path) -> Result<Self, Vec<Problem>> {
        let problem = |error: std::io::Error| vec![Problem::of_file(folder, &error.to_string())];
        let mut sources = Vec::new();
        for entry in fs::read_dir(folder).map_err(problem)? {
            let path = entry.map_err(problem)?.path();
            if path.extension().is_some_and(|extension| extension == "ftl") {
                let tag = path.file_stem().unwrap_or_default().to_string_lossy();
                sources.push((
                    tag.into_owned(),
                    fs::read_to_string(&path).map_err(problem)?,
                ));
            }
        }
        Self::compile(&sources)
    }

    /// Compiles languages, each a tag and the text of its file.
    pub fn compile(sources: &[(String, String)]) -> Result<Self, Vec<Problem>> {
        let mut files = Vec::new();
        let mut problems = Vec::new();
        for (tag, text) in sources {
            match File::parse(tag, text) {
                Ok(file) => files.push(file),
                Err(found) => problems.extend(found),
            }
        }
        files.sort_by_key(|file| (file.tag != SOURCE_TAG, file.tag.clone()));
        let Some((source, translations)) = files.split_first().filter(|_| problems.is_empty())
        else {
            return Err(problems);
        };
        let parts = source.parts()?;
        for file in translations {
            problems.extend(file.differences(source));
        }
        for file in &files {
            problems.extend(file.check_selectors(source));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let languages = files.iter().map(|file| file.language(&parts)).collect();
        let pages = parts.iter().filter(|part| !part.is_of_server());
        Ok(Self {
            page_messages: pages.map(|part| part.messages.len()).sum(),
            parts,
            languages,
        })
    }

    /// The files that browsers load. English has none: it is part of the programs.
    pub fn page_files(&self) -> Vec<PageFile> {
        let translations = self.languages.iter().skip(1);
        let file = |language: &Language| PageFile {
            name: self.page_file_name(language),
            text: self.page_patterns(language).join("\n"),
        };
        translations.map(file).collect()
    }

    fn page_patterns<'a>(&self, language: &'a Language) -> &'a [String] {
        &language.patterns[..self.page_messages]
    }
}

#[cfg(test)]
mod tests;
