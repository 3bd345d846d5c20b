//! The properties P1 to P8 of the product, watched beside the reference: they look at answers only,
//! so that a mistake that both programs share is still seen.

use super::state::{DAY, Device, Flow, HOUR, MINUTE, Member, Who, within};
use std::collections::HashSet;

/// What was seen so far.
#[derive(Default)]
pub(super) struct Watch {
    /// Secret and step of every accepted code.
    accepted: HashSet<(Vec<u8>, i64)>,
    /// When codes of the device were found wrong, since the last right one.
    wrong: Vec<i64>,
    /// How many were found wrong before the walk began.
    wrong_before: usize,
    /// The delay after the last wrong one was ended by an administrator.
    is_unlocked: bool,
    guesses: Vec<i64>,
    mails: Vec<i64>,
    /// Tokens of a past epoch.
    dead: HashSet<String>,
}

impl Watch {
    /// A walk that begins after so many wrong codes.
    pub(super) fn after(failures: i64) -> Self {
        Self {
            wrong_before: usize::try_from(failures).unwrap_or(0),
            ..Self::default()
        }
    }

    /// P1, P4: a code was accepted; the device was active, showed it, and its step is new.
    pub(super) fn accepted(&mut self, member: &Member, device: Option<&Device>, code: &str) {
        let device = device.expect("P1: a code was accepted without a device");
        assert!(!device.is_disabled, "P1: a disabled device opened a door");
        let now = member.now() / 30;
        let secret = device.phone.secret().to_vec();
        let step = (now - 1..=now + 1).find(|step| {
            let shown = device.phone.code_after(&member.clock, step - now);
            shown == code && !self.accepted.contains(&(secret.clone(), *step))
        });
        let step =
            step.expect("P4: a step was accepted twice, or the device never showed the code");
        self.accepted.insert((secret, step));
        self.forgive();
    }

    /// P4: the step of a setup code is spent too.
    pub(super) fn confirmed(&mut self, secret: &[u8], step: i64) {
        self.accepted.insert((secret.to_vec(), step));
        self.forgive();
    }

    fn forgive(&mut self) {
        (self.wrong, self.wrong_before) = (Vec::new(), 0);
        self.is_unlocked = false;
    }

    /// P1: a session came with the password alone.
    pub(super) fn signed_in_without_code(member: &Member) {
        let is_free = member.device.is_none() && !member.is_required;
        assert!(is_free, "P1: a session without the code that was owed");
    }

    /// P2: a secret was shown.
    pub(super) fn shown(flow: &Flow) {
        let is_earned = flow.is_proven && flow.who.reads_mail();
        assert!(is_earned, "P2: a secret without a proven mailbox");
    }

    /// P5: a code of the device was looked at and wrong.
    pub(super) fn guessed(&mut self, member: &Member) {
        let (now, count) = (member.now(), self.wrong_before + self.wrong.len());
        if let Some(last) = self.wrong.last()
            && count % 5 == 0
            && !self.is_unlocked
        {
            let delay = (30 << (count / 5 - 1).min(7)).min(HOUR);
            assert!(now - last >= delay, "P5: a guess within a delay");
        }
        self.is_unlocked = false;
        self.wrong.push(now);
        assert!(count < 100, "P5: more than a hundred guesses");
    }

    /// A person helped: delays end, mails and tries are given back.
    pub(super) fn helped(&mut self) {
        self.is_unlocked = true;
        self.mails.clear();
        self.guesses.clear();
    }

    /// P5: an e-mailed code was looked at and wrong.
    pub(super) fn guessed_mail(&mut self, member: &Member) {
        self.guesses.push(member.now());
        let today = within(&self.guesses, member.now(), DAY);
        assert!(today <= 10, "P5: {today} wrong e-mailed codes in a day");
    }

    /// P5: a code was mailed.
    pub(super) fn mailed(&mut self, member: &Member) {
        self.mails.push(member.now());
        for (window, most) in [(MINUTE, 1), (HOUR, 5), (DAY, 10)] {
            let sent = within(&self.mails, member.now(), window);
            assert!(sent <= most, "P5: {sent} mails in {window} s");
        }
    }

    /// P6: these credentials were of an epoch that has passed now.
    pub(super) fn buried(&mut self, tokens: impl Iterator<Item = String>) {
        self.dead.extend(tokens);
    }

    /// P6: whatever a dead credential asks for, it gets nothing.
    pub(super) fn answered(&self, token: &str, status: u16) {
        let is_alive = (200..300).contains(&status);
        assert!(
            !is_alive || !self.dead.contains(token),
            "P6: a dead credential"
        );
    }

    pub(super) fn dead(&self) -> impl Iterator<Item = &String> {
        self.dead.iter()
    }
}

/// What each thief reaches: never a device, never a session that says that a code was given.
pub(super) fn thieves_are_kept_out<'a>(
    holders: impl Iterator<Item = &'a Who>,
    is_mailbox_enough: bool,
) {
    for who in holders {
        assert_ne!(*who, Who::PasswordThief, "the password alone was enough");
        let is_kept_out = *who == Who::Owner || is_mailbox_enough;
        assert!(is_kept_out, "the mailbox alone was enough");
    }
}
