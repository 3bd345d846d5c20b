//! Notices about programs.

use serde::{Deserialize, Serialize};
use shared_types::time::Time;

/// What happened by way of a program, to its token, or to where events are sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "program", rename_all = "snake_case")]
pub enum ProgramNotice {
    /// Five wrong codes within a day through a program.
    WrongCodes {
        /// What its token is called.
        name: String,
    },
    /// The same by a person who asked about the member.
    WrongCodesOfPerson {
        /// What the person is called.
        name: String,
    },
    /// For who made a token.
    TokenMade {
        /// What it is called.
        name: String,
        /// When it ends.
        until: Time,
    },
    /// For who answers for a token from now on, and for who did.
    TokenTakenOver {
        /// What it is called.
        name: String,
        /// Who answers for it.
        owner: String,
        /// When it ends.
        until: Time,
    },
    /// For who is asked to answer for a token.
    TokenOffered {
        /// What it is called.
        name: String,
        /// Who asks.
        by: String,
        /// Until when it can be taken.
        until: Time,
    },
    /// For administrators: a webhook was disabled by its receiver (410), or because nothing arrived for days.
    WebhookDisabled {
        /// The host of its address.
        host: String,
        /// Whether the receiver said that it is gone.
        is_gone: bool,
    },
    /// For administrators: events are sent elsewhere, or signed otherwise, from now on.
    WebhookChanged {
        /// What was done.
        change: WebhookChange,
        /// Who did it.
        name: String,
        /// The host of its address.
        host: String,
    },
    /// For who answers for a token: requests with it came from outside its networks, and were refused.
    TokenUsedOutside {
        /// What it is called.
        name: String,
        /// How many since the last such mail.
        requests: i64,
    },
    /// For who answers for a token.
    TokenEnds {
        /// What it is called.
        name: String,
        /// When it ends.
        until: Time,
    },
}

/// What a person changed of a webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WebhookChange {
    /// It was made.
    Made,
    /// It has another address.
    Address,
    /// It has another secret.
    Secret,
}

impl ProgramNotice {
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::WrongCodes { .. } => "program_wrong_codes",
            Self::WrongCodesOfPerson { .. } => "person_wrong_codes",
            Self::TokenMade { .. } => "api_token_made",
            Self::TokenTakenOver { .. } => "api_token_taken_over",
            Self::TokenOffered { .. } => "api_token_offered",
            Self::TokenUsedOutside { .. } => "api_token_used_outside",
            Self::TokenEnds { .. } => "api_token_ends",
            Self::WebhookChanged { .. } => "webhook_changed",
            Self::WebhookDisabled { .. } => "webhook_disabled",
        }
    }
}
