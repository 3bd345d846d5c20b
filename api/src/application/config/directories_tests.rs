//! The tables `[[directory]]`: what is refused, and what stands for what is left out.

use super::directories::check;
use crate::platform::ldap::{Directories, Directory, GroupRules};
use crate::platform::limits::{DIRECTORY_TIMEOUT, DIRECTORY_WRONG_BINDS};
use shared_types::organizations::ShortName;

const WHOLE: &str = r#"
    organization = "acme"
    urls = ["ldaps://dc1.example.com"]
    bind_dn = "cn=twostep,dc=example"
    bind_password = "s3cret-of-the-account"
    base = "dc=example"
    user_filter = "(mail={email})"
    create_members = true
"#;

fn of(text: &str) -> Result<Directories, String> {
    let table: toml::Table = toml::from_str(text).expect("TOML");
    check(&[table]).map_err(|error| error.to_string())
}

/// `WHOLE` with another line in the place of the one with its key.
fn with(line: &str) -> Result<Directories, String> {
    let key = line.split_once('=').expect("a key").0.trim();
    let others = WHOLE.lines().filter(|one| !one.trim().starts_with(key));
    let text: Vec<&str> = others.chain([line]).collect();
    of(&text.join("\n"))
}

fn acme(directories: &Directories) -> &Directory {
    let acme = ShortName::parse("acme").expect("a short name");
    directories.of(&acme).expect("its directory")
}

#[test]
fn what_is_not_said_has_a_default() {
    let directories = of(WHOLE).expect("a directory");
    let directory = acme(&directories);
    assert_eq!(directory.attributes.id, "entryUUID");
    assert_eq!(directory.attributes.groups.as_deref(), Some("memberOf"));
    assert_eq!(directory.wrong_binds, DIRECTORY_WRONG_BINDS);
    assert_eq!(directory.timeout, DIRECTORY_TIMEOUT);
    assert_eq!(directory.groups, GroupRules::default());
    assert!(!format!("{directories:?}").contains("s3cret"));
}

/// L-16 (TLS): passwords go over TLS, but to this machine.
#[test]
fn passwords_are_not_sent_in_the_clear() {
    for fine in [
        "ldaps://dc1.example.com",
        "ldap://127.0.0.1:3389",
        "ldap://localhost",
        "ldap://[::1]",
    ] {
        assert!(with(&format!("urls = [\"{fine}\"]")).is_ok(), "{fine}");
    }
    for plain in [
        "ldap://dc1.example.com",
        "ldap://10.0.0.1",
        "ldap://localhost.example.com",
    ] {
        let refused = with(&format!("urls = [\"{plain}\"]")).expect_err(plain);
        assert!(refused.contains("in the clear"), "{refused}");
    }
    let upgraded = with("urls = [\"ldap://dc1.example.com\"]\nstart_tls = true").expect("StartTLS");
    assert!(acme(&upgraded).servers[0].starts_tls);
}

#[test]
fn a_mistake_is_one_line_that_names_the_key_and_no_secret() {
    for (line, word) in [
        ("organization = \"a b\"", "organization"),
        ("urls = []", "urls"),
        ("urls = [\"https://dc1\"]", "urls"),
        ("urls = [\"ldaps://u:p@dc1\"]", "urls"),
        ("urls = [\"ldaps://dc1/dc=example\"]", "urls"),
        ("base = \"\"", "base"),
        ("user_filter = \"(objectClass=person)\"", "user_filter"),
        ("user_filter = \"(uid={user})\"", "user_filter"),
        ("create_members = false", "create_members"),
        ("bind_password = \"\"", "empty"),
        ("bind_password_file = \"/nowhere\"", "one of"),
        ("wrong_binds = 0", "wrong_binds"),
        ("timeout_seconds = 61", "timeout_seconds"),
        ("ca_file = \"/nowhere\"", "ca_file"),
        ("group_base = \"ou=groups\"", "group_filter"),
        ("group_filter = \"(member=jo)\"", "group_filter"),
        ("groups = { \"cn=desk\" = \"role:admin\" }", "groups"),
        ("passwort = \"s3cret-of-the-account\"", "passwort"),
    ] {
        let refused = with(line).expect_err(line);
        assert!(refused.starts_with("[[directory]] "), "{refused}");
        assert!(refused.contains(word), "{line}: {refused}");
        assert!(!refused.contains("s3cret"), "{refused}");
        assert_eq!(refused.lines().count(), 1, "{refused}");
    }
}

#[test]
fn the_password_of_the_service_account_may_stand_in_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("password");
    std::fs::write(&file, "from a file\n").expect("a file");
    let text = WHOLE.replace("bind_password =", "# bind_password =");
    let text = format!("{text}\nbind_password_file = {:?}", file.to_string_lossy());
    let directories = of(&text).expect("a directory");
    assert_eq!(acme(&directories).bind_password.expose(), "from a file");
}

#[test]
fn an_organization_has_one_directory() {
    let table: toml::Table = toml::from_str(WHOLE).expect("TOML");
    let refused = check(&[table.clone(), table]).expect_err("two");
    assert!(refused.to_string().contains("already"), "{refused}");
}
