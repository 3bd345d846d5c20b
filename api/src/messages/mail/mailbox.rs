//! The mailbox of `twostep demo`: the newest mails, in memory only.

use super::outgoing::Outgoing;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::timeout;

/// The largest number of mails; older ones are dropped.
const MOST: usize = 50;

/// Keeps mails instead of sending them. Cloning it shares the same mails.
#[derive(Clone, Default)]
pub struct Mailbox {
    mails: Arc<Mutex<VecDeque<Arc<Outgoing>>>>,
    arrived: Arc<Notify>,
}

impl Mailbox {
    /// An empty mailbox.
    pub fn new() -> Self {
        Self::default()
    }

    pub(super) fn keep(&self, mail: Outgoing) {
        let mut mails = self.lock();
        // A mail that is delivered twice is kept once, as mailboxes do by `Message-ID`.
        mails.retain(|kept| kept.id != mail.id);
        mails.push_front(Arc::new(mail));
        mails.truncate(MOST);
        drop(mails);
        self.arrived.notify_waiters();
    }

    /// The mails, newest first.
    pub(super) fn list(&self) -> Vec<Arc<Outgoing>> {
        self.lock().iter().cloned().collect()
    }

    pub(super) fn find(&self, id: &str) -> Option<Arc<Outgoing>> {
        self.lock().iter().find(|mail| mail.id == id).cloned()
    }

    /// The newest mail to `address`. While there is none it waits up to `patience`.
    pub(super) async fn newest_to(
        &self,
        address: &str,
        patience: Duration,
    ) -> Option<Arc<Outgoing>> {
        let arrival = async {
            loop {
                // Made before the look at the mails, so that no arrival falls between the two.
                let arrived = self.arrived.notified();
                if let Some(mail) = self.find_newest_to(address) {
                    return mail;
                }
                arrived.await;
            }
        };
        timeout(patience, arrival).await.ok()
    }

    fn find_newest_to(&self, address: &str) -> Option<Arc<Outgoing>> {
        let is_to = |mail: &&Arc<Outgoing>| mail.to.address.eq_ignore_ascii_case(address);
        self.lock().iter().find(is_to).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Arc<Outgoing>>> {
        self.mails.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::mail::samples;

    #[actix_web::test]
    async fn who_asks_before_the_mail_is_there_gets_it_when_it_arrives() {
        let mailbox = Mailbox::new();
        let asked = mailbox.newest_to("jo.doe@example.org", Duration::MAX);
        // `join!` starts with the first future, so the question is asked before the delivery.
        let (mail, ()) = tokio::join!(asked, async {
            mailbox.keep(samples::outgoing(samples::code_mail()));
        });
        assert!(mail.is_some());
    }

    #[actix_web::test]
    async fn patience_has_an_end() {
        let mailbox = Mailbox::new();
        let mail = mailbox.newest_to("jo.doe@example.org", Duration::ZERO);
        assert!(mail.await.is_none());
    }
}
