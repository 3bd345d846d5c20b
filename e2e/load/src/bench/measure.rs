//! One measurement: its rounds, and what an answer cost.

use super::Plan;
use crate::client::{Callers, Manners, Requests, Round, round};
use crate::ledger::Cost;
use crate::program::Program;
use crate::written::{Database, Written};
use anyhow::Result;

/// A program under measurement, and where it keeps its data.
pub(super) struct Target {
    pub(super) server: Program,
    pub(super) database: Database,
}

/// The rounds of one measurement.
pub(super) struct Measured {
    pub(super) rounds: Vec<Round>,
    pub(super) cost: Cost,
    /// Answers for each durable commit; the server's own commits are among these.
    pub(super) per_commit: f64,
    /// How many of the updated rows touched no index.
    pub(super) hot_share: Option<f64>,
    /// Microseconds of each kind of thread for each answer, the largest first.
    pub(super) threads: Vec<ThreadCost>,
}

/// What the threads of one name cost.
pub(super) struct ThreadCost {
    pub(super) name: String,
    pub(super) micros: f64,
}

impl Measured {
    /// The kinds of thread in words.
    pub(super) fn threads_in_words(&self) -> String {
        let shown = self.threads.iter().filter(|thread| thread.micros >= 0.5);
        let each = shown.map(|thread| format!("{} {:.0}", thread.name, thread.micros));
        each.collect::<Vec<_>>().join(", ")
    }
}

impl Plan {
    pub(super) async fn measure(
        &self,
        target: &Target,
        connections: usize,
        requests: &Requests,
    ) -> Result<Measured> {
        let server = &target.server;
        let callers = Callers {
            connections,
            time: self.time,
            manners: Manners::Rude,
        };
        let (used, written) = (server.processor_time()?, target.database.written()?);
        let (threads, commits) = (server.thread_times()?, server.commits()?);
        let mut rounds = Vec::new();
        for _ in 0..self.rounds {
            rounds.push(round(server.address, callers, requests).await?);
        }
        let used = server.processor_time()? - used;
        let written = target.database.written()? - written;
        let answers: usize = rounds.iter().map(|round| round.times.len()).sum();
        let answers = f64::from(u32::try_from(answers)?);
        let commits = f64::from(u32::try_from(server.commits()? - commits)?);
        let now = server.thread_times()?.into_iter();
        let micros =
            |name: &str, time| (time - threads.get(name).copied().unwrap_or(0.0)) * 1e6 / answers;
        let mut threads: Vec<_> = now
            .map(|(name, time)| ThreadCost {
                micros: micros(&name, time),
                name,
            })
            .collect();
        threads.sort_by(|one, other| other.micros.total_cmp(&one.micros));
        Ok(Measured {
            rounds,
            cost: cost(&target.database, written, used, answers),
            per_commit: answers / commits,
            hot_share: (written.updates > 0.0).then(|| written.hot_updates / written.updates),
            threads,
        })
    }
}

fn cost(database: &Database, written: Written, used: f64, answers: f64) -> Cost {
    let keeps = !matches!(database, Database::None);
    let is_file = matches!(database, Database::File(_));
    let is_server = matches!(database, Database::Server(_));
    Cost {
        processor: Some(used * 1e6 / answers),
        database: is_server.then_some(written.processor * 1e6 / answers),
        pages: is_file.then_some(written.pages / answers),
        log_bytes: keeps.then_some(written.log_bytes / answers),
    }
}
