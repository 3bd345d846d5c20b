//! A policy with a plan: an instant, skips and groups.

use crate::rows::details_of;
use crate::short_password::{SHORT, with_short_password};
use crate::support::{ADMIN, AGENT, Answer, PASSWORD, Phone, TestApp};
use futures_util::future::join_all;
use serde_json::{Value, json};
use shared_types::time::Time;
use std::time::Duration;
use twostep::people::members::{self as people, Recount};
use twostep::record::audit::Action;

/// One second before and one after the clocks of Berlin go from two to three (2027-03-28T01:00:00Z).
pub(crate) const BEFORE_SUMMER: &str = "2027-03-28T00:59:59Z";
pub(crate) const SUMMER: &str = "2027-03-28T01:00:00Z";

/// An administrator with a phone, and an agent without.
pub(crate) struct Office {
    pub(crate) app: TestApp,
    phone: Phone,
    pub(crate) agent: String,
}

impl Office {
    pub(crate) async fn open() -> Self {
        let (app, admin) = TestApp::with_admin().await;
        let agent = app.invite(&admin, AGENT, "agent").await;
        let (phone, _) = app.set_up_phone(&admin).await;
        Self { app, phone, agent }
    }

    /// The administrator, signed in a moment ago.
    pub(crate) async fn admin(&self) -> String {
        self.app.clock.advance(Duration::from_secs(30));
        self.app.sign_in_with(ADMIN, &self.phone).await
    }

    pub(crate) fn set(&self, clock: &str) {
        let time = Time::parse(clock).expect("a time");
        assert!(time > self.app.clock.now());
        self.app.clock.set(time);
    }

    /// `PUT /policy` with the version that stands.
    pub(crate) async fn put(&self, mut body: Value) -> Answer {
        let admin = self.admin().await;
        let policy = self.app.get("/policy", &admin).await.ok();
        body["version"] = policy.body["version"].clone();
        self.app.send("PUT", "/policy", &admin, Some(&body)).await
    }

    pub(crate) async fn member(&self) -> Value {
        let admin = self.admin().await;
        let path = format!("/members/{}", self.agent);
        self.app.get(&path, &admin).await.ok().body
    }

    async fn later(&self, flow: &Answer) -> Answer {
        let flow = flow.text("/flow_token");
        self.app.send("POST", "/sign-in/later", &flow, None).await
    }

    pub(crate) async fn group(&self, name: &str) -> String {
        let admin = self.admin().await;
        let made = self
            .app
            .post("/groups", &admin, &json!({ "name": name }))
            .await;
        assert_eq!(made.status, 201);
        let groups = json!({ "groups": [name] });
        let path = format!("/members/{}", self.agent);
        self.app
            .send("PATCH", &path, &admin, Some(&groups))
            .await
            .ok();
        made.text("/id")
    }
}

pub(crate) fn from(at: &str) -> Value {
    json!({ "at": at, "zone": "Europe/Berlin" })
}

/// `PUT /members/{id}/exemption`.
pub(crate) fn exemption() -> Value {
    json!({ "until": SUMMER, "reason": "On leave" })
}

pub(crate) fn required_from(at: &str, skips: u8) -> Value {
    json!({ "two_step": "required", "required_from": from(at), "skips": skips })
}

/// A-08 (planned), S-10: a plan without skips asks nothing before its instant, which a change to summer time does not
/// move; from then on sessions without a code are refused and sign-ins lead to a device, and nothing had to happen.
#[actix_web::test]
async fn an_instant_is_waited_for_and_then_holds() {
    let office = Office::open().await;
    let app = &office.app;
    let policy = office.put(required_from(SUMMER, 0)).await.ok();
    assert_eq!(policy.body["required_from"], from(SUMMER));
    assert_eq!(policy.body["may_drop_device"], Value::Null);
    let member = office.member().await;
    assert_eq!(
        (&member["demand"], &member["due_at"]),
        (&json!("none"), &json!(SUMMER))
    );

    office.set(BEFORE_SUMMER);
    let session = app.session_of(AGENT).await;
    let me = app.get("/me", &session).await.ok();
    assert_eq!(
        (&me.body["policy"], &me.body["session"]["aal"]),
        (&json!("optional"), &json!(1))
    );
    let waits = app.sign_in(AGENT).await.ok();
    assert_eq!(waits.text("/step"), "done");

    office.set(SUMMER);
    app.get("/me", &session)
        .await
        .refused(403, "second_step_required");
    app.send("POST", "/me/enrollment", &session, None)
        .await
        .refused(403, "second_step_required");
    let due = app.sign_in(AGENT).await.ok();
    assert_eq!(due.text("/step"), "email");
    assert_eq!(due.body.get("skips_left"), None);
    office.later(&due).await.refused(409, "wrong_step");
    let member = office.member().await;
    assert_eq!(
        (&member["demand"], member.get("due_at")),
        (&json!("now"), None)
    );
    let (_, flow) = app.enroll(&due.text("/flow_token")).await;
    assert!(!flow.is_empty());
    assert_eq!(office.member().await["demand"], "none");
}

