//! The tables as diesel sees them. One file for every backend.

diesel::table! {
    organizations (id) {
        id -> Text,
        name -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    policies (organization_id) {
        organization_id -> Text,
        two_step -> Text,
        version -> BigInt,
        updated_at -> BigInt,
        updated_by -> Nullable<Text>,
    }
}

diesel::table! {
    members (id) {
        id -> Text,
        organization_id -> Text,
        email -> Text,
        email_normal -> Text,
        display_name -> Text,
        sort_name -> Text,
        role -> Text,
        status -> Text,
        locale -> Text,
        epoch -> BigInt,
        password -> Nullable<Binary>,
        created_at -> BigInt,
        enrolled_at -> Nullable<BigInt>,
        recovery_hold_until -> Nullable<BigInt>,
        reset_hold_until -> Nullable<BigInt>,
        to_set_up -> Bool,
        device_status -> Text,
        was_blocked -> Bool,
    }
}

diesel::table! {
    member_counts (organization_id) {
        organization_id -> Text,
        invited -> BigInt,
        active -> BigInt,
        to_set_up -> BigInt,
    }
}

diesel::table! {
    invitations (member_id) {
        member_id -> Text,
        token_hash -> Binary,
        created_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    setup_tokens (token_hash) {
        token_hash -> Binary,
        created_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    flows (id) {
        id -> Text,
        token_hash -> Binary,
        member_id -> Text,
        epoch -> BigInt,
        transport -> Text,
        replaces_device -> Bool,
        email_at -> Nullable<BigInt>,
        code_failures -> BigInt,
        created_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    email_codes (bound_to) {
        bound_to -> Text,
        purpose -> Text,
        member_id -> Text,
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
    totp_devices (id) {
        id -> Text,
        member_id -> Text,
        slot -> BigInt,
        status -> Text,
        secret -> Binary,
        confirmed_at -> BigInt,
        last_used_at -> Nullable<BigInt>,
        last_step -> BigInt,
        failures -> BigInt,
        blocked_until -> BigInt,
        owner_warned_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    pending_totp_devices (id) {
        id -> Text,
        member_id -> Text,
        flow_id -> Text,
        secret -> Binary,
        created_at -> BigInt,
    }
}

diesel::table! {
    sessions (id) {
        id -> Text,
        token_hash -> Binary,
        member_id -> Text,
        epoch -> BigInt,
        transport -> Text,
        aal -> BigInt,
        label -> Text,
        network -> Text,
        created_at -> BigInt,
        last_used_at -> BigInt,
        expires_at -> BigInt,
        fresh_until -> BigInt,
    }
}

diesel::table! {
    known_browsers (token_hash) {
        token_hash -> Binary,
        member_id -> Text,
        expires_at -> BigInt,
    }
}

diesel::table! {
    password_reset_requests (id) {
        id -> Text,
        email_normal -> Text,
        network -> Text,
        program -> Text,
        request_id -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    password_resets (token_hash) {
        token_hash -> Binary,
        member_id -> Text,
        epoch -> BigInt,
        code_failures -> BigInt,
        created_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    unfinished_sign_ins (flow_id) {
        flow_id -> Text,
        member_id -> Text,
        network -> Text,
        program -> Text,
        started_at -> BigInt,
        due_at -> BigInt,
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
        payload -> Binary,
        created_at -> BigInt,
        expires_at -> BigInt,
        attempts -> BigInt,
        next_attempt_at -> BigInt,
        leased_until -> BigInt,
        lease -> Nullable<Text>,
        sent_at -> Nullable<BigInt>,
        failed_at -> Nullable<BigInt>,
        last_error -> Nullable<Text>,
    }
}

diesel::table! {
    audit_events (position) {
        position -> BigInt,
        at -> BigInt,
        actor_kind -> SmallInt,
        action -> SmallInt,
        outcome -> SmallInt,
        organization -> Nullable<Binary>,
        actor -> Nullable<Binary>,
        subject -> Nullable<Binary>,
        flow -> Nullable<Binary>,
        result -> Nullable<Text>,
        details -> Nullable<Text>,
        network -> Text,
        request_id -> Nullable<Binary>,
    }
}

diesel::table! {
    audit_seals (chain, number) {
        chain -> Binary,
        number -> BigInt,
        first_position -> BigInt,
        last_position -> BigInt,
        event_count -> BigInt,
        entries -> Binary,
        mac -> Binary,
    }
}

diesel::table! {
    audit_followers (name) {
        name -> Text,
        position -> BigInt,
        holder -> BigInt,
        leased_until -> BigInt,
    }
}

diesel::table! {
    audit_index (kind, value, last_position) {
        kind -> SmallInt,
        value -> Binary,
        last_position -> BigInt,
        positions -> Binary,
    }
}

diesel::table! {
    last_sign_ins (member) {
        member -> Binary,
        at -> BigInt,
    }
}

diesel::table! {
    audit_days (organization, day, action, outcome) {
        organization -> Binary,
        day -> BigInt,
        action -> SmallInt,
        outcome -> SmallInt,
        event_count -> BigInt,
    }
}

diesel::table! {
    single_factor_days (organization, day, member) {
        organization -> Binary,
        day -> BigInt,
        member -> Binary,
    }
}

diesel::table! {
    key_checks (key_id) {
        key_id -> Text,
        sealed -> Binary,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    organizations,
    policies,
    members,
    member_counts,
    invitations,
    setup_tokens,
    flows,
    email_codes,
    totp_devices,
    pending_totp_devices,
    sessions,
    known_browsers,
    password_reset_requests,
    password_resets,
    unfinished_sign_ins,
    limits,
    outbox,
    audit_events,
    audit_seals,
    audit_followers,
    audit_index,
    last_sign_ins,
    audit_days,
    single_factor_days,
    key_checks,
);
