//! `/members`, `/members/{id}` and what is done there, `/invitations/inspect` and `/invitations/accept`.

use super::refusals::{
    AcceptError, CreateMemberError, DecideRecoveryError, DeleteMemberError, GetMemberError,
    InspectInvitationError, InviteError, ListMembersError, PatchMemberError, ResetDeviceError,
    UnlockMemberError,
};
use super::{
    accept, change, decide, handlers_batch, handlers_exemption, handlers_export, inspect,
    invitation, listing, service, support,
};
use crate::platform::context::Context;
use crate::platform::http::{
    Body, IfMatch, IfNoneMatch, Mount, PathId, Query, Refusal, Refusals, tagged,
};
use crate::platform::origin::Origin;
use crate::protection::access::{
    Authorized, DevicesReset, Fresh, MembersRead, MembersWrite, RecoveryApprove,
};
use actix_web::{HttpResponse, delete, get, patch, post, web};
use shared_types::ids::MemberId;
use shared_types::members::{
    AcceptInvitationRequest, AcceptInvitationResponse, CreateMemberRequest, DeleteMemberQuery,
    DeviceResetRequest, InspectInvitationRequest, InvitationView, ListMembersQuery, MemberView,
    PatchMemberRequest,
};
use shared_types::page::Page;
use shared_types::recovery::DecideRecoveryRequest;
use shared_types::support::WaitingInvitations;

/// The routes of this feature.
pub fn routes(mount: &mut impl Mount) {
    mount
        .configure(handlers_batch::routes)
        .configure(handlers_exemption::routes)
        .configure(handlers_export::routes)
        .service(list_members)
        .service(create_member)
        .service(get_member)
        .service(patch_member)
        .service(delete_member)
        .service(resend_invitation)
        .service(reset_device)
        .service(unlock_member)
        .service(approve_recovery)
        .service(refuse_recovery)
        .service(inspect_invitation)
        .service(accept_invitation)
        .service(count_waiting_invitations);
}

/// The organization's members by name, in pages.
#[utoipa::path(
    tag = "members",
    params(ListMembersQuery),
    responses(
        (status = 200, body = Page<MemberView>),
        Refusals<(Authorized<MembersRead>, Query<ListMembersQuery>, ListMembersError)>
    )
)]
#[get("/members")]
async fn list_members(
    context: web::Data<Context>,
    caller: Authorized<MembersRead>,
    Query(query): Query<ListMembersQuery>,
) -> Result<web::Json<Page<MemberView>>, Refusal<ListMembersError>> {
    Ok(web::Json(
        listing::list_members(&context, caller, query).await?,
    ))
}

/// Makes a member and mails an invitation.
#[utoipa::path(
    tag = "members",
    request_body = CreateMemberRequest,
    responses(
        (status = 201, body = MemberView, headers(("ETag" = String, description = "For `If-Match`"))),
        Refusals<(Fresh<MembersWrite>, Body<CreateMemberRequest>, CreateMemberError)>
    )
)]
#[post("/members")]
async fn create_member(
    context: web::Data<Context>,
    caller: Fresh<MembersWrite>,
    Body(request): Body<CreateMemberRequest>,
) -> Result<HttpResponse, Refusal<CreateMemberError>> {
    let member = service::create_member(&context, caller, request).await?;
    Ok(tagged(HttpResponse::Created(), member.version, &member))
}

