//! The tables of what other programs use.

diesel::table! {
    api_tokens (key) {
        key -> BigInt,
        public_id -> Binary,
        verifier -> Binary,
        organization -> BigInt,
        owner -> BigInt,
        made_by -> Binary,
        name -> Text,
        scopes -> Text,
        networks -> Text,
        aal -> BigInt,
        created_at -> BigInt,
        expires_at -> BigInt,
        reminded -> BigInt,
        last_used_at -> Nullable<BigInt>,
        last_used_network -> Nullable<Text>,
        last_used_route -> Nullable<Text>,
        suspended_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    verifications (id) {
        id -> Binary,
        organization -> BigInt,
        member -> Binary,
        asked_by -> Text,
        result -> Text,
        answered_at -> BigInt,
        audience -> Nullable<Text>,
        purpose -> Nullable<Text>,
        target -> Nullable<Text>,
        target_hash -> Nullable<Text>,
        station -> Nullable<Text>,
    }
}
