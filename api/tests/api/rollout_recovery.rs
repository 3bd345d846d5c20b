//! Recovery by e-mail, which the plan of the policy makes stricter.

use crate::api_tokens::token;
use crate::recovery::sign_in;
use crate::recovery_hold::reset_by_mail;
use crate::rollout::Office;
use serde_json::json;

const SECOND: &str = "second@example.com";

/// F3b, K-02, A-08 (groups): where a group must have a device and nobody has chosen, a person ends the hold of its members. No
/// program takes that away, by a choice or with the rule of the group, nor does who came by a mailbox alone.
#[actix_web::test]
async fn a_plan_is_no_way_to_weaker_recovery() {
    let office = Office::open().await;
    let app = &office.app;
    let night = office.group("Night").await;
    let admin = office.admin().await;
    app.invite(&admin, SECOND, "admin").await;
    let rule = json!([{ "group": night, "two_step": "required" }]);
    office
        .put(json!({ "two_step": "optional", "groups": rule }))
        .await
        .ok();
    let program = token(app, &office.admin().await, &["policy:write"]).await;
    let choice = json!({ "two_step": "optional", "recovery": "wait", "version": 2 });
    let without = json!({ "two_step": "optional", "groups": [], "reason": "Over", "version": 2 });
    for body in [&choice, &without] {
        app.send("PUT", "/policy", &program, Some(body))
            .await
            .refused(403, "forbidden");
    }
    reset_by_mail(app, SECOND).await;
    let held = sign_in(app, SECOND).await.ok().text("/session/token");
    app.send("PUT", "/policy", &held, Some(&choice))
        .await
        .refused(403, "second_step_required");
    app.send("PUT", "/policy", &office.admin().await, Some(&choice))
        .await
        .ok();
}
