//! Test organizations: who makes and deletes them, how many there are, and what goes with them.

use crate::api_tokens::{reauthenticate, token};
use crate::attacks::other_administrator;
use crate::rows::{count_events, details_of};
use crate::support::{ADMIN, AGENT, Answer, TestApp};
use diesel::prelude::*;
use futures_util::future::join_all;
use serde_json::{Value, json};
use shared_types::sandboxes::FIXED_CODE;
use std::collections::BTreeSet;
use std::time::Duration;
use twostep::application::sweeper::sweep_once;
use twostep::platform::db::DbConnection;
use twostep::platform::db::schema::{
    api_tokens, challenges, member_counts, members, organizations, outbox, policies, rules,
    sign_ins, totp_devices, verifications, webhooks,
};
use twostep::programs::sandboxes::create_by_host;
use twostep::record::audit::Action;

/// A test organization of the first administrator's organization, as a test of somebody else begins with it.
pub(crate) struct Sandbox {
    pub(crate) id: String,
    pub(crate) short_name: String,
    pub(crate) email: String,
    password: String,
    pub(crate) token: String,
}

impl Sandbox {
    pub(crate) async fn make(app: &TestApp, admin: &str) -> Self {
        Self::of(&make(app, admin, "Acme tests").await.ok().body)
    }

    fn of(made: &Value) -> Self {
        let text = |pointer: &str| {
            let found = made.pointer(pointer).and_then(Value::as_str);
            found
                .unwrap_or_else(|| panic!("{pointer}: {made}"))
                .to_owned()
        };
        Self {
            id: text("/id"),
            short_name: text("/short_name"),
            email: text("/administrator/email"),
            password: text("/administrator/password"),
            token: text("/api_token"),
        }
    }

    /// The right password of the administrator.
    pub(crate) async fn sign_in(&self, app: &TestApp) -> Answer {
        let body = json!({
            "organization": self.short_name, "email": self.email, "password": self.password,
        });
        app.post("/sign-in", "", &body).await.ok()
    }

    /// A session of the administrator, who has no device.
    pub(crate) async fn session(&self, app: &TestApp) -> String {
        self.sign_in(app).await.text("/session/token")
    }

    /// A session of the administrator, who has a device from now on: set up with the fixed code alone.
    pub(crate) async fn enroll(&self, app: &TestApp) -> String {
        let session = self.session(app).await;
        let flow = app.send("POST", "/me/enrollment", &session, None).await;
        let flow = flow.ok().text("/flow_token");
        app.send("POST", "/enrollment/email", &flow, None)
            .await
            .ok();
        let code = json!({ "code": FIXED_CODE });
        app.post("/enrollment/email/verify", &flow, &code)
            .await
            .ok();
        app.get("/enrollment/device", &flow).await.ok();
        let confirmed = app.post("/enrollment/device/confirm", &flow, &code).await;
        let flow = confirmed.ok().text("/flow_token");
        let done = app.post("/sign-in/code", &flow, &code).await.ok();
        done.text("/session/token")
    }
}

pub(crate) async fn make(app: &TestApp, admin: &str, name: &str) -> Answer {
    app.post("/sandboxes", admin, &json!({ "name": name }))
        .await
}

async fn list(app: &TestApp, session: &str) -> Value {
    app.get("/sandboxes", session).await.ok().body["items"].clone()
}

async fn delete(app: &TestApp, session: &str, id: &str) -> Answer {
    app.send("DELETE", &format!("/sandboxes/{id}"), session, None)
        .await
}

/// N-01: what a test needs to begin is shown once: administrator, password and token, all of which work; nothing of
/// it stands in the list, and it counts in no total of the live organization.
#[actix_web::test]
async fn an_integrator_begins_with_one_answer() {
    let (app, admin) = TestApp::with_admin().await;
    let before = app.get("/members", &admin).await.ok().body;
    let answer = make(&app, &admin, "Acme tests").await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.text("/name"), "Acme tests");
    let sandbox = Sandbox::of(&answer.body);
    assert_eq!(sandbox.short_name, "acme-tests");
    let me = app.get("/me", &sandbox.session(&app).await).await.ok();
    assert_eq!(me.text("/role"), "admin");
    assert_eq!(me.text("/organization/kind"), "test");
    assert_eq!(me.text("/organization/id"), sandbox.id);
    let own = app.get("/api-tokens/self", &sandbox.token).await.ok();
    assert_eq!(own.body["scopes"].as_array().map(Vec::len), Some(8));
    let members = app.get("/members", &sandbox.token).await.ok();
    assert_eq!(members.text("/items/0/email"), sandbox.email);
    let items = list(&app, &admin).await;
    assert_eq!(items[0]["id"], sandbox.id.as_str());
    assert_eq!(items[0]["members"], 1);
    assert!(!items.to_string().contains(&sandbox.token), "{items}");
    assert_eq!(app.get("/members", &admin).await.ok().body, before);
    assert_eq!(
        app.get("/me", &admin).await.text("/organization/kind"),
        "live"
    );
    let recorded = details_of(&app.context.db, Action::SandboxCreated).await;
    assert_eq!(
        recorded,
        [json!({ "sandbox": sandbox.id, "name": "Acme tests" })]
    );
}

