//! The program itself, as an operator starts it: keys, files and their modes.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// C-02, C-06 (key file): a start with the wrong key file ends with one line that names it.
#[test]
fn a_start_with_another_key_file_says_so() {
    let (own, other) = (folder(), folder());
    for place in [&own, &other] {
        let made = twostep(place.path(), &["organization", "create", "--name", "Acme"]);
        let line = String::from_utf8(made.stdout).expect("text");
        assert!(line.starts_with("setup token: tsu_"), "{line}");
        assert!(made.status.success());
    }
    fs::copy(
        other.path().join("twostep.keys"),
        own.path().join("twostep.keys"),
    )
    .expect("a copied file");
    let refused = twostep(own.path(), &["serve", "--listen", "127.0.0.1:0"]);
    let line = String::from_utf8(refused.stderr).expect("text");
    assert_eq!(refused.status.code(), Some(1), "{line}");
    assert_eq!(line.lines().count(), 1, "{line}");
    assert!(line.contains("TWOSTEP_KEY_FILE twostep.keys"), "{line}");
    assert!(refused.stdout.is_empty(), "it must not listen");
}

/// The operator gets all that a test needs, as JSON; a name that is none is refused.
#[test]
fn a_test_organization_is_printed_as_json() {
    let place = folder();
    let create = |name: &str| {
        let command = ["organization", "create", "--test", "--name", name];
        twostep(place.path(), &command)
    };
    let made = create("Guides");
    assert!(made.status.success(), "{made:?}");
    let made: serde_json::Value = serde_json::from_slice(&made.stdout).expect("JSON");
    assert_eq!(made["short_name"], "guides");
    let token = made["api_token"].as_str().expect("a token");
    assert!(token.starts_with("tsk_"), "{token}");
    assert_eq!(create(" ").status.code(), Some(1));
}

