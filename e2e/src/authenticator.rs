//! The person's authenticator app: `oathtool`, which shares no code with the server.

use crate::wait;
use anyhow::{Context, Result, ensure};
use std::collections::HashMap;
use std::process::Command;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const PERIOD: u64 = 30;
/// Nearer than this to the end of a step, a code may be too old when it arrives.
const MARGIN: u64 = 5;

/// One entry in an authenticator app.
pub struct Authenticator {
    secret: String,
    last_step: u64,
}

impl Authenticator {
    /// Adds an entry by its key, with or without the spaces that people see.
    pub fn by_key(key: &str) -> Self {
        Self {
            secret: key.split_whitespace().collect(),
            last_step: 0,
        }
    }

    /// Adds an entry by the URI that a QR code holds, and checks it as a strict app would.
    pub fn by_uri(uri: &str) -> Result<Self> {
        let rest = uri
            .strip_prefix("otpauth://totp/")
            .with_context(|| format!("no key URI: {uri}"))?;
        let (_label, query) = rest.split_once('?').context("the key URI has no query")?;
        let fields: HashMap<&str, &str> = query
            .split('&')
            .filter_map(|field| field.split_once('='))
            .collect();
        for (name, wanted) in [("algorithm", "SHA1"), ("digits", "6"), ("period", "30")] {
            let found = fields.get(name).copied().unwrap_or(wanted);
            ensure!(found == wanted, "{name} is {found} in {uri}");
        }
        ensure!(fields.contains_key("issuer"), "no issuer in {uri}");
        let secret = fields.get("secret").context("no secret in the key URI")?;
        Ok(Self::by_key(secret))
    }

    /// The key, in upper-case Base32.
    pub fn key(&self) -> &str {
        &self.secret
    }

    /// A code that was not shown before. The server takes the step before and the step after
    /// the present one, so three codes are at hand at any time; only who needs a fourth waits.
    pub async fn new_code(&mut self) -> Result<String> {
        let step = wait::until_at_most(
            Duration::from_secs(2 * PERIOD),
            "the next code",
            async || {
                let step = (self.last_step + 1).max(oldest_step()?);
                Ok((step <= now()? / PERIOD + 1).then_some(step))
            },
        )
        .await?;
        self.last_step = step;
        self.code_of(step)
    }

    /// The code that was handed out last.
    pub fn used_code(&self) -> Result<String> {
        self.code_of(self.last_step)
    }

    /// A code that is right at no time near now.
    pub fn wrong_code(&self) -> Result<String> {
        let step = now()? / PERIOD;
        let right: Vec<String> = (step - 2..=step + 4)
            .map(|step| self.code_of(step))
            .collect::<Result<_>>()?;
        (100_000..100_100_u32)
            .map(|code| code.to_string())
            .find(|code| !right.contains(code))
            .context("a wrong code")
    }

    /// A code that was right five minutes ago.
    pub fn old_code(&self) -> Result<String> {
        self.code_of(now()? / PERIOD - 10)
    }

    fn code_of(&self, step: u64) -> Result<String> {
        let output = Command::new("oathtool")
            .args(["--totp", "--base32", "--now"])
            .arg(format!("@{}", step * PERIOD))
            .args(["--", &self.secret])
            .output()
            .context("cannot start oathtool")?;
        ensure!(output.status.success(), "oathtool refuses the key");
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }
}

/// The oldest step whose code the server still takes when it arrives.
fn oldest_step() -> Result<u64> {
    Ok((now()? + MARGIN) / PERIOD - 1)
}

#[expect(
    clippy::disallowed_methods,
    reason = "a journey happens in real time, like the phone's clock"
)]
fn now() -> Result<u64> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_uri_is_read_and_a_strange_one_refused() {
        let uri =
            "otpauth://totp/Acme:jo?secret=GEZDGNBV&issuer=Acme&algorithm=SHA1&digits=6&period=30";
        let app = Authenticator::by_uri(uri).expect("a key URI");
        assert_eq!(app.key(), "GEZDGNBV");
        assert!(Authenticator::by_uri(&uri.replace("SHA1", "SHA256")).is_err());
        assert!(Authenticator::by_uri(&uri.replace("issuer", "x")).is_err());
    }
}
