//! Signing in: the password, then a code of the app or a longer password.

mod code_page;
mod console_name;
mod elsewhere_page;
mod new_password_page;
mod password_page;
mod requests;
mod unknown_organization;

pub use code_page::CodePage;
pub use elsewhere_page::ElsewherePage;
pub use new_password_page::NewPasswordPage;
pub use password_page::PasswordPage;
