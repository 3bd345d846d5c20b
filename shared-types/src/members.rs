//! People in an organization.

use crate::ids::MemberId;
use crate::locale::Locale;
use crate::policy::DemandWord;
use crate::recovery::RecoveryHold;
use crate::secret::Secret;
use crate::support::SupportView;
use crate::time::Time;
use crate::wire::wire_names;
use serde::{Deserialize, Serialize};

/// What a member may do. Ordered: a later role ranks above an earlier one.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Signs in; sees only itself.
    #[default]
    Agent,
    /// Sees members and helps those who are stuck.
    Helpdesk,
    /// Runs the organization.
    Admin,
}

/// Whether a member can sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MemberStatus {
    /// Invited, no password yet.
    Invited,
    /// Can sign in.
    Active,
    /// Cannot sign in.
    Disabled,
}

/// Where a member stands with two-step verification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TwoStepState {
    /// No device.
    NotSetUp,
    /// A device is on.
    On,
    /// A device is on, and codes are delayed after wrong ones.
    Locked,
    /// The device was switched off after a hundred wrong codes; it must be replaced.
    Disabled,
}

/// Where a member stands with two-step verification, and since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TwoStepView {
    /// The state.
    pub state: TwoStepState,
    /// When the device was confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enrolled_at: Option<Time>,
    /// When a code was last accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Time>,
    /// With `locked`: until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locked_until: Option<Time>,
    /// Where another product made the device's entry, and an administrator imported it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported: Option<ImportedDevice>,
}

/// An entry that another product made, until its member sets up one of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportedDevice {
    /// Whether a code of it was accepted yet; before, nobody knows that the member has it.
    pub is_proven: bool,
    /// Until when the member has to set up another one; after that, the next sign-in leads there.
    pub replace_by: Time,
}

/// A member, as administrators and the helpdesk see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MemberView {
    /// The member.
    pub id: MemberId,
    /// The address that signs in and gets mail.
    pub email: String,
    /// Whether the address was proven: by a code, or because an administrator gave it. One that a directory says is not.
    #[serde(default)]
    pub email_verified: bool,
    /// The person's name.
    pub display_name: String,
    /// What the member may do.
    pub role: Role,
    /// Whether the member can sign in.
    pub status: MemberStatus,
    /// The names of the member's groups, in the order of the list of groups.
    #[serde(default)]
    pub groups: Vec<String>,
    /// The two-step state.
    pub two_step: TwoStepView,
    /// What the policy asks of the member.
    #[serde(default)]
    pub demand: DemandWord,
    /// From when on the policy demands a second step of the member, where that is to come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Time>,
    /// With `later`, and with `now` before `due_at`: how many sign-ins may still put it off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skips_left: Option<u8>,
    /// Until when the member is exempt from the policy; absent for administrators, who never are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exempt_until: Option<Time>,
    /// Grows with every change of name, address, role, status, groups or language; `PATCH` may send it back.
    #[serde(default)]
    pub version: i64,
    /// When the member was made.
    pub created_at: Time,
    /// When the member last finished a sign-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_signed_in_at: Option<Time>,
    /// The hold of recovery by email; absent when none runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery_hold: Option<RecoveryHold>,
    /// The addresses that the member had in the last 90 days, the newest first. For administrators, and
    /// where one member is read; never in lists.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former_addresses: Vec<FormerAddress>,
    /// What helps a member who is stuck; in `GET /members/{id}` only, for who may help (`devices:reset`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support: Option<Box<SupportView>>,
}

/// An address that a member had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FormerAddress {
    /// The address.
    pub email: String,
    /// When another took its place.
    pub ended_at: Time,
}

/// The query of `GET /members`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct ListMembersQuery {
    /// The `next_cursor` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Rows on the page, 1 to 200; 50 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Only members of whose name or address some word begins with each of these words, whatever their
    /// letter case and marks: `lee`, `müll`, `@example`, `lee sam`. Where a word finds more than 2,000,
    /// they come by the word that begins so, and a page may be short while there is a `next_cursor`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// Only members in this two-step state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub two_step: Option<TwoStepState>,
    /// Only members with this status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<MemberStatus>,
    /// Only members with this role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Only members of the group with this name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// `true`: only members whose recovery by email is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<bool>,
}

