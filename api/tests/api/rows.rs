//! Rows that tests put straight into the tables, and what they read of them.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use serde_json::Value;
use shared_types::time::Time;
use std::ops::RangeInclusive;
use twostep::platform::db::keys::{MemberKey, SignInKey};
use twostep::platform::db::schema::{audit_events, sign_ins};
use twostep::platform::db::{DatabaseUrl, Db, DbConnection, DbResult};
use twostep::platform::new_id::new_id;
use twostep::record::audit::Action;

/// Active members of the first organization, one of each number: `m17` is the address of the seventeenth, and
/// "Name 17" the name.
pub(crate) struct NumberedMembers<'a> {
    pub(crate) numbers: RangeInclusive<u32>,
    pub(crate) name: &'a str,
    pub(crate) role: &'static str,
}

impl NumberedMembers<'_> {
    /// Nothing of what comes with members, such as their words and their counts.
    pub(crate) fn insert(&self, connection: &mut DbConnection) -> DbResult<()> {
        let Self {
            numbers,
            name,
            role,
        } = self;
        let (first, last, sort_name) = (numbers.start(), numbers.end(), name.to_lowercase());
        connection.batch_execute(&format!(
            "INSERT INTO members (id, organization, rule, email, email_normal, display_name, sort_name,
                role, status, locale, epoch, created_at)
            WITH RECURSIVE numbers (n) AS
                (SELECT {first} UNION ALL SELECT n + 1 FROM numbers WHERE n < {last})
            SELECT '00000000-0000-7000-8000-' || (100000000000 + n),
                (SELECT min(key) FROM organizations), (SELECT min(key) FROM rules), 'm' || n, 'm' || n,
                '{name} ' || n, '{sort_name} ' || n, '{role}', 'active', 'en', 1, 1
            FROM numbers"
        ))
    }
}

/// A sign-in of a member at its first epoch, that never ends.
pub(crate) struct SignInRow<'a> {
    pub(crate) key: SignInKey,
    pub(crate) member: MemberKey,
    /// `flow` or `session`.
    pub(crate) state: &'static str,
    pub(crate) verifier: &'a [u8],
    pub(crate) aal: i64,
    pub(crate) replaces_device: bool,
    /// Of a session: in microseconds.
    pub(crate) last_used_at: i64,
    pub(crate) expires_at: i64,
}

impl SignInRow<'_> {
    pub(crate) fn insert(&self, connection: &mut DbConnection) -> DbResult<()> {
        let is_session = self.state == "session";
        diesel::insert_into(sign_ins::table)
            .values((
                sign_ins::key.eq(self.key),
                sign_ins::public_id.eq(new_id(Time::from_micros(0)).as_bytes().to_vec()),
                sign_ins::state.eq(self.state),
                sign_ins::verifier.eq(self.verifier),
                sign_ins::member.eq(self.member),
                sign_ins::epoch.eq(1),
                sign_ins::transport.eq("bearer"),
                sign_ins::aal.eq(self.aal),
                sign_ins::replaces_device.eq(self.replaces_device),
                sign_ins::code_failures.eq(0),
                sign_ins::started_at.eq(0),
                sign_ins::finished_at.eq(is_session.then_some(self.last_used_at)),
                sign_ins::last_used_at.eq(is_session.then_some(self.last_used_at)),
                sign_ins::expires_at.eq(self.expires_at),
                sign_ins::fresh_until.eq(is_session.then_some(self.last_used_at)),
                sign_ins::told_at.eq(Some(0)),
                sign_ins::label.eq(""),
                sign_ins::network.eq(""),
            ))
            .execute(connection)
            .map(drop)
    }
}

/// The details of recorded acts of a kind, in their order.
pub(crate) async fn details_of(db: &Db, action: Action) -> Vec<Value> {
    let read = move |connection: &mut DbConnection| {
        audit_events::table
            .filter(audit_events::action.eq(action.number()))
            .order(audit_events::position)
            .select(audit_events::details)
            .load::<Option<String>>(connection)
    };
    let rows = db.read(read).await.expect("rows");
    let rows = rows.into_iter().map(Option::unwrap_or_default);
    // A row that says nothing further has none.
    rows.map(|text| match &*text {
        "" => Value::Null,
        text => serde_json::from_str(text).expect("JSON"),
    })
    .collect()
}

/// How many sessions there are.
pub(crate) fn count_sessions(connection: &mut DbConnection) -> DbResult<i64> {
    sign_ins::table
        .filter(sign_ins::state.eq("session"))
        .count()
        .get_result(connection)
}

/// How many sessions with a code there are, ended ones apart.
pub(crate) fn count_sessions_with_code(connection: &mut DbConnection) -> DbResult<i64> {
    sign_ins::table
        .filter(sign_ins::state.eq("session"))
        .filter(sign_ins::aal.eq(2))
        .count()
        .get_result(connection)
}

/// How many rows of the record have this action.
pub(crate) async fn count_events(url: &DatabaseUrl, action: Action) -> i64 {
    let db = Db::open(url).expect("a database");
    let count = move |connection: &mut DbConnection| {
        audit_events::table
            .filter(audit_events::action.eq(action.number()))
            .count()
            .get_result(connection)
    };
    db.read(count).await.expect("a count")
}
