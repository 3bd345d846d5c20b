//! `twostep doctor --protects URL`: asks a protected address as an attacker would, and says what gets through. With
//! `--as-console` it also stands in the place of the console, for only there it is seen what a proxy lets through.

use super::doctor::{ANSWER_WITHIN, Finding, report};
use anyhow::{Context as _, Result};
use reqwest::header::{COOKIE, HeaderMap, HeaderName, HeaderValue, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode, Url};
use serde_json::Value;
use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

/// What a console reads, in the names that recipes use.
const IDENTITY: [&str; 6] = [
    "remote-user",
    "remote-name",
    "remote-email",
    "remote-groups",
    "remote-acr",
    "twostep-assertion",
];
/// What stands in a forged header, so that it is known where it arrives.
const FORGED: &str = "twostep-forged";
/// The longest head of a request that is read.
const HEAD_BYTES: usize = 64 * 1024;
/// Characters of a reason that are shown.
const SAID_LONGEST: usize = 300;

/// A way to write the name of a header so that some program takes it for another one.
struct Spelling {
    what: &'static str,
    write: fn(&str) -> String,
    /// Whether CGI and what grew of it make the same variable of it.
    is_same: bool,
}

const SPELLINGS: [Spelling; 4] = [
    Spelling {
        what: "Remote-User and the others",
        write: str::to_owned,
        is_same: true,
    },
    Spelling {
        what: "Remote_User and the others",
        write: |name| name.replace('-', "_"),
        is_same: true,
    },
    Spelling {
        what: "Remote.User and the others",
        write: |name| name.replace('-', "."),
        is_same: true,
    },
    Spelling {
        what: "X-Remote-User and the others",
        write: |name| format!("x-{name}"),
        is_same: false,
    },
];

/// Asks; fails when anything gets through.
pub(super) async fn run(address: &str, listen: Option<SocketAddr>) -> Result<ExitCode> {
    let url = Url::parse(address).with_context(|| format!("{address} is no address"))?;
    let client = Client::builder()
        .timeout(ANSWER_WITHIN)
        .redirect(Policy::none())
        .no_proxy()
        .build()?;
    println!("Without a cookie");
    let mut findings = vec![
        ("a page", ask(&client, &url, HeaderMap::new()).await),
        ("the way to the sign-in", check_start(&client, &url).await),
    ];
    for spelling in &SPELLINGS {
        let finding = ask(&client, &url, forged(spelling)).await;
        findings.push((spelling.what, finding));
    }
    let outside = report(&findings);
    let Some(listen) = listen else {
        return Ok(outside);
    };
    let inside = report(&listen_behind(&client, &url, listen).await?);
    Ok(if inside == ExitCode::SUCCESS {
        outside
    } else {
        inside
    })
}

fn forged(spelling: &Spelling) -> HeaderMap {
    let names = IDENTITY.map(spelling.write);
    let parsed = names
        .iter()
        .filter_map(|name| name.parse::<HeaderName>().ok());
    parsed
        .map(|name| (name, HeaderValue::from_static(FORGED)))
        .collect()
}

/// What the library says, and why: refused, a name that is unknown, a certificate that is not trusted.
fn causes(error: &reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut next = std::error::Error::source(error);
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    text
}

/// A request that must not pass.
async fn ask(client: &Client, url: &Url, headers: HeaderMap) -> Finding {
    let request = client.get(url.clone()).headers(headers);
    let answer = match request.header("sec-fetch-mode", "navigate").send().await {
        Ok(answer) => answer,
        Err(error) => return Finding::Broken(causes(&error)),
    };
    let status = answer.status();
    match status {
        StatusCode::FOUND
        | StatusCode::SEE_OTHER
        | StatusCode::UNAUTHORIZED
        | StatusCode::FORBIDDEN => Finding::Good(format!("refused with {status}")),
        status if status.is_success() => {
            Finding::Broken(format!("passes without a cookie: {status}"))
        }
        status => Finding::Note(format!(
            "answered {status}: that does not say if it is protected"
        )),
    }
}

/// Whether the proxy passes `/.twostep/` on.
async fn check_start(client: &Client, url: &Url) -> Finding {
    let mut start = url.clone();
    start.set_path("/.twostep/start");
    start.set_query(Some("to=/"));
    let answer = match client.get(start).send().await {
        Ok(answer) => answer,
        Err(error) => return Finding::Broken(causes(&error)),
    };
    let target = answer.headers().get(LOCATION);
    let target = target.and_then(|target| target.to_str().ok());
    if let Some(target) = target.filter(|target| target.contains("/oauth/authorize?")) {
        let page = target.split('?').next().unwrap_or_default();
        return Finding::Good(format!("leads to {page}"));
    }
    let status = answer.status();
    let why = said(answer).await.unwrap_or_else(|| {
        "the proxy does not pass /.twostep/ on to Twostep, or no console has this address"
            .to_owned()
    });
    Finding::Broken(format!("/.twostep/start answers {status}: {why}"))
}

/// Why it says no, as text that a terminal shows: anybody may answer there.
async fn said(mut answer: Response) -> Option<String> {
    let mut body = Vec::new();
    while let Ok(Some(more)) = answer.chunk().await {
        body.extend(more);
        if body.len() > HEAD_BYTES {
            return None;
        }
    }
    let problem: Value = serde_json::from_slice(&body).ok()?;
    let shown = problem["detail"].as_str()?.chars();
    Some(
        shown
            .filter(|c| !c.is_control())
            .take(SAID_LONGEST)
            .collect(),
    )
}

