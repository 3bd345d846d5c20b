//! The signed heads of the audit record: one for each chain and day, with keys that are public for ever.

use crate::audit_events::{follow, list};
use crate::audit_exports::{export, joined, verify_with};
use crate::database::server;
use crate::rows::count_events;
use crate::signing_keys::issue;
use crate::support::{ADMIN, TestApp};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::prelude::*;
use futures_util::future::join_all;
use serde_json::{Value, json};
use shared_types::signing::EvidenceKeySet;
use std::collections::BTreeSet;
use std::time::Duration;
use twostep::application::sweeper::sweep_once;
use twostep::platform::db::DbConnection;
use twostep::platform::db::schema::audit_daily_heads as heads;
use twostep::protection::signing;
use twostep::record::audit::Action;
use twostep::record::chain::{self, Day, ExportFlaw, ExportStatus, SignedDays};

pub(crate) const KEY_SET: &str = "/.well-known/evidence-keys.json";
/// The day on which the clock of a test starts, at eight in the morning.
pub(crate) const FIRST_DAY: &str = "2027-01-15";
pub(crate) const DAY: Duration = Duration::from_hours(24);

/// `GET /.well-known/evidence-keys.json`.
pub(crate) async fn evidence(app: &TestApp) -> EvidenceKeySet {
    let answer = app.finish(app.at("GET", KEY_SET)).await.ok();
    serde_json::from_value(answer.body).expect("a key set")
}

pub(crate) async fn sign(app: &TestApp) -> usize {
    signing::sign_days(&app.context).await.expect("signed")
}

/// The signed heads, by chain and day.
pub(crate) async fn signed(app: &TestApp) -> Vec<String> {
    let read = |connection: &mut DbConnection| {
        heads::table
            .order((heads::chain, heads::day))
            .select(heads::signed)
            .load(connection)
    };
    app.context.db.read(read).await.expect("heads")
}

/// One of the three parts of a head, without a look at the signature.
pub(crate) fn part(head: &str, at: usize) -> Value {
    let part = head.split('.').nth(at).expect("three parts");
    let bytes = URL_SAFE_NO_PAD.decode(part).expect("Base64url");
    serde_json::from_slice(&bytes).expect("JSON")
}

pub(crate) fn days(signed: &[String]) -> BTreeSet<String> {
    let day = |head: &String| part(head, 1)["day"].as_str().map(str::to_owned);
    signed.iter().filter_map(day).collect()
}

/// Something happens in the organization and outside of it, and is sealed.
pub(crate) async fn a_busy_hour(app: &TestApp, n: usize) {
    let admin = app.session_of(ADMIN).await;
    let address = format!("a{n}@example.com");
    app.invite(&admin, &address, "agent").await;
    app.sign_in("nobody@example.com").await;
    follow(app).await;
}

/// Three days, all of them signed, and the morning of the fourth.
pub(crate) async fn three_days() -> (TestApp, String) {
    let (app, _) = TestApp::with_admin().await;
    for n in 0..3 {
        a_busy_hour(&app, n).await;
        app.clock.advance(DAY);
    }
    assert_eq!(sign(&app).await, 6, "two chains, three days");
    let admin = app.session_of(ADMIN).await;
    (app, admin)
}

fn head_lines(file: &str) -> Vec<&str> {
    let lines = file.lines();
    lines
        .filter(|line| line.starts_with("{\"head\":"))
        .collect()
}

async fn status(app: &TestApp, file: &str) -> ExportStatus {
    verify_with(app, &evidence(app).await, file)
}

/// The days of a file that must be as it was made.
async fn signed_days(app: &TestApp, file: &str) -> SignedDays {
    match status(app, file).await {
        ExportStatus::Sound { days, .. } => days,
        broken @ ExportStatus::Broken { .. } => panic!("{broken}"),
    }
}

pub(crate) async fn flaw(app: &TestApp, file: &str) -> Option<ExportFlaw> {
    match status(app, file).await {
        ExportStatus::Sound { .. } => None,
        ExportStatus::Broken { flaw, .. } => Some(flaw),
    }
}

