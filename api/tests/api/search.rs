//! Searching for members: everybody who fits, once, in pages of any size.

use crate::support::TestApp;
use diesel::prelude::*;
use serde_json::Value;
use twostep::platform::db::schema::{members, organizations, rules};
use twostep::platform::db::{DbConnection, DbResult};

const STRANGERS: &str = "00000000-0000-7000-8000-0000000000ff";

/// A name, what stands before the at sign, and the role.
type Person<'a> = (&'a str, &'a str, &'a str);

/// Named and addressed with "anna", only named, only addressed, neither. Two have one name.
const PEOPLE: [Person<'_>; 9] = [
    ("Anna Zimmer", "anna.zimmer", "agent"),
    ("Anna Ast", "anna.ast", "helpdesk"),
    ("Anna Ast", "a.ast", "agent"),
    ("ANNABEL", "bel", "agent"),
    ("Zoe Anna", "annaz", "helpdesk"),
    ("Bert", "anna", "agent"),
    ("Änne", "annab", "agent"),
    ("Joanna", "jo.anna", "agent"),
    ("Ann", "ann", "agent"),
];

fn insert(connection: &mut DbConnection, organization: &str, people: &[Person]) -> DbResult<()> {
    let (own, rule): (i64, i64) = organizations::table
        .inner_join(rules::table.on(rules::organization.eq(organizations::key)))
        .filter(organizations::id.eq(organization))
        .select((organizations::key, rules::key))
        .get_result(connection)?;
    for (name, address, role) in people {
        // Not made from the id: one organization in 256 would have the strangers' addresses.
        let domain = match organization {
            STRANGERS => "strangers",
            _ => "own",
        };
        let address = format!("{address}@{domain}.example.com");
        diesel::insert_into(members::table)
            .values((
                members::id.eq(uuid::Uuid::now_v7().to_string()),
                members::organization.eq(own),
                members::rule.eq(rule),
                members::email.eq(&address),
                members::email_normal.eq(&address),
                members::display_name.eq(name),
                members::sort_name.eq(name.to_lowercase()),
                members::role.eq(role),
                members::status.eq("active"),
                members::locale.eq("en"),
                members::epoch.eq(1),
                members::created_at.eq(0),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// An organization with these people, and another one with the same.
async fn with(people: Vec<Person<'static>>) -> (TestApp, String) {
    let (app, admin) = TestApp::with_admin().await;
    let fill = move |connection: &mut DbConnection| {
        let own: String = organizations::table
            .select(organizations::id)
            .get_result(connection)?;
        diesel::insert_into(organizations::table)
            .values((
                organizations::id.eq(STRANGERS),
                organizations::short_name.eq("strangers"),
                organizations::name.eq("Strangers"),
                organizations::created_at.eq(0),
            ))
            .execute(connection)?;
        let strangers: i64 = organizations::table
            .filter(organizations::id.eq(STRANGERS))
            .select(organizations::key)
            .get_result(connection)?;
        diesel::insert_into(rules::table)
            .values((
                rules::organization.eq(strangers),
                rules::two_step.eq("optional"),
            ))
            .execute(connection)?;
        insert(connection, &own, &people)?;
        insert(connection, STRANGERS, &people)
    };
    app.context.db.write(fill).await.expect("people");
    (app, admin)
}

/// Name and local part of everybody whom the query gives, and how many pages that took.
async fn all(app: &TestApp, admin: &str, query: &str) -> (Vec<String>, usize) {
    let (mut found, mut pages, mut cursor) = (Vec::new(), 0, String::new());
    loop {
        let page = app.get(&format!("/members?{query}{cursor}"), admin).await;
        let page = page.ok().body;
        pages += 1;
        for member in page["items"].as_array().expect("a list") {
            let text = |name: &str| member[name].as_str().expect("a text").to_owned();
            let email = text("email");
            assert!(!email.contains("@strangers."), "a stranger");
            let local = email.split('@').next().unwrap_or_default();
            found.push(format!("{} {local}", text("display_name")));
        }
        match &page["next_cursor"] {
            Value::String(next) => cursor = format!("&cursor={next}"),
            _ => return (found, pages),
        }
    }
}

/// By name in the order of names, then those whom the address alone finds in the order of addresses.
#[actix_web::test]
async fn a_search_gives_everybody_once() {
    let (app, admin) = with(PEOPLE.to_vec()).await;
    let named = [
        "Anna Ast anna.ast",
        "Anna Ast a.ast",
        "Anna Zimmer anna.zimmer",
        "ANNABEL bel",
    ];
    let addressed = ["Bert anna", "Änne annab", "Zoe Anna annaz"];
    let both = [&named[..], &addressed[..]].concat();
    for limit in [1, 2, 3, 4, 5, 7, 8, 200] {
        let query = format!("search=%20Anna&limit={limit}");
        let (found, pages) = all(&app, &admin, &query).await;
        assert_eq!(found, both, "{limit} on a page");
        assert_eq!(pages, both.len().div_ceil(limit), "{limit} on a page");
        let (found, _) = all(&app, &admin, &format!("{query}&role=helpdesk")).await;
        assert_eq!(found, [both[0], both[6]], "{limit} on a page");
        let (found, _) = all(&app, &admin, &format!("{query}&status=invited")).await;
        assert_eq!(found, [""; 0]);
        let (found, _) = all(&app, &admin, &format!("limit={limit}")).await;
        assert_eq!(found.len(), PEOPLE.len() + 1);
    }
}

/// Where names have shown nearly everybody, a page goes through a number of addresses only, and
/// the last one is still found.
#[actix_web::test]
async fn a_search_ends_its_pages_after_a_number_of_addresses() {
    let text = |n: usize| -> &'static str { format!("anna{n:04}").leak() };
    let mut people: Vec<Person> = (0..1100).map(|n| (text(n), text(n), "agent")).collect();
    people.push(("Zoe", "annaz", "agent"));
    let (app, admin) = with(people).await;
    let (found, pages) = all(&app, &admin, "search=anna&limit=200").await;
    assert_eq!(found.len(), 1101);
    assert_eq!(found.last().map(String::as_str), Some("Zoe annaz"));
    // Six of names, the last of which goes through the first addresses, and one of the others.
    assert_eq!(pages, 7);
}
