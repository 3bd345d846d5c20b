//! What is kept of passwords that were hashed with weaker parameters than today's, which are `COST` here.

use crate::support::{ADMIN, PASSWORD, TestApp};
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, Version};
use serde_json::json;
use twostep::people::members::{self, EmailAddress};
use twostep::people::organizations;
use twostep::platform::db::DbConnection;

/// The hash that is kept of the administrator's password.
async fn kept(app: &TestApp) -> String {
    let context = app.context.clone();
    let read = move |c: &mut DbConnection| {
        let first = organizations::named(c, None)?;
        let email = EmailAddress::parse(ADMIN).expect("an address");
        let holder = members::find_password_holder(c, &first, &email)?.expect("the administrator");
        Ok(holder.password_hash(&context).expect("a hash").to_string())
    };
    app.context.db.read(read).await.expect("a hash")
}

/// Keeps a hash of the same password as an older program would have made it.
async fn keep_weak(app: &TestApp, memory: u32, passes: u32) {
    let params = Params::new(memory, passes, 1, Some(32)).expect("parameters");
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let phc = argon2.hash_password(PASSWORD.as_bytes()).expect("a hash");
    let (context, phc) = (app.context.clone(), phc.to_string().into());
    let write = move |c: &mut DbConnection| {
        let first = organizations::named(c, None)?;
        let email = EmailAddress::parse(ADMIN).expect("an address");
        let holder = members::find_password_holder(c, &first, &email)?.expect("the administrator");
        members::set_password(c, &context, &holder.member, &phc)
    };
    app.context.db.write(write).await.expect("kept");
}

/// P-01 (rehash at sign-in): the right password is hashed again with today's parameters, whichever of them
/// was lower, and is right afterwards; a wrong one changes nothing.
#[actix_web::test]
async fn a_weak_hash_is_replaced_at_the_next_sign_in() {
    let (app, _) = TestApp::with_admin().await;
    for (memory, passes, weak) in [(128, 2, "m=128,t=2"), (256, 1, "m=256,t=1")] {
        keep_weak(&app, memory, passes).await;
        let wrong = json!({ "email": ADMIN, "password": "not the password" });
        app.post("/sign-in", "", &wrong)
            .await
            .refused(401, "invalid_credentials");
        assert!(kept(&app).await.contains(weak), "{}", kept(&app).await);
        app.session_of(ADMIN).await;
        let stronger = kept(&app).await;
        assert!(
            stronger.starts_with("$argon2id$v=19$m=256,t=2,p=1$"),
            "{stronger}"
        );
        app.session_of(ADMIN).await;
        assert_eq!(kept(&app).await, stronger, "once");
    }
}
