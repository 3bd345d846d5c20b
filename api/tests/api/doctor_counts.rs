//! `twostep doctor --counts`: proves the stored counts against the rows, and repairs them.

use crate::counts::assert_counted;
use crate::rows::{NumberedMembers, count_events};
use crate::support::{AGENT, TestApp};
use diesel::prelude::*;
use shared_types::time::Time;
use std::process::Command;
use twostep::people::members::{self as people, Recount};
use twostep::platform::db::DbConnection;
use twostep::platform::db::schema::{member_counts, member_words, members};
use twostep::record::audit::Action;

/// A5: `twostep doctor --counts` names what differs, and repairs it when it is told to.
#[actix_web::test]
async fn doctor_proves_the_counts() {
    let (app, admin) = TestApp::with_admin().await;
    let (_, admin) = app.set_up_phone(&admin).await;
    app.invite(&admin, AGENT, "agent").await;
    let doctor = |flags: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_twostep"))
            .args(["doctor", "--counts"])
            .args(flags)
            .args(["--database-url", &app.database.url_text()])
            .current_dir(app.folder.path())
            .output()
            .expect("the program runs");
        let said = String::from_utf8(output.stdout).expect("text");
        (output.status.code(), said)
    };
    let (code, said) = doctor(&[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("stored 0 invited, 2 active, 1 to set up"));
    let damage = |c: &mut DbConnection| {
        diesel::update(member_counts::table)
            .filter(member_counts::status.eq("active"))
            .filter(member_counts::has_device.eq(true))
            .set(member_counts::members.eq(6))
            .execute(c)?;
        diesel::update(members::table.filter(members::to_set_up.eq(true)))
            .set(members::was_blocked.eq(true))
            .execute(c)?;
        diesel::delete(member_words::table.filter(member_words::word.eq("com"))).execute(c)
    };
    app.context.db.write(damage).await.expect("a change");
    let (code, said) = doctor(&[]);
    assert_eq!(code, Some(1), "{said}");
    let line = "stored 0 invited, 7 active, 1 to set up; counted 0 invited, 2 active, 1 to set up";
    assert!(
        said.contains("DIFFERS")
            && said.contains(line)
            && said.contains("rows of 1 members")
            && said.contains("finds 2 members"),
        "{said}"
    );
    let (code, said) = doctor(&["--repair"]);
    assert_eq!(code, Some(0), "{said}");
    assert_counted(&app.context.db).await;
    assert_eq!(
        count_events(app.database.url(), Action::CountsRepaired).await,
        1
    );
    assert!(doctor(&[]).1.contains("All counts are right."));
    let remove = |c: &mut DbConnection| diesel::delete(member_counts::table).execute(c);
    app.context.db.write(remove).await.expect("a change");
    let found = app.context.db.read(people::recount).await.expect("counts");
    assert!(matches!(&found[..], [Recount { stored: None, .. }]));
}

/// C10: the words of many members with long names are written anew, whatever one statement takes.
#[actix_web::test]
async fn doctor_writes_the_words_of_long_names() {
    let (app, _) = TestApp::with_admin().await;
    let letters = ('a'..='z').chain('0'..='9');
    let name: Vec<String> = letters.map(String::from).collect();
    let name = name.join("-");
    let repair = move |connection: &mut DbConnection| {
        NumberedMembers {
            numbers: 100..=599,
            name: &name,
            role: "agent",
        }
        .insert(connection)?;
        people::repair_counts(connection, Time::from_micros(1))?;
        people::recount(connection)
    };
    let found = app.fill(repair).await;
    assert!(found.iter().all(Recount::is_right), "{found:?}");
    let words = |connection: &mut DbConnection| {
        let some = member_words::table.filter(member_words::word.like("9"));
        some.count().get_result::<i64>(connection)
    };
    let words = app.context.db.read(words).await.expect("words");
    assert_eq!(words, 500);
}
