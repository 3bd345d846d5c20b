//! What a flow takes over of an earlier one of the same browser: the mailed code and the pending device. The
//! browser proves itself by the cookie of the earlier flow, or as a known browser; a network never does.
//!
//! Nothing is proven by it. The pending device is shown, and can be confirmed, only after the mailbox is
//! proven in the later flow.

use super::model::OpenFlow;
use super::store;
use crate::people::devices;
use crate::people::members::Member;
use crate::people::sign_ins::Earlier;
use crate::platform::crypto::token::PresentedToken;
use crate::platform::db::keys::SignInKey;
use crate::platform::db::{DbConnection, DbResult};
use crate::second_step::email_codes;
use shared_types::time::Time;

/// Goes on where the flow stopped whose cookie the browser still sends: one of the same member and epoch.
pub fn continue_earlier(
    connection: &mut DbConnection,
    open: &OpenFlow,
    presented: &PresentedToken,
    now: Time,
) -> DbResult<()> {
    match store::find_earlier(connection, presented, &open.member)? {
        Some(key) => {
            let earlier = Earlier::SignIn(key);
            take_over(connection, &open.member, earlier, open.flow.key, now)
        }
        None => Ok(()),
    }
}

/// The same for what is of the flow's known browser.
pub(super) fn take_over(
    connection: &mut DbConnection,
    member: &Member,
    earlier: Earlier,
    sign_in: SignInKey,
    now: Time,
) -> DbResult<()> {
    email_codes::continue_code(connection, member, earlier, sign_in, now)?;
    devices::continue_pending(connection, member.reference(), earlier, sign_in, now)
}
