//! What the details of an event are called.

use crate::i18n::Texts;

macro_rules! labels {
    ($texts:ident; $($($name:literal)|+ => $text:expr,)*) => {
        /// What a detail is called; one of a newer server as it calls it.
        pub(super) fn label($texts: Texts, name: &str) -> String {
            let known = match name {
                $($($name)|+ => $text,)*
                other => other,
            };
            known.to_owned()
        }
    };
}

labels! {
    texts;
    "aal" => texts.audit.detail_aal(),
    "action" => texts.audit.what(),
    "actor" | "by" => texts.audit.who(),
    "added" => texts.audit.detail_added(),
    "after" => texts.audit.detail_after(),
    "ahead_seconds" => texts.audit.detail_ahead(),
    "algorithm" => texts.audit.detail_algorithm(),
    "allowed_groups" => texts.clients.groups(),
    "allowed_roles" => texts.clients.who(),
    "asks_consent" => texts.clients.consent(),
    "at_once" => texts.audit.detail_at_once(),
    "before" => texts.audit.detail_before(),
    "browser" => texts.audit.detail_browser(),
    "cause" => texts.audit.result(),
    "challenge" => texts.audit.detail_challenge(),
    "changed" => texts.audit.detail_changed(),
    "claims_in_id_token" => texts.clients.claims_in_token(),
    "client" => texts.audit.detail_client(),
    "counted" => texts.audit.detail_counted(),
    "delay_seconds" => texts.audit.detail_delay(),
    "delivery" => texts.audit.detail_delivery(),
    "demand_after" => texts.audit.detail_demand_after(),
    "demand_before" => texts.audit.detail_demand_before(),
    "device" => texts.audit.detail_device(),
    "display_name" | "name" => texts.common.name(),
    "duplicate" => texts.audit.detail_duplicate(),
    "email" => texts.common.email_address(),
    "ended_with" => texts.audit.detail_ended_with(),
    "events" => texts.webhooks.events(),
    "expires_at" | "ends_at" => texts.tokens.ends(),
    "filter" => texts.audit.apply(),
    "format" => texts.audit.detail_format(),
    "former_name" => texts.audit.detail_former_name(),
    "from" => texts.audit.from(),
    "fresh_code" => texts.clients.fresh(),
    "group" => texts.audit.detail_group(),
    "groups" => texts.groups.title(),
    "held" => texts.audit.on_recovery_held(),
    "host" => texts.audit.detail_host(),
    "imported" => texts.audit.detail_imported(),
    "is_weak" => texts.entries.weak(),
    "key" | "kid" => texts.audit.detail_key(),
    "kind" => texts.audit.detail_kind(),
    "launch_uri" => texts.audit.detail_launch_uri(),
    "locale" => texts.common.language(),
    "made" => texts.audit.detail_made(),
    "made_by" => texts.audit.detail_made_by(),
    "member" => texts.members.member(),
    "maximum_age_seconds" => texts.clients.age(),
    "members" => texts.members.title(),
    "minimum_acr" => texts.audit.detail_minimum_acr(),
    "mode" => texts.audit.detail_mode(),
    "networks" => texts.tokens.networks(),
    "others" => texts.audit.detail_others(),
    "outcome" => texts.audit.outcome(),
    "owner" => texts.tokens.owner(),
    "position" => texts.audit.detail_position(),
    "post_logout_redirect_uris" => texts.clients.after_sign_out(),
    "purpose" => texts.challenge.purpose(),
    "reason" => texts.audit.reason(),
    "recovery_after" => texts.audit.detail_recovery_after(),
    "recovery_before" => texts.audit.detail_recovery_before(),
    "redirect_uris" => texts.audit.detail_redirect_uris(),
    "refused" => texts.audit.detail_refused(),
    "removed" => texts.audit.detail_removed(),
    "repeated" => texts.audit.detail_repeated(),
    "replace_by" => texts.audit.detail_replace_by(),
    "replaced" => texts.audit.detail_replaced(),
    "requests" => texts.audit.detail_requests(),
    "role" => texts.common.role(),
    "rows" => texts.audit.detail_rows(),
    "sandbox" => texts.audit.detail_sandbox(),
    "scopes" => texts.tokens.scopes(),
    "search" => texts.members.search(),
    "session" => texts.audit.detail_session(),
    "sign_ins" => texts.audit.detail_sign_ins(),
    "signs_from" => texts.audit.detail_signs_from(),
    "source" => texts.audit.detail_source(),
    "stale_members" => texts.audit.detail_stale_members(),
    "stale_words" => texts.audit.detail_stale_words(),
    "status" => texts.webhooks.state(),
    "stored" => texts.audit.detail_stored(),
    "target" => texts.challenge.target(),
    "text" => texts.audit.text(),
    "token" => texts.audit.detail_token(),
    "told" => texts.audit.detail_told(),
    "transport" => texts.audit.detail_transport(),
    "two_step" => texts.members.filter_state(),
    "unchanged" => texts.audit.detail_unchanged(),
    "until" | "waits_until" => texts.audit.detail_until(),
    "url" => texts.webhooks.address(),
    "verification" => texts.audit.detail_verification(),
    "required_from" => texts.audit.detail_required_from(),
    "zone" => texts.audit.detail_zone(),
    "skips" => texts.audit.detail_skips(),
    "skips_left" => texts.audit.detail_skips_left(),
    "group_rules" => texts.audit.detail_group_rules(),
    "puts_back" => texts.audit.detail_puts_back(),
    "version" => texts.audit.detail_version(),
    "webhook" => texts.webhooks.one(),
    "with_code" => texts.audit.detail_with_code(),
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_types::me::Locale;

    /// Every name that the server writes into the details of an event.
    const WRITTEN: &str = "aal added after ahead_seconds algorithm allowed_groups allowed_roles asks_consent at_once before browser by cause challenge changed \
        claims_in_id_token client counted delay_seconds delivery demand_after demand_before device display_name duplicate email ended_with ends_at events expires_at filter \
        format former_name fresh_code group group_rules groups held host imported is_weak key kid kind launch_uri locale made made_by maximum_age_seconds members minimum_acr mode \
        name networks others owner position post_logout_redirect_uris purpose puts_back reason recovery_after recovery_before redirect_uris refused removed repeated replace_by \
        replaced requests required_from role rows sandbox scopes search session sign_ins signs_from skips skips_left source stale_members stale_words \
        status stored target token told transport two_step unchanged until verification version waits_until webhook \
        with_code zone";

    #[test]
    fn no_detail_is_called_as_the_server_calls_it() {
        for locale in [Locale::En, Locale::De] {
            let texts = Texts::new(locale);
            for name in WRITTEN.split_whitespace() {
                assert_ne!(label(texts, name), name, "{locale:?}");
            }
        }
    }
}
