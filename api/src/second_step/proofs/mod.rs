//! What proves a member: a password, a code of a device. Checked here and nowhere else, with its
//! counters, its audit row and the mails to its owner, for sign-in, recovery and the own page.

mod code;
mod model;
mod password;
mod refusal;
mod totp;

pub use code::{accepted, check_code, read_code};
pub use model::{CodeAttempt, ProofKind, ProofOutcome};
pub use password::{
    PasswordAttempt, PasswordError, VerifiedPassword, check_password, give_try_back, take_try,
};
pub use refusal::CodeRefusal;
pub use totp::fresh_step;
