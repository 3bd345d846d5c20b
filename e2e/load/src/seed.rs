//! Filling a database with members whose passwords, devices, flows and sessions are known.
//!
//! The rows are written straight into the tables: two million sign-ins would take hours of
//! hashing. Secrets and hashes are sealed by the program's own key ring.

use crate::seed_token::{token_text, verifier};
use anyhow::{Context, Result};
use diesel::prelude::*;
use shared_types::time::Time;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use totp_lite::{Sha1, totp_custom};
use twostep::people::members::replace_words;
use twostep::people::sign_ins::RESERVED;
use twostep::platform::clock::Clock;
use twostep::platform::crypto::keys::{KeyRing, Purpose};
use twostep::platform::crypto::password::{Password, PasswordCost};
use twostep::platform::crypto::token::TokenKind;
use twostep::platform::db::keys::{KEYS_PER_MEMBER, MemberKey};
use twostep::platform::db::schema::{
    member_counts, members, organizations, passwords, policies, rules, sign_ins, totp_devices,
};
use twostep::platform::db::{DatabaseUrl, Db, DbConnection, DbResult};
use zeroize::Zeroizing;

/// Everybody's password.
pub(crate) const PASSWORD: &str = "violet anchor breakfast";
/// Members in one write, which a server has to take within the time that a request waits for it.
const BATCH: u32 = 250;
/// Flows and sessions outlive the longest run.
const LIFETIME: Duration = Duration::from_hours(6);
/// So long ago devices and sessions were last used.
const EARLIER: Duration = Duration::from_mins(2);
const ORGANIZATION: &str = "00000000-0000-7000-8000-000000000000";

/// Member `number`'s address.
pub(crate) fn email(number: u32) -> String {
    format!("member{number}@example.com")
}

/// The flow of member `number`, which asks for a code.
pub(crate) fn flow_token(number: u32) -> String {
    token_text("tsf_", SignIn::FirstFlow.key(number))
}

/// Another flow of member `number`, which [`insert_second_flow`] makes.
pub(crate) fn second_flow_token(number: u32) -> String {
    token_text("tsf_", SignIn::SecondFlow.key(number))
}

/// The flow of member `number` to a new device, which [`insert_setup_flow`] makes.
pub(crate) fn setup_flow_token(number: u32) -> String {
    token_text("tsf_", SignIn::SetupFlow.key(number))
}

/// The row of member `number`'s session.
pub(crate) fn session_key(number: u32) -> i64 {
    SignIn::Session.key(number)
}

/// The session of member `number`.
pub(crate) fn session_token(number: u32) -> String {
    token_text("tss_", SignIn::Session.key(number))
}

/// The cookie of member `number`'s session in a browser, which [`insert_browser_session`] makes.
pub(crate) fn browser_session(number: u32) -> String {
    let token = token_text("tss_", SignIn::BrowserSession.key(number));
    format!("__Host-tsv={token}")
}

/// The sign-ins of a seeded member.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SignIn {
    Session,
    FirstFlow,
    SecondFlow,
    SetupFlow,
    BrowserSession,
}

impl SignIn {
    /// As if all had signed in one after the other, some time ago; but for those who set up a device: the sweep drops
    /// devices of flows whose key, which begins with the time, is that old.
    fn key(self, number: u32) -> i64 {
        match self {
            Self::SetupFlow => (1 << 61) + i64::from(number),
            Self::BrowserSession => (1 << 52) + i64::from(number),
            _ => (1 << 50) + i64::from(number) * 3 + self as i64,
        }
    }

    fn public_id(self, number: u32) -> Vec<u8> {
        let mut id = vec![3 + self as u8; 16];
        id[12..].copy_from_slice(&number.to_be_bytes());
        id
    }
}

/// The code that member `number`'s phone shows now.
pub(crate) fn code(number: u32) -> String {
    code_at(&secret(number), step_now())
}

/// The RFC 6238 step of this moment.
pub(crate) fn step_now() -> i64 {
    Clock::System.now().seconds() / 30
}

/// The code that a phone with this secret shows in a step.
pub(crate) fn code_at(secret: &[u8], step: i64) -> String {
    totp_custom::<Sha1>(1, 6, secret, step.unsigned_abs())
}

/// The secret behind a key as a person would type it.
pub(crate) fn secret_of(key: &str) -> Result<Vec<u8>> {
    let alphabet = base32::Alphabet::Rfc4648 { padding: false };
    base32::decode(alphabet, key).context("not Base32")
}

/// The id of member `number`.
pub(crate) fn member_id(number: u32) -> String {
    id(1, number)
}

/// The name of member `number` as lists are ordered.
pub(crate) fn sort_name(number: u32) -> String {
    name(number).to_lowercase()
}

fn name(number: u32) -> String {
    format!("Member {number:07}")
}

