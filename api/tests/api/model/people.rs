//! Passwords, sessions and the administrator, on the server and on the reference.

use super::operations::{Guess, Help};
use super::properties::Watch;
use super::state::{DAY, HELD, MINUTE, NO_SESSION, Refusal, Step, Who};
use super::walk::Walk;
use crate::rows::count_events;
use serde_json::{Value, json};
use twostep::record::audit::Action;
use twostep::second_step::recovery::answer_requests;

/// Wrong passwords stay below the limit of a network, which all walks share.
const WRONG_PASSWORDS: usize = 8;

impl Walk<'_> {
    pub(super) async fn sign_in(&mut self, who: Who) {
        let is_known = self.password.1.contains(&who);
        let is_right = is_known && self.member.is_active;
        if !is_right && self.wrong_passwords >= WRONG_PASSWORDS {
            return;
        }
        let password = if is_known { &*self.password.0 } else { "wrong" };
        let body = json!({
            "organization": self.place.organization,
            "email": self.place.email,
            "password": password,
        });
        let answer = self.call("POST", "/sign-in", "", body).await;
        if !is_right {
            self.wrong_passwords += 1;
            answer.refused(401, "invalid_credentials");
            // In the record of the member's organization, for those who help (A1).
            self.expect("password.checked", "failure");
            return;
        }
        self.wrong_passwords = 0;
        let token = answer.body["flow_token"].as_str().unwrap_or_default();
        self.opened(token.to_owned(), who, false);
        let index = self.flows.len() - 1;
        let step = self.member.step(&self.flows[index]);
        if !answer.body["session"].is_null() {
            Watch::signed_in_without_code(&self.member);
        }
        self.agree_on_flow(index, &answer, Ok(step));
        if step != Some(Step::Done) {
            self.expect("password.checked", "success");
        }
        if step == Some(Step::Done) {
            self.finished(index, 1, &answer);
            // It was over before anybody got its token.
            self.flows.pop();
        }
    }

    /// As a sign-in with the right password that leads on to another step.
    pub(super) async fn open(&mut self, who: Who) {
        let is_known = self.password.1.contains(&who);
        let is_free = self.member.device.is_none() && !self.member.is_required;
        if is_known && self.member.is_active && !is_free {
            let token = self.world.open_flow(&self.place).await;
            self.opened(token, who, false);
        }
    }

    /// Asks for a link, reads it, follows it.
    pub(super) async fn reset_password(&mut self, who: Who, with_code: bool) {
        if !who.reads_mail() {
            return;
        }
        let app = &self.world.app;
        let asked = self.call(
            "POST",
            "/password-reset",
            "",
            json!({ "organization": self.place.organization, "email": self.place.email }),
        );
        let asked = asked.await;
        if !self.member.take_link() {
            asked.refused(429, "throttled");
            return;
        }
        assert_eq!(asked.status, 202, "{asked:?}");
        answer_requests(&app.context).await.expect("a database");
        if !self.member.is_active {
            return;
        }
        self.expect("password_reset.sent", "success");
        let mail = self.world.newest_mail(&self.place, "password_reset").await;
        let new = format!("copper lantern orchard {}", self.member.epoch);
        let mut body = json!({ "token": mail["content"]["token"], "new_password": new });
        let device = self.member.device.clone();
        let own = device
            .as_ref()
            .filter(|device| device.who == who && with_code);
        let code = own.map(|device| self.code_of(Some(&device.phone), Guess::Shown(0)));
        let mut expected = Ok(());
        if let Some(code) = &code {
            body["code"] = json!(code);
            expected = self.member.check_code(code).map(|_| ());
            self.expect_checked(expected, false);
        }
        let answer = self.call("POST", "/password-reset/confirm", "", body).await;
        Self::agree(&answer, expected.map(|()| None));
        if expected.is_err() {
            // The try is not given back.
            self.wrong_passwords += 1;
            return;
        }
        if let Some(code) = &code {
            self.watch.accepted(&self.member, device.as_ref(), code);
        }
        let is_held = code.is_none();
        if is_held {
            self.expect("recovery.held", "success");
        }
        self.expect("password_reset.confirmed", "success");
        let until = self.member.now() + 3 * DAY;
        self.member.held_until = if is_held { until } else { 0 };
        (self.password, self.wrong_passwords) = ((new, vec![who]), 0);
        self.bump_epoch(None);
    }

    pub(super) async fn me(&mut self, index: usize) {
        let expected = self.use_session(index);
        let token = self.sessions[index].token.clone();
        let answer = self.call("GET", "/me", &token, Value::Null).await;
        Self::agree(&answer, expected.map(|()| None));
    }

    pub(super) async fn start_enrollment(&mut self, index: usize) {
        let mut expected = self.use_freshly(index);
        if expected.is_ok() && self.member.now() < self.member.held_until {
            expected = Err(HELD);
        }
        let (who, token) = (self.sessions[index].who, self.sessions[index].token.clone());
        let answer = self
            .call("POST", "/me/enrollment", &token, Value::Null)
            .await;
        Self::agree(&answer, expected.map(|()| Some(Step::Email)));
        if expected.is_ok() {
            self.expect("device.replacement_started", "success");
            self.opened(answer.text("/flow_token"), who, true);
        }
    }

    pub(super) async fn remove_device(&mut self, index: usize) {
        let mut expected = self.use_freshly(index);
        if expected.is_ok() && self.member.is_required {
            expected = Err((403, "forbidden"));
        } else if expected.is_ok() && self.member.device.is_none() {
            expected = Err((404, "not_found"));
        }
        let token = self.sessions[index].token.clone();
        let answer = self.call("DELETE", "/me/device", &token, Value::Null).await;
        Self::agree(&answer, expected.map(|()| None));
        if expected.is_ok() {
            self.expect("device.removed", "success");
            self.sessions[index].aal = 1;
            self.forget_device(Some(index));
        }
    }

    fn forget_device(&mut self, kept: Option<usize>) {
        if let Some(device) = self.member.device.take() {
            self.old_phone = Some(device.phone);
        }
        self.bump_epoch(kept);
    }

    /// What a session is told that asks for something harmless.
    fn use_session(&mut self, index: usize) -> Result<(), Refusal> {
        let now = self.member.now();
        let session = &mut self.sessions[index];
        if !self.member.is_live(session) {
            return Err(NO_SESSION);
        }
        if now - session.last_used >= MINUTE {
            session.last_used = now;
        }
        if self.member.owes_a_step(session) {
            return Err((403, "second_step_required"));
        }
        Ok(())
    }

    fn use_freshly(&mut self, index: usize) -> Result<(), Refusal> {
        self.use_session(index)?;
        if self.member.now() < self.sessions[index].fresh_until {
            Ok(())
        } else {
            Err((403, "reauthentication_required"))
        }
    }

    /// Who helps gives tries and mails back (A1).
    fn give_tries_back(&mut self) {
        self.wrong_passwords = self.wrong_passwords.min(WRONG_PASSWORDS);
        self.member.sent.clear();
        self.member.failed.clear();
        self.member.asked.clear();
        self.watch.helped();
        // Two mails of one instant have no order.
        self.member.advance(1);
    }

    pub(super) async fn admin(&mut self, help: Help) {
        let member = format!("/members/{}", self.place.member);
        let admin = self.place.admin.clone();
        match help {
            Help::Require(is_required) => self.set_policy(is_required).await,
            Help::ResetDevice => {
                let path = format!("{member}/device-reset");
                let answer = self.call("POST", &path, &admin, json!({ "reason": "Phone lost" }));
                let answer = answer.await;
                let is_held = self.member.now() < self.member.held_until;
                if self.member.device.is_none() && !is_held {
                    return answer.refused(409, "conflict");
                }
                Self::agree(&answer, Ok(None));
                self.expect("device.reset", "success");
                self.give_tries_back();
                (self.member.held_until, self.is_mailbox_enough) = (0, true);
                self.forget_device(None);
            }
            Help::Unlock => {
                let path = format!("{member}/unlock");
                let now = self.member.now();
                let device = self.member.device.as_ref();
                // One that was switched off stays so: it is reset, and its delay says nothing any more.
                let is_delayed =
                    device.is_some_and(|device| !device.is_disabled && device.blocked_until > now);
                let before = self.count_unlocked().await;
                let answer = self.call("POST", &path, &admin, Value::Null).await;
                Self::agree(&answer, Ok(None));
                // Counters that say nothing any more may be there still, or not: giving those back is recorded
                // or not.
                let is_recorded = self.count_unlocked().await > before;
                assert!(is_recorded || !is_delayed, "an end of a delay is recorded");
                if is_recorded {
                    self.expect("device.unlocked", "success");
                }
                self.give_tries_back();
                if let Some(device) = &mut self.member.device {
                    device.blocked_until = 0;
                }
            }
            Help::Disable | Help::Enable => {
                let is_active = matches!(help, Help::Enable);
                let status = if is_active { "active" } else { "disabled" };
                let answer = self.call("PATCH", &member, &admin, json!({ "status": status }));
                Self::agree(&answer.await, Ok(None));
                if is_active == self.member.is_active {
                    return;
                }
                self.expect("member.changed", "success");
                self.member.is_active = is_active;
                if !is_active {
                    self.bump_epoch(None);
                }
            }
        }
    }

    /// How often the record says that a delay was ended.
    async fn count_unlocked(&self) -> i64 {
        count_events(self.world.app.database.url(), Action::DeviceUnlocked).await
    }

    async fn set_policy(&mut self, is_required: bool) {
        let two_step = if is_required { "required" } else { "optional" };
        let body =
            json!({ "two_step": two_step, "version": self.policy_version, "reason": "A test" });
        let admin = self.place.admin.clone();
        let answer = self.call("PUT", "/policy", &admin, body).await;
        Self::agree(&answer, Ok(None));
        if is_required != self.member.is_required {
            self.expect("policy.changed", "success");
        }
        self.policy_version = answer.body["version"].as_i64().expect("a version");
        self.member.is_required = is_required;
    }
}
