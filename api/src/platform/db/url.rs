//! The database URL: the backend and its address.

use shared_types::secret::Secret;
use std::fmt;
use std::path::PathBuf;
use url::{Host, Url};

/// Defaults for libpq where the URL does not set them: a lost server is detected within seconds, not
/// after the two hours of the system's own settings.
const POSTGRES_DEFAULTS: [(&str, &str); 6] = [
    ("connect_timeout", "2"),
    ("tcp_user_timeout", "5000"),
    ("keepalives_idle", "5"),
    ("keepalives_interval", "2"),
    ("keepalives_count", "2"),
    ("application_name", "twostep"),
];

/// The address of a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// `sqlite://PATH`.
    Sqlite(PathBuf),
    /// `postgres://USER:PASSWORD@HOST/DATABASE`.
    Postgres(PostgresUrl),
}

/// A URL for libpq. It may hold a password, so it is never shown whole.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresUrl(Url);

impl DatabaseUrl {
    /// Parses `sqlite://PATH` or `postgres://…`; the scheme decides the backend. The errors
    /// do not quote the text: it may hold a password.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text.split_once("://") {
            Some(("sqlite", "")) => Err("sqlite:// needs a path, sqlite://twostep.sqlite".into()),
            Some(("sqlite", path)) => Ok(Self::Sqlite(PathBuf::from(path))),
            Some(("postgres" | "postgresql", _)) => PostgresUrl::parse(text).map(Self::Postgres),
            Some((scheme, _)) => Err(format!(
                "unknown database scheme {scheme}://; use sqlite://PATH or postgres://…"
            )),
            None => Err("a database URL starts with its scheme: sqlite://PATH or \
                 postgres://USER:PASSWORD@HOST/DATABASE"
                .into()),
        }
    }
}

impl PostgresUrl {
    fn parse(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|error| format!("it is no URL ({error})"))?;
        if url.path().len() < 2 {
            return Err("it names no database: postgres://USER:PASSWORD@HOST/DATABASE".into());
        }
        // Probably a part of a password with an unescaped `/`; a database name would be shown.
        if url.path()[1..].contains(['/', '@', ':']) {
            return Err("a / or @ in a password is written %2F or %40".into());
        }
        Ok(Self(url))
    }

    /// The URL for libpq, with the defaults. A server on another machine is verified by its
    /// certificate (ASVS 12.3.2), unless the URL has `sslmode=…`.
    pub(super) fn for_libpq(&self) -> Secret {
        let mut url = self.0.clone();
        let has = |name: &str| self.0.query_pairs().any(|(key, _)| key == name);
        let verify = (!self.is_local()).then_some(("sslmode", "verify-full"));
        let missing: Vec<_> = POSTGRES_DEFAULTS
            .into_iter()
            .chain(verify)
            .filter(|(name, _)| !has(name))
            .collect();
        if !missing.is_empty() {
            url.query_pairs_mut().extend_pairs(missing);
        }
        Secret::new(url.as_str())
    }

    /// Whether the server runs on this machine, by socket or loopback.
    fn is_local(&self) -> bool {
        let host = self.0.query_pairs().find(|(key, _)| key == "host");
        match (host, self.0.host()) {
            (Some((_, host)), _) => host.starts_with('/') || is_loopback(&host),
            (None, Some(Host::Domain(host))) => is_loopback(host),
            (None, Some(Host::Ipv4(address))) => address.is_loopback(),
            (None, Some(Host::Ipv6(address))) => address.is_loopback(),
            (None, None) => true,
        }
    }
}

fn is_loopback(host: &str) -> bool {
    let address = host.parse::<std::net::IpAddr>();
    host.is_empty() || host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite://{}", path.display()),
            Self::Postgres(url) => write!(f, "{url}"),
        }
    }
}

/// Host and database, without user and password.
impl fmt::Display for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let port = self.0.port().map(|port| format!(":{port}"));
        let host = self.0.host_str().unwrap_or_default();
        let (port, path) = (port.unwrap_or_default(), self.0.path());
        write!(f, "postgres://{host}{port}{path}")
    }
}

impl fmt::Debug for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgresUrl({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn for_libpq(text: &str) -> String {
        match DatabaseUrl::parse(text) {
            Ok(DatabaseUrl::Postgres(url)) => url.for_libpq().expose().to_owned(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_scheme_decides() {
        for text in [
            "",
            "twostep.sqlite",
            "host=db",
            "mysql://u:secret@db/x",
            "postgres://db",
        ] {
            let error = DatabaseUrl::parse(text).expect_err(text);
            assert!(!error.contains("secret"), "{error}");
        }
        let url = DatabaseUrl::parse("sqlite:///var/lib/x").expect("a path");
        assert_eq!(url, DatabaseUrl::Sqlite("/var/lib/x".into()));
    }

    /// C-05 (configuration): neither log nor doctor shows the password.
    #[test]
    fn a_password_is_never_shown() {
        let text = "postgres://u:secret@db.example.com:5433/twostep?password=secret";
        let url = DatabaseUrl::parse(text).expect("a URL");
        assert_eq!(url.to_string(), "postgres://db.example.com:5433/twostep");
        assert!(!format!("{url:?}").contains("secret"));
        for text in ["postgres://u@db/x:secret@db/y", "postgres://u/secret@db"] {
            let error = DatabaseUrl::parse(text).expect_err(text);
            assert!(!error.contains("secret"), "{error}");
        }
    }

    /// A server on another machine is verified; one on this machine needs no certificate.
    #[test]
    fn another_machine_is_verified() {
        let verified = |text: &str| for_libpq(text).contains("sslmode=verify-full");
        assert!(verified("postgres://u:p@db.example.com/twostep"));
        assert!(verified("postgres://u:p@10.0.0.1/twostep"));
        assert!(verified("postgresql:///twostep?host=db.example.com"));
        assert!(!verified(
            "postgres://u:p@db.example.com/twostep?sslmode=require"
        ));
        assert!(!verified("postgres://u:p@localhost/twostep"));
        assert!(!verified("postgres://u:p@[::1]:5433/twostep"));
        assert!(!verified("postgres:///twostep?host=/run/postgresql"));
        let own = for_libpq("postgres://localhost/twostep?connect_timeout=9");
        assert!(own.contains("connect_timeout=9") && !own.contains("connect_timeout=2"));
    }
}
