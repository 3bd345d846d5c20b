//! A forgotten password: the request for an e-mail, and the choice of a new one with its link.

mod ask_page;
mod choose_form;
mod choose_page;
mod requests;

pub use ask_page::AskPage;
pub use choose_page::ChoosePage;
