//! The tables `[[directory]]` of the file: each says where the passwords of one organization are checked. They stand in
//! the file alone, and no request changes them.

use super::error::ConfigError;
use crate::people::groups::flaw_of_name;
use crate::platform::ldap::{
    Attributes, Directories, Directory, Filter, GroupRules, Server, Slots, client_config,
};
use crate::platform::limits::{
    DIRECTORY_TIMEOUT, DIRECTORY_TIMEOUT_LONGEST, DIRECTORY_WRONG_BINDS, DIRECTORY_WRONG_BINDS_MOST,
};
use crate::platform::outbound::is_loopback;
use serde::Deserialize;
use shared_types::organizations::ShortName;
use shared_types::secret::Secret;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;
use url::Url;

/// The name of the tables in the file.
pub(super) const KEY: &str = "directory";

/// A table as it is written.
#[expect(clippy::struct_excessive_bools, reason = "each is a key of the table")]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    organization: String,
    urls: Vec<String>,
    #[serde(default)]
    start_tls: bool,
    ca_file: Option<PathBuf>,
    bind_dn: String,
    bind_password: Option<Secret>,
    bind_password_file: Option<PathBuf>,
    bind_password_env: Option<String>,
    base: String,
    user_filter: String,
    #[serde(default = "entry_uuid")]
    id_attribute: String,
    #[serde(default = "cn")]
    name_attribute: String,
    #[serde(default = "mail")]
    mail_attribute: String,
    #[serde(default = "member_of")]
    groups_attribute: String,
    group_base: Option<String>,
    group_filter: Option<String>,
    #[serde(default)]
    groups: BTreeMap<String, String>,
    administrators: Option<String>,
    #[serde(default)]
    create_members: bool,
    #[serde(default)]
    link_members: bool,
    #[serde(default)]
    update_mail: bool,
    wrong_binds: Option<usize>,
    timeout_seconds: Option<u64>,
}

fn entry_uuid() -> String {
    "entryUUID".to_owned()
}

fn cn() -> String {
    "cn".to_owned()
}

fn mail() -> String {
    "mail".to_owned()
}

fn member_of() -> String {
    "memberOf".to_owned()
}

/// Checks the tables.
pub(super) fn check(tables: &[toml::Table]) -> Result<Directories, ConfigError> {
    let (mut organizations, mut checked) = (BTreeSet::new(), Vec::new());
    for (at, table) in tables.iter().enumerate() {
        let named = table.get("organization").and_then(toml::Value::as_str);
        let number = (at + 1).to_string();
        let place = format!("[[{KEY}]] {} (file)", named.unwrap_or(&number));
        let directory = check_one(table).map_err(|flaw| ConfigError::new(&*place, flaw))?;
        if !organizations.insert(directory.organization.to_string()) {
            let flaw = "the organization has one already; several servers stand in its urls";
            return Err(ConfigError::new(place, flaw));
        }
        checked.push(directory);
    }
    Ok(Directories::new(checked))
}

fn check_one(table: &toml::Table) -> Result<Directory, String> {
    // A number without quotation marks would stand in the message below.
    for key in ["bind_password", "bind_password_file", "bind_password_env"] {
        if table.get(key).is_some_and(|value| !value.is_str()) {
            return Err(format!("{key} is a text: write it in quotation marks"));
        }
    }
    // The message names the key; the text beside it may be the password.
    let written: Written = table
        .clone()
        .try_into()
        .map_err(|error: toml::de::Error| error.message().replace('\n', " "))?;
    if !written.create_members && !written.link_members {
        return Err(
            "nobody could sign in: set create_members = true (people of the directory become members), \
             link_members = true (all members but administrators sign in there; an address decides who they are), or both"
                .to_owned(),
        );
    }
    if written.base.trim().is_empty() || written.bind_dn.trim().is_empty() {
        return Err("base and bind_dn must not be empty".to_owned());
    }
    let organization = ShortName::parse(&written.organization);
    let tls = client_config(written.ca_file.as_deref());
    let tls = tls.map_err(|error| format!("ca_file: {error}"))?;
    Ok(Directory {
        organization: organization.ok_or("organization is no short name, such as acme")?,
        servers: servers(&written)?,
        bind_password: bind_password(&written)?,
        person: person(&written.user_filter)?,
        groups: groups(&written)?,
        wrong_binds: wrong_binds(written.wrong_binds)?,
        timeout: timeout(written.timeout_seconds)?,
        bind_dn: written.bind_dn,
        base: written.base,
        attributes: Attributes {
            id: written.id_attribute,
            name: written.name_attribute,
            mail: written.mail_attribute,
            groups: written
                .group_filter
                .is_none()
                .then_some(written.groups_attribute),
        },
        creates_members: written.create_members,
        links_members: written.link_members,
        updates_mail: written.update_mail,
        tls,
        slots: Slots::default(),
    })
}

