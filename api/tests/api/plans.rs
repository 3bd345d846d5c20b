//! Every list stands in an index, on both backends: the statements of real requests are recorded,
//! and the database is asked how it answers them.

use crate::database::TestDatabase;
use crate::recorded::{self, Event};
use crate::rows::NumberedMembers;
use crate::search::write_words;
use crate::support::{ADMIN, PASSWORD, TestApp};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde_json::{Value, json};
use shared_types::time::Time;
use std::sync::Arc;
use twostep::people::members::repair_counts;
use twostep::platform::db::{DbConnection, DbResult};
use twostep::record::followers::catch_up;
use twostep::second_step::recovery::answer_requests;

fn take_recorded(app: &TestApp) -> Vec<String> {
    recorded::take(&app.database)
        .into_iter()
        .filter_map(|entry| match entry.event {
            Event::Asked(statement) => Some(statement),
            Event::Began | Event::Ended => None,
        })
        .collect()
}

/// Every second one has a device; and their sessions.
const DEVICES: &str = "
    INSERT INTO totp_devices (key, id, status, secret, confirmed_at, last_step, failures,
        blocked_until)
    SELECT key * 8, id, 'active', CAST('' AS BLOB), 1, 0, 0, 0 FROM members
        WHERE role = 'agent' AND substr(id, 36) IN ('0', '2', '4', '6', '8');";
const SESSIONS: &str = "
    INSERT INTO sign_ins (key, public_id, state, verifier, member, epoch, transport, aal,
        replaces_device, code_failures, started_at, finished_at, last_used_at, expires_at, fresh_until,
        told_at, label, network, reserved)
    SELECT 34372321116160000 + key, CAST(id AS BLOB), 'session', CAST(id AS BLOB), key, 1, 'bearer',
        2 - to_set_up, FALSE, 0, 1800000000000000, 1800000000000000, 1800000000000000,
        1800043200000000, 0, 1800000000000000, '', '', CAST('' AS BLOB)
        FROM members WHERE role = 'agent';";

/// What a server's plans depend on beside the rows: counted once and by nobody else, for a vacuum in the
/// background would change what an index costs in the middle of the test (review F18).
const STATISTICS: &str = "
    ALTER TABLE members SET (autovacuum_enabled = off);
    ALTER TABLE sign_ins SET (autovacuum_enabled = off);
    ALTER TABLE totp_devices SET (autovacuum_enabled = off);
    ANALYZE;";

async fn with_people() -> (TestApp, String) {
    let database = Arc::new(TestDatabase::create());
    recorded::watch(&database);
    let url = database.url().clone();
    let app = TestApp::start_on(database, &url);
    let admin = app.set_up().await;
    let people = |connection: &mut DbConnection| {
        NumberedMembers {
            numbers: 10_000..=13_000,
            name: "Member",
            role: "agent",
        }
        .insert(connection)?;
        let devices = of_backend(connection, DEVICES);
        connection.batch_execute(&devices)
    };
    app.fill(people).await;
    write_words(&app).await;
    let fill = |connection: &mut DbConnection| {
        let is_server = matches!(connection, DbConnection::Postgres(_));
        let sessions = of_backend(connection, SESSIONS);
        repair_counts(connection, Time::from_micros(1))?;
        connection.batch_execute(&sessions)?;
        if is_server {
            connection.batch_execute(STATISTICS)?;
        }
        Ok(())
    };
    app.fill(fill).await;
    (app, admin)
}

/// The same rows for the backend of a connection.
fn of_backend(connection: &DbConnection, text: &str) -> String {
    match connection {
        DbConnection::Postgres(_) => text
            .replace("BLOB", "BYTEA")
            .replace("- to_set_up", "- to_set_up::INT"),
        DbConnection::Sqlite(_) => text.to_owned(),
    }
}

#[derive(QueryableByName)]
struct SqliteStep {
    #[diesel(sql_type = Text)]
    detail: String,
}

#[derive(QueryableByName)]
struct PostgresStep {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    detail: String,
}

