//! Processor time and memory of other processes, as `/proc` has them.

use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;

/// Seconds of processor time of a process, its own and the kernel's.
pub(crate) fn of_process(id: u32) -> Result<f64> {
    Ok(Stat::read(&format!("/proc/{id}/stat"))?.own)
}

/// The same for each name that its threads have.
pub(crate) fn of_threads(id: u32) -> Result<BTreeMap<String, f64>> {
    let mut times = BTreeMap::new();
    for thread in fs::read_dir(format!("/proc/{id}/task"))? {
        let path = thread?.path().join("stat");
        // A thread may end meanwhile.
        if let Ok(stat) = Stat::read(&path.to_string_lossy()) {
            *times.entry(stat.name).or_insert(0.0) += stat.own;
        }
    }
    Ok(times)
}

/// The same for the server processes of PostgreSQL, given one of them: their common parent and all
/// of its children, those that have ended too.
pub(crate) fn of_postgres(one: u32) -> Result<f64> {
    let parent = Stat::read(&format!("/proc/{one}/stat"))?.parent;
    let postmaster = Stat::read(&format!("/proc/{parent}/stat"))?;
    let mut sum = postmaster.own + postmaster.ended;
    for entry in fs::read_dir("/proc")? {
        let path = entry?.path().join("stat");
        if let Ok(stat) = Stat::read(&path.to_string_lossy())
            && stat.parent == parent
        {
            sum += stat.own;
        }
    }
    Ok(sum)
}

/// Of the children of this process that have ended and were waited for.
pub(crate) fn of_ended_children() -> Result<f64> {
    Ok(Stat::read("/proc/self/stat")?.ended)
}

/// A figure in KiB of a file with lines such as `RssAnon:  3488 kB`, in MiB.
pub(crate) fn memory(id: u32, file: &str, name: &str) -> Result<f64> {
    let text = fs::read_to_string(format!("/proc/{id}/{file}"))?;
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let words = line.and_then(|line| line.strip_prefix(':'));
    let kib = words.and_then(|words| words.split_whitespace().next());
    let kib: u32 = kib.with_context(|| format!("no {name}"))?.parse()?;
    Ok(f64::from(kib) / 1024.0)
}

/// A line of `proc(5)`.
struct Stat {
    name: String,
    parent: u32,
    /// Seconds: `utime` and `stime`.
    own: f64,
    /// Seconds of the children that were waited for.
    ended: f64,
}

impl Stat {
    fn read(path: &str) -> Result<Self> {
        let text = fs::read_to_string(path)?;
        // The name in parentheses may hold spaces; the state is the first field after it.
        let (before, fields) = text.rsplit_once(')').context("no name")?;
        let (_, name) = before.split_once('(').context("no name")?;
        let fields: Vec<&str> = fields.split_whitespace().collect();
        let number = |index: usize| -> Result<u32> {
            Ok(fields.get(index).context("too few fields")?.parse()?)
        };
        let per_second = f64::from(u32::try_from(rustix::param::clock_ticks_per_second())?);
        let seconds = |ticks: u32| f64::from(ticks) / per_second;
        Ok(Self {
            name: name.to_owned(),
            parent: number(1)?,
            own: seconds(number(11)?) + seconds(number(12)?),
            ended: seconds(number(13)?) + seconds(number(14)?),
        })
    }
}
