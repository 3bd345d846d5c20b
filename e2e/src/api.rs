//! Arranging by the API what a journey is not about.

use crate::authenticator::Authenticator;
use crate::journey::Stage;
use crate::wait;
use anyhow::{Context, Result, ensure};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use shared_types::members::Role;

/// The password that arranged members have, unless a journey types its own.
pub const PASSWORD: &str = "seven quiet lamps by the river";

/// The first administrator, with a bearer token, with a device of her own.
pub struct Administrator {
    /// Her authenticator app.
    pub app: Authenticator,
    caller: Caller,
}

impl Administrator {
    /// Her address.
    pub const EMAIL: &str = "ada@example.com";

    /// Redeems the setup token, sets up her device and signs in with it.
    pub async fn first_of(stage: &mut Stage) -> Result<Self> {
        let mut caller = Caller::new(&stage.server.url)?;
        let setup = json!({
            "setup_token": stage.server.setup_token,
            "organization": "Acme Support",
            "email": Self::EMAIL,
            "display_name": "Ada Admin",
            "password": PASSWORD,
        });
        caller.post("/setup", setup).await?;
        let credentials = json!({"email": Self::EMAIL, "password": PASSWORD});
        caller.post("/sign-in", credentials).await?;
        caller.post("/me/enrollment", json!({})).await?;
        let app = enroll(&mut caller, stage, Self::EMAIL).await?;
        Ok(Self { app, caller })
    }

    /// Invites a member; the mail goes out.
    pub async fn invite(&mut self, email: &str, name: &str, role: Role) -> Result<()> {
        let member = json!({"email": email, "display_name": name, "role": role});
        self.caller.post("/members", member).await?;
        Ok(())
    }

    /// Takes an invitation's link in the invited member's place.
    pub async fn accept(&self, link: &str) -> Result<()> {
        self.accept_with(link, PASSWORD).await
    }

    /// The same with this password.
    pub async fn accept_with(&self, link: &str, password: &str) -> Result<()> {
        let (_, token) = link.split_once('#').context("no token in the link")?;
        let accept = json!({"token": token, "password": password});
        let mut nobody = Caller::new(&self.caller.origin)?;
        nobody.post("/invitations/accept", accept).await?;
        Ok(())
    }

    /// Makes the second step a duty for everybody.
    pub async fn require_two_step(&mut self) -> Result<()> {
        self.set_two_step("required").await
    }

    /// Leaves the second step to each member.
    pub async fn leave_two_step(&mut self) -> Result<()> {
        self.set_two_step("optional").await
    }

    /// Makes a webhook for resets of devices, with its secret.
    pub async fn make_webhook(&mut self, url: &str) -> Result<Value> {
        let webhook = json!({"url": url, "events": ["device.reset"]});
        self.caller.post("/webhooks", webhook).await
    }

    /// Registers a console that signs people in with us; gives it with its secret.
    pub async fn register_console(&mut self, console: Value) -> Result<Value> {
        self.caller.post("/clients", console).await
    }

    /// Changes what a path names.
    pub async fn change(&mut self, path: &str, change: Value) -> Result<Value> {
        self.caller.call(Method::PATCH, path, Some(change)).await
    }

    /// Makes an API token, of which webhooks are told.
    pub async fn make_api_token(&mut self) -> Result<()> {
        let token = json!({"name": "Ticket system", "scopes": ["members:read"]});
        self.caller.post("/api-tokens", token).await.map(drop)
    }

    /// Makes an API token that may ask for codes, for a program that then has it.
    pub async fn program(&mut self, stage: &Stage) -> Result<Program> {
        Program::with(stage, &self.verifying_token().await?)
    }

    /// Makes such an API token and gives it.
    pub async fn verifying_token(&mut self) -> Result<String> {
        let token = json!({"name": "Acme Remote", "scopes": ["verifications:write"]});
        let made = self.caller.post("/api-tokens", token).await?;
        let token = made["token"].as_str().context("no token")?;
        Ok(token.to_owned())
    }

    /// Makes an API token that may pass on what comes over RADIUS, and gives it.
    pub async fn radius_token(&mut self) -> Result<String> {
        let token = json!({"name": "FreeRADIUS", "scopes": ["radius:authorize"]});
        let made = self.caller.post("/api-tokens", token).await?;
        let token = made["token"].as_str().context("no token")?;
        Ok(token.to_owned())
    }

    /// The members who are found by this.
    pub async fn find_members(&mut self, search: &str) -> Result<Value> {
        let path = format!("/members?search={search}");
        self.caller.call(Method::GET, &path, None).await
    }

    /// The organization's audit record as a file that proves itself.
    pub async fn export_audit(&self) -> Result<String> {
        let path = "/audit-events/export";
        self.caller.text(Method::GET, path, None).await
    }

