//! The log: JSON lines on standard error, times in UTC. Control characters are escaped, so a line
//! is always one event.

use std::panic;
use tracing::level_filters::LevelFilter;
use tracing::{Level, Metadata};
use tracing_subscriber::filter::{EnvFilter, FilterFn};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer as _, fmt};

/// Starts the log with a filter that the configuration has checked.
pub fn start(filter: &str) {
    let lines = fmt::layer()
        .json()
        .flatten_event(true)
        // A line that cannot be written is lost. By default the layer would complain on the same
        // standard error, and panic there: in the middle of a request, or of the writer.
        .log_internal_errors(false)
        .with_writer(std::io::stderr);
    let filter = EnvFilter::try_new(filter).unwrap_or_default();
    tracing_subscriber::registry()
        .with(lines.with_filter(FilterFn::new(is_safe)))
        .with(filter)
        .init();
    panic::set_hook(Box::new(log_panic));
}

/// Below `INFO` only our own lines: a dependency may trace whole messages, and so our secrets.
fn is_safe(metadata: &Metadata<'_>) -> bool {
    metadata.target().starts_with("twostep") || metadata.level() <= &Level::INFO
}

/// The place of a panic; its text may quote data, so it stays out.
fn log_panic(info: &panic::PanicHookInfo<'_>) {
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    if LevelFilter::current() == LevelFilter::OFF {
        eprintln!("panicked at {place}");
    } else {
        tracing::error!(place, "panicked");
    }
}
