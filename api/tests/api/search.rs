//! Searching for members: everybody who fits, once, in pages of any size.

use crate::support::{AGENT, TestApp};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use serde_json::{Value, json};
use shared_types::limits::{SEARCH_CANDIDATES_OF_A_PAGE, SEARCH_SORTED};
use shared_types::time::Time;
use std::collections::BTreeSet;
use twostep::people::members::replace_words;
use twostep::platform::db::keys::MemberKey;
use twostep::platform::db::schema::{members, organizations, rules};
use twostep::platform::db::{DbConnection, DbResult};
use twostep::platform::new_id::new_id;

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
                members::id.eq(new_id(Time::from_micros(0)).to_string()),
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
    app.fill(fill).await;
    write_words(&app).await;
    (app, admin)
}

/// Writes the words of all members, so many in one change that it ends within the time of a request.
pub(crate) async fn write_words(app: &TestApp) {
    let keys = |c: &mut DbConnection| members::table.select(members::key).load::<i64>(c);
    let keys = app.context.db.read(keys).await.expect("members");
    for some in keys.chunks(250) {
        let some = some.to_vec();
        let write = move |c: &mut DbConnection| {
            let mut keys = some.iter().map(|key| MemberKey::of(*key));
            keys.try_for_each(|key| replace_words(c, key))
        };
        app.fill(write).await;
    }
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

/// A5: everybody of whose name or address a word begins so, once, in the order of names.
#[actix_web::test]
async fn a_search_gives_everybody_once() {
    let (app, admin) = with(PEOPLE.to_vec()).await;
    let anna = [
        "Anna Ast anna.ast",
        "Anna Ast a.ast",
        "Anna Zimmer anna.zimmer",
        "ANNABEL bel",
        "Bert anna",
        "Joanna jo.anna",
        "Zoe Anna annaz",
        "Änne annab",
    ];
    for limit in [1, 2, 3, 4, 5, 7, 8, 200] {
        let query = format!("search=%20Anna&limit={limit}");
        let (found, pages) = all(&app, &admin, &query).await;
        assert_eq!(found, anna, "{limit} on a page");
        assert_eq!(pages, anna.len().div_ceil(limit), "{limit} on a page");
        let (found, _) = all(&app, &admin, &format!("{query}&role=helpdesk")).await;
        assert_eq!(found, [anna[0], anna[6]], "{limit} on a page");
        let (found, _) = all(&app, &admin, &format!("{query}&status=invited")).await;
        assert_eq!(found, [""; 0]);
        let (found, _) = all(&app, &admin, &format!("limit={limit}")).await;
        assert_eq!(found.len(), PEOPLE.len() + 1);
    }
}

/// A5: family names, parts of addresses, and letters with marks, which the review did not find.
#[actix_web::test]
async fn a_search_finds_any_word() {
    let people = vec![
        ("Lena Müller-Lüdenscheidt", "lena", "agent"),
        ("Sam Lee", "sam.lee", "helpdesk"),
        ("Jo Doe", "jo", "agent"),
        ("Jo Mueller", "j.m", "agent"),
    ];
    let (app, admin) = with(people).await;
    let (lena, sam) = ("Lena Müller-Lüdenscheidt lena", "Sam Lee sam.lee");
    let (doe, jo) = ("Jo Doe jo", "Jo Mueller j.m");
    for (search, expected) in [
        ("Lee", vec![sam]),
        ("doe", vec![doe]),
        ("M%C3%BCller", vec![jo, lena]),
        ("m%C3%BCll", vec![jo, lena]),
        ("muller", vec![jo, lena]),
        ("mueller", vec![jo, lena]),
        ("l%C3%BCden", vec![lena]),
        ("m%C3%BCller-l%C3%BC", vec![lena]),
        ("lee%20sam", vec![sam]),
        ("sam%20doe", vec![]),
        ("own.example", vec![doe, jo, lena, sam]),
        ("@own", vec![doe, jo, lena, sam]),
        ("JO@OWN.EXAMPLE.COM", vec![doe]),
        ("strangers", vec![]),
        ("ee", vec![]),
        ("@", vec![]),
    ] {
        let (found, _) = all(&app, &admin, &format!("search={search}")).await;
        assert_eq!(found, expected, "{search}");
    }
    let refused = app.get("/members?search=a+b+c+d+e+f+g+h+i", &admin).await;
    refused.refused(422, "invalid_input");
    assert_eq!(refused.field_errors(), [("search", "too_long")]);
}

/// A5: a name and an address that change are found by the new words alone.
#[actix_web::test]
async fn words_follow_names_and_addresses() {
    let (app, admin) = TestApp::with_admin().await;
    let (_, admin) = app.set_up_phone(&admin).await;
    let member = app.invite(&admin, AGENT, "agent").await;
    let path = format!("/members/{member}");
    let found = |search: &'static str| {
        let (app, admin) = (&app, &admin);
        async move { all(app, admin, &format!("search={search}")).await.0.len() }
    };
    let body =
        json!({ "display_name": "Kim Winter", "email": "kim@winter.example", "reason": "Married" });
    app.send("PATCH", &path, &admin, Some(&body)).await.ok();
    assert_eq!(found("winter").await, 1);
    assert_eq!(found("kim@").await, 1);
    assert_eq!(found(AGENT).await, 0);
    app.send("DELETE", &path, &admin, None).await;
    assert_eq!(found("winter").await, 0);
}