/// A header as it arrived.
type Arrived = Arc<Mutex<Vec<(String, String)>>>;

/// Stands in the place of the console, and sends forged headers with the cookie of somebody who is signed in.
async fn listen_behind(
    client: &Client,
    url: &Url,
    listen: SocketAddr,
) -> Result<Vec<(&'static str, Finding)>> {
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("{listen} is taken; stop the console meanwhile"))?;
    println!(
        "\nBehind the proxy, at {listen}\n  Sign in at {url} in a browser, and paste the value of its cookie \
         __Host-tsv_console here (tools of the developer, storage):"
    );
    let mut cookie = String::new();
    io::stdin().read_line(&mut cookie)?;
    let cookie = cookie.trim();
    let value = cookie.rsplit_once('=').map_or(cookie, |(_, value)| value);
    let cookie = HeaderValue::from_str(&format!("__Host-tsv_console={value}"))?;
    let arrived = Arrived::default();
    let console = tokio::spawn(receive(listener, Arc::clone(&arrived)));
    let mut findings = Vec::new();
    for spelling in &SPELLINGS {
        take(&arrived);
        let mut headers = forged(spelling);
        headers.insert(COOKIE, cookie.clone());
        let answer = client.get(url.clone()).headers(headers).send().await;
        let finding = match answer {
            Ok(answer) if answer.status().is_success() => judge(spelling, &take(&arrived)),
            Ok(answer) => Finding::Broken(format!(
                "the cookie does not pass: {}. Sign in again, and paste it whole",
                answer.status()
            )),
            Err(error) => Finding::Broken(causes(&error)),
        };
        findings.push((spelling.what, finding));
    }
    console.abort();
    Ok(findings)
}

fn take(arrived: &Arrived) -> Vec<(String, String)> {
    std::mem::take(&mut *arrived.lock().unwrap_or_else(PoisonError::into_inner))
}

fn judge(spelling: &Spelling, arrived: &[(String, String)]) -> Finding {
    if arrived.is_empty() {
        let text =
            "the request passed, and did not arrive here: the proxy leads to another address";
        return Finding::Broken(text.to_owned());
    }
    let forged = arrived.iter().filter(|(_, value)| value.contains(FORGED));
    let names: Vec<&str> = forged.map(|(name, _)| name.as_str()).collect();
    let told = |name: &str| arrived.iter().any(|(known, _)| known == name);
    if names.is_empty() && told("remote-user") {
        Finding::Good("what was forged does not arrive".to_owned())
    } else if names.is_empty() {
        Finding::Broken("the console is not told who it is: no Remote-User arrives".to_owned())
    } else if spelling.is_same {
        Finding::Broken(format!("forged and let through: {}", names.join(", ")))
    } else {
        Finding::Note(format!(
            "let through: {}. The console must not read them",
            names.join(", ")
        ))
    }
}

async fn receive(listener: TcpListener, arrived: Arrived) {
    while let Ok((stream, _)) = listener.accept().await {
        let arrived = Arc::clone(&arrived);
        tokio::spawn(async move {
            // Who sends nothing is no request of ours.
            let _ = timeout(ANSWER_WITHIN, answer(stream, &arrived)).await;
        });
    }
}

async fn answer(mut stream: TcpStream, arrived: &Arrived) -> io::Result<()> {
    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") && head.len() < HEAD_BYTES {
        if stream.read_buf(&mut head).await? == 0 {
            return Ok(());
        }
    }
    note(arrived, read_head(&String::from_utf8_lossy(&head)));
    let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\nconnection: close\r\n\r\nok\n";
    stream.write_all(answer).await
}

fn note(arrived: &Arrived, headers: Vec<(String, String)>) {
    let mut all = arrived.lock().unwrap_or_else(PoisonError::into_inner);
    all.extend(headers);
}

/// The headers of a request, their names in lower case.
fn read_head(head: &str) -> Vec<(String, String)> {
    let lines = head.lines().skip(1).take_while(|line| !line.is_empty());
    let pairs = lines.filter_map(|line| line.split_once(':'));
    pairs
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(spelling: usize, head: &str) -> Finding {
        judge(&SPELLINGS[spelling], &read_head(head))
    }

    /// What arrives under a name that a console takes for its own is found, whatever the case.
    #[test]
    fn what_is_let_through_is_named() {
        let good = "GET / HTTP/1.1\r\nRemote-User: jo@example.com\r\n\r\n";
        assert!(matches!(judged(0, good), Finding::Good(_)));
        let forged = "GET / HTTP/1.1\r\nRemote-User: jo\r\nREMOTE_USER: twostep-forged\r\n\r\n";
        match judged(1, forged) {
            Finding::Broken(text) => assert!(text.ends_with("remote_user"), "{text}"),
            _ => panic!("a forged header is let through"),
        }
        assert!(matches!(judged(3, forged), Finding::Note(_)));
        let empty = "GET / HTTP/1.1\r\nhost: a\r\n\r\n";
        assert!(matches!(judged(0, empty), Finding::Broken(_)));
        assert!(matches!(judged(0, ""), Finding::Broken(_)));
    }

    #[test]
    fn every_spelling_is_a_header() {
        for spelling in &SPELLINGS {
            assert_eq!(forged(spelling).len(), IDENTITY.len(), "{}", spelling.what);
        }
    }
}
