//! The client: one POST over https, or over http on this machine, with a time and a size.

use super::address::{Admission, Allowed, is_loopback};
use super::resolver::{LookUp, NotAdmitted, Resolver, of_system};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client};
use shared_types::limits::{OUTBOUND_ANSWER_BYTES, OUTBOUND_TIMEOUT};
use std::error::Error;
use std::net::IpAddr;
use std::time::Duration;
use tokio::time::{Instant, timeout};
use url::{Host, Url};

/// Sends requests. Clones share one client.
#[derive(Clone)]
pub struct Outbound {
    client: Client,
    allowed: Allowed,
    timeout: Duration,
}

/// The private root certificates cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the certificates cannot be used: {0}")]
pub struct CaError(String);

/// A request to be sent.
pub struct Post<'a> {
    /// Where.
    pub url: &'a Url,
    /// What its body is.
    pub media_type: &'static str,
    /// Its headers beside those of every request.
    pub headers: &'a [(&'static str, String)],
    /// Its body.
    pub body: &'a str,
}

/// What the receiver said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status of HTTP.
    pub status: u16,
    /// The header `Retry-After`, as it came.
    pub retry_after: Option<String>,
    /// The beginning of the body.
    pub body: Vec<u8>,
    /// From the beginning of the connection to the end of the answer.
    pub took: Duration,
}

/// Why there was no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendFailure {
    /// The address is none that may be connected to.
    Address,
    /// There was no whole answer in time.
    Timeout,
    /// Nobody could be connected to, or the name is not known.
    Connection,
    /// The certificate is not accepted.
    Certificate,
    /// The connection broke, or the answer was no HTTP.
    Protocol,
}

impl Outbound {
    /// To public addresses and these networks, with these root certificates (PEM) beside those of the system.
    pub fn new(allowed: Allowed, roots: Option<&[u8]>) -> Result<Self, CaError> {
        Self::with(allowed, roots, of_system(), OUTBOUND_TIMEOUT)
    }

    pub(super) fn with(
        allowed: Allowed,
        roots: Option<&[u8]>,
        look_up: LookUp,
        timeout: Duration,
    ) -> Result<Self, CaError> {
        let unusable = |error: reqwest::Error| CaError(described(&error));
        let roots = roots.map(Certificate::from_pem_bundle).transpose();
        let roots = roots.map_err(unusable)?.unwrap_or_default();
        let resolver = Resolver {
            allowed: allowed.clone(),
            look_up,
        };
        // Not `https_only`: which addresses may be plain is decided before each request.
        let client = Client::builder()
            // An admitted address must not lead to another one.
            .redirect(Policy::none())
            // A proxy would resolve the name by itself.
            .no_proxy()
            .dns_resolver(resolver)
            // Each connection is checked anew.
            .pool_max_idle_per_host(0)
            .user_agent(concat!("Twostep/", env!("CARGO_PKG_VERSION")))
            .tls_certs_merge(roots)
            .build()
            .map_err(unusable)?;
        Ok(Self {
            client,
            allowed,
            timeout,
        })
    }

    /// Whether the host of a URL may be connected to, as far as that is known without looking its name up: a
    /// literal address is judged here, since no resolver sees it.
    pub fn admits(&self, url: &Url) -> bool {
        let address = match url.host() {
            None => return false,
            Some(Host::Domain(_)) => return true,
            Some(Host::Ipv4(address)) => IpAddr::V4(address),
            Some(Host::Ipv6(address)) => IpAddr::V6(address),
        };
        self.allowed.judge(address) == Admission::Admitted
    }

    /// Sends a request once, over `https`, and reads the answer, of its body the beginning.
    pub async fn post(&self, post: &Post<'_>) -> Result<Answer, SendFailure> {
        self.post_if(post.url.scheme() == "https", post).await
    }

    /// The same, over `http` too where that stays on this machine.
    pub async fn post_also_here(&self, post: &Post<'_>) -> Result<Answer, SendFailure> {
        let is_private = post.url.scheme() == "https" || is_on_this_machine(post.url);
        self.post_if(is_private, post).await
    }

    async fn post_if(&self, is_private: bool, post: &Post<'_>) -> Result<Answer, SendFailure> {
        if !self.admits(post.url) {
            return Err(SendFailure::Address);
        }
        // Nothing is sent in the clear where somebody can read on the way.
        if !is_private {
            return Err(SendFailure::Protocol);
        }
        let answered = timeout(self.timeout, self.exchange(post)).await;
        answered.unwrap_or(Err(SendFailure::Timeout))
    }

    async fn exchange(&self, post: &Post<'_>) -> Result<Answer, SendFailure> {
        let begun = Instant::now();
        let request = self.client.post(post.url.clone()).headers(headers(post));
        let sent = request.body(post.body.to_owned()).send().await;
        let mut response = sent.map_err(|error| failure(&error))?;
        let status = response.status().as_u16();
        let retry_after = response.headers().get(RETRY_AFTER);
        let retry_after = retry_after.and_then(|value| value.to_str().ok());
        let retry_after = retry_after.map(str::to_owned);
        let mut body = Vec::new();
        // What comes after the limit is not read: the connection is closed.
        while body.len() < OUTBOUND_ANSWER_BYTES {
            let chunk = response.chunk().await;
            match chunk.map_err(|error| failure(&error))? {
                Some(chunk) => body.extend_from_slice(&chunk),
                None => break,
            }
        }
        body.truncate(OUTBOUND_ANSWER_BYTES);
        Ok(Answer {
            status,
            retry_after,
            body,
            took: begun.elapsed(),
        })
    }
}

/// Whether a URL is one of `http` at an address of this machine.
pub fn is_on_this_machine(url: &Url) -> bool {
    url.scheme() == "http" && is_loopback(url)
}

impl Default for Outbound {
    fn default() -> Self {
        Self::new(Allowed::default(), None).expect("a client without certificates of its own")
    }
}

fn headers(post: &Post<'_>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(post.media_type));
    for (name, value) in post.headers {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    headers
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    let first: &(dyn Error + 'static) = error;
    std::iter::successors(Some(first), source)
}

fn source<'a>(error: &&'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    (*error).source()
}

fn described(error: &reqwest::Error) -> String {
    causes(error)
        .last()
        .map_or_else(String::new, ToString::to_string)
}

fn failure(error: &reqwest::Error) -> SendFailure {
    if causes(error).any(|cause| cause.downcast_ref::<NotAdmitted>().is_some()) {
        return SendFailure::Address;
    }
    if !error.is_connect() {
        return SendFailure::Protocol;
    }
    // The error of TLS is wrapped as one of the connection; its words alone say what it is.
    let is_certificate = causes(error).any(|cause| cause.to_string().contains("certificate"));
    if is_certificate {
        SendFailure::Certificate
    } else {
        SendFailure::Connection
    }
}
