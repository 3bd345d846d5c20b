//! A member's devices: what a member may have several of, of several kinds. Each kind has a table
//! of its own; today there is one kind and one device of it.
//!
//! What changes how a device stands is for `members` alone, whose rows and counts repeat it: other
//! features ask there.

mod enrolled;
mod former;
mod imported;
mod model;
mod pending;
mod service;
mod store;
mod store_former;
mod store_imported;
mod store_pending;
mod view;

pub use enrolled::{ENROLL_YOURSELF_FIRST, is_enrolled};
pub use former::{is_code_of_former, sweep_former};
pub(in crate::people) use imported::{ImportedSecret, due_reminders, import_totp};
pub(in crate::people) use model::{Delays, DeviceSummary};
pub use model::{
    DeviceKind, DeviceStatus, Devices, FreshStep, PendingTotpDevice, SetUp, TotpDevice,
};
pub(in crate::people) use pending::confirm_totp;
pub use pending::{
    advance_pending, continue_pending, find_pending_totp, prepare_totp, sweep_pending,
};
pub(in crate::people) use service::{
    count_wrong_code, note_fixed_code, note_fixed_code_for_program, remove_devices,
    spend_step_after_block, spend_step_for_program, unlock_devices,
};
pub use service::{find_devices, note_owner_warned, shorten_delay, spend_step};
pub use store::{DeviceColumns, bind_device};
pub(crate) use store::{device_as_read, devices_as_read};
pub use view::{DeviceState, StoredState, two_step_view};
