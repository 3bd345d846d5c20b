//! What a form makes is made once: where no answer came, the same request is sent again with the same
//! `Idempotency-Key`.

use crate::failure::Failure;
use shared_types::problem::ProblemCode;
use std::cell::RefCell;

/// The last request that makes something and whose outcome is not known.
#[derive(Default)]
pub(super) struct Unanswered(RefCell<Option<Sent>>);

struct Sent {
    path: String,
    text: String,
    key: String,
}

impl Unanswered {
    /// The key of a request: that of the one before if it was the same and its outcome is not known, else a new one.
    /// Without one the request can be sent too.
    pub(super) fn key(
        &self,
        path: &str,
        text: &str,
        new: impl FnOnce() -> Option<String>,
    ) -> Option<String> {
        let mut sent = self.0.borrow_mut();
        if let Some(same) = sent
            .as_ref()
            .filter(|it| it.path == path && it.text == text)
        {
            return Some(same.key.clone());
        }
        let key = new();
        *sent = key.clone().map(|key| Sent {
            path: path.to_owned(),
            text: text.to_owned(),
            key,
        });
        key
    }

    /// Takes the outcome: none, or why it failed.
    pub(super) fn settle(&self, failure: Option<&Failure>) {
        if !failure.is_some_and(leaves_open) {
            self.forget();
        }
    }

    /// The next request is another one, also if it says the same.
    pub(super) fn forget(&self) {
        *self.0.borrow_mut() = None;
    }
}

/// Whether it may have been done all the same: now, or the time before that got no answer. A server that asks for the
/// password, or to wait, has not looked yet whether it was.
fn leaves_open(failure: &Failure) -> bool {
    match failure {
        Failure::Network | Failure::Unreadable => true,
        Failure::Problem(problem) => {
            problem.code == ProblemCode::IdempotencyKeyInUse
                || matches!(problem.status, 401 | 403 | 429 | 500..)
        }
        Failure::Fields(_) | Failure::Canceled => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_types::problem::Problem;
    use std::rc::Rc;

    fn refusal(code: ProblemCode) -> Failure {
        Failure::Problem(Rc::new(Problem {
            r#type: String::new(),
            title: String::new(),
            status: code.status(),
            detail: String::new(),
            code,
            request_id: String::new(),
            errors: Vec::new(),
            step: None,
            next_code_in_seconds: None,
            retry_after_seconds: None,
            tries_left: None,
            entry: None,
            reason: None,
            directory: None,
            held_until: None,
        }))
    }

    /// The key of the second of two equal requests, the first of which ended so.
    fn second(outcome: Option<&Failure>) -> Option<String> {
        let sent = Unanswered::default();
        let first = sent.key("/groups", "{}", || Some("first".to_owned()));
        assert_eq!(first.as_deref(), Some("first"));
        sent.settle(outcome);
        sent.key("/groups", "{}", || Some("second".to_owned()))
    }

    /// N3 of a review: "Try again" after a lost answer made a thing twice.
    #[test]
    fn what_may_have_been_done_keeps_its_key() {
        let asked = [
            ProblemCode::Unavailable,
            ProblemCode::Internal,
            ProblemCode::Throttled,
            ProblemCode::ReauthenticationRequired,
            ProblemCode::IdempotencyKeyInUse,
        ];
        let refusals = asked.map(refusal).into_iter();
        for failure in refusals.chain([Failure::Network, Failure::Unreadable]) {
            let key = second(Some(&failure));
            assert_eq!(key.as_deref(), Some("first"), "{failure:?}");
        }
    }

    #[test]
    fn what_was_decided_gets_a_new_key() {
        assert_eq!(second(None).as_deref(), Some("second"));
        for code in [
            ProblemCode::Conflict,
            ProblemCode::InvalidInput,
            ProblemCode::NotFound,
            ProblemCode::IdempotencyKeyReused,
        ] {
            let key = second(Some(&refusal(code)));
            assert_eq!(key.as_deref(), Some("second"), "{code:?}");
        }
    }

    #[test]
    fn another_request_gets_a_key_of_its_own() {
        let sent = Unanswered::default();
        let key = |path, text, new: &str| sent.key(path, text, || Some(new.to_owned()));
        assert_eq!(key("/groups", "a", "1").as_deref(), Some("1"));
        assert_eq!(key("/groups", "b", "2").as_deref(), Some("2"));
        assert_eq!(key("/webhooks", "b", "3").as_deref(), Some("3"));
        assert_eq!(key("/webhooks", "b", "4").as_deref(), Some("3"));
        sent.forget();
        assert_eq!(key("/webhooks", "b", "5").as_deref(), Some("5"));
        sent.forget();
        assert_eq!(sent.key("/webhooks", "b", || None), None);
    }
}
