//! How long a person waits for the sign-in form at the first visit, on a machine four times as slow
//! as this one. `cargo xtask first-page` builds what it needs and starts it.

use anyhow::{Context, Result, ensure};
use e2e::browser::{Browser, Look};
use e2e::mailbox::Mailbox;
use e2e::server::Server;
use e2e::wait;
use std::path::PathBuf;

/// Visits at each speed; the middle one counts.
const ROUNDS: usize = 7;
/// How much slower the page's thread runs. Chromium compiles WebAssembly on other threads, which it
/// does not slow down.
const SLOWER: u32 = 4;

/// Looks at every change of the page from its very beginning, before any script of ours runs.
const WATCH: &str = "const look = () => {
    if (document.querySelector('input[name=email]:enabled')) {
        window.usableAfter = performance.now();
        watcher.disconnect();
    }
};
const watcher = new MutationObserver(look);
watcher.observe(document, { attributes: true, childList: true, subtree: true });";

/// Bytes as they came, compressed, and the number of files. What was asked for early is listed
/// twice; answers of the API are no files.
const TRANSFER: &str = "const files = new Map(['navigation', 'resource']
    .flatMap(kind => performance.getEntriesByType(kind))
    .filter(entry => !new URL(entry.name).pathname.startsWith('/api/'))
    .map(entry => [entry.name, entry.encodedBodySize]));
return [[...files.values()].reduce((sum, size) => sum + size), files.size];";

/// One visit.
#[derive(Clone, Copy)]
struct Visit {
    /// Milliseconds from the start of the navigation until the field for the address can be used.
    usable: f64,
    bytes: u64,
    files: u64,
}

#[tokio::main]
async fn main() -> Result<()> {
    let mailbox = Mailbox::open().await?;
    let server = Server::start(&mailbox.smtp_url()).await?;
    let (mut slow, mut fast) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        slow.push(visit(&server, SLOWER).await?);
        fast.push(visit(&server, 1).await?);
    }
    let [first, .., last] = in_order(&mut slow) else {
        return Ok(());
    };
    let (first, last) = (first.usable, last.usable);
    let Visit {
        usable,
        bytes,
        files,
    } = slow[ROUNDS / 2];
    in_order(&mut fast);
    println!(
        "first page in Chromium, nothing cached, processor {SLOWER} times slower: sign-in form usable \
         after {usable:.0} ms ({first:.0} to {last:.0} in {ROUNDS} visits), {:.0} ms at full speed; \
         {} kB in {files} files",
        fast[ROUNDS / 2].usable,
        (bytes + 500) / 1000
    );
    Ok(())
}

/// The first visit of a fresh browser.
async fn visit(server: &Server, slower: u32) -> Result<Visit> {
    let browser = Browser::start(Look::Light, &server.url, PathBuf::new()).await?;
    // The page's process is there before it is slowed down; this answer is not part of the page.
    browser.open("/readyz").await?;
    browser.devtools.slow_down(slower).await?;
    browser.devtools.run_first(WATCH).await?;
    browser.open("/sign-in").await?;
    let usable = wait::until("the field for the address", async || {
        let after = "return window.usableAfter ?? null";
        Ok(browser.client.execute(after, vec![]).await?.as_f64())
    })
    .await?;
    let transfer = browser.client.execute(TRANSFER, vec![]).await?;
    let errors = browser.devtools.console_errors().await?;
    ensure!(errors.is_empty(), "{errors:?}");
    Ok(Visit {
        usable,
        bytes: transfer[0].as_u64().context("no size")?,
        files: transfer[1].as_u64().context("no count")?,
    })
}

fn in_order(visits: &mut [Visit]) -> &[Visit] {
    visits.sort_by(|one, other| one.usable.total_cmp(&other.usable));
    visits
}
