//! What a stolen database shows: all files of an installation in use, without the key file.

use crate::counts::key_of;
use crate::keys::sealed_passwords;
use crate::recovery::{agent_with_phone, forgot};
use crate::support::{ADMIN, AGENT, PASSWORD, TestApp};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::prelude::*;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use shared_types::secret::Secret;
use std::collections::BTreeSet;
use twostep::platform::crypto::code::Code;
use twostep::platform::crypto::email_code;
use twostep::platform::crypto::keys::{KeyRing, Purpose};
use twostep::platform::crypto::token::{self, TokenKind};
use twostep::platform::db::keys::KEYS_PER_MEMBER;
use twostep::platform::db::schema::{
    email_codes, invitations, known_browsers, members, password_resets, passwords, sign_ins,
    totp_devices,
};

/// What an installation in use hands out to its members.
struct HandedOut {
    tokens: Vec<String>,
    codes: Vec<String>,
    secrets: Vec<Vec<u8>>,
}

/// Sessions, an unfinished sign-in, an unfinished enrollment, a known browser, a link for a new
/// password, an invitation.
async fn live_in(app: &TestApp, admin: &str) -> HandedOut {
    let mut tokens = vec![admin.to_owned(), app.known_browser(ADMIN).await];
    tokens.push(app.sign_in(AGENT).await.ok().text("/flow_token"));
    tokens.push(forgot(app, AGENT).await);
    let invited = json!({ "email": "sam@example.com", "display_name": "Sam Lee", "role": "agent" });
    app.post("/members", admin, &invited).await.ok();
    let mail = app.newest_mail("invitation").await;
    tokens.push(mail["content"]["token"].as_str().expect("a token").into());
    let started = app.send("POST", "/me/enrollment", admin, None).await.ok();
    tokens.push(started.text("/flow_token"));
    app.send(
        "POST",
        "/enrollment/email",
        &started.text("/flow_token"),
        None,
    )
    .await
    .ok();
    let mail = app.newest_mail("email_verification").await;
    let codes = vec![mail["content"]["code"].as_str().expect("a code").into()];
    // A cookie is `name=token`.
    let tokens = tokens
        .iter()
        .map(|token| token.rsplit('=').next().unwrap_or_default().to_owned())
        .collect();
    HandedOut {
        tokens,
        codes,
        secrets: secrets(app).await,
    }
}

/// The secrets of all devices, as only the keys show them.
async fn secrets(app: &TestApp) -> Vec<Vec<u8>> {
    let open = |(member, id, sealed): &(String, String, Vec<u8>)| {
        let plain = app.context.keys.open(Purpose::Totp, &[member, id], sealed);
        plain.expect("it opens").to_vec()
    };
    sealed_secrets(app).await.iter().map(open).collect()
}

async fn sealed_secrets(app: &TestApp) -> Vec<(String, String, Vec<u8>)> {
    let read = |connection: &mut _| {
        totp_devices::table
            .inner_join(members::table.on(totp_devices::key.eq(members::key * KEYS_PER_MEMBER)))
            .select((members::id, totp_devices::id, totp_devices::secret))
            .load(connection)
    };
    app.context.db.read(read).await.expect("the devices")
}

/// C-07 (secrets, passwords, tokens), C-01, P-02 (sealed), S-05 (hash), P-06: no password and no hash of one, no secret
/// in any spelling, no token and no code stands in the dump, nor does what stands there open anything.
#[actix_web::test]
async fn a_dump_shows_nothing() {
    let (app, admin, phone) = agent_with_phone().await;
    let out = live_in(&app, &admin).await;
    assert!(out.tokens.len() == 6 && out.secrets.len() == 1);
    let dump = app.database.dump();
    for seen in ["Jo Doe", AGENT] {
        assert!(dump.holds(seen.as_bytes()), "the search finds {seen}");
    }
    for secret in [PASSWORD, "$argon2", "otpauth", "-----BEGIN"] {
        assert!(!dump.holds(secret.as_bytes()), "{secret}");
    }
    for token in &out.tokens {
        assert!(token.starts_with("ts"), "{token}");
        assert!(!dump.holds(token.as_bytes()), "{token}");
        assert!(!dump.holds(&token.as_bytes()[4..]), "{token}");
        // The selector is kept as a number, so the verifier is looked for by itself too.
        assert!(!dump.holds(&token.as_bytes()[15..]), "{token}");
    }
    for secret in &out.secrets {
        let base32 = base32::encode(base32::Alphabet::Rfc4648 { padding: false }, secret);
        for spelling in [secret.as_slice(), base32.as_bytes(), hex(secret).as_bytes()] {
            assert!(!dump.holds(spelling), "a secret of a device");
        }
    }
    let thief = KeyRing::generate();
    for (organization, id, sealed) in sealed_passwords(&app).await {
        let opened = thief.open(Purpose::Password, &[&organization, &id], &sealed);
        opened.expect_err("another key of the same name");
    }
    for (member, id, sealed) in sealed_secrets(&app).await {
        let opened = thief.open(Purpose::Totp, &[&member, &id], &sealed);
        opened.expect_err("another key of the same name");
    }
    app.sign_in_with(AGENT, &phone).await;
}

