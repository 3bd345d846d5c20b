//! Which feature owns which table, and which files may name tables of others.

/// Each table with the feature that owns it.
pub(crate) const OWNERS: [(&str, &str); 52] = [
    ("access_tokens", "consoles/oauth"),
    ("api_tokens", "people/api_tokens"),
    ("audit_checkpoints", "record/chain"),
    ("audit_daily_heads", "record/chain"),
    ("audit_days", "record/followers"),
    ("audit_events", "record/audit"),
    ("audit_followers", "record/followers"),
    ("audit_index", "record/followers"),
    ("audit_pruned", "record/chain"),
    ("audit_readings", "record/readings"),
    ("audit_seals", "record/chain"),
    ("authorization_codes", "consoles/oauth"),
    ("challenges", "programs/challenges"),
    ("client_events", "consoles/clients"),
    ("client_secrets", "consoles/clients"),
    ("client_uses", "consoles/clients"),
    ("clients", "consoles/clients"),
    ("console_logins", "consoles/logout"),
    ("console_sessions", "consoles/forward_auth"),
    ("directory_checks", "people/directory"),
    ("email_codes", "second_step/email_codes"),
    ("evidence_keys", "protection/signing"),
    ("former_addresses", "people/members"),
    ("former_totp_devices", "people/devices"),
    ("group_members", "people/groups"),
    ("groups", "people/groups"),
    ("idempotency_keys", "programs/idempotency"),
    ("invitations", "people/members"),
    ("key_checks", "protection/keyring"),
    ("known_browsers", "people/browsers"),
    ("last_sign_ins", "record/followers"),
    ("limits", "protection/throttle"),
    ("member_counts", "people/members"),
    ("member_words", "people/members"),
    ("members", "people/members"),
    ("organizations", "people/organizations"),
    ("outbox", "messages/delivery"),
    ("password_reset_requests", "second_step/recovery"),
    ("password_resets", "second_step/recovery"),
    ("passwords", "people/members"),
    ("pending_totp_devices", "people/devices"),
    ("policies", "people/policy"),
    ("policy_versions", "people/policy"),
    ("rules", "people/policy"),
    ("setup_tokens", "account/setup"),
    ("sign_ins", "people/sign_ins"),
    ("signing_keys", "protection/signing"),
    ("single_factor_days", "record/followers"),
    ("totp_devices", "people/devices"),
    ("verifications", "programs/verifications"),
    ("webhook_deliveries", "programs/webhooks"),
    ("webhooks", "programs/webhooks"),
];

/// A file that names tables of others.
pub(crate) struct Exception {
    pub(crate) file: &'static str,
    pub(crate) tables: &'static [&'static str],
    pub(crate) reason: &'static str,
}

impl Exception {
    pub(crate) fn is_of(&self, table: &str) -> bool {
        self.tables.contains(&table) || self.tables.contains(&EVERY)
    }
}

/// A sign-in is read with its member, the rules and the device: one statement.
const SIGN_IN_WITH_MEMBER: [&str; 5] = [
    "members",
    "organizations",
    "rules",
    "sign_ins",
    "totp_devices",
];

/// Stands for all tables.
pub(crate) const EVERY: &str = "*";

