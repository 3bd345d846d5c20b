//! The list of breached passwords beside the database (F14, P-04).

use crate::recovery::forgot;
use crate::support::{ADMIN, AGENT, TestApp, setup_request};
use serde_json::json;
use shared_types::secret::Secret;
use std::fs;
use std::path::{Path, PathBuf};
use twostep::platform::breached::{self, BreachedPasswords, ImportError};
use twostep::platform::crypto::password::Password;

/// Long and not easy to guess, but for the list.
const STOLEN: &str = "copper lantern orchard";
const OTHER: &str = "violet anchor breakfast";

fn sha1(text: &str) -> String {
    let password = Password::parse(&Secret::new(text)).expect("a password");
    let hash = password.sha1();
    hash.iter()
        .fold(String::new(), |text, byte| format!("{text}{byte:02X}"))
}

/// Writes a list with these lines, and imports it into `target`.
fn import(folder: &Path, target: &Path, lines: &str) -> Result<breached::Imported, ImportError> {
    let list = folder.join("list.txt");
    fs::write(&list, lines).expect("a list");
    breached::import(&list, target, |_| ())
}

fn with_list(lines: &str) -> (TestApp, PathBuf) {
    let mut app = TestApp::start();
    let target = app.folder.path().join("twostep.breached");
    import(app.folder.path(), &target, lines).expect("imported");
    app.context.breached = BreachedPasswords::open(&target).expect("the list");
    let (db, keys) = (app.context.db.clone(), app.context.keys.as_ref().clone());
    app.restart(db, keys);
    (app, target)
}

/// The form of the public list: the program finds in it what others hashed.
#[test]
fn the_hash_is_the_one_of_the_public_list() {
    assert_eq!(sha1("password"), "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8");
}

/// F14, P-04: wherever a password is set, one that is in the list is refused with its own word, and costs
/// nothing; at a sign-in nobody asks the list.
#[actix_web::test]
async fn a_breached_password_is_not_chosen() {
    let (app, target) = with_list(&format!("{}:37359195\n", sha1(STOLEN)));
    let token = app.setup_token().await;
    let refused = |field| [(field, "breached")];

    let mut request = setup_request(&token);
    request["password"] = STOLEN.into();
    let answer = app.post("/setup", "", &request).await;
    assert_eq!(answer.field_errors(), refused("password"));
    app.post("/setup", "", &setup_request(&token)).await.ok();
    let admin = app.session_of(ADMIN).await;

    let body = json!({ "email": AGENT, "display_name": "Jo Doe" });
    app.post("/members", &admin, &body).await.ok();
    let token = app.newest_mail("invitation").await["content"]["token"].clone();
    let accept = |password| json!({ "token": token, "password": password });
    let answer = app.post("/invitations/accept", "", &accept(STOLEN)).await;
    assert_eq!(answer.field_errors(), refused("password"));
    let detail = answer.text("/errors/0/detail");
    assert!(detail.contains("stolen passwords"), "{detail}");
    app.post("/invitations/accept", "", &accept(OTHER))
        .await
        .ok();

    let sign_in = json!({ "email": AGENT, "password": OTHER });
    let session = app
        .post("/sign-in", "", &sign_in)
        .await
        .ok()
        .text("/session/token");
    let change = |new| json!({ "current_password": OTHER, "new_password": new });
    let answer = app.post("/me/password", &session, &change(STOLEN)).await;
    assert_eq!(answer.field_errors(), refused("new_password"));

    let token = forgot(&app, AGENT).await;
    let reset = |password| json!({ "token": token, "new_password": password });
    let answer = app
        .post("/password-reset/confirm", "", &reset(STOLEN))
        .await;
    assert_eq!(answer.field_errors(), refused("new_password"));

    // The list comes to hold a password that somebody has: it goes on signing in.
    let folder = app.folder.path();
    import(folder, &target, &format!("{}\n", sha1(OTHER))).expect("imported");
    app.post("/sign-in", "", &sign_in).await.ok();
    // A running server asks the new file.
    app.post("/password-reset/confirm", "", &reset(STOLEN))
        .await
        .ok();
}

