//! Sealing anew, stopped and killed half-way, beside a server at work.

use crate::keys::sealed_passwords;
use crate::recovery::agent_with_phone;
use crate::support::{AGENT, TestApp};
use diesel::prelude::*;
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::members::Role;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Output, Stdio};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Command;
use twostep::people::members::{self, EmailAddress, FirstProof, NewMember};
use twostep::people::organizations;
use twostep::platform::crypto::keys::Purpose;
use twostep::platform::db::schema;
use twostep::platform::new_id::new_id;
use twostep::protection::keyring::{self, Rekey};

/// More than one batch, by far.
const CROWD: usize = 1000;

/// Members in one write, which a server has to take within the time that a request waits for it.
const BATCH: usize = 100;

/// Members with sealed passwords, apart from those who sign in.
async fn crowd(app: &TestApp) {
    for start in (0..CROWD).step_by(BATCH) {
        add_to_crowd(app, start).await;
    }
}

async fn add_to_crowd(app: &TestApp, start: usize) {
    let context = app.context.clone();
    let fill = move |connection: &mut _| {
        let id: String = schema::organizations::table
            .select(schema::organizations::id)
            .first(connection)?;
        let id = OrganizationId(id.parse().expect("an id"));
        let organization = organizations::find(connection, id)?.expect("the organization");
        for n in start..start + BATCH {
            let id = MemberId(new_id(context.clock.now()));
            let email = EmailAddress::parse(&format!("m{n}@example.com")).expect("an address");
            let phc = format!("phc {n}");
            let new = NewMember {
                id,
                organization,
                email: &email,
                display_name: "Crowd",
                role: Role::Agent,
                proof: FirstProof::Password(members::seal_password(
                    &context,
                    organization.id,
                    id,
                    &phc,
                )),
            };
            assert!(members::create(connection, &new, context.clock.now())?.is_some());
        }
        Ok(())
    };
    app.context.db.write(fill).await.expect("a crowd");
}

/// Adds a key, makes it the active one, and starts the server with it.
async fn change_key(app: &mut TestApp) {
    let (ring, name) = app.context.keys.with_new_key();
    let ring = ring.activated(&name).expect("a key of the ring");
    app.restart(app.context.db.clone(), ring.clone());
    keyring::activate(&app.context, ring).await.expect("noted");
    let file = app.folder.path().join("keys");
    fs::write(&file, app.context.keys.to_file_text().as_bytes()).expect("a key file");
    fs::set_permissions(&file, Permissions::from_mode(0o600)).expect("its mode");
}

/// How many passwords do not open; the crowd's are looked at one by one.
async fn count_unreadable(app: &TestApp) -> usize {
    let rows = sealed_passwords(app).await;
    assert!(rows.len() > CROWD);
    rows.iter()
        .filter(|(organization, id, sealed)| {
            let keys = &app.context.keys;
            keys.open(Purpose::Password, &[organization, id], sealed)
                .is_err()
        })
        .count()
}

fn program(app: &TestApp, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_twostep"));
    command
        .args(arguments)
        .current_dir(app.folder.path())
        .env_clear()
        .env("TWOSTEP_KEY_FILE", "keys")
        .env("TWOSTEP_DATABASE_URL", app.database.url_text())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

pub(crate) async fn run(app: &TestApp, arguments: &[&str]) -> Output {
    program(app, arguments)
        .output()
        .await
        .expect("the program runs")
}

/// Kills `rekey` after some lines of its progress; `false` when it was done before that.
async fn kill_after(app: &TestApp, lines: usize) -> bool {
    let mut child = program(app, &["rekey"]).spawn().expect("the program");
    let mut progress = BufReader::new(child.stdout.take().expect("its output")).lines();
    for _ in 0..lines {
        if progress.next_line().await.expect("a line").is_none() {
            child.wait().await.expect("its end");
            return false;
        }
    }
    child.kill().await.expect("it runs");
    true
}

async fn kill(times: usize) {
    let (mut app, _, phone) = agent_with_phone().await;
    keyring::key_check(&app.context).await.expect("own keys");
    crowd(&app).await;
    change_key(&mut app).await;
    let (mut killed, mut finished, mut random) = (0, 0, 7_usize);
    while killed < times {
        random = random.wrapping_mul(25_173).wrapping_add(13_849) % 65_536;
        let (was_killed, _) = tokio::join!(
            kill_after(&app, random % 12),
            app.sign_in_with(AGENT, &phone),
        );
        if was_killed {
            killed += 1;
        } else {
            finished += 1;
            change_key(&mut app).await;
        }
        assert_eq!(count_unreadable(&app).await, 0);
    }
    println!("{killed} kills, {finished} walks to the end, {CROWD} members");
    let done = run(&app, &["rekey"]).await;
    assert!(done.status.success(), "{done:?}");
    let active = app.context.keys.active_id().to_owned();
    let old: Vec<String> = app.context.keys.ids().map(str::to_owned).collect();
    let mut ring = app.context.keys.as_ref().clone();
    for id in old.iter().filter(|id| **id != active) {
        let removed = run(&app, &["keys", "remove", id]).await;
        assert!(removed.status.success(), "{removed:?}");
        ring = ring.without(id).expect("not the active key");
    }
    app.restart(app.context.db.clone(), ring);
    assert_eq!(count_unreadable(&app).await, 0);
    app.sign_in_with(AGENT, &phone).await;
}

/// C-03: killed at random moments while people sign in; nobody is locked out, and the old keys go
/// once a walk came to its end.
#[actix_web::test]
async fn rekey_is_killed() {
    kill(4).await;
}

/// C-03: the same fifty times: `cargo test -p twostep --test api -- --ignored
/// rekey_is_killed_fifty_times --nocapture`.
#[actix_web::test]
#[ignore = "takes a minute"]
async fn rekey_is_killed_fifty_times() {
    kill(50).await;
}

/// C-03 (resumable, old key): stopped after any number of steps, it goes on from what is left, and the old key is held
/// back until the end.
#[actix_web::test]
async fn rekey_goes_on_where_it_was() {
    let (mut app, _, phone) = agent_with_phone().await;
    keyring::key_check(&app.context).await.expect("own keys");
    crowd(&app).await;
    change_key(&mut app).await;
    let all = keyring::usage(&app.context).await.expect("a database")[0].total();
    let (mut done, mut steps) = (0, 1);
    loop {
        let mut rekey = Rekey::start();
        let mut is_more = true;
        for _ in 0..steps {
            is_more = is_more && rekey.step(&app.context).await.expect("a database");
        }
        done += i64::try_from(rekey.done).expect("few");
        assert_eq!(count_unreadable(&app).await, 0);
        let left = keyring::usage(&app.context).await.expect("a database")[0].total();
        assert_eq!(left, all - done);
        let removed = keyring::remove(&app.context, "k1".into()).await;
        assert_eq!(removed.expect("a database").is_ok(), left == 0);
        if !is_more {
            assert_eq!(left, 0);
            break;
        }
        steps += 1;
    }
    app.sign_in_with(AGENT, &phone).await;
}
