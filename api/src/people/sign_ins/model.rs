//! What a sign-in is at each moment, and what moves it on.

use crate::platform::db::keys::{BrowserKey, MemberKey, SignInKey};
use crate::platform::origin::Origin;
use shared_types::limits::{LIVE_FLOWS_PER_KNOWN_BROWSER, LIVE_FLOWS_PER_MEMBER};
use shared_types::sessions::Transport;
use shared_types::time::Time;
use std::time::Duration;

/// What the token of a sign-in opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The steps after the right password.
    Flow,
    /// Everything that a session may do.
    Session,
    /// Nothing any more.
    Ended,
}

impl State {
    /// Letters that the column gains when a flow becomes a session.
    pub(super) const GROWTH: usize = Self::Session.as_str().len() - Self::Flow.as_str().len();

    /// The word in the column.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Flow => "flow",
            Self::Session => "session",
            Self::Ended => "ended",
        }
    }
}

/// Why a sign-in ended before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndReason {
    /// The person gave up.
    GivenUp,
    /// A newer attempt of the member took its place.
    Displaced,
    /// Too many wrong codes in it.
    TooManyCodes,
    /// The session was ended by its member.
    SignedOut,
}

impl EndReason {
    /// The word in the column.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::GivenUp => "given_up",
            Self::Displaced => "displaced",
            Self::TooManyCodes => "too_many_codes",
            Self::SignedOut => "signed_out",
        }
    }
}

/// A flow that is not over.
#[derive(Clone, Debug)]
pub struct OpenSignIn {
    /// When the right password began it.
    pub started_at: Time,
    /// When it ends by itself.
    pub expires_at: Time,
    /// Whether it sets up a device in the place of another.
    pub replaces_device: bool,
    /// When the mailbox was proven.
    pub email_at: Option<Time>,
    /// The coarse network that it comes from.
    pub network: String,
}

/// A sign-in to be.
#[derive(Clone, Copy, Debug)]
pub struct NewSignIn<'a> {
    /// Whose.
    pub member: MemberKey,
    /// The member's epoch now.
    pub epoch: i64,
    /// The transport.
    pub transport: Transport,
    /// Whether it sets up a device although none is asked for, or in the place of another.
    pub replaces_device: bool,
    /// Whether the password that began it is too short to sign in alone.
    pub has_short_password: bool,
    /// The known browser that it came from.
    pub browser: Option<BrowserKey>,
    /// Whether the owner is told when it is not finished.
    pub is_watched: bool,
    /// Where it comes from.
    pub origin: &'a Origin,
}

/// What proves that an earlier sign-in was made in the same browser; a network never does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Earlier {
    /// The browser still has the token of its flow.
    SignIn(SignInKey),
    /// It was started in the same known browser.
    InBrowser(BrowserKey),
}

impl Earlier {
    /// Whether something of this sign-in, started in this known browser, is of the same browser.
    pub fn covers(self, sign_in: SignInKey, browser: Option<BrowserKey>) -> bool {
        match self {
            Self::SignIn(earlier) => earlier == sign_in,
            Self::InBrowser(known) => browser == Some(known),
        }
    }
}

/// A flow that becomes a session, as it was read.
#[derive(Clone, Copy, Debug)]
pub struct Transition {
    /// Its row.
    pub key: SignInKey,
    /// The member's epoch in which it was read.
    pub epoch: i64,
    /// 1: the password alone. 2: the password and a code.
    pub aal: u8,
    /// The browser that is known from now on, if it was not before.
    pub browser: Option<BrowserKey>,
}

/// A sign-in that was not finished and whose owner was not told of it.
#[derive(Clone, Debug)]
pub struct Unfinished {
    /// Its row.
    pub key: SignInKey,
    /// Whose it is.
    pub member: MemberKey,
    /// When the right password came.
    pub started_at: Time,
    /// From which network.
    pub network: String,
    /// From which program.
    pub program: String,
}

