//! Arranging by the API what a journey is not about.

use crate::server::Server;
use anyhow::{Context, Result, ensure};
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};
use shared_types::members::Role;

/// The password that arranged members have, unless a journey types its own.
pub const PASSWORD: &str = "correct horse battery";

/// The first administrator, on the bearer lane.
pub struct Administrator {
    http: Client,
    base: String,
    token: Option<String>,
}

impl Administrator {
    /// The administrator's address.
    pub const EMAIL: &str = "ada@example.com";

    /// Redeems the setup token and signs in.
    pub async fn first_of(server: &Server) -> Result<Self> {
        let mut administrator = Self {
            http: Client::builder().no_proxy().build()?,
            base: format!("{}/api/v1", server.url),
            token: None,
        };
        let setup = json!({
            "setup_token": server.setup_token,
            "organization": "Acme Support",
            "email": Self::EMAIL,
            "display_name": "Ada Admin",
            "password": PASSWORD,
        });
        administrator
            .call(Method::POST, "/setup", Some(setup))
            .await?;
        let sign_in = json!({"email": Self::EMAIL, "password": PASSWORD});
        let flow = administrator
            .call(Method::POST, "/sign-in", Some(sign_in))
            .await?;
        administrator.token = flow["session"]["token"].as_str().map(str::to_owned);
        Ok(administrator)
    }

    /// Invites a member; the mail goes out.
    pub async fn invite(&self, email: &str, name: &str, role: Role) -> Result<()> {
        let member = json!({"email": email, "display_name": name, "role": role});
        self.call(Method::POST, "/members", Some(member)).await?;
        Ok(())
    }

    /// Takes an invitation's link in the invited member's place.
    pub async fn accept(&self, link: &str) -> Result<()> {
        let (_, token) = link.split_once('#').context("no token in the link")?;
        let accept = json!({"token": token, "password": PASSWORD});
        self.call(Method::POST, "/invitations/accept", Some(accept))
            .await?;
        Ok(())
    }

    /// Makes the second step a duty for everybody.
    pub async fn require_two_step(&self) -> Result<()> {
        let policy = self.call(Method::GET, "/policy", None).await?;
        let change = json!({"two_step": "required", "version": policy["version"]});
        self.call(Method::PUT, "/policy", Some(change)).await?;
        Ok(())
    }

    async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Result<Value> {
        let mut request: RequestBuilder = self.http.request(method, format!("{}{path}", self.base));
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
        Ok(serde_json::from_str(&text).unwrap_or(Value::Null))
    }
}
