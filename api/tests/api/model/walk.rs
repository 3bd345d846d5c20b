//! A walk: operations against the server and the reference at once. Both must answer the same, and
//! the tables must stand as the reference does.

use super::operations::{Act, Guess, Help, Mail, Operation};
use super::properties::{Watch, thieves_are_kept_out};
use super::state::{Flow, HOUR, MINUTE, Member, Refusal, Session, Step, WRONG_STEP, Who};
use super::world::{Place, Row, Start, Stored, World};
use crate::support::{Answer, PASSWORD, Phone};
use serde_json::Value;

/// A walk in progress.
pub(super) struct Walk<'a> {
    pub(super) world: &'a World,
    pub(super) place: Place,
    pub(super) member: Member,
    pub(super) flows: Vec<Flow>,
    pub(super) sessions: Vec<Session>,
    /// The password, and who knows it.
    pub(super) password: (String, Vec<Who>),
    pub(super) wrong_passwords: usize,
    pub(super) policy_version: i64,
    /// The newest code that was accepted: somebody may have seen it.
    pub(super) seen_code: String,
    pub(super) old_phone: Option<Phone>,
    /// A human let the mailbox be enough.
    pub(super) is_mailbox_enough: bool,
    /// Until when a hold refuses new devices without a row.
    pub(super) refusal_told_until: i64,
    pub(super) watch: Watch,
    expected: Vec<Row>,
    position: i64,
}

impl<'a> Walk<'a> {
    pub(super) async fn start(world: &'a World, start: Start, is_required: bool) -> Self {
        let (place, member) = world.settle(start, is_required).await;
        let failures = member.device.as_ref().map_or(0, |device| device.failures);
        Self {
            world,
            place,
            member,
            flows: Vec::new(),
            sessions: Vec::new(),
            password: (PASSWORD.into(), vec![Who::Owner, Who::PasswordThief]),
            wrong_passwords: 0,
            policy_version: 1,
            seen_code: "123456".into(),
            old_phone: None,
            is_mailbox_enough: false,
            refusal_told_until: 0,
            watch: Watch::after(failures),
            expected: Vec::new(),
            position: 0,
        }
    }

    /// One operation, on both, and what follows for all properties.
    pub(super) async fn perform(&mut self, operation: &Operation) {
        // The newest is the likeliest to be alive.
        let flow = |pick: usize| self.flows.len().checked_sub(pick + 1);
        let session = |pick: usize| self.sessions.len().checked_sub(pick + 1);
        match *operation {
            Operation::SignIn(who) => self.sign_in(who).await,
            Operation::Open(who) => self.open(who).await,
            Operation::Reset(who, with_code) => self.reset_password(who, with_code).await,
            Operation::Wait(seconds) => self.member.advance(seconds),
            Operation::Admin(act) => self.admin(act).await,
            Operation::Flow(pick, act) => {
                if let Some(index) = flow(pick) {
                    self.act(index, act).await;
                }
            }
            Operation::Me(pick) => {
                if let Some(index) = session(pick) {
                    self.me(index).await;
                }
            }
            Operation::Enroll(pick) => {
                if let Some(index) = session(pick) {
                    self.start_enrollment(index).await;
                }
            }
            Operation::RemoveDevice(pick) => {
                if let Some(index) = session(pick) {
                    self.remove_device(index).await;
                }
            }
        }
        self.compare().await;
    }

    async fn act(&mut self, index: usize, act: Act) {
        match act {
            Act::Forward => self.forward(index).await,
            Act::Look => self.look(index).await,
            Act::GiveUp => self.give_up(index).await,
            Act::SendMail => self.send_mail(index).await,
            Act::Prove(mail) => self.prove(index, mail).await,
            Act::Show => self.show(index).await,
            Act::Confirm(guess) => self.confirm(index, guess).await,
            Act::Code(guess) => self.code(index, guess).await,
            Act::NewDevice => self.new_device(index).await,
            Act::Hammer => self.hammer(index).await,
        }
    }

    async fn hammer(&mut self, index: usize) {
        for _ in 0..5 {
            match self.member.step(&self.flows[index]) {
                Some(Step::Email) => self.prove(index, Mail::Guessed).await,
                Some(Step::Enroll) => self.confirm(index, Guess::Wrong).await,
                Some(Step::Code) => self.code(index, Guess::Wrong).await,
                Some(Step::Done) | None => return,
            }
        }
    }

    /// What an honest person in possession of everything would do next.
    pub(super) async fn forward(&mut self, index: usize) {
        let flow = &self.flows[index];
        match self.member.step(flow) {
            Some(Step::Email) if flow.mailed.is_none() => self.send_mail(index).await,
            Some(Step::Email) => self.prove(index, Mail::Own).await,
            Some(Step::Enroll) if flow.pending.is_none() => self.show(index).await,
            Some(Step::Enroll) => self.confirm(index, Guess::Shown(0)).await,
            Some(Step::Code) => self.code(index, Guess::Shown(0)).await,
            Some(Step::Done) | None => self.look(index).await,
        }
    }

    /// Sends a request and lets the properties look at the answer.
    pub(super) async fn call(&self, method: &str, path: &str, token: &str, body: Value) -> Answer {
        let body = Some(&body).filter(|body| !body.is_null());
        let answer = self.world.app.send(method, path, token, body).await;
        self.watch.answered(token, answer.status);
        answer
    }

