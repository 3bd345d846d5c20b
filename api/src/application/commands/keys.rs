//! `twostep keys` and `twostep rekey`: key rotation while servers run.
//!
//! Each step is safe on its own: `add`, restart every server, `activate`, restart, `rekey`,
//! `remove`, restart.

use super::{key_file, start};
use crate::application::config::Config;
use crate::protection::keyring::{self, Rekey};
use crate::protection::signing::{self, Rotated, Rotation};
use anyhow::bail;
use std::process::ExitCode;

/// Shows each key and the number of values that it sealed.
pub(super) async fn list(config: &Config) -> anyhow::Result<()> {
    let context = start::context(config).await?;
    for usage in keyring::usage(&context).await? {
        let is_active = usage.key == context.keys.active_id();
        println!("{usage}{}", if is_active { " (active)" } else { "" });
    }
    Ok(())
}

/// Adds a key that is not active yet.
pub(super) async fn add(config: &Config) -> anyhow::Result<()> {
    let context = start::context(config).await?;
    let (ring, name) = context.keys.with_new_key();
    key_file::replace(&config.key_file, &ring)?;
    println!("{name} is added. Keep a copy of the key file apart from the database.");
    println!("Restart every server with this key file, then: twostep keys activate {name}");
    Ok(())
}

/// Activates another key.
pub(super) async fn activate(config: &Config, key: &str) -> anyhow::Result<()> {
    let context = start::context(config).await?;
    let Some(ring) = context.keys.activated(key) else {
        bail!(
            "{}: there is no key {key:?}",
            key_file::place(&config.key_file)
        );
    };
    keyring::activate(&context, ring.clone()).await?;
    key_file::replace(&config.key_file, &ring)?;
    println!("{key} is active. Servers that do not have it answer 503 at /readyz.");
    println!("Restart every server, then: twostep rekey");
    Ok(())
}

/// Removes a key with which nothing is sealed any more.
pub(super) async fn remove(config: &Config, key: &str) -> anyhow::Result<()> {
    let context = start::context(config).await?;
    if key == context.keys.active_id() {
        bail!("{key} is the active key; activate another one first");
    }
    let Some(ring) = context.keys.without(key) else {
        bail!(
            "{}: there is no key {key:?}",
            key_file::place(&config.key_file)
        );
    };
    if let Err(usage) = keyring::remove(&context, key.to_owned()).await? {
        bail!("{key} is still needed ({usage}); run twostep rekey first");
    }
    key_file::replace(&config.key_file, &ring)?;
    println!("{key} is removed; what proves its audit rows stays in the key file.");
    println!("Backups from before need the key file of their time.");
    Ok(())
}

/// Signs receipts with a new key, after notice or at once, and daily heads at once.
pub(super) async fn rotate_signing(config: &Config, at_once: bool) -> anyhow::Result<()> {
    let context = start::context(config).await?;
    let rotation = if at_once {
        Rotation::AtOnce
    } else {
        Rotation::Announced
    };
    let Rotated {
        kid,
        signs_from,
        published_until,
        evidence_kid,
    } = signing::rotate(&context, rotation).await?;
    match published_until {
        Some(until) => {
            println!("{kid} is published now, and signs from {signs_from} on.");
            println!("The key before it is published until {until}.");
        }
        None => println!("{kid} signs now, and is the only key that is published."),
    }
    println!("{evidence_kid} signs daily heads now; the keys before it stay published.");
    if at_once {
        println!(
            "Who keeps a key set may still take the others for good, for five minutes at most."
        );
    }
    Ok(())
}

/// Seals every value again with the active key.
pub(super) async fn rekey(config: &Config) -> anyhow::Result<ExitCode> {
    let context = start::context(config).await?;
    let mut rekey = Rekey::start();
    while rekey.step(&context).await? {
        println!("{} sealed anew", rekey.done);
    }
    for unreadable in &rekey.unreadable {
        println!("NOT readable: {} {}", unreadable.kind, unreadable.id);
    }
    let usages = keyring::usage(&context).await?;
    let active = context.keys.active_id();
    let left: Vec<_> = usages
        .iter()
        .filter(|usage| usage.key != active && usage.total() > 0)
        .collect();
    for usage in &left {
        println!("left under {usage}");
    }
    if left.is_empty() && rekey.unreadable.is_empty() {
        println!("done: everything is sealed under {active}");
        return Ok(ExitCode::SUCCESS);
    }
    println!("not done: restart every server with this key file, then run this again");
    Ok(ExitCode::FAILURE)
}
