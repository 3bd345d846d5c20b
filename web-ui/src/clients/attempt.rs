//! How far somebody came who signed in at a console: each step, and what is said of all of them.

use shared_types::client_events::{ClientEvent, ClientEventKind, ClientRefusal};
use shared_types::clients::{Acr, ClientKind, ClientView};
use shared_types::limits::CLIENT_SECRET_ROTATION;

/// What happens in a sign-in, in its order. A proxy redeems no code itself, asks for nobody and is told nothing: its
/// browser comes back through it, with its code.
pub(super) fn steps_of(kind: ClientKind) -> &'static [ClientEventKind] {
    match kind {
        ClientKind::Oidc => ClientEventKind::ALL,
        ClientKind::ForwardAuth => &[
            ClientEventKind::AuthorizeRequested,
            ClientEventKind::SignedIn,
            ClientEventKind::CodeRedeemed,
        ],
    }
}

/// What counts of what came in: the last one of each kind that went well, and the refusals since.
pub(super) struct Attempt<'a> {
    pub(super) client: &'a ClientView,
    well: Vec<&'a ClientEvent>,
    pub(super) problems: Vec<(&'a ClientEvent, ClientRefusal)>,
}

/// How a step stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Step<'a> {
    /// The last one was refused.
    Refused,
    /// It was refused for a reason that is mended since.
    Corrected,
    /// It went well.
    Done(&'a ClientEvent),
    /// It went well in an earlier attempt, before something else was refused.
    Before(&'a ClientEvent),
    /// It never happens, as the console is registered.
    NotSetUp,
    /// Nothing came.
    NotYet,
}

/// What is said of all steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Something is refused.
    Wrong,
    /// Everything that was refused is mended since, and nobody has tried again.
    Corrected,
    /// Nobody was there yet.
    Waiting,
    /// Somebody signed in, this well.
    Works(Acr),
}

impl<'a> Attempt<'a> {
    /// What counts of these events, newest first.
    pub(super) fn of(client: &'a ClientView, events: &'a [ClientEvent]) -> Self {
        let well: Vec<&ClientEvent> = events.iter().filter(|one| one.reason.is_none()).collect();
        let since = |one: &ClientEvent| {
            let last = well.iter().find(|event| event.kind == one.kind);
            last.is_none_or(|last| one.at >= last.at)
        };
        let refused = events.iter().filter(|one| since(one));
        // Anybody can ask as if he were the proxy. Once the console works, that is no news of its own proxy.
        let counts = |reason| reason != ClientRefusal::ProxyUntrusted || well.is_empty();
        let problems = refused
            .filter_map(|one| Some((one, one.reason?)))
            .filter(|(_, reason)| counts(*reason))
            .collect();
        Self {
            client,
            well,
            problems,
        }
    }

    /// How a step stands.
    pub(super) fn step(&self, kind: ClientEventKind) -> Step<'a> {
        // A clock that is off refuses nothing by itself.
        let stops = |reason: ClientRefusal| reason != ClientRefusal::ClockOff;
        let of_kind = self.problems.iter();
        let mut of_kind = of_kind.filter(|(event, reason)| event.kind == kind && stops(*reason));
        if let Some((event, reason)) = of_kind.next() {
            let is_mended = |(event, reason): &(&ClientEvent, ClientRefusal)| {
                is_corrected(self.client, event, *reason)
            };
            return if is_mended(&(event, *reason)) && of_kind.all(is_mended) {
                Step::Corrected
            } else {
                Step::Refused
            };
        }
        // Kinds are in the order of a sign-in: who is refused at one does not come to those behind it.
        let is_stopped = |at| {
            let mut problems = self.problems.iter();
            problems.any(|(event, reason)| event.kind < kind && event.at > at && stops(*reason))
        };
        match self.well.iter().find(|event| event.kind == kind) {
            Some(event) if is_stopped(event.at) => Step::Before(event),
            Some(event) => Step::Done(event),
            None if kind == ClientEventKind::LogoutTold
                && self.client.backchannel_logout_uri.is_none() =>
            {
                Step::NotSetUp
            }
            None => Step::NotYet,
        }
    }

    /// What is said of all steps.
    pub(super) fn verdict(&self) -> Verdict {
        let mut problems = self.problems.iter();
        if !self.problems.is_empty() {
            return if problems.all(|(event, reason)| is_corrected(self.client, event, *reason)) {
                Verdict::Corrected
            } else {
                Verdict::Wrong
            };
        }
        let redeemed = ClientEventKind::CodeRedeemed;
        match self.well.iter().find(|event| event.kind == redeemed) {
            None => Verdict::Waiting,
            Some(event) => Verdict::Works(event.detail.acr.unwrap_or(Acr::Aal1)),
        }
    }
}