/// G-05: a head is signed once its day is over by a minute and everything of it is sealed, once, and
/// says which seal the chain ended with; a day on which nothing happened has none.
#[actix_web::test]
async fn a_day_is_signed_when_it_is_over_and_sealed() {
    let (app, _) = TestApp::with_admin().await;
    a_busy_hour(&app, 0).await;
    let sealed = chain::heads(&app.context).await.expect("heads");
    let first: Day = FIRST_DAY.parse().expect("a day");
    app.clock.set(first.end() + Duration::from_secs(59));
    assert_eq!(sign(&app).await, 0, "clocks may differ by a minute");
    app.clock.set(first.end() + Duration::from_mins(1));
    assert_eq!(sign(&app).await, sealed.len());
    assert_eq!(sign(&app).await, 0, "once");
    for (head, text) in sealed.iter().zip(signed(&app).await) {
        let header = part(&text, 0);
        assert_eq!(
            (&header["alg"], &header["typ"]),
            (&json!("EdDSA"), &json!("twostep-audit-head+jwt"))
        );
        assert_eq!(header.as_object().map(serde_json::Map::len), Some(3));
        let claims = part(&text, 1);
        let chain_number_mac = head.to_string();
        let mac = chain_number_mac.rsplit(':').next().expect("a MAC");
        let expected = json!({
            "iss": "http://localhost:8080", "chain": head.chain.to_string(), "day": FIRST_DAY,
            "position": claims["position"], "head": mac, "iat": app.clock.now().seconds(),
        });
        assert_eq!(claims, expected);
    }
    // The next day has rows without a seal; then nothing happens on three days.
    app.sign_in("nobody@example.com").await;
    app.clock.advance(DAY * 4);
    assert_eq!(sign(&app).await, 0, "it is not sealed");
    follow(&app).await;
    assert_eq!(sign(&app).await, 1, "the chain that has rows");
    let found = days(&signed(&app).await);
    assert_eq!(
        found,
        BTreeSet::from([FIRST_DAY.to_owned(), "2027-01-16".to_owned()])
    );
}

/// G-05: the sweep signs before it prunes, and the page says up to when.
#[actix_web::test]
async fn the_sweep_signs_and_the_page_says_so() {
    let (app, admin) = TestApp::with_admin().await;
    let page = list(&app, &admin, "").await.ok();
    assert_eq!(page.body["signed_until"], Value::Null);
    // The reading was recorded too.
    follow(&app).await;
    app.clock.advance(DAY);
    sweep_once(&app.context).await.expect("swept");
    let admin = app.session_of(ADMIN).await;
    let page = list(&app, &admin, "").await.ok();
    assert_eq!(page.body["signed_until"], "2027-01-16T00:00:00Z");
}

/// G-05, G-08 (complete file): an unfiltered export has the signed head of each of its days, which
/// the check proves; one of single rows has none.
#[actix_web::test]
async fn an_export_has_the_signed_heads_of_its_days() {
    let (app, admin) = three_days().await;
    let file = export(&app, &admin, "").await;
    let of_file: Vec<Value> = head_lines(&file)
        .iter()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let all = signed(&app).await;
    assert_eq!(of_file.len(), 3);
    let is_kept = |line: &Value| all.iter().any(|text| line["head"] == text.as_str());
    assert!(of_file.iter().all(is_kept));
    let found = signed_days(&app, &file).await;
    let texts: Vec<String> = found.signed.iter().map(Day::to_string).collect();
    assert_eq!(texts, ["2027-01-15", "2027-01-16", "2027-01-17"]);
    assert!(found.unsigned.is_empty());
    let said = status(&app, &file).await.to_string();
    let expected = "; signed heads of 3 days from 2027-01-15 to 2027-01-17";
    assert!(said.ends_with(expected), "{said}");

    let range = "?from=2027-01-16T00:00:00Z&until=2027-01-17T00:00:00Z";
    let file = export(&app, &admin, range).await;
    let found = signed_days(&app, &file).await;
    let middle: Day = "2027-01-16".parse().expect("a day");
    assert!(
        found.signed.contains(&middle) && found.unsigned.is_empty(),
        "{found}"
    );

    let file = export(&app, &admin, "?action=member.created").await;
    assert!(head_lines(&file).is_empty());
    assert_eq!(flaw(&app, &file).await, None);
}

