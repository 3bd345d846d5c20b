//! `cargo xtask test`: every check; those that fail most often come first.

use crate::counts::Counts;
use crate::debian::{self, Sign};
use crate::failures::Failures;
use crate::process::{cargo, show, target_folder};
use crate::{axe, clients, contract, deny, peers, postgres, tools, unused, web};
use anyhow::{Context, Result, bail, ensure};
use clap::ValueEnum;
use std::io::{BufRead, BufReader, IsTerminal};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What `--only` can name.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Formatting, clippy, cargo-deny, cargo-machete, and redocly and spectral for openapi.yaml
    Lints,
    /// Tests inside the crates
    Unit,
    /// Tests of the API through HTTP, and the guards of the source tree
    Http,
    /// The real program, checked by libraries of others
    Clients,
    /// The real program in a real browser
    Journeys,
    /// What only helps when every part runs
    #[value(skip)]
    Whole,
}

/// One step: its name and what it does.
type Step = (Part, &'static str, fn() -> Result<Done>);

const STEPS: [Step; 12] = [
    (Part::Lints, "formatting", || check("fmt --all --check")),
    (Part::Lints, "clippy", || {
        check("clippy --workspace --all-targets -- -D warnings")
    }),
    (Part::Lints, "clippy for the browser", || {
        tools::ensure_target()?;
        check("clippy --package web-ui --target wasm32-unknown-unknown -- -D warnings")
    }),
    (Part::Lints, "dependencies", || {
        deny::check_at_hand()?;
        unused::check()?;
        Ok(Done::default())
    }),
    (Part::Lints, "rules for the contract", || {
        contract::check()?;
        Ok(Done::default())
    }),
    // One command for all of them, so that the unit tests of the API are compiled beside its library.
    (Part::Whole, "build of all tests", || {
        check("test --workspace --no-run --tests")
    }),
    (Part::Unit, "unit tests", || {
        tests(&mut cargo("test --workspace --no-fail-fast --lib --bins"))
    }),
    (Part::Http, "HTTP tests on SQLite", || {
        debian::ensure(&[
            OATHTOOL,
            (Sign::Program("curl"), "curl"),
            (Sign::Program("jq"), "jq"),
            (Sign::Program("openssl"), "openssl"),
        ])?;
        tests(&mut cargo(
            "test --workspace --no-fail-fast --test api --test guards",
        ))
    }),
    (Part::Http, "HTTP tests on PostgreSQL", || {
        let server = postgres::Server::start(postgres::Data::Fleeting)?;
        tests(
            cargo("test --workspace --no-fail-fast --test api")
                .env("TWOSTEP_TEST_POSTGRES", server.url()),
        )
    }),
    (Part::Clients, "libraries of others", clients_of_others),
    (Part::Journeys, "build for the journeys", || {
        web::build()?;
        build_program()
    }),
    (Part::Journeys, "browser journeys", journeys),
];

/// The independent phone of the tests.
const OATHTOOL: (Sign, &str) = (Sign::Program("oathtool"), "oathtool");

/// What a step did that came to its end.
#[derive(Default)]
struct Done {
    counts: Counts,
    /// What each failed test said first.
    failures: Vec<String>,
}

/// What one step came to.
struct Outcome {
    name: &'static str,
    done: Done,
    time: Duration,
    error: Option<anyhow::Error>,
}

/// Runs all parts, or one; the first failure does not stop the rest.
pub(crate) fn run_parts(only: Option<Part>) -> Result<()> {
    let outcomes: Vec<Outcome> = STEPS
        .iter()
        .filter(|(part, ..)| only.is_none_or(|only| only == *part))
        .map(run_step)
        .collect();
    let failed = summarize(&outcomes);
    ensure!(failed == 0, "{failed} of {} steps failed", outcomes.len());
    Ok(())
}

fn run_step((_, name, step): &Step) -> Outcome {
    println!("\n=== {name} ===");
    let start = Instant::now();
    let result = step();
    let time = start.elapsed();
    let (done, error) = match result {
        Ok(done) if done.counts.failed == 0 => (done, None),
        Ok(done) => {
            let error = anyhow::anyhow!("{}", done.counts);
            (done, Some(error))
        }
        // What failed without a test, such as a build, is one failure.
        Err(error) => {
            let counts = Counts {
                passed: 0,
                failed: 1,
            };
            let failures = Vec::new();
            (Done { counts, failures }, Some(error))
        }
    };
    if let Some(error) = &error {
        println!("FAILED: {error:#}");
    }
    Outcome {
        name,
        done,
        time,
        error,
    }
}

/// Prints how each failed test began, what each step took and came to, and the line of counts. Returns how many
/// steps failed.
fn summarize(outcomes: &[Outcome]) -> usize {
    for failure in outcomes.iter().flat_map(|outcome| &outcome.done.failures) {
        println!("\nfailed: {failure}");
    }
    println!("\n=== summary ===");
    let mut total = Counts::default();
    for Outcome {
        name,
        done,
        time,
        error,
    } in outcomes
    {
        total += done.counts;
        let verdict = error
            .as_ref()
            .map_or("ok".to_owned(), |error| format!("FAILED: {error:#}"));
        println!("{:>7.1} s  {name}: {verdict}", time.as_secs_f32());
    }
    println!("{total}");
    outcomes
        .iter()
        .filter(|outcome| outcome.error.is_some())
        .count()
}

/// A cargo command that is right or wrong, without counts.
fn check(arguments: &str) -> Result<Done> {
    crate::process::run(&mut cargo(arguments))?;
    Ok(Done::default())
}

/// Runs `cargo test`, passes its output on, and adds up the result lines.
fn tests(command: &mut Command) -> Result<Done> {
    show(command);
    if std::io::stdout().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always");
    }
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start cargo")?;
    let output = child.stdout.take().context("cargo has no output")?;
    let mut counts = Counts::default();
    let mut failures = Failures::default();
    for line in BufReader::new(output).lines() {
        let line = line?;
        println!("{line}");
        counts += Counts::parse(&line).unwrap_or_default();
        failures.read(&line);
    }
    let status = child.wait()?;
    if !status.success() && counts.failed == 0 {
        bail!("cargo test failed ({status})");
    }
    ensure!(counts != Counts::default(), "no test ran");
    Ok(Done {
        counts,
        failures: failures.into_texts(),
    })
}