    /// A row that the record must get.
    /// A refusal for a limit has a row only when it is the first of its delay; `refusals` tests that.
    pub(super) fn expect(&mut self, action: &str, outcome: &str) {
        if outcome == "throttled" {
            return;
        }
        self.expected.push((action.into(), outcome.into()));
    }

    /// The server said what the reference says.
    #[track_caller]
    pub(super) fn agree(answer: &Answer, expected: Result<Option<Step>, Refusal>) {
        match expected {
            Ok(step) => {
                assert!((200..300).contains(&answer.status), "{answer:?}");
                if let Some(step) = step {
                    assert_eq!(answer.body["step"], step.word(), "{answer:?}");
                }
            }
            Err((status, code)) => answer.refused(status, code),
        }
    }

    /// As [`Walk::agree`]; a wrong step names the right one.
    #[track_caller]
    pub(super) fn agree_on_flow(
        &self,
        index: usize,
        answer: &Answer,
        expected: Result<Option<Step>, Refusal>,
    ) {
        Self::agree(answer, expected);
        if expected == Err(WRONG_STEP) {
            let right = self.member.step(&self.flows[index]).expect("a live flow");
            assert_eq!(answer.body["step"], right.word(), "{answer:?}");
        }
    }

    /// The epoch moves on; everything older is dead, but for the session that did it.
    pub(super) fn bump_epoch(&mut self, kept: Option<usize>) {
        self.member.epoch += 1;
        if let Some(index) = kept {
            self.sessions[index].epoch = self.member.epoch;
        }
        let epoch = self.member.epoch;
        let flows = self.flows.iter().map(|flow| (flow.epoch, &flow.token));
        let sessions = self.sessions.iter();
        let sessions = sessions.map(|session| (session.epoch, &session.token));
        let past = flows
            .chain(sessions)
            .filter(|(of_token, _)| *of_token < epoch);
        self.watch.buried(past.map(|(_, token)| token.clone()));
    }

    /// P3, P7: the tables stand as the reference does, and the record says what happened, once.
    async fn compare(&mut self) {
        let status = |is_disabled| if is_disabled { "disabled" } else { "active" };
        let devices = self.member.device.iter().map(|device| {
            let secret = device.phone.secret().to_vec();
            let status = status(device.is_disabled).to_owned();
            (secret, status, device.last_step, device.failures)
        });
        let expected = Stored {
            epoch: self.member.epoch,
            devices: devices.collect(),
        };
        let stored = self.world.stored(&self.place).await;
        assert_eq!(stored, expected, "P3: the tables and the reference differ");
        let (rows, position) = self.world.record(&self.place, self.position).await;
        assert_eq!(
            rows, self.expected,
            "P7: the record and the reference differ"
        );
        self.position = position;
        self.expected.clear();
        let full = self.sessions.iter().filter(|session| session.aal == 2);
        let device = self.member.device.iter().map(|device| &device.who);
        let holders = full.map(|session| &session.who).chain(device);
        thieves_are_kept_out(holders, self.is_mailbox_enough);
    }

    /// P6: at the end, every dead credential once more.
    pub(super) async fn the_dead_stay_dead(&self) {
        for token in self.watch.dead() {
            let is_flow = token.starts_with("tsf_");
            let path = if is_flow { "/sign-in" } else { "/me" };
            let answer = self.call("GET", path, token, Value::Null).await;
            assert_eq!(answer.status, 401, "P6: {answer:?}");
        }
    }

    /// P8: whatever has happened, the owner gets in; a human helps where the mailbox must not.
    pub(super) async fn the_owner_gets_in(&mut self) {
        if !self.member.is_active {
            self.perform(&Operation::Admin(Help::Enable)).await;
        }
        // Delays end within the hour, the limits of mails within a day.
        self.member.advance(25 * HOUR);
        if !self.password.1.contains(&Who::Owner) {
            let has_phone = self.has_own_phone();
            self.perform(&Operation::Reset(Who::Owner, has_phone)).await;
        }
        let is_held = self.member.now() < self.member.held_until;
        if is_held && !self.has_own_phone() {
            self.perform(&Operation::Admin(Help::ResetDevice)).await;
        }
        let before = self.sessions.len();
        self.perform(&Operation::SignIn(Who::Owner)).await;
        let is_on = self.member.device.as_ref().is_some_and(|d| !d.is_disabled);
        if is_on && !self.has_own_phone() {
            self.perform(&Operation::Flow(0, Act::NewDevice)).await;
        }
        for _ in 0..6 {
            if self.sessions.len() == before {
                self.member.advance(MINUTE);
                self.perform(&Operation::Flow(0, Act::Forward)).await;
            }
        }
        assert_eq!(self.sessions.len(), before + 1, "P8: the owner is kept out");
        let last = self.sessions.last().expect("a session");
        assert_eq!(last.who, Who::Owner);
        assert_eq!(last.aal == 2, self.member.device.is_some());
    }

    fn has_own_phone(&self) -> bool {
        let device = self.member.device.as_ref();
        device.is_some_and(|device| device.who == Who::Owner && !device.is_disabled)
    }
}
