//! A countdown to a moment.

use crate::clock;
use gloo_timers::callback::Interval;
use yew::prelude::*;

/// Seconds until the moment, by this computer's clock; the component is drawn again each second.
#[hook]
pub fn use_seconds_until(moment_ms: Option<f64>) -> u32 {
    let tick = use_force_update();
    let seconds = moment_ms.map_or(0, |moment| clock::seconds_between(clock::now_ms(), moment));
    use_effect_with((moment_ms, seconds > 0), move |(_, open)| {
        let ticking = open.then(|| Interval::new(1_000, move || tick.force_update()));
        move || drop(ticking)
    });
    seconds
}

/// How a new code of the app is awaited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewCode {
    /// It comes in so many seconds.
    In(u32),
    /// The app shows it for the first time.
    Now,
    /// The app shows another one by now, or none is awaited: nothing need be said.
    Past,
}

/// How the new code stands that comes at this moment.
#[hook]
pub fn use_new_code(at_ms: Option<f64>) -> NewCode {
    let seconds = use_seconds_until(at_ms);
    let shown = use_seconds_until(at_ms.map(|at| at + SHOWN_MS));
    new_code(seconds, shown)
}

/// How long an app shows a code.
const SHOWN_MS: f64 = 30_000.0;

/// How it stands so many seconds before it comes, and before it goes.
fn new_code(until_shown: u32, until_gone: u32) -> NewCode {
    match (until_shown, until_gone) {
        (0, 0) => NewCode::Past,
        (0, _) => NewCode::Now,
        (seconds, _) => NewCode::In(seconds),
    }
}

/// A ring that closes while a code is awaited: beside a text that says the same.
pub fn ring(seconds: u32) -> Html {
    let left = seconds.min(PERIOD);
    let dash = format!("{} {PERIOD}", PERIOD - left);
    html! {
        <svg class="ring" viewBox="0 0 36 36" width="24" height="24" aria-hidden="true" focusable="false">
            <circle cx="18" cy="18" r="15" class="ring-track" />
            <circle
                cx="18"
                cy="18"
                r="15"
                class="ring-done"
                pathLength={PERIOD.to_string()}
                stroke-dasharray={dash}
            />
        </svg>
    }
}

/// Seconds of the whole ring.
const PERIOD: u32 = 30;

/// A sentence with a countdown. Screen readers get a sentence without one: they would read a text
/// that changes again every second.
pub fn counting(seen: String, spoken: &'static str) -> Html {
    html! {
        <>
            <span aria-hidden="true">{ seen }</span>
            <span class="visually-hidden">{ spoken }</span>
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// D3 of the review: that the app shows a new code is said while it shows that one, not for ever.
    #[test]
    fn a_new_code_is_told_while_it_is_shown() {
        assert_eq!(new_code(12, 42), NewCode::In(12));
        assert_eq!(new_code(0, 30), NewCode::Now);
        assert_eq!(new_code(0, 0), NewCode::Past);
    }
}
