//! The tables of the record, as diesel sees them; [`super::schema`] has them with all others.

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
    audit_checkpoints (chain) {
        chain -> Binary,
        number -> BigInt,
        position -> BigInt,
        event_count -> BigInt,
        pruned_at -> BigInt,
        seal_mac -> Binary,
        mac -> Binary,
    }
}

diesel::table! {
    audit_daily_heads (chain, day) {
        chain -> Binary,
        day -> BigInt,
        position -> BigInt,
        signed -> Text,
    }
}

diesel::table! {
    audit_pruned (id) {
        id -> BigInt,
        position -> BigInt,
        event_count -> BigInt,
        chains -> BigInt,
        pruned_at -> BigInt,
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
    audit_readings (reader, way) {
        reader -> Binary,
        way -> Text,
        recorded_at -> BigInt,
    }
}
