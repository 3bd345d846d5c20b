//! The first factor from a directory: who is let in and as whom, what is counted, what is refused, who left.

use crate::ldap_responder::{Mode, Person, Responder};
use crate::rows::{count_events, details_of};
use crate::support::{ADMIN, AGENT, Answer, PASSWORD, TestApp};
use serde_json::json;
use std::time::Duration;
use twostep::people::directory::look_for_leavers;
use twostep::platform::ldap::Directories;
use twostep::record::audit::Action;

/// The password of people in the directory.
pub(crate) const THERE: &str = "of the directory";

pub(crate) fn jo() -> Person {
    Person::of("jo", AGENT)
}

/// An installation whose first organization has a directory with these people; its administrator has a password here.
pub(crate) async fn with(people: Vec<Person>) -> (TestApp, Responder, String) {
    let responder = Responder::start(people);
    let (app, admin) = TestApp::with_admin().await;
    let app = with_directories(app, responder.directories());
    (app, responder, admin)
}

/// A node whose host configured directories.
pub(crate) fn with_directories(mut app: TestApp, directories: Directories) -> TestApp {
    app.context.directories = directories;
    app.another_node()
}

pub(crate) async fn sign_in(app: &TestApp, email: &str, password: &str) -> Answer {
    let body = json!({ "email": email, "password": password });
    app.post("/sign-in", "", &body).await
}

pub(crate) async fn member(app: &TestApp, admin: &str) -> Answer {
    let found = app.get("/members?search=jo", admin).await.ok();
    let id = found.text("/items/0/id");
    app.get(&format!("/members/{id}"), admin).await.ok()
}

/// L-17: who has the right password becomes an agent with the name and the groups of the directory, whose address is
/// not verified before a code proves it.
#[actix_web::test]
async fn a_person_of_the_directory_becomes_a_member() {
    let mut person = jo();
    person.groups = vec![
        "CN=Desk, DC=example".to_owned(),
        "cn=vpn,dc=example".to_owned(),
    ];
    let (app, _responder, admin) = with(vec![person]).await;
    let session = sign_in(&app, AGENT, THERE)
        .await
        .ok()
        .text("/session/token");
    let made = member(&app, &admin).await;
    assert_eq!(made.text("/display_name"), "Jo Doe");
    assert_eq!(made.text("/role"), "agent");
    assert_eq!(made.text("/status"), "active");
    assert_eq!(made.body["groups"], json!(["First line"]));
    assert_eq!(made.body["email_verified"], false);
    let details = details_of(&app.context.db, Action::MemberCreated).await;
    assert_eq!(details, [json!({ "role": "agent", "by": "directory" })]);
    app.set_up_phone(&session).await;
    assert_eq!(member(&app, &admin).await.body["email_verified"], true);
}

/// L-17: each sign-in brings name, groups, role and address up to date, and another address is not verified.
#[actix_web::test]
async fn each_sign_in_brings_what_the_directory_says() {
    let (app, responder, admin) = with(vec![jo()]).await;
    sign_in(&app, AGENT, THERE).await.ok();
    {
        let person = &mut responder.state().people[0];
        person.name = "Jo Dee".to_owned();
        person.groups = vec![
            "cn=desk,dc=example".to_owned(),
            "cn=admins,dc=example".to_owned(),
        ];
        person.mail = "jo.dee@example.com".to_owned();
    }
    sign_in(&app, AGENT, THERE).await.ok();
    let changed = member(&app, &admin).await;
    assert_eq!(changed.text("/display_name"), "Jo Dee");
    assert_eq!(changed.text("/email"), "jo.dee@example.com");
    assert_eq!(changed.text("/role"), "admin");
    assert_eq!(changed.body["groups"], json!(["First line"]));
    assert!(changed.body["recovery_hold"].is_object(), "{changed:?}");
    responder.state().people[0].groups.clear();
    sign_in(&app, "jo.dee@example.com", THERE).await.ok();
    let changed = member(&app, &admin).await;
    assert_eq!(changed.text("/role"), "agent");
    assert_eq!(changed.body["groups"], json!([]));
}

/// L-16 (empty password, several entries): an empty password, what would be a filter, and a name that several have
/// reach no bind of a person; the answer is that of any wrong password.
#[actix_web::test]
async fn nobody_comes_in_by_a_trick() {
    let twin = Person::of("twin", "twin@example.com");
    let other = Person {
        dn: "uid=other,dc=example".to_owned(),
        id: "id-of-other".to_owned(),
        ..twin.clone()
    };
    let (app, responder, _admin) = with(vec![jo(), twin, other]).await;
    for (email, password) in [
        (AGENT, ""),
        (AGENT, "wrong"),
        ("nobody@example.com", THERE),
        ("twin@example.com", THERE),
        ("*@example.com", THERE),
    ] {
        let refused = sign_in(&app, email, password).await;
        refused.refused(401, "invalid_credentials");
    }
    // A filter is no address at all.
    let refused = sign_in(&app, "*)(uid=*@example.com", THERE).await;
    refused.refused(422, "invalid_input");
    let nobody = "cn=twostep-nobody,dc=example";
    let binds = responder.state().binds.clone();
    assert_eq!(binds, ["uid=jo,dc=example", nobody, nobody, nobody]);
}

