//! The requests for whom the record is about.

use crate::client::Client;
use crate::failure::Failure;
use crate::route::{members, with_query};
use shared_types::api_tokens::ApiTokenView;
use shared_types::ids::MemberId;
use shared_types::members::{ListMembersQuery, MemberView};
use shared_types::page::Page;
use shared_types::problem::ProblemCode;
use uuid::Uuid;

/// `GET /members`.
pub(super) async fn list_members(
    client: &Client,
    query: &ListMembersQuery,
) -> Result<Page<MemberView>, Failure> {
    client
        .get(&with_query("/members", &members::query(query)))
        .await
}

/// `GET /api-tokens`.
pub(super) async fn list_tokens(client: &Client) -> Result<Page<ApiTokenView>, Failure> {
    client.get("/api-tokens").await
}

/// Whom the record is limited to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whom {
    /// Whom it is about.
    Member(MemberId),
    /// Who did it: a member or an API token.
    Actor(Uuid),
}

/// What they are called; `None` for who is gone.
pub(super) async fn find_name(client: &Client, whom: Whom) -> Result<Option<String>, Failure> {
    let id = match whom {
        Whom::Member(MemberId(id)) | Whom::Actor(id) => id,
    };
    match client.get::<MemberView>(&format!("/members/{id}")).await {
        Ok(member) => return Ok(Some(member.display_name)),
        Err(failure) if failure.code() == Some(ProblemCode::NotFound) => {}
        Err(failure) => return Err(failure),
    }
    if let Whom::Member(_) = whom {
        return Ok(None);
    }
    let tokens = list_tokens(client).await?.items;
    let found = tokens.into_iter().find(|token| token.id.0 == id);
    Ok(found.map(|token| token.name))
}
