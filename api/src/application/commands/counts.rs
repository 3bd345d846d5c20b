//! `twostep doctor --counts`: what is kept of members, beside what their rows give.

use crate::application::config::Config;
use crate::people::members::{self, Recount};
use crate::platform::clock::Clock;
use crate::platform::db::{change_online, is_new, read_online};
use anyhow::Context as _;
use std::process::ExitCode;

/// Prints one line for each organization, and one more for each difference. Servers go on
/// meanwhile. The exit code says whether something differs still.
pub(super) fn check(config: &Config, is_repair: bool) -> anyhow::Result<ExitCode> {
    let url = &config.database;
    let setting = "TWOSTEP_DATABASE_URL";
    if is_new(url).context(setting)? {
        println!("The database is empty; there is nothing to count.");
        return Ok(ExitCode::SUCCESS);
    }
    let found = if is_repair {
        let now = Clock::System.now();
        change_online(url, |connection| members::repair_counts(connection, now))
    } else {
        read_online(url, members::recount)
    };
    let found = found.context(setting)?;
    for one in &found {
        print_recount(one);
    }
    let wrong = found.iter().filter(|one| !one.is_right()).count();
    Ok(match (wrong, is_repair) {
        (0, _) => {
            println!("All counts are right.");
            ExitCode::SUCCESS
        }
        (wrong, true) => {
            println!("Repaired in {wrong} organizations; their records say so.");
            ExitCode::SUCCESS
        }
        (wrong, false) => {
            println!("{wrong} organizations differ. To write what was counted: --counts --repair");
            ExitCode::FAILURE
        }
    })
}

fn print_recount(one: &Recount) {
    let word = if one.is_right() { "ok     " } else { "DIFFERS" };
    let stored = match one.stored {
        Some(stored) => stored.to_string(),
        None => "nothing".to_owned(),
    };
    println!(
        "{word} {} {:?}: stored {stored}; counted {}",
        one.organization.id, one.name, one.counted
    );
    if one.wrong_counts > 0 {
        println!(
            "        {} of the kept counts (by rules, status and device) are wrong",
            one.wrong_counts
        );
    }
    if one.stale_members > 0 {
        println!(
            "        rows of {} members say something else of their device than its own row",
            one.stale_members
        );
    }
    if one.stale_words > 0 {
        println!(
            "        a search finds {} members by other words than those of their names and addresses",
            one.stale_words
        );
    }
}