    /// Waits until something was sent to the organization's webhook.
    pub async fn has_delivery(&mut self) -> Result<()> {
        let all = self.caller.call(Method::GET, "/webhooks", None).await?;
        let id = all["items"][0]["id"].as_str().context("no webhook")?;
        let path = format!("/webhooks/{id}/deliveries");
        wait::until("a delivery with its answer", async || {
            let page = self.caller.call(Method::GET, &path, None).await?;
            Ok(page["items"][0]["last_answer"].is_object().then_some(()))
        })
        .await
    }

    /// Rotates its secret, or tries it out.
    pub async fn act_on_webhook(&mut self, id: &str, act: &str) -> Result<Value> {
        let path = format!("/webhooks/{id}/{act}");
        let body = (act == "test").then(|| json!({}));
        self.caller.call(Method::POST, &path, body).await
    }

    /// Ends her sessions in browsers.
    pub async fn end_other_sessions(&mut self) -> Result<()> {
        let sessions = self.caller.call(Method::GET, "/me/sessions", None).await?;
        let all = sessions["items"].as_array().context("no list")?;
        for session in all.iter().filter(|one| one["current"] == false) {
            let id = session["id"].as_str().context("no id")?;
            let path = format!("/me/sessions/{id}");
            self.caller.call(Method::DELETE, &path, None).await?;
        }
        Ok(())
    }

    async fn set_two_step(&mut self, two_step: &str) -> Result<()> {
        let policy = self.caller.call(Method::GET, "/policy", None).await?;
        let change = json!({
            "two_step": two_step,
            "version": policy["version"],
            "reason": "A journey",
        });
        self.caller
            .call(Method::PUT, "/policy", Some(change))
            .await?;
        Ok(())
    }
}

/// A program with an API token.
pub struct Program {
    url: String,
    token: String,
    client: Client,
}

impl Program {
    /// The program with this token.
    pub fn with(stage: &Stage, token: &str) -> Result<Self> {
        Ok(Self {
            url: format!("{}/api/v1", stage.server.url),
            token: token.to_owned(),
            client: Client::builder().build()?,
        })
    }

    /// The status of `GET /api-tokens/self`.
    pub async fn own_token(&self) -> Result<u16> {
        let url = format!("{}/api-tokens/self", self.url);
        let request = self.client.get(&url).bearer_auth(&self.token);
        Ok(request.send().await?.status().as_u16())
    }

    /// Asks a member to confirm that somebody connects to PC-042; the browser goes back there.
    pub async fn challenge(&self, member: &str, return_url: &str) -> Result<Challenge> {
        let body = json!({
            "member": member,
            "purpose": "connect",
            "target": "PC-042",
            "audience": "https://remote.example.com",
            "return_url": return_url,
        });
        let url = format!("{}/verifications/challenges", self.url);
        let request = self.client.post(&url).bearer_auth(&self.token);
        let made: Value = request.json(&body).send().await?.json().await?;
        let text = |name: &str| made[name].as_str().map(str::to_owned);
        Ok(Challenge {
            url: text("url").with_context(|| made.to_string())?,
            id: text("id").context("no id")?,
        })
    }

    /// How a challenge stands.
    pub async fn status(&self, challenge: &Challenge) -> Result<String> {
        let url = format!("{}/verifications/challenges/{}", self.url, challenge.id);
        let request = self.client.get(&url).bearer_auth(&self.token);
        let view: Value = request.send().await?.json().await?;
        let status = view["status"].as_str();
        Ok(status.with_context(|| view.to_string())?.to_owned())
    }

    /// The receipt of an accepted challenge.
    pub async fn receipt(&self, challenge: &Challenge) -> Result<Value> {
        let id = &challenge.id;
        let url = format!("{}/verifications/challenges/{id}/receipt", self.url);
        let request = self.client.post(&url).bearer_auth(&self.token);
        Ok(request.send().await?.json().await?)
    }
}

/// What a program asked a person to confirm.
pub struct Challenge {
    /// The page that the person opens.
    pub url: String,
    id: String,
}

/// One more organization. Its administrator has the address and the password of the first one's, and no
/// device.
pub async fn further_organization(stage: &Stage, name: &str, administrator: &str) -> Result<()> {
    let mut caller = Caller::new(&stage.server.url)?;
    let setup = json!({
        "setup_token": stage.server.further_setup_token(name)?,
        "organization": name,
        "email": Administrator::EMAIL,
        "display_name": administrator,
        "password": PASSWORD,
    });
    caller.post("/setup", setup).await.map(drop)
}

