//! A person without a pointing device: Tab, Enter and typing only.

use crate::browser::Browser;
use crate::wait;
use anyhow::{Context, Result, bail};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::key::Key;

/// More presses of Tab than any of our pages needs.
const LONGEST_WAY: usize = 40;

/// What a screen reader would call the focused element.
const FOCUSED_NAME: &str = "const e = document.activeElement;
    return (e.labels?.[0]?.innerText || e.getAttribute('aria-label') || e.innerText || '').trim()";

/// The keys of one browser.
pub struct Keyboard<'a>(pub &'a Browser);

impl Keyboard<'_> {
    /// Waits until the focus is on the element with this name, without touching a key.
    pub async fn starts_at(&self, name: &str) -> Result<()> {
        wait::until(&format!("the focus on {name:?}"), async || {
            Ok((self.focused_name().await? == name).then_some(()))
        })
        .await
    }

    /// Presses Tab until the focus is on the element with this name.
    pub async fn tab_to(&self, name: &str) -> Result<()> {
        let mut passed = Vec::new();
        for _ in 0..LONGEST_WAY {
            let focused = self.focused_name().await?;
            if focused == name {
                return self.has_visible_focus().await;
            }
            passed.push(focused);
            self.strike(char::from(Key::Tab)).await?;
        }
        bail!("Tab never reached {name:?}, only {passed:?}")
    }

    /// Types text into whatever has the focus.
    pub async fn types(&self, text: &str) -> Result<()> {
        for character in text.chars() {
            self.strike(character).await?;
        }
        Ok(())
    }

    /// Presses Enter.
    pub async fn enter(&self) -> Result<()> {
        self.strike(char::from(Key::Enter)).await
    }

    /// Presses Escape.
    pub async fn escape(&self) -> Result<()> {
        self.strike(char::from(Key::Escape)).await
    }

    /// The element with the focus.
    pub async fn focused(&self) -> Result<Element> {
        Ok(self.0.client.active_element().await?)
    }

    async fn focused_name(&self) -> Result<String> {
        let name = self.0.client.execute(FOCUSED_NAME, vec![]).await?;
        Ok(name.as_str().context("the focus has no name")?.to_owned())
    }

    /// WCAG 2.2, 2.4.7: who cannot see the focus cannot use the keyboard.
    async fn has_visible_focus(&self) -> Result<()> {
        let script = "const s = getComputedStyle(document.activeElement);
            return s.outlineStyle !== 'none' || s.boxShadow !== 'none'";
        let is_visible = self.0.client.execute(script, vec![]).await?;
        if is_visible != serde_json::Value::Bool(true) {
            bail!(
                "the focus on {:?} cannot be seen",
                self.focused_name().await?
            );
        }
        Ok(())
    }

    async fn strike(&self, value: char) -> Result<()> {
        let keys = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value });
        Ok(self.0.client.perform_actions(keys).await?)
    }
}
