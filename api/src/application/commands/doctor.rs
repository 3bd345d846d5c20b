//! `twostep doctor`: shows each setting with its source, and checks whether it works. Changes nothing.

use super::{directories, key_file, start};
use crate::application::config::{self, Config, ConfigError, Found};
use crate::platform::breached::{BreachedPasswords, Description};
use crate::platform::crypto::keys::KeyRing;
use crate::platform::db::{self, DatabaseUrl};
use crate::platform::http::PublicUrl;
use clap::ArgMatches;
use shared_types::time::Time;
use std::fs;
use std::io::{self, Read as _};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long an answer is waited for.
pub(super) const ANSWER_WITHIN: Duration = Duration::from_secs(5);

/// The result of a check.
pub(super) enum Finding {
    /// It is as it should be.
    Good(String),
    /// It may be wanted.
    Note(String),
    /// It does not work, or is not safe.
    Broken(String),
}

/// Shows the settings and runs the checks; fails when anything is broken.
pub(super) async fn run(matches: &ArgMatches) -> Result<ExitCode, ConfigError> {
    let found = config::gather(matches)?;
    println!("Settings");
    print_settings(&found);
    println!("\nChecks");
    let config = match Config::check(&found) {
        Ok(config) => config,
        Err(error) => {
            let broken = Finding::Broken(error.to_string());
            return Ok(report(&[("configuration", broken)]));
        }
    };
    let mut findings = vec![
        ("key file", check_key_file(&config.key_file)),
        ("database", check_database(&config.database)),
        (
            "breached passwords",
            check_breached(&config.breached_passwords),
        ),
        ("mail server", check_mail(&config).await),
        ("trusted proxies", check_proxies(&config)),
        ("webhooks", check_webhooks(&config)),
        (
            "public URL",
            check_public_url(&config.http.public_url).await,
        ),
    ];
    for found in directories::check(&config.directories).await {
        findings.push((
            "directory",
            found.map_or_else(Finding::Broken, Finding::Good),
        ));
    }
    Ok(report(&findings))
}

fn print_settings(found: &Found) {
    for (name, value, source) in found.lines() {
        println!("  {name:<24} {value}  ({source})");
    }
}

/// Prints the findings; fails when anything is broken.
pub(super) fn report(findings: &[(&str, Finding)]) -> ExitCode {
    let mut code = ExitCode::SUCCESS;
    for (what, finding) in findings {
        match finding {
            Finding::Good(text) => println!("  ok      {what}: {text}"),
            Finding::Note(text) => println!("  note    {what}: {text}"),
            Finding::Broken(text) => {
                println!("  BROKEN  {what}: {text}");
                code = ExitCode::FAILURE;
            }
        }
    }
    code
}

fn check_key_file(path: &Path) -> Finding {
    let shown = path.display();
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Finding::Note(format!("{shown} is not there; the first start makes it"));
        }
        Err(error) => return Finding::Broken(format!("{shown}: {error}")),
    };
    match (KeyRing::parse(&text), key_file::is_open_to_others(path)) {
        (Err(error), _) => Finding::Broken(format!("{shown}: {error}")),
        (Ok(_), Err(error)) => Finding::Broken(format!("{shown}: {error}")),
        (Ok(_), Ok(true)) => Finding::Broken(format!("others can read it: chmod 600 {shown}")),
        (Ok(ring), Ok(false)) => Finding::Good(keys_in_words(&shown.to_string(), &ring)),
    }
}

fn keys_in_words(shown: &str, ring: &KeyRing) -> String {
    let active = ring.active_id();
    let others: Vec<&str> = ring.ids().filter(|id| *id != active).collect();
    if others.is_empty() {
        return format!("{shown}, active key {active}");
    }
    format!(
        "{shown}, active key {active}; {} still open what they sealed: twostep keys list",
        others.join(", ")
    )
}

fn check_database(url: &DatabaseUrl) -> Finding {
    match url {
        DatabaseUrl::Sqlite(path) => check_file(path),
        DatabaseUrl::Postgres(_) => match db::is_new(url) {
            Ok(false) => Finding::Good(url.to_string()),
            Ok(true) => Finding::Note(format!("{url} is empty; the first start makes its tables")),
            Err(error) => Finding::Broken(error.to_string()),
        },
    }
}