/// S-12, A-01, K-04: administrators with a fresh session make and delete them; no token, and no test organization.
#[actix_web::test]
async fn administrators_who_proved_themselves_make_them() {
    let (app, admin) = TestApp::with_admin().await;
    let sandbox = Sandbox::make(&app, &admin).await;
    let program = token(&app, &admin, &["members:write", "policy:write"]).await;
    make(&app, &program, "X").await.refused(403, "forbidden");
    make(&app, &sandbox.token, "X")
        .await
        .refused(403, "forbidden");
    let inside = sandbox.session(&app).await;
    make(&app, &inside, "X").await.refused(409, "conflict");
    let named = make(&app, &admin, " ").await;
    assert_eq!(named.field_errors()[0].0, "name");
    app.clock.advance(Duration::from_mins(6));
    make(&app, &admin, "X")
        .await
        .refused(403, "reauthentication_required");
    delete(&app, &admin, &sandbox.id)
        .await
        .refused(403, "reauthentication_required");
}

/// N-01: five an organization, however many are asked for at once; each with names of its own.
#[actix_web::test]
async fn an_organization_has_five() {
    let (app, admin) = TestApp::with_admin().await;
    let node = app.another_node();
    let tries = (0..12).map(|number| {
        let app = if number % 2 == 0 { &app } else { &node };
        make(app, &admin, "Acme tests")
    });
    let answers = join_all(tries).await;
    let made: BTreeSet<String> = answers
        .iter()
        .filter(|answer| answer.status == 201)
        .map(|answer| answer.text("/short_name"))
        .collect();
    assert_eq!(made.len(), 5, "{answers:?}");
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        answer.refused(409, "conflict");
    }
    assert_eq!(list(&app, &admin).await.as_array().map(Vec::len), Some(5));
    let stranger = other_administrator(&app).await;
    make(&app, &stranger, "Acme tests").await.ok();
    let first = list(&app, &admin).await[0]["id"].clone();
    assert_eq!(
        delete(&app, &admin, first.as_str().expect("an id"))
            .await
            .status,
        204
    );
    make(&app, &admin, "Acme tests").await.ok();
    make(&app, &admin, "Acme tests")
        .await
        .refused(409, "conflict");
}

/// an administrator of another organization neither sees nor deletes them, and a live organization is deleted
/// by nobody.
#[actix_web::test]
async fn another_organization_does_not_find_them() {
    let (app, admin) = TestApp::with_admin().await;
    let sandbox = Sandbox::make(&app, &admin).await;
    let stranger = other_administrator(&app).await;
    assert_eq!(list(&app, &stranger).await, json!([]));
    let own = app.get("/me", &admin).await.text("/organization/id");
    for id in [&sandbox.id, &own] {
        delete(&app, &stranger, id).await.refused(404, "not_found");
    }
    delete(&app, &admin, &own).await.refused(404, "not_found");
    let inside = sandbox.session(&app).await;
    delete(&app, &inside, &sandbox.id)
        .await
        .refused(404, "not_found");
    app.get("/members", &sandbox.token).await.ok();
    for path in ["/sandbox/mails", "/sandbox/clock"] {
        app.get(path, &admin).await.refused(404, "not_found");
    }
}

/// How many rows there are of all that belongs to an organization: of its tables, each.
async fn count_rows(app: &TestApp) -> Vec<i64> {
    let count = |connection: &mut DbConnection| {
        Ok(vec![
            organizations::table.count().get_result(connection)?,
            members::table.count().get_result(connection)?,
            totp_devices::table.count().get_result(connection)?,
            sign_ins::table.count().get_result(connection)?,
            api_tokens::table.count().get_result(connection)?,
            webhooks::table.count().get_result(connection)?,
            challenges::table.count().get_result(connection)?,
            verifications::table.count().get_result(connection)?,
            outbox::table.count().get_result(connection)?,
            policies::table.count().get_result(connection)?,
            rules::table.count().get_result(connection)?,
            member_counts::table
                .filter(member_counts::members.gt(0))
                .count()
                .get_result(connection)?,
        ])
    };
    app.context.db.read(count).await.expect("counts")
}