/// P-02 (bound): a writer of the database cannot give a member the password of another.
#[actix_web::test]
async fn a_moved_hash_opens_nothing() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.invite(&admin, AGENT, "agent").await;
    app.sign_in(AGENT).await.ok();
    let of_admin = members::table.filter(members::email_normal.eq(ADMIN));
    let moved = move |connection: &mut _| {
        let admin: i64 = of_admin.select(members::key).get_result(connection)?;
        let hash: Vec<u8> = passwords::table
            .find(admin)
            .select(passwords::sealed)
            .get_result(connection)?;
        let key = key_of(connection, &id)?;
        diesel::update(passwords::table.find(key))
            .set(passwords::sealed.eq(hash))
            .execute(connection)
    };
    assert_eq!(app.context.db.write(moved).await.expect("a change"), 1);
    app.sign_in(AGENT).await.refused(401, "invalid_credentials");
    app.sign_in(ADMIN).await.ok();
}

/// C-07 (tokens): what the database keeps of a token is none, in no spelling, for no kind, on no route.
#[actix_web::test]
async fn a_kept_hash_is_no_token() {
    let (app, admin, _) = agent_with_phone().await;
    live_in(&app, &admin).await;
    let read = |connection: &mut _| {
        let mut all: Vec<(i64, Vec<u8>)> = Vec::new();
        all.extend(
            sign_ins::table
                .select((sign_ins::key, sign_ins::verifier))
                .load(connection)?,
        );
        all.extend(
            invitations::table
                .select((invitations::key, invitations::verifier))
                .load(connection)?,
        );
        all.extend(
            known_browsers::table
                .select((known_browsers::key, known_browsers::verifier))
                .load(connection)?,
        );
        all.extend(
            password_resets::table
                .select((password_resets::key, password_resets::verifier))
                .load(connection)?,
        );
        Ok(all)
    };
    let kept = app.context.db.read(read).await.expect("the hashes");
    assert!(kept.len() >= 6, "{}", kept.len());
    for (key, hash) in kept {
        let (hex, selector) = (hex(&hash), selector_text(key));
        for spelling in [
            URL_SAFE_NO_PAD.encode(&hash),
            hex[..43].to_owned(),
            hex.clone(),
        ] {
            // The row is found, so that the verifier decides and not the form.
            let text = format!("{selector}{spelling}");
            for (path, prefix) in [("/me", "tss_"), ("/sign-in", "tsf_"), ("/me", "")] {
                let answer = app.get(path, &format!("{prefix}{text}")).await;
                assert_eq!(answer.status, 401, "{answer:?}");
            }
            let accept = json!({ "token": format!("tsi_{text}"), "password": PASSWORD });
            let reset = json!({ "token": format!("tsp_{text}"), "new_password": PASSWORD });
            for (path, body) in [
                ("/invitations/accept", accept),
                ("/password-reset/confirm", reset),
            ] {
                let answer = app.post(path, "", &body).await;
                assert!(matches!(answer.status, 401 | 429), "{answer:?}");
                assert_eq!(answer.body.get("session"), None::<&Value>);
            }
        }
    }
}

/// C-07 (codes), E-01: all million codes, hashed in every way that needs no key: none is what is kept.
#[actix_web::test]
async fn a_mailed_code_is_not_found_by_trying() {
    let (app, admin, _) = agent_with_phone().await;
    let out = live_in(&app, &admin).await;
    let read = |connection: &mut _| {
        email_codes::table
            .select((email_codes::purpose, email_codes::sign_in, email_codes::mac))
            .load::<(String, i64, Vec<u8>)>(connection)
    };
    let kept = app.context.db.read(read).await.expect("the codes");
    assert_eq!(kept.len(), 1);
    let (purpose, flow, mac) = &kept[0];
    let bound_to = &format!("{purpose}:{flow}");
    let own = &app.context.keys;
    let sent = Code::parse(&Secret::new(out.codes[0].as_str())).expect("six digits");
    assert!(
        email_code::matches(own, mac, bound_to, &sent),
        "with the keys it is found"
    );
    let macs: BTreeSet<&[u8]> = kept.iter().map(|(_, _, mac)| mac.as_slice()).collect();
    let start = Sha256::new_with_prefix(flow.to_string().as_bytes());
    for number in 0..1_000_000 {
        let code = format!("{number:06}");
        let alone = Sha256::digest(code.as_bytes());
        let with_flow = start.clone().chain_update(code.as_bytes()).finalize();
        assert!(
            !macs.contains(&*alone) && !macs.contains(&*with_flow),
            "{code}"
        );
    }
    let thief = KeyRing::generate();
    assert!(!email_code::matches(&thief, mac, bound_to, &sent));
}

/// The characters of a token that find the row with this key.
fn selector_text(key: i64) -> String {
    let token = token::renew(TokenKind::Session, key).secret;
    token.expose()[4..15].to_owned()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |four: u8| char::from_digit(u32::from(four), 16).expect("a digit");
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(digit).collect()
}
