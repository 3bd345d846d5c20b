//! Two organizations in one installation: an address is one person's in each of them, and neither
//! learns of the other's people (F10, L-15).

use crate::attacks::other_administrator;
use crate::recovery::NEW_PASSWORD;
use crate::support::{ADMIN, AGENT, Answer, PASSWORD, TestApp, setup_request};
use futures_util::future::join_all;
use serde_json::{Value, json};
use shared_types::limits::PASSWORD_TRIES_BEFORE_DELAY;
use std::time::Duration;
use twostep::second_step::recovery::answer_requests;

/// The password of the second organization's administrator.
const OTHER_PASSWORD: &str = "meadow copper tuesday";

/// An installation whose second organization, `other`, has an administrator with the address of the
/// first one's.
async fn two_with_one_address() -> (TestApp, String) {
    let (app, admin) = TestApp::with_admin().await;
    let token = twostep::account::setup::issue_token(&app.context).await;
    let mut body = setup_request(token.expect("a token").expose());
    body["organization"] = json!("Other");
    body["password"] = json!(OTHER_PASSWORD);
    app.post("/setup", "", &body).await.ok();
    (app, admin)
}

/// What somebody types; `organization` is empty where nothing is named.
fn credentials(organization: &str, email: &str, password: &str) -> Value {
    let mut body = json!({ "email": email, "password": password });
    if !organization.is_empty() {
        body["organization"] = json!(organization);
    }
    body
}

async fn sign_in(app: &TestApp, organization: &str, password: &str) -> Answer {
    let body = credentials(organization, ADMIN, password);
    app.post("/sign-in", "", &body).await
}

/// All that a caller sees, but for what names the one request.
fn seen(mut answer: Answer) -> String {
    answer.headers.remove("date");
    answer.headers.remove("x-request-id");
    answer.body["request_id"] = Value::Null;
    format!("{:?}", (answer.status, answer.headers, answer.body))
}

/// F10: each signs in to the own organization with the own password; without a name the first one is
/// meant. The page of the account says where its people sign in.
#[actix_web::test]
async fn one_address_signs_in_to_each_organization() {
    let (app, _) = two_with_one_address().await;
    for (named, password, short_name, path) in [
        ("", PASSWORD, "acme-support", ""),
        ("acme-support", PASSWORD, "acme-support", ""),
        (" Acme-SUPPORT ", PASSWORD, "acme-support", ""),
        ("other", OTHER_PASSWORD, "other", "/at/other"),
    ] {
        let session = sign_in(&app, named, password).await.ok();
        let me = app.get("/me", &session.text("/session/token")).await.ok();
        assert_eq!(me.text("/email"), ADMIN);
        assert_eq!(me.text("/organization/short_name"), short_name);
        let url = format!("{}{path}", app.context.public_url);
        assert_eq!(me.text("/organization/sign_in_url"), url);
    }
    for (named, password) in [("", OTHER_PASSWORD), ("other", PASSWORD)] {
        let refused = sign_in(&app, named, password).await;
        refused.refused(401, "invalid_credentials");
    }
    let odd = sign_in(&app, "a b", PASSWORD).await;
    assert_eq!(odd.field_errors(), [("organization", "invalid")]);
}

/// F10, L-06: another organization, an unknown one, an unknown address and a wrong password sound the
/// same, and each of them costs a place in the queue of hashes.
#[actix_web::test]
async fn an_unknown_organization_answers_like_a_wrong_password() {
    let (app, _) = two_with_one_address().await;
    let tries = [
        credentials("", ADMIN, "wrong wrong wrong"),
        credentials("other", ADMIN, PASSWORD),
        credentials("nowhere", ADMIN, PASSWORD),
        credentials("other", "nobody@example.com", PASSWORD),
    ];
    let mut answers = Vec::new();
    for body in &tries {
        answers.push(seen(app.post("/sign-in", "", body).await));
    }
    assert!(answers[0].contains("invalid_credentials"), "{answers:#?}");
    assert!(answers.iter().all(|one| *one == answers[0]), "{answers:#?}");
    let mut places = Vec::new();
    while let Ok(place) = app.context.hasher.admit() {
        places.push(place);
    }
    for body in &tries {
        let full = app.post("/sign-in", "", body).await;
        full.refused(503, "unavailable");
    }
    for named in ["acme-support", "nowhere"] {
        let body = json!({ "organization": named, "email": "nobody@example.com" });
        assert_eq!(app.post("/password-reset", "", &body).await.status, 202);
    }
    answer_requests(&app.context).await.expect("a database");
    assert_eq!(app.mails("password_reset").await.len(), 0);
}

