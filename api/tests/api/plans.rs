//! Every list stands in an index, on both backends: the statements of real requests are recorded,
//! and the database is asked how it answers them.

use crate::database::TestDatabase;
use crate::support::TestApp;
use diesel::connection::{
    Instrumentation, InstrumentationEvent, SimpleConnection, set_default_instrumentation,
};
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde_json::Value;
use shared_types::time::Time;
use std::sync::{Arc, Mutex};
use twostep::people::members::repair_counts;
use twostep::platform::db::{DbConnection, DbResult};

/// What the database of this name was asked.
static RECORDED: Mutex<(String, Vec<String>)> = Mutex::new((String::new(), Vec::new()));

/// Notes the statements of one connection, if it is to the recorded database.
#[derive(Default)]
struct Recorder {
    is_on: bool,
}

impl Instrumentation for Recorder {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartEstablishConnection { url, .. } => {
                let mut parts = url.split(['/', '?', '&', '=']);
                let recorded = RECORDED.lock().expect("nobody panicked with it");
                self.is_on = parts.any(|part| part == recorded.0);
            }
            InstrumentationEvent::StartQuery { query, .. } if self.is_on => {
                let mut recorded = RECORDED.lock().expect("nobody panicked with it");
                recorded.1.push(query.to_string());
            }
            _ => {}
        }
    }
}

fn take_recorded() -> Vec<String> {
    let mut recorded = RECORDED.lock().expect("nobody panicked with it");
    std::mem::take(&mut recorded.1)
}

/// An organization of a few thousand, every second one with a device, and their sessions.
const PEOPLE: &str = "
    INSERT INTO members (id, organization, rule, email, email_normal, display_name, sort_name, role,
        status, locale, epoch, created_at)
    WITH RECURSIVE numbers (n) AS (SELECT 10000 UNION ALL SELECT n + 1 FROM numbers WHERE n < 13000)
    SELECT '00000000-0000-7000-8000-0000000' || n, (SELECT key FROM organizations),
        (SELECT key FROM rules), 'm' || n, 'm' || n,
        'Member ' || n, 'member ' || n, 'agent', 'active', 'en', 1, 1 FROM numbers;
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

async fn with_people() -> (TestApp, String) {
    let database = Arc::new(TestDatabase::create());
    RECORDED.lock().expect("nobody panicked with it").0 = database.name();
    set_default_instrumentation(|| Some(Box::new(Recorder::default()))).expect("a recorder");
    let url = database.url().clone();
    let app = TestApp::start_on(database, &url);
    let admin = app.set_up().await;
    let fill = |connection: &mut DbConnection| {
        let is_server = matches!(connection, DbConnection::Postgres(_));
        let of_backend = |text: &str| {
            if is_server {
                text.replace("BLOB", "BYTEA")
                    .replace("- to_set_up", "- to_set_up::INT")
            } else {
                text.to_owned()
            }
        };
        connection.batch_execute(&of_backend(PEOPLE))?;
        repair_counts(connection, Time::from_micros(1))?;
        connection.batch_execute(&of_backend(SESSIONS))?;
        if is_server {
            connection.batch_execute("ANALYZE")?;
        }
        Ok(())
    };
    app.context.db.write(fill).await.expect("people");
    (app, admin)
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
            // Small tables are read whole for good reasons; what large ones allow is asked.
            own.batch_execute(&format!(
                "SET LOCAL enable_seqscan = off; PREPARE asked AS {text}"
            ))?;
            let plan = diesel::sql_query(format!("EXPLAIN EXECUTE asked ({})", literals(values)));
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
    let kinds = ["OrganizationKey(", "MemberKey(", "SignInKey(", ")"];
    let values = kinds
        .iter()
        .fold(values.to_owned(), |text, kind| text.replace(kind, ""));
    let values = values.replace("\\u{10ffff}", "\u{10ffff}");
    let values: Vec<Value> = serde_json::from_str(&values).expect("plain values");
    let literals: Vec<String> = values.iter().map(literal).collect();
    literals.join(", ")
}

fn literal(value: &Value) -> String {
    match value {
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
const LISTS: [(&str, &[&str]); 15] = [
    ("/members", &["members_by_name"]),
    ("/members?role=helpdesk", &["members_by_role"]),
    ("/members?status=invited", &["members_by_status"]),
    ("/members?role=agent&status=active", &[]),
    ("/members?two_step=on", &["members_by_device"]),
    ("/members?two_step=not_set_up", &["members_by_device"]),
    ("/members?two_step=disabled", &["members_by_device"]),
    ("/members?two_step=locked", &["members_blocked"]),
    ("/members?search=member%2012", &["members_by_name"]),
    (
        "/members?search=m1",
        &["members_by_name", "members_by_email"],
    ),
    ("/members?search=m1&role=agent", &["members_by_email"]),
    ("/members?search=m1&status=active", &["members_by_email"]),
    (
        "/policy/preview",
        &["members_to_set_up", "sign_ins_without_code"],
    ),
    ("/me/sessions", &["sign_ins_by_member"]),
    ("/me/browsers", &["known_browsers_by_member"]),
];
/// What reads a whole table, or all of a list before its first row.
const LONG_WAYS: [&str; 4] = ["SCAN", "TEMP B-TREE", "Seq Scan", "Sort"];

/// Whether a plan may differ. The writer of a file asks for its `total_changes()` at an interval, and
/// such a statement without a table may fall into any request.
fn reads_a_table(statement: &str) -> bool {
    statement.starts_with("SELECT") && statement.contains(" FROM ")
}

/// Issue 4: no list, search or preview reads more than it shows, in the beginning or further on.
#[actix_web::test]
async fn every_list_stands_in_an_index() {
    let (app, admin) = with_people().await;
    for (path, indexes) in LISTS {
        let mut path = path.to_owned();
        for indexes in [indexes, &[]] {
            take_recorded();
            let page = app.get(&path, &admin).await.ok().body;
            let statements = take_recorded();
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