/// The secret of member `number`'s first phone.
pub(crate) fn secret(number: u32) -> [u8; 20] {
    let mut secret = [7; 20];
    secret[..4].copy_from_slice(&number.to_be_bytes());
    secret
}

/// A UUID made of its kind and a number.
fn id(kind: u8, number: u32) -> String {
    format!("{kind:08x}-0000-7000-8000-{number:012x}")
}

/// What every row needs.
struct Ink {
    keys: KeyRing,
    phc: Zeroizing<String>,
    now: Time,
}

impl Ink {
    /// When devices and sessions were last used: long enough ago that a use now is noted.
    fn earlier(&self) -> Time {
        self.now - EARLIER
    }
}

/// Makes `twostep.sqlite` and `twostep.keys` in the folder, with this many members.
pub(crate) async fn fill(folder: &Path, count: u32) -> Result<()> {
    let url = DatabaseUrl::Sqlite(folder.join("twostep.sqlite"));
    fill_database(folder, &url, count).await
}

/// The same in any empty database; the folder gets the keys.
pub(crate) async fn fill_database(folder: &Path, url: &DatabaseUrl, count: u32) -> Result<()> {
    let keys = KeyRing::generate();
    fs::create_dir_all(folder)?;
    let file = folder.join("twostep.keys");
    fs::write(&file, keys.to_file_text().as_bytes())?;
    // The program refuses a key file that others can read.
    fs::set_permissions(&file, Permissions::from_mode(0o600))?;
    let db = Db::open(url)?;
    let password = Password::parse(&PASSWORD.to_owned().into()).ok();
    let ink = Arc::new(Ink {
        keys,
        phc: password
            .context("the password is acceptable")?
            .hash(PasswordCost::DEFAULT),
        now: Clock::System.now(),
    });
    let now = ink.now;
    db.write(move |connection| insert_organization(connection, now))
        .await?;
    for start in (0..count).step_by(BATCH as usize) {
        let ink = Arc::clone(&ink);
        let end = count.min(start + BATCH);
        db.write(move |connection| {
            (start..end).try_for_each(|number| insert_member(connection, &ink, number))?;
            count_active(connection, i64::from(end - start))
        })
        .await?;
    }
    Ok(())
}

fn insert_organization(connection: &mut DbConnection, now: Time) -> DbResult<()> {
    diesel::insert_into(organizations::table)
        .values((
            organizations::key.eq(1),
            organizations::id.eq(ORGANIZATION),
            organizations::short_name.eq("load"),
            organizations::name.eq("Load"),
            organizations::is_first.eq(true),
            organizations::created_at.eq(now.micros()),
        ))
        .execute(connection)?;
    diesel::insert_into(rules::table)
        .values((
            rules::key.eq(1),
            rules::organization.eq(1),
            rules::two_step.eq("required"),
        ))
        .execute(connection)?;
    diesel::insert_into(policies::table)
        .values((
            policies::organization.eq(1),
            policies::rule.eq(1),
            policies::version.eq(1),
            policies::updated_at.eq(now.micros()),
        ))
        .execute(connection)?;
    diesel::insert_into(member_counts::table)
        .values((
            member_counts::organization.eq(1),
            member_counts::rule.eq(1),
            member_counts::status.eq("active"),
            member_counts::has_device.eq(true),
            member_counts::members.eq(0),
        ))
        .execute(connection)?;
    Ok(())
}

/// So many more, each with a phone.
fn count_active(connection: &mut DbConnection, more: i64) -> DbResult<()> {
    diesel::update(member_counts::table)
        .set(member_counts::members.eq(member_counts::members + more))
        .execute(connection)?;
    Ok(())
}

/// The row of a member. Those with even numbers lie in their order, as no real day asks for them; those
/// with odd numbers lie scattered, while their sign-ins stay in the order of their numbers.
pub(crate) fn member_key(number: u32) -> i64 {
    /// Within so many keys.
    const BLOCK: u32 = 1 << 16;
    /// Odd, so that the products of odd numbers are each odd number of the block once.
    const FACTOR: u32 = 40_503;
    let place = number % BLOCK;
    let place = if number.is_multiple_of(2) {
        place
    } else {
        place.wrapping_mul(FACTOR) % BLOCK
    };
    i64::from(number - number % BLOCK + place) + 1
}

