//! The live test of a console: what came in, how long ago, and what is wrong.

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

/// What happens in a sign-in, in its order. A proxy redeems no code itself, asks for nobody and is told nothing: its
/// browser comes back through it, with its code.
fn steps_of(kind: ClientKind) -> &'static [ClientEventKind] {
    match kind {
        ClientKind::Oidc => ClientEventKind::ALL,
        ClientKind::ForwardAuth => &[
            ClientEventKind::AuthorizeRequested,
            ClientEventKind::SignedIn,
            ClientEventKind::CodeRedeemed,
        ],
    }
}

fn came(texts: Texts, props: &LiveTestProps, events: &ClientEvents) -> Html {
    let t = texts.clients;
    let client = &props.client;
    let standing = Standing::of(&events.events);
    let steps = steps_of(client.kind).iter();
    let problems = standing.problems.iter();
    let here = i18n::exact_time(texts.locale, clock::milliseconds(events.now));
    html! {
        <>
            { verdict(texts, &standing) }
            <ol class="came">
                { for steps.map(|kind| step(texts, client, *kind, &standing, events.now)) }
            </ol>
            if !standing.problems.is_empty() {
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
fn verdict(texts: Texts, standing: &Standing<'_>) -> Html {
    let t = texts.clients;
    let redeemed = standing.last(ClientEventKind::CodeRedeemed);
    if !standing.problems.is_empty() {
        return alert(Kind::Warning, html! { t.verdict_wrong() });
    }
    match redeemed {
        None => alert(Kind::Info, html! { t.verdict_waiting() }),
        Some(event) if event.detail.acr == Some(Acr::Aal2) => {
            alert(Kind::Success, html! { t.verdict_two() })
        }
        Some(_) => alert(Kind::Success, html! { t.verdict_one() }),
    }
}

fn step(
    texts: Texts,
    client: &ClientView,
    kind: ClientEventKind,
    standing: &Standing<'_>,
    now: Time,
) -> Html {
    let t = texts.clients;
    let last = standing.last(kind);
    let acr = last.and_then(|event| event.detail.acr);
    let (class, said) = match last {
        _ if standing.is_refused(kind) => ("is-refused", t.step_refused().to_owned()),
        Some(event) => ("is-done", ago(texts, event.at, now)),
        None if is_not_set_up(client, kind) => ("", t.step_logout_none().to_owned()),
        None => ("", t.not_yet().to_owned()),
    };
    html! {
        <li {class}>
            <span>{ step_name(texts, client.kind, kind) }</span>
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

/// Whether it never happens, as the console is registered.
fn is_not_set_up(client: &ClientView, kind: ClientEventKind) -> bool {
    kind == ClientEventKind::LogoutTold && client.backchannel_logout_uri.is_none()
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

/// What counts of what came in: the last one of each kind that went well, and the refusals since.
struct Standing<'a> {
    well: Vec<&'a ClientEvent>,
    problems: Vec<(&'a ClientEvent, ClientRefusal)>,
}

impl<'a> Standing<'a> {
    fn of(events: &'a [ClientEvent]) -> Self {
        let well: Vec<&ClientEvent> = events.iter().filter(|one| one.reason.is_none()).collect();
        let since = |one: &ClientEvent| {
            let last = well.iter().find(|event| event.kind == one.kind);
            last.is_none_or(|last| one.at >= last.at)
        };
        let refused = events.iter().filter(|one| since(one));
        let problems = refused.filter_map(|one| Some((one, one.reason?))).collect();
        Self { well, problems }
    }

    /// Whether the last one of this kind was refused. A clock that is off refuses nothing by itself.
    fn is_refused(&self, kind: ClientEventKind) -> bool {
        let mut problems = self.problems.iter();
        problems.any(|(event, reason)| event.kind == kind && *reason != ClientRefusal::ClockOff)
    }

    fn last(&self, kind: ClientEventKind) -> Option<&'a ClientEvent> {
        self.well.iter().find(|event| event.kind == kind).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_types::audit_events::AuditOutcome;
    use shared_types::client_events::ClientEventDetail;

    fn event(kind: ClientEventKind, reason: Option<ClientRefusal>, second: i64) -> ClientEvent {
        ClientEvent {
            at: Time::from_micros(second * 1_000_000),
            kind,
            outcome: AuditOutcome::Success,
            reason,
            count: 1,
            detail: ClientEventDetail::default(),
        }
    }

    /// Issue 16, part 5: a console whose proxy asks has passed its test when the browser is back; it waits for no step
    /// that such a console never takes.
    #[test]
    fn a_proxy_is_asked_for_its_own_steps() {
        let of_proxy = steps_of(ClientKind::ForwardAuth);
        assert_eq!(of_proxy.last(), Some(&ClientEventKind::CodeRedeemed));
        assert!(!of_proxy.contains(&ClientEventKind::UserinfoRead));
        assert!(!of_proxy.contains(&ClientEventKind::LogoutTold));
        assert_eq!(steps_of(ClientKind::Oidc), ClientEventKind::ALL);
        let texts = Texts::new(shared_types::me::Locale::En);
        let redeemed = ClientEventKind::CodeRedeemed;
        assert_ne!(
            step_name(texts, ClientKind::ForwardAuth, redeemed),
            step_name(texts, ClientKind::Oidc, redeemed)
        );
    }

    /// OpenID Connect Back-Channel Logout §2.2: a console that registers no address is never told.
    #[test]
    fn a_console_without_an_address_is_not_waited_for() {
        let mut client = super::super::fill::tests::client("Desk", "https://d.example/cb");
        assert!(is_not_set_up(&client, ClientEventKind::LogoutTold));
        assert!(!is_not_set_up(&client, ClientEventKind::UserinfoRead));
        client.backchannel_logout_uri = Some("https://d.example/out".to_owned());
        assert!(!is_not_set_up(&client, ClientEventKind::LogoutTold));
    }

    /// Issue 16, part 5: what was wrong before it went well is wrong no more.
    #[test]
    fn a_refusal_counts_until_the_same_goes_well() {
        let redeemed = ClientEventKind::CodeRedeemed;
        let wrong = Some(ClientRefusal::SecretWrong);
        let slash = Some(ClientRefusal::RedirectUriSlash);
        let events = [
            event(ClientEventKind::AuthorizeRequested, slash, 9),
            event(redeemed, None, 8),
            event(redeemed, wrong, 7),
            event(ClientEventKind::AuthorizeRequested, None, 6),
        ];
        let standing = Standing::of(&events);
        let problems: Vec<ClientRefusal> = standing.problems.iter().map(|one| one.1).collect();
        assert_eq!(problems, [ClientRefusal::RedirectUriSlash]);
        assert_eq!(standing.last(redeemed).map(|one| one.at.seconds()), Some(8));
        assert!(standing.last(ClientEventKind::UserinfoRead).is_none());
        assert!(standing.is_refused(ClientEventKind::AuthorizeRequested));
        assert!(!standing.is_refused(redeemed));
        let standing = Standing::of(&events[2..3]);
        assert_eq!(standing.problems.len(), 1);
    }
}