/// `POST /members`: an invitation goes to the address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateMemberRequest {
    /// The person's email address.
    #[cfg_attr(feature = "openapi", schema(example = "j.doe@example.com"))]
    pub email: String,
    /// The person's name.
    #[cfg_attr(feature = "openapi", schema(example = "Jo Doe"))]
    pub display_name: String,
    /// What the member may do.
    #[serde(default)]
    pub role: Role,
    /// The language of pages and mails; absent: that of the member's browser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    /// The names of the member's groups, which must be there; at most 50.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(example = json!([])))]
    pub groups: Vec<String>,
}

/// The status that `PATCH /members/{id}` may set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SettableStatus {
    /// Can sign in.
    Active,
    /// Cannot sign in; sessions end at once.
    Disabled,
}

/// `PATCH /members/{id}`: only the fields that are there change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PatchMemberRequest {
    /// The person's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// What the member may do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Whether the member can sign in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<SettableStatus>,
    /// The names of all the member's groups from now on, which must be there; at most 50. Absent: they stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = json!([])))]
    pub groups: Option<Vec<String>>,
    /// The address from now on, never one's own; a former one is put back in the same way. Sessions end,
    /// both addresses are told, and recovery by email is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Why; it stands in the audit record. Needed with `email`; give one with `disabled` too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The version that was read; another one is a conflict. Absent: whatever stands is changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

/// The query of `DELETE /members/{id}`: a body of this method has no meaning (RFC 9110 §9.3.5).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct DeleteMemberQuery {
    /// Why; it stands in the audit record. A person should give one, a program may have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(example = "Left the company"))]
    pub reason: Option<String>,
}

/// `PUT /members/{id}/exemption`: the policy asks this member for nothing until then. Administrators are never exempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExemptionRequest {
    /// Until when, at most 365 days ahead.
    pub until: Time,
    /// Why: 1 to 500 characters. It stands in the record.
    #[cfg_attr(
        feature = "openapi",
        schema(example = "On parental leave until summer")
    )]
    pub reason: String,
}

/// `POST /members/{id}/device-reset`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DeviceResetRequest {
    /// Why; it stands in the audit record and in the mail to the member.
    #[cfg_attr(
        feature = "openapi",
        schema(example = "Phone lost, confirmed by call-back")
    )]
    pub reason: String,
}

/// `POST /invitations/inspect`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InspectInvitationRequest {
    /// The token of the invitation mail.
    pub token: Secret,
}

/// The answer of `POST /invitations/inspect`: an invitation that can be accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationView {
    /// The organization's name.
    pub organization: String,
    /// The address that was invited and will sign in.
    pub email: String,
    /// The name that others will see.
    pub display_name: String,
    /// The name of the member who invites; absent when a program does, or the member is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited_by: Option<String>,
    /// The least number of characters of the password.
    pub shortest_password: u32,
}

/// `POST /invitations/accept`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AcceptInvitationRequest {
    /// The token of the invitation mail.
    pub token: Secret,
    /// The password from now on.
    pub password: Secret,
    /// The language of pages and mails; absent: that of the browser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    /// The browser's time zone by its IANA name, for the times in mails. One that the server does not know
    /// is ignored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "Europe/Berlin"))]
    pub time_zone: Option<String>,
}

/// The answer of `POST /invitations/accept`: sign in with this address now, in this organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AcceptInvitationResponse {
    /// The address that signs in.
    pub email: String,
    /// The short name of its organization.
    pub organization: String,
}

wire_names!(Role { Agent = "agent", Helpdesk = "helpdesk", Admin = "admin" });

wire_names!(MemberStatus { Invited = "invited", Active = "active", Disabled = "disabled" });

wire_names!(TwoStepState { NotSetUp = "not_set_up", On = "on", Locked = "locked", Disabled = "disabled" });
