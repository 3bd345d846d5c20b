//! The tables of consoles that sign in with us.

diesel::table! {
    clients (key) {
        key -> BigInt,
        id -> Binary,
        organization -> BigInt,
        kind -> Text,
        made_by -> Binary,
        version -> BigInt,
        name -> Text,
        origin -> Nullable<Text>,
        redirect_uris -> Text,
        post_logout_redirect_uris -> Text,
        backchannel_logout_uri -> Nullable<Text>,
        launch_uri -> Nullable<Text>,
        auth_method -> Text,
        id_token_algorithm -> Text,
        subject_type -> Text,
        pairwise_salt -> Binary,
        minimum_acr -> Text,
        maximum_age -> Nullable<BigInt>,
        allowed_roles -> Text,
        allowed_groups -> Nullable<Text>,
        asks_consent -> Bool,
        fresh_code -> Bool,
        claims_in_id_token -> Bool,
        created_at -> BigInt,
        disabled_at -> Nullable<BigInt>,
        enabled_at -> BigInt,
    }
}

diesel::table! {
    client_events (client, kind, refusal) {
        client -> BigInt,
        kind -> Text,
        refusal -> Text,
        at -> BigInt,
        count -> BigInt,
        detail -> Text,
    }
}

diesel::table! {
    client_uses (member, client) {
        member -> BigInt,
        client -> BigInt,
        at -> BigInt,
    }
}

diesel::table! {
    client_secrets (key) {
        key -> BigInt,
        client -> BigInt,
        verifier -> Binary,
        ends_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    authorization_codes (key) {
        key -> BigInt,
        verifier -> Binary,
        client -> BigInt,
        sign_in -> BigInt,
        member -> Binary,
        redirect_uri -> Text,
        code_challenge -> Nullable<Text>,
        nonce -> Nullable<Text>,
        scope -> Text,
        claims -> Nullable<Text>,
        authenticated_at -> BigInt,
        created_at -> BigInt,
        expires_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    access_tokens (key) {
        key -> BigInt,
        verifier -> Binary,
        client -> BigInt,
        code -> BigInt,
        sign_in -> BigInt,
        scope -> Text,
        claims -> Nullable<Text>,
        expires_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    console_logins (sign_in, client) {
        sign_in -> BigInt,
        client -> BigInt,
        member -> Binary,
        session -> Binary,
    }
}

diesel::table! {
    console_sessions (key) {
        key -> BigInt,
        verifier -> Binary,
        client -> BigInt,
        code -> BigInt,
        sign_in -> BigInt,
    }
}
