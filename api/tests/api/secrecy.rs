//! Secrets on their way through the program: in no line of the log, and what is mailed in no
//! answer.

use crate::secrecy_journey::walk;
use crate::watched::Watched;
use serde_json::Value;

/// C-07 (logs), G-01, E-08 (answers, log): at the finest level the log holds no password, code, secret, token or link,
/// whether a request was right, wrong or misshapen. What went out by mail, code or link, comes back in no
/// answer, be it in its head or its body.
#[actix_web::test]
async fn secrets_stay_where_they_belong() {
    let app = Watched::start().await;
    let secrets = walk(&app).await;
    let seen = app.end().await;
    let is_fine = |line: &Value| line["level"] == "DEBUG";
    assert!(seen.lines().iter().any(is_fine), "the level is fine enough");
    assert!(
        seen.audit_lines().len() > 25,
        "{}",
        seen.audit_lines().len()
    );
    assert_eq!(secrets.everything().found_in(&seen.log), [""; 0]);
    let mailed = secrets.mailed();
    assert_eq!(mailed.count(), 4, "two codes, two links");
    assert_eq!(mailed.found_in(&seen.answers), [""; 0]);
}
