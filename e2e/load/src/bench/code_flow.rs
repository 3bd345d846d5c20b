//! A whole sign-in at a console by OpenID Connect, for people who are signed in here: authorization code, token, user
//! information. The same is measured at a provider of somebody else, npm `oidc-provider`.

use super::measure::{Measured, Target};
use super::{Bench, CONNECTIONS, Row};
use crate::client::{Answered, Requests};
use crate::numbers::Numbers;
use crate::program::{Program, database_of};
use crate::seed_console::{self, CALLBACK, RELYING_PARTY};
use crate::written::Database;
use crate::{client, seed};
use anyhow::{Context, Result};
use http_body_util::Full;
use hyper::Request;
use hyper::body::Bytes;
use reqwest::cookie::{CookieStore as _, Jar};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use twostep::platform::db::DatabaseUrl;

/// The example of RFC 7636 appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
/// Sessions here: one may start at consoles 30 times a minute.
const SESSIONS_HERE: u32 = 20_000;
/// Sessions at the other provider, each made by its own sign-in.
const SESSIONS_ELSEWHERE: usize = 64;

/// The addresses of a provider.
#[derive(Clone, Copy)]
struct Provider {
    authorize: &'static str,
    token: &'static str,
    userinfo: &'static str,
    client_id: &'static str,
}

const OURS: Provider = Provider {
    authorize: "/oauth/authorize",
    token: "/oauth/token",
    userinfo: "/oauth/userinfo",
    client_id: RELYING_PARTY,
};
const OF_OTHERS: Provider = Provider {
    authorize: "/auth",
    token: "/token",
    userinfo: "/me",
    client_id: "load",
};

impl Bench {
    /// Code flows at this program, and beside it at the provider that this script starts.
    pub(super) async fn code_flows(&mut self, target: &Target, folder: &Path) -> Result<()> {
        let what = "code flow";
        if !self.wants(what) {
            return Ok(());
        }
        let url = DatabaseUrl::Sqlite(database_of(folder));
        let people = self.plan.members.min(SESSIONS_HERE);
        seed_console::insert_relying_party(&url, people).await?;
        let here = OURS.flows(Numbers::scattered(people, false), seed::browser_session);
        let elsewhere = match &self.plan.oidc_provider {
            Some(script) => Some(Elsewhere::start(script).await?),
            None => None,
        };
        let silent = |_, _: &Measured| String::new();
        for connections in CONNECTIONS {
            let row = Row::new(what, connections);
            let own = self.row(row, target, &here, silent).await?;
            let Some(Elsewhere { target, flows }) = &elsewhere else {
                continue;
            };
            let row = Row::new("code flow at oidc-provider, nothing kept", connections);
            let other = self.row(row, target, flows, silent).await?;
            let name = format!("code flow, rate ÷ oidc-provider, {connections} connections");
            self.ledger.add_ratio(&name, own.rate / other.rate);
        }
        Ok(())
    }
}

/// The provider of somebody else, which keeps everything in memory.
struct Elsewhere {
    target: Target,
    flows: Requests,
}

impl Elsewhere {
    async fn start(script: &Path) -> Result<Self> {
        let client = json!({
            "client_id": OF_OTHERS.client_id,
            "token_endpoint_auth_method": "none",
            "redirect_uris": [CALLBACK],
        });
        let settings = json!({ "clients": [client], "email": "a@example.com", "groups": [] });
        let server = Program::of_node(script, &settings).await?;
        let mut cookies = Vec::new();
        for _ in 0..SESSIONS_ELSEWHERE {
            cookies.push(OF_OTHERS.session(server.address).await?);
        }
        let numbers = Numbers::around(u32::try_from(cookies.len())?);
        let cookie = move |number| cookies[usize::try_from(number).unwrap_or(0)].clone();
        Ok(Self {
            flows: OF_OTHERS.flows(numbers, cookie),
            target: Target {
                server,
                database: Database::None,
            },
        })
    }
}

impl Provider {
    fn start_address(&self) -> String {
        let Self {
            authorize,
            client_id,
            ..
        } = self;
        format!(
            "{authorize}?response_type=code&client_id={client_id}&scope=openid%20email&state=s&nonce=n\
             &redirect_uri={CALLBACK}&code_challenge={CHALLENGE}&code_challenge_method=S256"
        )
    }

    /// Flows of the people with these cookies.
    fn flows(
        self,
        numbers: Arc<Numbers>,
        cookie: impl Fn(u32) -> String + Send + Sync + 'static,
    ) -> Requests {
        let start = self.start_address();
        let first = move |number| {
            let mut request = client::request("GET", &start, "", String::new());
            let cookie = cookie(number).parse().expect("a cookie is printable");
            request.headers_mut().insert("cookie", cookie);
            request
        };
        let follow = move |answered: &Answered| self.follow(answered);
        Requests::new(numbers, first)
            .and_then(follow)
            .expect("\"email\"")
    }

    fn follow(self, answered: &Answered) -> Option<Request<Full<Bytes>>> {
        match answered.step {
            0 => Some(self.redeem(&code_of(answered.location.as_deref()?)?)),
            1 => {
                let body: Value = serde_json::from_slice(&answered.body).ok()?;
                let token = body["access_token"].as_str()?;
                Some(client::request("GET", self.userinfo, token, String::new()))
            }
            _ => None,
        }
    }

    fn redeem(self, code: &str) -> Request<Full<Bytes>> {
        let client_id = self.client_id;
        let form = format!(
            "grant_type=authorization_code&code={code}&client_id={client_id}&redirect_uri={CALLBACK}\
             &code_verifier={VERIFIER}"
        );
        let mut request = client::request("POST", self.token, "", form);
        let kind = "application/x-www-form-urlencoded".parse();
        let kind = kind.expect("the type of a form");
        request.headers_mut().insert("content-type", kind);
        request
    }

    /// Signs in, as a browser that follows wherever it is sent; gives its cookies.
    async fn session(self, address: SocketAddr) -> Result<String> {
        let jar = Arc::new(Jar::default());
        // What lies outside is the console.
        let inside = reqwest::redirect::Policy::custom(move |attempt| {
            if attempt.url().host_str() == Some("127.0.0.1") {
                attempt.follow()
            } else {
                attempt.stop()
            }
        });
        let browser = reqwest::Client::builder()
            .cookie_provider(Arc::clone(&jar))
            .redirect(inside)
            .build()?;
        let start = format!("http://{address}{}", self.start_address());
        let answer = browser.get(&start).send().await?;
        let location = answer.headers().get("location");
        location.context("no way back to the console")?;
        let cookies = jar.cookies(&start.parse()?).context("no cookies")?;
        Ok(cookies.to_str()?.to_owned())
    }
}

/// The code in an address that a browser is sent back to.
fn code_of(location: &str) -> Option<String> {
    let (_, query) = location.split_once('?')?;
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let code = pairs.find(|(name, _)| *name == "code")?.1;
    Some(code.to_owned())
}