/// A-08 (skips): with skips each sign-in is asked at once; "Later" gives a session of level 1, which the last skip gives too. A
/// used skip is not given back by another plan, and at the instant every session without a code is refused.
#[actix_web::test]
async fn skips_put_it_off_and_are_not_given_back() {
    let office = Office::open().await;
    let app = &office.app;
    office.put(required_from(SUMMER, 2)).await.ok();
    let mut sessions = Vec::new();
    for left in [2, 1] {
        let member = office.member().await;
        assert_eq!(
            (&member["demand"], &member["skips_left"]),
            (&json!("later"), &json!(left))
        );
        let asked = app.sign_in(AGENT).await.ok();
        assert_eq!(asked.text("/step"), "email");
        assert_eq!(
            (&asked.body["skips_left"], &asked.body["due_at"]),
            (&json!(left), &json!(SUMMER))
        );
        let done = office.later(&asked).await.ok();
        assert_eq!(done.text("/step"), "done");
        assert_eq!(
            (&done.body["session"]["aal"], done.body.get("due_at")),
            (&json!(1), None)
        );
        office.later(&asked).await.refused(401, "flow_expired");
        sessions.push(done.text("/session/token"));
    }
    let details = details_of(&app.context.db, Action::SecondStepPutOff).await;
    assert_eq!(
        details,
        [json!({ "skips_left": 1 }), json!({ "skips_left": 0 })]
    );
    let last = app.sign_in(AGENT).await.ok();
    assert_eq!(
        (last.text("/step").as_str(), last.body.get("skips_left")),
        ("email", None)
    );
    office.later(&last).await.refused(409, "wrong_step");
    for session in &sessions {
        app.get("/me", session).await.ok();
    }
    assert_eq!(office.member().await["demand"], "now");

    let mut more = required_from(SUMMER, 3);
    let refused = office.put(more.clone()).await;
    assert_eq!(refused.field_errors(), [("reason", "required")]);
    more["reason"] = json!("The shop is busy");
    office.put(more).await.ok();
    let one_more = app.sign_in(AGENT).await.ok();
    assert_eq!(one_more.body["skips_left"], 1);
    app.prove_mailbox(&one_more.text("/flow_token")).await;
    let proven = app
        .get("/sign-in", &one_more.text("/flow_token"))
        .await
        .ok();
    assert_eq!(
        (proven.text("/step").as_str(), &proven.body["skips_left"]),
        ("enroll", &json!(1))
    );
    office.set(BEFORE_SUMMER);
    let asked = app.sign_in(AGENT).await.ok();
    let session = office.later(&asked).await.ok().text("/session/token");
    app.get("/me", &session).await.ok();
    office.set(SUMMER);
    app.get("/me", &session)
        .await
        .refused(403, "second_step_required");
}

/// A-08 (skips): of requests at once that have one skip left between them one gets it, on one flow and on several.
#[actix_web::test]
async fn one_skip_is_used_once() {
    let office = Office::open().await;
    let app = &office.app;
    office.put(required_from(SUMMER, 1)).await.ok();
    let mut flows = Vec::new();
    for _ in 0..5 {
        flows.push(app.sign_in(AGENT).await.ok());
    }
    let twice = flows.iter().chain(&flows);
    let answers = join_all(twice.map(|flow| office.later(flow))).await;
    let done = answers.iter().filter(|answer| answer.status == 200);
    assert_eq!(done.count(), 1, "{answers:?}");
    assert_eq!(office.member().await["skips_left"], 0);
}

