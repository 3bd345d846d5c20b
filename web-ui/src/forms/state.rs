//! The state of a form: being sent, failed, blocked for a while.

use crate::failure::Failure;
use shared_types::problem::ProblemCode;
use std::rc::Rc;
use yew::Reducible;

/// A longer wait does not close the form: somebody may end it meanwhile, such as the help desk with "unlock".
const LONGEST_BLOCK_SECONDS: u32 = 90;

/// The state of a form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Submission {
    sending: bool,
    failure: Option<Failure>,
    /// When it failed: "in 12 s" counts down from here.
    failed_at_ms: f64,
    /// How often it failed: a message that appears again is announced again.
    failures: u32,
}

/// What happens to a form.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// It was sent.
    Sent,
    /// The request succeeded.
    Done,
    /// The request failed, at this moment.
    Failed(Failure, f64),
    /// The person changed the input.
    Edited,
    /// Another form of the page took its place: what failed here counts no more.
    Cleared,
}

impl Submission {
    /// Whether a response is awaited.
    pub fn is_sending(&self) -> bool {
        self.sending
    }

    /// Why the last request failed.
    pub fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }

    /// How often it failed.
    pub fn failures(&self) -> u32 {
        self.failures
    }

    /// Whether it may be sent now.
    pub fn is_open(&self, now_ms: f64) -> bool {
        !self.sending && self.blocked_until_ms().is_none_or(|until| until <= now_ms)
    }

    /// Until when it is not sent again, since the server would refuse it.
    pub fn blocked_until_ms(&self) -> Option<f64> {
        self.refused_until_ms(LONGEST_BLOCK_SECONDS)
    }

    /// Until when the server refuses to check it, if it waits at most this long.
    fn refused_until_ms(&self, longest: u32) -> Option<f64> {
        let seconds = self.failure.as_ref()?.wait_seconds()?;
        (seconds <= longest).then(|| self.failed_at_ms + f64::from(seconds) * 1000.0)
    }

    /// Until when the message counts down: the end of the block, or the app's next code.
    pub fn counts_until_ms(&self) -> Option<f64> {
        let used = self.failure.as_ref()?.code() == Some(ProblemCode::AlreadyUsed);
        let next_code = self.failure.as_ref()?.next_code_seconds();
        let next_code = next_code.filter(|_| used);
        self.refused_until_ms(u32::MAX)
            .or_else(|| Some(self.failed_at_ms + f64::from(next_code?) * 1000.0))
    }
}

impl Reducible for Submission {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            Action::Sent => {
                next.sending = true;
                next.failure = None;
            }
            Action::Done => next.sending = false,
            Action::Failed(Failure::Canceled, _) => {
                next.sending = false;
            }
            Action::Failed(failure, now_ms) => {
                next.sending = false;
                next.failure = Some(failure);
                next.failed_at_ms = now_ms;
                next.failures += 1;
            }
            Action::Cleared => next.failure = None,
            // Typing does not end a block.
            Action::Edited if self.refused_until_ms(u32::MAX).is_none() => next.failure = None,
            Action::Edited => {}
        }
        Rc::new(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_types::problem::Problem;

    fn refusal(code: ProblemCode, retry_after: Option<u32>, next_code: Option<u32>) -> Failure {
        Failure::Problem(Rc::new(Problem {
            r#type: String::new(),
            title: String::new(),
            status: code.status(),
            detail: String::new(),
            code,
            request_id: String::new(),
            errors: Vec::new(),
            step: None,
            next_code_in_seconds: next_code,
            retry_after_seconds: retry_after,
            tries_left: None,
            entry: None,
            reason: None,
            directory: None,
            held_until: None,
        }))
    }

    fn after(actions: impl IntoIterator<Item = Action>) -> Rc<Submission> {
        let start = Rc::new(Submission::default());
        actions.into_iter().fold(start, Submission::reduce)
    }

    #[test]
    fn nothing_is_sent_twice_at_once() {
        let sending = after([Action::Sent]);
        assert!(!sending.is_open(0.0));
        assert!(sending.reduce(Action::Done).is_open(0.0));
    }

    #[test]
    fn a_block_ends_by_time_and_not_by_typing() {
        let failure = refusal(ProblemCode::Throttled, Some(30), None);
        let waiting = after([
            Action::Sent,
            Action::Failed(failure, 1_000.0),
            Action::Edited,
        ]);
        assert!(waiting.failure().is_some());
        assert!(!waiting.is_open(30_999.0));
        assert!(waiting.is_open(31_000.0));
    }

    /// A1 of the review: who is helped meanwhile need not load the page again.
    #[test]
    fn a_long_wait_is_said_and_does_not_close_the_form() {
        let failure = refusal(ProblemCode::Throttled, Some(91), None);
        let state = after([Action::Sent, Action::Failed(failure, 0.0), Action::Edited]);
        assert_eq!(state.counts_until_ms(), Some(91_000.0));
        assert!(state.failure().is_some());
        assert!(state.is_open(0.0));
    }

    /// B7 of the review: the answer to another request clears this one's message, also a block's.
    #[test]
    fn a_cleared_form_shows_no_old_message() {
        let failure = refusal(ProblemCode::Throttled, Some(30), None);
        let state = after([Action::Failed(failure, 0.0), Action::Cleared]);
        assert!(state.failure().is_none());
        assert!(state.is_open(0.0));
        assert_eq!(state.failures(), 1);
    }

    #[test]
    fn a_used_code_counts_down_but_does_not_block() {
        let failure = refusal(ProblemCode::AlreadyUsed, None, Some(12));
        let state = after([Action::Sent, Action::Failed(failure, 0.0)]);
        assert_eq!(state.counts_until_ms(), Some(12_000.0));
        assert!(state.is_open(0.0));
        assert!(state.reduce(Action::Edited).failure().is_none());
    }

    #[test]
    fn a_canceled_request_is_no_failure() {
        let state = after([Action::Sent, Action::Failed(Failure::Canceled, 0.0)]);
        assert!(state.failure().is_none());
        assert_eq!(state.failures(), 0);
    }
}