/// Whose flows: those of an earlier epoch are dead, and take nobody's place.
#[derive(Clone, Copy, Debug)]
pub struct FlowsOf {
    /// The member.
    pub member: MemberKey,
    /// The member's epoch now.
    pub epoch: i64,
}

/// A flow that lives.
#[derive(Clone, Debug)]
pub(super) struct LiveFlow {
    pub(super) key: SignInKey,
    pub(super) browser: Option<BrowserKey>,
    pub(super) network: String,
    pub(super) expires_at: Time,
}

/// The member has all flows that there may be, and none of this browser or network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoPlace {
    /// How long until one ends.
    pub wait: Duration,
}

/// The place of one more flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// There is one.
    Free,
    /// The place of this flow.
    Of(SignInKey),
    /// There is none before this time.
    FreeAt(Time),
}

/// Where one more flow of a browser from a network has its place. `live` has the oldest first. No
/// stranger takes the place of a known browser's flow, nor of one from another network, and no known browser
/// that of another one: one of them may have been copied (F2).
pub(super) fn place_among(live: &[LiveFlow], browser: Option<BrowserKey>, network: &str) -> Place {
    let alike: Vec<_> = live.iter().filter(|flow| flow.browser == browser).collect();
    let places = match browser {
        Some(_) => LIVE_FLOWS_PER_KNOWN_BROWSER,
        None => LIVE_FLOWS_PER_MEMBER,
    };
    if alike.len() < places {
        return Place::Free;
    }
    let neighbour = alike
        .iter()
        .find(|flow| browser.is_some() || flow.network == network);
    match (neighbour, alike.iter().map(|flow| flow.expires_at).min()) {
        (Some(neighbour), _) => Place::Of(neighbour.key),
        (None, Some(at)) => Place::FreeAt(at),
        (None, None) => Place::Free,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flow(number: i64, browser: Option<i64>, network: &str) -> LiveFlow {
        LiveFlow {
            key: SignInKey::of(number),
            browser: browser.map(BrowserKey::of),
            network: network.to_owned(),
            expires_at: Time::from_micros(number),
        }
    }

    fn strangers(networks: &[&str]) -> Vec<LiveFlow> {
        let numbers = 1..;
        let all = numbers.zip(networks);
        all.map(|(number, network)| flow(number, None, network))
            .collect()
    }

    /// F2: at the cap a flow from elsewhere is refused, and the owner's stays.
    #[test]
    fn strangers_take_no_place_from_another_network() {
        let mut live = strangers(&["owner"]);
        live.extend((2..=10).map(|number| flow(number, None, "thief")));
        assert_eq!(
            place_among(&live, None, "third"),
            Place::FreeAt(Time::from_micros(1))
        );
        assert_eq!(
            place_among(&live, None, "thief"),
            Place::Of(SignInKey::of(2))
        );
        assert_eq!(
            place_among(&live, None, "owner"),
            Place::Of(SignInKey::of(1))
        );
        assert_eq!(place_among(&live[..9], None, "third"), Place::Free);
    }

    /// F2: each known browser has two places more, and gives them to nobody else, nor to another known one, whose
    /// cookie a thief may have.
    #[test]
    fn each_known_browser_has_places_of_its_own() {
        let mut live = strangers(&["thief"; 10]);
        let (home, cafe) = (BrowserKey::of(7), BrowserKey::of(8));
        live.extend([flow(11, Some(8), "thief"), flow(12, Some(8), "thief")]);
        assert_eq!(
            place_among(&live, Some(cafe), "elsewhere"),
            Place::Of(SignInKey::of(11))
        );
        for number in [13, 14] {
            assert_eq!(place_among(&live, Some(home), "owner"), Place::Free);
            live.push(flow(number, Some(7), "owner"));
        }
        assert_eq!(
            place_among(&live, Some(home), "owner"),
            Place::Of(SignInKey::of(13))
        );
        assert_eq!(
            place_among(&live, None, "owner"),
            Place::FreeAt(Time::from_micros(1))
        );
        assert_eq!(
            place_among(&live[1..], None, "owner"),
            Place::Free,
            "those of known browsers take none of the others"
        );
    }
}
