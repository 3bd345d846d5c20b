//! The chains over the record: a writer of the database still cannot rewrite the past.

use crate::support::{AGENT, TestApp};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use serde_json::json;
use shared_types::ids::OrganizationId;
use twostep::platform::db::DbConnection;
use twostep::platform::db::schema::audit_events;
use twostep::record::chain::{self, ChainName, ChainStatus, Flaw, Head, parse_heads};
use twostep::record::followers;
use uuid::Uuid;

/// An installation with some record, all of it sealed: rows of the organization, two rows of nobody's
/// organization behind them, and more rows of the organization in a second seal.
struct Sealed {
    app: TestApp,
    heads: Vec<Head>,
    /// The positions of the organization's rows.
    own: Vec<i64>,
    /// The positions of the installation's.
    others: Vec<i64>,
}

async fn sealed() -> Sealed {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let unknown = json!({ "email": "nobody@example.com", "password": "no" });
    app.post("/sign-in", "", &unknown).await;
    app.post("/sign-in", "", &unknown).await;
    followers::catch_up(&app.context).await.expect("followed");
    app.sign_in(AGENT).await.ok();
    followers::catch_up(&app.context).await.expect("followed");
    let heads = chain::heads(&app.context).await.expect("the heads");
    let read = |c: &mut DbConnection| {
        let all = audit_events::table.order(audit_events::position);
        all.select((audit_events::position, audit_events::organization))
            .load::<(i64, Option<Vec<u8>>)>(c)
    };
    let rows = app.context.db.read(read).await.expect("the rows");
    let of = |is_own: bool| {
        let rows = rows.iter().filter(|(_, id)| id.is_some() == is_own);
        rows.map(|(position, _)| *position).collect()
    };
    let (own, others) = (of(true), of(false));
    Sealed {
        app,
        heads,
        own,
        others,
    }
}

impl Sealed {
    fn organization(&self) -> ChainName {
        let own = |head: &&Head| head.chain != ChainName::of(None);
        self.heads
            .iter()
            .find(own)
            .expect("its chain")
            .chain
            .clone()
    }

    /// Changes the database as the holder of the file can.
    async fn tamper(&self, sql: String) {
        let done = self
            .app
            .context
            .db
            .write(move |c| c.batch_execute(&sql))
            .await;
        done.expect("the holder of the file can write to it");
    }

    async fn verify(&self, kept: Vec<Head>) -> ChainStatus {
        let status = chain::verify(&self.app.context, kept).await;
        status.expect("the record is read")
    }
}

/// What a check finds after a change.
fn broken(chain: ChainName, position: i64, flaw: Flaw) -> ChainStatus {
    ChainStatus::Broken {
        chain,
        position,
        flaw,
    }
}

/// A change, whether it is to be found in the chain of the installation, where, and as what.
type Case = (String, bool, i64, Flaw);

/// The row of the record with all values of another one.
fn copy_of(from: i64, to: i64) -> String {
    let rest = "at, actor_kind, action, outcome, organization, actor, subject, flow, result, \
        details, network, request_id";
    format!(
        "INSERT INTO audit_events (position, {rest}) SELECT {to}, {rest} FROM audit_events \
         WHERE position = {from}"
    )
}

/// G-05: untouched chains are sound, each with its own head, and rows that wait are counted.
#[tokio::test]
async fn an_untouched_record_is_sound() {
    let sealed = sealed().await;
    assert!(sealed.own.len() > 5 && sealed.others.len() == 2);
    assert_eq!(sealed.heads.len(), 2);
    assert_eq!(sealed.heads[0].chain, ChainName::of(None));
    assert_eq!((sealed.heads[0].number, sealed.heads[1].number), (1, 2));
    let unknown = json!({ "email": AGENT, "password": "no" });
    sealed.app.post("/sign-in", "", &unknown).await;
    let total = i64::try_from(sealed.own.len() + sealed.others.len()).expect("few");
    let expected = ChainStatus::Sound {
        chains: 2,
        sealed: total,
        waiting: 1,
        pruned: 0,
    };
    assert_eq!(sealed.verify(sealed.heads.clone()).await, expected);
    let context = &sealed.app.context;
    assert_eq!(followers::catch_up(context).await.expect("followed"), 1);
    assert_eq!(followers::catch_up(context).await.expect("nothing left"), 0);
    let lines: Vec<String> = sealed.heads.iter().map(ToString::to_string).collect();
    assert_eq!(parse_heads(&lines.join("\n")), Ok(sealed.heads.clone()));
}

/// G-05: an edited row of any column, a removed, added or moved one, and an edited seal are named
/// with their chain.
#[tokio::test]
async fn a_rewritten_past_is_named() {
    let edits = [
        "outcome = 2",
        "at = at + 1",
        "result = 'accepted'",
        "network = 'x'",
        "details = '{}'",
        "action = 9",
        "request_id = NULL",
        "flow = actor",
        "subject = NULL",
    ];
    for edit in edits {
        let sealed = sealed().await;
        // A row with a subject, an actor and a request, so that every edit changes something.
        let row = sealed.own[1];
        sealed
            .tamper(format!(
                "UPDATE audit_events SET {edit} WHERE position = {row}"
            ))
            .await;
        let expected = broken(sealed.organization(), row, Flaw::Altered);
        assert_eq!(sealed.verify(Vec::new()).await, expected, "{edit}");
    }
}

