//! the program is killed at random moments of code check and of getting a new phone, started
//! again, and asked what is left. Everything that it acknowledged must be there, nothing half.

mod check;
mod lanes;

use crate::program::Program;
use crate::seed;
use anyhow::{Context, Result, ensure};
use check::Figures;
use lanes::{Told, Work};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use twostep::crypto::keys::KeyRing;
use twostep::db::{DatabaseUrl, Db};

/// The kill comes within this time after the first request, in microseconds.
const WITHIN: u64 = 100_000;
/// Members of each life, more than are reached.
const MEMBERS_EACH: u32 = 240;

/// The database that program and checks share, and the keys that open it.
#[derive(Clone)]
struct World {
    db: Db,
    keys: Arc<KeyRing>,
}

/// Kills the program this often and prints what was checked.
pub(crate) async fn run(program: &Path, kills: u32, seed: u64) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    println!("seeding {} members, seed {seed} …", kills * MEMBERS_EACH);
    seed::fill(folder, kills * MEMBERS_EACH).await?;
    let text = std::fs::read_to_string(folder.join("twostep.keys"))?;
    let world = World {
        db: Db::open(&DatabaseUrl::Sqlite(folder.join("twostep.sqlite")))?,
        keys: Arc::new(KeyRing::parse(&text)?),
    };
    let mut figures = Figures::default();
    let mut random = seed | 1;
    for kill in 0..kills {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let moment = Duration::from_micros((random >> 33) % WITHIN);
        let first = kill * MEMBERS_EACH;
        let told = one_life(program, folder, &world, (first, moment)).await?;
        let again = Program::serve(program, folder).await?;
        check::all(&again, &world, &told, &mut figures)
            .await
            .with_context(|| format!("after kill {kill} of seed {seed}, at {moment:?}"))?;
    }
    ensure!(check::is_sound(&world.db).await?, "the file is damaged");
    println!("{}", Program::verify_audit(program, folder).await?);
    println!("{kills} kills, 0 violations: {figures}");
    Ok(())
}

/// Starts the program, keeps it busy, kills it; what everybody was told until then.
async fn one_life(
    program: &Path,
    folder: &Path,
    world: &World,
    (first, moment): (u32, Duration),
) -> Result<Vec<Told>> {
    let mut running = Program::serve(program, folder).await?;
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
