//! The load driver. `cargo xtask bench` builds the release program and starts this.
//!
//! Every figure that is compared with another comes from the same run on the same machine: the
//! disk under it gives another number of flushes each hour.

mod audit_pages;
mod baseline;
mod bench;
mod client;
mod commits;
mod growth;
mod kill;
mod ledger;
#[cfg(test)]
mod log_pages;
mod numbers;
mod processor;
mod program;
mod seed;
mod seed_audit;
mod seed_console;
mod seed_token;
mod soak;
mod timing;
mod written;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::time::Duration;

/// Measures Twostep under load.
#[derive(Parser)]
#[command(name = "load")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measure the release program and print one table
    Bench {
        /// The release program
        #[arg(long)]
        program: PathBuf,
        /// Rounds of each measurement; the table shows their median
        #[arg(long, default_value_t = 3)]
        rounds: usize,
        /// Seconds of each round
        #[arg(long, default_value_t = 2)]
        seconds: u64,
        /// Members in the database; each code check spends one
        #[arg(long, default_value_t = 400_000)]
        members: u32,
        #[command(flatten)]
        postgres: bench::Postgres,
        /// Only rows whose name holds this
        #[arg(long)]
        only: Option<String>,
        /// A folder that `seed` has filled with as many members, in place of a new one; it is changed
        #[arg(long)]
        seeded: Option<PathBuf>,
        /// A script of Node.js that starts another provider of OpenID Connect, to measure it beside this one
        #[arg(long)]
        oidc_provider: Option<PathBuf>,
    },
    /// Ask the same of small and large organizations
    Growth {
        /// The release program
        #[arg(long)]
        program: PathBuf,
        /// Members of each
        #[arg(long, value_delimiter = ',', default_value = "1000,100000,2000000")]
        sizes: Vec<u32>,
        /// Seconds of each question
        #[arg(long, default_value_t = 3)]
        seconds: u64,
    },
    /// Read first and deep pages of a long audit record
    AuditPages {
        /// The release program
        #[arg(long)]
        program: PathBuf,
        /// How many rows
        #[arg(long, default_value_t = 10_000_000)]
        rows: u32,
        /// Seconds of each question
        #[arg(long, default_value_t = 3)]
        seconds: u64,
        /// An empty database of a PostgreSQL server; without it the record is in a file
        #[arg(long)]
        postgres: Option<String>,
    },
    /// Kill the program at random moments and check that nothing acknowledged is lost
    Kill {
        /// The release program
        #[arg(long)]
        program: PathBuf,
        /// How often
        #[arg(long, default_value_t = 300)]
        kills: u32,
        /// Where the moments come from; the same seed gives the same moments
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// An empty database of a PostgreSQL server; without it the program works on a file
        #[arg(long)]
        postgres: Option<String>,
    },
    /// Load it steadily on SQLite; memory must stay flat
    Soak {
        /// The release program
        #[arg(long)]
        program: PathBuf,
        /// How long
        #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(3..))]
        minutes: u32,
    },
    /// Say whether the time of a refused sign-in tells if the address is known (L-13)
    Timing {
        /// The release program
        #[arg(long)]
        program: PathBuf,
        /// Refused sign-ins of each kind
        #[arg(long, default_value_t = 400)]
        samples: u32,
    },
    /// Fill a fresh SQLite database with members who can sign in
    Seed {
        /// The folder for `twostep.sqlite` and `twostep.keys`
        #[arg(long)]
        folder: PathBuf,
        /// How many members
        #[arg(long, default_value_t = 1000)]
        members: u32,
    },
    /// Serve nothing, as fast as actix-web can: what the others are measured against
    EmptyServer,
}

#[tokio::main]
async fn main() -> Result<()> {
    match Arguments::parse().command {
        Command::Bench {
            program,
            rounds,
            seconds,
            members,
            postgres,
            only,
            seeded,
            oidc_provider,
        } => {
            let plan = bench::Plan {
                rounds,
                time: Duration::from_secs(seconds),
                members,
                only,
                seeded,
                oidc_provider,
            };
            bench::run(&program, plan, &postgres).await
        }
        Command::Growth {
            program,
            sizes,
            seconds,
        } => growth::run(&program, &sizes, Duration::from_secs(seconds)).await,
        Command::AuditPages {
            program,
            rows,
            seconds,
            postgres,
        } => {
            let time = Duration::from_secs(seconds);
            audit_pages::run(&program, rows, time, postgres).await
        }
        Command::Kill {
            program,
            kills,
            seed,
            postgres,
        } => kill::run(&program, kills, seed, postgres).await,
        Command::Soak { program, minutes } => soak::run(&program, minutes).await,
        Command::Timing { program, samples } => timing::run(&program, samples).await,
        Command::Seed { folder, members } => seed::fill(&folder, members).await,
        Command::EmptyServer => tokio::task::spawn_blocking(baseline::serve_nothing).await?,
    }
}
