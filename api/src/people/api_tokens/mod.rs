//! API tokens as they are kept and looked up: what a program asks with instead of a session. Their routes are
//! in `programs/api_tokens`; a request needs the look-up before any route.

mod check;
mod last_use;
mod model;
mod networks;
mod outside;
mod refusal;
mod request_counts;
mod service;
mod store;
mod store_offers;
mod store_outside;

pub use check::{NoSuchToken, TokenChecks, TokenError};
pub use last_use::TokenUses;
pub use model::{KeptToken, NewApiTokenRow, TokenOffer, TokenUse};
pub use networks::{Networks, read_network};
pub use outside::{UsedOutside, take_outside};
pub use refusal::TooManyRequests;
pub use request_counts::{Quota, RequestCounts};
pub(in crate::people) use service::{delete_all, suspend_all, suspend_all_with_offers};
pub use service::{find_again, find_ending, list, sweep};
pub(in crate::people) use store::list_living_of;
pub use store::{count_living_locked, delete, find, find_names, insert, note_reminder};
pub use store_offers::{end_offer, set_offer, update_owner};
