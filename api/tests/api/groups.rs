//! Groups of members: made, named in members, renamed, deleted.

use crate::api_tokens::{reauthenticate, token};
use crate::attacks::other_administrator;
use crate::rows::details_of;
use crate::support::{AGENT, TestApp};
use diesel::prelude::*;
use futures_util::future::join_all;
use serde_json::{Value, json};
use twostep::platform::db::DbConnection;
use twostep::platform::db::schema::{group_members, groups, organizations};
use twostep::record::audit::Action;

/// Makes a group; its path.
async fn make(app: &TestApp, token: &str, name: &str) -> String {
    let made = app.post("/groups", token, &json!({ "name": name })).await;
    assert_eq!(made.status, 201, "{made:?}");
    format!("/groups/{}", made.text("/id"))
}

/// Name and number of members of each group.
async fn list(app: &TestApp, token: &str) -> Vec<(String, i64)> {
    let list = app.get("/groups", token).await.ok();
    let items = list.body["items"].as_array().expect("a list").iter();
    items
        .map(|one| {
            let name = one["name"].as_str().expect("a name").to_owned();
            (name, one["members"].as_i64().expect("a number"))
        })
        .collect()
}

async fn groups_of(app: &TestApp, token: &str, member: &str) -> Value {
    app.get(member, token).await.ok().body["groups"].clone()
}

#[actix_web::test]
async fn a_group_is_made_renamed_and_deleted() {
    let (app, admin) = TestApp::with_admin().await;
    let night = make(&app, &admin, " Night shift ").await;
    make(&app, &admin, "M\u{fc}nchen").await;
    let member = format!("/members/{}", app.invite(&admin, AGENT, "agent").await);
    let both = json!({ "groups": ["NIGHT SHIFT", "mu\u{308}nchen", "night shift"] });
    let changed = app.send("PATCH", &member, &admin, Some(&both)).await.ok();
    assert_eq!(
        changed.body["groups"],
        json!(["M\u{fc}nchen", "Night shift"])
    );
    let before = app.get(&member, &admin).await.ok();

    let name = json!({ "name": "Early shift" });
    let renamed = app.send("PATCH", &night, &admin, Some(&name)).await.ok();
    assert_eq!(renamed.body["members"], 1);
    let expected = [
        ("Early shift".to_owned(), 1),
        ("M\u{fc}nchen".to_owned(), 1),
    ];
    assert_eq!(list(&app, &admin).await, expected);
    // What a client keeps of the member is not up to date any more.
    let after = app.get(&member, &admin).await.ok();
    assert_ne!(after.headers["etag"], before.headers["etag"]);
    assert_eq!(after.body["groups"], json!(["Early shift", "M\u{fc}nchen"]));
    // Another letter case of its own name is no other group.
    let name = json!({ "name": "EARLY shift" });
    app.send("PATCH", &night, &admin, Some(&name)).await.ok();

    assert_eq!(app.send("DELETE", &night, &admin, None).await.status, 204);
    let again = app.send("DELETE", &night, &admin, None).await;
    again.refused(404, "not_found");
    let again = app.send("PATCH", &night, &admin, Some(&name)).await;
    again.refused(404, "not_found");
    assert_eq!(
        groups_of(&app, &admin, &member).await,
        json!(["M\u{fc}nchen"])
    );

    let id = night.strip_prefix("/groups/").expect("an id");
    let made = details_of(&app.context.db, Action::GroupCreated).await;
    assert_eq!(made[0], json!({ "group": id, "name": "Night shift" }));
    let renamed = details_of(&app.context.db, Action::GroupRenamed).await;
    let expected = json!({ "group": id, "former_name": "Night shift", "name": "Early shift" });
    assert_eq!(renamed[0], expected);
    let deleted = details_of(&app.context.db, Action::GroupDeleted).await;
    let expected = json!({ "group": id, "name": "EARLY shift", "members": 1 });
    assert_eq!(deleted, [expected]);
}

