//! Secrets on their way through the program: in no line of the log, and no code in an answer.

use crate::secrecy_journey::{Secrets, walk};
use crate::watched::Watched;

/// G-01: at the finest level the log holds no password, code, secret, token or link, whether a
/// request was right, wrong or misshapen.
#[actix_web::test]
async fn no_secret_is_logged() {
    let app = Watched::start().await;
    let secrets = walk(&app).await;
    let seen = app.end().await;
    assert!(seen.log.contains("\"level\":\"DEBUG\""), "{}", seen.log);
    assert!(seen.audit_lines().len() > 40, "{}", seen.log);
    assert_eq!(secrets.texts_in(&seen.log), Vec::<&str>::new());
    assert_eq!(secrets.codes_in(&seen.log), Vec::<&str>::new());
    let foreign = seen.lines().into_iter().find(|line| {
        let is_ours = line["target"]
            .as_str()
            .is_some_and(|t| t.starts_with("twostep"));
        !is_ours && line["level"] != "INFO" && line["level"] != "WARN" && line["level"] != "ERROR"
    });
    assert_eq!(foreign, None, "others trace whole messages");
}

/// E-08: a code that went out by mail comes back in no answer, whether head or body, nor does the
/// token of a link.
#[actix_web::test]
async fn no_mailed_code_is_answered() {
    let app = Watched::start().await;
    let secrets = walk(&app).await;
    let seen = app.end().await;
    let Secrets { codes, mailed, .. } = &secrets;
    assert_eq!((mailed.codes.len(), mailed.tokens.len()), (2, 2));
    let mailed = Secrets {
        texts: mailed.tokens.clone(),
        codes: mailed.codes.clone(),
        ..Secrets::default()
    };
    assert_eq!(mailed.texts_in(&seen.answers), Vec::<&str>::new());
    assert_eq!(mailed.codes_in(&seen.answers), Vec::<&str>::new());
    assert!(codes.len() > 4, "{codes:?}");
}
