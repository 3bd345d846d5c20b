//! The SMTP client: the configuration is checked at the start, then one connection for each mail.

use super::failure::{Cause, SendError, TransportError};
use super::message::build_message;
use super::outgoing::Outgoing;
use lettre::message::Mailbox as Sender;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use std::error::Error as _;
use std::io;
use std::net::IpAddr;
use std::time::Duration;
use tokio::time::timeout;
use url::Url;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TOTAL_TIMEOUT: Duration = Duration::from_secs(30);
/// The server refuses the password, not the mail: it may be corrected later (RFC 4954 §6).
const AUTHENTICATION_REPLIES: [u16; 4] = [530, 534, 535, 538];

/// A mail server, and the sender address.
pub struct Smtp {
    // Without a pool: a connection that was abandoned in a mail must not be used for the next one.
    server: AsyncSmtpTransport<Tokio1Executor>,
    sender: Sender,
    total_timeout: Duration,
}

impl Smtp {
    pub(super) fn new(url: &str, sender: &str) -> Result<Self, TransportError> {
        Self::trusting(url, sender, Vec::new())
    }

    /// Trusts further authorities than the system does, for tests.
    pub(super) fn trusting(
        url: &str,
        sender: &str,
        authorities: Vec<Certificate>,
    ) -> Result<Self, TransportError> {
        let sender = sender.parse().map_err(|_| TransportError::Sender)?;
        let parsed = Url::parse(url).map_err(|_| TransportError::Url)?;
        check_url(&parsed)?;
        let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|error| TransportError::Tls(error.to_string()))?
            .tls(tls(&parsed, authorities)?)
            .timeout(Some(CONNECT_TIMEOUT))
            .build();
        Ok(Self {
            server,
            sender,
            total_timeout: TOTAL_TIMEOUT,
        })
    }

    pub(super) async fn send(&self, mail: &Outgoing) -> Result<(), SendError> {
        let message = build_message(mail, &self.sender)?;
        match timeout(self.total_timeout, self.server.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(judge(&error)),
            Err(_) => Err(SendError::later(Cause::Timeout)),
        }
    }
}

/// M-05, ASVS 12.3.1: no mail crosses a network without TLS, or with optional TLS.
fn check_url(url: &Url) -> Result<(), TransportError> {
    let host = url.host_str().filter(|host| !host.is_empty());
    let host = host.ok_or(TransportError::Url)?;
    let tls = url.query_pairs().find(|(name, _)| name == "tls");
    match (url.scheme(), tls.as_ref().map(|(_, value)| value.as_ref())) {
        ("smtps", None) | ("smtp", Some("required")) => Ok(()),
        ("smtp", None) if is_this_machine(host) => Ok(()),
        ("smtp", None | Some("opportunistic")) => Err(TransportError::Plain),
        _ => Err(TransportError::Url),
    }
}

/// What the URL asks for. The certificate must be of an authority that is trusted, and for the host of the
/// URL (ASVS 12.3.2).
fn tls(url: &Url, authorities: Vec<Certificate>) -> Result<Tls, TransportError> {
    let is_plain = url.scheme() == "smtp" && url.query().is_none();
    if is_plain {
        return Ok(Tls::None);
    }
    let host = url.host_str().unwrap_or_default().to_owned();
    let parameters = authorities
        .into_iter()
        .fold(TlsParameters::builder(host), |builder, authority| {
            builder.add_root_certificate(authority)
        })
        .build()
        .map_err(|error| TransportError::Tls(error.to_string()))?;
    Ok(match url.scheme() {
        "smtps" => Tls::Wrapper(parameters),
        _ => Tls::Required(parameters),
    })
}

fn is_this_machine(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

/// Only the code of a reply is stored: its text often repeats the address.
fn judge(error: &SmtpError) -> SendError {
    if let Some(code) = error.status() {
        let code = u16::from(code);
        return SendError {
            is_permanent: error.is_permanent() && !AUTHENTICATION_REPLIES.contains(&code),
            cause: Cause::Reply(code),
        };
    }
    SendError::later(if error.is_timeout() {
        Cause::Timeout
    } else if error.is_response() || error.is_client() {
        Cause::Protocol
    } else if is_of_tls(error) {
        Cause::Tls
    } else {
        Cause::Connection
    })
}

/// Also a certificate that is refused, which lettre calls a connection that failed.
fn is_of_tls(error: &SmtpError) -> bool {
    let source = error.source();
    let source = source.and_then(|source| source.downcast_ref::<io::Error>());
    error.is_tls() || source.is_some_and(|source| source.kind() == io::ErrorKind::InvalidData)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENDER: &str = "Twostep <twostep@example.com>";

    fn refusal(url: &str) -> Option<TransportError> {
        Smtp::new(url, SENDER).err()
    }

    #[test]
    fn a_url_with_tls_or_on_this_machine_is_taken() {
        for url in [
            "smtps://mail.example.com",
            "smtps://jo:pass@mail.example.com:465",
            "smtp://mail.example.com:587?tls=required",
            "smtp://127.0.0.1:2525",
            "smtp://[::1]:2525",
            "smtp://localhost:25",
        ] {
            assert!(refusal(url).is_none(), "{url}: {:?}", refusal(url));
        }
    }

    /// M-05 (no downgrade): none by configuration.
    #[test]
    fn plain_smtp_across_a_network_is_refused() {
        for url in [
            "smtp://mail.example.com",
            "smtp://10.0.0.1:25",
            "smtp://127.0.0.1.example.com",
            "smtp://localhost.example.com",
            "smtp://mail.example.com?tls=opportunistic",
            "smtp://127.0.0.1@mail.example.com",
        ] {
            assert!(matches!(refusal(url), Some(TransportError::Plain)), "{url}");
        }
        for url in [
            "",
            "mail.example.com",
            "http://x",
            "smtp:///",
            "smtps://x?tls=none",
        ] {
            assert!(matches!(refusal(url), Some(TransportError::Url)), "{url}");
        }
    }

    #[test]
    fn a_refusal_shows_no_password() {
        let error = refusal("smtp://jo:geheim@mail.example.com").expect("refused");
        assert!(!error.to_string().contains("geheim"));
        assert!(matches!(
            Smtp::new("smtp://localhost", "nobody").err(),
            Some(TransportError::Sender)
        ));
    }
}
