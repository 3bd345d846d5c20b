//! `twostep demo`: like `serve`, with people to sign in as, and mails going to a page that only
//! this machine can open.

mod guide;
mod people;

use super::{serve, start};
use crate::application::config::Config;
use crate::messages::mail::{MailTransport, Mailbox, serve_mailbox};
use crate::platform::db::DatabaseUrl;
use crate::platform::http::{HttpSettings, PublicUrl};
use anyhow::{Context as _, bail};
use clap::ArgMatches;
use clap::parser::ValueSource;
use ipnet::IpNet;
use std::fs::Permissions;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::os::unix::fs::PermissionsExt as _;

/// Serves until SIGTERM or SIGINT; the mailbox page is on `127.0.0.1:mailbox_port`. Never touches
/// the configured database: all data is in a temporary folder, which is removed at the end.
pub(super) async fn demo(config: &Config, mailbox_port: u16) -> anyhow::Result<()> {
    let folder = tempfile::Builder::new()
        .prefix("twostep-demo-")
        .permissions(Permissions::from_mode(0o700))
        .tempdir()
        .context("a folder for the demo")?;
    let listener = serve::bind(config)?;
    let port = listener.local_addr().context("the bound port")?.port();
    let config = Config {
        http: HttpSettings {
            public_url: public_url(config, port)?,
            trusted_proxies: trusted_proxies(config),
            ..config.http.clone()
        },
        database: DatabaseUrl::Sqlite(folder.path().join("twostep.sqlite")),
        key_file: folder.path().join("twostep.keys"),
        ..config.clone()
    };
    let context = start::context(&config).await?;
    people::seed(&context).await?;
    let bound = serve::listen(&config, &context, listener)?;
    let mailbox = Mailbox::new();
    let (address, page) = serve_mailbox(mailbox.clone(), mailbox_port)
        .with_context(|| format!("the mailbox page on port {mailbox_port}"))?;
    let page = actix_web::rt::spawn(page);
    println!("{}", guide::write(&config, address));
    serve::run(bound, context, MailTransport::Mailbox(mailbox)).await?;
    page.await?.context("the mailbox page failed")
}

/// Who names a place in the command expects the data there. What the environment or a file names is for `serve`, and
/// stays as it is.
pub(super) fn refuse_places(matches: &ArgMatches) -> anyhow::Result<()> {
    let is_named = |key| matches.value_source(key) == Some(ValueSource::CommandLine);
    if ["database_url", "key_file"].into_iter().any(is_named) {
        bail!(
            "The demo keeps its data in a folder of its own and removes it at the end. Leave out --database-url and \
             --key-file, or use `twostep serve`."
        );
    }
    Ok(())
}

/// Proxies of this machine, unless others are set: who tries the demo starts nginx beside it.
fn trusted_proxies(config: &Config) -> Vec<IpNet> {
    if !config.http.trusted_proxies.is_empty() {
        return config.http.trusted_proxies.clone();
    }
    let loopback = [
        IpAddr::from(Ipv4Addr::LOCALHOST),
        Ipv6Addr::LOCALHOST.into(),
    ];
    loopback.map(IpNet::from).to_vec()
}

/// Where the demo is opened: on this machine, at the port that it listens on, unless another place is set.
fn public_url(config: &Config, port: u16) -> anyhow::Result<PublicUrl> {
    if config.is_public_url_set {
        return Ok(config.http.public_url.clone());
    }
    PublicUrl::parse(&format!("http://localhost:{port}")).map_err(anyhow::Error::msg)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::config::arguments;
    use clap::Command;

    /// The demo removes its data: who names a place for them is not left to find that out.
    #[test]
    fn the_demo_takes_no_place_for_its_data() {
        for (option, is_taken) in [
            ("--database-url=sqlite:own.sqlite", false),
            ("--key-file=own.keys", false),
            ("--listen=127.0.0.1:0", true),
        ] {
            let command = Command::new("twostep").args(arguments());
            let matches = command
                .try_get_matches_from(["twostep", option])
                .expect("a command line");
            assert_eq!(refuse_places(&matches).is_ok(), is_taken, "{option}");
        }
    }
}
