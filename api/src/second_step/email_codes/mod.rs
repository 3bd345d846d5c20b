//! Six digits that prove a mailbox: sent within limits, kept as a MAC, bound to the flow or session
//! that asked, right once. One mechanism for setting a device up and for a change of address.

mod model;
mod refusal;
mod service;
mod store;

pub use model::{
    BoundTo, EmailCodeError, EmailCodeTry, NewEmailCode, SendEmailCodeError, SentEmailCode,
};
pub use service::{advance, check, continue_code, send, sweep, view};