#[actix_web::test]
async fn a_name_is_one_groups() {
    let (app, admin) = TestApp::with_admin().await;
    make(&app, &admin, "M\u{fc}nchen").await;
    let other = make(&app, &admin, "Other").await;
    let long = "x".repeat(65);
    for (name, code) in [
        ("", "required"),
        ("MU\u{308}NCHEN", "taken"),
        ("role:admin", "invalid"),
        ("Role: x", "invalid"),
        ("a|b", "invalid"),
        ("a\u{7}b", "invalid"),
        (&long, "too_long"),
    ] {
        let body = json!({ "name": name });
        for (method, path) in [("POST", "/groups"), ("PATCH", other.as_str())] {
            let answer = app.send(method, path, &admin, Some(&body)).await;
            answer.refused(422, "invalid_input");
            assert_eq!(answer.field_errors(), [("name", code)], "{method} {name}");
        }
    }
    let expected = [("M\u{fc}nchen".to_owned(), 0), ("Other".to_owned(), 0)];
    assert_eq!(list(&app, &admin).await, expected);
}

/// G-02: what a member's groups become is recorded, and what changes nothing is not.
#[actix_web::test]
async fn members_name_their_groups() {
    let (app, admin) = TestApp::with_admin().await;
    for name in ["A", "B", "C"] {
        make(&app, &admin, name).await;
    }
    let new = |email: &str, groups: Value| json!({ "email": email, "display_name": "N", "groups": groups });
    let body = new("n@example.com", json!(["b", "A"]));
    let made = app.post("/members", &admin, &body).await.ok();
    assert_eq!(made.body["groups"], json!(["A", "B"]));
    let member = format!("/members/{}", made.text("/id"));
    let body = new("m@example.com", json!(["Nobody's", "A", "None"]));
    let answer = app.post("/members", &admin, &body).await;
    let unknown = [("groups[0]", "invalid"), ("groups[2]", "invalid")];
    assert_eq!(answer.field_errors(), unknown);
    assert_eq!(answer.body["errors"][0]["value"], "Nobody's");
    assert_eq!(answer.body["errors"][1]["value"], "None");
    let found = app.get("/members?search=m@example.com", &admin).await.ok();
    assert_eq!(found.body["items"], json!([]));

    let body = json!({ "groups": ["C", "A"], "display_name": "Nn" });
    let version = made.body["version"].as_i64().expect("a version");
    let changed = app.send("PATCH", &member, &admin, Some(&body)).await.ok();
    assert_eq!(changed.body["groups"], json!(["A", "C"]));
    assert!(changed.body["version"].as_i64() > Some(version));
    let recorded = details_of(&app.context.db, Action::MemberChanged).await;
    let groups = json!({ "added": ["C"], "removed": ["B"] });
    let expected = json!({ "changed": ["display_name", "groups"], "groups": groups });
    assert_eq!(recorded, [expected]);

    // A refusal changes nothing, the name beside it neither.
    let many: Vec<String> = (0..51).map(|_| "A".to_owned()).collect();
    for (groups, field, code) in [
        (json!(["A", "Z"]), "groups[1]", "invalid"),
        (json!([""]), "groups[0]", "invalid"),
        (json!(many), "groups", "too_long"),
    ] {
        let body = json!({ "groups": groups, "display_name": "Other" });
        let answer = app.send("PATCH", &member, &admin, Some(&body)).await;
        answer.refused(422, "invalid_input");
        assert_eq!(answer.field_errors(), [(field, code)]);
    }
    let same = app.get(&member, &admin).await.ok();
    assert_eq!(same.body["groups"], json!(["A", "C"]));
    assert_eq!(same.body["display_name"], "Nn");
    let none = json!({ "groups": [] });
    let changed = app.send("PATCH", &member, &admin, Some(&none)).await.ok();
    assert_eq!(changed.body["groups"], json!([]));
    assert_eq!(list(&app, &admin).await[0], ("A".to_owned(), 0));
}

#[actix_web::test]
async fn a_list_is_filtered_by_a_group() {
    let (app, admin) = TestApp::with_admin().await;
    make(&app, &admin, "Night").await;
    for (email, groups) in [
        ("a@example.com", json!(["Night"])),
        ("b@example.com", json!([])),
        ("c@example.org", json!(["Night"])),
    ] {
        let body = json!({ "email": email, "display_name": email, "groups": groups });
        app.post("/members", &admin, &body).await.ok();
    }
    for (query, expected) in [
        ("group=night", vec!["a@example.com", "c@example.org"]),
        ("group=Night&search=c@", vec!["c@example.org"]),
        ("group=Night&search=b@", vec![]),
        ("group=Night&role=admin", vec![]),
    ] {
        let found = app.get(&format!("/members?{query}"), &admin).await.ok();
        let items = found.body["items"].as_array().expect("a list").iter();
        let emails: Vec<&str> = items.filter_map(|one| one["email"].as_str()).collect();
        assert_eq!(emails, expected, "{query}");
    }
    let first = app.get("/members?group=Night&limit=1", &admin).await.ok();
    let next = format!("/members?group=Night&cursor={}", first.text("/next_cursor"));
    let second = app.get(&next, &admin).await.ok();
    assert_eq!(second.body["items"][0]["groups"], json!(["Night"]));
    let answer = app.get("/members?group=Day", &admin).await;
    answer.refused(422, "invalid_input");
    assert_eq!(answer.field_errors(), [("group", "invalid")]);
}