/// One member.
#[utoipa::path(
    tag = "members",
    params(
        ("id" = MemberId, Path, description = "The member"),
        ("If-None-Match" = Option<String>, Header, description = "Tags of answers that the client has")
    ),
    responses(
        (status = 200, body = MemberView, headers(("ETag" = String, description = "For `If-Match` and `If-None-Match`"))),
        (status = 304, description = "The client has it"),
        Refusals<(Authorized<MembersRead>, PathId<MemberId>, IfNoneMatch, GetMemberError)>
    )
)]
#[get("/members/{id}")]
async fn get_member(
    context: web::Data<Context>,
    caller: Authorized<MembersRead>,
    id: PathId<MemberId>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Refusal<GetMemberError>> {
    let member = listing::get_member(&context, caller, id.0).await?;
    Ok(known.answer(member.version, &member))
}

/// Changes a member's name, role, status or address. The last administrator stays one; a new address
/// ends sessions, tells both mailboxes and holds recovery by email. A former address is put back in the same
/// way. Who says which version was read, by `version` or `If-Match`, changes no other; where both are there, both must
/// be right.
#[utoipa::path(
    tag = "members",
    params(
        ("id" = MemberId, Path, description = "The member"),
        ("If-Match" = Option<String>, Header, description = "The tag that was read, its version alone, or `*`")
    ),
    request_body = PatchMemberRequest,
    responses(
        (status = 200, body = MemberView, headers(("ETag" = String, description = "For the next `If-Match`"))),
        Refusals<(
            Fresh<MembersWrite>,
            PathId<MemberId>,
            IfMatch,
            Body<PatchMemberRequest>,
            PatchMemberError
        )>
    )
)]
#[patch("/members/{id}")]
async fn patch_member(
    context: web::Data<Context>,
    caller: Fresh<MembersWrite>,
    id: PathId<MemberId>,
    IfMatch(expected): IfMatch,
    Body(request): Body<PatchMemberRequest>,
) -> Result<HttpResponse, Refusal<PatchMemberError>> {
    let id = id.0;
    let asked = change::RequestedChange {
        id,
        expected,
        request,
    };
    let member = change::patch_member(&context, caller, asked).await?;
    Ok(tagged(HttpResponse::Ok(), member.version, &member))
}

/// Removes a member with device, flows and sessions. The last administrator stays.
#[utoipa::path(
    tag = "members",
    params(
        ("id" = MemberId, Path, description = "The member"),
        ("If-Match" = Option<String>, Header, description = "The tag that was read, its version alone, or `*`"),
        DeleteMemberQuery
    ),
    responses(
        (status = 204, description = "Removed"),
        Refusals<(
            Fresh<MembersWrite>,
            PathId<MemberId>,
            IfMatch,
            Query<DeleteMemberQuery>,
            DeleteMemberError
        )>
    )
)]
#[delete("/members/{id}")]
async fn delete_member(
    context: web::Data<Context>,
    caller: Fresh<MembersWrite>,
    id: PathId<MemberId>,
    IfMatch(expected): IfMatch,
    Query(query): Query<DeleteMemberQuery>,
) -> Result<HttpResponse, Refusal<DeleteMemberError>> {
    let id = id.0;
    service::delete_member(
        &context,
        caller,
        service::Removal {
            id,
            expected,
            query,
        },
    )
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Sends the invitation again; the older link is void.
#[utoipa::path(
    tag = "members",
    params(("id" = MemberId, Path, description = "The member")),
    responses(
        (status = 204, description = "Sent"),
        Refusals<(Fresh<MembersWrite>, PathId<MemberId>, InviteError)>
    )
)]
#[post("/members/{id}/invitation")]
async fn resend_invitation(
    context: web::Data<Context>,
    caller: Fresh<MembersWrite>,
    id: PathId<MemberId>,
) -> Result<HttpResponse, Refusal<InviteError>> {
    invitation::resend_invitation(&context, caller, id.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Removes a member's device: sessions end, and a new one is set up at the next sign-in.
#[utoipa::path(
    tag = "members",
    params(("id" = MemberId, Path, description = "The member")),
    request_body = DeviceResetRequest,
    responses(
        (status = 200, body = MemberView),
        Refusals<(Fresh<DevicesReset>, PathId<MemberId>, Body<DeviceResetRequest>, ResetDeviceError)>
    )
)]
#[post("/members/{id}/device-reset")]
async fn reset_device(
    context: web::Data<Context>,
    caller: Fresh<DevicesReset>,
    id: PathId<MemberId>,
    Body(request): Body<DeviceResetRequest>,
) -> Result<web::Json<MemberView>, Refusal<ResetDeviceError>> {
    Ok(web::Json(
        support::reset_device(&context, caller, id.0, request).await?,
    ))
}

