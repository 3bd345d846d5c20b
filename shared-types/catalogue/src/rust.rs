//! The Rust code that the build script of shared-types writes: data for the macro of `locale.rs`,
//! and the typed functions of `texts`.

use crate::argument::Argument;
use crate::{Catalogue, Language, Message, Part};
use std::fmt::Write;

/// What only programs with all languages inside have.
const EVERY_LANGUAGE: &str = "#[cfg(feature = \"every-language\")]\n";

impl Catalogue {
    /// The list of languages, English first.
    pub fn rust_locales(&self) -> String {
        let mut code = String::from("locales! {\n");
        for (index, language) in self.languages.iter().enumerate() {
            let Language {
                tag,
                name,
                is_offered,
                ..
            } = language;
            let file = match index {
                0 => "None".to_owned(),
                _ => format!("Some(\"/locales/{}\")", self.page_file_name(language)),
            };
            let variant = pascal(tag);
            line(
                &mut code,
                &format!("    {variant}, {tag:?}, {name:?}, {is_offered}, {file};"),
            );
        }
        code.push_str("}\n");
        code
    }

    /// The functions, and the patterns of the other languages for programs that have them inside.
    pub fn rust_texts(&self) -> String {
        let mut code = self.texts();
        for part in &self.parts {
            code.push_str(&self.part(part));
        }
        let count = self.page_messages;
        line(&mut code, &format!("const PAGE_MESSAGES: usize = {count};"));
        let languages = self.languages.len();
        line(&mut code, "#[cfg(not(feature = \"every-language\"))]");
        line(
            &mut code,
            &format!("static INSIDE: [&[&str]; {languages}] = [&[]; {languages}];"),
        );
        code.push_str(EVERY_LANGUAGE);
        line(
            &mut code,
            &format!("static INSIDE: [&[&str]; {languages}] = ["),
        );
        // English stands in the functions themselves.
        line(&mut code, "    &[],");
        for language in self.languages.iter().skip(1) {
            line(&mut code, &format!("    &{:?},", language.patterns));
        }
        line(&mut code, "];");
        code
    }

    /// The struct that leads to every part.
    fn texts(&self) -> String {
        let mut fields = String::new();
        let mut values = String::new();
        for part in &self.parts {
            let only = only(part);
            let (field, name, doc) = (snake(&part.name), pascal(&part.name), &part.doc);
            line(
                &mut fields,
                &format!("    #[doc = {doc:?}]\n{only}    pub {field}: {name},"),
            );
            line(
                &mut values,
                &format!("{only}            {field}: {name}(locale),"),
            );
        }
        format!(
            "/// All texts in one language, by the part of the application that they stand in.\n\
             #[derive(Clone, Copy, PartialEq, Eq)]\n\
             pub struct Texts {{\n    /// The language.\n    pub locale: Locale,\n{fields}}}\n\n\
             impl Texts {{\n    /// The texts of a language; in English while it is not loaded.\n    \
             pub const fn new(locale: Locale) -> Self {{\n        Self {{\n            \
             locale,\n{values}        }}\n    }}\n}}\n\n"
        )
    }

    fn part(&self, part: &Part) -> String {
        let (name, doc, only) = (pascal(&part.name), &part.doc, only(part));
        let mut code = format!(
            "#[doc = {doc:?}]\n{only}#[derive(Clone, Copy, PartialEq, Eq)]\n\
             pub struct {name}(Locale);\n\n{only}impl {name} {{\n"
        );
        for message in &part.messages {
            code.push_str(&self.function(message));
        }
        code.push_str("}\n\n");
        code
    }

    fn function(&self, message: &Message) -> String {
        let (name, number) = (snake(&message.name), message.number);
        let english = &self.languages[0].patterns[number];
        let doc = format!("`{}`", shown(english, &message.arguments));
        if message.arguments.is_empty() {
            return format!(
                "    #[doc = {doc:?}]\n    pub fn {name}(self) -> &'static str {{\n        \
                 find(self.0, {number}, {english:?})\n    }}\n"
            );
        }
        let mut parameters = String::new();
        let mut values = Vec::new();
        for Argument { name, is_number } in &message.arguments {
            let name = snake(name);
            if *is_number {
                let _ = write!(parameters, ", {name}: impl Into<Number>");
                values.push(format!("Value::Number({name}.into())"));
            } else {
                let _ = write!(parameters, ", {name}: &str");
                values.push(format!("Value::Text({name})"));
            }
        }
        let values = values.join(", ");
        format!(
            "    #[doc = {doc:?}]\n    pub fn {name}(self{parameters}) -> String {{\n        \
             fill(self.0, find(self.0, {number}, {english:?}), &[{values}])\n    }}\n"
        )
    }
}

fn only(part: &Part) -> &'static str {
    if part.is_of_server() {
        EVERY_LANGUAGE
    } else {
        ""
    }
}

/// The last form of a pattern, with the names of its arguments.
fn shown(pattern: &str, arguments: &[Argument]) -> String {
    let last = pattern.rsplit('\u{3}').next().unwrap_or(pattern);
    let mut text = last.to_owned();
    for (letter, argument) in ('a'..='z').zip(arguments) {
        text = text.replace(&format!("\u{1}{letter}"), &format!("{{{}}}", argument.name));
    }
    text
}

fn line(code: &mut String, text: &str) {
    code.push_str(text);
    code.push('\n');
}

fn snake(name: &str) -> String {
    name.replace('-', "_")
}

/// `SignIn` of `sign-in`, `EnXa` of `en-XA`.
fn pascal(name: &str) -> String {
    let words = name.split('-').map(|word| {
        let (first, rest) = word.split_at(word.len().min(1));
        first.to_uppercase() + &rest.to_lowercase()
    });
    words.collect()
}
