//! An installation with an administrator, and a flow that waits for a code by e-mail.

use crate::wait_for;
use actix_web::test::{TestRequest, call_and_read_body_json, init_service};
use serde_json::{Value, json};
use shared_types::limits::{AUDIT_RETENTION, INVITATIONS_PER_HOUR};
use shared_types::time::Time;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use tempfile::TempDir;
use twostep::application::app::Parts;
use twostep::platform::breached::BreachedPasswords;
use twostep::platform::clock::Clock;
use twostep::platform::notes::Notes;
use twostep::platform::outbound::Outbound;
use twostep::platform::repeats::Repeats;
use twostep::platform::context::Context;
use twostep::platform::crypto::hasher::Hasher;
use twostep::platform::crypto::password::PasswordCost;
use twostep::platform::crypto::keys::KeyRing;
use twostep::platform::crypto::totp::Window;
use twostep::platform::db::{DatabaseUrl, Db};
use twostep::platform::http::HttpSettings;

const PASSWORD: &str = "violet anchor breakfast";

/// An installation.
pub struct World {
    /// What its app is made of.
    pub parts: Parts,
    admin: String,
    flow: String,
    member: String,
    _folder: TempDir,
}

thread_local! {
    static CURRENT: RefCell<(u32, Option<Rc<World>>)> = const { RefCell::new((0, None)) };
}

/// The world of now; after `shared` requests it is a new one.
pub fn current(shared: u32) -> Rc<World> {
    CURRENT.with_borrow_mut(|(count, world)| {
        if *count >= shared {
            (*count, *world) = (0, None);
        }
        *count += 1;
        Rc::clone(world.get_or_insert_with(|| Rc::new(wait_for(World::new()))))
    })
}

impl World {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = DatabaseUrl::Sqlite(folder.path().join("fuzz.sqlite"));
        let context = Context {
            db: Db::open(&url).expect("a database"),
            clock: Clock::manual(Time::from_micros(1_800_000_000_000_000)),
            keys: Arc::new(KeyRing::generate()),
            hasher: Hasher::new(PasswordCost::DEFAULT),
            repeats: Repeats::default(),
            notes: Notes::default(),
            code_window: Window::default(),
            public_url: "http://localhost:8080".into(),
            invitations_per_hour: INVITATIONS_PER_HOUR,
            breached: BreachedPasswords::default(),
            audit_retention: AUDIT_RETENTION,
            outbound: Outbound::default(),
        };
        let token = twostep::account::setup::issue_first_token(&context).await;
        let token = token.expect("a database").expect("a token");
        let mut world = Self {
            parts: Parts::new(context, HttpSettings::default(), None),
            admin: String::new(),
            flow: String::new(),
            member: String::new(),
            _folder: folder,
        };
        let setup = json!({
            "setup_token": token.expose(), "organization": "Acme", "email": "a@example.com",
            "display_name": "Ada", "password": PASSWORD,
        });
        let made = world.post("/api/v1/setup", &setup).await;
        world.member = text(&made, "/member_id");
        let sign_in = json!({ "email": "a@example.com", "password": PASSWORD });
        let session = world.post("/api/v1/sign-in", &sign_in).await;
        world.admin = text(&session, "/session/token");
        let started = world.post("/api/v1/me/enrollment", &json!({})).await;
        world.flow = text(&started, "/flow_token");
        world
    }

    /// The text with what this world has in it.
    pub fn fill(&self, text: &str) -> String {
        text.replace("ADMIN", &self.admin)
            .replace("FLOW", &self.flow)
            .replace("MEMBER", &self.member)
    }

    async fn post(&self, path: &str, body: &Value) -> Value {
        let app = init_service(twostep::application::app::build(&self.parts)).await;
        let mut request = TestRequest::post().uri(path).set_json(body);
        if !self.admin.is_empty() {
            request = request.insert_header(("authorization", format!("Bearer {}", self.admin)));
        }
        call_and_read_body_json(&app, request.to_request()).await
    }
}

fn text(answer: &Value, pointer: &str) -> String {
    let found = answer.pointer(pointer).and_then(Value::as_str);
    found.unwrap_or_else(|| panic!("{answer}")).to_owned()
}
