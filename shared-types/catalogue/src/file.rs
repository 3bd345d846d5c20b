//! One language's file: read, and held against English.

use crate::argument;
use crate::pack::pattern;
use crate::plural::check_forms;
use crate::problem::Problem;
use crate::variant::{Named, Variant, variants};
use crate::{LANGUAGE_NAME, Language, Message, Part};
use fluent_syntax::ast::{self, Comment, Entry, Resource};
use fluent_syntax::parser::{self, ParserError};
use std::collections::BTreeMap;

/// The comment of a language that is never offered: only who knows its tag gets it.
const NOT_OFFERED: &str = "offered: no";

/// One language's file.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) tag: String,
    name: String,
    is_offered: bool,
    /// Names and documentation of the parts, as the comments of groups say them.
    groups: Vec<(String, String)>,
    texts: BTreeMap<String, Text>,
    /// The ids in the order of the file.
    order: Vec<String>,
}

/// One message of a file.
#[derive(Debug)]
struct Text {
    line: usize,
    group: Option<usize>,
    numbers: Vec<String>,
    variants: Vec<Variant>,
}

impl File {
    pub(crate) fn parse(tag: &str, text: &str) -> Result<Self, Vec<Problem>> {
        let resource = parser::parse(text).map_err(|(_, errors)| syntax(tag, text, &errors))?;
        let mut file = Self {
            tag: tag.to_owned(),
            name: String::new(),
            is_offered: true,
            groups: Vec::new(),
            texts: BTreeMap::new(),
            order: Vec::new(),
        };
        let named = named(&resource);
        let mut problems = Vec::new();
        for entry in &resource.body {
            match entry {
                Entry::ResourceComment(comment) => {
                    file.is_offered &= !comment.content.contains(&NOT_OFFERED);
                }
                Entry::GroupComment(comment) => file.groups.push(group(comment)),
                Entry::Message(message) => {
                    let line = line_of(text, message.id.name);
                    if let Err(what) = file.take(message, &named, line) {
                        let what = format!("{}: {what}", message.id.name);
                        problems.push(Problem::new(tag, line, what));
                    }
                }
                Entry::Term(term) => {
                    if let Err(what) = check_forms(tag, &term.value) {
                        let line = line_of(text, &format!("-{}", term.id.name));
                        problems.push(Problem::new(
                            tag,
                            line,
                            format!("-{}: {what}", term.id.name),
                        ));
                    }
                }
                Entry::Comment(_) | Entry::Junk { .. } => {}
            }
        }
        match file.texts.remove(LANGUAGE_NAME) {
            Some(name) => file.name = pattern(&name.variants, &[]),
            None => problems.push(file.problem(1, LANGUAGE_NAME, "is missing")),
        }
        file.order.retain(|id| id != LANGUAGE_NAME);
        if problems.is_empty() {
            Ok(file)
        } else {
            Err(problems)
        }
    }

    fn take(
        &mut self,
        message: &ast::Message<&str>,
        named: &Named<'_>,
        line: usize,
    ) -> Result<(), String> {
        let value = message.value.as_ref().ok_or("has no text")?;
        if !message.attributes.is_empty() {
            return Err("has an attribute, which is not supported".to_owned());
        }
        let id = message.id.name.to_owned();
        let comment = message.comment.as_ref();
        let comment = comment.map_or(&[][..], |comment| &comment.content);
        let text = Text {
            line,
            group: self.groups.len().checked_sub(1),
            numbers: argument::declared_numbers(comment),
            variants: variants(value, named, 0)?,
        };
        check_forms(&self.tag, value)?;
        if self.texts.insert(id.clone(), text).is_some() {
            return Err("stands here twice".to_owned());
        }
        self.order.push(id);
        Ok(())
    }

