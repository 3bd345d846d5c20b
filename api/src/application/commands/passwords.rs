//! `twostep passwords`: the list of breached passwords that nobody may choose.

use crate::application::config::Config;
use crate::platform::breached;
use anyhow::Context as _;
use std::path::Path;

/// Makes the file of the list, and puts it in the place of the one before.
pub(super) fn import(config: &Config, list: &Path) -> anyhow::Result<()> {
    let target = &config.breached_passwords;
    let told = |lines| println!("{lines} lines read");
    let imported = breached::import(list, target, told)
        .with_context(|| format!("{} into {}", list.display(), target.display()))?;
    let breached::Imported { hashes, bytes } = imported;
    println!("{} has {hashes} hashes in {bytes} bytes.", target.display());
    println!("Servers that run on this file ask the new one from now on.");
    Ok(())
}
