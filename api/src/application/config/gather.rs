//! Finds the value and the source of each setting.

use super::directories;
use super::error::ConfigError;
use super::settings::{SETTINGS, Setting};
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches};
use std::fmt;
use std::fs;

const CONFIG: &str = "config";

/// The source of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// `--public-url …`
    CommandLine,
    /// `TWOSTEP_PUBLIC_URL=…`
    Environment,
    /// The TOML file.
    File,
    /// It is not set.
    Default,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CommandLine => "command line",
            Self::Environment => "environment",
            Self::File => "file",
            Self::Default => "default",
        })
    }
}

/// Every setting with its value, and the tables of directories.
#[derive(Debug)]
pub struct Found {
    values: Vec<Value>,
    directories: Directories,
}

/// As the file has them, with passwords.
struct Directories(Vec<toml::Table>);

impl fmt::Debug for Directories {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} tables", self.0.len())
    }
}

struct Value {
    setting: &'static Setting,
    text: Option<String>,
    source: Source,
}

/// The options of every command: one per setting, and `--config`.
pub fn arguments() -> Vec<Arg> {
    let config = Arg::new(CONFIG)
        .long(CONFIG)
        .env("TWOSTEP_CONFIG")
        .value_name("FILE")
        .help("A TOML file with the settings below, named as in public_url = \"…\"");
    let options = SETTINGS.iter().map(|setting| {
        Arg::new(setting.key)
            .long(setting.flag)
            .env(setting.environment)
            .value_name(setting.takes)
            .help(setting.help)
    });
    let all = std::iter::once(config).chain(options);
    all.map(|option| {
        option
            .global(true)
            .hide_env_values(true)
            .help_heading("Settings")
    })
    .collect()
}

/// Finds every setting: command line, environment, file, default, in this order.
pub fn gather(matches: &ArgMatches) -> Result<Found, ConfigError> {
    // Options may follow the subcommand: the innermost matches have all of them.
    let mut innermost = matches;
    while let Some((_, inner)) = innermost.subcommand() {
        innermost = inner;
    }
    let mut file = match innermost.get_one::<String>(CONFIG) {
        Some(path) => read_file(path)?,
        None => toml::Table::new(),
    };
    let directories = Directories(tables(&mut file)?);
    let find = |setting| find(setting, innermost, &file);
    let values = SETTINGS.iter().map(find).collect::<Result<_, _>>()?;
    Ok(Found {
        values,
        directories,
    })
}

/// The tables of directories, taken out of the file.
fn tables(file: &mut toml::Table) -> Result<Vec<toml::Table>, ConfigError> {
    let wrong = || {
        let problem = format!(
            "a directory is a table of its own, headed [[{}]]",
            directories::KEY
        );
        ConfigError::new(directories::KEY, problem)
    };
    match file.remove(directories::KEY) {
        None => Ok(Vec::new()),
        Some(toml::Value::Array(tables)) => {
            let tables = tables.into_iter().map(|table| match table {
                toml::Value::Table(table) => Ok(table),
                _ => Err(wrong()),
            });
            tables.collect()
        }
        Some(_) => Err(wrong()),
    }
}

fn find(
    setting: &'static Setting,
    matches: &ArgMatches,
    file: &toml::Table,
) -> Result<Value, ConfigError> {
    let given = matches
        .get_one::<String>(setting.key)
        .filter(|text| !text.is_empty());
    let from_file = file
        .get(setting.key)
        .map(|value| file_text(setting, value))
        .transpose()?;
    let (text, source) = match (given, from_file) {
        (Some(text), _) => (Some(text.clone()), source(matches, setting.key)),
        (None, Some(text)) => (Some(text), Source::File),
        (None, None) => (setting.default.map(ToOwned::to_owned), Source::Default),
    };
    Ok(Value {
        setting,
        text,
        source,
    })
}

fn source(matches: &ArgMatches, key: &str) -> Source {
    match matches.value_source(key) {
        Some(ValueSource::EnvVariable) => Source::Environment,
        _ => Source::CommandLine,
    }
}

