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
