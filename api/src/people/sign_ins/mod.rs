//! A sign-in from the right password to the end of its session: one row, changed in place. This
//! feature alone writes it; `sessions` and `second_step/flow` read it with what decides about it.

mod model;
mod service;
mod store;
mod store_open;
mod store_unfinished;

pub use model::{
    Earlier, EndReason, FlowsOf, NewSignIn, NoPlace, OpenSignIn, State, Transition, Unfinished,
};
pub use service::{
    advance_flows, count_failed_try, count_spent_code, end, end_session, finish, free_places,
    keep_device, keep_through, keep_through_lowered, known_browser, make_place, note_last_used,
    note_password_replaced, prove_email, renew_flow, set_fresh_until, start, start_replacement,
    sweep,
};
pub use store::RESERVED;
pub use store_open::list_open;
pub use store_unfinished::{
    find_stretch, has_finished_since, list_due, settle, settle_due_of, settle_finished,
};
