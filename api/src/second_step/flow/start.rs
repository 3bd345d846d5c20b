//! Starting a flow.

use super::earlier::take_over;
use super::model::{Flow, FlowFacts, OpenFlow};
use crate::people::devices;
use crate::people::members::Member;
use crate::people::sign_ins::{self, Earlier, NewSignIn, NoPlace};
use crate::platform::db::keys::BrowserKey;
use crate::platform::db::{DbConnection, DbResult, StatementError};
use crate::platform::origin::Origin;
use shared_types::limits::FLOW_LIFETIME;
use shared_types::secret::Secret;
use shared_types::sessions::Transport;
use shared_types::sign_in::Step;
use shared_types::time::Time;

/// A flow to be, for a member whose password was right.
pub struct NewFlow<'a> {
    /// Who signs in.
    pub member: Member,
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

/// Starts a flow; gives its bearer token. When the member has all flows that there may be, one of the
/// same browser or network gives its place; otherwise nobody's does.
pub fn open(
    connection: &mut DbConnection,
    new: NewFlow<'_>,
    now: Time,
) -> DbResult<Result<(OpenFlow, Secret), NoPlace>> {
    let member = new.member;
    let devices = devices::find_devices(connection, member.reference())?;
    let network = &new.origin.network;
    let of = sign_ins::FlowsOf {
        member: member.key,
        epoch: member.epoch,
    };
    if let Err(full) = sign_ins::make_place(connection, of, new.browser, network, now)? {
        return Ok(Err(full));
    }
    let sign_in = NewSignIn {
        member: member.key,
        epoch: member.epoch,
        transport: new.transport,
        replaces_device: new.replaces_device,
        has_short_password: new.has_short_password,
        browser: new.browser,
        // Only who owes a code and does not give it may lack the device.
        is_watched: new.is_watched && devices.any_active(),
        origin: new.origin,
    };
    let (names, token) = sign_ins::start(connection, &sign_in, now)?;
    let flow = Flow {
        key: names.key,
        id: names.flow(),
        epoch: member.epoch,
        transport: new.transport,
        // Nothing that decides now: it is read with the flow.
        browser: None,
        replaces_device: new.replaces_device,
        has_short_password: new.has_short_password,
        email_at: None,
        expires_at: now + FLOW_LIFETIME,
    };
    let facts = FlowFacts {
        flow,
        member,
        devices,
    };
    let open = facts.open(now).map_err(|_| StatementError::NotFound)?;
    if let (Step::Email, Some(browser)) = (open.step, new.browser) {
        let earlier = Earlier::InBrowser(browser);
        take_over(connection, &open.member, earlier, open.flow.key, now)?;
    }
    Ok(Ok((open, token)))
}
