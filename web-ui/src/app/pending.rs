//! A request that waits until the person has confirmed their identity.

use crate::failure::Failure;
use futures_channel::oneshot;
use std::future::Future;

/// A request that waits until the person has confirmed their identity. Dropping it cancels the
/// request.
pub struct PendingReauthentication(oneshot::Sender<()>);

impl PendingReauthentication {
    /// The pending request, and the future that it awaits. The future fails with
    /// [`Failure::Canceled`] if the request is canceled.
    pub fn new() -> (Self, impl Future<Output = Result<(), Failure>>) {
        let (sender, confirmed) = oneshot::channel();
        let confirmed = async { confirmed.await.map_err(|_| Failure::Canceled) };
        (Self(sender), confirmed)
    }

    /// Lets the request continue.
    pub fn confirm(self) {
        // The request is gone when its page was left meanwhile.
        let _ = self.0.send(());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    fn poll(confirmed: impl Future<Output = Result<(), Failure>>) -> Poll<Result<(), Failure>> {
        pin!(confirmed).poll(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn a_confirmed_request_continues_and_a_dropped_one_is_canceled() {
        let (pending, confirmed) = PendingReauthentication::new();
        pending.confirm();
        assert_eq!(poll(confirmed), Poll::Ready(Ok(())));
        let (pending, confirmed) = PendingReauthentication::new();
        drop(pending);
        assert_eq!(poll(confirmed), Poll::Ready(Err(Failure::Canceled)));
    }
}