/// A5: where a word finds thousands they come in the order of the index, a page looks at a number of
/// them only, and the last one is still found, once.
#[actix_web::test]
async fn a_search_for_a_common_word_gives_everybody_once() {
    let text = |n: usize| -> &'static str { format!("anna{n:04}").leak() };
    let mut people: Vec<Person> = (0..2600).map(|n| (text(n), text(n), "agent")).collect();
    people.push(("Zoe Anna", "annaz", "helpdesk"));
    people.push(("Zoe Anna", "zoe", "agent"));
    let (app, admin) = with(people).await;
    let (mut found, pages) = all(&app, &admin, "search=anna&limit=200").await;
    assert_eq!(pages, 14);
    assert_eq!(found[0], "Zoe Anna annaz");
    found.sort();
    found.dedup();
    assert_eq!(found.len(), 2602);
    let (found, _) = all(&app, &admin, "search=anna%20zoe").await;
    assert_eq!(found, ["Zoe Anna annaz", "Zoe Anna zoe"]);
    let (found, _) = all(&app, &admin, "search=anna&role=helpdesk").await;
    assert_eq!(found, ["Zoe Anna annaz"]);
    let (found, _) = all(&app, &admin, "search=anna%20example&role=agent&limit=200").await;
    assert_eq!(found.len(), 2601);
}

/// How many candidates behind the first ones of a page the search for a word begins to find somebody.
const BEFORE_THE_END: usize = 10;

/// Members named Anna, of whom those of a role are too many to be put into the order of names, and stand
/// behind so many others that one page does not look at all; the others are named Bert too, exactly as many
/// as one page looks at. Rows are made of numbers: one by one they would take seconds.
async fn with_more_than_a_page_looks_at() -> (TestApp, String) {
    let (app, admin) = TestApp::with_admin().await;
    let others = SEARCH_CANDIDATES_OF_A_PAGE;
    let (first, last) = (others - BEFORE_THE_END + 1, others);
    let all = others + SEARCH_SORTED + 50;
    let people = format!(
        "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {all}),
            named AS (
                SELECT 'anna ' || substr(CAST(100000 + n AS TEXT), 2) AS sort_name,
                    '00000000-0000-7000-8000-' || substr(CAST(1000000000000 + n AS TEXT), 2) AS id,
                    n BETWEEN {first} AND {last} OR n > {last} + {BEFORE_THE_END} AS is_helper
                FROM numbers
            )
            INSERT INTO members (id, organization, rule, email, email_normal, display_name, sort_name,
                role, status, epoch, created_at)
            SELECT named.id, organizations.key, rules.key, named.id || '@own.example.com',
                named.id || '@own.example.com',
                CASE WHEN is_helper THEN sort_name ELSE sort_name || ' Bert' END, sort_name,
                CASE WHEN is_helper THEN 'helpdesk' ELSE 'agent' END, 'active', 1, 0
            FROM named CROSS JOIN organizations
                INNER JOIN rules ON rules.organization = organizations.key;
        INSERT INTO member_words (member, word, organization, sort_name)
            SELECT key, 'anna', organization, sort_name FROM members WHERE sort_name LIKE 'anna %';
        INSERT INTO member_words (member, word, organization, sort_name)
            SELECT key, 'bert', organization, sort_name FROM members WHERE role = 'agent'"
    );
    let fill = move |c: &mut DbConnection| c.batch_execute(&people);
    app.fill(fill).await;
    (app, admin)
}

/// A5: a page ends where it has looked at its number of candidates, with those whom it found and the place
/// of the next one, and nobody behind it is lost; also where it has looked at exactly all that there are.
#[actix_web::test]
async fn a_page_of_a_search_looks_at_a_number_of_candidates() {
    let (app, admin) = with_more_than_a_page_looks_at().await;
    let query = "search=anna&role=helpdesk&limit=200";
    let page = app.get(&format!("/members?{query}"), &admin).await.ok();
    let items = page.body["items"].as_array().map(Vec::len);
    assert_eq!(items, Some(BEFORE_THE_END), "of 200");
    assert!(page.body["next_cursor"].is_string(), "more are behind");
    let (found, pages) = all(&app, &admin, query).await;
    assert_eq!(found.len(), SEARCH_SORTED + 50);
    assert!(found.is_sorted(), "in the order of names");
    assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), found.len());
    assert_eq!(pages, 1 + (found.len() - BEFORE_THE_END).div_ceil(200));

    let query = "search=bert&role=helpdesk";
    let page = app.get(&format!("/members?{query}"), &admin).await.ok();
    assert_eq!(page.body["items"], json!([]));
    assert!(
        page.body["next_cursor"].is_string(),
        "it does not look further"
    );
    assert_eq!(all(&app, &admin, query).await, (Vec::new(), 2));
}