/// Files that may write tables of others, and why.
pub(crate) const WRITERS: [Exception; 10] = [
    Exception {
        file: "api/src/programs/verifications/store_accept.rs",
        tables: &["audit_events", "totp_devices"],
        reason: "a right code that a program asks about is decided by one statement: step, answer and record",
    },
    Exception {
        file: "api/src/second_step/sign_in/store.rs",
        tables: &[
            "audit_events",
            "known_browsers",
            "members",
            "sign_ins",
            "totp_devices",
        ],
        reason: "a right code is decided by one statement: step, session, browser and record",
    },
    Exception {
        file: "api/src/upkeep/backup/store.rs",
        tables: &[
            "access_tokens",
            "api_tokens",
            "authorization_codes",
            "challenges",
            "console_logins",
            "console_sessions",
            "email_codes",
            "evidence_keys",
            "idempotency_keys",
            "invitations",
            "known_browsers",
            "members",
            "organizations",
            "outbox",
            "password_reset_requests",
            "password_resets",
            "sign_ins",
            "signing_keys",
            "setup_tokens",
            "totp_devices",
            "webhook_deliveries",
            "webhooks",
        ],
        reason: "a restore ends all sessions, links and mails in one change",
    },
    Exception {
        file: "api/src/upkeep/database_move/store.rs",
        tables: &[EVERY],
        reason: "the tables of a file are copied whole; it asks the database for their names",
    },
    Exception {
        file: "api/src/protection/keyring/store_former.rs",
        tables: &["former_totp_devices", "members"],
        reason: "a new key seals every sealed column again, whoever owns it",
    },
    Exception {
        file: "api/src/protection/keyring/store_answers.rs",
        tables: &["idempotency_keys"],
        reason: "a new key seals every sealed column again, whoever owns it",
    },
    Exception {
        file: "api/src/protection/keyring/store_evidence.rs",
        tables: &["evidence_keys"],
        reason: "a new key seals every sealed column again, whoever owns it",
    },
    Exception {
        file: "api/src/protection/keyring/store_signing.rs",
        tables: &["signing_keys"],
        reason: "a new key seals every sealed column again, whoever owns it",
    },
    Exception {
        file: "api/src/protection/keyring/store_webhooks.rs",
        tables: &["organizations", "webhooks"],
        reason: "a new key seals every sealed column again, whoever owns it",
    },
    Exception {
        file: "api/src/protection/keyring/store.rs",
        tables: &[
            "former_addresses",
            "members",
            "organizations",
            "outbox",
            "passwords",
            "pending_totp_devices",
            "totp_devices",
        ],
        reason: "a new key seals every sealed column again, whoever owns it",
    },
];

/// Files that may read tables of others in one joined statement, and why.
pub(crate) const READERS: [Exception; 14] = [
    Exception {
        file: "api/src/consoles/clients/store.rs",
        tables: &["organizations"],
        reason: "a console is found by the id that a browser brings, with the organization whose members sign in",
    },
    Exception {
        file: "api/src/programs/verifications/store_accept.rs",
        tables: &["api_tokens", "limits", "members", "organizations", "rules"],
        reason: "the statement holds the token, its owner, the member and the counters to what was read",
    },
    Exception {
        file: "api/src/people/api_tokens/store.rs",
        tables: &["members", "organizations", "rules"],
        reason: "a token is read with its owner and the rules, which decide what it opens",
    },
    Exception {
        file: "api/src/programs/challenges/store.rs",
        tables: &["organizations"],
        reason: "a challenge is found by its token, and recorded where it belongs",
    },
    Exception {
        file: "api/src/programs/webhooks/store.rs",
        tables: &["organizations"],
        reason: "a webhook is found by the organization that an audit row names",
    },
    Exception {
        file: "api/src/second_step/flow/store.rs",
        tables: &[
            "known_browsers",
            "members",
            "organizations",
            "rules",
            "sign_ins",
            "totp_devices",
        ],
        reason: "a flow is read with everything that decides about it: one statement",
    },
    Exception {
        file: "api/src/people/members/store.rs",
        tables: &["organizations", "rules"],
        reason: "a member is read with the name of the organization, which every mail and flow needs",
    },
    Exception {
        file: "api/src/people/groups/store.rs",
        tables: &["members"],
        reason: "whether somebody in a group ranks above agents decides what a program may do to it",
    },
    Exception {
        file: "api/src/people/members/store_list.rs",
        tables: &["group_members", "rules", "totp_devices"],
        reason: "a page of members is read with their devices and rules, and filtered by a group: one statement for a page",
    },
    Exception {
        file: "api/src/people/members/store_recount.rs",
        tables: &["organizations", "totp_devices"],
        reason: "counts are proved against the rows of members and devices as one moment has them",
    },
    Exception {
        file: "api/src/people/sessions/store.rs",
        tables: &SIGN_IN_WITH_MEMBER,
        reason: "every request checks a session with its member and policy: one read",
    },
    Exception {
        file: "api/src/people/policy/store.rs",
        tables: &["member_counts", "members", "sign_ins"],
        reason: "a preview counts members and sessions, a default administrators, as one moment has them",
    },
    Exception {
        file: "api/src/people/policy/store_rules.rs",
        tables: &["member_counts", "members"],
        reason: "a change says how many may drop their device, as the counts of that moment have them; and a rule that \
            nobody has is deleted",
    },
    Exception {
        file: "api/src/people/policy/store_versions.rs",
        tables: &["members"],
        reason: "a version is listed with the name of who made it",
    },
];