/// Signs a member in for a program that names itself; gives the answer, with its receipt.
pub async fn sign_in_for(
    origin: &str,
    email: &str,
    audience: &str,
    code: Option<&str>,
) -> Result<Value> {
    let mut caller = Caller::new(origin)?;
    let password = json!({"email": email, "password": PASSWORD, "audience": audience});
    let answer = caller.post("/sign-in", password).await?;
    match code {
        Some(code) => {
            let code = json!({"code": code, "audience": audience});
            caller.post("/sign-in/code", code).await
        }
        None => Ok(answer),
    }
}

/// Signs a member in as a page of ours does, with a code; gives the cookie of the session.
pub async fn browser_session(origin: &str, email: &str, code: &str) -> Result<String> {
    let page = Page {
        http: Client::builder().no_proxy().build()?,
        origin: origin.to_owned(),
    };
    let password = json!({"email": email, "password": PASSWORD, "transport": "cookie"});
    let (flow, answer) = page.post("/sign-in", "", "", &password).await?;
    let csrf = answer["csrf_token"].as_str().context("no value")?;
    let (session, _) = page
        .post("/sign-in/code", &flow, csrf, &json!({"code": code}))
        .await?;
    Ok(session)
}

/// The same of a member without a device.
pub async fn browser_session_without_code(origin: &str, email: &str) -> Result<String> {
    let page = Page {
        http: Client::builder().no_proxy().build()?,
        origin: origin.to_owned(),
    };
    let password = json!({"email": email, "password": PASSWORD, "transport": "cookie"});
    let (session, _) = page.post("/sign-in", "", "", &password).await?;
    Ok(session)
}

/// Sets up the first device of a member who has none.
pub async fn set_up_device(stage: &mut Stage, email: &str) -> Result<Authenticator> {
    let mut caller = Caller::new(&stage.server.url)?;
    let credentials = json!({"email": email, "password": PASSWORD});
    caller.post("/sign-in", credentials).await?;
    caller.post("/me/enrollment", json!({})).await?;
    enroll(&mut caller, stage, email).await
}

/// A page of ours in a browser.
struct Page {
    http: Client,
    origin: String,
}

impl Page {
    /// The cookie that is set, and the answer.
    async fn post(
        &self,
        path: &str,
        cookie: &str,
        csrf: &str,
        body: &Value,
    ) -> Result<(String, Value)> {
        let url = format!("{}/api/v1{path}", self.origin);
        let request = self.http.post(url).header("sec-fetch-site", "same-origin");
        let request = request.header("cookie", cookie).header("x-csrf", csrf);
        let answer = request.json(body).send().await?;
        let cookies = answer.headers().get_all("set-cookie").iter();
        let cookies = cookies.filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
        // Neither one that is cleared, nor that of the known browser.
        let mut set = cookies.filter(|one| !one.ends_with('=') && !one.contains("_dev="));
        let cookie = set.next().context("no cookie")?.to_owned();
        Ok((cookie, answer.json().await?))
    }
}

/// The set-up without a browser, up to the session.
async fn enroll(caller: &mut Caller, stage: &mut Stage, email: &str) -> Result<Authenticator> {
    caller.post("/enrollment/email", json!({})).await?;
    let mail = stage.mailbox.next_to(email).await?;
    let proof = json!({"code": mail.code()?});
    caller.post("/enrollment/email/verify", proof).await?;
    let device = caller.call(Method::GET, "/enrollment/device", None).await?;
    let uri = device["otpauth_uri"].as_str().context("no key URI")?;
    let mut app = Authenticator::by_uri(uri)?;
    for path in ["/enrollment/device/confirm", "/sign-in/code"] {
        let code = json!({"code": app.new_code().await?});
        caller.post(path, code).await?;
    }
    Ok(app)
}

/// Sends requests with the newest credential that an answer held.
struct Caller {
    http: Client,
    origin: String,
    token: Option<String>,
}

impl Caller {
    fn new(origin: &str) -> Result<Self> {
        Ok(Self {
            http: Client::builder().no_proxy().build()?,
            origin: origin.to_owned(),
            token: None,
        })
    }

    async fn post(&mut self, path: &str, body: Value) -> Result<Value> {
        self.call(Method::POST, path, Some(body)).await
    }

    async fn call(&mut self, method: Method, path: &str, body: Option<Value>) -> Result<Value> {
        let text = self.text(method, path, body).await?;
        let answer: Value = serde_json::from_str(&text).unwrap_or_default();
        let token = answer["session"]["token"].as_str();
        if let Some(token) = token.or(answer["flow_token"].as_str()) {
            self.token = Some(token.to_owned());
        }
        Ok(answer)
    }

    async fn text(&self, method: Method, path: &str, body: Option<Value>) -> Result<String> {
        let url = format!("{}/api/v1{path}", self.origin);
        let mut request = self.http.request(method, url);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await?;
        let status = response.status();
        let text = response.text().await?;
        ensure!(status.is_success(), "{path} answered {status}: {text}");
        Ok(text)
    }
}