/// Builds the program as the HTTP tests do, in no time after them. An optimized one takes a quarter of all the time, and
/// nothing in the program depends on how it was compiled.
fn build_program() -> Result<Done> {
    check("test --workspace --no-run --test api")
}

/// They drive the same build as the HTTP tests.
fn clients_of_others() -> Result<Done> {
    debian::ensure(&[OATHTOOL])?;
    let libraries = clients::ensure()?;
    let peers = peers::ensure()?;
    build_program()?;
    let mut clients = cargo("test --workspace --test clients -- --ignored");
    clients
        .env("TWOSTEP_BIN", target_folder()?.join("debug/twostep"))
        .env("TWOSTEP_PYTHON", libraries.python)
        .env("TWOSTEP_NODE_MODULES", libraries.node_modules)
        .env("TWOSTEP_TYPESCRIPT_MODULES", libraries.type_script)
        .env("TWOSTEP_PROVIDER_SCRIPT", libraries.provider)
        .env("TWOSTEP_PROXIES", peers.proxies)
        .env("TWOSTEP_DEBIAN", peers.debian);
    tests(&mut clients)
}

/// The journeys drive the same build too, through what a fresh machine must have for that.
fn journeys() -> Result<Done> {
    debian::ensure(&debian::BROWSER)?;
    debian::ensure(&[
        OATHTOOL,
        (Sign::Program("zbarimg"), "zbar-tools"),
        (Sign::Program("npm"), "npm"),
    ])?;
    let axe = axe::ensure()?;
    let mut journeys = cargo("test --workspace --test journeys -- --ignored");
    journeys
        .env("TWOSTEP_BIN", target_folder()?.join("debug/twostep"))
        .env("TWOSTEP_DIST", web::folder())
        .env("TWOSTEP_AXE", axe);
    tests(&mut journeys)
}
