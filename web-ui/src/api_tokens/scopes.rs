//! What a token may be made for, in words.

use crate::i18n::Texts;
use shared_types::api_tokens::Scope;

/// What a scope opens.
pub(super) fn meaning(texts: Texts, scope: Scope) -> &'static str {
    let t = texts.tokens;
    match scope {
        Scope::MembersRead => t.members_read(),
        Scope::MembersWrite => t.members_write(),
        Scope::PolicyRead => t.policy_read(),
        Scope::PolicyWrite => t.policy_write(),
        Scope::DevicesReset => t.devices_reset(),
        Scope::VerificationsWrite => t.verifications_write(),
        Scope::AuditRead => t.audit_read(),
        Scope::RadiusAuthorize => t.radius_authorize(),
    }
}