/// L-19: the fourth wrong password of a person in a quarter of an hour does not reach the directory, whatever address was
/// typed; an unknown address is refused the same.
#[actix_web::test]
async fn wrong_passwords_stop_before_the_directory_locks() {
    let (app, responder, _admin) = with(vec![jo()]).await;
    // The filter finds the same person by the part before the @.
    for email in [AGENT, "jo@elsewhere.example", AGENT] {
        let wrong = sign_in(&app, email, "wrong").await;
        wrong.refused(401, "invalid_credentials");
    }
    let refused = sign_in(&app, "jo@third.example", THERE).await;
    refused.refused(429, "throttled");
    assert_eq!(responder.state().binds.len(), 3);
    for _ in 0..3 {
        let wrong = sign_in(&app, "nobody@example.com", "wrong").await;
        wrong.refused(401, "invalid_credentials");
    }
    let refused = sign_in(&app, "nobody@example.com", "wrong").await;
    refused.refused(429, "throttled");
    app.clock.advance(Duration::from_mins(15));
    sign_in(&app, AGENT, THERE).await.ok();
}

/// L-19: a directory that is away is 503 and counts nothing; where it goes away when the password comes, it may have counted
/// it, and so do we for that person.
#[actix_web::test]
async fn a_directory_that_is_away_counts_nothing() {
    let (app, responder, _admin) = with(vec![jo()]).await;
    for (mode, tries) in [(Mode::Down, 4), (Mode::DiesAtThePassword, 3)] {
        responder.state().mode = mode;
        for _ in 0..tries {
            let away = sign_in(&app, AGENT, "wrong").await;
            away.refused(503, "unavailable");
            assert!(away.headers.contains_key("retry-after"), "{away:?}");
        }
    }
    sign_in(&app, AGENT, THERE).await.refused(429, "throttled");
    app.clock.advance(Duration::from_mins(15));
    responder.state().mode = Mode::Up;
    for _ in 0..3 {
        let wrong = sign_in(&app, AGENT, "wrong").await;
        wrong.refused(401, "invalid_credentials");
    }
    // Only the wrong ones are in the record, and the one that had to wait.
    let checked = count_events(app.database.url(), Action::PasswordChecked).await;
    assert_eq!(checked, 4);
}

/// L-18 (sub-codes): the sub-codes of Active Directory are reasons that the person is told.
#[actix_web::test]
async fn the_directory_says_why() {
    let (app, responder, _admin) = with(vec![jo()]).await;
    for (code, reason) in [
        ("530", "not_now"),
        ("531", "not_here"),
        ("532", "password_expired"),
        ("533", "account_disabled"),
        ("701", "account_expired"),
        ("773", "password_must_change"),
        ("775", "account_locked"),
    ] {
        responder.state().people[0].refusal = Some(format!(
            "80090308: LdapErr: DSID-0C090447, comment: AcceptSecurityContext error, data {code}, v4563"
        ));
        let refused = sign_in(&app, AGENT, THERE).await;
        refused.refused(403, "directory_refused");
        assert_eq!(refused.text("/directory"), reason);
    }
}

/// L-17: an address alone makes nobody somebody else: not a stranger with the address of a member here, and not one who
/// gave himself the address of another.
#[actix_web::test]
async fn an_address_makes_nobody_somebody_else() {
    let thief = Person::of("thief", ADMIN);
    let (app, responder, _admin) = with(vec![thief]).await;
    // The administrator's password is here, and the directory is not asked.
    sign_in(&app, ADMIN, THERE)
        .await
        .refused(401, "invalid_credentials");
    assert_eq!(responder.state().binds.len(), 0);
    sign_in(&app, ADMIN, PASSWORD).await.ok();
    // Found by the name, he has the address of somebody else.
    let refused = sign_in(&app, "thief@example.com", THERE).await;
    refused.refused(403, "directory_refused");
    assert_eq!(refused.text("/directory"), "not_a_member");
    responder.state().people.push(jo());
    sign_in(&app, AGENT, THERE).await.ok();
    responder.state().people[0].mail = AGENT.to_owned();
    // Jo is found by the entry that is Jo's, no matter who has the address.
    responder.state().people[1].password = "of Jo alone".to_owned();
    sign_in(&app, AGENT, THERE)
        .await
        .refused(401, "invalid_credentials");
    sign_in(&app, AGENT, "of Jo alone").await.ok();
}

