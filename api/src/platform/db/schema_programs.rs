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
        offered_to -> Nullable<Binary>,
        offered_by -> Nullable<Binary>,
        offer_ends_at -> Nullable<BigInt>,
        outside_requests -> BigInt,
        outside_network -> Nullable<Text>,
        outside_told_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    challenges (key) {
        key -> BigInt,
        id -> Binary,
        verifier -> Binary,
        organization -> BigInt,
        member -> Binary,
        epoch -> BigInt,
        program -> Binary,
        purpose -> Text,
        target -> Nullable<Text>,
        target_hash -> Nullable<Text>,
        audience -> Nullable<Text>,
        station -> Nullable<Text>,
        return_url -> Nullable<Text>,
        created_at -> BigInt,
        expires_at -> BigInt,
        state -> Text,
        tries -> BigInt,
        answered_at -> Nullable<BigInt>,
        verification -> Nullable<Binary>,
        receipt_until -> Nullable<BigInt>,
        receipt_taken_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    idempotency_keys (id) {
        id -> Text,
        sealed -> Binary,
        leased_until -> BigInt,
        expires_at -> BigInt,
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

diesel::table! {
    webhooks (id) {
        id -> Binary,
        organization -> BigInt,
        made_by -> Binary,
        sealed -> Binary,
        events -> Text,
        since_position -> BigInt,
        created_at -> BigInt,
        rotated_at -> Nullable<BigInt>,
        disabled_at -> Nullable<BigInt>,
        disabled_cause -> Nullable<Text>,
        failing_since -> Nullable<BigInt>,
        resting_until -> BigInt,
        ended_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    webhook_deliveries (id) {
        id -> Binary,
        webhook -> Binary,
        event -> Text,
        body -> Text,
        created_at -> BigInt,
        state -> Text,
        attempts -> BigInt,
        next_attempt_at -> Nullable<BigInt>,
        answered_at -> Nullable<BigInt>,
        answer_status -> Nullable<BigInt>,
        answer_failure -> Nullable<Text>,
        answer_body -> Nullable<Text>,
        answer_millis -> Nullable<BigInt>,
    }
}
