//! Checking a code against a member's device: one step memory, one set of counters, whoever asks.

mod model;
mod refusal;
mod service;
mod store;

pub use model::{CodeOutcome, Device, DeviceStatus, two_step_view};
pub use refusal::{CodeRefusal, read_code};
pub use service::{
    check_code, find_device, find_devices, fresh_step, remove_device, spend_steps, unlock_device,
};
