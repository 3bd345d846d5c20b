//! The actions and results of the record as texts.

use crate::i18n::Texts;

macro_rules! actions {
    ($($word:literal $text:ident,)*) => {
        /// Every action, in the order of the record's own list.
        pub const ACTIONS: &[&str] = &[$($word),*];

        /// What was done; `None` for a word of a newer server.
        pub fn action(texts: Texts, word: &str) -> Option<&'static str> {
            let t = texts.audit;
            match word {
                $($word => Some(t.$text()),)*
                _ => None,
            }
        }
    };
}

actions! {
    "organization.created" on_organization_created,
    "password.checked" on_password_checked,
    "password.changed" on_password_changed,
    "password_reset.requested" on_password_reset_requested,
    "password_reset.sent" on_password_reset_sent,
    "password_reset.confirmed" on_password_reset_confirmed,
    "sign_in.finished" on_sign_in_finished,
    "sign_in.not_finished" on_sign_in_not_finished,
    "email_change.started" on_email_change_started,
    "email_change.confirmed" on_email_change_confirmed,
    "flow.given_up" on_flow_given_up,
    "code.checked" on_code_checked,
    "session.ended" on_session_ended,
    "session.reauthenticated" on_session_reauthenticated,
    "device.replacement_started" on_device_replacement_started,
    "email_code.sent" on_email_code_sent,
    "email_code.checked" on_email_code_checked,
    "device.prepared" on_device_prepared,
    "device.confirmed" on_device_confirmed,
    "device.removed" on_device_removed,
    "device.reset" on_device_reset,
    "device.disabled" on_device_disabled,
    "device.unlocked" on_device_unlocked,
    "device.unseal_failed" on_device_unseal_failed,
    "policy.changed" on_policy_changed,
    "member.created" on_member_created,
    "member.changed" on_member_changed,
    "member.deleted" on_member_deleted,
    "invitation.sent" on_invitation_sent,
    "invitation.accepted" on_invitation_accepted,
    "mail.not_delivered" on_mail_not_delivered,
    "key.activated" on_key_activated,
    "key.removed" on_key_removed,
    "database.restored" on_database_restored,
    "counts.repaired" on_counts_repaired,
    "handler.panicked" on_handler_panicked,
    "recovery.held" on_recovery_held,
    "recovery.approved" on_recovery_approved,
    "recovery.refused" on_recovery_refused,
    "browser.ended" on_browser_ended,
    "api_token.created" on_api_token_created,
    "api_token.ended" on_api_token_ended,
    "api_token.taken_over" on_api_token_taken_over,
    "verification.answered" on_verification_answered,
    "audit.pruned" on_audit_pruned,
    "audit.read" on_audit_read,
    "signing_key.created" on_signing_key_created,
    "signing_key.rotated" on_signing_key_rotated,
}

macro_rules! results {
    ($($word:literal $text:ident,)*) => {
        /// Why it ended so; `None` for a word of a newer server.
        pub fn result(texts: Texts, word: &str) -> Option<&'static str> {
            let t = texts.audit;
            match word {
                $($word => Some(t.$text()),)*
                _ => None,
            }
        }
    };
}

results! {
    "accepted" why_accepted,
    "already_used" why_already_used,
    "code" why_code,
    "expired" why_expired,
    "export" why_export,
    "given_up" why_given_up,
    "invalid_token" why_invalid_token,
    "no_device" why_no_device,
    "no_such_member" why_no_such_member,
    "not_active" why_not_active,
    "pages" why_pages,
    "password" why_password,
    "recovery_hold" why_recovery_hold,
    "sent" why_sent,
    "throttled" why_throttled,
    "unreadable" why_unreadable,
    "used_up" why_used_up,
    "wrong" why_wrong,
}