fn read_file(path: &str) -> Result<toml::Table, ConfigError> {
    let text =
        fs::read_to_string(path).map_err(|error| ConfigError::new(path, error.to_string()))?;
    let table: toml::Table = toml::from_str(&text)
        .map_err(|error| ConfigError::new(path, error.message().replace('\n', " ")))?;
    let known =
        |key: &str| key == directories::KEY || SETTINGS.iter().any(|setting| setting.key == key);
    match table.keys().find(|key| !known(key)) {
        Some(key) => Err(ConfigError::new(
            path,
            format!("there is no setting {key:?}"),
        )),
        None => Ok(table),
    }
}

/// A string, or an array of strings for the settings that are lists.
fn file_text(setting: &Setting, value: &toml::Value) -> Result<String, ConfigError> {
    let texts = match value {
        toml::Value::Array(items) => items.iter().map(toml::Value::as_str).collect(),
        other => other.as_str().map(|text| vec![text]),
    };
    let wrong = || ConfigError::new(setting.environment, "in the file it must be a string");
    texts.map(|texts| texts.join(",")).ok_or_else(wrong)
}

impl Found {
    /// The checked value of a required setting.
    pub(super) fn required<T>(
        &self,
        key: &str,
        check: impl Fn(&str) -> Result<T, String>,
    ) -> Result<T, ConfigError> {
        let missing = || ConfigError::new(self.place(key), "it is not set");
        self.optional(key, check)?.ok_or_else(missing)
    }

    /// The checked value of an optional setting.
    pub(super) fn optional<T>(
        &self,
        key: &str,
        check: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Option<T>, ConfigError> {
        let checked = self.text(key).map(check).transpose();
        checked.map_err(|problem| ConfigError::new(self.place(key), problem))
    }

    /// The checked values of a setting that is a list, separated by commas.
    pub(super) fn list<T>(
        &self,
        key: &str,
        check: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Vec<T>, ConfigError> {
        let texts = self.text(key).unwrap_or_default().split(',').map(str::trim);
        let checked: Result<_, _> = texts.filter(|text| !text.is_empty()).map(check).collect();
        checked.map_err(|problem| ConfigError::new(self.place(key), problem))
    }

    /// The tables of directories, as they are written.
    pub(super) fn directories(&self) -> &[toml::Table] {
        &self.directories.0
    }

    /// One line per setting, for people: name, value (passwords hidden), source.
    pub fn lines(&self) -> impl Iterator<Item = (&'static str, String, Source)> {
        self.values.iter().map(|value| {
            let shown = match (&value.text, value.setting.is_secret()) {
                (Some(text), true) => without_password(text),
                (Some(text), false) => text.clone(),
                (None, _) => "not set".to_owned(),
            };
            (value.setting.environment, shown, value.source)
        })
    }

    /// Whether it is set.
    pub fn is_set(&self, key: &str) -> bool {
        let value = self.value(key);
        value.is_some_and(|value| value.source != Source::Default)
    }

    fn value(&self, key: &str) -> Option<&Value> {
        self.values.iter().find(|value| value.setting.key == key)
    }

    fn text(&self, key: &str) -> Option<&str> {
        self.value(key).and_then(|value| value.text.as_deref())
    }

    /// The setting for error messages: its environment name, and the source of the value.
    fn place(&self, key: &str) -> String {
        match self.value(key) {
            Some(value) if value.text.is_some() => {
                format!("{} ({})", value.setting.environment, value.source)
            }
            Some(value) => value.setting.environment.to_owned(),
            None => key.to_owned(),
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.setting.key, self.source)
    }
}

/// `smtps://user:***@host`; a text that is no URL is hidden as a whole.
fn without_password(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else {
        return "***".to_owned();
    };
    match rest.rsplit_once('@') {
        Some((user, host)) => {
            let user = user.split_once(':').map_or(user, |(user, _)| user);
            format!("{scheme}://{user}:***@{host}")
        }
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_hidden() {
        assert_eq!(
            without_password("smtps://u:p@ss@h:465"),
            "smtps://u:***@h:465"
        );
        assert_eq!(
            without_password("smtp://localhost:25"),
            "smtp://localhost:25"
        );
        assert_eq!(without_password("u:p@h"), "***");
    }
}