/// L-17: members are linked where the host says so, and lose the password of ours; administrators never are.
#[actix_web::test]
async fn members_are_linked_where_the_host_says_so() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let responder = Responder::start(vec![jo(), Person::of("ada", ADMIN)]);
    let mut directory = responder.directory();
    directory.creates_members = false;
    directory.links_members = true;
    let app = with_directories(app, Directories::new([directory]));
    sign_in(&app, AGENT, PASSWORD)
        .await
        .refused(401, "invalid_credentials");
    sign_in(&app, AGENT, THERE).await.ok();
    assert_eq!(
        count_events(app.database.url(), Action::DirectoryMemberLinked).await,
        1
    );
    // The invitation had proven the address; who is linked by it has not.
    assert_eq!(member(&app, &admin).await.body["email_verified"], false);
    sign_in(&app, ADMIN, THERE)
        .await
        .refused(401, "invalid_credentials");
    sign_in(&app, ADMIN, PASSWORD).await.ok();
    responder
        .state()
        .people
        .push(Person::of("new", "new@example.com"));
    let refused = sign_in(&app, "new@example.com", THERE).await;
    refused.refused(403, "directory_refused");
}

/// A-04, L-21: an administrator of the directory does not count as the last one.
#[actix_web::test]
async fn one_administrator_with_a_password_here_remains() {
    let mut person = jo();
    person.groups = vec!["cn=admins,dc=example".to_owned()];
    let (app, _responder, admin) = with(vec![person]).await;
    sign_in(&app, AGENT, THERE).await.ok();
    assert_eq!(member(&app, &admin).await.text("/role"), "admin");
    let me = app.get("/me", &admin).await.ok().text("/id");
    let path = format!("/members/{me}");
    for body in [json!({ "role": "agent" }), json!({ "status": "disabled" })] {
        let refused = app.send("PATCH", &path, &admin, Some(&body)).await;
        refused.refused(409, "conflict");
    }
    app.send("DELETE", &path, &admin, None)
        .await
        .refused(409, "conflict");
}

/// L-20: who is gone or disabled there is disabled here, and the session ends; a directory that is away, or has suddenly
/// fewer than half, disables nobody.
#[actix_web::test]
async fn leavers_are_disabled() {
    let people: Vec<Person> = (0..4)
        .map(|number| Person::of(&format!("p{number}"), &format!("p{number}@example.com")))
        .collect();
    let (app, responder, admin) = with(people.clone()).await;
    let mut sessions = Vec::new();
    for person in &people {
        let signed_in = sign_in(&app, &person.mail, THERE).await.ok();
        sessions.push(signed_in.text("/session/token"));
    }
    let look = async || {
        app.clock.advance(Duration::from_mins(2));
        look_for_leavers(&app.context).await.expect("a look")
    };
    assert_eq!(look().await, 0);
    responder.state().mode = Mode::Down;
    responder.state().people.clear();
    assert_eq!(look().await, 0);
    responder.state().mode = Mode::Up;
    responder.state().people.push(people[0].clone());
    assert_eq!(look().await, 0);
    assert_eq!(
        count_events(app.database.url(), Action::DirectoryLeaversRefused).await,
        1
    );
    let mut others = people.clone();
    others[1].control = 514;
    others.remove(0);
    responder.state().people = others;
    // Another node looks at the same time: one of them does.
    let node = app.another_node();
    app.clock.advance(Duration::from_mins(2));
    let (one, other) = tokio::join!(
        look_for_leavers(&app.context),
        look_for_leavers(&node.context)
    );
    assert_eq!(one.expect("a look") + other.expect("a look"), 2);
    for (session, status) in sessions.iter().zip([401, 401, 200, 200]) {
        assert_eq!(app.get("/me", session).await.status, status);
    }
    assert_eq!(
        count_events(app.database.url(), Action::DirectoryMemberLeft).await,
        2
    );
    let disabled = app.get("/members?status=disabled", &admin).await.ok();
    assert_eq!(disabled.body["items"].as_array().expect("members").len(), 2);
    // Who is back is let in when an administrator says so, without an invitation.
    responder.state().people.push(people[0].clone());
    let refused = sign_in(&app, "p0@example.com", THERE).await;
    refused.refused(401, "invalid_credentials");
    let id = disabled.text("/items/0/id");
    let admin = app.session_of(ADMIN).await;
    let body = json!({ "status": "active" });
    let enabled = app
        .send("PATCH", &format!("/members/{id}"), &admin, Some(&body))
        .await;
    assert_eq!(enabled.ok().text("/status"), "active");
}

/// RFC 2865, L-18: RADIUS asks the same service.
#[actix_web::test]
async fn radius_asks_the_directory() {
    let (app, responder, admin) = with(vec![jo()]).await;
    let program = crate::api_tokens::token(&app, &admin, &["radius:authorize"]).await;
    let ask = async |password: &str| {
        let aal1 = "urn:twostep:aal1";
        let body = json!({ "user": AGENT, "password": password, "minimum_acr": aal1 });
        app.post("/radius/authorize", &program, &body).await
    };
    let accepted = ask(THERE).await.ok();
    assert_eq!(accepted.body["control:Auth-Type"], "Accept");
    assert_eq!(ask("wrong").await.ok().body["control:Auth-Type"], "Reject");
    responder.state().mode = Mode::Down;
    ask(THERE).await.refused(503, "unavailable");
}
