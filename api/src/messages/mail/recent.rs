//! What became of the mails to a member, for those who help: purpose, time and outcome, no content.

use super::failure::reply_in;
use crate::messages::delivery::{self, Sending, SendingState};
use crate::platform::db::{DbConnection, DbResult};
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::support::{MailState, MailView, WaitingInvitations};
use shared_types::time::Time;

/// Mails that are shown.
const SHOWN: i64 = 10;

/// The newest mails to a member.
pub fn list_recent(
    connection: &mut DbConnection,
    member: MemberId,
    now: Time,
) -> DbResult<Vec<MailView>> {
    let sendings = delivery::list_sendings(connection, member, SHOWN, now)?;
    Ok(sendings.into_iter().map(view).collect())
}

fn view(sending: Sending) -> MailView {
    MailView {
        purpose: sending.kind,
        created_at: sending.created_at,
        state: match sending.state {
            SendingState::Paced => MailState::Paced,
            SendingState::Queued => MailState::Queued,
            SendingState::Delayed => MailState::Delayed,
            SendingState::Sent => MailState::Sent,
            SendingState::Failed => MailState::Failed,
        },
        at: sending.at,
        reply: sending.last_error.as_deref().and_then(reply_in),
    }
}

/// How many invitations of an organization wait for their turn: nothing else is paced.
pub fn count_waiting_invitations(
    connection: &mut DbConnection,
    organization: OrganizationId,
    now: Time,
) -> DbResult<WaitingInvitations> {
    let waiting = delivery::count_waiting(connection, organization, now)?;
    Ok(WaitingInvitations {
        count: waiting.count,
        last_at: waiting.last_at,
    })
}
