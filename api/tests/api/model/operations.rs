//! What people do, in random order.

use super::state::Who;
use proptest::prelude::*;

/// One thing that somebody does. A `usize` picks a flow or a session, counted from the newest.
#[derive(Clone, Copy, Debug)]
pub(super) enum Operation {
    SignIn(Who),
    /// What a right password gives, without the hash: four in five sign-ins, or hashing is all
    /// that the walks do.
    Open(Who),
    /// Forgotten password: ask, read the link, follow it, with a code of the own phone or without.
    Reset(Who, bool),
    Wait(i64),
    Admin(Help),
    Flow(usize, Act),
    Me(usize),
    Enroll(usize),
    RemoveDevice(usize),
}

/// What somebody does with a flow.
#[derive(Clone, Copy, Debug)]
pub(super) enum Act {
    /// The right next thing, as far as the person can.
    Forward,
    Look,
    GiveUp,
    SendMail,
    Prove(Mail),
    Show,
    Confirm(Guess),
    Code(Guess),
    NewDevice,
    /// Five guesses at whatever is owed.
    Hammer,
}

/// Which e-mailed code is entered. Who cannot read the mailbox guesses.
#[derive(Clone, Copy, Debug)]
pub(super) enum Mail {
    Own,
    OfAnotherFlow,
    Guessed,
}

/// Which code of a phone is entered. Who does not hold the phone guesses.
#[derive(Clone, Copy, Debug)]
pub(super) enum Guess {
    /// What it shows this many steps from now.
    Shown(i64),
    /// The newest code that was accepted, seen over a shoulder.
    Seen,
    /// A code of the phone before this one.
    OfTheOldPhone,
    Wrong,
    /// No code at all: counts nothing.
    Malformed,
}

/// What an administrator does.
#[derive(Clone, Copy, Debug)]
pub(super) enum Help {
    Require(bool),
    ResetDevice,
    Unlock,
    Disable,
    Enable,
}

fn anybody() -> impl Strategy<Value = Who> {
    prop_oneof![
        3 => Just(Who::Owner),
        2 => Just(Who::PasswordThief),
        1 => Just(Who::MailboxThief),
    ]
}

fn guess() -> impl Strategy<Value = Guess> {
    prop_oneof![
        5 => (-2_i64..=2).prop_map(Guess::Shown),
        2 => Just(Guess::Seen),
        1 => Just(Guess::OfTheOldPhone),
        4 => Just(Guess::Wrong),
        1 => Just(Guess::Malformed),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    let mail = prop_oneof![
        Just(Mail::Own),
        Just(Mail::OfAnotherFlow),
        Just(Mail::Guessed)
    ];
    prop_oneof![
        12 => Just(Act::Forward),
        1 => Just(Act::Look),
        1 => Just(Act::GiveUp),
        3 => Just(Act::SendMail),
        3 => mail.prop_map(Act::Prove),
        2 => Just(Act::Show),
        3 => guess().prop_map(Act::Confirm),
        6 => guess().prop_map(Act::Code),
        5 => Just(Act::NewDevice),
        2 => Just(Act::Hammer),
    ]
}

fn help() -> impl Strategy<Value = Help> {
    prop_oneof![
        2 => any::<bool>().prop_map(Help::Require),
        1 => Just(Help::ResetDevice),
        1 => Just(Help::Unlock),
        1 => Just(Help::Disable),
        2 => Just(Help::Enable),
    ]
}

fn operation() -> impl Strategy<Value = Operation> {
    // Steps of a code, of a mail, of a session, of a flow.
    let waits = prop_oneof![
        4 => Just(30_i64),
        3 => Just(60),
        1 => Just(29),
        1 => Just(301),
        1 => Just(600),
        1 => Just(1800),
        1 => Just(3600),
    ];
    // A flow that nobody has touched for long is dead; the newest is tried most.
    let flow = prop_oneof![4 => Just(0_usize), 2 => Just(1), 1 => 2_usize..6];
    prop_oneof![
        1 => anybody().prop_map(Operation::SignIn),
        4 => anybody().prop_map(Operation::Open),
        2 => (anybody(), any::<bool>()).prop_map(|(who, code)| Operation::Reset(who, code)),
        6 => waits.prop_map(Operation::Wait),
        3 => help().prop_map(Operation::Admin),
        20 => (flow, act()).prop_map(|(flow, act)| Operation::Flow(flow, act)),
        2 => (0_usize..3).prop_map(Operation::Me),
        3 => (0_usize..2).prop_map(Operation::Enroll),
        1 => (0_usize..2).prop_map(Operation::RemoveDevice),
    ]
}

/// A day of thirty operations, more or less; somebody signs in first, or most of it would say nothing.
pub(super) fn day() -> impl Strategy<Value = Vec<Operation>> {
    let first = anybody().prop_map(Operation::Open);
    let rest = prop::collection::vec(operation(), 0..=60);
    (first, rest).prop_map(|(first, rest)| [vec![first], rest].concat())
}
