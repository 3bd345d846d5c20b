//! Receipts of finished sign-ins, read as a program of somebody else reads them: with the key set alone.

use crate::recovery::agent_with_phone;
use crate::rows::{count_events, details_of};
use crate::signing_keys::{key_set, kids};
use crate::support::{ADMIN, AGENT, Answer, PASSWORD, Phone, TestApp};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::{Value, json};
use shared_types::ids::{ChallengeId, MemberId, OrganizationId};
use shared_types::organizations::OrganizationKind;
use std::collections::BTreeSet;
use twostep::platform::new_id::new_id;
use twostep::protection::signing::{self, Audience, Level, Method, Receipt};
use twostep::record::audit::{Action, Actor};
use uuid::Uuid;

/// The program that asks.
pub(crate) const AUDIENCE: &str = "https://remote.example.com";
const ISSUER: &str = "http://localhost:8080";

/// `POST /sign-in/code` with a fresh code, for a program.
pub(crate) async fn sign_in_for(app: &TestApp, phone: &Phone, audience: &str) -> Answer {
    app.clock.advance(std::time::Duration::from_secs(30));
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    let body = json!({ "code": phone.code(&app.clock), "audience": audience });
    app.post("/sign-in/code", &flow, &body).await
}

/// One of the three parts of a receipt, without a look at the signature.
fn part(receipt: &str, at: usize) -> Value {
    let part = receipt.split('.').nth(at).expect("three parts");
    let bytes = URL_SAFE_NO_PAD.decode(part).expect("Base64url");
    serde_json::from_slice(&bytes).expect("JSON")
}

pub(crate) fn kid_of(receipt: &str) -> String {
    part(receipt, 0)["kid"].as_str().expect("a kid").to_owned()
}

/// Checks signature, algorithm, issuer and audience with the keys of a set; the times are those of a clock
/// that tests move.
pub(crate) fn check(receipt: &str, keys: &Value, audience: &str) -> Result<Value, String> {
    let kid = kid_of(receipt);
    let all = keys["keys"].as_array().expect("keys");
    let key = all.iter().find(|key| key["kid"] == kid.as_str());
    let key: Jwk = serde_json::from_value(key.ok_or("no such key")?.clone()).expect("a JWK");
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.validate_exp = false;
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[audience]);
    let key = DecodingKey::from_jwk(&key).expect("an Ed25519 key");
    let token = jsonwebtoken::decode::<Value>(receipt, &key, &validation);
    token
        .map(|token| token.claims)
        .map_err(|error| error.to_string())
}

fn names(value: &Value) -> BTreeSet<&str> {
    let object = value.as_object().expect("an object");
    object.keys().map(String::as_str).collect()
}

/// J-02 (algorithm, typ, issuer and audience, header): a program that names itself gets a receipt beside the
/// session: `EdDSA`, its own `typ`, the public URL, exactly this audience, a minute, and no header that could lead
/// to another key.
#[actix_web::test]
async fn a_code_gives_a_receipt() {
    let (app, _, phone) = agent_with_phone().await;
    let answer = sign_in_for(&app, &phone, AUDIENCE).await.ok();
    let now = app.clock.now().seconds();
    let session = answer.text("/session/token");
    let me = app.get("/me", &session).await.ok();
    let receipt = answer.text("/receipt");
    let header = part(&receipt, 0);
    assert_eq!(header["alg"], "EdDSA");
    assert_eq!(header["typ"], "twostep-receipt+jwt");
    assert_eq!(names(&header), BTreeSet::from(["alg", "kid", "typ"]));
    let claims = check(&receipt, &key_set(&app).await.body, AUDIENCE).expect("a good receipt");
    let jti = claims["jti"].as_str().expect("a name").to_owned();
    let expected = json!({
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": me.body["id"],
        "org": me.body["organization"]["id"],
        "iat": now,
        "exp": now + 60,
        "jti": jti,
        "amr": ["pwd", "otp", "mfa"],
        "acr": "urn:twostep:aal2",
        "auth_time": now,
    });
    assert_eq!(claims, expected);
    assert_eq!(Uuid::parse_str(&jti).map(|id| id.get_version_num()), Ok(7));
    let again = sign_in_for(&app, &phone, AUDIENCE).await.ok();
    assert_ne!(part(&again.text("/receipt"), 1)["jti"], json!(jti));
    let keys = key_set(&app).await.body;
    check(&receipt, &keys, "https://other.example.com").expect_err("for somebody else");
    let (signed, signature) = receipt.rsplit_once('.').expect("a signature");
    let mut claims = part(&receipt, 1);
    claims["sub"] = json!(new_id(app.clock.now()));
    let head = signed.split('.').next().expect("a header");
    let changed = URL_SAFE_NO_PAD.encode(claims.to_string());
    let changed = format!("{head}.{changed}.{signature}");
    check(&changed, &keys, AUDIENCE).expect_err("somebody else's");
}

