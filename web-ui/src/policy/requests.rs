//! The requests of the policy's pages.

use super::advice::held;
use super::state::Rule;
use crate::app::{App, Notice};
use crate::client::{Client, CredentialKind, Nothing};
use crate::failure::Failure;
use crate::reauthentication::with_reauthentication;
use crate::route::members;
use gloo_net::http::Method;
use shared_types::groups::GroupView;
use shared_types::limits::PAGE_LARGEST;
use shared_types::members::MemberView;
use shared_types::page::Page;
use shared_types::policy::{PolicyVersion, PolicyView, PutPolicyRequest};
use shared_types::problem::ProblemCode;

/// `GET /policy`, `GET /policy/preview`, and the first page of held members.
pub(super) async fn find_rule(client: &Client) -> Result<Rule, Failure> {
    let policy = find_policy(client).await?;
    let preview = client.get("/policy/preview").await?;
    let path = format!("/members?{}&limit={PAGE_LARGEST}", members::query(&held()));
    let held: Page<MemberView> = client.get(&path).await?;
    Ok(Rule {
        policy,
        preview,
        held: i64::try_from(held.items.len()).unwrap_or(i64::MAX),
        groups: list_groups(client).await?,
    })
}

/// `GET /policy`.
pub(super) async fn find_policy(client: &Client) -> Result<PolicyView, Failure> {
    client.get("/policy").await
}

/// `GET /policy/versions`: the newest ones.
pub(super) async fn list_versions(client: &Client) -> Result<Page<PolicyVersion>, Failure> {
    client.get("/policy/versions").await
}

/// `GET /groups`.
async fn list_groups(client: &Client) -> Result<Vec<GroupView>, Failure> {
    let groups: Page<GroupView> = client.get("/groups").await?;
    Ok(groups.items)
}

/// `PUT /policy`, and what the policy page then says: `done`, or that somebody else was first, with what
/// stands now.
pub(super) async fn put_policy(
    app: &App,
    body: &PutPolicyRequest,
    done: Notice,
) -> Result<Notice, Failure> {
    let client = app.client();
    let put = || client.send(Method::PUT, CredentialKind::Session, "/policy", body);
    let answer: Result<Nothing, Failure> = with_reauthentication(app, put).await;
    match answer {
        Err(failure) if failure.code() == Some(ProblemCode::Conflict) => {
            Ok(Notice::PolicyChangedMeanwhile(find_policy(client).await?))
        }
        Err(failure) => Err(failure),
        Ok(_) => Ok(done),
    }
}
