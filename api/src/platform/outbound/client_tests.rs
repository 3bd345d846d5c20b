//! The client against receivers on this machine: what it connects to, what it believes, how long it waits and how
//! much it reads (H-11).

use super::address::Allowed;
use super::client::{Answer, Outbound, Post, SendFailure};
use super::resolver::{LookUp, of_system};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use shared_types::limits::OUTBOUND_ANSWER_BYTES;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;
use url::Url;

const SHORT: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_secs(15);

/// A receiver for `localhost` and 127.0.0.1, with its authority.
struct Receiver {
    authority: String,
    port: u16,
    /// How often somebody connected.
    connections: Arc<AtomicUsize>,
}

impl Receiver {
    /// Answers each request with this text, and keeps the connection open when it is not whole.
    async fn answering(answer: Vec<u8>) -> Self {
        let key = || KeyPair::generate().expect("a key");
        let mut params = CertificateParams::new(Vec::new()).expect("an authority");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let own_key = key();
        let authority = params.self_signed(&own_key).expect("an authority");
        let authority = pem(authority.der());
        let issuer = Issuer::new(params, own_key);
        let names = ["localhost", "127.0.0.1", "public.example"].map(str::to_owned);
        let server_key = key();
        let server = CertificateParams::new(names.to_vec()).expect("names");
        let server = server
            .signed_by(&server_key, &issuer)
            .expect("a certificate");
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .expect("the versions of the provider")
            .with_no_client_auth()
            .with_single_cert(
                vec![server.der().clone()],
                PrivatePkcs8KeyDer::from(server_key.serialize_der()).into(),
            )
            .expect("a key that fits its certificate");
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&connections);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::SeqCst);
                let (acceptor, answer) = (acceptor.clone(), answer.clone());
                tokio::spawn(async move {
                    let mut stream = acceptor.accept(stream).await.ok()?;
                    let mut seen = Vec::new();
                    while !seen.ends_with(b"{}") {
                        stream
                            .read_buf(&mut seen)
                            .await
                            .ok()
                            .filter(|read| *read > 0)?;
                    }
                    stream.write_all(&answer).await.ok()?;
                    stream.read_buf(&mut seen).await.ok()
                });
            }
        });
        Self {
            authority,
            port,
            connections,
        }
    }

    fn url(&self, host: &str) -> Url {
        let url = format!("https://{host}:{}/hook", self.port);
        url.parse().expect("a URL")
    }
}

fn pem(der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n")
}

fn allowed(networks: &[&str]) -> Allowed {
    let networks = networks.iter().map(|net| net.parse().expect("a network"));
    Allowed::new(networks.collect())
}

fn outbound(receiver: &Receiver, networks: &[&str], timeout: Duration) -> Outbound {
    let roots = Some(receiver.authority.as_bytes());
    Outbound::with(allowed(networks), roots, of_system(), timeout).expect("a client")
}

async fn post(outbound: &Outbound, url: &Url) -> Result<Answer, SendFailure> {
    let headers = [("webhook-id", "1".to_owned())];
    let post = Post {
        url,
        media_type: "application/json",
        headers: &headers,
        body: "{}",
    };
    outbound.post(&post).await
}

fn ok() -> Vec<u8> {
    b"HTTP/1.1 200 OK\r\nretry-after: 7\r\ncontent-length: 2\r\n\r\nok".to_vec()
}

/// H-11 (addresses), H-11 (host setting): loopback is connected to when the host names it, by address and by
/// name, and otherwise by neither; no connection is made.
#[tokio::test]
async fn loopback_is_reached_only_when_the_host_names_it() {
    let receiver = Receiver::answering(ok()).await;
    let (by_address, by_name) = (receiver.url("127.0.0.1"), receiver.url("localhost"));
    let closed = outbound(&receiver, &[], LONG);
    for url in [&by_address, &by_name, &receiver.url("[::ffff:127.0.0.1]")] {
        assert_eq!(post(&closed, url).await, Err(SendFailure::Address), "{url}");
    }
    assert_eq!(receiver.connections.load(Ordering::SeqCst), 0);
    let open = outbound(&receiver, &["127.0.0.0/8"], LONG);
    for url in [&by_address, &by_name] {
        let answer = post(&open, url).await.expect("an answer");
        assert_eq!((answer.status, answer.body), (200, b"ok".to_vec()));
        assert_eq!(answer.retry_after.as_deref(), Some("7"));
    }
    assert_eq!(receiver.connections.load(Ordering::SeqCst), 2);
}

/// H-11 (rebinding): what a name leads to is judged at each connection, whatever it led to before; of several
/// addresses only those that are admitted are tried.
#[tokio::test]
async fn a_name_that_changes_is_judged_each_time() {
    let receiver = Receiver::answering(ok()).await;
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let look_up: LookUp = Arc::new(move |_| {
        let addresses: Vec<IpAddr> = match count.fetch_add(1, Ordering::SeqCst) {
            0 => vec![[169, 254, 169, 254].into(), [127, 0, 0, 1].into()],
            1 => vec![[169, 254, 169, 254].into()],
            _ => vec![[10, 0, 0, 1].into(), [0, 0, 0, 0].into()],
        };
        Box::pin(async move { Ok(addresses) })
    });
    let roots = Some(receiver.authority.as_bytes());
    let outbound = Outbound::with(allowed(&["127.0.0.0/8"]), roots, look_up, LONG);
    let (outbound, url) = (outbound.expect("a client"), receiver.url("public.example"));
    assert_eq!(post(&outbound, &url).await.expect("an answer").status, 200);
    for _ in 0..2 {
        assert_eq!(post(&outbound, &url).await, Err(SendFailure::Address));
    }
    assert_eq!(asked.load(Ordering::SeqCst), 3);
}

