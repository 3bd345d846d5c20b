//! Which header carries the address of the client: a setting of the operator, who knows the proxy.

use actix_web::http::header::HeaderName;

/// The headers in which proxies name the client. The list is closed, so that a misspelt name is an error at
/// start and not an installation that sees only its proxy.
const KNOWN: [&str; 7] = [
    DEFAULT,
    "forwarded",
    "x-real-ip",
    "cf-connecting-ip",
    "true-client-ip",
    "fastly-client-ip",
    "fly-client-ip",
];
const DEFAULT: &str = "x-forwarded-for";

/// The header that carries the address of the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientAddressHeader(&'static str);

impl ClientAddressHeader {
    /// One of the known headers, in any case; the error says which there are.
    pub fn parse(text: &str) -> Result<Self, String> {
        let known = KNOWN
            .into_iter()
            .find(|name| text.eq_ignore_ascii_case(name));
        known.map(Self).ok_or_else(|| {
            let names = KNOWN.join(", ");
            format!("{text:?} is no header that carries a client's address, such as {names}")
        })
    }

    /// Its name.
    pub fn name(&self) -> HeaderName {
        HeaderName::from_static(self.0)
    }
}

impl Default for ClientAddressHeader {
    fn default() -> Self {
        Self(DEFAULT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_header_is_refused() {
        for name in ["X-Fowarded-For", "", "Host", "X-Forwarded-For, Forwarded"] {
            let error = ClientAddressHeader::parse(name).expect_err(name);
            assert!(error.contains("x-forwarded-for, forwarded"), "{error}");
        }
        for name in KNOWN {
            let header = ClientAddressHeader::parse(&name.to_uppercase()).expect(name);
            assert_eq!(header.name(), name);
        }
    }
}
