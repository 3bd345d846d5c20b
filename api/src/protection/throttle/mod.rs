//! Rate limits against guessing: stored in the database, so that they hold across restarts and nodes.
//!
//! A try is counted *before* the secret is checked, in the same transaction, so that concurrent tries
//! cannot exceed a limit.

mod client_limit;
mod model;
mod names;
mod service;
mod store;
mod usage;

pub use client_limit::ClientLimit;
pub use model::{
    CHALLENGES_OF_MEMBER, CLOCK_MOVES, DelayVerdict, EMAIL_FAILING, EMAIL_SENDING, FIXED_CODES,
    GrowingDelay, KNOWN_BROWSER_TRIES, Limit, PROGRAM_FAILING, PROGRAM_FAILING_FOR_MEMBER,
    PROGRAMS_FAILING_FOR_MEMBER, RIGHT_PASSWORDS, STATION_FAILING, TOKEN_OFFERS, Verdict,
    code_delay,
};
pub use names::{
    Budget, bind_counter, challenges_of_member, clock_moves, email_failing, email_failing_in_all,
    email_sending, fixed_codes, invitation_counter, known_browser_counter, member_bind_counter,
    member_password_counter, password_counter, password_reset_counter, password_reset_counter_of,
    program_failing, program_failing_for_member, programs_failing_for_member,
    right_password_counter, station_failing, token_offers, webhook_sends,
};
pub use service::{
    clear, clear_member, clear_programs, clear_with_browsers, count_failure, failures,
    find_allowed, forget_stale, give_back, may_take, may_take_with_delay, peek, take, take_counted,
    take_with_delay,
};
pub use usage::{
    MemberUsage, TriesInARow, Usage, tries_in_a_row, usage_of_member, usage_with_browsers,
};