/// F10: wrong passwords and mails are counted for an address in one organization, by whichever name it is
/// called, and for an organization that is none as well.
#[actix_web::test]
async fn tries_are_counted_by_organization_and_address() {
    let (app, _) = two_with_one_address().await;
    let free = usize::try_from(PASSWORD_TRIES_BEFORE_DELAY).expect("a few");
    for number in 0..free {
        let named = ["", "acme-support"][number % 2];
        let wrong = sign_in(&app, named, "wrong wrong wrong").await;
        wrong.refused(401, "invalid_credentials");
    }
    for named in ["", "acme-support"] {
        let refused = sign_in(&app, named, PASSWORD).await;
        refused.refused(429, "throttled");
    }
    sign_in(&app, "other", OTHER_PASSWORD).await.ok();
    app.clock.advance(Duration::from_mins(2));
    for _ in 0..free {
        let wrong = sign_in(&app, "nowhere", PASSWORD).await;
        wrong.refused(401, "invalid_credentials");
    }
    let refused = sign_in(&app, "nowhere", PASSWORD).await;
    refused.refused(429, "throttled");

    let ask = async |named: &str| {
        let body = json!({ "organization": named, "email": ADMIN });
        app.post("/password-reset", "", &body).await
    };
    assert_eq!(ask("acme-support").await.status, 202);
    ask("acme-support").await.refused(429, "throttled");
    assert_eq!(ask("other").await.status, 202);
    assert_eq!(ask("nowhere").await.status, 202);
    ask("nowhere").await.refused(429, "throttled");
}

/// F10: a link sets the password of the person who asked, in that organization alone, and says where to
/// sign in with it. Clearing the counter of wrong passwords is for that organization too.
#[actix_web::test]
async fn a_reset_is_for_one_organization() {
    let (app, _) = two_with_one_address().await;
    let body = json!({ "organization": "other", "email": ADMIN });
    assert_eq!(app.post("/password-reset", "", &body).await.status, 202);
    answer_requests(&app.context).await.expect("a database");
    let mails = app.mails("password_reset").await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0]["organization"], "Other");
    assert_eq!(mails[0]["sign_in_path"], "/at/other");
    for _ in 0..PASSWORD_TRIES_BEFORE_DELAY {
        sign_in(&app, "other", "wrong wrong wrong").await;
    }
    let body = json!({ "token": mails[0]["content"]["token"], "new_password": NEW_PASSWORD });
    let answer = app.post("/password-reset/confirm", "", &body).await.ok();
    assert_eq!(answer.text("/organization"), "other");
    sign_in(&app, "other", NEW_PASSWORD).await.ok();
    sign_in(&app, "", PASSWORD).await.ok();
}

/// F10, L-15: an administrator's answers are the same whether somebody elsewhere has the address, was
/// invited there, and how often.
#[actix_web::test]
async fn nobody_is_told_of_another_organizations_members() {
    let (app, admin) = TestApp::with_admin().await;
    let stranger = other_administrator(&app).await;
    let agent = json!({ "email": AGENT, "display_name": "Jo Doe" });
    for _ in 0..2 {
        let id = app.post("/members", &admin, &agent).await.ok().text("/id");
        let path = format!("/members/{id}");
        app.send("DELETE", &path, &admin, None).await.ok();
    }
    app.post("/members", &admin, &agent).await.ok();
    app.post("/members", &admin, &agent)
        .await
        .refused(429, "throttled");
    let known = app.post("/members", &stranger, &agent).await;
    let nobody = json!({ "email": "xy@example.com", "display_name": "Jo Doe" });
    let unknown = app.post("/members", &stranger, &nobody).await;
    assert_eq!((known.status, unknown.status), (201, 201));
    let keys = |answer: &Answer| -> Vec<String> {
        let object = answer.body.as_object().expect("a member");
        object.keys().cloned().collect()
    };
    assert_eq!(keys(&known), keys(&unknown));
    // Those of members who were deleted meanwhile are taken back.
    assert_eq!(app.mails("invitation").await.len(), 3);

    // Nor by the address of a member, nor by the own one.
    let taken_elsewhere = json!({ "email": ADMIN, "reason": "Married, has a new name" });
    let path = format!("/members/{}", unknown.text("/id"));
    app.send("PATCH", &path, &stranger, Some(&taken_elsewhere))
        .await
        .ok();
    let mine = json!({ "email": AGENT });
    app.post("/me/email", &admin, &mine).await.ok();
    assert_eq!(app.mails("email_change").await.len(), 0, "taken here");
    app.clock.advance(Duration::from_mins(2));
    let mine = json!({ "email": "eve@other.example" });
    app.post("/me/email", &admin, &mine).await.ok();
    assert_eq!(app.mails("email_change").await.len(), 1);
}

