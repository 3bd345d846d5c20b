//! Signing in: the password, then a code of the app.

mod code_page;
mod password_page;
mod requests;

pub use code_page::CodePage;
pub use password_page::PasswordPage;