/// J-02: the password alone is the first level, also where it was replaced on the way; a sign-in that goes on
/// with a code has no receipt yet.
#[actix_web::test]
async fn a_password_alone_gives_a_receipt_of_the_first_level() {
    let (app, admin, _) = agent_with_phone().await;
    let body = |email: &str| json!({ "email": email, "password": PASSWORD, "audience": AUDIENCE });
    let answer = app.post("/sign-in", "", &body(ADMIN)).await.ok();
    let keys = key_set(&app).await.body;
    let claims = check(&answer.text("/receipt"), &keys, AUDIENCE).expect("a good receipt");
    assert_eq!(claims["amr"], json!(["pwd"]));
    assert_eq!(claims["acr"], "urn:twostep:aal1");
    assert_eq!(claims["sub"], app.get("/me", &admin).await.body["id"]);
    let goes_on = app.post("/sign-in", "", &body(AGENT)).await.ok();
    assert_eq!(goes_on.text("/step"), "code");
    assert_eq!(goes_on.body.get("receipt"), None);
}

/// J-02: who replaces a short password, and is signed in by it, may ask as well.
#[actix_web::test]
async fn a_replaced_password_gives_a_receipt() {
    let (app, flow) = crate::short_password::with_short_password_to_replace().await;
    let body = json!({ "new_password": "copper lantern orchard", "audience": AUDIENCE });
    let answer = app.post("/sign-in/password", &flow, &body).await.ok();
    let keys = key_set(&app).await.body;
    let claims = check(&answer.text("/receipt"), &keys, AUDIENCE).expect("a good receipt");
    assert_eq!(claims["acr"], "urn:twostep:aal1");
}

/// J-02: who names no audience gets no receipt, and no key is made for it.
#[actix_web::test]
async fn nothing_is_signed_unasked() {
    let (app, _, phone) = agent_with_phone().await;
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    app.clock.advance(std::time::Duration::from_secs(30));
    let body = json!({ "code": phone.code(&app.clock) });
    let answer = app.post("/sign-in/code", &flow, &body).await.ok();
    assert_eq!(answer.body.get("receipt"), None);
    assert!(kids(&app).await.is_empty());
}

/// J-02: a bad audience is named, and costs neither the code nor a try.
#[actix_web::test]
async fn a_bad_audience_costs_nothing() {
    let (app, _, phone) = agent_with_phone().await;
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    app.clock.advance(std::time::Duration::from_secs(30));
    let code = phone.code(&app.clock);
    for (audience, reason) in [
        (json!(""), "required"),
        (json!("a".repeat(256)), "too_long"),
        (json!("two words"), "invalid"),
        (json!("fenêtre"), "invalid"),
        (json!(["https://a.example"]), "invalid"),
    ] {
        let body = json!({ "code": code, "audience": audience });
        let refused = app.post("/sign-in/code", &flow, &body).await;
        refused.refused(422, "invalid_input");
        assert_eq!(refused.field_errors(), [("audience", reason)], "{audience}");
        let body = json!({ "email": ADMIN, "password": PASSWORD, "audience": audience });
        let refused = app.post("/sign-in", "", &body).await;
        refused.refused(422, "invalid_input");
        assert_eq!(refused.field_errors(), [("audience", reason)], "{audience}");
    }
    assert!(kids(&app).await.is_empty(), "no key is made for nothing");
    let longest = "a".repeat(255);
    let body = json!({ "code": code, "audience": longest });
    let answer = app.post("/sign-in/code", &flow, &body).await.ok();
    let keys = key_set(&app).await.body;
    check(&answer.text("/receipt"), &keys, &longest).expect("a good receipt");
}

