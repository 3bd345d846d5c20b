//! A member's devices: what a member may have several of, of several kinds. Each kind has a table
//! of its own; today there is one kind and one device of it.

mod model;
mod pending;
mod service;
mod store;
mod store_pending;
mod view;

pub use model::{
    DeviceKind, DeviceStatus, Devices, FreshStep, PendingTotpDevice, TOTP_SLOT, TotpDevice,
};
pub use pending::{confirm_totp, find_pending_totp, prepare_totp};
pub use service::{
    count_wrong_code, find_all, find_devices, note_owner_warned, remove_devices, shorten_delay,
    spend_steps, unlock_devices,
};
pub use view::{Standing, two_step_view};
