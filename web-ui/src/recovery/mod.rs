//! A forgotten password: asking for the e-mail, and choosing a new one with its link.

mod ask_page;
mod choose_page;
mod requests;

pub use ask_page::AskPage;
pub use choose_page::ChoosePage;
