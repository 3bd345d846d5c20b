//! What WebDriver leaves to each browser: Chromium's own commands and its console.

use anyhow::{Context, Result, ensure};
use reqwest::Client;
use serde_json::{Value, json};

/// Speaks to one session of chromedriver beside WebDriver.
pub struct Devtools {
    http: Client,
    session: String,
}

impl Devtools {
    /// For the session at this address of chromedriver.
    pub fn new(driver: &str, session_id: &str) -> Result<Self> {
        Ok(Self {
            http: Client::builder().no_proxy().build()?,
            session: format!("{driver}/session/{session_id}"),
        })
    }

    /// Makes `prefers-color-scheme: dark` match in every page.
    pub async fn prefer_dark(&self) -> Result<()> {
        let features = json!([{"name": "prefers-color-scheme", "value": "dark"}]);
        self.send("Emulation.setEmulatedMedia", json!({"features": features}))
            .await
    }

    /// Makes the page a small phone's, 320 CSS pixels wide (WCAG 2.2, 1.4.10).
    pub async fn be_narrow(&self) -> Result<()> {
        let phone = json!({"width": 320, "height": 800, "deviceScaleFactor": 2, "mobile": true});
        self.send("Emulation.setDeviceMetricsOverride", phone)
            .await?;
        let touch = json!({"enabled": true, "maxTouchPoints": 5});
        self.send("Emulation.setTouchEmulationEnabled", touch).await
    }

    /// The page's clock is in this zone from now on, whatever that of the computer is.
    pub async fn be_in_zone(&self, zone: &str) -> Result<()> {
        let zone = json!({"timezoneId": zone});
        self.send("Emulation.setTimezoneOverride", zone).await
    }

    /// Lets the thread of this page run so many times slower, as on a cheap phone.
    pub async fn slow_down(&self, times: u32) -> Result<()> {
        self.send("Emulation.setCPUThrottlingRate", json!({"rate": times}))
            .await
    }

    /// Runs a script in every page from now on, before those of the page.
    pub async fn run_first(&self, script: &str) -> Result<()> {
        let script = json!({"source": script});
        self.send("Page.addScriptToEvaluateOnNewDocument", script)
            .await
    }

    /// Requests for these addresses fail from now on, no others; `*` stands for any characters.
    pub async fn block(&self, addresses: &[&str]) -> Result<()> {
        self.send("Network.enable", json!({})).await?;
        self.send("Network.setBlockedURLs", json!({"urls": addresses}))
            .await
    }

    /// Console errors since the last call. A refusal of the API belongs to the journeys, so that
    /// its own trace in the console does not count.
    pub async fn console_errors(&self) -> Result<Vec<String>> {
        let entries = self.post("se/log", &json!({"type": "browser"})).await?;
        let entries = entries.as_array().context("no list of log entries")?;
        Ok(entries
            .iter()
            .filter(|entry| is_grave(entry))
            .map(|entry| format!("{}: {}", entry["source"], entry["message"]))
            .collect())
    }

    /// The addresses that Back and Forward lead to, and this one.
    pub async fn history(&self) -> Result<Vec<String>> {
        let history = self.ask("Page.getNavigationHistory", json!({})).await?;
        let entries = history["entries"].as_array().context("no entries")?;
        let urls = entries.iter().filter_map(|entry| entry["url"].as_str());
        Ok(urls.map(str::to_owned).collect())
    }

    /// The addresses of all requests since the last call. A picture that the page itself holds
    /// is asked of nobody: it begins with `data:`.
    pub async fn requests(&self) -> Result<Vec<String>> {
        let entries = self.post("se/log", &json!({"type": "performance"})).await?;
        let entries = entries.as_array().context("no list of log entries")?;
        let mut urls = Vec::new();
        for entry in entries {
            let text = entry["message"].as_str().context("no message")?;
            let event: Value = serde_json::from_str(text)?;
            let event = &event["message"];
            if event["method"] == "Network.requestWillBeSent" {
                let url = event["params"]["request"]["url"].as_str();
                urls.push(url.context("no address")?.to_owned());
            }
        }
        Ok(urls)
    }

    async fn send(&self, command: &str, parameters: Value) -> Result<()> {
        self.ask(command, parameters).await?;
        Ok(())
    }

    async fn ask(&self, command: &str, parameters: Value) -> Result<Value> {
        let body = json!({"cmd": command, "params": parameters});
        self.post("goog/cdp/execute", &body).await
    }

    async fn post(&self, path: &str, body: &Value) -> Result<Value> {
        let url = format!("{}/{path}", self.session);
        let response = self.http.post(url).json(body).send().await?;
        let status = response.status();
        let mut answer: Value = response.json().await?;
        ensure!(status.is_success(), "{path} answered {status}: {answer}");
        Ok(answer["value"].take())
    }
}

fn is_grave(entry: &Value) -> bool {
    let message = entry["message"].as_str().unwrap_or_default();
    let is_refusal = entry["source"] == "network"
        && message.contains("/api/v1/")
        && message.contains("status of 4");
    entry["level"] == "SEVERE" && !is_refusal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_no_error_and_everything_else_is() {
        let entry = |source: &str, message: &str| {
            is_grave(&json!({"level": "SEVERE", "source": source, "message": message}))
        };
        let refusal = "http://a/api/v1/sign-in - Failed to load resource: \
            the server responded with a status of 401 (Unauthorized)";
        assert!(!entry("network", refusal));
        assert!(entry("network", &refusal.replace("401", "500")));
        assert!(entry(
            "network",
            &refusal.replace("/api/v1/sign-in", "/favicon.ico")
        ));
        assert!(entry("security", "Refused to execute inline script"));
    }
}
