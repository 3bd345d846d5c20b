//! Seconds until a moment, counted down on the page.

use crate::clock;
use gloo_timers::callback::Interval;
use yew::prelude::*;

/// Seconds until the moment, by this computer's clock, drawn anew each second until it is over.
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

/// A sentence with a count: the eye sees each second, the ear hears a sentence without one. A
/// live region that changed each second would drown everything else.
pub fn counting(seen: String, spoken: &'static str) -> Html {
    html! {
        <>
            <span aria-hidden="true">{ seen }</span>
            <span class="visually-hidden">{ spoken }</span>
        </>
    }
}
