//! Setting up a device: the dialogs from the e-mail code to "Two-step verification is on".

mod app_page;
mod connect_page;
mod email_page;
mod frame;
mod key;
mod on_page;
mod requests;
mod second_step_page;
mod setup_code_page;

pub use app_page::AppPage;
pub use connect_page::ConnectPage;
pub use email_page::EmailPage;
pub use on_page::OnPage;
pub use second_step_page::SecondStepPage;
pub use setup_code_page::SetupCodePage;
