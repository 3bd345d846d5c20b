//! the program is killed at random moments of code check and of getting a new phone, started
//! again, and asked what is left. Everything that it acknowledged must be there, nothing half.

mod check;
mod lanes;

use crate::program::Program;
use crate::seed;
use anyhow::{Context, Error, Result};
use check::Figures;
use lanes::{Told, Work};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use twostep::crypto::keys::KeyRing;
use twostep::db::{DatabaseUrl, Db};

/// The kill comes within this time after the first request, in microseconds.
const WITHIN: u64 = 100_000;
/// Members of each life, more than are reached.
const MEMBERS_EACH: u32 = 240;

/// What program and checks share: the database, and the folder with the keys that open it.
#[derive(Clone)]
struct World {
    db: Db,
    keys: Arc<KeyRing>,
    folder: PathBuf,
    url: String,
}

impl World {
    /// Filled with so many members; the folder gets the keys.
    async fn make(folder: &Path, url: String, members: u32) -> Result<Self> {
        let database = DatabaseUrl::parse(&url).map_err(Error::msg)?;
        seed::fill_database(folder, &database, members).await?;
        let text = std::fs::read_to_string(folder.join("twostep.keys"))?;
        Ok(Self {
            db: Db::open(&database)?,
            keys: Arc::new(KeyRing::parse(&text)?),
            folder: folder.into(),
            url,
        })
    }

    async fn serve(&self, program: &Path) -> Result<Program> {
        Program::serve_on(program, &self.folder, &self.url).await
    }
}

/// Kills the program this often and prints what was checked: on a server, or on a file.
pub(crate) async fn run(
    program: &Path,
    kills: u32,
    seed: u64,
    postgres: Option<String>,
) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    let (name, url) = match postgres {
        Some(url) => ("PostgreSQL", url),
        None => (
            "SQLite",
            format!("sqlite://{}", folder.join("twostep.sqlite").display()),
        ),
    };
    let world = World::make(folder, url, kills * MEMBERS_EACH).await?;
    let mut figures = Figures::default();
    let mut random = seed | 1;
    for kill in 0..kills {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let moment = Duration::from_micros((random >> 33) % WITHIN);
        let first = kill * MEMBERS_EACH;
        let told = one_life(program, &world, (first, moment)).await?;
        let again = world.serve(program).await?;
        check::all(&again, &world, &told, &mut figures)
            .await
            .with_context(|| format!("{name}, after kill {kill} of seed {seed}, at {moment:?}"))?;
    }
    check::tables(&world.db).await.context(name)?;
    let record = Program::verify_audit(program, folder, &world.url).await?;
    println!("{name}: {kills} kills of seed {seed}, 0 violations: {figures}; {record}");
    Ok(())
}

/// Starts the program, keeps it busy, kills it; what everybody was told until then.
async fn one_life(
    program: &Path,
    world: &World,
    (first, moment): (u32, Duration),
) -> Result<Vec<Told>> {
    let mut running = world.serve(program).await?;
    let mut tasks = JoinSet::new();
    for (work, lanes) in [(Work::Code, 4), (Work::Replace, 4), (Work::Confirm, 8)] {
        let members = lanes::members(world, work, first, MEMBERS_EACH).await?;
        for _ in 0..lanes {
            let connection = crate::client::Connection::open(running.address).await?;
            let (world, members) = (world.clone(), Arc::clone(&members));
            tasks.spawn(lanes::busy(connection, world, work, members));
        }
    }
    tokio::time::sleep(moment).await;
    running.kill().await?;
    let mut told = Vec::new();
    while let Some(part) = tasks.join_next().await {
        told.extend(part?);
    }
    Ok(told)
}