    /// The parts and messages that this file, English, declares. Those of the server come last.
    pub(crate) fn parts(&self) -> Result<Vec<Part>, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut parts: Vec<Part> = Vec::new();
        for (name, doc) in &self.groups {
            parts.push(Part {
                name: name.clone(),
                doc: doc.clone(),
                messages: Vec::new(),
            });
        }
        for id in &self.order {
            let text = &self.texts[id];
            let part = text.group.and_then(|group| parts.get_mut(group));
            let found = part.and_then(|part| {
                let name = id.strip_prefix(&*part.name)?.strip_prefix('-')?.to_owned();
                Some((part, name))
            });
            let used = argument::used(&text.variants);
            for number in text.numbers.iter().filter(|name| !used.contains(name)) {
                problems.push(self.problem(text.line, id, &format!("does not use ${number}")));
            }
            let Some((part, name)) = found else {
                let what = "must begin with the name of the group that it stands in";
                problems.push(self.problem(text.line, id, what));
                continue;
            };
            part.messages.push(Message {
                name,
                arguments: argument::typed(&text.numbers, &used),
                number: 0,
            });
        }
        parts.sort_by_key(Part::is_of_server);
        let messages = parts.iter_mut().flat_map(|part| &mut part.messages);
        for (number, message) in messages.enumerate() {
            message.number = number;
        }
        if problems.is_empty() {
            Ok(parts)
        } else {
            Err(problems)
        }
    }

    /// What this file has less, more, or otherwise than English.
    pub(crate) fn differences(&self, source: &Self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (id, text) in &source.texts {
            let Some(own) = self.texts.get(id) else {
                let what = format!(
                    "is missing; {}.ftl has it in line {}",
                    source.tag, text.line
                );
                problems.push(self.problem(1, id, &what));
                continue;
            };
            let [used, wanted] = [own, text].map(|text| sorted(argument::used(&text.variants)));
            if used != wanted {
                let what = format!(
                    "has the arguments {used:?}; {}.ftl has {wanted:?} in line {}",
                    source.tag, text.line
                );
                problems.push(self.problem(own.line, id, &what));
            }
        }
        for (id, text) in &self.texts {
            if !source.texts.contains_key(id) {
                let what = format!("is unknown; {}.ftl does not have it", source.tag);
                problems.push(self.problem(text.line, id, &what));
            }
        }
        problems
    }

    /// A plural form depends on a number, which only English declares.
    pub(crate) fn check_selectors(&self, source: &Self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (id, text) in &self.texts {
            let numbers = source.texts.get(id).map_or(&[][..], |text| &text.numbers);
            let conditions = text.variants.iter().flat_map(|one| &one.conditions);
            let wrong = conditions
                .map(|(name, _)| name)
                .find(|name| !numbers.contains(name));
            if let Some(name) = wrong {
                let what = format!(
                    "chooses by ${name}, which {}.ftl does not declare: # ${name} (number)",
                    source.tag
                );
                problems.push(self.problem(text.line, id, &what));
            }
        }
        problems
    }

    /// The language, with its patterns in the order of the messages.
    pub(crate) fn language(&self, parts: &[Part]) -> Language {
        let patterns = parts.iter().flat_map(|part| {
            part.messages.iter().map(|message| {
                let text = &self.texts[&format!("{}-{}", part.name, message.name)];
                pattern(&text.variants, &message.arguments)
            })
        });
        Language {
            tag: self.tag.clone(),
            name: self.name.clone(),
            is_offered: self.is_offered,
            patterns: patterns.collect(),
        }
    }

    fn problem(&self, line: usize, id: &str, what: &str) -> Problem {
        Problem::new(&self.tag, line, format!("{id} {what}"))
    }
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}

/// `## sign-in: The password page and the code page.`
fn group(comment: &Comment<&str>) -> (String, String) {
    let text = comment.content.join(" ");
    let (name, doc) = text.split_once(": ").unwrap_or((&text, ""));
    (name.to_owned(), doc.to_owned())
}

fn named<'a>(resource: &'a Resource<&'a str>) -> Named<'a> {
    let patterns = resource.body.iter().filter_map(|entry| match entry {
        Entry::Message(message) => {
            let value = message.value.as_ref()?;
            Some((message.id.name.to_owned(), value))
        }
        Entry::Term(term) => Some((format!("-{}", term.id.name), &term.value)),
        _ => None,
    });
    patterns.collect()
}

pub(crate) fn syntax(tag: &str, text: &str, errors: &[ParserError]) -> Vec<Problem> {
    let problem = |error: &ParserError| {
        let before = text.get(..error.pos.start).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        Problem::new(tag, line, error.kind.to_string())
    };
    errors.iter().map(problem).collect()
}

fn line_of(text: &str, id: &str) -> usize {
    let is_start = |line: &str| {
        line.strip_prefix(id)
            .is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    text.lines().position(is_start).map_or(1, |index| index + 1)
}