/// G-05: a head that was edited, removed, repeated, moved, exchanged for that of another chain or day
/// or for another token is seen.
#[actix_web::test]
async fn an_altered_head_is_not_valid() {
    let (app, admin) = three_days().await;
    let file = export(&app, &admin, "").await;
    let lines: Vec<&str> = file.lines().collect();
    let is_head = |line: &&str| line.starts_with("{\"head\":");
    let at = lines.iter().position(is_head).expect("a head");
    let last = lines.iter().rposition(is_head).expect("a head");
    let with = |line: &str| {
        let mut all = lines.clone();
        all[at] = line;
        joined(all)
    };
    let head: Value = serde_json::from_str(lines[at]).expect("JSON");
    let head = head["head"].as_str().expect("a JWS");
    let as_line = |jws: &str| json!({ "head": jws }).to_string();
    let parts: Vec<&str> = head.split('.').collect();
    let mut claims = part(head, 1);
    claims["day"] = json!("2027-01-14");
    let edited = URL_SAFE_NO_PAD.encode(claims.to_string());
    let first = if parts[2].starts_with('A') { "B" } else { "A" };
    let all = signed(&app).await;
    let of_installation = all
        .iter()
        .find(|text| part(text, 1)["chain"] == "installation")
        .expect("a head of the other chain");
    for jws in [
        format!("{}.{edited}.{}", parts[0], parts[2]),
        format!("{}.{}.{first}{}", parts[0], parts[1], &parts[2][1..]),
        of_installation.clone(),
        issue(&app.context).await,
        String::new(),
    ] {
        let found = flaw(&app, &with(&as_line(&jws))).await;
        assert_eq!(found, Some(ExportFlaw::Head), "{jws}");
    }
    assert_eq!(flaw(&app, &with(lines[last])).await, Some(ExportFlaw::Head));
    let mut all = lines.clone();
    all.insert(at, lines[at]);
    assert_eq!(flaw(&app, &joined(all)).await, Some(ExportFlaw::Head));
    for removed in [at, last] {
        let mut all = lines.clone();
        all.remove(removed);
        let found = flaw(&app, &joined(all)).await;
        assert_eq!(found, Some(ExportFlaw::HeadsMissing));
    }
}

/// G-05: heads are checked by the keys that the checker has, and only in the time of each key.
#[actix_web::test]
async fn a_head_needs_its_own_key() {
    let (app, admin) = three_days().await;
    let file = export(&app, &admin, "").await;
    let flaw_with = |keys: &EvidenceKeySet| match verify_with(&app, keys, &file) {
        ExportStatus::Sound { .. } => None,
        ExportStatus::Broken { flaw, .. } => Some(flaw),
    };
    let keys = evidence(&app).await;
    assert_eq!(flaw_with(&keys), None);
    let none = EvidenceKeySet::default();
    assert_eq!(flaw_with(&none), Some(ExportFlaw::HeadKey));
    let mut other = evidence(&TestApp::start()).await;
    other.keys[0].jwk.kid.clone_from(&keys.keys[0].jwk.kid);
    other.keys[0].iat = keys.keys[0].iat;
    assert_eq!(flaw_with(&other), Some(ExportFlaw::Head));
    // As if the key had been withdrawn before it signed these: a thief signs so.
    let mut withdrawn = keys.clone();
    withdrawn.keys[0].exp = Some(keys.keys[0].iat - 3600);
    assert_eq!(flaw_with(&withdrawn), Some(ExportFlaw::HeadTime));
    let mut later = keys;
    later.keys[0].iat += 3600;
    assert_eq!(flaw_with(&later), Some(ExportFlaw::HeadTime));
}

/// G-05: a head that somebody took from the database is told by the name of its day.
#[actix_web::test]
async fn a_missing_head_is_told() {
    let (app, admin) = three_days().await;
    let middle: Day = "2027-01-16".parse().expect("a day");
    let number = middle.start().seconds() / 86_400;
    let take = move |connection: &mut DbConnection| {
        diesel::delete(heads::table.filter(heads::day.eq(number))).execute(connection)
    };
    app.context.db.write(take).await.expect("deleted");
    assert_eq!(sign(&app).await, 0, "a head is of the time of its day");
    let file = export(&app, &admin, "").await;
    let found = signed_days(&app, &file).await;
    assert_eq!(found.signed.len(), 2);
    assert_eq!(found.unsigned, BTreeSet::from([middle]));
    let said = status(&app, &file).await.to_string();
    assert!(said.ends_with("; NO signed head of 2027-01-16"), "{said}");
}

/// J-04 (evidence keys): many nodes at the same moment make one key, and sign each head once.
#[actix_web::test]
async fn a_head_is_signed_once() {
    let (first, _) = TestApp::with_admin().await;
    for n in 0..3 {
        a_busy_hour(&first, n).await;
        first.clock.advance(DAY);
    }
    let nodes = match server() {
        Some(_) => vec![first.another_node(), first.another_node(), first],
        None => vec![first],
    };
    let kept = join_all((0..12).map(|n| sign(&nodes[n % nodes.len()]))).await;
    assert_eq!(kept.iter().sum::<usize>(), 6);
    assert_eq!(signed(&nodes[0]).await.len(), 6);
    let url = nodes[0].database.url();
    assert_eq!(count_events(url, Action::EvidenceKeyCreated).await, 1);
    let admin = nodes[0].session_of(ADMIN).await;
    let file = export(&nodes[0], &admin, "").await;
    assert_eq!(signed_days(&nodes[0], &file).await.signed.len(), 3);
}