fn insert_member(connection: &mut DbConnection, ink: &Ink, number: u32) -> DbResult<()> {
    let member = id(1, number);
    let email = email(number);
    let sealed = ink.keys.seal(
        Purpose::Password,
        &[ORGANIZATION, &member],
        ink.phc.as_bytes(),
    );
    let name = name(number);
    // The first one may look at the lists.
    let role = if number == 0 { "admin" } else { "agent" };
    diesel::insert_into(members::table)
        .values((
            members::key.eq(member_key(number)),
            members::id.eq(&member),
            members::organization.eq(1),
            members::rule.eq(1),
            members::email.eq(&email),
            members::email_normal.eq(&email),
            members::display_name.eq(&name),
            members::sort_name.eq(sort_name(number)),
            members::role.eq(role),
            members::status.eq("active"),
            members::locale.eq(None::<String>),
            members::epoch.eq(1),
            members::created_at.eq(ink.now.micros()),
            members::to_set_up.eq(false),
            members::device_status.eq("active"),
        ))
        .execute(connection)?;
    replace_words(connection, MemberKey::of(member_key(number)))?;
    diesel::insert_into(passwords::table)
        .values((
            passwords::member.eq(member_key(number)),
            passwords::sealed.eq(sealed),
        ))
        .execute(connection)?;
    insert_device(connection, ink, number)?;
    insert_sign_in(connection, SignIn::FirstFlow, number, ink.now)?;
    insert_sign_in(connection, SignIn::Session, number, ink.now)
}

fn insert_device(connection: &mut DbConnection, ink: &Ink, number: u32) -> DbResult<()> {
    let (member, device) = (id(1, number), id(2, number));
    let sealed = ink
        .keys
        .seal(Purpose::Totp, &[&member, &device], &secret(number));
    diesel::insert_into(totp_devices::table)
        .values((
            totp_devices::key.eq(member_key(number) * KEYS_PER_MEMBER),
            totp_devices::id.eq(&device),
            totp_devices::status.eq("active"),
            totp_devices::secret.eq(sealed),
            totp_devices::confirmed_at.eq(ink.earlier().micros()),
            totp_devices::last_used_at.eq(ink.earlier().micros()),
            totp_devices::last_step.eq(ink.earlier().seconds() / 30),
            totp_devices::failures.eq(0),
            totp_devices::blocked_until.eq(0),
        ))
        .execute(connection)?;
    Ok(())
}

/// Another flow that asks for a code: what a second sign-in with the password would give.
pub(crate) fn insert_second_flow(connection: &mut DbConnection, number: u32) -> DbResult<()> {
    let now = Clock::System.now();
    insert_sign_in(connection, SignIn::SecondFlow, number, now)
}

/// A session of a member in a browser.
pub(crate) fn insert_browser_session(connection: &mut DbConnection, number: u32) -> DbResult<()> {
    let now = Clock::System.now();
    insert_sign_in(connection, SignIn::BrowserSession, number, now)
}

/// A flow of a member that may turn to a new device.
pub(crate) fn insert_setup_flow(connection: &mut DbConnection, number: u32) -> DbResult<()> {
    let now = Clock::System.now();
    insert_sign_in(connection, SignIn::SetupFlow, number, now)
}

/// Turns that flow to a new device, with the mailbox proven now.
pub(crate) fn prove_mailbox(connection: &mut DbConnection, number: u32) -> DbResult<()> {
    diesel::update(sign_ins::table.find(SignIn::SetupFlow.key(number)))
        .set((
            sign_ins::replaces_device.eq(true),
            sign_ins::email_at.eq(Clock::System.now().micros()),
        ))
        .execute(connection)?;
    Ok(())
}

fn insert_sign_in(
    connection: &mut DbConnection,
    sign_in: SignIn,
    number: u32,
    now: Time,
) -> DbResult<()> {
    let key = sign_in.key(number);
    let (state, kind, prefix) = match sign_in {
        SignIn::Session | SignIn::BrowserSession => ("session", TokenKind::Session, "tss_"),
        SignIn::FirstFlow | SignIn::SecondFlow | SignIn::SetupFlow => {
            ("flow", TokenKind::Flow, "tsf_")
        }
    };
    let used_at = (state == "session").then(|| (now - EARLIER).micros());
    let transport = if sign_in == SignIn::BrowserSession {
        "cookie"
    } else {
        "bearer"
    };
    let reserved = if used_at.is_some() { &[] } else { RESERVED };
    diesel::insert_into(sign_ins::table)
        .values((
            sign_ins::key.eq(key),
            sign_ins::public_id.eq(sign_in.public_id(number)),
            sign_ins::state.eq(state),
            sign_ins::verifier.eq(verifier(kind, &token_text(prefix, key))),
            sign_ins::member.eq(member_key(number)),
            sign_ins::epoch.eq(1),
            sign_ins::transport.eq(transport),
            sign_ins::aal.eq(2),
            sign_ins::replaces_device.eq(false),
            sign_ins::code_failures.eq(0),
            sign_ins::started_at.eq((now - EARLIER).micros()),
            sign_ins::finished_at.eq(used_at),
            sign_ins::last_used_at.eq(used_at),
            sign_ins::expires_at.eq((now + LIFETIME).micros()),
            sign_ins::fresh_until.eq(used_at.map(|_| 0)),
            sign_ins::told_at.eq(used_at),
            sign_ins::label.eq("load"),
            sign_ins::network.eq("127.0.0.1"),
            sign_ins::reserved.eq(reserved),
        ))
        .execute(connection)?;
    Ok(())
}
