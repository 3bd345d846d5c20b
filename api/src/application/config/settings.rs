//! The table of all settings. Command line, environment, file, `doctor` and help come from it.

/// One setting.
#[derive(Debug)]
pub(super) struct Setting {
    /// Its name in the file: `public_url`.
    pub(super) key: &'static str,
    /// Its name on the command line: `public-url`.
    pub(super) flag: &'static str,
    /// Its name in the environment: `TWOSTEP_PUBLIC_URL`.
    pub(super) environment: &'static str,
    /// The form of its value, for the help.
    pub(super) takes: &'static str,
    /// Its default value.
    pub(super) default: Option<&'static str>,
    /// Its purpose, for the help.
    pub(super) help: &'static str,
}

impl Setting {
    /// Whether the value may hold a password.
    pub(super) fn is_secret(&self) -> bool {
        matches!(self.key, "smtp_url" | "database_url")
    }
}

/// Every setting, in the order in which `doctor` explains them.
pub(super) const SETTINGS: [Setting; 18] = [
    Setting {
        key: "database_url",
        flag: "database-url",
        environment: "TWOSTEP_DATABASE_URL",
        takes: "URL",
        default: Some("sqlite://twostep.sqlite"),
        help: "Where the data is: sqlite://PATH, or postgres://USER:PASSWORD@HOST/DATABASE",
    },
    Setting {
        key: "key_file",
        flag: "key-file",
        environment: "TWOSTEP_KEY_FILE",
        takes: "FILE",
        default: Some("twostep.keys"),
        help: "The keys of secrets at rest; made at the first start, never in the database",
    },
    Setting {
        key: "listen",
        flag: "listen",
        environment: "TWOSTEP_LISTEN",
        takes: "ADDRESS:PORT",
        default: Some("127.0.0.1:8080"),
        help: "Where to listen; port 0 takes a free one",
    },
    Setting {
        key: "public_url",
        flag: "public-url",
        environment: "TWOSTEP_PUBLIC_URL",
        takes: "URL",
        default: Some("http://localhost:8080"),
        help: "Where browsers and clients reach this installation, without a path",
    },
    Setting {
        key: "web_ui",
        flag: "web-ui",
        environment: "TWOSTEP_WEB_UI",
        takes: "DIR",
        default: None,
        help: "The built browser application, to serve it on the same origin",
    },
    Setting {
        key: "smtp_url",
        flag: "smtp-url",
        environment: "TWOSTEP_SMTP_URL",
        takes: "URL",
        default: None,
        help: "The mail server: smtps://user:password@host:465",
    },
    Setting {
        key: "mail_from",
        flag: "mail-from",
        environment: "TWOSTEP_MAIL_FROM",
        takes: "MAILBOX",
        default: None,
        help: "The sender of mails: Twostep <twostep@example.com>",
    },
    Setting {
        key: "trusted_proxies",
        flag: "trusted-proxies",
        environment: "TWOSTEP_TRUSTED_PROXIES",
        takes: "CIDR,…",
        default: None,
        help: "The proxies in front of it: whom their header names is believed to be the client",
    },
    Setting {
        key: "client_address_header",
        flag: "client-address-header",
        environment: "TWOSTEP_CLIENT_ADDRESS_HEADER",
        takes: "HEADER",
        default: Some("X-Forwarded-For"),
        help: "The one header in which trusted proxies name the client, such as Forwarded",
    },
    Setting {
        key: "cors_origins",
        flag: "cors-origins",
        environment: "TWOSTEP_CORS_ORIGINS",
        takes: "ORIGIN,…",
        default: None,
        help: "Origins whose pages may call the API with a bearer token",
    },
    Setting {
        key: "invitations_per_hour",
        flag: "invitations-per-hour",
        environment: "TWOSTEP_INVITATIONS_PER_HOUR",
        takes: "NUMBER",
        default: Some("2000"),
        help: "Invitations of one organization that are sent in an hour; more wait",
    },
    Setting {
        key: "api_token_requests",
        flag: "api-token-requests",
        environment: "TWOSTEP_API_TOKEN_REQUESTS",
        takes: "NUMBER",
        default: Some("600"),
        help: "Requests of one API token in a minute, on each node; more are refused",
    },
    Setting {
        key: "breached_passwords",
        flag: "breached-passwords",
        environment: "TWOSTEP_BREACHED_PASSWORDS",
        takes: "FILE",
        default: Some("twostep.breached"),
        help: "Stolen passwords that nobody may choose, made by `twostep passwords import`",
    },
    Setting {
        key: "audit_retention_days",
        flag: "audit-retention-days",
        environment: "TWOSTEP_AUDIT_RETENTION_DAYS",
        takes: "DAYS",
        default: Some("400"),
        help: "How long audit rows are kept, 30 or more; older ones are pruned once a day",
    },
    Setting {
        key: "accept_next_code",
        flag: "accept-next-code",
        environment: "TWOSTEP_ACCEPT_NEXT_CODE",
        takes: "yes|no",
        default: Some("yes"),
        help: "Whether a code counts up to 30 seconds before its time, for phones that are ahead",
    },
    Setting {
        key: "outbound_allow",
        flag: "outbound-allow",
        environment: "TWOSTEP_OUTBOUND_ALLOW",
        takes: "CIDR,…",
        default: None,
        help: "Networks that webhooks may go to besides public addresses, such as 192.168.0.0/16",
    },
    Setting {
        key: "ca_file",
        flag: "ca-file",
        environment: "TWOSTEP_CA_FILE",
        takes: "FILE",
        default: None,
        help: "Root certificates (PEM) that webhooks trust besides those of the system",
    },
    Setting {
        key: "log",
        flag: "log",
        environment: "TWOSTEP_LOG",
        takes: "FILTER",
        default: Some("info"),
        help: "What the log shows: info, twostep=debug",
    },
];