fn check_file(path: &Path) -> Finding {
    let shown = path.display();
    let mut head = [0; 16];
    let opened = fs::OpenOptions::new().read(true).write(true).open(path);
    match opened.and_then(|mut file| file.read_exact(&mut head)) {
        Ok(()) if head == *b"SQLite format 3\0" => match key_file::is_open_to_others(path) {
            Ok(false) => check_folder(path),
            Ok(true) => Finding::Note(format!("others can read it: chmod 600 {shown}")),
            Err(error) => Finding::Broken(format!("{shown}: {error}")),
        },
        Ok(()) => Finding::Broken(format!("{shown} is no SQLite file")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Finding::Note(format!("{shown} is not there; the first start makes it"))
        }
        Err(error) => Finding::Broken(format!("{shown}: {error}")),
    }
}

/// Reads the whole file, and says what it holds: nothing of it is kept in memory.
fn check_breached(path: &Path) -> Finding {
    let shown = path.display();
    let list = match BreachedPasswords::open(path) {
        Ok(list) => list,
        Err(error) => return Finding::Broken(format!("{shown}: {error}")),
    };
    let Some(found) = list.description() else {
        return Finding::Note(format!(
            "{shown} is not there; twostep passwords import FILE makes it of the public list"
        ));
    };
    if let Err(error) = list.check_whole() {
        return Finding::Broken(format!("{shown}: {error}"));
    }
    let Description {
        hashes,
        source_at,
        bytes,
    } = found;
    let of = Time::from_micros(source_at.saturating_mul(1_000_000));
    let memory = list.largest_read();
    Finding::Good(format!(
        "{shown} has {hashes} of {of} in {bytes} bytes, of which {memory} are read for one password"
    ))
}

/// The write-ahead log and backups of an operator stand beside the file.
fn check_folder(path: &Path) -> Finding {
    let folder = key_file::folder_of(path);
    match key_file::is_open_to_others(folder) {
        Ok(false) => Finding::Good(format!("{}", path.display())),
        Ok(true) => Finding::Note(format!(
            "others can enter its folder: chmod 700 {}",
            folder.display()
        )),
        Err(error) => Finding::Broken(format!("{}: {error}", folder.display())),
    }
}

/// Connects and sends nothing: no password crosses the network for a check.
async fn check_mail(config: &Config) -> Finding {
    let Some(server) = &config.mail else {
        let detail = "not set: mails wait and end unsent, so nobody can set up a phone";
        return Finding::Note(detail.to_owned());
    };
    if let Err(error) = start::mail(config) {
        return Finding::Broken(error.to_string());
    }
    let Some((host, port)) = server.address() else {
        return Finding::Broken("the URL has no host".to_owned());
    };
    match timeout(ANSWER_WITHIN, TcpStream::connect((host.as_str(), port))).await {
        Ok(Ok(_)) => Finding::Good(format!("{host}:{port} answers")),
        Ok(Err(error)) => Finding::Broken(format!("{host}:{port}: {error}")),
        Err(_) => Finding::Broken(format!("{host}:{port} does not answer within 5 seconds")),
    }
}

/// Where webhooks may go, and whether the certificates can be used.
fn check_webhooks(config: &Config) -> Finding {
    if let Err(error) = start::outbound(config) {
        return Finding::Broken(format!("{error:#}"));
    }
    if config.outbound_allow.is_empty() {
        return Finding::Good("they go to public addresses".to_owned());
    }
    let networks: Vec<String> = config
        .outbound_allow
        .iter()
        .map(ToString::to_string)
        .collect();
    let networks = networks.join(", ");
    Finding::Note(format!("they go to public addresses and to {networks}"))
}

fn check_proxies(config: &Config) -> Finding {
    match config.everybody_is_the_proxy() {
        Some(warning) => Finding::Note(warning),
        None if config.http.trusted_proxies.is_empty() => {
            Finding::Good("none: clients connect directly".to_owned())
        }
        None => Finding::Good("clients are told apart behind them".to_owned()),
    }
}

async fn check_public_url(url: &PublicUrl) -> Finding {
    let address = format!("{url}/readyz");
    let client = reqwest::Client::builder().timeout(ANSWER_WITHIN).build();
    let answer = match client {
        Ok(client) => client.get(&address).send().await,
        Err(error) => Err(error),
    };
    match answer {
        Ok(answer) if answer.status().is_success() && !url.is_secure() => Finding::Note(format!(
            "{address} is ready, but without https:// browsers drop our cookies"
        )),
        Ok(answer) if answer.status().is_success() => Finding::Good(format!("{address} is ready")),
        Ok(answer) => Finding::Broken(format!("{address} answers {}", answer.status())),
        Err(error) if error.is_connect() => Finding::Note(format!(
            "{address} does not answer; is twostep serve running?"
        )),
        Err(error) => Finding::Broken(error.to_string()),
    }
}
