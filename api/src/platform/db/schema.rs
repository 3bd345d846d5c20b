//! The tables as diesel sees them. One file for every backend.

pub use super::schema_consoles::{
    access_tokens, authorization_codes, client_events, client_secrets, client_uses, clients,
    console_logins, console_sessions,
};
pub use super::schema_programs::{
    api_tokens, challenges, idempotency_keys, verifications, webhook_deliveries, webhooks,
};
pub use super::schema_record::{
    audit_checkpoints, audit_daily_heads, audit_days, audit_events, audit_followers, audit_index,
    audit_pruned, audit_readings, audit_seals, last_sign_ins, single_factor_days,
};

diesel::table! {
    organizations (key) {
        key -> BigInt,
        id -> Text,
        short_name -> Text,
        name -> Text,
        is_first -> Bool,
        locale -> Nullable<Text>,
        time_zone -> Nullable<Text>,
        created_at -> BigInt,
        kind -> Text,
        parent -> Nullable<BigInt>,
        clock_ahead -> BigInt,
        closed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    rules (key) {
        key -> BigInt,
        organization -> BigInt,
        two_step -> Text,
        required_from -> Nullable<BigInt>,
        skips -> BigInt,
        group_set -> Text,
        made_at -> BigInt,
    }
}

diesel::table! {
    policy_versions (organization, version) {
        organization -> BigInt,
        version -> BigInt,
        made_at -> BigInt,
        made_by -> Nullable<Text>,
        plan -> Text,
        recovery -> Nullable<Text>,
        reason -> Nullable<Text>,
        puts_back -> Nullable<BigInt>,
    }
}

diesel::table! {
    policies (organization) {
        organization -> BigInt,
        rule -> BigInt,
        recovery -> Nullable<Text>,
        version -> BigInt,
        updated_at -> BigInt,
        updated_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    members (key) {
        key -> BigInt,
        id -> Text,
        organization -> BigInt,
        rule -> BigInt,
        epoch -> BigInt,
        version -> BigInt,
        status -> Text,
        role -> Text,
        locale -> Nullable<Text>,
        browser_locale -> Nullable<Text>,
        time_zone -> Nullable<Text>,
        email -> Text,
        email_normal -> Text,
        display_name -> Text,
        sort_name -> Text,
        created_at -> BigInt,
        hold_since -> Nullable<BigInt>,
        hold_cause -> Nullable<Text>,
        hold_until -> Nullable<BigInt>,
        exempt_until -> Nullable<BigInt>,
        skips_used -> BigInt,
        to_set_up -> Bool,
        device_status -> Text,
        was_blocked -> Bool,
        directory_id -> Nullable<Text>,
        email_verified -> Bool,
    }
}

diesel::table! {
    directory_checks (organization) {
        organization -> BigInt,
        due_at -> BigInt,
    }
}

diesel::table! {
    member_words (member, word) {
        member -> BigInt,
        word -> Text,
        organization -> BigInt,
        sort_name -> Text,
    }
}

diesel::table! {
    member_counts (organization, rule, status, has_device) {
        organization -> BigInt,
        rule -> BigInt,
        status -> Text,
        has_device -> Bool,
        members -> BigInt,
    }
}

diesel::table! {
    groups (key) {
        key -> BigInt,
        id -> Binary,
        organization -> BigInt,
        name -> Text,
        normal_name -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    group_members (member, in_group) {
        member -> BigInt,
        in_group -> BigInt,
    }
}

diesel::table! {
    passwords (member) {
        member -> BigInt,
        sealed -> Binary,
    }
}

diesel::table! {
    former_addresses (id) {
        id -> Text,
        member -> BigInt,
        sealed -> Binary,
        ended_at -> BigInt,
    }
}

diesel::table! {
    invitations (key) {
        key -> BigInt,
        verifier -> Binary,
        member -> BigInt,
        invited_by -> Nullable<BigInt>,
        created_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    signing_keys (kid) {
        kid -> Text,
        kind -> Text,
        algorithm -> Text,
        public_key -> Text,
        private_key -> Binary,
        created_at -> BigInt,
        signs_from -> BigInt,
        retired_at -> Nullable<BigInt>,
        published_until -> Nullable<BigInt>,
    }
}

diesel::table! {
    evidence_keys (kid) {
        kid -> Text,
        public_key -> Text,
        private_key -> Binary,
        created_at -> BigInt,
        retired_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    setup_tokens (key) {
        key -> BigInt,
        verifier -> Binary,
        sealed -> Nullable<Binary>,
        created_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    known_browsers (key) {
        key -> BigInt,
        verifier -> Binary,
        member -> BigInt,
        expires_at -> BigInt,
        public_id -> Binary,
        label -> Text,
        network -> Text,
        last_used_at -> BigInt,
        code_failures -> BigInt,
        code_blocked_until -> BigInt,
    }
}

diesel::table! {
    sign_ins (key) {
        key -> BigInt,
        public_id -> Binary,
        state -> Text,
        verifier -> Binary,
        member -> BigInt,
        epoch -> BigInt,
        transport -> Text,
        aal -> BigInt,
        replaces_device -> Bool,
        short_password -> Bool,
        email_at -> Nullable<BigInt>,
        code_failures -> BigInt,
        spent_codes -> BigInt,
        started_at -> BigInt,
        code_at -> Nullable<BigInt>,
        finished_at -> Nullable<BigInt>,
        last_used_at -> Nullable<BigInt>,
        expires_at -> BigInt,
        fresh_until -> Nullable<BigInt>,
        ended_at -> Nullable<BigInt>,
        end_reason -> Nullable<Text>,
        told_at -> Nullable<BigInt>,
        browser -> Nullable<BigInt>,
        label -> Text,
        network -> Text,
        reserved -> Binary,
    }
}

diesel::table! {
    email_codes (sign_in) {
        sign_in -> BigInt,
        made_for -> BigInt,
        browser -> Nullable<BigInt>,
        purpose -> Text,
        member -> BigInt,
        epoch -> BigInt,
        email -> Text,
        mac -> Binary,
        reference -> Text,
        sent_at -> BigInt,
        expires_at -> BigInt,
        tries -> BigInt,
    }
}

diesel::table! {
    totp_devices (key) {
        key -> BigInt,
        id -> Text,
        number -> BigInt,
        status -> Text,
        algorithm -> Text,
        digits -> BigInt,
        period -> BigInt,
        secret -> Binary,
        confirmed_at -> BigInt,
        last_used_at -> Nullable<BigInt>,
        last_step -> BigInt,
        failures -> BigInt,
        blocked_until -> BigInt,
        owner_warned_at -> Nullable<BigInt>,
        replace_by -> Nullable<BigInt>,
        remind_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    pending_totp_devices (id) {
        id -> Text,
        member -> BigInt,
        sign_in -> BigInt,
        browser -> Nullable<BigInt>,
        number -> BigInt,
        secret -> Binary,
        created_at -> BigInt,
    }
}

diesel::table! {
    former_totp_devices (id) {
        id -> Text,
        member -> BigInt,
        number -> BigInt,
        secret -> Nullable<Binary>,
        ended_at -> BigInt,
    }
}

diesel::table! {
    password_reset_requests (id) {
        id -> Text,
        organization -> Text,
        email_normal -> Text,
        network -> Text,
        program -> Text,
        request_id -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    password_resets (key) {
        key -> BigInt,
        verifier -> Binary,
        member -> BigInt,
        epoch -> BigInt,
        code_failures -> BigInt,
        created_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    limits (name) {
        name -> Text,
        events -> Text,
        failures -> BigInt,
        blocked_until -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    outbox (id) {
        id -> Text,
        channel -> Text,
        organization_id -> Text,
        member_id -> Nullable<Text>,
        kind -> Text,
        priority -> SmallInt,
        payload -> Binary,
        created_at -> BigInt,
        expires_at -> BigInt,
        attempts -> BigInt,
        next_attempt_at -> BigInt,
        paced_for -> Nullable<BigInt>,
        leased_until -> BigInt,
        lease -> Nullable<Text>,
        sent_at -> Nullable<BigInt>,
        failed_at -> Nullable<BigInt>,
        last_error -> Nullable<Text>,
        is_readable -> Bool,
    }
}

diesel::table! {
    key_checks (key_id) {
        key_id -> Text,
        sealed -> Binary,
    }
}

diesel::allow_tables_to_appear_in_same_query! {
    organizations, rules, policies, policy_versions, members, member_counts, groups, group_members, passwords,
    former_addresses, invitations, setup_tokens, known_browsers, sign_ins, email_codes, totp_devices,
    pending_totp_devices, former_totp_devices, password_reset_requests, password_resets, limits,
    outbox, audit_events, audit_seals, audit_checkpoints, audit_pruned, audit_followers,
    audit_index, last_sign_ins, audit_days, single_factor_days, audit_readings, key_checks,
    api_tokens, challenges, idempotency_keys, verifications, webhooks, webhook_deliveries, clients,
    client_events, client_uses, client_secrets, authorization_codes, access_tokens,
    console_logins, console_sessions,
}
