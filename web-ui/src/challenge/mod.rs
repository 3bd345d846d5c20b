//! A program asks for a confirmation: what is asked, the code, and how it ended.

mod ended;
mod page;
mod requests;

pub use page::ChallengePage;
