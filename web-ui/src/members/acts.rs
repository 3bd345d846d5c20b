//! The actions on a member: their texts and their requests.

use super::requests;
use crate::client::Client;
use crate::failure::Failure;
use crate::i18n::Texts;
use shared_types::members::{MemberView, PatchMemberRequest, Role, SettableStatus};

/// An action on a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// Send the invitation again.
    Resend,
    /// End the lockout after wrong codes.
    Unlock,
    /// Remove the device.
    Reset,
    /// End a hold of recovery by e-mail: it was the member.
    Approve,
    /// Stop the account: it was not the member.
    Refuse,
    /// Refuse sign-ins.
    Disable,
    /// Allow sign-ins again.
    Enable,
    /// Delete the member.
    Delete,
    /// Change the role.
    ChangeRole(Role),
}

impl Act {
    /// The text of the button.
    pub(super) fn label(self, texts: Texts) -> &'static str {
        let t = texts.members;
        match self {
            Self::Resend => t.resend(),
            Self::Unlock => t.unlock(),
            Self::Reset => t.reset(),
            Self::Approve => t.approve(),
            Self::Refuse => t.refuse(),
            Self::Disable => t.disable(),
            Self::Enable => t.enable(),
            Self::Delete => t.delete(),
            Self::ChangeRole(_) => texts.common.save(),
        }
    }

    /// What it does, as a sentence.
    pub(super) fn means(self, texts: Texts) -> &'static str {
        let t = texts.members;
        match self {
            Self::Resend => t.resend_means(),
            Self::Unlock => t.unlock_means(),
            Self::Reset => t.reset_means(),
            Self::Approve => t.approve_means(),
            Self::Refuse => t.refuse_means(),
            Self::Disable => t.disable_means(),
            Self::Enable => t.enable_means(),
            Self::Delete => t.delete_means(),
            Self::ChangeRole(_) => texts.common.role(),
        }
    }

    /// The question before an action that removes something; it names the member.
    pub(super) fn question(self, texts: Texts, name: &str) -> Option<String> {
        let t = texts.members;
        match self {
            Self::Reset => Some(t.reset_question(name)),
            Self::Approve => Some(t.approve_question(name)),
            Self::Refuse => Some(t.refuse_question(name)),
            Self::Disable => Some(t.disable_question(name)),
            Self::Delete => Some(t.delete_question(name)),
            Self::Resend | Self::Unlock | Self::Enable | Self::ChangeRole(_) => None,
        }
    }

    /// The message afterwards.
    pub(super) fn done(self, texts: Texts, member: &MemberView) -> String {
        let (t, name) = (texts.members, member.display_name.as_str());
        match self {
            Self::Resend => t.invited(&member.email),
            Self::Unlock => t.unlocked(name),
            Self::Reset => t.was_reset(name),
            Self::Approve => t.approved(name),
            Self::Refuse => t.refused(name),
            Self::Disable => t.disabled(name),
            Self::Enable => t.enabled(name),
            Self::Delete => t.deleted(name),
            Self::ChangeRole(_) => t.role_saved(name),
        }
    }

    /// Whether a reason is asked for.
    pub(super) const fn needs_reason(self) -> bool {
        matches!(
            self,
            Self::Reset | Self::Approve | Self::Refuse | Self::Disable | Self::Delete
        )
    }

    /// What the reason is for.
    pub(super) fn reason_hint(self, texts: Texts) -> &'static str {
        match self {
            Self::Reset | Self::Approve => texts.members.reset_reason_hint(),
            _ => texts.members.reason_hint(),
        }
    }

    /// Whether the name is typed before it is done: nothing brings it back.
    pub(super) const fn needs_name(self) -> bool {
        matches!(self, Self::Delete)
    }

    /// Whether API tokens for which the member answers stop or end with it. Somebody who is no administrator any
    /// more may still answer for some, which do nothing until they are taken over.
    pub(super) fn ends_tokens(self, role: Role) -> bool {
        match self {
            Self::Delete => true,
            Self::Disable => role == Role::Admin,
            Self::ChangeRole(new) => role == Role::Admin && new < Role::Admin,
            Self::Resend
            | Self::Unlock
            | Self::Reset
            | Self::Approve
            | Self::Refuse
            | Self::Enable => false,
        }
    }

    /// Sends the request.
    pub(super) async fn request(
        self,
        client: &Client,
        member: &MemberView,
        reason: &str,
    ) -> Result<(), Failure> {
        let id = member.id;
        match self {
            Self::Resend => requests::send_invitation(client, id).await?,
            Self::Unlock => requests::unlock_member(client, id).await?,
            Self::Reset => requests::reset_device(client, id, reason).await?,
            Self::Approve => requests::decide_recovery(client, id, "approve", reason).await?,
            Self::Refuse => requests::decide_recovery(client, id, "refuse", reason).await?,
            Self::Delete => requests::delete_member(client, id, reason).await?,
            Self::Disable => {
                let body = PatchMemberRequest {
                    reason: Some(reason.to_owned()),
                    ..with_status(SettableStatus::Disabled)
                };
                requests::update_member(client, id, &body).await?
            }
            Self::Enable => {
                requests::update_member(client, id, &with_status(SettableStatus::Active)).await?
            }
            Self::ChangeRole(role) => requests::update_member(client, id, &with_role(role)).await?,
        };
        Ok(())
    }
}

fn with_status(status: SettableStatus) -> PatchMemberRequest {
    PatchMemberRequest {
        status: Some(status),
        ..PatchMemberRequest::default()
    }
}

fn with_role(role: Role) -> PatchMemberRequest {
    PatchMemberRequest {
        role: Some(role),
        ..PatchMemberRequest::default()
    }
}