/// F14: what cannot be used changes nothing and says which line it was; the order of lines, their ends and
/// counts do not matter.
#[test]
fn an_import_is_whole_or_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let (folder, target) = (folder.path(), folder.path().join("twostep.breached"));
    let (a, b, c) = (sha1(STOLEN), sha1(OTHER).to_lowercase(), sha1("never seen"));
    let lines = format!("{b}\r\n\n{a}:3\n{a}:4\n{c}:0");
    let imported = import(folder, &target, &lines).expect("imported");
    assert_eq!(imported.hashes, 2);
    let before = fs::read(&target).expect("the file");
    for (lines, number) in [
        (format!("{a}\n{a}:\n"), 2),
        (format!("{a}\n\n{}\n", &a[1..]), 3),
        (format!("{a}:12x\n"), 1),
        (format!("{a}:1\n{a}{a}{a}{a}\n"), 2),
        ("password\n".to_owned(), 1),
    ] {
        let refused = import(folder, &target, &lines);
        assert!(
            matches!(refused, Err(ImportError::Line(n)) if n == number),
            "{lines} {refused:?}"
        );
    }
    assert!(matches!(
        import(folder, &target, "\n"),
        Err(ImportError::Empty)
    ));
    let missing = breached::import(&folder.join("no.txt"), &target, |_| ());
    assert!(matches!(missing, Err(ImportError::Read(_))));
    assert_eq!(fs::read(&target).expect("the file"), before);
    let left = fs::read_dir(folder).expect("a folder").count();
    assert_eq!(left, 2, "the list and the file, nothing half done");
}

/// F14: a damaged file is not believed: at start it is an error, and later the one before stays.
#[actix_web::test]
async fn a_damaged_file_is_not_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("twostep.breached");
    assert!(
        BreachedPasswords::open(&target)
            .expect("none")
            .description()
            .is_none()
    );
    import(folder.path(), &target, &format!("{}\n", sha1(STOLEN))).expect("imported");
    let list = BreachedPasswords::open(&target).expect("the list");
    let hash = Password::parse(&Secret::new(STOLEN))
        .expect("a password")
        .sha1();
    assert!(list.contains(hash).await);
    list.check_whole().expect("whole");
    let good = fs::read(&target).expect("the file");

    let mut head = good.clone();
    head[20] ^= 1;
    fs::write(&target, &head).expect("written");
    assert!(BreachedPasswords::open(&target).is_err());
    fs::write(&target, &good[..good.len() - 1]).expect("written");
    assert!(BreachedPasswords::open(&target).is_err());
    let mut body = good.clone();
    *body.last_mut().expect("a byte") ^= 1;
    fs::write(&target, &body).expect("written");
    let list = BreachedPasswords::open(&target).expect("a good head");
    assert!(list.check_whole().is_err());
    assert!(!list.contains(hash).await, "logged, and nobody is refused");
}

/// F14: nothing of a list is lost, whatever its size, and hardly anything else is refused.
#[actix_web::test]
async fn every_hash_of_a_list_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("twostep.breached");
    for size in [1, 2, 3, 700, 20_000_u32] {
        let text = |n: u32| sha1(&format!("password number {n}"));
        let lines: String = (0..size).map(|n| text(n) + "\n").collect();
        let imported = import(folder.path(), &target, &lines).expect("imported");
        assert_eq!(imported.hashes, u64::from(size));
        let list = BreachedPasswords::open(&target).expect("the list");
        let of = |n: u32| {
            let password = Password::parse(&Secret::new(format!("password number {n}")));
            password.expect("a password").sha1()
        };
        for n in (0..size).step_by(7) {
            assert!(list.contains(of(n)).await, "{n} of {size}");
        }
        let mut wrong = 0;
        for n in 0..2000 {
            wrong += u32::from(list.contains(of(1_000_000 + n)).await);
        }
        assert!(wrong < 5, "{wrong} of 2,000 in a list of {size}");
    }
}
