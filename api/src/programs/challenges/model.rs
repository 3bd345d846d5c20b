//! A challenge as it is kept, and the pure rule of how it stands.

use crate::people::members::Member;
use crate::platform::db::keys::OrganizationRef;
use crate::programs::verifications::Operation;
use shared_types::challenges::{ChallengeStatus, ChallengeView};
use shared_types::ids::{ApiTokenId, ChallengeId, MemberId, VerificationId};
use shared_types::limits::CHALLENGE_TRIES;
use shared_types::members::MemberStatus;
use shared_types::time::Time;
use url::Url;

/// A challenge that is kept.
#[derive(Clone, Debug)]
pub(super) struct Challenge {
    /// Its row.
    pub(super) key: i64,
    pub(super) id: ChallengeId,
    pub(super) organization: OrganizationRef,
    pub(super) member: MemberId,
    /// The member's at the time: with another one nothing that was made before counts.
    pub(super) epoch: i64,
    /// The API token that asked.
    pub(super) program: ApiTokenId,
    pub(super) operation: Operation,
    pub(super) return_url: Option<Url>,
    pub(super) created_at: Time,
    pub(super) expires_at: Time,
    pub(super) answered: Option<Answered>,
    /// Codes that it took.
    pub(super) tries: u32,
    pub(super) receipt_until: Option<Time>,
    pub(super) receipt_taken_at: Option<Time>,
}

/// How and when a challenge ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Answered {
    pub(super) outcome: Outcome,
    pub(super) at: Time,
}

/// How a challenge ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// By this verification.
    Accepted(VerificationId),
    Declined,
    Failed,
}

impl Outcome {
    pub(super) const fn status(self) -> ChallengeStatus {
        match self {
            Self::Accepted(_) => ChallengeStatus::Accepted,
            Self::Declined => ChallengeStatus::Declined,
            Self::Failed => ChallengeStatus::Failed,
        }
    }

    pub(super) const fn verification(self) -> Option<VerificationId> {
        match self {
            Self::Accepted(verification) => Some(verification),
            Self::Declined | Self::Failed => None,
        }
    }
}

impl Challenge {
    /// How it stands.
    pub(super) fn status(&self, now: Time) -> ChallengeStatus {
        match self.answered {
            Some(answered) => answered.outcome.status(),
            None if now >= self.expires_at => ChallengeStatus::Expired,
            None => ChallengeStatus::Pending,
        }
    }

    /// Whether the member is still the one who was asked: active, with the same device, password and role.
    pub(super) fn is_of_now(&self, member: &Member) -> bool {
        member.status == MemberStatus::Active && member.epoch == self.epoch
    }

    /// How many codes it still takes.
    pub(super) fn tries_left(&self) -> u32 {
        CHALLENGE_TRIES.saturating_sub(self.tries)
    }

    /// For the program. `is_valid`: whether it [is of now](Self::is_of_now); one that is not can only expire.
    pub(super) fn view(&self, is_valid: bool, now: Time) -> ChallengeView {
        let status = match self.status(now) {
            ChallengeStatus::Pending if !is_valid => ChallengeStatus::Expired,
            status => status,
        };
        let operation = &self.operation;
        let outcome = self.answered.map(|answered| answered.outcome);
        ChallengeView {
            id: self.id,
            status,
            member: self.member,
            purpose: operation.purpose.clone().unwrap_or_default(),
            target: operation.target.clone(),
            target_hash: operation.target_hash.clone(),
            audience: operation
                .audience
                .as_ref()
                .map(|audience| audience.as_str().to_owned()),
            created_at: self.created_at,
            expires_at: self.expires_at,
            answered_at: self.answered.map(|answered| answered.at),
            verification: outcome.and_then(Outcome::verification),
            receipt_taken_at: self.receipt_taken_at,
        }
    }

    /// Where the browser goes when the challenge stands so.
    pub(super) fn way_back(&self, status: ChallengeStatus) -> Option<Url> {
        let mut url = self.return_url.clone()?;
        url.query_pairs_mut()
            .append_pair("challenge", &self.id.to_string())
            .append_pair("status", status.as_str());
        Some(url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::db::keys::OrganizationKey;
    use shared_types::ids::OrganizationId;
    use uuid::Uuid;

    fn challenge() -> Challenge {
        Challenge {
            key: 1,
            id: ChallengeId(Uuid::from_u128(1)),
            organization: OrganizationRef {
                key: OrganizationKey::of(1),
                id: OrganizationId(Uuid::from_u128(2)),
            },
            member: MemberId(Uuid::from_u128(3)),
            epoch: 1,
            program: ApiTokenId(Uuid::from_u128(4)),
            operation: Operation::default(),
            return_url: None,
            created_at: Time::from_micros(0),
            expires_at: Time::from_micros(10),
            answered: None,
            tries: 0,
            receipt_until: None,
            receipt_taken_at: None,
        }
    }

    #[test]
    fn an_answer_stands_and_time_ends_the_rest() {
        let before = Time::from_micros(9);
        let end = Time::from_micros(10);
        assert_eq!(challenge().status(before), ChallengeStatus::Pending);
        assert_eq!(challenge().status(end), ChallengeStatus::Expired);
        let verification = VerificationId(Uuid::from_u128(5));
        for (outcome, status) in [
            (Outcome::Accepted(verification), ChallengeStatus::Accepted),
            (Outcome::Declined, ChallengeStatus::Declined),
            (Outcome::Failed, ChallengeStatus::Failed),
        ] {
            let at = Time::from_micros(5);
            let answered = Challenge {
                answered: Some(Answered { outcome, at }),
                ..challenge()
            };
            assert_eq!(answered.status(before), status);
            assert_eq!(answered.status(end), status);
            let view = answered.view(true, end);
            assert_eq!(view.answered_at, Some(at));
            assert_eq!(
                view.verification.is_some(),
                status == ChallengeStatus::Accepted
            );
        }
    }

    /// Parameters that the program has in its address stay.
    #[test]
    fn the_way_back_says_how_it_ended() {
        let return_url = "https://remote.example.com/back?job=7".parse().ok();
        let challenge = Challenge {
            return_url,
            ..challenge()
        };
        let url = challenge.way_back(ChallengeStatus::Declined).expect("one");
        let id = challenge.id;
        assert_eq!(
            url.as_str(),
            format!("https://remote.example.com/back?job=7&challenge={id}&status=declined")
        );
    }
}