/// H-11 (redirects): one is an answer like any other; nobody is asked where it leads.
#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Receiver::answering(ok()).await;
    let location = elsewhere.url("127.0.0.1");
    let redirect =
        format!("HTTP/1.1 302 Found\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n");
    let receiver = Receiver::answering(redirect.into_bytes()).await;
    let open = outbound(&receiver, &["127.0.0.0/8"], LONG);
    let answer = post(&open, &receiver.url("127.0.0.1")).await;
    assert_eq!(answer.expect("an answer").status, 302);
    assert_eq!(elsewhere.connections.load(Ordering::SeqCst), 0);
}

/// H-11 (sizes): of an answer 64 KiB are read, even of one that never ends.
#[tokio::test]
async fn an_endless_answer_is_cut_off() {
    let mut answer = b"HTTP/1.1 200 OK\r\ncontent-length: 999999999\r\n\r\n".to_vec();
    answer.resize(answer.len() + 2 * OUTBOUND_ANSWER_BYTES, b'x');
    let receiver = Receiver::answering(answer).await;
    let open = outbound(&receiver, &["127.0.0.0/8"], LONG);
    let answer = post(&open, &receiver.url("127.0.0.1")).await;
    assert_eq!(answer.expect("an answer").body.len(), OUTBOUND_ANSWER_BYTES);
}

/// H-11 (time): a receiver that begins and never ends is given up; so is one that says nothing.
#[tokio::test]
async fn a_slow_receiver_is_given_up() {
    for answer in [&b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx"[..], b""] {
        let receiver = Receiver::answering(answer.to_vec()).await;
        let open = outbound(&receiver, &["127.0.0.0/8"], SHORT);
        let url = receiver.url("127.0.0.1");
        assert_eq!(post(&open, &url).await, Err(SendFailure::Timeout));
    }
}

/// A certificate of a private authority is believed when the host names it, and only then; what is no HTTP, or
/// nobody, is told apart.
#[tokio::test]
async fn failures_are_told_apart() {
    let receiver = Receiver::answering(b"hello\r\n\r\n".to_vec()).await;
    let url = receiver.url("127.0.0.1");
    let open = outbound(&receiver, &["127.0.0.0/8"], LONG);
    assert_eq!(post(&open, &url).await, Err(SendFailure::Protocol));
    let other = Receiver::answering(ok()).await;
    let strange = outbound(&other, &["127.0.0.0/8"], LONG);
    assert_eq!(post(&strange, &url).await, Err(SendFailure::Certificate));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let free = listener.local_addr().expect("an address").port();
    drop(listener);
    let nobody: Url = format!("https://127.0.0.1:{free}/").parse().expect("a URL");
    assert_eq!(post(&open, &nobody).await, Err(SendFailure::Connection));
}

/// H-11 (https): without TLS nobody is connected to, not even who listens.
#[tokio::test]
async fn nothing_is_sent_in_the_clear() {
    let secure = Receiver::answering(ok()).await;
    let open = outbound(&secure, &["127.0.0.0/8"], LONG);
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.set_nonblocking(true).expect("a listener");
    let port = listener.local_addr().expect("an address").port();
    let plain: Url = format!("http://127.0.0.1:{port}/").parse().expect("a URL");
    assert!(post(&open, &plain).await.is_err());
    let waiting = listener.accept().map(drop).map_err(|error| error.kind());
    assert_eq!(waiting, Err(std::io::ErrorKind::WouldBlock));
}

/// O-13 (addresses): what asks for it sends in the clear to this machine, where the host admits that, and nowhere else.
#[tokio::test]
async fn http_stays_on_this_machine() {
    let secure = Receiver::answering(ok()).await;
    let open = outbound(&secure, &["0.0.0.0/0"], SHORT);
    let closed = outbound(&secure, &[], SHORT);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let here = format!("http://{}/", listener.local_addr().expect("an address"));
    let answering = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await?;
        stream.read_buf(&mut Vec::new()).await?;
        stream.write_all(&ok()).await
    });
    let send = async |outbound: &Outbound, url: &str| {
        let url = url.parse().expect("a URL");
        let post = Post {
            url: &url,
            media_type: "text/plain",
            headers: &[],
            body: "{}",
        };
        outbound.post_also_here(&post).await
    };
    assert_eq!(send(&closed, &here).await, Err(SendFailure::Address));
    for elsewhere in ["http://10.0.0.1/", "http://localhost.example/"] {
        // Nobody is connected to.
        let refused = send(&open, elsewhere).await;
        assert_eq!(refused, Err(SendFailure::Protocol), "{elsewhere}");
    }
    assert_eq!(send(&open, &here).await.expect("an answer").status, 200);
    answering.await.expect("no panic").expect("a connection");
}

#[test]
fn certificates_that_are_none_are_told() {
    let broken = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    assert!(Outbound::new(Allowed::default(), Some(broken)).is_err());
}