/// J-02: a browser gets no receipt, and is told so before anything is spent.
#[actix_web::test]
async fn a_browser_gets_no_receipt() {
    let (app, _, phone) = agent_with_phone().await;
    let send = async |path: &str, cookie: &str, csrf: &str, body: Value| {
        let request = app.request("POST", path).json(&body);
        let request = request.header("sec-fetch-site", "same-origin");
        let request = request.header("cookie", cookie).header("x-csrf", csrf);
        app.finish(request).await
    };
    let mut body = json!({
        "email": AGENT, "password": PASSWORD, "transport": "cookie", "audience": AUDIENCE
    });
    let refused = send("/sign-in", "", "", body.clone()).await;
    refused.refused(422, "invalid_input");
    assert_eq!(refused.field_errors(), [("audience", "invalid")]);
    body.as_object_mut().expect("an object").remove("audience");
    let started = send("/sign-in", "", "", body).await.ok();
    let line = started.headers["set-cookie"].to_str().expect("a cookie");
    let cookie = line.split(';').next().expect("its value");
    let csrf = started.text("/csrf_token");
    app.clock.advance(std::time::Duration::from_secs(30));
    let code = phone.code(&app.clock);
    let body = json!({ "code": code, "audience": AUDIENCE });
    let refused = send("/sign-in/code", cookie, &csrf, body).await;
    refused.refused(422, "invalid_input");
    assert_eq!(refused.field_errors(), [("audience", "invalid")]);
    let answer = send("/sign-in/code", cookie, &csrf, json!({ "code": code })).await;
    assert_eq!(answer.ok().body.get("receipt"), None);
}

/// J-02: inside a change a feature has a receipt signed with all that it says; the first key is made in the same
/// change, and recorded.
#[actix_web::test]
async fn a_change_issues_a_receipt() {
    let app = TestApp::start();
    let member = MemberId(new_id(app.clock.now()));
    let organization = OrganizationId(new_id(app.clock.now()));
    let receipt = Receipt {
        audience: &Audience::parse(AUDIENCE).expect("an audience"),
        subject: member,
        organization,
        jti: Uuid::nil(),
        methods: &[Method::Code],
        level: Level::One,
        authenticated_at: app.clock.now() - std::time::Duration::from_secs(5),
        asked_by: Some(Actor::Member(member)),
        challenge: Some(ChallengeId(Uuid::nil())),
        purpose: Some("connect"),
        target: Some("PC-042"),
        target_hash: Some("sha256:AAAA"),
    };
    let signer = signing::prepare(&app.context, OrganizationKind::Live)
        .await
        .expect("a key");
    let receipt = signer.sign(&receipt, app.clock.now());
    let keys = key_set(&app).await.body;
    let claims = check(receipt.expose(), &keys, AUDIENCE).expect("a good receipt");
    let now = app.clock.now().seconds();
    let expected = json!({
        "iss": ISSUER, "aud": AUDIENCE, "sub": member, "org": organization, "iat": now, "exp": now + 60,
        "jti": Uuid::nil(), "amr": ["otp"], "acr": "urn:twostep:aal1", "auth_time": now - 5,
        "asked_by": format!("member:{member}"), "challenge": Uuid::nil(),
        "purpose": "connect", "target": "PC-042", "target_hash": "sha256:AAAA",
    });
    assert_eq!(claims, expected);
    let url = app.database.url();
    // Those of ID tokens were made when the key set was read.
    assert_eq!(count_events(url, Action::SigningKeyCreated).await, 3);
    let recorded = details_of(&app.context.db, Action::SigningKeyCreated).await;
    assert_eq!(recorded[0]["kid"], kid_of(receipt.expose()));
    assert!(!format!("{receipt:?}").contains('.'), "no log shows it");
}
