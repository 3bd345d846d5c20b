//! When a flow ends, and how many of one member may live at once.

use crate::recovery::agent_with_phone;
use crate::support::AGENT;
use serde_json::json;
use shared_types::limits::LIVE_FLOWS_PER_MEMBER;
use std::time::Duration;

/// S-15 (cap): ten flows of one member live at once; the eleventh from the same network takes the place of
/// the oldest and of no other.
#[actix_web::test]
async fn the_eleventh_flow_takes_the_place_of_the_oldest() {
    let (app, _, _) = agent_with_phone().await;
    let mut flows = Vec::new();
    for _ in 0..LIVE_FLOWS_PER_MEMBER {
        flows.push(app.sign_in(AGENT).await.ok().text("/flow_token"));
        // Flows of one millisecond have no order.
        app.clock.advance(Duration::from_secs(1));
    }
    for flow in &flows {
        app.get("/sign-in", flow).await.ok();
    }
    flows.push(app.sign_in(AGENT).await.ok().text("/flow_token"));
    let oldest = flows.remove(0);
    app.get("/sign-in", &oldest)
        .await
        .refused(401, "flow_expired");
    for flow in &flows {
        app.get("/sign-in", flow).await.ok();
    }
}

/// S-15 (success): a flow that became a session is none any more.
#[actix_web::test]
async fn a_flow_ends_with_its_session() {
    let (app, _, phone) = agent_with_phone().await;
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    let session = app.code_session(&flow, &phone).await;
    let code = json!({ "code": phone.code_after(&app.clock, 1) });
    for (method, path, body) in [
        ("GET", "/sign-in", None),
        ("POST", "/sign-in/code", Some(&code)),
        ("POST", "/sign-in/new-device", None),
    ] {
        app.send(method, path, &flow, body)
            .await
            .refused(401, "flow_expired");
    }
    app.get("/me", &session).await.ok();
}
