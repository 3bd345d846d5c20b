//! The routes of a flow, on the server and on the reference.

use super::operations::{Guess, Mail};
use super::properties::Watch;
use super::state::{
    Device, ENDED, Flow, HELD, HOUR, MINUTE, Mailed, Refusal, Session, Step, THROTTLED, TOO_LATE,
    USED, USED_UP, WRONG, Who, Worth,
};
use super::walk::Walk;
use crate::support::{Answer, Phone};
use serde_json::{Value, json};

const MALFORMED: Refusal = (422, "invalid_input");

impl Walk<'_> {
    pub(super) async fn look(&mut self, index: usize) {
        let expected = self.member.step(&self.flows[index]).map(Some).ok_or(ENDED);
        let answer = self.on_flow(index, "GET", "/sign-in", Value::Null).await;
        Self::agree(&answer, expected);
    }

    pub(super) async fn give_up(&mut self, index: usize) {
        let expected = self
            .member
            .step(&self.flows[index])
            .map(|_| None)
            .ok_or(ENDED);
        if expected.is_ok() {
            self.flows[index].is_over = true;
            self.expect("flow.given_up", "success");
        }
        let answer = self.on_flow(index, "DELETE", "/sign-in", Value::Null).await;
        Self::agree(&answer, expected);
    }

    pub(super) async fn new_device(&mut self, index: usize) {
        let mut expected = self.member.admit(&self.flows[index], Step::Code);
        if expected.is_ok() {
            let is_held = self.member.now() < self.member.held_until;
            if is_held {
                self.expect_refused_start();
                expected = Err(HELD);
            } else {
                self.expect_start(index);
                (self.flows[index].replaces, self.flows[index].is_proven) = (true, false);
            }
        }
        let answer = self
            .on_flow(index, "POST", "/sign-in/new-device", Value::Null)
            .await;
        let expected = expected.map(|()| Some(Step::Email));
        self.agree_on_flow(index, &answer, expected);
    }

    /// The first start of a minute in a flow has a row, also when a device was confirmed in between.
    fn expect_start(&mut self, index: usize) {
        let now = self.member.now();
        let flow = &mut self.flows[index];
        if now >= flow.start_told_until {
            flow.start_told_until = now + MINUTE;
            self.expect("device.replacement_started", "success");
        }
    }

    /// The first refusal of a minute has a row.
    fn expect_refused_start(&mut self) {
        let now = self.member.now();
        if now >= self.refusal_told_until {
            self.refusal_told_until = now + MINUTE;
            self.expect("device.replacement_started", "failure");
        }
    }

    pub(super) async fn send_mail(&mut self, index: usize) {
        let mut expected = self.member.admit(&self.flows[index], Step::Email);
        if expected.is_ok() {
            let is_sent = self.member.take_mail();
            let outcome = if is_sent { "success" } else { "throttled" };
            self.expect("email_code.sent", outcome);
            expected = if is_sent { Ok(()) } else { Err(THROTTLED) };
        }
        let answer = self
            .on_flow(index, "POST", "/enrollment/email", Value::Null)
            .await;
        let expected = expected.map(|()| Some(Step::Email));
        self.agree_on_flow(index, &answer, expected);
        if expected.is_ok() {
            self.watch.mailed(&self.member);
            let mail = self.world.newest_mail(&self.place, "email_verification");
            let code = mail.await["content"]["code"]
                .as_str()
                .map(ToOwned::to_owned);
            self.flows[index].mailed = Some(Mailed {
                code: code.expect("a code"),
                sent_at: self.member.now(),
                tries: 0,
            });
        }
    }

    pub(super) async fn prove(&mut self, index: usize, mail: Mail) {
        let code = self.mailed_code(index, mail);
        let mailed = self.flows[index].mailed.as_ref();
        let had_tries = mailed.is_some_and(|mailed| mailed.tries < 5);
        let mut expected = self.member.admit(&self.flows[index], Step::Email);
        if expected.is_ok() {
            expected = self.check_mailed_code(index, &code);
            let outcome = match expected {
                Ok(()) => "success",
                Err(THROTTLED) => "throttled",
                Err(_) => "failure",
            };
            self.expect("email_code.checked", outcome);
        }
        let (path, body) = ("/enrollment/email/verify", json!({ "code": code }));
        let answer = self.on_flow(index, "POST", path, body).await;
        let is_last = answer.body["code"] == USED_UP.1 && had_tries;
        if answer.body["code"] == WRONG.1 || is_last {
            self.watch.guessed_mail(&self.member);
        }
        self.agree_on_flow(index, &answer, expected.map(|()| Some(Step::Enroll)));
    }

    fn mailed_code(&self, index: usize, mail: Mail) -> String {
        let of = |flow: &Flow| flow.mailed.as_ref().map(|mailed| mailed.code.clone());
        let others = || {
            let flows = self.flows.iter().enumerate();
            flows
                .filter(|(other, _)| *other != index)
                .find_map(|(_, flow)| of(flow))
        };
        let read = match mail {
            Mail::Own => of(&self.flows[index]),
            Mail::OfAnotherFlow => others(),
            Mail::Guessed => None,
        };
        let read = read.filter(|_| self.flows[index].who.reads_mail());
        read.unwrap_or_else(|| "000000".into())
    }

    fn check_mailed_code(&mut self, index: usize, code: &str) -> Result<(), Refusal> {
        let now = self.member.now();
        if !self.member.may_guess_mail() {
            return Err(THROTTLED);
        }
        let flow = &mut self.flows[index];
        let good = flow.mailed.as_mut();
        let good = good.filter(|mailed| now < mailed.sent_at + 10 * MINUTE);
        let mailed = good.ok_or(TOO_LATE)?;
        if mailed.tries >= 5 {
            return Err(USED_UP);
        }
        if mailed.code == code {
            (flow.mailed, flow.is_proven) = (None, true);
            return Ok(());
        }
        mailed.tries += 1;
        self.member.failed.push(now);
        Err(if mailed.tries < 5 { WRONG } else { USED_UP })
    }

    pub(super) async fn show(&mut self, index: usize) {
        let expected = self.member.admit(&self.flows[index], Step::Enroll);
        let answer = self
            .on_flow(index, "GET", "/enrollment/device", Value::Null)
            .await;
        self.agree_on_flow(index, &answer, expected.map(|()| None));
        if let Some(secret) = answer.body["secret"].as_str() {
            Watch::shown(&self.flows[index]);
            let phone = Phone::scan(secret);
            if let Some(pending) = &self.flows[index].pending {
                assert_eq!(pending.secret(), phone.secret(), "another secret");
            } else {
                self.flows[index].pending = Some(phone);
                self.expect("device.prepared", "success");
            }
        }
    }

    pub(super) async fn confirm(&mut self, index: usize, guess: Guess) {
        let pending = self.flows[index].pending.clone();
        let code = self.code_of(pending.as_ref(), guess);
        let mut expected = Err(MALFORMED);
        if !matches!(guess, Guess::Malformed) {
            expected = self.member.admit(&self.flows[index], Step::Enroll);
        }
        let mut confirmed = None;
        if expected.is_ok() {
            let worth = pending
                .as_ref()
                .map(|phone| self.member.worth(phone, &code, 0));
            match worth {
                None => expected = Err((409, "conflict")),
                Some(Worth::Fresh(step)) => confirmed = pending.map(|phone| (phone, step)),
                Some(Worth::Used | Worth::Wrong) => {
                    expected = Err(self.fail(index));
                    self.expect("device.confirmed", "failure");
                }
            }
        }
        let (path, body) = ("/enrollment/device/confirm", json!({ "code": code }));
        let answer = self.on_flow(index, "POST", path, body).await;
        if expected == Err((409, "conflict")) && self.is_told_of_an_old_entry(&answer, guess, &code)
        {
            expected = Err(self.fail(index));
            self.expect("device.confirmed", "failure");
        }
        self.agree_on_flow(index, &answer, expected.map(|()| Some(Step::Code)));
        if let Some((phone, step)) = confirmed {
            self.expect("device.confirmed", "success");
            self.confirmed(index, phone, step, &answer);
        }
    }

    /// Before a secret was shown a code is that of no entry, or of an old one, which is said and counted: always of
    /// the device that is there, and of phones before as long as they are remembered.
    fn is_told_of_an_old_entry(&self, answer: &Answer, guess: Guess, code: &str) -> bool {
        let device = self.member.device.as_ref();
        let is_of_device = device
            .map(|device| self.member.worth(&device.phone, code, 0))
            .is_some_and(|worth| !matches!(worth, Worth::Wrong));
        let is_told = answer.status != 409;
        assert!(is_told || !is_of_device, "a code of the device is named");
        let may_be_old = matches!(guess, Guess::Seen | Guess::OfTheOldPhone);
        is_told && (may_be_old || is_of_device)
    }

    /// The old device is gone, the new one is there, and everything older is dead.
    fn confirmed(&mut self, index: usize, phone: Phone, step: i64, answer: &Answer) {
        self.watch.confirmed(phone.secret(), step);
        let old = self.member.device.take();
        self.old_phone = old.map(|device| device.phone).or(self.old_phone.take());
        let who = self.flows[index].who;
        self.member.device = Some(Device::new(phone, who, step));
        self.bump_epoch(None);
        let old = &mut self.flows[index];
        old.is_over = true;
        let rotated = Flow {
            token: answer.text("/flow_token"),
            epoch: self.member.epoch,
            replaces: false,
            is_proven: false,
            mailed: None,
            pending: None,
            is_over: false,
            ..*old
        };
        self.flows.push(rotated);
    }

    pub(super) async fn code(&mut self, index: usize, guess: Guess) {
        let device = self.member.device.clone();
        let who = self.flows[index].who;
        let was_over = self.flows[index].is_over;
        let own = device.as_ref().filter(|device| device.who == who);
        let code = self.code_of(own.map(|device| &device.phone), guess);
        let mut expected = Err(MALFORMED);
        if !matches!(guess, Guess::Malformed) {
            expected = self.member.admit(&self.flows[index], Step::Code);
        }
        if expected.is_ok() {
            expected = self.member.check_code(&code).map(|_| ());
            self.expect_checked(expected, true);
            if expected == Err(WRONG) {
                expected = Err(self.fail(index));
            }
            if expected == Err(USED) {
                self.flows[index].spent_codes += 1;
                if self.flows[index].spent_codes > 3 && self.fail(index) != WRONG {
                    expected = Err(ENDED);
                }
            }
        }
        let body = json!({ "code": code });
        let answer = self.on_flow(index, "POST", "/sign-in/code", body).await;
        let ends_flow = answer.body["reason"] == "too_many_codes" && !was_over;
        if answer.body["code"] == WRONG.1 || ends_flow {
            self.watch.guessed(&self.member);
        }
        if !answer.body["session"].is_null() {
            self.watch.accepted(&self.member, device.as_ref(), &code);
        }
        self.agree_on_flow(index, &answer, expected.map(|()| Some(Step::Done)));
        if expected.is_ok() {
            self.seen_code = code;
            self.finished(index, 2, &answer);
        }
    }

    /// The rows that a checked code leaves.
    pub(super) fn expect_checked(&mut self, expected: Result<(), Refusal>, finishes: bool) {
        let outcome = match expected {
            Ok(()) => "success",
            Err(THROTTLED) => "throttled",
            Err(_) => "failure",
        };
        if expected.is_ok() && finishes {
            // The one row of a finished sign-in says it.
            return;
        }
        self.expect("code.checked", outcome);
        let device = self.member.device.as_ref();
        if expected == Err(WRONG) && device.is_some_and(|device| device.is_disabled) {
            self.expect("device.disabled", "success");
        }
    }

    /// A session came of a flow.
    pub(super) fn finished(&mut self, index: usize, aal: u8, answer: &Answer) {
        self.expect("sign_in.finished", "success");
        assert_eq!(answer.body["session"]["aal"], aal);
        self.flows[index].is_over = true;
        let now = self.member.now();
        self.sessions.push(Session {
            token: answer.text("/session/token"),
            who: self.flows[index].who,
            epoch: self.member.epoch,
            aal,
            last_used: now,
            ends_at: now + 12 * HOUR,
            fresh_until: now + 5 * MINUTE,
        });
    }

    /// A wrong code in a flow; the fifth ends it.
    fn fail(&mut self, index: usize) -> Refusal {
        let flow = &mut self.flows[index];
        flow.failures += 1;
        flow.is_over |= flow.failures >= 5;
        if flow.is_over { ENDED } else { WRONG }
    }

    /// What somebody enters who holds this phone, or none.
    pub(super) fn code_of(&self, own: Option<&Phone>, guess: Guess) -> String {
        let clock = &self.member.clock;
        let wrong = || self.member.device.as_ref().map(|device| &device.phone);
        let wrong = || {
            wrong()
                .or(own)
                .map_or("000000".into(), |phone| phone.wrong_code(clock))
        };
        match guess {
            Guess::Shown(steps) => own.map_or_else(wrong, |phone| phone.code_after(clock, steps)),
            Guess::Seen => self.seen_code.clone(),
            Guess::OfTheOldPhone => {
                let old = self.old_phone.as_ref();
                old.map_or_else(wrong, |phone| phone.code(clock))
            }
            Guess::Wrong => wrong(),
            Guess::Malformed => "12345".into(),
        }
    }

    async fn on_flow(&self, index: usize, method: &str, path: &str, body: Value) -> Answer {
        let token = &self.flows[index].token;
        self.call(method, path, token, body).await
    }

    /// A flow of somebody whose password was right, at most ten that live.
    pub(super) fn opened(&mut self, token: String, who: Who, replaces: bool) {
        let kept = self.flows.iter_mut().rev().filter(|flow| !flow.is_over);
        kept.skip(9).for_each(|flow| flow.is_over = true);
        self.flows.push(Flow {
            token,
            who,
            epoch: self.member.epoch,
            ends_at: self.member.now() + 15 * MINUTE,
            replaces,
            is_proven: false,
            mailed: None,
            pending: None,
            failures: 0,
            spent_codes: 0,
            is_over: false,
            start_told_until: 0,
        });
    }
}
