//! The requests of the members' pages.

use crate::client::{Client, CredentialKind, Nothing};
use crate::failure::Failure;
use crate::route::{members, with_query};
use gloo_net::http::Method;
use shared_types::api_tokens::{ApiTokenView, HandOverApiTokenRequest};
use shared_types::groups::GroupView;
use shared_types::ids::{ApiTokenId, MemberId};
use shared_types::members::{
    CreateMemberRequest, DeviceResetRequest, ExemptionRequest, ListMembersQuery, MemberStatus,
    MemberView, PatchMemberRequest, Role,
};
use shared_types::page::Page;
use shared_types::recovery::DecideRecoveryRequest;
use shared_types::support::WaitingInvitations;

/// `GET /members`.
pub(super) async fn list_members(
    client: &Client,
    query: &ListMembersQuery,
) -> Result<Page<MemberView>, Failure> {
    client
        .get(&with_query("/members", &members::query(query)))
        .await
}

/// `GET /members/{id}`.
pub(super) async fn find_member(client: &Client, id: MemberId) -> Result<MemberView, Failure> {
    client.get(&path(id, "")).await
}

/// The administrators who can sign in, as many as one page holds.
pub(super) fn administrators() -> ListMembersQuery {
    ListMembersQuery {
        role: Some(Role::Admin),
        status: Some(MemberStatus::Active),
        ..ListMembersQuery::default()
    }
}

/// `GET /api-tokens`.
pub(super) async fn list_tokens(client: &Client) -> Result<Page<ApiTokenView>, Failure> {
    client.get("/api-tokens").await
}

/// `POST /api-tokens/{id}/hand-over`.
pub(super) async fn hand_over_token(
    client: &Client,
    id: ApiTokenId,
    to: MemberId,
) -> Result<Nothing, Failure> {
    let path = format!("/api-tokens/{id}/hand-over");
    let body = HandOverApiTokenRequest { to };
    client
        .send(Method::POST, CredentialKind::Session, &path, &body)
        .await
}

/// `GET /groups`.
pub(super) async fn list_groups(client: &Client) -> Result<Page<GroupView>, Failure> {
    client.get("/groups").await
}

/// `POST /members`.
pub(super) async fn create_member(
    client: &Client,
    body: &CreateMemberRequest,
) -> Result<Nothing, Failure> {
    client.create("/members", Some(body)).await
}

/// `PATCH /members/{id}`.
pub(super) async fn update_member(
    client: &Client,
    id: MemberId,
    body: &PatchMemberRequest,
) -> Result<Nothing, Failure> {
    client
        .send(Method::PATCH, CredentialKind::Session, &path(id, ""), body)
        .await
}

/// `DELETE /members/{id}`.
pub(super) async fn delete_member(
    client: &Client,
    id: MemberId,
    reason: &str,
) -> Result<Nothing, Failure> {
    let path = with_query(&path(id, ""), &members::reason(reason));
    client
        .send_empty(Method::DELETE, CredentialKind::Session, &path)
        .await
}

/// `GET /invitations/waiting`.
pub(super) async fn count_waiting_invitations(
    client: &Client,
) -> Result<WaitingInvitations, Failure> {
    client.get("/invitations/waiting").await
}

/// `POST /members/{id}/device-reset`.
pub(super) async fn reset_device(
    client: &Client,
    id: MemberId,
    reason: &str,
) -> Result<Nothing, Failure> {
    let body = DeviceResetRequest {
        reason: reason.to_owned(),
    };
    let path = path(id, "/device-reset");
    client
        .send(Method::POST, CredentialKind::Session, &path, &body)
        .await
}

/// `PUT /members/{id}/exemption`.
pub(super) async fn exempt_member(
    client: &Client,
    id: MemberId,
    body: &ExemptionRequest,
) -> Result<Nothing, Failure> {
    let path = path(id, "/exemption");
    client
        .send(Method::PUT, CredentialKind::Session, &path, body)
        .await
}

/// `DELETE /members/{id}/exemption`.
pub(super) async fn end_exemption(client: &Client, id: MemberId) -> Result<Nothing, Failure> {
    let path = path(id, "/exemption");
    client
        .send_empty(Method::DELETE, CredentialKind::Session, &path)
        .await
}

/// `POST /members/{id}/recovery/approve` and `/refuse`.
pub(super) async fn decide_recovery(
    client: &Client,
    id: MemberId,
    decision: &str,
    reason: &str,
) -> Result<Nothing, Failure> {
    let body = DecideRecoveryRequest {
        reason: reason.to_owned(),
    };
    let path = path(id, &format!("/recovery/{decision}"));
    client
        .send(Method::POST, CredentialKind::Session, &path, &body)
        .await
}

/// `POST /members/{id}/unlock`.
pub(super) async fn unlock_member(client: &Client, id: MemberId) -> Result<Nothing, Failure> {
    client
        .send_empty(Method::POST, CredentialKind::Session, &path(id, "/unlock"))
        .await
}

/// `POST /members/{id}/invitation`.
pub(super) async fn send_invitation(client: &Client, id: MemberId) -> Result<Nothing, Failure> {
    client
        .send_empty(
            Method::POST,
            CredentialKind::Session,
            &path(id, "/invitation"),
        )
        .await
}

fn path(id: MemberId, rest: &str) -> String {
    format!("/members/{id}{rest}")
}
