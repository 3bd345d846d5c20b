//! The pages about the member who is signed in: start page, device, sessions, password.

mod browsers;
mod consoles;
mod device_card;
mod email_form;
mod home_page;
mod language_form;
mod password_form;
mod requests;
mod security_page;
mod sessions;
mod set_up_page;
mod status;

pub use home_page::HomePage;
pub use security_page::SecurityPage;
pub use set_up_page::SetUpPage;

use crate::app::Me;
use yew::Properties;

/// The member who is signed in.
#[derive(Properties, PartialEq)]
pub struct MeProps {
    /// The member.
    pub me: Me,
}
