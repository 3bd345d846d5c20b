//! an upgrade goes from node to node and may be taken back. Its migration only adds, and the
//! nodes of before serve on, while it is made and while it is taken back.

use crate::counts::assert_counted;
use crate::database::{TestDatabase, server};
use crate::support::{ADMIN, Phone, TestApp};
use diesel::{Connection, PgConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use futures_util::future::join_all;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// What the next version might bring: a table, a column that may be empty, an index.
const ADDITION: EmbeddedMigrations = embed_migrations!("tests/migrations");
const NEWEST: &str = "20990101000000";

/// How often the migration is made and taken back.
const TURNS: usize = 8;
/// Members with a phone: each spends a code a step.
const PHONES: usize = 6;
/// Members who set up their first phone.
const NEW: usize = 8;
/// Who asks for sessions and lists all the time.
const ASKING: usize = 12;

/// Three nodes, and who uses them.
struct World {
    nodes: [TestApp; 3],
    admin: String,
    phones: Vec<(String, Phone)>,
}

impl World {
    async fn make() -> Self {
        let (first, admin) = TestApp::with_admin().await;
        let mut phones = Vec::new();
        for number in 0..PHONES {
            let email = format!("phone{number}@example.com");
            first.invite(&admin, &email, "agent").await;
            let session = first.session_of(&email).await;
            phones.push((email, first.set_up_phone(&session).await.0));
        }
        for number in 0..NEW {
            // Mails stand in the order of their time.
            first.clock.advance(Duration::from_secs(1));
            first.invite(&admin, &new(number), "agent").await;
        }
        Self {
            nodes: [first.another_node(), first.another_node(), first],
            admin,
            phones,
        }
    }

    /// A client does not choose.
    fn node(&self, number: usize) -> &TestApp {
        &self.nodes[number % 3]
    }

    /// Sessions and lists, on one node after the other; one of four signs in for it.
    async fn ask(&self, client: usize, is_over: &AtomicBool) {
        for turn in client.. {
            let session = match client % 4 {
                0 => self.node(turn).session_of(ADMIN).await,
                _ => self.admin.clone(),
            };
            let node = self.node(turn + 1);
            node.get("/me", &session).await.ok();
            node.get("/members?limit=5", &session).await.ok();
            node.get("/members?search=phone", &session).await.ok();
            if is_over.load(Ordering::SeqCst) {
                break;
            }
        }
    }

    /// Members who need a code: the time goes on when all of them have used the last one.
    async fn use_phones(&self, is_over: &AtomicBool) {
        for turn in 0.. {
            self.node(0).clock.advance(Duration::from_secs(30));
            let checks = (0..PHONES).map(|number| self.check_code(turn + number, number));
            tokio::join!(join_all(checks), self.set_up_phone(turn));
            if is_over.load(Ordering::SeqCst) && turn >= NEW {
                break;
            }
        }
    }

    async fn check_code(&self, turn: usize, number: usize) {
        let (email, phone) = &self.phones[number];
        let flow = self.node(turn).sign_in(email).await.ok();
        let node = self.node(turn + 1);
        let body = json!({ "code": phone.code(&node.clock) });
        let flow = flow.text("/flow_token");
        let done = node.post("/sign-in/code", &flow, &body).await.ok();
        let session = done.text("/session/token");
        self.node(turn + 2).get("/me", &session).await.ok();
    }

    async fn set_up_phone(&self, number: usize) {
        if number < NEW {
            let node = self.node(number);
            let session = node.session_of(&new(number)).await;
            let started = node.send("POST", "/me/enrollment", &session, None).await;
            node.enroll(&started.ok().text("/flow_token")).await;
        }
    }
}

fn new(number: usize) -> String {
    format!("new{number}@example.com")
}

/// As the first newer node does it when it starts, and the operator who takes the upgrade back.
fn upgrade_and_take_back(database: &TestDatabase) {
    let mut connection = PgConnection::establish(&database.url_text()).expect("the database");
    let made = connection.run_pending_migrations(ADDITION);
    let made: Vec<String> = made
        .expect("a way on")
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(made, [NEWEST]);
    let reverted = connection.revert_last_migration(ADDITION);
    assert_eq!(reverted.expect("a way back").to_string(), NEWEST);
}

/// no request meets an error while a newer node adds tables, columns and indexes, nor while
/// they are taken back; what the nodes count meanwhile is right.
#[actix_web::test]
async fn tables_change_under_nodes_that_serve() {
    if server().is_none() {
        return;
    }
    let world = World::make().await;
    let is_over = AtomicBool::new(false);
    let database = Arc::clone(&world.nodes[0].database);
    let change = move || {
        for _ in 0..TURNS {
            upgrade_and_take_back(&database);
        }
    };
    let changing = async {
        let changed = tokio::task::spawn_blocking(change).await;
        is_over.store(true, Ordering::SeqCst);
        changed.expect("the tables change");
    };
    let asking = (0..ASKING).map(|client| world.ask(client, &is_over));
    tokio::join!(changing, join_all(asking), world.use_phones(&is_over));
    assert_counted(&world.nodes[0].context.db).await;
}
