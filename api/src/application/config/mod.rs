//! The configuration: command line, then environment, then a TOML file, then defaults. Everything is
//! checked here once; the rest of the program gets valid values only.

mod directories;
#[cfg(test)]
mod directories_tests;
mod error;
mod gather;
mod settings;

pub use error::ConfigError;
pub use gather::{Found, Source, arguments, gather};

use crate::platform::crypto::totp::Window;
use crate::platform::db::DatabaseUrl;
use crate::platform::http::{ClientAddressHeader, HttpSettings, PublicUrl, RequestsPerToken};
use crate::platform::ldap::Directories;
use crate::platform::outbound::is_never;
use clap::ArgMatches;
use ipnet::IpNet;
use shared_types::secret::Secret;
use std::net::{IpAddr, SocketAddr};
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::time::Duration;
use tracing_subscriber::EnvFilter;

/// How many days audit rows may be kept: attacks are often found weeks later, and what somebody wants to
/// keep for ever has an end all the same.
const AUDIT_RETENTION_DAYS: RangeInclusive<u32> = 30..=36_500;

/// The pages of a built browser application.
const PAGES: [&str; 4] = [
    "index.html",
    "credentials.html",
    "console.html",
    "challenge.html",
];

/// The checked configuration.
#[derive(Clone, Debug)]
pub struct Config {
    /// The database.
    pub database: DatabaseUrl,
    /// The address to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The file with the keys of secrets at rest.
    pub key_file: PathBuf,
    /// The mail server; without it mails wait in the outbox.
    pub mail: Option<MailServer>,
    /// The built browser application, when it is served from here.
    pub web_ui: Option<PathBuf>,
    /// The HTTP settings: public address, trusted proxies, CORS origins.
    pub http: HttpSettings,
    /// Whether the public address was set, and is not that of the default.
    pub is_public_url_set: bool,
    /// The time steps whose codes are accepted.
    pub code_window: Window,
    /// Invitations of one organization that are sent in an hour.
    pub invitations_per_hour: u32,
    /// Where the list of breached passwords is, if there is one.
    pub breached_passwords: PathBuf,
    /// How long audit rows are kept: whole days.
    pub audit_retention: Duration,
    /// The networks that webhooks may go to besides public addresses.
    pub outbound_allow: Vec<IpNet>,
    /// Root certificates that webhooks trust besides those of the system.
    pub ca_file: Option<PathBuf>,
    /// The directories that check passwords, each of one organization.
    pub directories: Directories,
    /// The filter of the log.
    pub log: String,
}

/// The mail server and the sender address.
#[derive(Clone, Debug)]
pub struct MailServer {
    /// `smtp://…` or `smtps://…`; may hold a password.
    pub url: Secret,
    /// `Twostep <twostep@example.com>`.
    pub from: String,
}

impl MailServer {
    /// Host and port of the server.
    pub fn address(&self) -> Option<(String, u16)> {
        let url = url::Url::parse(self.url.expose()).ok()?;
        let usual = if url.scheme() == "smtps" { 465 } else { 25 };
        Some((url.host_str()?.to_owned(), url.port().unwrap_or(usual)))
    }
}

impl Config {
    /// Gathers and checks all settings of a command line made with [`arguments`].
    pub fn load(matches: &ArgMatches) -> Result<Self, ConfigError> {
        Self::check(&gather(matches)?)
    }

    /// Checks the values that were found.
    pub fn check(found: &Found) -> Result<Self, ConfigError> {
        Ok(Self {
            database: found.required("database_url", DatabaseUrl::parse)?,
            listen: found.required("listen", listen)?,
            key_file: found.required("key_file", |text| Ok(PathBuf::from(text)))?,
            mail: mail(found)?,
            web_ui: found.optional("web_ui", web_ui)?,
            http: HttpSettings {
                public_url: found.required("public_url", PublicUrl::parse)?,
                trusted_proxies: found.list("trusted_proxies", network)?,
                client_address_header: found
                    .required("client_address_header", ClientAddressHeader::parse)?,
                cors_origins: found.list("cors_origins", origin)?,
                requests_per_token: found
                    .required("api_token_requests", above_zero)
                    .map(RequestsPerToken)?,
            },
            is_public_url_set: found.is_set("public_url"),
            code_window: found.required("accept_next_code", code_window)?,
            invitations_per_hour: found.required("invitations_per_hour", above_zero)?,
            breached_passwords: found
                .required("breached_passwords", |text| Ok(PathBuf::from(text)))?,
            audit_retention: found.required("audit_retention_days", audit_retention)?,
            outbound_allow: found.list("outbound_allow", outbound_network)?,
            ca_file: found.optional("ca_file", |text| Ok(PathBuf::from(text)))?,
            directories: directories::check(found.directories())?,
            log: found.required("log", log)?,
        })
    }

