//! A person's browser: a fresh profile, and the few things that people do with a page.

use crate::devtools::Devtools;
use crate::guarded::Guarded;
use crate::{axe, ports, wait};
use anyhow::{Context, Result, ensure};
use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;

/// How the browser looks and what it speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// A desktop, light, English.
    Light,
    /// A desktop that prefers the dark.
    Dark,
    /// A phone of 320 CSS pixels.
    Narrow,
    /// A desktop whose person reads German.
    German,
    /// A phone of 320 CSS pixels with the pseudo-language, which only a stored tag chooses.
    Pseudo,
}

/// The tag of the language that is made for tests.
pub const PSEUDO_LANGUAGE: &str = "en-XA";

/// A running browser. It ends when this is dropped.
pub struct Browser {
    /// WebDriver, for what no method here does.
    pub client: Client,
    /// Chromium's own side.
    pub devtools: Devtools,
    home: String,
    album: PathBuf,
    pictures: AtomicUsize,
    _driver: Guarded,
    _profile: TempDir,
}

impl Browser {
    /// Starts one whose pages are those of the server at `home`.
    pub async fn start(look: Look, home: &str, album: PathBuf) -> Result<Self> {
        let port = ports::free()?;
        let mut driver = Guarded::start("chromedriver", |command| {
            command.arg(format!("--port={port}"));
        })?;
        driver.line_after("started successfully on port ").await?;
        let address = format!("http://127.0.0.1:{port}");
        let profile = tempfile::tempdir()?;
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities(look, &profile))
            .connect(&address)
            .await
            .context("no browser session")?;
        let session = client.session_id().await?.context("no session id")?;
        let devtools = Devtools::new(&address, &session)?;
        match look {
            Look::Dark => devtools.prefer_dark().await?,
            Look::Narrow | Look::Pseudo => devtools.be_narrow().await?,
            Look::Light | Look::German => {}
        }
        let browser = Self {
            client,
            devtools,
            home: home.to_owned(),
            album,
            pictures: AtomicUsize::new(1),
            _driver: driver,
            _profile: profile,
        };
        if look == Look::Pseudo {
            browser.choose_language(PSEUDO_LANGUAGE).await?;
        }
        Ok(browser)
    }

    /// Stores a language as the pages do when a person chooses it.
    pub async fn choose_language(&self, tag: &str) -> Result<()> {
        self.open("/").await?;
        let script = "localStorage.setItem('twostep.language', arguments[0])";
        self.client.execute(script, vec![json!(tag)]).await?;
        Ok(())
    }

    /// Opens a page by its path, or by a whole link from a mail.
    pub async fn open(&self, page: &str) -> Result<()> {
        let url = if page.starts_with('/') {
            format!("{}{page}", self.home)
        } else {
            page.to_owned()
        };
        Ok(self.client.goto(&url).await?)
    }

    /// Waits until the page's heading is this.
    pub async fn sees(&self, heading: &str) -> Result<()> {
        let path = format!("//h1[normalize-space()={}]", quoted(heading));
        self.find(&format!("the heading {heading:?}"), &path)
            .await?;
        Ok(())
    }

    /// Waits until this text stands somewhere on the page.
    pub async fn reads(&self, text: &str) -> Result<()> {
        wait::until(&format!("the text {text:?}"), async || {
            Ok(self.text().await?.contains(text).then_some(()))
        })
        .await
    }

    /// Waits until an alert says this.
    pub async fn is_told(&self, text: &str) -> Result<()> {
        let path = format!(
            "//*[@role='alert'][contains(normalize-space(), {})]",
            quoted(text)
        );
        self.find(&format!("the alert {text:?}"), &path).await?;
        Ok(())
    }

    /// Waits until the address is this path.
    pub async fn is_at(&self, path: &str) -> Result<()> {
        wait::until(&format!("the page {path}"), async || {
            Ok((self.client.current_url().await?.path() == path).then_some(()))
        })
        .await
    }

    /// Clears the field with this label and types into it.
    pub async fn fill(&self, label: &str, text: &str) -> Result<()> {
        let field = self.field(label).await?;
        field.clear().await?;
        Ok(field.send_keys(text).await?)
    }

    /// The field with this label.
    pub async fn field(&self, label: &str) -> Result<Element> {
        let label_path = format!("//label[normalize-space()={}]", quoted(label));
        let path = format!("//*[@id={label_path}/@for] | {label_path}//input");
        self.find(&format!("the field {label:?}"), &path).await
    }

    /// Presses the button or link with this text, once it can be pressed.
    pub async fn press(&self, name: &str) -> Result<()> {
        let name = quoted(name);
        let path = format!(
            "//button[normalize-space()={name}] | //a[normalize-space()={name}] \
             | //summary[normalize-space()={name}]"
        );
        self.press_at(&name, &path).await
    }

    /// Presses what the path leads to, once it is enabled and nothing covers it.
    pub async fn press_at(&self, name: &str, path: &str) -> Result<()> {
        wait::until(&format!("the chance to press {name}"), async || {
            let element = self.client.find(Locator::XPath(path)).await?;
            let is_busy = element.attr("aria-disabled").await?.as_deref() == Some("true");
            if is_busy || !element.is_enabled().await? {
                return Ok(None);
            }
            element.click().await?;
            Ok(Some(()))
        })
        .await
    }

    /// Waits until the focus is on an element, or in one, that the path leads to.
    pub async fn has_focus(&self, what: &str, path: &str) -> Result<()> {
        let path = format!("{path}/descendant-or-self::*");
        wait::until(&format!("the focus on {what}"), async || {
            let focused = self.client.active_element().await?.element_id();
            let found = self.client.find_all(Locator::XPath(&path)).await?;
            Ok(found
                .iter()
                .any(|element| element.element_id() == focused)
                .then_some(()))
        })
        .await
    }

    /// Waits for a visible element.
    pub async fn find(&self, what: &str, path: &str) -> Result<Element> {
        wait::until(what, async || {
            let element = self.client.find(Locator::XPath(path)).await?;
            Ok(element.is_displayed().await?.then_some(element))
        })
        .await
    }

    /// All that the page says.
    pub async fn text(&self) -> Result<String> {
        Ok(self.client.find(Locator::Css("body")).await?.text().await?)
    }

    /// Adds a picture of the page to the journey's album.
    pub async fn picture(&self, name: &str) -> Result<()> {
        let number = self.pictures.fetch_add(1, Ordering::Relaxed);
        std::fs::create_dir_all(&self.album)?;
        let file = self.album.join(format!("{number:02}-{name}.png"));
        Ok(std::fs::write(file, self.client.screenshot().await?)?)
    }

    /// Looks closely at the page: takes a picture, and fails when it does not fit the window's
    /// width or when axe finds something grave.
    pub async fn inspect(&self, name: &str) -> Result<()> {
        self.picture(name).await?;
        let script = "const page = document.documentElement;
            return [page.scrollWidth, page.clientWidth]";
        let widths = self.client.execute(script, vec![]).await?;
        ensure!(
            widths[0].as_u64() <= widths[1].as_u64(),
            "{name} is wider than its window: {widths}"
        );
        axe::check(&self.client)
            .await
            .with_context(|| format!("in {name}"))
    }

    /// Where the person is and what the page says, to find out what went wrong.
    pub async fn evidence(&self) -> String {
        self.picture("failed").await.ok();
        let url = self.client.current_url().await.map(String::from);
        let text = self.text().await.unwrap_or_default();
        let errors = self.devtools.console_errors().await.unwrap_or_default();
        let url = url.unwrap_or_default();
        format!("--- {url}\n{text}\n--- console\n{}", errors.join("\n"))
    }
}

fn capabilities(look: Look, profile: &TempDir) -> Map<String, Value> {
    let language = if look == Look::German {
        "de-DE"
    } else {
        "en-US"
    };
    let arguments = [
        "--headless",
        // Chromium has no sandbox for root, and CI is root.
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-quic",
        "--disable-sync",
        "--no-first-run",
        "--no-proxy-server",
        "--force-prefers-reduced-motion",
        "--window-size=1200,1300",
        &format!("--accept-lang={language}"),
        &format!("--user-data-dir={}", profile.path().display()),
    ];
    let capabilities = json!({
        "goog:chromeOptions": {"args": arguments},
        "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
    });
    capabilities.as_object().cloned().unwrap_or_default()
}

/// A text as an XPath string; our texts hold at most one kind of quotation mark.
fn quoted(text: &str) -> String {
    if text.contains('"') {
        format!("'{text}'")
    } else {
        format!("\"{text}\"")
    }
}
