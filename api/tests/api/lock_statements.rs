//! The locks of `platform/db/lock.rs`, read from the statements of transactions, and what their order has to be.

use crate::recorded::{Entry, Event};
use serde_json::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The places of the order, as `platform/db/lock.rs` numbers them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LockPlace {
    Setup = 1,
    Member,
    Organization,
    Counts,
    LimitOfMember,
    LimitOfProgram,
    LimitOfClient,
    LimitOfAddress,
    SigningKeys,
    ApiTokens,
    Webhooks,
    Deliveries,
}

/// A lock that a transaction waits for.
pub(crate) type Lock = (LockPlace, String);

/// The lock that a statement takes, if it is one of the order.
fn lock_of(entry: &str) -> Option<Lock> {
    let (statement, values) = entry.split_once(" -- binds: ").unwrap_or((entry, "[]"));
    if statement.contains("pg_advisory_xact_lock(") {
        return Some(advisory_lock(statement, values));
    }
    let (first, rest) = statement.split_once(' ')?;
    let rest = rest.trim_start_matches("INTO ").trim_start_matches("FROM ");
    let table = rest
        .split('"')
        .nth(1)
        .filter(|_| rest.starts_with(['"', '`']));
    let table = table.or_else(|| rest.split('`').nth(1))?;
    if !["INSERT", "UPDATE", "DELETE"].contains(&first) {
        return None;
    }
    match table {
        "member_counts" => Some((LockPlace::Counts, count_key(values))),
        "limits" => limit(first, values),
        "api_tokens" if first != "INSERT" => Some((LockPlace::ApiTokens, values.to_owned())),
        "webhooks" if first != "INSERT" => Some((LockPlace::Webhooks, values.to_owned())),
        "webhook_deliveries" if first != "INSERT" => {
            Some((LockPlace::Deliveries, values.to_owned()))
        }
        _ => None,
    }
}

fn advisory_lock(statement: &str, values: &str) -> Lock {
    if !statement.contains("hashtextextended") {
        return (LockPlace::Member, values.to_owned());
    }
    let is_setup = ["setup token", "short names"].iter();
    let place = if is_setup.clone().any(|name| values.contains(*name)) {
        LockPlace::Setup
    } else if values.contains("signing keys") {
        LockPlace::SigningKeys
    } else {
        LockPlace::Organization
    };
    (place, values.to_owned())
}

/// Rule, status and whether there is a device: the key of a count within its organization, as a text in the
/// order of the keys. In each kind of statement the three stand together, behind the organization.
fn count_key(values: &str) -> String {
    let values: Vec<&str> = values.split(", ").collect();
    let is_text = |value: &&str| value.starts_with('"');
    let at = values.iter().position(is_text).expect("a status");
    // A key is shown with its type, `RuleKey(1)`.
    let rule = values[at - 1].trim_matches(|c: char| !c.is_ascii_digit());
    let (status, has_device) = (values[at], values[at + 1].contains("true"));
    format!("{rule:0>19} {status} {}", u8::from(has_device))
}

/// The row of a counter. A sweep deletes rows that nobody uses any more, and names none.
fn limit(verb: &str, values: &str) -> Option<Lock> {
    let values: Vec<Value> = serde_json::from_str(values).expect("plain values");
    let names: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
    let name = match verb {
        "UPDATE" => names.last(),
        _ => names.first(),
    };
    let name = (*name?).to_owned();
    Some((limit_place(&name), name))
}

fn limit_place(name: &str) -> LockPlace {
    let (kind, rest) = name.split_once(':').expect("a kind of counter");
    let is_member = Uuid::parse_str(rest).is_ok();
    // A MAC of 32 bytes, and the number of a known browser.
    let is_mac = rest.split(':').next().is_some_and(|mac| mac.len() == 43);
    match kind {
        // Wrong passwords of strangers at the address of a member, and those that reach a directory.
        "member" if rest.ends_with(":password") || rest.ends_with(":bind") => {
            LockPlace::LimitOfAddress
        }
        "member" | "programs" | "unfinished" | "hold-notice" => LockPlace::LimitOfMember,
        "program" | "token-offers" | "webhooks" | "clock-moves" | "fixed-codes" => {
            LockPlace::LimitOfProgram
        }
        "invitation" if is_member => LockPlace::LimitOfMember,
        "password" | "bind" | "password-reset" | "invitation" if is_mac => {
            LockPlace::LimitOfAddress
        }
        "address" | "setup" | "password-reset-from" | "invitation" | "challenge" => {
            LockPlace::LimitOfClient
        }
        _ => panic!("where does {name} stand in the order? Say so here and in lock.rs."),
    }
}

