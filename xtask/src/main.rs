//! The errands of the repository. `cargo xtask` alone lists them.

mod axe;
mod bench;
mod counts;
mod debian;
mod demo;
mod deny;
mod first_page;
mod fuzz;
mod languages;
mod postgres;
mod process;
mod requirements;
mod sbom;
mod schemathesis;
mod test;
mod tools;
mod web;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// The errands of the Twostep repository.
///
/// Each one sets up what it needs, says what it installs, and keeps built tools in a cache
/// outside the checkout.
#[derive(Parser)]
#[command(bin_name = "cargo xtask", arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    errand: Errand,
}

#[derive(Subcommand)]
enum Errand {
    /// Build everything and start it with a sample organization and a local mailbox page
    Demo,
    /// Run every check: formatting, lints, unit and HTTP tests, browser journeys
    Test {
        /// Run one part only
        #[arg(long, value_enum)]
        only: Option<test::Part>,
    },
    /// Check licenses, sources and known holes of what comes from others
    Deny {
        /// The advisory database, a folder or a .tar.xz; without it, the one on GitHub
        #[arg(long, env = "TWOSTEP_ADVISORIES")]
        advisories: Option<std::path::PathBuf>,
    },
    /// Feed every parser with what a fuzzer makes up, and print one table
    Fuzz {
        /// How long, for each target
        #[arg(long, default_value_t = 60)]
        seconds: u32,
        /// One target only
        target: Option<String>,
    },
    /// Write the pseudo-language anew, from the English texts
    PseudoLocale,
    /// Write the page that says which promise is held by which tests
    Requirements,
    /// List what the program is made of, as CycloneDX
    Sbom,
    /// Try the contract against the running program with Schemathesis, as four callers
    Schemathesis {
        /// Made-up requests of each kind for each operation
        #[arg(long, default_value_t = 25)]
        examples: u32,
        /// Where the requests come from
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Build the browser application into dist/ and print what it weighs
    Web,
    /// Measure the release program under load, print one table, and measure the first page
    Bench {
        /// Rounds of each measurement; the table shows their median
        #[arg(long, default_value_t = 3)]
        rounds: u32,
        /// Seconds of each round
        #[arg(long, default_value_t = 2)]
        seconds: u32,
        /// Members in each database; every code check spends one
        #[arg(long, default_value_t = 200_000)]
        members: u32,
    },
    /// Measure in Chromium, four times slowed down, when the sign-in form can be used
    FirstPage,
    /// Ask the same of 1,000, 100,000 and 2,000,000 members: no curve may bend
    Growth,
    /// Kill the release program on both databases at random moments: nothing acknowledged is lost
    Kill {
        /// How often
        #[arg(long, default_value_t = 300)]
        kills: u32,
        /// Where the moments come from
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Load the release program steadily and print its memory every minute; it must stay flat
    Soak {
        /// How long; three minutes at least
        #[arg(long, default_value_t = 10)]
        minutes: u32,
    },
    /// Say whether the time of a refused sign-in tells if the address is known (L-13)
    Timing {
        /// Refused sign-ins of each kind
        #[arg(long, default_value_t = 400)]
        samples: u32,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().errand {
        Errand::Demo => demo::run_demo(),
        Errand::Deny { advisories } => deny::check(advisories),
        Errand::Fuzz { seconds, target } => fuzz::run_targets(seconds, target.as_deref()),
        Errand::PseudoLocale => languages::write_pseudo_language(),
        Errand::Requirements => requirements::write(),
        Errand::Sbom => sbom::write(),
        Errand::Schemathesis { examples, seed } => schemathesis::run_all(examples, seed),
        Errand::Test { only } => test::run_parts(only),
        Errand::Web => web::build(),
        Errand::Bench {
            rounds,
            seconds,
            members,
        } => bench::run_bench(rounds, seconds, members),
        Errand::FirstPage => first_page::measure("release"),
        Errand::Growth => bench::run_growth(),
        Errand::Kill { kills, seed } => bench::run_kills(kills, seed),
        Errand::Soak { minutes } => bench::run_soak(minutes),
        Errand::Timing { samples } => bench::run_timing(samples),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
