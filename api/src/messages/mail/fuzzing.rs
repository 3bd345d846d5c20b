//! An entry point for the fuzzer to build messages; not in other builds.

use super::message::build_message;
use super::model::{Mail, MailContent, Recipient};
use super::outgoing::Outgoing;
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::me::Locale;
use shared_types::secret::Secret;
use shared_types::time::Time;
use uuid::Uuid;

/// An invitation as it goes over the wire; `None` when the address is none.
pub fn format_invitation(
    address: &str,
    name: &str,
    organization: &str,
    invited_by: &str,
) -> Option<Vec<u8>> {
    let now = Time::from_micros(1_800_000_000_000_000);
    let mail = Mail {
        to: Recipient {
            organization_id: OrganizationId(Uuid::from_u128(1)),
            member_id: MemberId(Uuid::from_u128(2)),
            address: address.to_owned(),
            display_name: name.to_owned(),
        },
        locale: Locale::De,
        time_zone: None,
        organization: organization.to_owned(),
        sign_in_path: String::new(),
        is_test: false,
        content: MailContent::Invitation {
            invited_by: invited_by.to_owned(),
            token: Secret::new("tokenToken"),
            expires_at: now,
            needs_phone: true,
        },
    };
    let outgoing = Outgoing::new("0198".into(), now, mail, "https://desk.example.com");
    let sender = "Twostep <twostep@example.com>".parse().ok()?;
    let message = build_message(&outgoing, &sender).ok()?;
    Some(message.formatted())
}
