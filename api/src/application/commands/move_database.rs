//! `twostep move-database`: moves a SQLite file to PostgreSQL.

use super::{key_file, start};
use crate::application::config::Config;
use crate::platform::db::DatabaseUrl;
use crate::record::chain::{self, ChainStatus};
use crate::upkeep::database_move::{Move, MoveError};
use anyhow::{Context as _, bail};

/// Moves everything, then checks the audit record of the new database. Can be stopped and resumed.
pub(super) async fn move_database(
    mut config: Config,
    from: DatabaseUrl,
    to: DatabaseUrl,
) -> anyhow::Result<()> {
    let keys = key_file::open(&config.key_file, false)?;
    let started = Move::start(&from, &to, &keys);
    let mut moving = match started {
        Err(error @ MoveError::Foreign(_)) => {
            bail!("{}: {error}", key_file::place(&config.key_file));
        }
        started => started.with_context(|| format!("--from {from} --to {to}"))?,
    };
    let mut shown = String::new();
    while let Some(table) = moving.step()? {
        if table != shown {
            println!("{table} …");
            table.clone_into(&mut shown);
        }
    }
    for counted in moving.finish()? {
        println!(
            "table {}: {} rows, equal in both databases",
            counted.table, counted.rows
        );
    }
    config.database = to;
    let context = start::context(&config).await?;
    let status = chain::verify(&context, Vec::new()).await?;
    if matches!(status, ChainStatus::Broken { .. }) {
        bail!("in the file as here: {status}");
    }
    println!("{status}");
    println!(
        "Serve with TWOSTEP_DATABASE_URL={} and the same key file.",
        config.database
    );
    println!("The file is unchanged; do not serve it any more.");
    Ok(())
}