#[tokio::test]
async fn a_word_of_a_newer_program_is_not_called_altered() {
    let sealed = sealed().await;
    let row = sealed.own[2];
    sealed
        .tamper(format!(
            "UPDATE audit_events SET action = 9999 WHERE position = {row}"
        ))
        .await;
    let expected = broken(sealed.organization(), row, Flaw::Unknown);
    assert_eq!(sealed.verify(Vec::new()).await, expected);
}

/// What is gone, what was put in between, and what changed its place or its chain.
fn moved_rows(own: &[i64], others: &[i64]) -> Vec<Case> {
    let (second, third, last) = (own[1], own[2], own[own.len() - 1]);
    vec![
        (
            format!("DELETE FROM audit_events WHERE position = {third}"),
            false,
            third,
            Flaw::Missing,
        ),
        (
            format!("DELETE FROM audit_events WHERE position = {last}"),
            false,
            last,
            Flaw::Missing,
        ),
        (
            "DELETE FROM audit_events WHERE organization IS NULL".into(),
            true,
            others[0],
            Flaw::Missing,
        ),
        (
            format!(
                "UPDATE audit_events SET position = -1 WHERE position = {second};
                 UPDATE audit_events SET position = {second} WHERE position = {third};
                 UPDATE audit_events SET position = {third} WHERE position = -1"
            ),
            false,
            second,
            Flaw::Altered,
        ),
        (copy_of(second, 0), false, 0, Flaw::Added),
        (
            format!("UPDATE audit_events SET organization = NULL WHERE position = {third}"),
            false,
            third,
            Flaw::Moved,
        ),
        (
            format!(
                "UPDATE audit_events SET organization = (SELECT organization FROM audit_events \
                 WHERE position = {second}) WHERE position = {}",
                others[0]
            ),
            true,
            others[0],
            Flaw::Moved,
        ),
        (
            "DELETE FROM audit_seals WHERE number = 1 AND length(chain) > 0".into(),
            false,
            own[0],
            Flaw::Added,
        ),
    ]
}

/// G-05: rows that were removed, put in between or moved are named.
#[tokio::test]
async fn rows_that_come_go_and_move_are_named() {
    let first = sealed().await;
    let (own, others) = (first.own.clone(), first.others.clone());
    drop(first);
    for (sql, of_installation, position, flaw) in moved_rows(&own, &others) {
        let sealed = sealed().await;
        assert_eq!(
            (&sealed.own, &sealed.others),
            (&own, &others),
            "the same rows each time"
        );
        sealed.tamper(sql.clone()).await;
        let chain = if of_installation {
            ChainName::of(None)
        } else {
            sealed.organization()
        };
        let expected = broken(chain, position, flaw);
        assert_eq!(sealed.verify(Vec::new()).await, expected, "{sql}");
    }
}

/// G-05: a seal that was exchanged or edited is no proof.
#[tokio::test]
async fn an_edited_seal_is_named() {
    for edit in [
        "UPDATE audit_seals SET mac = (SELECT other.mac FROM audit_seals other \
            WHERE other.number = 2) WHERE number = 1",
        "UPDATE audit_seals SET event_count = event_count + 1 WHERE number = 1",
        "UPDATE audit_seals SET entries = (SELECT other.entries FROM audit_seals other \
            WHERE other.number = 2) WHERE number = 1",
        "UPDATE audit_seals SET number = 7 WHERE number = 1",
    ] {
        let sealed = sealed().await;
        sealed.tamper(edit.into()).await;
        let found = sealed.verify(Vec::new()).await;
        assert!(
            matches!(found, ChainStatus::Broken { .. }),
            "{edit}: {found:?}"
        );
    }
}

/// G-05: the end of one chain that was cut off, seals and all, is missed by the holder of its head.
#[tokio::test]
async fn a_cut_off_end_is_missed() {
    let sealed = sealed().await;
    let organization = sealed.organization();
    let end = sealed.others[1];
    sealed
        .tamper(format!(
            "DELETE FROM audit_events WHERE position > {end};
             DELETE FROM audit_seals WHERE number = 2"
        ))
        .await;
    let found = sealed.verify(sealed.heads.clone()).await;
    let last = sealed.own.iter().copied().filter(|own| *own < end).max();
    let after = last.expect("rows before the end") + 1;
    assert_eq!(found, broken(organization, after, Flaw::CutOff));
    let unaware = sealed.verify(Vec::new()).await;
    assert!(matches!(unaware, ChainStatus::Sound { .. }), "{unaware:?}");
    let foreign = Head {
        chain: ChainName::of(Some(OrganizationId(Uuid::from_u128(5)))),
        number: 1,
        mac: vec![0; 32],
    };
    let found = sealed.verify(vec![foreign.clone()]).await;
    assert_eq!(found, broken(foreign.chain, 1, Flaw::CutOff));
}

/// G-05: a head of another history is not taken for this one.
#[tokio::test]
async fn another_history_does_not_fit_the_head() {
    let sealed = sealed().await;
    let mut other = sealed.heads[1].clone();
    other.mac[0] ^= 1;
    let found = sealed.verify(vec![other]).await;
    assert!(
        matches!(
            found,
            ChainStatus::Broken {
                flaw: Flaw::Altered,
                ..
            }
        ),
        "{found:?}"
    );
}
