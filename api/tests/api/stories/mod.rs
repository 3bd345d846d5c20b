//! Stories of attacks from the first try to the last, one person who attacks in each file.

mod ex_administrator;
mod noisy_neighbour;
mod other_organization;
mod password_thief;
mod proxy_liar;
mod session_thief;
mod thieves;

use crate::support::{Answer, TestApp};
use serde_json::json;

/// A sign-in with headers of the caller's choice.
async fn sign_in_as(
    app: &TestApp,
    headers: &[(&str, &str)],
    email: &str,
    password: &str,
) -> Answer {
    let mut request = app.request("POST", "/sign-in");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    app.finish(request.json(&json!({ "email": email, "password": password })))
        .await
}