/// The filter also finds members again, with anything in its places.
fn person(text: &str) -> Result<Filter, String> {
    let filter = Filter::parse(text, &["email", "name"]);
    let filter = filter.map_err(|flaw| format!("user_filter: {flaw}"))?;
    if filter.matches_by_rule() {
        return Err("user_filter: a place cannot stand behind := "
            .trim_end()
            .to_owned());
    }
    Ok(filter)
}

fn servers(written: &Written) -> Result<Vec<Server>, String> {
    if written.urls.is_empty() {
        return Err("urls names no server, such as ldaps://dc1.example.com".to_owned());
    }
    let of = |url: &String| server(url, written.start_tls).map_err(|flaw| format!("urls: {flaw}"));
    written.urls.iter().map(of).collect()
}

/// A password is sent there: never in the clear over a network.
fn server(text: &str, starts_tls: bool) -> Result<Server, String> {
    let url = Url::parse(text).map_err(|error| format!("{text:?} is no URL ({error})"))?;
    let starts_tls = match (url.scheme(), starts_tls) {
        ("ldaps", _) => false,
        ("ldap", true) => true,
        ("ldap", false) if is_loopback(&url) => false,
        ("ldap", false) => {
            return Err(format!(
                "{text:?} would send passwords in the clear: write ldaps://, or set start_tls = true"
            ));
        }
        _ => return Err(format!("{text:?} must start with ldaps:// or ldap://")),
    };
    let has_host = url.host_str().is_some_and(|host| !host.is_empty());
    let is_bare =
        matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
    if !has_host || !is_bare || !url.username().is_empty() || url.password().is_some() {
        return Err(format!(
            "{text:?} must be a host and a port alone, such as ldaps://dc1.example.com:636"
        ));
    }
    Ok(Server {
        url: text.to_owned(),
        starts_tls,
    })
}

fn bind_password(written: &Written) -> Result<Secret, String> {
    let given = [
        written.bind_password.clone().map(Ok),
        written.bind_password_file.as_deref().map(of_file),
        written.bind_password_env.as_deref().map(of_environment),
    ];
    let mut given = given.into_iter().flatten();
    match (given.next(), given.next()) {
        (Some(password), None) => match password? {
            password if password.expose().is_empty() => {
                Err("the password of the service account is empty".to_owned())
            }
            password => Ok(password),
        },
        _ => Err(
            "set one of bind_password, bind_password_file and bind_password_env: the password of the service \
             account"
                .to_owned(),
        ),
    }
}

fn of_file(path: &Path) -> Result<Secret, String> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("bind_password_file {}: {error}", path.display()))?;
    Ok(Secret::new(text.trim_end_matches(['\r', '\n'])))
}

fn of_environment(name: &str) -> Result<Secret, String> {
    #[expect(clippy::disallowed_methods, reason = "this is the configuration")]
    let text = std::env::var(name);
    text.map(Secret::new)
        .map_err(|_| format!("bind_password_env: {name} is not set"))
}

fn groups(written: &Written) -> Result<GroupRules, String> {
    let mut mapped = Vec::new();
    for (dn, name) in &written.groups {
        if let Some(flaw) = flaw_of_name(name) {
            return Err(format!("groups: {name:?} is no name of a group: {flaw}"));
        }
        mapped.push((dn.clone(), name.clone()));
    }
    let search = match &written.group_filter {
        Some(filter) => {
            let filter = Filter::parse(filter, &["dn"]);
            let filter = filter.map_err(|flaw| format!("group_filter: {flaw}"))?;
            let base = written.group_base.as_ref().unwrap_or(&written.base);
            Some((base.clone(), filter))
        }
        None if written.group_base.is_some() => {
            return Err("group_base needs group_filter".to_owned());
        }
        None => None,
    };
    Ok(GroupRules {
        mapped,
        search,
        administrators: written.administrators.clone(),
    })
}

fn wrong_binds(written: Option<usize>) -> Result<usize, String> {
    match written {
        None => Ok(DIRECTORY_WRONG_BINDS),
        Some(count) if (1..=DIRECTORY_WRONG_BINDS_MOST).contains(&count) => Ok(count),
        Some(_) => Err(format!(
            "wrong_binds is a number from 1 to {DIRECTORY_WRONG_BINDS_MOST}, below what locks an account in the directory"
        )),
    }
}

fn timeout(written: Option<u64>) -> Result<Duration, String> {
    match written.map(Duration::from_secs) {
        None => Ok(DIRECTORY_TIMEOUT),
        Some(time) if !time.is_zero() && time <= DIRECTORY_TIMEOUT_LONGEST => Ok(time),
        Some(_) => Err(format!(
            "timeout_seconds is a number from 1 to {}",
            DIRECTORY_TIMEOUT_LONGEST.as_secs()
        )),
    }
}