/// a group of another organization is not there, by name or by id, and its name is free.
#[actix_web::test]
async fn groups_of_others_do_not_exist() {
    let (app, admin) = TestApp::with_admin().await;
    let night = make(&app, &admin, "Night").await;
    let stranger = other_administrator(&app).await;
    assert_eq!(list(&app, &stranger).await, []);
    let body = json!({ "email": "n@example.com", "display_name": "N", "groups": ["Night"] });
    let answer = app.post("/members", &stranger, &body).await;
    assert_eq!(answer.field_errors(), [("groups[0]", "invalid")]);
    let answer = app.get("/members?group=Night", &stranger).await;
    assert_eq!(answer.field_errors(), [("group", "invalid")]);
    let name = json!({ "name": "Mine" });
    for (method, body) in [("PATCH", Some(&name)), ("DELETE", None)] {
        let answer = app.send(method, &night, &stranger, body).await;
        answer.refused(404, "not_found");
    }
    make(&app, &stranger, "Night").await;
    app.post("/members", &stranger, &body).await.ok();
    assert_eq!(list(&app, &admin).await, [("Night".to_owned(), 0)]);
}

/// K-02: a token acts on agents only, so it changes no group that somebody above is in.
#[actix_web::test]
async fn a_token_changes_groups_of_agents_only() {
    let (app, admin) = TestApp::with_admin().await;
    let agent = format!("/members/{}", app.invite(&admin, AGENT, "agent").await);
    let helpdesk = app.invite(&admin, "help@example.com", "helpdesk").await;
    let helpdesk = format!("/members/{helpdesk}");
    let reader = token(&app, &admin, &["members:read"]).await;
    let program = token(&app, &admin, &["members:read", "members:write"]).await;
    let name = json!({ "name": "Night" });
    app.post("/groups", &reader, &name)
        .await
        .refused(403, "insufficient_scope");
    let night = make(&app, &program, "Night").await;
    let inside = json!({ "groups": ["Night"] });
    app.send("PATCH", &agent, &program, Some(&inside))
        .await
        .ok();
    app.send("PATCH", &helpdesk, &program, Some(&inside))
        .await
        .refused(403, "forbidden");
    let early = json!({ "name": "Early" });
    app.send("PATCH", &night, &program, Some(&early)).await.ok();
    assert_eq!(list(&app, &reader).await, [("Early".to_owned(), 1)]);

    let inside = json!({ "groups": ["Early"] });
    app.send("PATCH", &helpdesk, &admin, Some(&inside))
        .await
        .ok();
    for (method, body) in [("PATCH", Some(&name)), ("DELETE", None)] {
        let answer = app.send(method, &night, &program, body).await;
        answer.refused(403, "forbidden");
    }
    assert_eq!(list(&app, &reader).await, [("Early".to_owned(), 2)]);
    let outside = json!({ "groups": [] });
    app.send("PATCH", &helpdesk, &admin, Some(&outside))
        .await
        .ok();
    app.send("DELETE", &night, &program, None).await.ok();
    assert_eq!(groups_of(&app, &reader, &agent).await, json!([]));
}