/// The locks of each transaction, in the order in which they were taken first.
pub(crate) fn transactions(entries: Vec<Entry>) -> Vec<Vec<Lock>> {
    let mut open: BTreeMap<usize, Vec<Lock>> = BTreeMap::new();
    let mut all = Vec::new();
    for Entry { connection, event } in entries {
        match event {
            Event::Began => {
                open.insert(connection, Vec::new());
            }
            Event::Ended => all.extend(open.remove(&connection)),
            // A writer to a server commits by a statement of its own.
            Event::Asked(statement) if statement.ends_with("; COMMIT") => {
                all.extend(open.remove(&connection));
            }
            Event::Asked(statement) => {
                let taken = open.get_mut(&connection);
                if let (Some(taken), Some(lock)) = (taken, lock_of(&statement))
                    && !taken.contains(&lock)
                {
                    taken.push(lock);
                }
            }
        }
    }
    all
}

/// The members that are locked, as the numbers of their keys.
pub(crate) fn locked_members(locks: &[Lock]) -> Vec<i64> {
    let of_members = locks
        .iter()
        .filter(|(place, _)| *place == LockPlace::Member);
    let keys = of_members.map(|(_, values)| {
        let key = values.trim_matches(|c: char| !c.is_ascii_digit());
        key.parse().expect("a key")
    });
    keys.collect()
}

/// Fails for locks that are out of order, for those of two members unless a clock is moved, and for counts that
/// are not in the order of their keys or are more than those of one change.
pub(crate) fn check(locks: &[Lock]) {
    // A batch takes the counters of the addresses that it invites before the counts (`platform/db/lock.rs`).
    let is_of_address = |(place, name): &Lock| {
        *place == LockPlace::LimitOfAddress && name.starts_with("invitation:")
    };
    let is_batch = locks.iter().filter(|lock| is_of_address(lock)).count() > 1;
    let ordered = locks
        .iter()
        .filter(|lock| !(is_batch && is_of_address(lock)));
    let places: Vec<LockPlace> = ordered.map(|(place, _)| *place).collect();
    assert!(places.is_sorted(), "out of order: {locks:?}");
    let moves_clock = locks
        .iter()
        .any(|(_, name)| name.starts_with("clock-moves:"));
    let locked = locked_members(locks);
    assert!(
        locked.len() <= 1 || moves_clock && locked.is_sorted(),
        "members: {locks:?}"
    );
    let counts: Vec<&String> = locks
        .iter()
        .filter_map(|(place, name)| (*place == LockPlace::Counts).then_some(name))
        .collect();
    assert!(counts.len() <= 2, "{locks:?}");
    assert!(counts.is_sorted(), "counts out of order: {locks:?}");
}

/// The order is read from statements as both databases get them.
#[test]
fn locks_are_read_from_statements() {
    let mac = "A".repeat(43);
    let limits = [
        ("member:0190-x:password:7", LockPlace::LimitOfMember),
        ("programs:0190-x", LockPlace::LimitOfMember),
        ("program:client:0190-x", LockPlace::LimitOfProgram),
        ("token-offers:0190-x", LockPlace::LimitOfProgram),
        ("clock-moves:0190-x", LockPlace::LimitOfProgram),
        ("address:203.0.113.7", LockPlace::LimitOfClient),
        ("challenge:203.0.113.7", LockPlace::LimitOfClient),
        (&format!("password:{mac}"), LockPlace::LimitOfAddress),
        (
            &format!("password-reset:{mac}:12"),
            LockPlace::LimitOfAddress,
        ),
        ("invitation:203.0.113.7", LockPlace::LimitOfClient),
        (
            &format!("invitation:{}", Uuid::nil()),
            LockPlace::LimitOfMember,
        ),
    ];
    for (name, place) in limits {
        for quote in ['"', '`'] {
            let table = format!("{quote}limits{quote}");
            let insert =
                format!("INSERT INTO {table} (x) VALUES ($1) -- binds: [\"{name}\", \"\", 0]");
            let update = format!("UPDATE {table} SET x -- binds: [\"1 2\", 0, 0, \"{name}\"]");
            for statement in [insert, update] {
                assert_eq!(lock_of(&statement), Some((place, name.to_owned())));
            }
        }
    }
    let join = "INSERT INTO `member_counts` (x) VALUES (?) -- binds: [OrganizationKey(1), RuleKey(12), \"active\", true, 1]";
    let leave = "UPDATE \"member_counts\" SET x -- binds: [1, 1, 9, \"invited\", false]";
    let (join, leave) = (lock_of(join), lock_of(leave));
    let (join, leave) = (join.expect("a count"), leave.expect("a count"));
    assert_eq!(join.0, LockPlace::Counts);
    check(&[leave.clone(), join.clone()]);
    let reads = "SELECT \"limits\".\"name\" FROM \"limits\" -- binds: []";
    assert_eq!(lock_of(reads), None);
    let limits = [
        (LockPlace::LimitOfAddress, mac.clone()),
        (LockPlace::LimitOfClient, mac),
    ];
    let member = |key: i64| (LockPlace::Member, format!("[{key}]"));
    let clock = (LockPlace::LimitOfProgram, "clock-moves:0190-x".to_owned());
    check(&[member(9), member(10), clock.clone()]);
    let two = vec![member(9), member(10)];
    let backwards = vec![member(10), member(9), clock];
    for broken in [limits.to_vec(), vec![join, leave], two, backwards] {
        assert!(std::panic::catch_unwind(|| check(&broken)).is_err());
    }
}
