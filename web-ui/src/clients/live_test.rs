//! The live test of a console: what came in, how long ago, and what is wrong.

use super::attempt::{Attempt, Step, Verdict, is_corrected, steps_of};
use super::register_address::{RegisterAddress, offered};
use super::{refusals, requests};
use crate::app::use_app;
use crate::client::CredentialKind;
use crate::clock;
use crate::i18n::{self, Texts};
use crate::load::use_load;
use crate::ui::{Button, Kind, Look, alert, use_seconds_until};
use gloo_timers::callback::Interval;
use shared_types::client_events::{ClientEvent, ClientEventKind, ClientEvents, ClientRefusal};
use shared_types::clients::{Acr, ClientKind, ClientView};
use shared_types::time::Time;
use yew::prelude::*;

/// How often it is asked what came in.
const EVERY_MS: u32 = 2_000;
/// A test that was forgotten ends by itself.
const LONGEST_MS: f64 = 600_000.0;
/// What is longer ago than this is told by its time.
const AGO_LONGEST: u64 = 120;

/// Which console.
#[derive(Properties, PartialEq)]
pub(super) struct LiveTestProps {
    pub(super) client: ClientView,
    /// Grows when the console was changed: then it is asked anew.
    pub(super) changes: u32,
    /// Called when it was changed here.
    pub(super) onchanged: Callback<()>,
}

/// What came in, asked for every two seconds while the test runs. It begins with the page.
#[component]
pub(super) fn LiveTest(props: &LiveTestProps) -> Html {
    let texts = use_app().texts();
    let t = texts.clients;
    let until = use_state_eq(|| Some(clock::now_ms() + LONGEST_MS));
    let is_running = use_seconds_until(*until) > 0;
    let tick = use_state_eq(|| 0_u32);
    let ticks = use_mut_ref(|| 0_u32);
    {
        let tick = tick.setter();
        use_effect_with(is_running, move |is_running| {
            let interval = is_running.then(|| {
                Interval::new(EVERY_MS, move || {
                    *ticks.borrow_mut() += 1;
                    tick.set(*ticks.borrow());
                })
            });
            move || drop(interval)
        });
    }
    let client = &props.client;
    let key = (client.id, *tick, props.changes);
    let load = use_load(CredentialKind::Session, key, |app, (id, ..)| {
        Box::pin(async move { requests::list_events(app.client(), id).await })
    });
    let toggle = {
        let until = until.clone();
        move |()| until.set((!is_running).then(|| clock::now_ms() + LONGEST_MS))
    };
    let label = if is_running { t.stop() } else { t.start() };
    html! {
        <section class="panel stack" aria-labelledby="live-test">
            <div class="panel-head">
                <h2 id="live-test">{ t.live() }</h2>
                <Button look={Look::Secondary} onclick={toggle}>{ label }</Button>
            </div>
            <p>{ if is_running { t.live_lead() } else { t.live_stopped() } }</p>
            if let Some(launch) = &client.launch_uri {
                <p>
                    <a class="button" href={launch.clone()} target="_blank" rel="noopener noreferrer">
                        { t.open_in_tab() }
                    </a>
                </p>
            }
            { load.show(|events| came(texts, props, &events)) }
        </section>
    }
}

fn came(texts: Texts, props: &LiveTestProps, events: &ClientEvents) -> Html {
    let t = texts.clients;
    let client = &props.client;
    let attempt = Attempt::of(client, &events.events);
    let steps = steps_of(client.kind).iter();
    let problems = attempt.problems.iter();
    let here = i18n::exact_time(texts.locale, clock::milliseconds(events.now));
    html! {
        <>
            { verdict(texts, &attempt) }
            <ol class="came">
                { for steps.map(|kind| step(texts, &attempt, *kind, events.now)) }
            </ol>
            if !attempt.problems.is_empty() {
                <h3>{ t.problems() }</h3>
                <ul class="acts plain">
                    { for problems.map(|(event, reason)| problem(texts, props, event, *reason, events.now)) }
                </ul>
            }
            <p class="hint">{ t.clock_here(&here) }</p>
        </>
    }
}

