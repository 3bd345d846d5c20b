//! Filling a database with members whose passwords, devices, flows and sessions are known.
//!
//! The rows are written straight into the tables: two million sign-ins would take hours of
//! hashing. Secrets and hashes are sealed by the program's own key ring.

use anyhow::{Context, Result};
use diesel::prelude::*;
use shared_types::time::Time;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use totp_lite::{Sha1, totp_custom};
use twostep::platform::clock::Clock;
use twostep::platform::crypto::keys::{KeyRing, Purpose};
use twostep::platform::crypto::password::Password;
use twostep::platform::crypto::token::{self, TokenKind};
use twostep::platform::db::schema::{
    flows, member_counts, members, organizations, policies, sessions, totp_devices,
};
use twostep::platform::db::{DatabaseUrl, Db, DbConnection, DbResult};
use zeroize::Zeroizing;

/// Everybody's password.
pub(crate) const PASSWORD: &str = "violet anchor breakfast";
/// Members in one write, which a server has to take within the time that a request waits for it.
const BATCH: u32 = 250;
/// Flows and sessions outlive the longest run.
const LIFETIME: Duration = Duration::from_hours(6);
const ORGANIZATION: &str = "00000000-0000-7000-8000-000000000000";

/// Member `number`'s address.
pub(crate) fn email(number: u32) -> String {
    format!("member{number}@example.com")
}

/// The flow of member `number`, which asks for a code.
pub(crate) fn flow_token(number: u32) -> String {
    format!("tsf_{number:043}")
}

/// Another flow of member `number`, which [`insert_second_flow`] makes.
pub(crate) fn second_flow_token(number: u32) -> String {
    format!("tsf_b{number:042}")
}

/// The session of member `number`.
pub(crate) fn session_token(number: u32) -> String {
    format!("tss_{number:043}")
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
        phc: password.context("the password is acceptable")?.hash(),
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
            organizations::id.eq(ORGANIZATION),
            organizations::name.eq("Load"),
            organizations::created_at.eq(now.micros()),
        ))
        .execute(connection)?;
    diesel::insert_into(policies::table)
        .values((
            policies::organization_id.eq(ORGANIZATION),
            policies::two_step.eq("required"),
            policies::version.eq(1),
            policies::updated_at.eq(now.micros()),
        ))
        .execute(connection)?;
    diesel::insert_into(member_counts::table)
        .values((
            member_counts::organization_id.eq(ORGANIZATION),
            member_counts::invited.eq(0),
            member_counts::active.eq(0),
            member_counts::to_set_up.eq(0),
        ))
        .execute(connection)?;
    Ok(())
}

/// So many more, each with a phone.
fn count_active(connection: &mut DbConnection, more: i64) -> DbResult<()> {
    diesel::update(member_counts::table.find(ORGANIZATION))
        .set(member_counts::active.eq(member_counts::active + more))
        .execute(connection)?;
    Ok(())
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
            members::id.eq(&member),
            members::organization_id.eq(ORGANIZATION),
            members::email.eq(&email),
            members::email_normal.eq(&email),
            members::display_name.eq(&name),
            members::sort_name.eq(sort_name(number)),
            members::role.eq(role),
            members::status.eq("active"),
            members::locale.eq("en"),
            members::epoch.eq(1),
            members::password.eq(sealed),
            members::created_at.eq(ink.now.micros()),
            members::to_set_up.eq(false),
            members::device_status.eq("active"),
        ))
        .execute(connection)?;
    insert_device(connection, ink, number)?;
    insert_flow(connection, SeededFlow::first(number), ink.now)?;
    insert_session(connection, ink.now, number)
}

fn insert_device(connection: &mut DbConnection, ink: &Ink, number: u32) -> DbResult<()> {
    let (member, device) = (id(1, number), id(2, number));
    let sealed = ink
        .keys
        .seal(Purpose::Totp, &[&member, &device], &secret(number));
    diesel::insert_into(totp_devices::table)
        .values((
            totp_devices::id.eq(&device),
            totp_devices::member_id.eq(&member),
            totp_devices::slot.eq(0),
            totp_devices::status.eq("active"),
            totp_devices::secret.eq(sealed),
            totp_devices::confirmed_at.eq(ink.now.micros()),
            totp_devices::last_step.eq(0),
            totp_devices::failures.eq(0),
            totp_devices::blocked_until.eq(0),
        ))
        .execute(connection)?;
    Ok(())
}

/// Another flow that asks for a code: what a second sign-in with the password would give.
pub(crate) fn insert_second_flow(connection: &mut DbConnection, number: u32) -> DbResult<()> {
    let now = Clock::System.now();
    insert_flow(connection, SeededFlow::second(number), now)
}

/// Turns the member's first flow to a new device, with the mailbox proven now.
pub(crate) fn prove_mailbox(connection: &mut DbConnection, number: u32) -> DbResult<()> {
    diesel::update(flows::table.find(id(3, number)))
        .set((
            flows::replaces_device.eq(true),
            flows::email_at.eq(Clock::System.now().micros()),
        ))
        .execute(connection)?;
    Ok(())
}

/// A flow of a seeded member.
struct SeededFlow {
    id: String,
    member: String,
    token: String,
}

impl SeededFlow {
    fn first(number: u32) -> Self {
        Self {
            id: id(3, number),
            member: id(1, number),
            token: flow_token(number),
        }
    }

    fn second(number: u32) -> Self {
        Self {
            id: id(5, number),
            member: id(1, number),
            token: second_flow_token(number),
        }
    }
}

fn insert_flow(connection: &mut DbConnection, flow: SeededFlow, now: Time) -> DbResult<()> {
    let SeededFlow { id, member, token } = flow;
    let hash = token::presented(TokenKind::Flow, &token);
    diesel::insert_into(flows::table)
        .values((
            flows::id.eq(id),
            flows::token_hash.eq(hash.unwrap_or_default()),
            flows::member_id.eq(member),
            flows::epoch.eq(1),
            flows::transport.eq("bearer"),
            flows::replaces_device.eq(false),
            flows::code_failures.eq(0),
            flows::created_at.eq(now.micros()),
            flows::expires_at.eq((now + LIFETIME).micros()),
        ))
        .execute(connection)?;
    Ok(())
}

fn insert_session(connection: &mut DbConnection, now: Time, number: u32) -> DbResult<()> {
    let hash = token::presented(TokenKind::Session, &session_token(number));
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(id(4, number)),
            sessions::token_hash.eq(hash.unwrap_or_default()),
            sessions::member_id.eq(id(1, number)),
            sessions::epoch.eq(1),
            sessions::transport.eq("bearer"),
            sessions::aal.eq(2),
            sessions::label.eq("load"),
            sessions::network.eq("127.0.0.1"),
            sessions::created_at.eq(now.micros()),
            sessions::last_used_at.eq(now.micros()),
            sessions::expires_at.eq((now + LIFETIME).micros()),
            sessions::fresh_until.eq(0),
        ))
        .execute(connection)?;
    Ok(())
}
