//! API tokens: made, listed, taken over and ended by administrators. How a request with one becomes a caller is
//! in `people`.

mod fields;
mod hand_over;
mod handlers;
mod outside;
mod reminder;
mod service;
mod views;

pub use handlers::routes;
pub use outside::tell_of_outside;
pub use reminder::remind;