    /// Warnings about valid settings with unexpected effects: one sentence each.
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if self.mail.is_none() {
            warnings.push(
                "TWOSTEP_SMTP_URL is not set: mails wait in the outbox and end unsent, so nobody \
                 can set up a phone"
                    .to_owned(),
            );
        }
        if !self.http.public_url.is_secure() {
            warnings.push(
                "TWOSTEP_PUBLIC_URL starts with http://: browsers drop our cookies there, except \
                 on localhost"
                    .to_owned(),
            );
        }
        warnings.extend(self.everybody_is_the_proxy());
        warnings
    }

    /// What is wrong where a proxy does TLS and nothing says which one.
    pub fn everybody_is_the_proxy(&self) -> Option<String> {
        let is_unnamed =
            self.http.public_url.is_behind_tls() && self.http.trusted_proxies.is_empty();
        is_unnamed.then(|| {
            "TWOSTEP_TRUSTED_PROXIES is not set although TWOSTEP_PUBLIC_URL starts with https://: \
             everybody looks like the proxy, so one person who guesses passwords locks all others out. \
             Set it to the address of the proxy, TWOSTEP_TRUSTED_PROXIES=127.0.0.1 for one on this \
             machine, and TWOSTEP_CLIENT_ADDRESS_HEADER to the header that it writes"
                .to_owned()
        })
    }
}

fn listen(text: &str) -> Result<SocketAddr, String> {
    let explain = |_| format!("{text:?} is no address with a port, such as 127.0.0.1:8080");
    text.parse().map_err(explain)
}

fn mail(found: &Found) -> Result<Option<MailServer>, ConfigError> {
    let Some(url) = found.optional("smtp_url", smtp_url)? else {
        return Ok(None);
    };
    let from = found.required("mail_from", |text| Ok(text.to_owned()))?;
    Ok(Some(MailServer { url, from }))
}

/// The errors do not quote the text: it may hold a password.
fn smtp_url(text: &str) -> Result<Secret, String> {
    let url = url::Url::parse(text).map_err(|error| format!("it is no URL ({error})"))?;
    match (url.scheme(), url.host_str()) {
        ("smtp" | "smtps", Some(host)) if !host.is_empty() => Ok(Secret::new(text)),
        _ => Err("it must look like smtps://user:password@mail.example.com:465".to_owned()),
    }
}

fn web_ui(text: &str) -> Result<PathBuf, String> {
    let folder = PathBuf::from(text);
    let missing = PAGES.into_iter().find(|page| !folder.join(page).is_file());
    match missing {
        None => Ok(folder),
        Some(page) => Err(format!(
            "{text:?} holds no {page}: build the browser application first"
        )),
    }
}

/// A network in CIDR form, or one address.
fn network(text: &str) -> Result<IpNet, String> {
    let address = || text.parse::<IpAddr>().map(IpNet::from);
    let explain = |_| format!("{text:?} is no network, such as 10.0.0.0/8");
    text.parse().or_else(|_| address()).map_err(explain)
}

/// One that webhooks may go to: not one that they never reach, which would be a mistake.
fn outbound_network(text: &str) -> Result<IpNet, String> {
    let network = network(text)?.trunc();
    if is_never(&network) {
        return Err(format!(
            "{text:?} is never reached: link-local addresses and the services of clouds stay closed"
        ));
    }
    Ok(network)
}

fn origin(text: &str) -> Result<String, String> {
    match PublicUrl::parse(text) {
        Ok(url) if url.origin() == text => Ok(url.origin().to_owned()),
        _ => Err(format!(
            "{text:?} is no origin, such as https://desk.example.com"
        )),
    }
}

fn above_zero(text: &str) -> Result<u32, String> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| format!("{text:?} is no number above 0"))
}

fn audit_retention(text: &str) -> Result<Duration, String> {
    let days = text.parse().ok();
    let days = days.filter(|days| AUDIT_RETENTION_DAYS.contains(days));
    let (least, most) = AUDIT_RETENTION_DAYS.into_inner();
    let explain = || format!("{text:?} is no number of days from {least} to {most}");
    let days: u32 = days.ok_or_else(explain)?;
    Ok(Duration::from_hours(24 * u64::from(days)))
}

fn code_window(text: &str) -> Result<Window, String> {
    match text {
        "yes" => Ok(Window::Three),
        "no" => Ok(Window::Two),
        _ => Err(format!("{text:?} is neither yes nor no")),
    }
}