/// Ends a member's delays after wrong codes and passwords.
#[utoipa::path(
    tag = "members",
    params(("id" = MemberId, Path, description = "The member")),
    responses(
        (status = 200, body = MemberView),
        Refusals<(Fresh<DevicesReset>, PathId<MemberId>, UnlockMemberError)>
    )
)]
#[post("/members/{id}/unlock")]
async fn unlock_member(
    context: web::Data<Context>,
    caller: Fresh<DevicesReset>,
    id: PathId<MemberId>,
) -> Result<web::Json<MemberView>, Refusal<UnlockMemberError>> {
    Ok(web::Json(
        support::unlock_member(&context, caller, id.0).await?,
    ))
}

/// Ends a hold of recovery by email: the caller made sure that it was the member. A person does that, and no program.
#[utoipa::path(
    tag = "members",
    params(("id" = MemberId, Path, description = "The member")),
    request_body = DecideRecoveryRequest,
    responses(
        (status = 200, body = MemberView),
        Refusals<(Fresh<RecoveryApprove>, PathId<MemberId>, Body<DecideRecoveryRequest>, DecideRecoveryError)>
    )
)]
#[post("/members/{id}/recovery/approve")]
async fn approve_recovery(
    context: web::Data<Context>,
    caller: Fresh<RecoveryApprove>,
    id: PathId<MemberId>,
    Body(request): Body<DecideRecoveryRequest>,
) -> Result<web::Json<MemberView>, Refusal<DecideRecoveryError>> {
    Ok(web::Json(
        decide::approve_recovery(&context, caller, id.0, request).await?,
    ))
}

/// Says that it was not the member: sessions and links end, the password opens nothing, and recovery by
/// email stays held until a person approves it.
#[utoipa::path(
    tag = "members",
    params(("id" = MemberId, Path, description = "The member")),
    request_body = DecideRecoveryRequest,
    responses(
        (status = 200, body = MemberView),
        Refusals<(Fresh<DevicesReset>, PathId<MemberId>, Body<DecideRecoveryRequest>, DecideRecoveryError)>
    )
)]
#[post("/members/{id}/recovery/refuse")]
async fn refuse_recovery(
    context: web::Data<Context>,
    caller: Fresh<DevicesReset>,
    id: PathId<MemberId>,
    Body(request): Body<DecideRecoveryRequest>,
) -> Result<web::Json<MemberView>, Refusal<DecideRecoveryError>> {
    Ok(web::Json(
        decide::refuse_recovery(&context, caller, id.0, request).await?,
    ))
}

/// Says what an invitation is for; it spends nothing.
#[utoipa::path(
    tag = "members",
    request_body = InspectInvitationRequest,
    responses(
        (status = 200, body = InvitationView),
        Refusals<(Body<InspectInvitationRequest>, InspectInvitationError)>
    )
)]
#[post("/invitations/inspect")]
async fn inspect_invitation(
    context: web::Data<Context>,
    origin: Origin,
    Body(request): Body<InspectInvitationRequest>,
) -> Result<web::Json<InvitationView>, Refusal<InspectInvitationError>> {
    Ok(web::Json(
        inspect::inspect_invitation(&context, origin, request).await?,
    ))
}

/// Accepts an invitation and chooses the first password.
#[utoipa::path(
    tag = "members",
    request_body = AcceptInvitationRequest,
    responses(
        (status = 200, body = AcceptInvitationResponse),
        Refusals<(Body<AcceptInvitationRequest>, AcceptError)>
    )
)]
#[post("/invitations/accept")]
async fn accept_invitation(
    context: web::Data<Context>,
    origin: Origin,
    Body(request): Body<AcceptInvitationRequest>,
) -> Result<web::Json<AcceptInvitationResponse>, Refusal<AcceptError>> {
    Ok(web::Json(
        accept::accept_invitation(&context, origin, request).await?,
    ))
}

/// How many invitations wait: beyond the number of an hour they are sent one after the other.
#[utoipa::path(
    tag = "members",
    responses(
        (status = 200, body = WaitingInvitations),
        Refusals<(Authorized<MembersRead>, ListMembersError)>
    )
)]
#[get("/invitations/waiting")]
async fn count_waiting_invitations(
    context: web::Data<Context>,
    caller: Authorized<MembersRead>,
) -> Result<web::Json<WaitingInvitations>, Refusal<ListMembersError>> {
    Ok(web::Json(
        listing::count_waiting_invitations(&context, caller).await?,
    ))
}