/// What is said of it in one sentence, which screen readers announce when it changes.
fn verdict(texts: Texts, attempt: &Attempt<'_>) -> Html {
    let t = texts.clients;
    let (kind, said) = match attempt.verdict() {
        Verdict::Wrong => (Kind::Warning, t.verdict_wrong()),
        Verdict::Corrected => (Kind::Info, t.verdict_corrected()),
        Verdict::Waiting => (Kind::Info, t.verdict_waiting()),
        Verdict::Works(Acr::Aal2) => (Kind::Success, t.verdict_two()),
        Verdict::Works(Acr::Aal1) => (Kind::Success, t.verdict_one()),
    };
    alert(kind, html! { said })
}

fn step(texts: Texts, attempt: &Attempt<'_>, kind: ClientEventKind, now: Time) -> Html {
    let t = texts.clients;
    let state = attempt.step(kind);
    let acr = match state {
        Step::Done(event) | Step::Before(event) => event.detail.acr,
        _ => None,
    };
    let (class, said) = match state {
        Step::Refused => ("is-refused", t.step_refused().to_owned()),
        Step::Corrected => ("", t.corrected().to_owned()),
        Step::Done(event) => ("is-done", ago(texts, event.at, now)),
        Step::Before(event) => ("", t.step_before(&ago(texts, event.at, now))),
        Step::NotSetUp => ("", t.step_logout_none().to_owned()),
        Step::NotYet => ("", t.not_yet().to_owned()),
    };
    html! {
        <li {class}>
            <span>{ step_name(texts, attempt.client.kind, kind) }</span>
            { " " }
            <span class="sub">
                { said }
                if let Some(acr) = acr {
                    { " " }<code>{ acr.as_str() }</code>
                }
            </span>
        </li>
    }
}

fn step_name(texts: Texts, of: ClientKind, kind: ClientEventKind) -> &'static str {
    let t = texts.clients;
    match kind {
        ClientEventKind::AuthorizeRequested if of == ClientKind::ForwardAuth => t.step_proxy_sent(),
        ClientEventKind::CodeRedeemed if of == ClientKind::ForwardAuth => t.step_proxy_back(),
        ClientEventKind::AuthorizeRequested => t.step_authorize(),
        ClientEventKind::SignedIn => t.step_signed_in(),
        ClientEventKind::CodeRedeemed => t.step_redeemed(),
        ClientEventKind::UserinfoRead => t.step_userinfo(),
        ClientEventKind::LogoutTold => t.step_logout(),
    }
}

fn problem(
    texts: Texts,
    props: &LiveTestProps,
    event: &ClientEvent,
    reason: ClientRefusal,
    now: Time,
) -> Html {
    let t = texts.clients;
    let detail = &event.detail;
    let count = u32::try_from(event.count).unwrap_or(u32::MAX);
    html! {
        <li key={format!("{}/{}", event.kind.as_str(), reason.as_str())} class="stack">
            <p><strong>{ refusals::meaning(texts, event, reason) }</strong></p>
            if let Some(presented) = &detail.presented {
                <p>{ t.came() }{ " " }<code class="token">{ presented }</code></p>
            }
            if let Some(registered) = &detail.registered {
                <p>{ t.registered() }{ " " }<code class="token">{ registered }</code></p>
            }
            if is_corrected(&props.client, event, reason) {
                <p>{ t.corrected() }</p>
            }
            if let Some(address) = offered(&props.client, event) {
                <RegisterAddress
                    client={props.client.clone()}
                    address={address.to_owned()}
                    onchanged={props.onchanged.clone()}
                />
            }
            <p class="sub">{ t.last_of(count, &ago(texts, event.at, now)) }</p>
        </li>
    }
}

/// "12 seconds ago", or the time.
fn ago(texts: Texts, at: Time, now: Time) -> String {
    let seconds = now.since(at).as_secs();
    match u32::try_from(seconds) {
        Ok(short) if seconds <= AGO_LONGEST => texts.clients.ago(&texts.common.seconds(short)),
        _ => i18n::date_time(texts.locale, at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Issue 16, part 5: a proxy redeems nothing itself, so its steps have names of their own.
    #[test]
    fn steps_of_a_proxy_have_their_own_names() {
        let texts = Texts::new(shared_types::me::Locale::En);
        for kind in [
            ClientEventKind::AuthorizeRequested,
            ClientEventKind::CodeRedeemed,
        ] {
            assert_ne!(
                step_name(texts, ClientKind::ForwardAuth, kind),
                step_name(texts, ClientKind::Oidc, kind)
            );
        }
    }
}