fn log(text: &str) -> Result<String, String> {
    match EnvFilter::try_new(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(format!(
            "it is no filter, such as info or twostep=debug ({error})"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_types::limits::{AUDIT_RETENTION, INVITATIONS_PER_HOUR};

    fn load(arguments: &[&str]) -> Result<Config, String> {
        let command = clap::Command::new("twostep").args(super::arguments());
        let line = std::iter::once(&"twostep").chain(arguments);
        let matches = command.try_get_matches_from(line).expect("a command line");
        Config::load(&matches).map_err(|error| error.to_string())
    }

    #[test]
    fn the_defaults_run() {
        let config = load(&[]).expect("defaults");
        assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(config.http.public_url.origin(), "http://localhost:8080");
        assert_eq!(config.database.to_string(), "sqlite://twostep.sqlite");
        assert!(config.mail.is_none());
        assert_eq!(config.invitations_per_hour, INVITATIONS_PER_HOUR);
        assert_eq!(config.http.requests_per_token, RequestsPerToken::default());
        assert_eq!(config.audit_retention, AUDIT_RETENTION);
        assert_eq!(config.warnings().len(), 1);
    }

    #[test]
    fn a_wrong_value_is_one_line_that_names_the_setting() {
        for (flag, value) in [
            ("--database-url", "postgres://u:secret@db"),
            ("--database-url", "mysql://u:secret@db/twostep"),
            ("--listen", "localhost"),
            ("--public-url", "desk.example.com"),
            ("--smtp-url", "http://u:secret@mail.example.com"),
            ("--web-ui", "/nowhere"),
            ("--trusted-proxies", "10.0.0.0/8,proxy"),
            ("--client-address-header", "X-Fowarded-For"),
            ("--invitations-per-hour", "0"),
            ("--invitations-per-hour", "many"),
            ("--api-token-requests", "0"),
            ("--audit-retention-days", "29"),
            ("--audit-retention-days", "for ever"),
            ("--outbound-allow", "192.168.0.0/33"),
            ("--outbound-allow", "10.0.0.0/8,169.254.169.254"),
            ("--accept-next-code", "true"),
            ("--cors-origins", "*"),
            ("--cors-origins", "https://desk.example.com/"),
            ("--log", "twostep=loud"),
        ] {
            let error = load(&[flag, value]).expect_err(value);
            let name = flag.trim_start_matches("--").replace('-', "_");
            let name = format!("TWOSTEP_{}", name.to_uppercase());
            assert!(error.starts_with(&name), "{error}");
            assert!(!error.contains("secret"), "{error}");
            assert_eq!(error.lines().count(), 1, "{error}");
        }
    }

    /// L-09, review F8: behind TLS there is a proxy, and without its address everybody shares one counter.
    #[test]
    fn https_without_trusted_proxies_is_warned_of() {
        let named = "TWOSTEP_TRUSTED_PROXIES=127.0.0.1";
        let warned = |arguments: &[&str]| {
            let config = load(arguments).expect("a configuration");
            let warnings = config.warnings();
            warnings.iter().filter(|text| text.contains(named)).count()
        };
        let https = ["--public-url", "https://desk.example.com"];
        assert_eq!(warned(&https), 1);
        assert_eq!(
            warned(&[&https[..], &["--trusted-proxies", "127.0.0.1"]].concat()),
            0
        );
        assert_eq!(warned(&["--public-url", "http://desk.example.com"]), 0);
        assert_eq!(warned(&[]), 0);
    }

    /// T-07 (configurable): a setting takes the step ahead out of the window.
    #[test]
    fn the_code_of_the_next_step_can_be_refused() {
        let window = |arguments: &[&str]| load(arguments).expect("a configuration").code_window;
        assert_eq!(window(&[]), Window::Three);
        assert_eq!(window(&["--accept-next-code", "yes"]), Window::Three);
        assert_eq!(window(&["--accept-next-code", "no"]), Window::Two);
    }

    #[test]
    fn a_mail_server_needs_a_sender() {
        let url = ["--smtp-url", "smtps://u:secret@mail.example.com"];
        let error = load(&url).expect_err("no sender");
        assert!(error.starts_with("TWOSTEP_MAIL_FROM"), "{error}");
        let both = [&url[..], &["--mail-from", "Twostep <t@example.com>"]].concat();
        let config = load(&both).expect("both");
        assert!(!format!("{config:?}").contains("secret"));
    }

    #[test]
    fn the_file_gives_way_to_the_command_line() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("twostep.toml");
        let text = "listen = \"127.0.0.1:1\"\ntrusted_proxies = [\"10.0.0.0/8\", \"::1\"]\n";
        std::fs::write(&file, text).expect("a file");
        let file = file.to_string_lossy();
        let config = load(&["--config", &file]).expect("the file");
        assert_eq!(config.listen.port(), 1);
        assert_eq!(config.http.trusted_proxies.len(), 2);
        let config = load(&["--config", &file, "--listen", "127.0.0.1:2"]).expect("both");
        assert_eq!(config.listen.port(), 2);
    }

    #[test]
    fn an_unknown_key_in_the_file_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("twostep.toml");
        for text in ["listn = \"127.0.0.1:1\"", "listen = 8080", "listen ="] {
            std::fs::write(&file, text).expect("a file");
            let error = load(&["--config", &file.to_string_lossy()]).expect_err(text);
            assert_eq!(error.lines().count(), 1, "{error}");
        }
    }
}
