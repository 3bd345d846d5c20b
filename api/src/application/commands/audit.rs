//! `twostep audit`: checking the audit record from the host.

use super::{key_file, start};
use crate::application::config::Config;
use crate::protection::signing;
use crate::record::chain::{self, ChainStatus, ExportStatus, Head};
use anyhow::Context as _;
use shared_types::signing::EvidenceKeySet;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::process::ExitCode;

/// Prints the newest seal of each chain, to be stored outside the database.
pub(super) async fn head(config: &Config) -> anyhow::Result<()> {
    let context = start::context(config).await?;
    let heads = chain::heads(&context).await?;
    if heads.is_empty() {
        eprintln!("nothing is sealed yet");
    }
    for head in heads {
        println!("{head}");
    }
    Ok(())
}

/// Checks all chains and names the first bad row. `file` holds further heads, one a line.
pub(super) async fn verify(
    config: &Config,
    mut kept: Vec<Head>,
    file: Option<&Path>,
) -> anyhow::Result<ExitCode> {
    if let Some(path) = file {
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        kept.extend(chain::parse_heads(&text).map_err(anyhow::Error::msg)?);
    }
    let context = start::context(config).await?;
    let status = chain::verify(&context, kept).await?;
    println!("{status}");
    Ok(match status {
        ChainStatus::Sound { .. } => ExitCode::SUCCESS,
        ChainStatus::Broken { .. } => ExitCode::FAILURE,
    })
}

/// Checks an exported file with the key file. Its signed heads are checked with a copy of the evidence keys, or
/// with those of the database, which is opened only then.
pub(super) async fn verify_export(
    config: &Config,
    path: &Path,
    evidence: Option<&Path>,
) -> anyhow::Result<ExitCode> {
    let keys = key_file::open(&config.key_file, false)?;
    let name = || path.display().to_string();
    let open = || File::open(path).map(BufReader::new).with_context(name);
    let evidence = match evidence {
        Some(copy) => evidence_keys(copy)?,
        None if chain::has_heads(open()?).with_context(name)? => {
            let context = start::context(config).await?;
            signing::evidence_keys(&context).await?
        }
        None => EvidenceKeySet::default(),
    };
    let status = chain::verify_export(&keys, &evidence, open()?).with_context(name)?;
    println!("{status}");
    Ok(match status {
        ExportStatus::Sound { .. } => ExitCode::SUCCESS,
        ExportStatus::Broken { .. } => ExitCode::FAILURE,
    })
}

/// What `GET /.well-known/evidence-keys.json` gave.
fn evidence_keys(copy: &Path) -> anyhow::Result<EvidenceKeySet> {
    let name = || copy.display().to_string();
    let text = std::fs::read_to_string(copy).with_context(name)?;
    serde_json::from_str(&text).with_context(name)
}