/// How the database answers a statement: one step a line.
fn explain(connection: &mut DbConnection, statement: &str) -> DbResult<String> {
    let (text, values) = statement.split_once(" -- binds: ").expect("a statement");
    let lines: Vec<String> = match connection {
        // Values make no difference to it.
        DbConnection::Sqlite(own) => {
            let plan = diesel::sql_query(format!("EXPLAIN QUERY PLAN {text}"));
            let steps: Vec<SqliteStep> = plan.load(own)?;
            steps.into_iter().map(|step| step.detail).collect()
        }
        DbConnection::Postgres(own) => {
            // Small tables are read whole, or sorted, for good reasons; what large ones allow is asked.
            own.batch_execute(&format!(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; PREPARE asked AS {text}"
            ))?;
            let are_positions = text.contains("\"position\" = ANY");
            let literals = match values.trim().strip_prefix("[[").filter(|_| are_positions) {
                Some(positions) => format!(
                    "ARRAY[{}::bigint[]",
                    positions.trim_end_matches(']').to_owned() + "]"
                ),
                None => literals(values),
            };
            let plan = diesel::sql_query(format!("EXPLAIN EXECUTE asked ({literals})"));
            let steps: Vec<PostgresStep> = plan.load(own)?;
            own.batch_execute("DEALLOCATE asked")?;
            steps.into_iter().map(|step| step.detail).collect()
        }
    };
    Ok(lines.join("\n"))
}

/// Recorded values as PostgreSQL reads them.
fn literals(values: &str) -> String {
    // A key is shown with the name of its kind.
    let kinds = ["OrganizationKey(", "MemberKey(", "SignInKey("];
    let values = kinds.iter().fold(values.to_owned(), |text, kind| {
        text.replace(kind, "{\"key\":")
    });
    let values = values.replace(')', "}");
    let values = values.replace("\\u{10ffff}", "\u{10ffff}");
    let values: Vec<Value> = serde_json::from_str(&values).expect("plain values");
    let literals: Vec<String> = values.iter().map(literal).collect();
    literals.join(", ")
}

fn literal(value: &Value) -> String {
    match value {
        Value::Object(key) => key["key"].to_string(),
        Value::Array(all) if all.iter().any(Value::is_object) => {
            let literals: Vec<String> = all.iter().map(literal).collect();
            format!("ARRAY[{}]::bigint[]", literals.join(", "))
        }
        Value::Array(all) if all.iter().any(Value::is_string) => {
            let literals: Vec<String> = all.iter().map(literal).collect();
            format!("ARRAY[{}]::text[]", literals.join(", "))
        }
        Value::Array(all) if all.iter().any(Value::is_array) => {
            let literals: Vec<String> = all.iter().map(literal).collect();
            format!("ARRAY[{}]::bytea[]", literals.join(", "))
        }
        Value::Array(bytes) => {
            let byte = |byte: &Value| format!("{:02x}", byte.as_u64().unwrap_or_default());
            format!("'\\x{}'", bytes.iter().map(byte).collect::<String>())
        }
        Value::String(text) => format!("'{text}'"),
        other => other.to_string(),
    }
}

/// What each list must be read through.
const LISTS: [(&str, &[&str]); 24] = [
    ("/members", &["members_by_name"]),
    ("/members?role=helpdesk", &["members_by_role"]),
    ("/members?status=invited", &["members_by_status"]),
    ("/members?role=agent&status=active", &[]),
    ("/members?two_step=on", &["members_by_device"]),
    ("/members?two_step=not_set_up", &["members_by_device"]),
    ("/members?two_step=disabled", &["members_by_device"]),
    ("/members?two_step=locked", &["members_blocked"]),
    ("/members?held=true", &["members_held"]),
    // Few, many, many with a filter of few, many with a filter of many, several words.
    ("/members?search=m12", &["member_words_by_word"]),
    ("/members?search=m1", &["member_words_by_word"]),
    (
        "/members?search=m1&role=helpdesk",
        &["member_words_by_word", "members_by_role"],
    ),
    ("/members?search=m1&role=agent", &["member_words_by_word"]),
    ("/members?search=m1%20memb%20112", &["member_words_by_word"]),
    (
        "/policy/preview",
        &["members_to_set_up", "sign_ins_without_code"],
    ),
    ("/policy/versions", &[]),
    ("/me/sessions", &["sign_ins_by_member"]),
    ("/me/browsers", &["known_browsers_by_member"]),
    (
        "/audit-events?limit=1",
        &["audit_index", "audit_seals_by_row"],
    ),
    ("/audit-events?action=sign_in.finished", &["audit_index"]),
    ("/audit-events?outcome=failure&text=x", &["audit_index"]),
    ("/webhooks", &["webhooks_by_organization"]),
    ("/clients", &["clients_by_organization"]),
    (
        "/webhooks/{webhook}/deliveries",
        &["webhook_deliveries_by_webhook"],
    ),
];
/// What reads a whole table, or all of a list before its first row.
const LONG_WAYS: [&str; 4] = ["SCAN", "TEMP B-TREE", "Seq Scan", "Sort"];