/// N-01: deleting takes everything with it, and nothing of anybody else; its sessions and tokens end at once.
#[actix_web::test]
async fn deleting_leaves_nothing() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let before = count_rows(&app).await;
    let sandbox = Sandbox::make(&app, &admin).await;
    let inside = sandbox.enroll(&app).await;
    let body = json!({ "email": AGENT, "display_name": "Jo Doe", "role": "agent" });
    app.post("/members", &inside, &body).await.ok();
    let hook = json!({ "url": "https://hooks.example.com/", "events": ["device.reset"] });
    app.post("/webhooks", &inside, &hook).await.ok();
    let asked = json!({ "member": sandbox.email, "code": FIXED_CODE });
    let answered = app.post("/verifications", &sandbox.token, &asked).await;
    assert_eq!(answered.ok().text("/result"), "accepted");
    let wanted = json!({ "member": sandbox.email, "purpose": "connect" });
    crate::challenges::make(&app, &sandbox.token, &wanted).await;
    assert_ne!(count_rows(&app).await, before);
    reauthenticate(&app, &admin).await;
    assert_eq!(delete(&app, &admin, &sandbox.id).await.status, 204);
    assert_eq!(count_rows(&app).await, before);
    delete(&app, &admin, &sandbox.id)
        .await
        .refused(404, "not_found");
    assert_eq!(app.get("/me", &inside).await.status, 401);
    assert_eq!(app.get("/members", &sandbox.token).await.status, 401);
    assert_eq!(app.get("/me", &admin).await.text("/email"), ADMIN);
    assert_eq!(list(&app, &admin).await, json!([]));
    assert_eq!(
        details_of(&app.context.db, Action::SandboxDeleted).await,
        [json!({ "sandbox": sandbox.id, "name": "Acme tests" })]
    );
}

/// What a program that was stopped left behind is gone on with.
#[actix_web::test]
async fn the_sweep_goes_on_with_a_deletion() {
    let (app, admin) = TestApp::with_admin().await;
    let before = count_rows(&app).await;
    let sandbox = Sandbox::make(&app, &admin).await;
    let (id, now) = (sandbox.id.clone(), app.clock.now());
    let close = move |connection: &mut DbConnection| {
        diesel::update(organizations::table.filter(organizations::id.eq(id)))
            .set(organizations::closed_at.eq(now.micros()))
            .execute(connection)
    };
    app.context.db.write(close).await.expect("closed");
    sweep_once(&app.context).await.expect("a sweep");
    assert_eq!(count_rows(&app).await, before);
}

/// The operator makes one that no live organization lists; it is never the first organization, which needs no name.
#[actix_web::test]
async fn the_operator_makes_one_too() {
    let app = TestApp::start();
    let made = create_by_host(&app.context, "Guides".to_owned())
        .await
        .expect("a test organization");
    let sandbox = Sandbox::of(&serde_json::to_value(&made).expect("JSON"));
    let admin = app.set_up().await;
    assert_eq!(list(&app, &admin).await, json!([]));
    let first = app.get("/organization", "").await.ok();
    assert_eq!(first.text("/kind"), "live");
    assert_eq!(first.body["is_first"], true);
    // A sandbox is no other organization to choose.
    assert_eq!(first.body["is_only"], true);
    let path = format!("/organization?short_name={}", sandbox.short_name);
    let shown = app.get(&path, "").await.ok();
    assert_eq!(shown.text("/kind"), "test");
    assert_eq!(shown.body["is_first"], false);
    assert_eq!(shown.body["is_only"], false);
    sandbox.session(&app).await;
    delete(&app, &admin, &sandbox.id)
        .await
        .refused(404, "not_found");
    let url = app.database.url();
    assert_eq!(count_events(url, Action::SandboxCreated).await, 1);
}

/// N-01: a test organization is small: a hundred members, however many are invited at once.
#[actix_web::test]
async fn a_test_organization_has_a_hundred_members() {
    let (app, admin) = TestApp::with_admin().await;
    let sandbox = Sandbox::make(&app, &admin).await;
    let fill = |connection: &mut DbConnection| {
        let numbers = crate::rows::NumberedMembers {
            numbers: 1..=97,
            name: "Name",
            role: "agent",
        };
        numbers.insert(connection)?;
        let last = organizations::table.select(diesel::dsl::max(organizations::key));
        let last: Option<i64> = last.get_result(connection)?;
        diesel::update(members::table.filter(members::email.like("m%")))
            .set(members::organization.eq(last.expect("organizations")))
            .execute(connection)
    };
    app.context.db.write(fill).await.expect("members");
    let tries = (0..6).map(|number| {
        let body = json!({ "email": format!("n{number}@example.com"), "display_name": "N" });
        let (app, sandbox) = (&app, &sandbox);
        async move { app.post("/members", &sandbox.token, &body).await }
    });
    let answers = join_all(tries).await;
    let made = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(made, 2, "{answers:?}");
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        answer.refused(409, "conflict");
    }
    let body = json!({ "email": AGENT, "display_name": "Jo" });
    app.post("/members", &admin, &body).await.ok();
}
