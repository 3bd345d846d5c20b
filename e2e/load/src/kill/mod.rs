//! the program is killed at random moments of code check and of getting a new phone, started
//! again, and asked what is left. Everything that it acknowledged must be there, and no partial change.
//!
//! on a server it is one of three nodes. A client that was cut off goes on at another, and no other
//! gives a wrong answer; then those are killed as well.

mod check;
mod workload;

use crate::program::Program;
use crate::seed;
use anyhow::{Context, Error, Result, ensure};
use check::Figures;
use std::net::SocketAddr;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use twostep::platform::crypto::keys::KeyRing;
use twostep::platform::db::{DatabaseUrl, Db};
use workload::{Nodes, Told, Work};

/// The kill comes within this time after the first request, in microseconds.
const WITHIN: u64 = 100_000;
/// Members of each life of one node, more than are reached.
const MEMBERS_EACH: u32 = 240;
/// Nodes on a server.
const NODES: u32 = 3;
/// How long the others go on without the one that was killed.
const GO_ON: Duration = Duration::from_millis(200);

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
    let file = format!("sqlite://{}", folder.join("twostep.sqlite").display());
    let (name, url, nodes) = match postgres {
        Some(url) => ("PostgreSQL", url, NODES),
        None => ("SQLite", file, 1),
    };
    let each = nodes * MEMBERS_EACH;
    let world = World::make(folder, url, kills * each).await?;
    let mut figures = Figures::default();
    let mut random = seed | 1;
    for kill in 0..kills {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let moment = Duration::from_micros((random >> 33) % WITHIN);
        let members = kill * each..(kill + 1) * each;
        let life = Life {
            nodes,
            members,
            moment,
        };
        let told = one_life(program, &world, life)
            .await
            .with_context(|| format!("{name}, kill {kill} of seed {seed}, at {moment:?}"))?;
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

/// Nodes that run from a start to a kill.
struct Life {
    nodes: u32,
    /// Those whose codes and phones are checked in it.
    members: Range<u32>,
    /// When the first node is killed.
    moment: Duration,
}

/// Starts the nodes, keeps them busy, kills the first of them and then the others; what everybody was
/// told until then.
async fn one_life(program: &Path, world: &World, life: Life) -> Result<Vec<Told>> {
    let mut running = Vec::new();
    for _ in 0..life.nodes {
        running.push(world.serve(program).await?);
    }
    let addresses: Arc<[SocketAddr]> = running.iter().map(|node| node.address).collect();
    let mut tasks = JoinSet::new();
    for (work, connections) in [(Work::Code, 4), (Work::Replace, 4), (Work::Confirm, 8)] {
        let members = workload::members(world, work, &life.members).await?;
        for connection in 0..connections {
            let nodes = Nodes {
                addresses: Arc::clone(&addresses),
                current: connection % addresses.len(),
            };
            tasks.spawn(workload::busy(
                nodes,
                world.clone(),
                work,
                Arc::clone(&members),
            ));
        }
    }
    tokio::time::sleep(life.moment).await;
    running.remove(0).kill().await?;
    if !running.is_empty() {
        tokio::time::sleep(GO_ON).await;
    }
    let end = Instant::now();
    for node in &mut running {
        node.kill().await?;
    }
    let mut told = Vec::new();
    while let Some(seen) = tasks.join_next().await {
        let seen = seen?;
        told.extend(seen.told);
        for (node, at, error) in seen.broke {
            ensure!(node == 0 || at > end, "node {node} answered: {error:?}");
        }
    }
    Ok(told)
}
