//! `twostep audit`: checking the audit record from the host.

use super::start;
use crate::application::config::Config;
use crate::record::audit::{self, ChainStatus, Head};
use std::process::ExitCode;

/// Prints the newest seal, to be stored outside the database.
pub(super) async fn head(config: &Config) -> anyhow::Result<()> {
    let context = start::context(config).await?;
    match audit::head(&context).await? {
        Some(head) => println!("{head}"),
        None => println!("nothing is sealed yet"),
    }
    Ok(())
}

/// Checks the whole record and names the first bad row.
pub(super) async fn verify(config: &Config, kept: Option<Head>) -> anyhow::Result<ExitCode> {
    let context = start::context(config).await?;
    Ok(match audit::verify(&context, kept).await? {
        ChainStatus::Sound { sealed, waiting } => {
            println!("audit record verified: {sealed} rows sealed, {waiting} not sealed yet");
            ExitCode::SUCCESS
        }
        ChainStatus::Broken { seq, flaw } => {
            println!("audit record NOT valid: row {seq} of the chain: {flaw}");
            ExitCode::FAILURE
        }
    })
}