/// G-08 (complete file): a file is checked with the key file alone, and what is no export is not valid.
#[test]
fn an_export_is_checked_without_the_database() {
    let place = folder();
    twostep(place.path(), &["keys", "list"]);
    fs::remove_file(place.path().join("twostep.sqlite")).expect("the database");
    let verify = |text: &str| {
        fs::write(place.path().join("audit.ndjson"), text).expect("a file");
        let done = twostep(
            place.path(),
            &["audit", "verify", "--export", "audit.ndjson"],
        );
        let line = String::from_utf8(done.stdout).expect("text");
        (done.status.code(), line)
    };
    for (text, expected) in [
        ("", "line 1: the file was cut off"),
        ("hello\n", "line 1: the line is none of an export"),
        (
            "{\"end\":{\"rows\":0,\"mac\":\"\"}}\n",
            "line 1: the line is none",
        ),
    ] {
        let (code, line) = verify(text);
        assert_eq!(code, Some(1), "{line}");
        assert!(
            line.contains("NOT valid") && line.contains(expected),
            "{line}"
        );
    }
    fs::write(place.path().join("evidence.json"), "{\"keys\":[]}").expect("a file");
    fs::write(place.path().join("audit.ndjson"), "x\n{\"head\":\"x\"}\n").expect("a file");
    let with_copy = twostep(
        place.path(),
        &[
            "audit",
            "verify",
            "--export",
            "audit.ndjson",
            "--evidence-keys",
            "evidence.json",
        ],
    );
    assert_eq!(with_copy.status.code(), Some(1));
    let missing = twostep(place.path(), &["audit", "verify", "--export", "none"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(
        !place.path().join("twostep.sqlite").exists(),
        "it was opened"
    );
}

/// C-02, R-11: a key file that is missing, short, broken or open to others ends the start with one
/// line that says so, before anything listens.
#[test]
fn a_bad_key_file_ends_the_start() {
    let place = folder();
    twostep(place.path(), &["keys", "list"]);
    let file = place.path().join("twostep.keys");
    let good = fs::read_to_string(&file).expect("the key file");
    let short = "active = \"k1\"\n[keys]\nk1 = \"c2hvcnQ=\"\n";
    let zero = format!("active = \"k1\"\n[keys]\nk1 = \"{}=\"\n", "A".repeat(43));
    for (text, mode, expected) in [
        (Some(short), 0o600, "not 32 bytes"),
        (Some("nonsense"), 0o600, "not readable"),
        (Some(""), 0o600, "not readable"),
        (Some(&*zero), 0o600, "not the one that this database"),
        (Some(&*good), 0o644, "chmod 600"),
        (None, 0o600, "restore the key file"),
    ] {
        fs::remove_file(&file).expect("the file of before");
        if let Some(text) = text {
            fs::write(&file, text).expect("a file");
            fs::set_permissions(&file, fs::Permissions::from_mode(mode)).expect("a mode");
        }
        // `serve` comes last: a program that let the file pass would not end by itself.
        for command in [
            &["rekey"][..],
            &["keys", "add"],
            &["serve", "--listen", "127.0.0.1:0"],
        ] {
            refused(&twostep(place.path(), command), expected);
        }
        if text.is_none() {
            fs::write(&file, "").expect("a file");
        }
    }
}

/// C-06 (key file, database files): what the program writes is for its owner only, whatever the umask.
#[test]
fn files_are_for_their_owner() {
    let place = folder();
    twostep(place.path(), &["keys", "list"]);
    twostep(place.path(), &["keys", "add"]);
    let saved = twostep(place.path(), &["backup", "--to", "saved.sqlite"]);
    assert!(saved.status.success(), "{saved:?}");
    let mut names = Vec::new();
    for entry in fs::read_dir(place.path()).expect("the folder").flatten() {
        let mode = entry.metadata().expect("a file").permissions().mode();
        names.push(entry.file_name().to_string_lossy().into_owned());
        assert_eq!(mode & 0o777, 0o600, "{names:?}");
    }
    names.sort();
    assert_eq!(names, ["saved.sqlite", "twostep.keys", "twostep.sqlite"]);
}

/// C-06 (database files): so are the write-ahead log and its index, while the server runs.
#[test]
fn the_log_of_the_database_is_for_its_owner() {
    let place = folder();
    let mut server = command(place.path(), &["serve", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let output = server.stdout.take().expect("its output");
    let first = BufReader::new(output).lines().next();
    let mode = |name: &str| {
        let file = fs::metadata(place.path().join(name));
        file.map(|file| file.permissions().mode() & 0o777)
    };
    let modes = ["twostep.sqlite", "twostep.sqlite-wal", "twostep.sqlite-shm"].map(mode);
    server.kill().expect("it runs");
    server.wait().expect("its end");
    first.expect("a line").expect("a text");
    for mode in modes {
        assert_eq!(mode.expect("a file"), 0o600);
    }
}

/// C-06 (folder): missing folders are made for their owner only, whatever the umask; `doctor` names one that
/// others can enter.
#[test]
fn folders_are_for_their_owner() {
    let place = folder();
    let data = place.path().join("var/twostep");
    let settings = [
        "--database-url=sqlite://var/twostep/twostep.sqlite",
        "--key-file=var/keys/twostep.keys",
    ];
    let made = twostep(place.path(), &[&["keys", "list"][..], &settings].concat());
    assert!(made.status.success(), "{made:?}");
    for made in ["var", "var/twostep", "var/keys"] {
        let folder = fs::metadata(place.path().join(made)).expect("a folder");
        assert_eq!(folder.permissions().mode() & 0o777, 0o700, "{made}");
    }
    let doctor = || {
        let output = twostep(place.path(), &[&["doctor"][..], &settings].concat());
        String::from_utf8(output.stdout).expect("text")
    };
    assert!(doctor().contains("ok      database"), "{}", doctor());
    fs::set_permissions(&data, fs::Permissions::from_mode(0o755)).expect("a mode");
    assert!(doctor().contains("chmod 700 var/twostep"), "{}", doctor());
}

/// C-06 (core dumps): a crash of the server leaves no core dump, which would hold the keys.
#[test]
fn a_crash_leaves_no_memory_behind() {
    let place = folder();
    let mut server = command(place.path(), &["serve", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let output = server.stdout.take().expect("its output");
    let first = BufReader::new(output).lines().next();
    let limits = fs::read_to_string(format!("/proc/{}/limits", server.id()));
    server.kill().expect("it runs");
    server.wait().expect("its end");
    first.expect("a line").expect("a text");
    let limits = limits.expect("its limits");
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"));
    let numbers: Vec<&str> = core
        .expect("the limit")
        .split_whitespace()
        .skip(4)
        .collect();
    assert_eq!(numbers[..2], ["0", "0"]);
}

/// a backup comes back only where nothing is, with the keys of its time.
#[test]
fn a_backup_comes_back_beside_nothing() {
    let place = folder();
    twostep(place.path(), &["keys", "list"]);
    let saved = twostep(place.path(), &["backup", "--to", "saved.sqlite"]);
    assert!(saved.status.success(), "{saved:?}");
    let again = twostep(place.path(), &["backup", "--to", "saved.sqlite"]);
    refused(&again, "--to saved.sqlite");
    let restore = ["restore", "--from", "saved.sqlite"];
    refused(&twostep(place.path(), &restore), "nothing is overwritten");
    let elsewhere = ["--database-url", "sqlite://new.sqlite"];
    let there = [&restore[..], &elsewhere].concat();
    let other = folder();
    twostep(other.path(), &["keys", "list"]);
    let foreign = other.path().join("twostep.keys");
    let foreign = foreign.to_string_lossy();
    let wrong = [&there[..], &["--key-file", &foreign]].concat();
    refused(
        &twostep(place.path(), &wrong),
        "not the one that this backup",
    );
    let absent = [&there[..], &["--key-file", "nowhere"]].concat();
    refused(&twostep(place.path(), &absent), "restore the key file");
    let damaged = place.path().join("damaged.sqlite");
    let bytes = fs::read(place.path().join("saved.sqlite")).expect("the backup");
    fs::write(&damaged, &bytes[..bytes.len() / 2]).expect("half of it");
    let half = [
        "restore",
        "--from",
        "damaged.sqlite",
        elsewhere[0],
        elsewhere[1],
    ];
    refused(&twostep(place.path(), &half), "--from damaged.sqlite");
    assert!(!place.path().join("new.sqlite").exists(), "nothing is left");
    let restored = twostep(place.path(), &there);
    assert!(restored.status.success(), "{restored:?}");
    let listed = twostep(place.path(), &[&["keys", "list"][..], &elsewhere].concat());
    assert!(listed.status.success(), "{listed:?}");
}

/// C-03: the way from one key to the next; no step can be left out.
#[test]
fn keys_change_step_by_step() {
    let place = folder();
    let run = |arguments: &[&str]| twostep(place.path(), arguments);
    let listed = |expected: &str| {
        let list = String::from_utf8(run(&["keys", "list"]).stdout).expect("text");
        assert!(list.contains(expected), "{list}");
    };
    listed(
        "k1: 0 devices, 0 passwords, 0 mails, 0 former addresses, 0 signing keys, 0 evidence keys, 0 webhooks, 0 kept answers (active)",
    );
    refused(&run(&["keys", "activate", "k2"]), "no key");
    refused(&run(&["keys", "remove", "k1"]), "active key");
    assert!(run(&["keys", "add"]).status.success());
    listed(
        "k1: 0 devices, 0 passwords, 0 mails, 0 former addresses, 0 signing keys, 0 evidence keys, 0 webhooks, 0 kept answers (active)",
    );
    assert!(run(&["keys", "activate", "k2"]).status.success());
    listed(
        "k2: 0 devices, 0 passwords, 0 mails, 0 former addresses, 0 signing keys, 0 evidence keys, 0 webhooks, 0 kept answers (active)",
    );
    assert!(run(&["rekey"]).status.success());
    assert!(run(&["keys", "remove", "k1"]).status.success());
    refused(&run(&["keys", "remove", "k1"]), "no key");
    let text = fs::read_to_string(place.path().join("twostep.keys")).expect("the key file");
    assert!(text.contains("[past_audit]"), "old audit rows stay proven");
}

/// C-03, C-06 (key file, database files): `doctor` names the keys, and the files that others can read.
#[test]
fn doctor_explains_keys_and_modes() {
    let place = folder();
    twostep(place.path(), &["keys", "add"]);
    let doctor = || {
        let output = twostep(place.path(), &["doctor", "--listen", "127.0.0.1:0"]);
        String::from_utf8(output.stdout).expect("text")
    };
    let text = doctor();
    assert!(text.contains("active key k1; k2 still open"), "{text}");
    for name in ["twostep.keys", "twostep.sqlite"] {
        let file = place.path().join(name);
        fs::set_permissions(file, fs::Permissions::from_mode(0o644)).expect("a mode");
        let text = doctor();
        assert!(text.contains(&format!("chmod 600 {name}")), "{text}");
    }
}

/// L-09, review F8: `doctor` says what to set where everybody would look like the proxy.
#[test]
fn doctor_misses_trusted_proxies_behind_tls() {
    let place = folder();
    let doctor = |more: &[&str]| {
        let https = ["doctor", "--public-url", "https://127.0.0.1:1"];
        let output = twostep(place.path(), &[&https[..], more].concat());
        String::from_utf8(output.stdout).expect("text")
    };
    let missing = "note    trusted proxies: TWOSTEP_TRUSTED_PROXIES is not set";
    let text = doctor(&[]);
    assert!(text.contains(missing), "{text}");
    let text = doctor(&["--trusted-proxies", "127.0.0.1"]);
    assert!(text.contains("ok      trusted proxies"), "{text}");
}

/// One line on standard error, the exit code of a failure, and nothing on standard output.
#[track_caller]
/// J-04 (notice, at once): the operator rotates by a command that says what it did; a second one waits, except
/// after a leak.
#[test]
fn the_command_rotates_signing_keys() {
    let place = folder();
    let rotate = |more: &[&str]| {
        let arguments = [&["keys", "rotate-signing"][..], more].concat();
        twostep(place.path(), &arguments)
    };
    let says = |more: &[&str], expected: &str| {
        let output = rotate(more);
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success() && text.contains(expected),
            "{output:?}"
        );
    };
    says(&[], "signs now, and is the only key that is published");
    says(&[], "is published now, and signs from ");
    refused(&rotate(&[]), "wait until then, or rotate --at-once");
    says(&["--at-once"], "for five minutes at most");
    says(&[], "The key before it is published until ");
    let list = twostep(place.path(), &["keys", "list"]);
    let text = String::from_utf8_lossy(&list.stdout);
    assert!(
        text.contains("2 signing keys, 4 evidence keys, 0 webhooks, 0 kept answers (active)"),
        "{text}"
    );
}

fn refused(output: &Output, expected: &str) {
    let line = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{line}");
    assert_eq!(line.lines().count(), 1, "{line}");
    assert!(line.contains(expected), "{line}");
    assert!(output.stdout.is_empty(), "{output:?}");
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Runs the program in a folder, with nothing set from outside.
fn twostep(folder: &Path, arguments: &[&str]) -> Output {
    let output = command(folder, arguments).output();
    output.expect("the program runs")
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_twostep"));
    command
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("TWOSTEP_LOG", "error");
    command
}
