//! The folders whose code decides, and the tests that are near each.

use super::core;

/// A part of `api/src`.
pub(crate) struct Folder {
    /// What it is called on the command line.
    pub(crate) name: &'static str,
    /// Where it is: folders, and single files.
    pub(crate) paths: &'static [&'static str],
    /// Its unit tests, by a part of their names.
    pub(crate) unit: &'static [&'static str],
    /// Modules of `api/tests/api`, for what the unit tests do not notice.
    pub(crate) http: &'static [&'static str],
}

impl Folder {
    /// Its files that belong to the functional core.
    pub(crate) fn core(&self) -> Vec<&'static str> {
        let is_own = |file: &&str| self.paths.iter().any(|path| file.starts_with(path));
        core::FILES.into_iter().filter(is_own).collect()
    }
}

/// In the order in which they are run: what the most depends on comes first.
pub(crate) const FOLDERS: [Folder; 21] = [
    Folder {
        name: "crypto",
        paths: &["api/src/platform/crypto"],
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
        paths: &["api/src/second_step/flow"],
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
        paths: &["api/src/second_step/proofs"],
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
        paths: &["api/src/people/devices"],
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
        paths: &["api/src/protection/throttle"],
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
        name: "sign_in",
        paths: &["api/src/second_step/sign_in"],
        unit: &["second_step::sign_in::"],
        http: &["sign_in::", "refusals::", "races::", "sign_in_rows::"],
    },
    Folder {
        name: "email_codes",
        paths: &["api/src/second_step/email_codes"],
        unit: &["second_step::email_codes::"],
        http: &["mailed_codes::", "enrollment::", "slow_guessing::"],
    },
    Folder {
        name: "enrollment",
        paths: &["api/src/second_step/enrollment"],
        unit: &["second_step::enrollment::"],
        http: &["enrollment::", "old_entries::", "mailed_codes::"],
    },
    Folder {
        name: "sign_ins",
        paths: &["api/src/people/sign_ins"],
        unit: &["people::sign_ins::"],
        http: &[
            "sign_in_rows::",
            "unfinished::",
            "refusals::",
            "flow_ends::",
        ],
    },
    Folder {
        name: "browsers",
        paths: &["api/src/people/browsers"],
        unit: &["people::browsers::"],
        http: &["known_browsers::", "own_browsers::", "refusals::"],
    },
    Folder {
        name: "sessions",
        paths: &["api/src/people/sessions"],
        unit: &["people::sessions::"],
        http: &["sessions::", "sign_in_rows::", "browser::"],
    },
    Folder {
        name: "recovery",
        paths: &["api/src/second_step/recovery", "api/src/protection/hold.rs"],
        unit: &["second_step::recovery::", "protection::hold::"],
        http: &["recovery::", "mailbox_alone::", "stories::"],
    },
    Folder {
        name: "members",
        paths: &["api/src/people/members"],
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
        paths: &["api/src/people/policy", "api/src/protection/demand"],
        unit: &["people::policy::", "protection::demand::"],
        http: &["policy::", "rollout", "short_password::"],
    },
    Folder {
        name: "http",
        paths: &["api/src/platform/http"],
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
        paths: &["api/src/people/api_tokens"],
        unit: &["people::api_tokens::"],
        http: &["api_token", "scopes::", "request_limits::"],
    },
    Folder {
        name: "programs",
        paths: &["api/src/programs"],
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
        paths: &["api/src/record"],
        unit: &["record::"],
        http: &["audit", "checkpoints::", "daily_heads::", "retention::"],
    },
    Folder {
        name: "signing",
        paths: &["api/src/protection/signing"],
        unit: &["protection::signing::"],
        http: &[
            "signing_keys::",
            "evidence_keys::",
            "receipts::",
            "daily_heads::",
        ],
    },
    Folder {
        name: "consoles",
        paths: &["api/src/consoles"],
        unit: &["consoles::"],
        http: &["clients", "forward_auth", "oauth", "radius"],
    },
    Folder {
        name: "names",
        paths: &[
            "api/src/people/device_import",
            "api/src/people/groups",
            "api/src/people/organizations",
            "api/src/platform/text.rs",
        ],
        unit: &[
            "people::device_import::",
            "people::groups::",
            "people::organizations::",
            "platform::text::",
        ],
        http: &["device_import", "groups::", "organizations::"],
    },
];