/// Whether the reason is gone, as the console is registered now: the address that came was registered since, the console
/// was switched on, or it got another secret.
pub(super) fn is_corrected(
    client: &ClientView,
    event: &ClientEvent,
    reason: ClientRefusal,
) -> bool {
    match reason {
        ClientRefusal::ClientDisabled => !client.is_disabled,
        ClientRefusal::SecretWrong => client
            .former_secret_until
            .is_some_and(|until| event.at < until - CLIENT_SECRET_ROTATION),
        _ => event.detail.presented.as_ref().is_some_and(|address| {
            event.kind == ClientEventKind::AuthorizeRequested
                && client.redirect_uris.contains(address)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fill::tests::client;
    use super::*;
    use shared_types::audit_events::AuditOutcome;
    use shared_types::client_events::ClientEventDetail;
    use shared_types::time::Time;

    const START: ClientEventKind = ClientEventKind::AuthorizeRequested;
    const REDEEMED: ClientEventKind = ClientEventKind::CodeRedeemed;
    const USERINFO: ClientEventKind = ClientEventKind::UserinfoRead;
    const SLASH: ClientRefusal = ClientRefusal::RedirectUriSlash;
    const SECRET: ClientRefusal = ClientRefusal::SecretWrong;

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

    fn desk() -> ClientView {
        client("Desk", "https://d.example/cb")
    }

    /// Issue 16, part 5: a console whose proxy asks has passed its test when the browser is back; it waits for no step
    /// that such a console never takes.
    #[test]
    fn a_proxy_is_asked_for_its_own_steps() {
        let of_proxy = steps_of(ClientKind::ForwardAuth);
        assert_eq!(of_proxy.last(), Some(&REDEEMED));
        assert!(!of_proxy.contains(&USERINFO));
        assert!(!of_proxy.contains(&ClientEventKind::LogoutTold));
        assert_eq!(steps_of(ClientKind::Oidc), ClientEventKind::ALL);
    }

    /// L-09: a proxy that is not trusted is news until the console works.
    #[test]
    fn strangers_say_nothing_of_a_console_that_works() {
        let client = desk();
        let stranger = event(START, Some(ClientRefusal::ProxyUntrusted), 9);
        let events = [stranger, event(REDEEMED, None, 8)];
        assert_eq!(
            Attempt::of(&client, &events).verdict(),
            Verdict::Works(Acr::Aal1)
        );
        assert_eq!(Attempt::of(&client, &events[..1]).verdict(), Verdict::Wrong);
    }

    /// OpenID Connect Back-Channel Logout §2.2: a console that registers no address is never told.
    #[test]
    fn a_console_without_an_address_is_not_waited_for() {
        let mut client = desk();
        let told = ClientEventKind::LogoutTold;
        assert_eq!(Attempt::of(&client, &[]).step(told), Step::NotSetUp);
        assert_eq!(Attempt::of(&client, &[]).step(USERINFO), Step::NotYet);
        client.backchannel_logout_uri = Some("https://d.example/out".to_owned());
        assert_eq!(Attempt::of(&client, &[]).step(told), Step::NotYet);
    }

    /// Issue 16, part 5: what was wrong before it went well is wrong no more.
    #[test]
    fn a_refusal_counts_until_the_same_goes_well() {
        let client = desk();
        let events = [
            event(START, Some(SLASH), 9),
            event(REDEEMED, None, 8),
            event(REDEEMED, Some(SECRET), 7),
            event(START, None, 6),
        ];
        let attempt = Attempt::of(&client, &events);
        let problems: Vec<ClientRefusal> = attempt.problems.iter().map(|one| one.1).collect();
        assert_eq!(problems, [SLASH]);
        assert_eq!(attempt.step(START), Step::Refused);
        assert_eq!(attempt.verdict(), Verdict::Wrong);
        let attempt = Attempt::of(&client, &events[2..3]);
        assert_eq!(attempt.problems.len(), 1);
        let attempt = Attempt::of(&client, &events[1..]);
        assert_eq!(attempt.step(REDEEMED), Step::Done(&events[1]));
        assert_eq!(attempt.verdict(), Verdict::Works(Acr::Aal1));
        assert_eq!(Attempt::of(&client, &[]).verdict(), Verdict::Waiting);
    }

    /// Issue 16, part 5: a step behind the one that was refused last is of an attempt before, those in front of it are
    /// not; a clock that is off stops nobody.
    #[test]
    fn steps_of_an_attempt_before_are_told_apart() {
        let client = desk();
        let events = [
            event(REDEEMED, Some(SECRET), 10),
            event(START, None, 9),
            event(USERINFO, None, 5),
        ];
        let attempt = Attempt::of(&client, &events);
        assert_eq!(attempt.step(REDEEMED), Step::Refused);
        assert_eq!(attempt.step(START), Step::Done(&events[1]));
        assert_eq!(attempt.step(USERINFO), Step::Before(&events[2]));
        let clock = event(REDEEMED, Some(ClientRefusal::ClockOff), 10);
        let events = [clock, event(USERINFO, None, 5)];
        let attempt = Attempt::of(&client, &events);
        assert_eq!(attempt.step(USERINFO), Step::Done(&events[1]));
    }

    /// Issue 16, part 5: what an administrator has mended is not called wrong until somebody signs in.
    #[test]
    fn what_is_mended_waits_for_another_try() {
        let mut client = desk();
        let mut slash = event(START, Some(SLASH), 9);
        slash.detail.presented = Some("https://d.example/cb/".to_owned());
        let events = [slash];
        assert_eq!(Attempt::of(&client, &events).verdict(), Verdict::Wrong);
        client
            .redirect_uris
            .push("https://d.example/cb/".to_owned());
        let attempt = Attempt::of(&client, &events);
        assert_eq!(attempt.verdict(), Verdict::Corrected);
        assert_eq!(attempt.step(START), Step::Corrected);
        let wrong = [event(REDEEMED, Some(SECRET), 9)];
        assert_eq!(Attempt::of(&client, &wrong).verdict(), Verdict::Wrong);
        for (rotated, verdict) in [(8, Verdict::Wrong), (10, Verdict::Corrected)] {
            let rotated = Time::from_micros(rotated * 1_000_000);
            client.former_secret_until = Some(rotated + CLIENT_SECRET_ROTATION);
            assert_eq!(Attempt::of(&client, &wrong).verdict(), verdict);
        }
        client.is_disabled = true;
        let off = [event(START, Some(ClientRefusal::ClientDisabled), 9)];
        assert_eq!(Attempt::of(&client, &off).verdict(), Verdict::Wrong);
        client.is_disabled = false;
        assert_eq!(Attempt::of(&client, &off).verdict(), Verdict::Corrected);
    }
}
