//! Waiting for a condition, never for a time.

use anyhow::{Context, Result, bail};
use std::time::{Duration, Instant};

/// How long a page, a mail or a program may take before the journey gives up: long enough for a busy machine.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// Asks again and again until there is an answer; an error of the last try says why not.
pub async fn until<T>(what: &str, ask: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    until_at_most(PATIENCE, what, ask).await
}

/// The same with another limit.
pub async fn until_at_most<T>(
    limit: Duration,
    what: &str,
    mut ask: impl AsyncFnMut() -> Result<Option<T>>,
) -> Result<T> {
    let start = Instant::now();
    loop {
        let answer = ask().await;
        match answer {
            Ok(Some(answer)) => return Ok(answer),
            Ok(None) if start.elapsed() > limit => bail!("waited in vain for {what}"),
            Err(error) if start.elapsed() > limit => {
                return Err(error).with_context(|| format!("waited in vain for {what}"));
            }
            // The page may be changing under our hands; the pause only spares the processor.
            _ => tokio::time::sleep(Duration::from_millis(30)).await,
        }
    }
}
