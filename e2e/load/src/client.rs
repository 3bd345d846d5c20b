//! Connections that send one request after the other, and how long each answer took.

use crate::numbers::Numbers;
use anyhow::{Result, ensure};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{HeaderValue, LOCATION, RETRY_AFTER};
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// A request, made from the number that only this request was given.
pub(crate) type Make = dyn Fn(u32) -> Request<Full<Bytes>> + Send + Sync;

/// The request that follows an answer, if one does.
pub(crate) type Follow = dyn Fn(&Answered) -> Option<Request<Full<Bytes>>> + Send + Sync;

/// An answer that another request may follow.
pub(crate) struct Answered {
    /// How many answers came before it.
    pub(crate) step: usize,
    pub(crate) location: Option<String>,
    pub(crate) body: Bytes,
}

/// What a round came to.
#[derive(Default)]
pub(crate) struct Round {
    /// Microseconds of each answer that was a success.
    pub(crate) times: Vec<u64>,
    /// Answers that said 503 and when to come again: how overload should be refused.
    pub(crate) refused: usize,
    /// Every other answer, by its status.
    pub(crate) errors: BTreeMap<u16, usize>,
    pub(crate) elapsed: Duration,
}

impl Round {
    /// Counts a success that took this long.
    pub(crate) fn took(&mut self, time: Duration) {
        let micros = time.as_micros();
        self.times.push(u64::try_from(micros).unwrap_or(u64::MAX));
    }

    /// Successes a second.
    pub(crate) fn rate(&self) -> f64 {
        f64::from(u32::try_from(self.times.len()).unwrap_or(u32::MAX)) / self.elapsed.as_secs_f64()
    }

    /// Milliseconds below which `percent` of the successes stayed.
    pub(crate) fn percentile(&mut self, percent: usize) -> f64 {
        self.times.sort_unstable();
        let index = (self.times.len() * percent / 100).min(self.times.len().saturating_sub(1));
        let micros = self.times.get(index).copied().unwrap_or(0);
        f64::from(u32::try_from(micros).unwrap_or(u32::MAX)) / 1000.0
    }

    fn add(&mut self, other: Self) {
        self.times.extend(other.times);
        self.refused += other.refused;
        for (status, count) in other.errors {
            *self.errors.entry(status).or_default() += count;
        }
    }
}

/// Who sends the requests of a round.
#[derive(Clone, Copy)]
pub(crate) struct Callers {
    pub(crate) connections: usize,
    /// For this long, or until the numbers end.
    pub(crate) time: Duration,
    pub(crate) manners: Manners,
}

/// What a caller does that was told 503 and when to come again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manners {
    /// Comes then.
    Polite,
    /// Comes at once.
    Rude,
}

/// The requests of a measurement: one for each number that is taken, or several that follow each other and count as
/// one.
#[derive(Clone)]
pub(crate) struct Requests {
    numbers: Arc<Numbers>,
    make: Arc<Make>,
    follow: Option<Arc<Follow>>,
    expected: Option<&'static str>,
}

impl Requests {
    /// What `make` makes of these numbers.
    pub(crate) fn new(
        numbers: Arc<Numbers>,
        make: impl Fn(u32) -> Request<Full<Bytes>> + Send + Sync + 'static,
    ) -> Self {
        Self {
            numbers,
            make: Arc::new(make),
            follow: None,
            expected: None,
        }
    }

    /// Sends what `follow` makes of each answer, until it makes nothing.
    pub(crate) fn and_then(
        mut self,
        follow: impl Fn(&Answered) -> Option<Request<Full<Bytes>>> + Send + Sync + 'static,
    ) -> Self {
        self.follow = Some(Arc::new(follow));
        self
    }

    /// Counts an answer without this text as an error, for routes that say no with a success status.
    pub(crate) fn expect(mut self, text: &'static str) -> Self {
        self.expected = Some(text);
        self
    }
}

/// Sends requests, over each connection one after the other.
pub(crate) async fn round(
    address: SocketAddr,
    callers: Callers,
    requests: &Requests,
) -> Result<Round> {
    let mut open = Vec::new();
    for _ in 0..callers.connections {
        open.push(connect(address).await?);
    }
    let is_over = Arc::new(AtomicBool::new(false));
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for sender in open {
        let (requests, is_over) = (requests.clone(), Arc::clone(&is_over));
        tasks.spawn(send_until(sender, requests, callers.manners, is_over));
    }
    let over = Arc::clone(&is_over);
    let timer = tokio::spawn(async move {
        tokio::time::sleep(callers.time).await;
        over.store(true, Ordering::Relaxed);
    });
    let mut all = Round::default();
    while let Some(part) = tasks.join_next().await {
        all.add(part??);
    }
    timer.abort();
    all.elapsed = start.elapsed();
    ensure!(!all.times.is_empty(), "no request of the round succeeded");
    Ok(all)
}

