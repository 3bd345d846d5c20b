//! The folders whose code decides, and the tests that are near each.

/// A folder of `api/src`.
pub(crate) struct Folder {
    /// What it is called on the command line.
    pub(crate) name: &'static str,
    /// Where it is.
    pub(crate) path: &'static str,
    /// Its unit tests, by a part of their names.
    pub(crate) unit: &'static [&'static str],
    /// Modules of `api/tests/api`, for what the unit tests do not notice.
    pub(crate) http: &'static [&'static str],
}

/// In the order in which they are run: what the most depends on comes first.
pub(crate) const FOLDERS: [Folder; 14] = [
    Folder {
        name: "crypto",
        path: "api/src/platform/crypto",
        unit: &["platform::crypto::"],
        http: &[
            "oathtool::",
            "password_hashes::",
            "dump::",
            "sign_in::",
            "keys::",
        ],
    },
    Folder {
        name: "flow",
        path: "api/src/second_step/flow",
        unit: &["second_step::flow::"],
        http: &[
            "sign_in::",
            "flow_ends::",
            "transports::",
            "enrollment::",
            "refusals::",
        ],
    },
    Folder {
        name: "proofs",
        path: "api/src/second_step/proofs",
        unit: &["second_step::proofs::"],
        http: &[
            "sign_in::",
            "refusals::",
            "known_browsers::",
            "password_hashes::",
            "closed::",
            "races::",
        ],
    },
    Folder {
        name: "devices",
        path: "api/src/people/devices",
        unit: &["people::devices::"],
        http: &[
            "sign_in::",
            "enrollment::",
            "decision::",
            "races::",
            "clock_steps::",
            "members::",
        ],
    },
    Folder {
        name: "throttle",
        path: "api/src/protection/throttle",
        unit: &["protection::throttle::"],
        http: &[
            "sign_in::",
            "refusals::",
            "closed::",
            "enrollment::",
            "invitations::",
            "stories::noisy_neighbour::",
        ],
    },
    Folder {
        name: "sessions",
        path: "api/src/people/sessions",
        unit: &["people::sessions::"],
        http: &["sessions::", "sign_in_rows::", "browser::"],
    },
    Folder {
        name: "recovery",
        path: "api/src/second_step/recovery",
        unit: &["second_step::recovery::"],
        http: &["recovery::", "mailbox_alone::", "stories::"],
    },
    Folder {
        name: "members",
        path: "api/src/people/members",
        unit: &["people::members::"],
        http: &[
            "members::",
            "invitations::",
            "member_address::",
            "email_change::",
            "counts::",
            "search::",
        ],
    },
    Folder {
        name: "policy",
        path: "api/src/people/policy",
        unit: &["people::policy::"],
        http: &["policy::", "short_password::"],
    },
    Folder {
        name: "http",
        path: "api/src/platform/http",
        unit: &["platform::http::"],
        http: &[
            "bad_input::",
            "headers::",
            "server::",
            "browser::",
            "sessions::",
        ],
    },
    Folder {
        name: "api_tokens",
        path: "api/src/people/api_tokens",
        unit: &["people::api_tokens::"],
        http: &["api_token", "scopes::", "request_limits::"],
    },
    Folder {
        name: "programs",
        path: "api/src/programs",
        unit: &["programs::"],
        http: &[
            "api_token",
            "audit_events::",
            "audit_exports::",
            "audit_pages::",
            "challenge",
            "idempotency",
            "receipts::",
            "sandbox",
            "two_programs::",
            "verification",
            "webhook",
        ],
    },
    Folder {
        name: "record",
        path: "api/src/record",
        unit: &["record::"],
        http: &["audit", "checkpoints::", "daily_heads::", "retention::"],
    },
    Folder {
        name: "signing",
        path: "api/src/protection/signing",
        unit: &["protection::signing::"],
        http: &[
            "signing_keys::",
            "evidence_keys::",
            "receipts::",
            "daily_heads::",
        ],
    },
];
