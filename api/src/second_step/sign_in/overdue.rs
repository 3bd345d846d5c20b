//! A right code of a device that was imported and had to be replaced by now: it leads to another device, not to a
//! session.

use crate::platform::db::{DbConnection, DbResult};
use crate::platform::origin::Origin;
use crate::protection::hold::MailboxAct;
use crate::record::audit::{self, Action, Ending, Event};
use crate::second_step::flow::{self, OpenFlow};
use shared_types::sign_in::FlowView;
use shared_types::time::Time;

/// Whether a right code leads there. Not while recovery by e-mail is held: nobody could set up a device, so the
/// member would be locked out.
pub(super) fn leads_to_device(open: &OpenFlow, now: Time) -> bool {
    open.has_overdue_device(now) && open.member.hold_on(MailboxAct::SetUpDevice, now).is_none()
}

/// Turns the flow to a new device, as if the person had asked for one. Who turns it back is asked for a code again.
pub(super) fn start_replacement(
    connection: &mut DbConnection,
    origin: &Origin,
    open: &OpenFlow,
    now: Time,
) -> DbResult<FlowView> {
    flow::start_replacement(connection, open, now)?;
    let event = Event::own(
        open.member.organization.id,
        open.member.id,
        Action::NewDeviceStarted,
    );
    let event = event
        .ending(Ending::success("imported"))
        .in_flow(open.flow.id);
    audit::record(connection, now, origin, &event)?;
    flow::reload(connection, open, now)
}
