//! Identifiers: a UUID each, distinct types, written as text.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::from_str(text).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = uuid::Error;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }
    };
}

id!(
    /// A customer: owns members and one policy.
    OrganizationId
);
id!(
    /// A person in an organization.
    MemberId
);
id!(
    /// A group of members of an organization.
    GroupId
);
id!(
    /// The authenticator app entry that proves a member.
    DeviceId
);
id!(
    /// One sign-in attempt after a right password.
    FlowId
);
id!(
    /// What a finished sign-in gives.
    SessionId
);
id!(
    /// A browser in which a member has finished a sign-in.
    BrowserId
);
id!(
    /// What a program asks with instead of a session.
    ApiTokenId
);
id!(
    /// One answer of `POST /verifications`.
    VerificationId
);
id!(
    /// An operation that a program asks a person to confirm.
    ChallengeId
);
id!(
    /// An address to which events are sent.
    WebhookId
);
id!(
    /// One event on its way to one webhook: the header `webhook-id`.
    WebhookDeliveryId
);
id!(
    /// A console in front of which this program stands: its `client_id`.
    ClientId
);
