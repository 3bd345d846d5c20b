//! The HTTP settings of the installation: its public address, trusted proxies and CORS origins.

use super::client_address_header::ClientAddressHeader;
use actix_web::{HttpRequest, web};
use ipnet::IpNet;
use shared_types::limits::API_TOKEN_REQUESTS;
use std::fmt;
use std::net::IpAddr;
use std::sync::LazyLock;
use url::Url;

/// The HTTP settings, in every app as `web::Data<HttpSettings>`.
#[derive(Clone, Debug, Default)]
pub struct HttpSettings {
    /// The address for browsers and clients.
    pub public_url: PublicUrl,
    /// Peers whose header with the client's address is trusted.
    pub trusted_proxies: Vec<IpNet>,
    /// The header in which they name the client; all others are ignored.
    pub client_address_header: ClientAddressHeader,
    /// Origins that may read responses to bearer tokens in a browser: compared exactly.
    pub cors_origins: Vec<String>,
    /// Requests of one API token in a minute.
    pub requests_per_token: RequestsPerToken,
}

/// How many requests one API token may make in a minute on this node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestsPerToken(pub u32);

impl Default for RequestsPerToken {
    fn default() -> Self {
        Self(API_TOKEN_REQUESTS)
    }
}

static DEFAULT: LazyLock<HttpSettings> = LazyLock::new(HttpSettings::default);

impl HttpSettings {
    /// The settings of the app that serves this request.
    pub fn of(request: &HttpRequest) -> &Self {
        match request.app_data::<web::Data<Self>>() {
            Some(settings) => settings.get_ref(),
            None => &DEFAULT,
        }
    }

    /// Whether the peer's header with the client's address is trusted.
    pub fn trusts(&self, address: IpAddr) -> bool {
        self.trusted_proxies
            .iter()
            .any(|net| net.contains(&address))
    }
}

/// The public address: scheme, host and port, no path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    origin: String,
    url: Url,
}

impl PublicUrl {
    /// Parses an address; the error is a sentence about what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|error| format!("it is no URL ({error})"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err("it must start with https:// or http://".to_owned());
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err("it must end after the host and port, without a path".to_owned());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("it must not hold a user name or password".to_owned());
        }
        let origin = url.origin().ascii_serialization();
        Ok(Self { origin, url })
    }

    /// The origin as browsers send it, `https://desk.example.com`: no slash at the end.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The host name.
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// Whether a proxy in front of the program does TLS: the program itself does none.
    pub fn is_behind_tls(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Whether browsers treat the address as secure, so that they keep `Secure` cookies.
    pub fn is_secure(&self) -> bool {
        self.is_behind_tls()
            || matches!(self.host(), "localhost" | "127.0.0.1" | "[::1]")
            || self.host().ends_with(".localhost")
    }
}

impl Default for PublicUrl {
    fn default() -> Self {
        Self::parse("http://localhost:8080").expect("the default is a URL")
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_origin_is_what_browsers_send() {
        let origin = |text| PublicUrl::parse(text).map(|url| url.origin().to_owned());
        assert_eq!(
            origin("https://Desk.Example.com:443/").as_deref(),
            Ok("https://desk.example.com")
        );
        assert_eq!(
            origin("http://localhost:8080").as_deref(),
            Ok("http://localhost:8080")
        );
        for wrong in [
            "desk.example.com",
            "ftp://a",
            "https://a/b",
            "https://u:p@a",
            "https://a?b",
        ] {
            assert!(PublicUrl::parse(wrong).is_err(), "{wrong}");
        }
    }
}
