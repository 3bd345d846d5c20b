//! The log: JSON lines on standard error, times in UTC, ASCII only. One event is one line in every
//! viewer.

use std::io::{self, Write};
use std::panic;
use tracing::level_filters::LevelFilter;
use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::filter::{EnvFilter, FilterFn};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer as _, fmt};

/// Starts the log with a filter that the configuration has checked.
pub fn start(filter: &str) {
    lines(filter, io::stderr).init();
    panic::set_hook(Box::new(log_panic));
}

fn lines<W>(filter: &str, writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let lines = fmt::layer()
        .json()
        .flatten_event(true)
        // A line that cannot be written is lost. By default the layer would report that on the same
        // standard error and panic, during a request or in the database writer.
        .log_internal_errors(false)
        .with_writer(Ascii(writer));
    let filter = EnvFilter::try_new(filter).unwrap_or_default();
    tracing_subscriber::registry()
        .with(lines.with_filter(FilterFn::new(is_safe)))
        .with(filter)
}

/// This target logs each malformed request as an error, so that anybody could fill the log; the
/// middleware logs the response.
const STRANGERS_SPEAK_HERE: &str = "actix_http::h1::dispatcher";

/// Below `INFO` only the lines of this program: dependencies may log whole messages with secrets.
fn is_safe(metadata: &Metadata<'_>) -> bool {
    if metadata.target() == STRANGERS_SPEAK_HERE {
        return false;
    }
    metadata.target().starts_with("twostep") || metadata.level() <= &Level::INFO
}

/// Escapes everything that is not printable ASCII. JSON itself does not escape terminal commands
/// (U+009B), line separators (U+2028) and letters that look like others. Such characters occur in
/// JSON strings only.
struct Ascii<W>(W);

impl<'a, W: MakeWriter<'a>> MakeWriter<'a> for Ascii<W> {
    type Writer = Ascii<W::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        Ascii(self.0.make_writer())
    }
}

impl<W: Write> Write for Ascii<W> {
    /// Each call has a whole line.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let is_plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n');
        if line.iter().all(is_plain) {
            self.0.write_all(line)?;
        } else {
            self.0.write_all(escaped(line).as_bytes())?;
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn escaped(line: &[u8]) -> String {
    let mut text = String::with_capacity(2 * line.len());
    for c in String::from_utf8_lossy(line).chars() {
        if matches!(c, ' '..='~' | '\n') {
            text.push(c);
        } else {
            let mut units = [0; 2];
            let units = c.encode_utf16(&mut units).iter();
            text.extend(units.map(|unit| format!("\\u{unit:04x}")));
        }
    }
    text
}

/// Logs the location of a panic; its message may quote data, so it is left out.
fn log_panic(info: &panic::PanicHookInfo<'_>) {
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    if LevelFilter::current() == LevelFilter::OFF {
        eprintln!("panicked at {place}");
    } else {
        tracing::error!(place, "panicked");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Buffer(Arc<Mutex<Vec<u8>>>);

    impl Write for Buffer {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("no panic").write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// The log of `body` at the finest level.
    fn log_of(body: impl FnOnce()) -> String {
        let buffer = Buffer::default();
        let own = buffer.clone();
        let subscriber = lines("trace", move || own.clone());
        tracing::subscriber::with_default(subscriber, body);
        let bytes = buffer.0.lock().expect("no panic").clone();
        String::from_utf8(bytes).expect("UTF-8")
    }

    /// G-03: any text in any field is one line of printable ASCII, and JSON that decodes to the same
    /// text.
    #[test]
    fn an_event_is_one_line_of_ascii() {
        let odd = ('\0'..='\u{a0}').chain("\u{2028}\u{2029}\u{202e}\u{feff}\u{1f980}".chars());
        let text: String = odd
            .chain("\x1b[31m\n{\"level\":\"ERROR\"}\r\n".chars())
            .collect();
        let log = log_of(|| {
            let span = tracing::info_span!("request", text);
            span.in_scope(|| tracing::error!(text, shown = %text, debug = ?text, "{text}"));
        });
        assert_eq!(log.lines().count(), 1, "{log:?}");
        let is_printable = |c: char| matches!(c, ' '..='~' | '\n');
        assert!(log.chars().all(is_printable), "{log:?}");
        let line: Value = serde_json::from_str(&log).expect("JSON");
        for field in ["text", "shown", "message"] {
            assert_eq!(line[field], text, "{field}");
        }
        assert_eq!(line["level"], "ERROR");
    }

    /// H-07: a malformed request is not logged as an error.
    #[test]
    fn malformed_requests_do_not_fill_the_log() {
        let log = log_of(|| {
            tracing::error!(target: "actix_http::h1::dispatcher", "stream error: {}", "x");
            tracing::error!(target: "actix_http::h1::service", "not ready");
        });
        assert!(log.contains("not ready"), "{log}");
        assert_eq!(log.lines().count(), 1, "{log}");
    }

    /// G-01: debug lines of dependencies are never logged, whatever the filter.
    #[test]
    fn only_this_program_logs_debug_lines() {
        let log = log_of(|| {
            tracing::trace!(target: "twostep::messages::mail", "ours");
            tracing::info!(target: "lettre::transport", "started");
            for message in ["the whole message"; 2] {
                tracing::debug!(target: "lettre::transport", message);
                tracing::trace!(target: "hyper::proto", message);
                tracing::debug!(target: "log", message);
                tracing::trace!(target: "rustls", message);
            }
        });
        assert!(log.contains("ours") && log.contains("started"), "{log}");
        assert_eq!(log.lines().count(), 2, "{log}");
    }
}
