//! Checking a code against a member's device: one step memory, one set of counters, whoever asks.
//!
//! What changes how a device stands is for `members` alone, whose rows and counts repeat it: other
//! features ask there.

mod model;
mod refusal;
mod service;
mod store;

pub(in crate::people) use model::DeviceSummary;
pub use model::{CodeOutcome, Device, DeviceStatus, two_step_view};
pub use refusal::{CodeRefusal, read_code};
pub(in crate::people) use service::{check_code, confirm_device, remove_device, unlock_device};
pub use service::{find_device, find_devices, fresh_step, spend_steps};
