//! The subcommands of `twostep`.

mod audit;
mod backup;
mod counts;
mod demo;
mod directories;
mod doctor;
mod key_file;
mod keys;
mod member;
mod move_database;
mod organization;
mod passwords;
mod protects;
mod serve;
mod start;

use crate::application::config::{self, Config, ConfigError};
use crate::application::{app, openapi, telemetry};
use crate::people::members::NamedMember;
use crate::platform::db::DatabaseUrl;
use crate::record::chain::Head;
use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use rustix::process::{Resource, Rlimit, setrlimit};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

/// Self-hosted two-step verification for support desks.
#[derive(Debug, Parser)]
#[command(name = "twostep", version)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API, and with --web-ui the browser application
    Serve,
    /// Serve with a local mailbox page instead of a mail server
    Demo {
        /// The port of the mailbox page on this machine; 0 takes a free one
        #[arg(long, value_name = "PORT", default_value_t = 8025)]
        mailbox_port: u16,
    },
    /// Let somebody make one more organization
    Organization {
        #[command(subcommand)]
        command: OrganizationCommand,
    },
    /// Help a member when no administrator can
    Member {
        #[command(subcommand)]
        command: MemberCommand,
    },
    /// Check the audit record
    Audit {
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// Change the keys of secrets at rest, and those that sign receipts
    Keys {
        #[command(subcommand)]
        command: KeysCommand,
    },
    /// Seal everything anew under the active key; may be stopped and started again
    Rekey,
    /// Copy the database into a file, beside a running server
    Backup {
        /// The file, which must not be there yet
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
    /// Make a database from a backup safe to serve; everybody signs in anew
    Restore {
        /// What `twostep backup` wrote; not given where `pg_restore` filled the database
        #[arg(long, value_name = "FILE")]
        from: Option<PathBuf>,
    },
    /// Move everything from a SQLite file to PostgreSQL; may be stopped and started again
    MoveDatabase {
        /// The file, `sqlite://PATH`, which stays as it is
        #[arg(long, value_name = "URL", value_parser = DatabaseUrl::parse)]
        from: DatabaseUrl,
        /// An empty database, `postgres://USER:PASSWORD@HOST/DATABASE`
        #[arg(long, value_name = "URL", value_parser = DatabaseUrl::parse)]
        to: DatabaseUrl,
    },
    /// Keep people from choosing stolen passwords
    Passwords {
        #[command(subcommand)]
        command: PasswordsCommand,
    },
    /// Print the OpenAPI document
    Openapi,
    /// Explain every setting, and check what it leads to
    Doctor(DoctorArguments),
}

// No doc comment: it would be the help of the command.
#[derive(Debug, clap::Args)]
struct DoctorArguments {
    /// Check only the counts of members that are kept, against the rows that they count
    #[arg(long)]
    counts: bool,
    /// Put what was counted in the place of what is kept, where they differ; requests wait meanwhile
    #[arg(long, requires = "counts")]
    repair: bool,
    /// Ask an address that a proxy protects, with forged headers and without a cookie, and say what gets through
    #[arg(long, value_name = "URL", conflicts_with = "counts")]
    protects: Option<String>,
    /// Stand in the place of the console there, and say what arrives
    #[arg(long, value_name = "ADDRESS:PORT", requires = "protects")]
    as_console: Option<SocketAddr>,
}

#[derive(Debug, Subcommand)]
enum OrganizationCommand {
    /// Print a one-time token for the organization's first administrator
    Create {
        /// What the organization is called
        #[arg(long)]
        name: String,
        /// Make a test organization now, and print its administrator and API token as JSON
        #[arg(long)]
        test: bool,
    },
}

#[derive(Debug, Subcommand)]
enum PasswordsCommand {
    /// Make the file of breached passwords of the public list; running servers use it at once
    Import {
        /// SHA-1 hashes, one a line, as HASH or HASH:COUNT
        file: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
enum MemberCommand {
    /// End a hold of recovery by e-mail; recorded, and told to the member and all administrators
    Recover(HelpedMember),
    /// End delays after wrong passwords and codes, and give e-mails and links back; recorded
    Unlock(HelpedMember),
}

#[derive(Debug, clap::Args)]
struct HelpedMember {
    /// The member's e-mail address
    address: String,
    /// How it was made sure who asks; it stands in the audit record, and where mails are sent in those
    #[arg(long)]
    reason: String,
    /// The short name of the member's organization
    #[arg(long, value_name = "SHORT_NAME")]
    organization: Option<String>,
}

impl HelpedMember {
    fn into_named(self) -> NamedMember {
        NamedMember {
            address: self.address,
            organization: self.organization,
        }
    }
}

#[derive(Debug, Subcommand)]
enum KeysCommand {
    /// Show each key and how many values it sealed
    List,
    /// Add a new key, which seals nothing yet
    Add,
    /// Seal under another key from now on
    Activate {
        /// The name of the key
        key: String,
    },
    /// Remove a key that seals nothing any more
    Remove {
        /// The name of the key
        key: String,
    },
    /// Sign receipts with a new key; it is published ten minutes before
    RotateSigning {
        /// After a leak: sign with the new key now, and withdraw the others, with what they signed
        #[arg(long)]
        at_once: bool,
    },
}

#[derive(Debug, Subcommand)]
enum AuditCommand {
    /// Go through the whole record and name the first row that was tampered with
    Verify {
        /// A head that was kept apart: shows whether the end of its chain was cut off; may be repeated
        #[arg(long, value_name = "CHAIN:NUMBER:MAC")]
        head: Vec<Head>,
        /// A file with what `twostep audit head` printed
        #[arg(long, value_name = "FILE")]
        heads: Option<PathBuf>,
        /// A file of `GET /audit-events/export`, checked with the key file alone instead of the record
        #[arg(long, value_name = "FILE", conflicts_with_all = ["head", "heads"])]
        export: Option<PathBuf>,
        /// A copy of `/.well-known/evidence-keys.json` for the signed heads in the file, instead of the database
        #[arg(long, value_name = "FILE", requires = "export")]
        evidence_keys: Option<PathBuf>,
    },
    /// Print the newest seal of each chain, to be kept apart from the database
    Head,
}

/// Runs the command. A failure is one line on standard error.
pub async fn run() -> ExitCode {
    if let Err(error) = keep_memory_to_ourselves() {
        eprintln!("twostep: core dumps stay on: {error}");
    }
    let matches = CommandLine::command()
        .args(config::arguments())
        .get_matches();
    let command = match CommandLine::from_arg_matches(&matches) {
        Ok(line) => line.command,
        Err(error) => error.exit(),
    };
    match dispatch(command, &matches).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("twostep: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// A core dump would contain every key (ASVS 13.2.2, C-06).
fn keep_memory_to_ourselves() -> rustix::io::Result<()> {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    setrlimit(Resource::Core, none)
}

async fn dispatch(command: Command, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve => serve::serve(&configured(matches)?).await?,
        Command::Demo { mailbox_port } => {
            demo::refuse_places(matches)?;
            demo::demo(&configured_quietly(matches)?, mailbox_port).await?;
        }
        Command::Organization {
            command: OrganizationCommand::Create { name, test: false },
        } => organization::create(&configured(matches)?, &name).await?,
        Command::Organization {
            command: OrganizationCommand::Create { name, test: true },
        } => organization::create_test(&configured_quietly(matches)?, &name).await?,
        Command::Member { command } => {
            let config = configured_quietly(matches)?;
            match command {
                MemberCommand::Recover(helped) => {
                    let reason = helped.reason.clone();
                    member::recover(&config, helped.into_named(), &reason).await?;
                }
                MemberCommand::Unlock(helped) => {
                    let reason = helped.reason.clone();
                    member::unlock(&config, helped.into_named(), &reason).await?;
                }
            }
        }
        Command::Audit { command } => return run_audit(command, matches).await,
        Command::Keys { command } => {
            let config = configured_quietly(matches)?;
            match command {
                KeysCommand::List => keys::list(&config).await?,
                KeysCommand::Add => keys::add(&config).await?,
                KeysCommand::Activate { key } => keys::activate(&config, &key).await?,
                KeysCommand::Remove { key } => keys::remove(&config, &key).await?,
                KeysCommand::RotateSigning { at_once } => {
                    keys::rotate_signing(&config, at_once).await?;
                }
            }
        }
        Command::Rekey => return keys::rekey(&configured_quietly(matches)?).await,
        Command::Backup { to } => backup::backup(&configured_quietly(matches)?, &to)?,
        Command::Restore { from } => {
            backup::restore(&configured_quietly(matches)?, from.as_deref())?;
        }
        Command::MoveDatabase { from, to } => {
            move_database::move_database(configured_quietly(matches)?, from, to).await?;
        }
        Command::Passwords {
            command: PasswordsCommand::Import { file },
        } => passwords::import(&configured_quietly(matches)?, &file)?,
        Command::Openapi => print!("{}", openapi::to_yaml(&app::document())),
        Command::Doctor(asked) => return run_doctor(asked, matches).await,
    }
    Ok(ExitCode::SUCCESS)
}

async fn run_doctor(asked: DoctorArguments, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    if let Some(url) = asked.protects {
        return protects::run(&url, asked.as_console).await;
    }
    if asked.counts {
        return counts::check(&configured_quietly(matches)?, asked.repair);
    }
    Ok(doctor::run(matches).await?)
}

async fn run_audit(command: AuditCommand, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    match command {
        AuditCommand::Verify {
            export: Some(file),
            evidence_keys,
            ..
        } => {
            let config = configured_quietly(matches)?;
            audit::verify_export(&config, &file, evidence_keys.as_deref()).await
        }
        AuditCommand::Verify { head, heads, .. } => {
            audit::verify(&configured(matches)?, head, heads.as_deref()).await
        }
        AuditCommand::Head => {
            audit::head(&configured(matches)?).await?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// The checked configuration; starts the log with its filter.
fn configured(matches: &ArgMatches) -> Result<Config, ConfigError> {
    let config = Config::load(matches)?;
    telemetry::start(&config.log);
    Ok(config)
}

/// Like [`configured`], with a quiet log unless a filter is set, so that the text of the demo stays
/// visible.
fn configured_quietly(matches: &ArgMatches) -> Result<Config, ConfigError> {
    let found = config::gather(matches)?;
    let config = Config::check(&found)?;
    let is_wanted = found.is_set("log");
    telemetry::start(if is_wanted { &config.log } else { "warn" });
    Ok(config)
}
