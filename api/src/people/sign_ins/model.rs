//! What a sign-in is at each moment, and what moves it on.

use crate::platform::db::keys::{BrowserKey, MemberKey, SignInKey};
use crate::platform::origin::Origin;
use shared_types::sessions::Transport;
use shared_types::time::Time;

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

/// A flow that becomes a session, as it was read.
#[derive(Clone, Copy, Debug)]
pub struct Transition {
    /// Its row.
    pub key: SignInKey,
    /// The member's epoch in which it was read.
    pub epoch: i64,
    /// 1: the password alone. 2: the password and a code.
    pub aal: u8,
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