/// F10: of eight at once who invite one address to one organization, one does and the others are told
/// that it is taken; another organization invites it all the same.
#[actix_web::test]
async fn one_of_two_invitations_at_once_takes_the_address() {
    let (app, admin) = TestApp::with_admin().await;
    let stranger = other_administrator(&app).await;
    let agent = json!({ "email": AGENT, "display_name": "Jo Doe" });
    let callers = [
        &admin, &stranger, &admin, &admin, &admin, &admin, &admin, &admin,
    ];
    let tries = callers.map(|caller| app.post("/members", caller, &agent));
    let answers = join_all(tries).await;
    assert_eq!(answers[1].status, 201);
    let own: Vec<&Answer> = answers
        .iter()
        .enumerate()
        .filter_map(|(number, answer)| (number != 1).then_some(answer))
        .collect();
    let made = own.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(made, 1, "{answers:?}");
    for refused in own.iter().filter(|answer| answer.status != 201) {
        assert_eq!(refused.field_errors(), [("email", "taken")]);
    }
    let one = json!({ "email": AGENT, "reason": "Called back, new address" });
    let helper = json!({ "email": "helper@example.com", "display_name": "Sam Lee" });
    let helper = app.post("/members", &admin, &helper).await.ok();
    let path = format!("/members/{}", helper.text("/id"));
    let refused = app.send("PATCH", &path, &admin, Some(&one)).await;
    assert_eq!(refused.field_errors(), [("email", "taken")]);
}

/// F10, D8: a sign-in page learns the organization's name by the short name, and nothing of members.
#[actix_web::test]
async fn the_public_view_names_an_organization_and_no_member() {
    let app = TestApp::start();
    let none = app.get("/organization", "").await;
    none.refused(404, "not_found");
    app.set_up().await;
    // Where there is one organization, nobody is asked to choose.
    let alone = app.get("/organization", "").await.ok();
    assert_eq!(alone.body["is_only"], true);
    other_administrator(&app).await;
    for (query, name, short_name) in [
        ("", "Acme Support", "acme-support"),
        ("?short_name=acme-support", "Acme Support", "acme-support"),
        ("?short_name=OTHER", "Other", "other"),
    ] {
        let view = app.get(&format!("/organization{query}"), "").await.ok();
        let is_first = short_name == "acme-support";
        let expected = json!({
            "name": name, "short_name": short_name, "is_first": is_first, "is_only": false, "kind": "live",
        });
        assert_eq!(view.body, expected);
    }
    for query in ["nowhere", "", "a%20b", "%27", "otherr"] {
        let path = format!("/organization?short_name={query}");
        app.get(&path, "").await.refused(404, "not_found");
    }
}

/// F10: who accepts an invitation is told where to sign in.
#[actix_web::test]
async fn an_accepted_invitation_says_where_to_sign_in() {
    let (app, _) = TestApp::with_admin().await;
    let stranger = other_administrator(&app).await;
    let agent = json!({ "email": AGENT, "display_name": "Jo Doe" });
    app.post("/members", &stranger, &agent).await.ok();
    let token = app.newest_mail("invitation").await["content"]["token"].clone();
    let body = json!({ "token": token, "password": PASSWORD });
    let answer = app.post("/invitations/accept", "", &body).await.ok();
    assert_eq!(answer.text("/organization"), "other");
    let body = credentials("other", AGENT, PASSWORD);
    app.post("/sign-in", "", &body).await.ok();
    let body = credentials("", AGENT, PASSWORD);
    let refused = app.post("/sign-in", "", &body).await;
    refused.refused(401, "invalid_credentials");
}