/// One connection for requests whose answers are read.
pub(crate) struct Connection(SendRequest<Full<Bytes>>);

/// A status and a body.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    body: Value,
}

impl Answer {
    /// The text at a JSON pointer.
    pub(crate) fn text(&self, pointer: &str) -> Option<String> {
        let found = self.body.pointer(pointer).and_then(Value::as_str);
        found.map(ToOwned::to_owned)
    }
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> Result<Self> {
        Ok(Self(connect(address).await?))
    }

    pub(crate) async fn get(&mut self, path: &str, token: &str) -> Result<Answer> {
        self.send(request("GET", path, token, String::new())).await
    }

    /// Sends a body, or none where it is `null`.
    pub(crate) async fn post(&mut self, path: &str, token: &str, body: &Value) -> Result<Answer> {
        let body = match body {
            Value::Null => String::new(),
            body => body.to_string(),
        };
        self.send(request("POST", path, token, body)).await
    }

    pub(crate) async fn send(&mut self, request: Request<Full<Bytes>>) -> Result<Answer> {
        self.0.ready().await?;
        let response = self.0.send_request(request).await?;
        let status = response.status().as_u16();
        let body = response.into_body().collect().await?.to_bytes();
        let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
        Ok(Answer { status, body })
    }
}

/// A request; `token` and `body` are empty where there is none.
pub(crate) fn request(method: &str, path: &str, token: &str, body: String) -> Request<Full<Bytes>> {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header("host", "localhost");
    if !token.is_empty() {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    if !body.is_empty() {
        request = request.header("content-type", "application/json");
    }
    request.body(Full::from(body)).expect("a complete request")
}

/// Lets the proxy, which the driver is, say that client `number` sent this: every client has an
/// address of its own, and a limit for each address is met by none.
pub(crate) fn from_afar(mut request: Request<Full<Bytes>>, number: u32) -> Request<Full<Bytes>> {
    // 198.18.0.0/15 is set aside for benchmarks (RFC 2544).
    let address = Ipv4Addr::from(u32::from(Ipv4Addr::new(198, 18, 0, 0)) | number & 0x1_ffff);
    let value = HeaderValue::try_from(address.to_string()).expect("digits and dots");
    request.headers_mut().insert("x-forwarded-for", value);
    request
}

async fn connect(address: SocketAddr) -> Result<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}

async fn send_until(
    mut sender: SendRequest<Full<Bytes>>,
    requests: Requests,
    manners: Manners,
    is_over: Arc<AtomicBool>,
) -> Result<Round> {
    let mut round = Round::default();
    while !is_over.load(Ordering::Relaxed) {
        let Some(number) = requests.numbers.take() else {
            break;
        };
        let start = Instant::now();
        let last = requests.exchange(&mut sender, number).await?;
        let took = start.elapsed();
        let is_expected = requests.expected.is_none_or(|text| holds(&last.body, text));
        match (last.status, last.pause) {
            (status, _) if status.is_success() && is_expected => round.took(took),
            (StatusCode::SERVICE_UNAVAILABLE, Some(pause)) => {
                round.refused += 1;
                if manners == Manners::Polite {
                    tokio::time::sleep(pause).await;
                }
            }
            (other, _) => *round.errors.entry(other.as_u16()).or_default() += 1,
        }
        sender.ready().await?;
    }
    Ok(round)
}

/// The answer with which a number's requests end.
struct Last {
    status: StatusCode,
    pause: Option<Duration>,
    body: Bytes,
}

impl Requests {
    /// Sends the requests of a number one after the other.
    async fn exchange(&self, sender: &mut SendRequest<Full<Bytes>>, number: u32) -> Result<Last> {
        let mut request = (self.make)(number);
        let mut step = 0;
        loop {
            sender.ready().await?;
            let response = sender.send_request(request).await?;
            let (status, pause) = (response.status(), pause(&response));
            let location = response.headers().get(LOCATION);
            let location = location.and_then(|value| Some(value.to_str().ok()?.to_owned()));
            let body = response.into_body().collect().await?.to_bytes();
            let answered = Answered {
                step,
                location,
                body,
            };
            let next = self.follow.as_ref().and_then(|follow| follow(&answered));
            let Some(next) = next else {
                return Ok(Last {
                    status,
                    pause,
                    body: answered.body,
                });
            };
            request = next;
            step += 1;
        }
    }
}

fn holds(body: &[u8], text: &str) -> bool {
    body.windows(text.len()).any(|part| part == text.as_bytes())
}

/// How long the server asks to wait.
fn pause<T>(response: &Response<T>) -> Option<Duration> {
    let value = response.headers().get(RETRY_AFTER)?.to_str().ok()?;
    value.parse().ok().map(Duration::from_secs)
}
