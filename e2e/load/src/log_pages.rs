//! What a code check writes to the log of a file, without a clock: how many pages change, and how many
//! bytes are made durable. The rows of the members lie scattered, as on a real day; in order, neighbours
//! would share pages.

use crate::commits::Commits;
use crate::numbers::Numbers;
use crate::written::{FRAME_HEAD, LogIndex, page_size};
use crate::{program, seed};
use actix_web::dev::Service as _;
use actix_web::test::{TestRequest, init_service};
use serde_json::json;
use shared_types::limits::{AUDIT_RETENTION, INVITATIONS_PER_HOUR};
use std::fs::{self, File};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use tempfile::TempDir;
use twostep::application::app::{self, Parts};
use twostep::platform::breached::BreachedPasswords;
use twostep::platform::clock::Clock;
use twostep::platform::context::Context;
use twostep::platform::crypto::hasher::Hasher;
use twostep::platform::crypto::keys::KeyRing;
use twostep::platform::crypto::password::PasswordCost;
use twostep::platform::crypto::totp::Window;
use twostep::platform::db::{DatabaseUrl, Db, DbConnection};
use twostep::platform::http::HttpSettings;
use twostep::platform::ldap::Directories;
use twostep::platform::notes::Notes;
use twostep::platform::outbound::Outbound;
use twostep::platform::repeats::Repeats;

/// Enough that the rows of a group lie on different pages.
const MEMBERS: u32 = 10_000;
/// Code checks of each kind.
const CHECKS: u32 = 640;

/// What a code check may write at most: the pages, and the bytes of the log.
struct Limit {
    group: u32,
    pages: f64,
    bytes: f64,
}

/// The figures of today with a tenth more.
const LIMITS: [Limit; 2] = [
    Limit {
        group: 1,
        pages: 3.4,
        bytes: 14_000.0,
    },
    Limit {
        group: 64,
        pages: 1.4,
        bytes: 5_750.0,
    },
];

#[actix_web::test]
async fn a_code_check_changes_few_pages() {
    let installation = Installation::new().await;
    let app = init_service(app::build(&installation.parts)).await;
    let numbers = Numbers::every_other(1, MEMBERS);
    for limit in LIMITS {
        let before = installation.commits.count().expect("a count");
        let (mut last, mut frames) = (installation.log(), 0);
        for _ in 0..CHECKS / limit.group {
            let release = installation.keep_writer_busy();
            let members = (0..limit.group).filter_map(|_| numbers.take());
            let checks: Vec<_> = members
                .map(|number| actix_web::rt::spawn(app.call(check_code(number).to_request())))
                .collect();
            // Every check gets as far as the writer.
            for _ in 0..=limit.group {
                tokio::task::yield_now().await;
            }
            drop(release);
            for check in checks {
                let answer = check.await.expect("no panic").expect("an answer");
                assert_eq!(answer.status(), 200);
            }
            let now = installation.log();
            frames += now.frames_since(last);
            last = now;
        }
        let pages = f64::from(u32::try_from(frames).expect("few")) / f64::from(CHECKS);
        let frame = u32::try_from(installation.page_size + FRAME_HEAD).expect("a page");
        let bytes = pages * f64::from(frame);
        let found = format!(
            "groups of {}: {pages:.2} pages, {bytes:.0} bytes",
            limit.group
        );
        println!("{found}");
        assert!(pages <= limit.pages && bytes <= limit.bytes, "{found}");
        let commits = installation.commits.count().expect("a count") - before;
        let groups = i64::from(CHECKS / limit.group);
        assert_eq!(commits, groups, "each group is one commit");
    }
}

fn check_code(number: u32) -> TestRequest {
    let token = format!("Bearer {}", seed::flow_token(number));
    TestRequest::post()
        .uri("/api/v1/sign-in/code")
        .insert_header(("authorization", token))
        .set_json(json!({ "code": seed::code(number) }))
}

/// A database of members whose codes are known, and the program's app on it.
struct Installation {
    parts: Parts,
    db: Db,
    commits: Commits,
    index: File,
    page_size: u64,
    _folder: TempDir,
}

impl Installation {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        seed::fill(folder.path(), MEMBERS).await.expect("members");
        let keys = fs::read_to_string(folder.path().join("twostep.keys")).expect("the keys");
        let database = program::database_of(folder.path());
        let db = Db::open(&DatabaseUrl::Sqlite(database.clone())).expect("a database");
        let context = Context {
            db: db.clone(),
            clock: Clock::System,
            keys: Arc::new(KeyRing::parse(&keys).expect("keys")),
            hasher: Hasher::new(PasswordCost::DEFAULT),
            directories: Directories::default(),
            repeats: Repeats::default(),
            notes: Notes::default(),
            code_window: Window::default(),
            public_url: "http://localhost:8080".into(),
            invitations_per_hour: INVITATIONS_PER_HOUR,
            breached: BreachedPasswords::default(),
            audit_retention: AUDIT_RETENTION,
            outbound: Outbound::default(),
        };
        let mut index = database.clone().into_os_string();
        index.push("-shm");
        Self {
            parts: Parts::new(context, HttpSettings::default(), None),
            db,
            commits: Commits::of_file(&database),
            index: File::open(PathBuf::from(index)).expect("the index of the log"),
            page_size: page_size(&database).expect("a page size"),
            _folder: folder,
        }
    }

    fn log(&self) -> LogIndex {
        LogIndex::read(&self.index).expect("the index of the log")
    }

    /// The writer waits until the sender is dropped; what comes meanwhile is written together.
    fn keep_writer_busy(&self) -> Sender<()> {
        let (release, released) = channel();
        let db = self.db.clone();
        drop(actix_web::rt::spawn(async move {
            let wait = move |_: &mut DbConnection| {
                // It ends when the sender is dropped.
                let _ = released.recv();
                Ok(())
            };
            db.write(wait).await
        }));
        release
    }
}