/// K-02: nor does a token put anybody into such a group, on any way. Who is in it already stays.
#[actix_web::test]
async fn a_token_puts_nobody_into_a_group_of_administrators() {
    let (app, admin) = TestApp::with_admin().await;
    let program = token(&app, &admin, &["members:read", "members:write"]).await;
    for name in ["Domain admins", "Night"] {
        make(&app, &admin, name).await;
    }
    let agent = format!("/members/{}", app.invite(&admin, AGENT, "agent").await);
    let own = format!("/members/{}", app.get("/me", &admin).await.ok().text("/id"));
    let groups = json!({ "groups": ["domain admins", "Night"] });
    app.send("PATCH", &own, &admin, Some(&groups)).await.ok();
    let alone = json!({ "groups": ["Night"] });
    let new =
        json!({ "email": "new@example.com", "display_name": "New", "groups": ["Domain admins"] });
    let file = "email,name,groups\nnew@example.com,New,Domain admins\n";
    let import = app.request("POST", "/members/import").bearer_auth(&program);
    let import = import.header("content-type", "text/csv").body(file);
    for refused in [
        app.send("PATCH", &agent, &program, Some(&groups)).await,
        app.send("PATCH", &agent, &program, Some(&alone)).await,
        app.post("/members", &program, &new).await,
    ] {
        refused.refused(422, "invalid_input");
        assert_eq!(refused.field_errors(), [("groups", "invalid")]);
    }
    let batch = json!({ "members": [new], "mode": "possible" });
    let dry = json!({ "members": [new], "dry_run": true });
    for told in [
        app.post("/members/batch", &program, &batch).await,
        app.post("/members/batch", &program, &dry).await,
        app.finish(import).await,
    ] {
        let row = &told.ok().body["rows"][0];
        assert_eq!(row["state"], "refused");
        assert_eq!(row["errors"][0]["field"], "groups");
    }
    assert_eq!(groups_of(&app, &program, &agent).await, json!([]));
    let counts = [("Domain admins".to_owned(), 1), ("Night".to_owned(), 1)];
    assert_eq!(list(&app, &program).await, counts);

    app.send("PATCH", &agent, &admin, Some(&alone)).await.ok();
    let kept = json!({ "groups": ["Night"], "display_name": "Jo" });
    app.send("PATCH", &agent, &program, Some(&kept)).await.ok();
    app.post("/members", &admin, &new).await.ok();
}

#[actix_web::test]
async fn an_organization_has_five_hundred_groups() {
    let (app, admin) = TestApp::with_admin().await;
    let fill = |connection: &mut DbConnection| {
        let organization: i64 = organizations::table
            .select(organizations::key)
            .get_result(connection)?;
        for number in 0..499_u128 {
            let name = format!("g{number}");
            diesel::insert_into(groups::table)
                .values((
                    groups::id.eq(number.to_be_bytes().to_vec()),
                    groups::organization.eq(organization),
                    groups::name.eq(&name),
                    groups::normal_name.eq(&name),
                    groups::created_at.eq(0),
                ))
                .execute(connection)?;
        }
        Ok(())
    };
    app.context.db.write(fill).await.expect("rows");
    let last = make(&app, &admin, "the last").await;
    let more = json!({ "name": "one more" });
    let answer = app.post("/groups", &admin, &more).await;
    answer.refused(409, "conflict");
    app.send("DELETE", &last, &admin, None).await.ok();
    app.post("/groups", &admin, &more).await.ok();
    assert_eq!(list(&app, &admin).await.len(), 500);
}

/// One of many requests at once makes the group; and a group that is deleted while members join it keeps nobody.
#[actix_web::test]
async fn parallel_changes_of_groups_agree() {
    let (app, admin) = TestApp::with_admin().await;
    let agent = format!("/members/{}", app.invite(&admin, AGENT, "agent").await);
    reauthenticate(&app, &admin).await;
    for _ in 0..4 {
        let names = ["Night", "NIGHT", "night", "nighT"].map(|name| json!({ "name": name }));
        let answers = join_all(names.iter().map(|body| app.post("/groups", &admin, body))).await;
        let made: Vec<_> = answers.iter().filter(|one| one.status == 201).collect();
        assert_eq!(made.len(), 1, "{answers:?}");
        let path = format!("/groups/{}", made[0].text("/id"));
        let (inside, outside) = (json!({ "groups": ["Night"] }), json!({ "groups": [] }));
        let answers = join_all([
            app.send("PATCH", &agent, &admin, Some(&inside)),
            app.send("PATCH", &agent, &admin, Some(&outside)),
            app.send("DELETE", &path, &admin, None),
            app.send("PATCH", &agent, &admin, Some(&inside)),
        ])
        .await;
        for answer in &answers {
            assert!([200, 204, 422].contains(&answer.status), "{answer:?}");
        }
        let rows = |c: &mut DbConnection| group_members::table.count().get_result::<i64>(c);
        assert_eq!(app.context.db.read(rows).await.expect("a count"), 0);
        assert_eq!(list(&app, &admin).await, []);
    }
}