/// Whether a plan may differ. The writer of a file asks for its `total_changes()` at an interval, and
/// such a statement without a table may fall into any request.
fn reads_a_table(statement: &str) -> bool {
    statement.starts_with("SELECT") && statement.contains(" FROM ")
}

/// Issue 4, A5, review F18: no list, search or preview reads more than it shows, in the beginning or further
/// on.
#[actix_web::test]
async fn every_list_stands_in_an_index() {
    let (app, admin) = with_people().await;
    catch_up(&app.context).await.expect("followed");
    let webhook = json!({ "url": "https://hooks.example.com/", "events": ["device.reset"] });
    let webhook = app.post("/webhooks", &admin, &webhook).await.ok();
    let webhook = webhook.text("/id");
    for (path, indexes) in LISTS {
        let mut path = path.replace("{webhook}", &webhook);
        for indexes in [indexes, &[]] {
            take_recorded(&app);
            let page = app.get(&path, &admin).await.ok().body;
            let statements = take_recorded(&app);
            let ask = move |c: &mut DbConnection| {
                let reads = statements.iter().filter(|text| reads_a_table(text));
                reads.map(|text| explain(c, text)).collect()
            };
            let plans: Vec<String> = app.context.db.read(ask).await.expect("plans");
            assert!(plans.len() > 1, "{path}");
            let plans = plans.join("\n\n");
            for way in LONG_WAYS {
                assert!(!plans.contains(way), "{path}: {way} in\n{plans}");
            }
            for index in indexes {
                assert!(plans.contains(index), "{path}: no {index} in\n{plans}");
            }
            let Some(next) = page["next_cursor"].as_str() else {
                break;
            };
            let join = if path.contains('?') { '&' } else { '?' };
            path = format!("{path}{join}cursor={next}");
        }
    }
}

/// F10: an address is looked up in its organization, through the index over both, at a sign-in and at a
/// request for a new password, whether the organization is named or is the first one.
#[actix_web::test]
async fn an_address_is_looked_up_in_its_organization() {
    let (app, _) = with_people().await;
    for named in [json!(null), json!("acme-support")] {
        for (path, body) in [
            ("/sign-in", json!({ "email": ADMIN, "password": PASSWORD })),
            ("/password-reset", json!({ "email": ADMIN })),
        ] {
            let mut body = body;
            if !named.is_null() {
                body["organization"] = named.clone();
            }
            take_recorded(&app);
            app.post(path, "", &body).await.ok();
            answer_requests(&app.context).await.expect("a database");
            let statements = take_recorded(&app);
            let ask = move |c: &mut DbConnection| {
                let reads = statements.iter().filter(|text| looks_an_address_up(text));
                reads.map(|text| explain(c, text)).collect()
            };
            let plans: Vec<String> = app.context.db.read(ask).await.expect("plans");
            assert!(!plans.is_empty(), "{path}");
            for plan in plans {
                let is_short = LONG_WAYS.iter().all(|way| !plan.contains(way));
                assert!(is_short && plan.contains("members_by_email"), "{plan}");
            }
            app.clock.advance(std::time::Duration::from_hours(1));
        }
    }
}

fn looks_an_address_up(statement: &str) -> bool {
    let condition = statement
        .rsplit_once(" WHERE ")
        .map(|(_, condition)| condition);
    reads_a_table(statement) && condition.is_some_and(|text| text.contains("email_normal"))
}
