//! The actions and results of the record as texts.

use crate::i18n::Texts;

macro_rules! actions {
    ($t:ident; $($word:literal => $text:expr,)*) => {
        /// Every action, in the order of the record's own list.
        pub const ACTIONS: &[&str] = &[$($word),*];

        /// What was done; `None` for a word of a newer server.
        pub fn action(texts: Texts, word: &str) -> Option<&'static str> {
            let $t = texts.audit;
            match word {
                $($word => Some($text),)*
                _ => None,
            }
        }
    };
}

actions! {
    t;
    "organization.created" => t.on_organization_created(),
    "password.checked" => t.on_password_checked(),
    "password.changed" => t.on_password_changed(),
    "password_reset.requested" => t.on_password_reset_requested(),
    "password_reset.sent" => t.on_password_reset_sent(),
    "password_reset.confirmed" => t.on_password_reset_confirmed(),
    "sign_in.finished" => t.on_sign_in_finished(),
    "sign_in.not_finished" => t.on_sign_in_not_finished(),
    "email_change.started" => t.on_email_change_started(),
    "email_change.confirmed" => t.on_email_change_confirmed(),
    "flow.given_up" => t.on_flow_given_up(),
    "code.checked" => t.on_code_checked(),
    "session.ended" => t.on_session_ended(),
    "session.reauthenticated" => t.on_session_reauthenticated(),
    "device.replacement_started" => t.on_device_replacement_started(),
    "email_code.sent" => t.on_email_code_sent(),
    "email_code.checked" => t.on_email_code_checked(),
    "device.prepared" => t.on_device_prepared(),
    "device.confirmed" => t.on_device_confirmed(),
    "device.removed" => t.on_device_removed(),
    "device.reset" => t.on_device_reset(),
    "device.disabled" => t.on_device_disabled(),
    "device.unlocked" => t.on_device_unlocked(),
    "device.unseal_failed" => t.on_device_unseal_failed(),
    "policy.changed" => t.on_policy_changed(),
    "member.created" => t.on_member_created(),
    "member.changed" => t.on_member_changed(),
    "member.deleted" => t.on_member_deleted(),
    "invitation.sent" => t.on_invitation_sent(),
    "invitation.accepted" => t.on_invitation_accepted(),
    "mail.not_delivered" => t.on_mail_not_delivered(),
    "key.activated" => t.on_key_activated(),
    "key.removed" => t.on_key_removed(),
    "database.restored" => t.on_database_restored(),
    "counts.repaired" => t.on_counts_repaired(),
    "handler.panicked" => t.on_handler_panicked(),
    "recovery.held" => t.on_recovery_held(),
    "recovery.approved" => t.on_recovery_approved(),
    "recovery.refused" => t.on_recovery_refused(),
    "browser.ended" => t.on_browser_ended(),
    "api_token.created" => t.on_api_token_created(),
    "api_token.ended" => t.on_api_token_ended(),
    "api_token.taken_over" => t.on_api_token_taken_over(),
    "api_token.offered" => t.on_api_token_offered(),
    "api_token.offer_taken" => t.on_api_token_offer_taken(),
    "api_token.used_outside" => t.on_api_token_used_outside(),
    "api_token.offer_declined" => t.on_api_token_offer_declined(),
    "verification.answered" => t.on_verification_answered(),
    "audit.pruned" => t.on_audit_pruned(),
    "audit.read" => t.on_audit_read(),
    "webhook.created" => t.on_webhook_created(),
    "webhook.changed" => t.on_webhook_changed(),
    "webhook.ended" => t.on_webhook_ended(),
    "webhook.secret_rotated" => t.on_webhook_secret_rotated(),
    "webhook.disabled" => t.on_webhook_disabled(),
    "webhook.not_delivered" => t.on_webhook_not_delivered(),
    "webhook.tested" => t.on_webhook_tested(),
    "webhook.replayed" => t.on_webhook_replayed(),
    "signing_key.created" => t.on_signing_key_created(),
    "signing_key.rotated" => t.on_signing_key_rotated(),
    "challenge.made" => t.on_challenge_made(),
    "challenge.declined" => t.on_challenge_declined(),
    "evidence_key.created" => t.on_evidence_key_created(),
    "evidence_key.rotated" => t.on_evidence_key_rotated(),
    "group.created" => t.on_group_created(),
    "group.renamed" => t.on_group_renamed(),
    "group.deleted" => t.on_group_deleted(),
    "devices.imported" => t.on_devices_imported(),
    "device.imported" => t.on_device_imported(),
    "sandbox.created" => t.on_sandbox_created(),
    "sandbox.deleted" => t.on_sandbox_deleted(),
    "sandbox.clock_moved" => t.on_sandbox_clock_moved(),
    "members.exported" => t.on_members_exported(),
    "members.imported" => t.on_members_imported(),
    "client.created" => t.on_client_created(),
    "client.changed" => t.on_client_changed(),
    "client.deleted" => t.on_client_deleted(),
    "client.secret_rotated" => t.on_client_secret_rotated(),
    "client.signed_in" => t.on_client_signed_in(),
    "client.code_reused" => t.on_client_code_reused(),
    "client.signed_out" => t.on_client_signed_out(),
    "client.logout_not_delivered" => t.on_client_logout_not_delivered(),
    "directory.member_linked" => t.on_directory_member_linked(),
    "directory.member_left" => t.on_directory_member_left(),
    "directory.leavers_refused" => t.on_directory_leavers_refused(),
    "second_step.put_off" => t.on_second_step_put_off(),
    "exemption.set" => t.on_exemption_set(),
    "exemption.ended" => t.on_exemption_ended(),
}

macro_rules! results {
    ($t:ident; $($word:literal => $text:expr,)*) => {
        /// Why it ended so; `None` for a word of a newer server.
        pub(super) fn result(texts: Texts, word: &str) -> Option<&'static str> {
            let $t = texts.audit;
            match word {
                $($word => Some($text),)*
                _ => None,
            }
        }
    };
}

results! {
    t;
    "account_disabled" => t.why_account_disabled(),
    "account_expired" => t.why_account_expired(),
    "account_locked" => t.why_account_locked(),
    "managed_elsewhere" => t.why_managed_elsewhere(),
    "not_a_member" => t.why_not_a_member(),
    "not_here" => t.why_not_here(),
    "not_now" => t.why_not_now(),
    "password_expired" => t.why_password_expired(),
    "password_must_change" => t.why_password_must_change(),
    "too_many" => t.why_too_many(),
    "accepted" => t.why_accepted(),
    "already_used" => t.why_already_used(),
    "code" => t.why_code(),
    "expired" => t.why_expired(),
    "export" => t.why_export(),
    "failing" => t.why_failing(),
    "given_up" => t.why_given_up(),
    "gone" => t.why_gone(),
    "imported" => t.why_imported(),
    "invalid_token" => t.why_invalid_token(),
    "no_device" => t.why_no_device(),
    "no_such_member" => t.why_no_such_member(),
    "not_active" => t.why_not_active(),
    "pages" => t.why_pages(),
    "password" => t.why_password(),
    "recovery_hold" => t.why_recovery_hold(),
    "sent" => t.why_sent(),
    "throttled" => t.why_throttled(),
    "unreadable" => t.why_unreadable(),
    "used_up" => t.why_used_up(),
    "wrong" => t.why_wrong(),
}
