//! Dates, times and numbers as the person's region writes them; times always with their zone.

use super::regional;
use crate::{browser, clock};
use js_sys::{Date, Function, Object, Reflect};
use shared_types::me::Locale;
use shared_types::time::Time;
use wasm_bindgen::JsCast;

const DATE: [(&str, &str); 3] = [("year", "numeric"), ("month", "short"), ("day", "numeric")];
const CLOCK: [(&str, &str); 3] = [
    // The region's own way: "3:10 PM" and "03:10".
    ("hour", "numeric"),
    ("minute", "2-digit"),
    ("timeZoneName", "short"),
];

/// "24 Nov 2026".
pub fn date(locale: Locale, time: Time) -> String {
    format(locale, clock::milliseconds(time), &DATE)
}

/// "24 Nov 2026, 09:30 CET".
pub fn date_time(locale: Locale, time: Time) -> String {
    let parts: Vec<_> = DATE.into_iter().chain(CLOCK).collect();
    format(locale, clock::milliseconds(time), &parts)
}

/// The same in a zone of its own, which is named in full: "24 Nov 2026, 09:30 CET (Europe/Berlin)".
pub fn date_time_in(locale: Locale, time: Time, zone: &str) -> String {
    let parts: Vec<_> = DATE
        .into_iter()
        .chain(CLOCK)
        .chain([("timeZone", zone)])
        .collect();
    // A zone that this browser does not know is an exception; then the zone of the computer is shown.
    let own = || date_time(locale, time);
    let written = try_format(locale, clock::milliseconds(time), &parts);
    written.map_or_else(own, |text| format!("{text} ({zone})"))
}

/// "09:30 CET", of a moment in milliseconds since the epoch.
pub fn time(locale: Locale, at_ms: f64) -> String {
    format(locale, at_ms, &CLOCK)
}

const MINUTE_MS: f64 = 60_000.0;

/// The same of a moment from which something may be done: the minute that is named has begun after it.
pub fn time_from(locale: Locale, at_ms: f64) -> String {
    time(locale, minute_after(at_ms))
}

/// "24 Nov 2026, 09:31 CET" in the same way.
pub fn date_time_from(locale: Locale, at: Time) -> String {
    let parts: Vec<_> = DATE.into_iter().chain(CLOCK).collect();
    format(locale, minute_after(clock::milliseconds(at)), &parts)
}

fn minute_after(at_ms: f64) -> f64 {
    (at_ms / MINUTE_MS).ceil() * MINUTE_MS
}

/// "09:30:07 CET", where a minute is too long to tell two moments apart.
pub fn exact_time(locale: Locale, at_ms: f64) -> String {
    format(locale, at_ms, &exact_clock(locale))
}

/// "24 Nov 2026, 09:30:07 CET".
pub fn exact_date_time(locale: Locale, time: Time) -> String {
    let parts: Vec<_> = DATE.into_iter().chain(exact_clock(locale)).collect();
    format(locale, clock::milliseconds(time), &parts)
}

/// With seconds. Browsers then write "9:30:07" where they write "09:30" without: an hour of two digits is asked for
/// where the day has 24 of them.
fn exact_clock(locale: Locale) -> [(&'static str, &'static str); 4] {
    let [(hour, own), minute, zone] = CLOCK;
    let has_24_hours = browser::has_24_hours(&region(locale));
    let digits = if has_24_hours { "2-digit" } else { own };
    [(hour, digits), minute, ("second", "2-digit"), zone]
}

/// "12,345".
pub fn number(locale: Locale, number: i64) -> String {
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of people stay far below 2^53"
    )]
    let number = js_sys::Number::from(number as f64);
    let text = number.to_locale_string(&region(locale));
    text.into()
}

fn format(locale: Locale, at_ms: f64, parts: &[(&str, &str)]) -> String {
    let options = options(parts);
    let text = Date::new(&at_ms.into()).to_locale_string(&region(locale), &options);
    text.into()
}

fn try_format(locale: Locale, at_ms: f64, parts: &[(&str, &str)]) -> Option<String> {
    let date = Date::new(&at_ms.into());
    let write: Function = Reflect::get(&date, &"toLocaleString".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let text = write
        .call2(&date, &region(locale).into(), &options(parts))
        .ok()?;
    text.as_string()
}

fn options(parts: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (name, value) in parts {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&options, &(*name).into(), &(*value).into());
    }
    options
}

fn region(locale: Locale) -> String {
    regional(locale, &browser::languages())
}
