//! The parts that pages are made of: properties in, callbacks out, never a request.

mod alert;
mod button;
mod code_entry;
mod code_field;
mod confirm;
mod copy;
mod countdown;
mod counting;
mod facts;
mod field;
mod focus;
mod form;
mod heading;
mod password_field;
mod progress;
mod qr_code;
mod select;

pub use alert::{Alert, Badge, Kind};
pub use button::{Button, Look};
pub use code_field::{CodeField, is_about_code, typed_code};
pub use confirm::Confirm;
pub use copy::CopyButton;
pub use countdown::use_seconds_until;
pub use counting::Counting;
pub use facts::{Fact, Facts};
pub use field::Field;
pub use form::Form;
pub use heading::Heading;
pub use password_field::PasswordField;
pub use progress::Progress;
pub use qr_code::QrCode;
pub use select::{Choice, Select};
