//! What the person at the client of a NAS is shown, in English: many clients of NAS show nothing else. It is told nothing that the page of the sign-in would not tell.

use shared_types::locale::Locale;
use shared_types::radius::{RadiusAnswer, RadiusAuthType, RadiusPacketType};
use shared_types::secret::Secret;
use shared_types::texts::Texts;
use std::time::Duration;

/// What is said with a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// Address or password are wrong.
    Wrong,
    /// The code is wrong, was used, or comes without its challenge.
    WrongCode,
    /// Too many tries.
    Wait(Duration),
    /// The page of the sign-in comes first.
    PageFirst,
    /// A device has to be set up first.
    NoDevice,
}

/// An accept.
pub(super) fn accept() -> RadiusAnswer {
    RadiusAnswer {
        auth_type: Some(RadiusAuthType::Accept),
        ..RadiusAnswer::default()
    }
}

/// A challenge, which asks for a code (RFC 2865 §4.4).
pub(super) fn challenge(state: Secret) -> RadiusAnswer {
    let t = Texts::new(Locale::default()).radius;
    RadiusAnswer {
        packet_type: Some(RadiusPacketType::AccessChallenge),
        state: Some(state),
        reply_message: Some(t.code().to_owned()),
        ..RadiusAnswer::default()
    }
}

/// A reject, with its reason (RFC 2865 §4.3, §5.18).
pub(super) fn reject(said: Said, public_url: &str) -> RadiusAnswer {
    let t = Texts::new(Locale::default()).radius;
    let text = match said {
        Said::Wrong => t.wrong().to_owned(),
        Said::WrongCode => t.wrong_code().to_owned(),
        Said::Wait(wait) => t.wait(&wait.as_secs().max(1).to_string()),
        Said::PageFirst => t.page_first(public_url),
        Said::NoDevice => t.no_device(public_url),
    };
    RadiusAnswer {
        auth_type: Some(RadiusAuthType::Reject),
        reply_message: Some(text),
        ..RadiusAnswer::default()
    }
}
