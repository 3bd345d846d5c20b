//! What forms share: sending, the messages about failures, and the form for a code.

mod code_form;
mod decoded;
mod failure_alert;
mod limit_alert;
mod state;
mod submit;
mod text_file;

pub use code_form::CodeForm;
pub use failure_alert::{FailureAlert, LoadFailure, SubmitButton};
pub use limit_alert::LimitAlert;
pub use state::{Action, Submission};
pub use submit::{FormTask, Submit, use_submit};
pub use text_file::{TextFile, TextFileWords, Tried, import_button};
