//! What proves a member: a password, a code of a device, the setup code of a device to be. Checked here
//! and nowhere else, with its audit row, the counters of member and device and the mails to the owner,
//! for sign-in, recovery, enrollment and the own page. The tries of one flow or link are counted by
//! the feature that it belongs to.

mod by_directory;
mod code;
mod model;
mod password;
mod password_counter;
mod password_error;
mod refusal;
mod setup;
mod totp;

pub use code::{accepted_for, check_code, read_code};
pub use model::{AskedBy, CodeAttempt, Presenter, ProofKind, ProofOutcome};
pub use password::{PasswordAttempt, VerifiedPassword, check_password, give_try_back, take_try};
pub use password_error::PasswordError;
pub use refusal::{CodeRefusal, entry, wrong_code};
pub use setup::{SetupAttempt, SetupOutcome, check_setup_code};
pub use totp::fresh_step;