/// A-08 (skips), P-03: whose password is too short to sign in alone replaces it before it may be put off.
#[actix_web::test]
async fn a_short_password_is_replaced_before_it_is_put_off() {
    let (app, admin) = with_short_password().await;
    let policy = app.get("/policy", &admin).await.ok();
    let mut plan = required_from(SUMMER, 1);
    plan["version"] = policy.body["version"].clone();
    plan["reason"] = json!("Give them time");
    app.send("PUT", "/policy", &admin, Some(&plan)).await.ok();
    let body = json!({ "email": AGENT, "password": SHORT });
    let asked = app.post("/sign-in", "", &body).await.ok();
    assert_eq!(asked.text("/step"), "password");
    let flow = asked.text("/flow_token");
    app.send("POST", "/sign-in/later", &flow, None)
        .await
        .refused(409, "wrong_step");
    let longer = json!({ "new_password": PASSWORD });
    let replaced = app.post("/sign-in/password", &flow, &longer).await.ok();
    assert_eq!(
        (
            replaced.text("/step").as_str(),
            &replaced.body["skips_left"]
        ),
        ("email", &json!(1))
    );
    let flow = replaced.text("/flow_token");
    let done = app.send("POST", "/sign-in/later", &flow, None).await.ok();
    assert_eq!(done.body["session"]["aal"], 1);
}

/// A-08 (groups): of the rules of everybody and of a member's groups the strictest counts, in the moment in which the groups
/// change; a group that the policy names is not deleted, and no member is lost in the counts.
#[actix_web::test]
async fn a_group_is_asked_for_more() {
    let office = Office::open().await;
    let app = &office.app;
    let night = office.group("Night").await;
    let before = app
        .get("/policy/preview", &office.admin().await)
        .await
        .ok()
        .body;
    let groups = json!([{ "group": night, "two_step": "required" }]);
    office
        .put(json!({ "two_step": "optional", "groups": groups }))
        .await
        .ok();
    assert_eq!(app.sign_in(AGENT).await.ok().text("/step"), "email");
    let admin = office.admin().await;
    let path = format!("/members/{}", office.agent);
    let move_to = async |groups: Value| {
        let body = json!({ "groups": groups });
        let moved = app.send("PATCH", &path, &admin, Some(&body)).await.ok();
        moved.body["demand"].clone()
    };
    app.post("/groups", &admin, &json!({ "name": "Day" })).await;
    assert_eq!(move_to(json!([])).await, "none");
    assert_eq!(move_to(json!(["Day"])).await, "none");
    assert_eq!(move_to(json!(["Day", "Night"])).await, "now");
    let night_path = format!("/groups/{night}");
    app.send("DELETE", &night_path, &admin, None)
        .await
        .refused(409, "conflict");
    let after = app.get("/policy/preview", &admin).await.ok().body;
    assert_eq!(
        (&before["active"], &before["not_set_up"]),
        (&after["active"], &after["not_set_up"])
    );
    let counts = app.context.db.read(people::recount).await.expect("counts");
    assert!(counts.iter().all(Recount::is_right), "{counts:?}");
    let recorded = details_of(&app.context.db, Action::PolicyChanged).await;
    assert_eq!(
        recorded[0]["group_rules"],
        json!([{ "group": night, "after": "required" }])
    );

    // Who is made in the group is asked too, and taking it out of the plan asks for a reason.
    let body = json!({ "email": "new@example.com", "display_name": "New", "groups": ["Night"] });
    let made = app.post("/members", &admin, &body).await.ok();
    assert_eq!(made.text("/demand"), "now");
    office
        .put(json!({ "two_step": "optional", "groups": [] }))
        .await
        .refused(422, "invalid_input");
    let out = json!({ "two_step": "optional", "groups": [], "reason": "Tried it" });
    office.put(out).await.ok();
    assert_eq!(office.member().await["demand"], "none");
    let admin = office.admin().await;
    let gone = app.send("DELETE", &night_path, &admin, None).await;
    assert_eq!(gone.status, 204);
}

/// A-08 (planned): the fields of a plan are checked, and unknown groups are.
#[actix_web::test]
async fn a_plan_that_means_nothing_is_refused() {
    let office = Office::open().await;
    let unknown = json!([{ "group": office.agent, "two_step": "required" }]);
    for (body, field) in [
        (json!({ "two_step": "required", "skips": 1 }), "skips"),
        (
            json!({ "two_step": "optional", "required_from": from(SUMMER) }),
            "required_from",
        ),
        (
            json!({ "two_step": "optional", "groups": unknown }),
            "groups",
        ),
        (
            json!({ "two_step": "required", "puts_back": 9 }),
            "puts_back",
        ),
        (
            json!({ "two_step": "required", "puts_back": 1 }),
            "puts_back",
        ),
        (json!({ "two_step": "required", "reason": " " }), "reason"),
        (required_from("2020-03-28T01:00:00Z", 0), "required_from.at"),
    ] {
        let refused = office.put(body.clone()).await;
        refused.refused(422, "invalid_input");
        assert_eq!(refused.field_errors()[0].0, field, "{body}");
    }
}
