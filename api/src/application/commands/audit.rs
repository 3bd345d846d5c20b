//! `twostep audit`: looking at the record from the host.

use super::start;
use crate::application::config::Config;
use crate::record::audit::{self, Head, Verdict};
use std::process::ExitCode;

/// Prints the newest seal, to be kept apart from the database.
pub(super) async fn head(config: &Config) -> anyhow::Result<()> {
    let context = start::context(config).await?;
    match audit::head(&context).await? {
        Some(head) => println!("{head}"),
        None => println!("nothing is sealed yet"),
    }
    Ok(())
}

/// Goes through the whole record and names the first bad row.
pub(super) async fn verify(config: &Config, kept: Option<Head>) -> anyhow::Result<ExitCode> {
    let context = start::context(config).await?;
    Ok(match audit::verify(&context, kept).await? {
        Verdict::Sound { sealed, waiting } => {
            println!("the record is sound: {sealed} rows sealed, {waiting} written since");
            ExitCode::SUCCESS
        }
        Verdict::Broken { seq, flaw } => {
            println!("the record is NOT sound: at row {seq} of the chain {flaw}");
            ExitCode::FAILURE
        }
    })
}
