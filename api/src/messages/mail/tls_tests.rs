//! TLS to a mail server: whose certificate is believed, and how long a server may take (M-05).

use super::delivery_tests::SENDER;
use super::failure::{Cause, SendError};
use super::outgoing::Outgoing;
use super::samples;
use super::sink::Sink;
use super::smtp::Smtp;
use lettre::transport::smtp::client::Certificate;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::{Instant, sleep};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

/// An authority, the key and the certificate of a mail server, by the name in the certificate.
struct Identity {
    authority: Certificate,
    acceptor: TlsAcceptor,
}

impl Identity {
    fn of(name: &str) -> Self {
        let key = || KeyPair::generate().expect("a key");
        let mut params = CertificateParams::new(Vec::new()).expect("an authority");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let own_key = key();
        let authority = params.self_signed(&own_key).expect("an authority");
        let issuer = Issuer::new(params, own_key);
        let server_key = key();
        let server = CertificateParams::new(vec![name.to_owned()]).expect("a name");
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
        Self {
            authority: Certificate::from_der(authority.der().to_vec()).expect("a certificate"),
            acceptor: TlsAcceptor::from(Arc::new(config)),
        }
    }

    /// A mail server that speaks TLS from the first byte, or after `STARTTLS`.
    async fn serve(&self, starts_plain: bool) -> (Sink, u16) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let (sink, acceptor) = (Sink::default(), self.acceptor.clone());
        let kept = sink.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (sink, acceptor) = (sink.clone(), acceptor.clone());
                tokio::spawn(async move {
                    if starts_plain {
                        offer_tls(&mut stream).await?;
                    }
                    let greeting = if starts_plain { "" } else { "220 sink\r\n" };
                    let stream = acceptor.accept(stream).await.ok()?;
                    sink.converse(stream, greeting).await
                });
            }
        });
        (kept, port)
    }
}

/// The beginning of a conversation, up to the client's `STARTTLS`.
async fn offer_tls(stream: &mut TcpStream) -> Option<()> {
    let (reader, mut writer) = stream.split();
    let mut lines = BufReader::new(reader).lines();
    writer.write_all(b"220 sink\r\n").await.ok()?;
    while let Some(line) = lines.next_line().await.ok()? {
        if line == "STARTTLS" {
            writer.write_all(b"220 go on\r\n").await.ok()?;
            return Some(());
        }
        let answer = b"250-sink\r\n250 STARTTLS\r\n";
        writer.write_all(answer).await.ok()?;
    }
    None
}

fn mail() -> Outgoing {
    let (mail, id) = (samples::code_mail(), "a-mail".to_owned());
    Outgoing::new(id, samples::NOW, mail, samples::PUBLIC_URL)
}

/// The two ways to TLS, both to `localhost`.
fn urls(port: u16) -> [(bool, String); 2] {
    [
        (false, format!("smtps://localhost:{port}")),
        (true, format!("smtp://localhost:{port}?tls=required")),
    ]
}

async fn send(identity: &Identity, at: usize, trusted: bool) -> (Result<(), SendError>, usize) {
    let starts_plain = urls(0)[at].0;
    let (sink, port) = identity.serve(starts_plain).await;
    let authorities = trusted.then(|| identity.authority.clone());
    let authorities = authorities.into_iter().collect();
    let smtp = Smtp::trusting(&urls(port)[at].1, SENDER, authorities).expect("a transport");
    (smtp.send(&mail()).await, sink.received().len())
}

/// Nothing was sent, and it is tried again.
fn is_refused(outcome: Result<(), SendError>) -> bool {
    [Cause::Tls, Cause::Connection]
        .map(SendError::later)
        .map(Err)
        .contains(&outcome)
}

/// M-05 (certificate): a certificate of nobody whom the system knows gets no mail; the same server gets
/// it when its authority is trusted.
#[tokio::test]
async fn a_certificate_of_a_stranger_is_refused() {
    let identity = Identity::of("localhost");
    for way in 0..2 {
        assert_eq!(send(&identity, way, true).await, (Ok(()), 1), "{way}");
        let (outcome, received) = send(&identity, way, false).await;
        let refused = outcome.expect_err("not trusted");
        assert!(is_refused(Err(refused)), "{refused:?}");
        assert_eq!(received, 0);
    }
}

/// M-05 (certificate): what the program is started with trusts the system's authorities and no others.
#[tokio::test]
async fn a_configured_server_is_verified() {
    let identity = Identity::of("localhost");
    for (starts_plain, _) in urls(0) {
        let (sink, port) = identity.serve(starts_plain).await;
        let url = &urls(port)[usize::from(starts_plain)].1;
        let smtp = Smtp::new(url, SENDER).expect("a transport");
        assert!(is_refused(smtp.send(&mail()).await), "{url}");
        assert!(sink.received().is_empty());
    }
}

/// M-05 (host name): a certificate of a trusted authority for another name gets no mail.
#[tokio::test]
async fn a_certificate_for_another_name_is_refused() {
    let identity = Identity::of("mail.example.com");
    for way in 0..2 {
        let (outcome, received) = send(&identity, way, true).await;
        assert!(is_refused(outcome), "{way}: {outcome:?}");
        assert_eq!(received, 0);
    }
}

async fn time_to_give_up(address: SocketAddr) -> Duration {
    let smtp = Smtp::new(&format!("smtp://{address}"), SENDER).expect("a transport");
    let started_at = Instant::now();
    let outcome = smtp.send(&mail()).await;
    assert_eq!(outcome, Err(SendError::later(Cause::Timeout)));
    started_at.elapsed()
}

/// M-05 (10 s): a server whose machine takes no connection is given up after ten seconds. Its queue is
/// full, so that the system answers no further handshake.
#[tokio::test(start_paused = true)]
async fn a_connection_takes_ten_seconds_at_most() {
    let socket = TcpSocket::new_v4().expect("a socket");
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    socket.bind(any).expect("a free port");
    let listener = socket.listen(0).expect("a queue");
    let address = listener.local_addr().expect("an address");
    let waiting: Vec<_> = (0..8)
        .map(|_| tokio::spawn(TcpStream::connect(address)))
        .collect();
    // Lets each of them begin.
    for _ in 0..16 {
        tokio::task::yield_now().await;
    }
    let waited = time_to_give_up(address).await;
    assert_eq!(waited.as_secs(), 10, "{waited:?}");
    for task in waiting {
        task.abort();
    }
}

/// M-05 (30 s): a server that answers every line after nine seconds is given up after thirty in all.
#[tokio::test(start_paused = true)]
async fn a_mail_takes_thirty_seconds_at_most() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.ok()?;
        let (reader, mut writer) = stream.split();
        let mut lines = BufReader::new(reader).lines();
        let mut line = Some("220 slow".to_owned());
        while line.is_some() {
            sleep(Duration::from_secs(9)).await;
            let answer = line.map_or("", |line| {
                if line == "220 slow" {
                    "220 slow"
                } else {
                    "250 ok"
                }
            });
            writer.write_all(answer.as_bytes()).await.ok()?;
            writer.write_all(b"\r\n").await.ok()?;
            line = lines.next_line().await.ok()?;
        }
        Some(())
    });
    let waited = time_to_give_up(address).await;
    assert_eq!(waited.as_secs(), 30, "{waited:?}");
}
