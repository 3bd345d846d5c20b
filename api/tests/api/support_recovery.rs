//! Helpers for stories of thieves and recovery: known browsers, and looks into database and outbox.

use crate::support::{Answer, PASSWORD, Phone, TestApp};
use diesel::prelude::*;
use serde_json::{Value, json};
use std::time::Duration;
use twostep::platform::crypto::keys::Purpose;
use twostep::platform::db::schema::outbox;
use twostep::platform::db::{DbConnection, DbResult};

impl TestApp {
    /// The newest mail of a kind, opened with the key ring.
    pub(crate) async fn newest_mail(&self, kind: &'static str) -> Value {
        self.mails(kind)
            .await
            .pop()
            .unwrap_or_else(|| panic!("no mail of kind {kind}"))
    }

    /// All mails of a kind that wait to be sent, oldest first.
    pub(crate) async fn mails(&self, kind: &'static str) -> Vec<Value> {
        let read = move |connection: &mut _| {
            outbox::table
                .filter(outbox::kind.eq(kind))
                .order(outbox::id)
                .select((
                    outbox::id,
                    outbox::organization_id,
                    outbox::member_id,
                    outbox::payload,
                ))
                .load::<(String, String, Option<String>, Vec<u8>)>(connection)
        };
        let rows = self.context.db.read(read).await.expect("the outbox");
        let open =
            |(id, organization, member, payload): (String, String, Option<String>, Vec<u8>)| {
                let member = member.unwrap_or_default();
                let plain =
                    self.context
                        .keys
                        .open(Purpose::Mail, &[&id, &organization, &member], &payload);
                serde_json::from_slice(&plain.expect("the payload opens")).expect("JSON")
            };
        rows.into_iter().map(open).collect()
    }

    /// Writes so many rows that a server which shares its machine may need longer than one request waits.
    pub(crate) async fn fill<T: Send + 'static>(
        &self,
        rows: impl FnOnce(&mut DbConnection) -> DbResult<T> + Send + 'static,
    ) -> T {
        let longest = Duration::from_mins(5);
        let written = self.context.db.write_within(longest, rows).await;
        written.expect("a database")
    }

    /// How many mails were ever written.
    pub(crate) async fn count_mails(&self) -> i64 {
        let read = |connection: &mut _| outbox::table.count().get_result(connection);
        self.context.db.read(read).await.expect("the outbox")
    }

    /// The cookie of a browser that signed somebody in who owes no code.
    pub(crate) async fn known_browser(&self, email: &str) -> String {
        known_browser(&self.start_in_a_browser(email).await)
    }

    /// The cookie of a browser that signed somebody in with a phone.
    pub(crate) async fn known_browser_with(&self, email: &str, phone: &Phone) -> String {
        let started = self.start_in_a_browser(email).await;
        self.clock.advance(Duration::from_secs(30));
        let request = self
            .request("POST", "/sign-in/code")
            .header("sec-fetch-site", "same-origin")
            .header("x-csrf", started.text("/csrf_token"))
            .header("cookie", cookie(&started, "__Host-tsv_flow="))
            .json(&json!({ "code": phone.code(&self.clock) }));
        known_browser(&self.finish(request).await.ok())
    }

    pub(crate) async fn start_in_a_browser(&self, email: &str) -> Answer {
        let body = json!({ "email": email, "password": PASSWORD, "transport": "cookie" });
        let request = self
            .request("POST", "/sign-in")
            .header("sec-fetch-site", "same-origin")
            .json(&body);
        self.finish(request).await.ok()
    }
}

fn known_browser(answer: &Answer) -> String {
    cookie(answer, "__Host-tsv_dev=")
}

/// The `name=value` of a cookie that an answer sets.
pub(crate) fn cookie(answer: &Answer, start: &str) -> String {
    let cookies = answer.headers.get_all("set-cookie").iter();
    cookies
        .filter_map(|cookie| cookie.to_str().ok())
        .find(|cookie| cookie.starts_with(start))
        .and_then(|cookie| cookie.split(';').next())
        .expect("the cookie")
        .to_owned()
}
