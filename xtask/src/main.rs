//! The commands of the repository. `cargo xtask` alone lists them.

mod axe;
mod bench;
mod clients;
mod contract;
mod counts;
mod debian;
mod demo;
mod deny;
mod failures;
mod first_page;
mod fuzz;
mod integrity;
mod languages;
mod mutants;
mod npm;
mod peers;
mod postgres;
mod process;
mod requirements;
mod sbom;
mod schemathesis;
mod shorten;
mod test;
mod tools;
mod unused;
mod web;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// The commands of the Twostep repository.
///
/// Each command installs what it needs, says what it installs, and keeps built tools in a cache
/// outside the checkout.
#[derive(Parser)]
#[command(bin_name = "cargo xtask", arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build everything and start it with a sample organization and a local mailbox page
    Demo,
    /// Run every check: formatting, lints, unit and HTTP tests, clients of others, browser journeys
    Test {
        /// Run one part only
        #[arg(long, value_enum)]
        only: Option<test::Part>,
    },
    /// Check licenses, sources and known vulnerabilities of dependencies
    Deny {
        /// The advisory database, a folder or a .tar.xz; without it, the one on GitHub
        #[arg(long, env = "TWOSTEP_ADVISORIES")]
        advisories: Option<std::path::PathBuf>,
    },
    /// Run libFuzzer on every parser of untrusted bytes, and print one table
    Fuzz {
        /// Seconds for each target
        #[arg(long, default_value_t = 60)]
        seconds: u32,
        /// Run one target only
        target: Option<String>,
    },
    /// Change the deciding code in one place after the other, and show what no test notices
    Mutants(mutants::Extent),
    /// Write the pseudo-language anew, from the English texts
    PseudoLocale,
    /// Write api/docs/requirements.md: every requirement with the tests that hold it
    Requirements,
    /// List the dependencies of the program as CycloneDX
    Sbom,
    /// Test openapi.yaml against the running program with Schemathesis, as people and as tokens of each scope
    Schemathesis {
        /// Generated requests of each kind for each operation
        #[arg(long, default_value_t = 25)]
        examples: u32,
        /// Seed of the generated requests
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Build the browser application into dist/ and print its size
    Web,
    /// Measure the release program under load, print one table, and measure the first page
    Bench(bench::Extent),
    /// Measure in Chromium, with the processor slowed down four times, when the sign-in form can be used
    FirstPage,
    /// Measure the same requests with 1,000, 100,000 and 2,000,000 members
    Growth,
    /// Measure first and deep pages of a long audit record, on both databases
    AuditPages {
        /// Rows of the record
        #[arg(long, default_value_t = 10_000_000)]
        rows: u32,
    },
    /// Kill the release program on both databases at random moments; check that nothing acknowledged is lost
    Kill {
        /// Number of kills
        #[arg(long, default_value_t = 300)]
        kills: u32,
        /// Seed of the random moments
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Load the release program steadily, print its memory every minute, fail when it grows
    Soak {
        /// Minutes; at least three
        #[arg(long, default_value_t = 10)]
        minutes: u32,
    },
    /// Test for user enumeration by response time (L-13)
    Timing {
        /// Refused sign-ins of each kind
        #[arg(long, default_value_t = 400)]
        samples: u32,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Demo => demo::run_demo(),
        Task::Deny { advisories } => deny::check(advisories),
        Task::Fuzz { seconds, target } => fuzz::run_targets(seconds, target.as_deref()),
        Task::Mutants(extent) => mutants::run_extent(&extent),
        Task::PseudoLocale => languages::write_pseudo_language(),
        Task::Requirements => requirements::write(),
        Task::Sbom => sbom::write(),
        Task::Schemathesis { examples, seed } => schemathesis::run_all(examples, seed),
        Task::Test { only } => test::run_parts(only),
        Task::Web => web::build(),
        Task::Bench(extent) => bench::run_bench(extent),
        Task::FirstPage => first_page::measure("release"),
        Task::Growth => bench::run_growth(),
        Task::AuditPages { rows } => bench::run_audit_pages(rows),
        Task::Kill { kills, seed } => bench::run_kills(kills, seed),
        Task::Soak { minutes } => bench::run_soak(minutes),
        Task::Timing { samples } => bench::run_timing(samples),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
