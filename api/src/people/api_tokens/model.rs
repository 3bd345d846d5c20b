//! A token as its row has it, and the pure rule that says whether it counts.

use super::networks::Networks;
use crate::platform::crypto::token::NewToken;
use crate::platform::db::keys::{ApiTokenKey, MemberRef, OrganizationRef};
use crate::protection::access::ApiToken;
use crate::protection::demand::{Demand, MemberRules, demand};
use serde_json::{Value, json};
use shared_types::api_tokens::{ApiTokenState, ApiTokenUse, Scope};
use shared_types::ids::{ApiTokenId, MemberId};
use shared_types::limits::{API_TOKEN_REMINDERS_DAYS, API_TOKEN_USE_GRAIN};
use shared_types::members::{MemberStatus, Role};
use shared_types::time::Time;
use std::collections::BTreeSet;
use std::time::Duration;

/// A token that is kept, whether it counts or not.
#[derive(Clone, Debug)]
pub struct KeptToken {
    /// Its row.
    pub key: ApiTokenKey,
    /// Its name outside.
    pub id: ApiTokenId,
    /// Where it acts.
    pub organization: OrganizationRef,
    /// The organization's name.
    pub organization_name: String,
    /// Who answers for it.
    pub owner: MemberRef,
    /// The owner's name.
    pub owner_name: String,
    /// Whether the owner can sign in.
    pub owner_status: MemberStatus,
    /// The owner's role now.
    pub owner_role: Role,
    /// Whether a person said that a recovery of its owner's account was not the owner's: what was made with the
    /// account until then may be a thief's, and does nothing until somebody takes it over.
    pub is_suspended: bool,
    /// The rules of the owner now.
    pub rules: MemberRules,
    /// Who made it.
    pub made_by: MemberId,
    /// What it is for.
    pub name: String,
    /// What it was made for. A word that only a newer program knows is left out.
    pub scopes: BTreeSet<Scope>,
    /// Where it is good from.
    pub networks: Networks,
    /// The level of the session that made it, or took it over.
    pub aal: u8,
    /// When it was made.
    pub created_at: Time,
    /// When it ends.
    pub expires_at: Time,
    /// Mails about its end that were sent.
    pub reminded: i64,
    /// The last request with it.
    pub last_use: Option<ApiTokenUse>,
    /// To whom it was offered last, whether that is over or not.
    pub offer: Option<TokenOffer>,
}

/// A token that another administrator is asked to answer for. It names members by their ids, which outlive their
/// rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenOffer {
    /// Who is asked.
    pub to: MemberId,
    /// Who asks.
    pub by: MemberId,
    /// When it is over.
    pub ends_at: Time,
}

/// A token to be kept.
#[derive(Debug)]
pub struct NewApiTokenRow {
    /// The token.
    pub token: NewToken,
    /// Its name outside.
    pub id: ApiTokenId,
    /// Where it acts.
    pub organization: OrganizationRef,
    /// Who makes it and answers for it.
    pub owner: MemberRef,
    /// The level of the session that makes it.
    pub aal: u8,
    /// What it is for.
    pub name: String,
    /// What it is made for.
    pub scopes: BTreeSet<Scope>,
    /// Where it is good from.
    pub networks: Networks,
    /// When it ends.
    pub expires_at: Time,
}

/// A use of a token, for the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenUse {
    /// When.
    pub at: Time,
    /// The network, coarse.
    pub network: String,
    /// Method and path of the route, with the names of its parts instead of their values.
    pub route: String,
}

impl TokenUse {
    /// Whether it says more than the last use that was written down: from elsewhere, for another route, or a minute later.
    pub(super) fn tells_more(&self, last: &ApiTokenUse) -> bool {
        self.network != last.network
            || self.route != last.route
            || self.at.since(last.at) >= API_TOKEN_USE_GRAIN
    }
}

impl NewApiTokenRow {
    /// Mails about its end that would come at once: who makes a token for three days knows when it ends.
    pub(super) fn reminded(&self, now: Time) -> i64 {
        let lifetime = self.expires_at.since(now);
        let is_over = |days: &u32| lifetime <= Duration::from_hours(24 * u64::from(*days));
        let over = API_TOKEN_REMINDERS_DAYS.iter().filter(|days| is_over(days));
        i64::try_from(over.count()).unwrap_or(0)
    }
}

impl KeptToken {
    /// Whether it opens anything at `now`.
    pub fn state(&self, now: Time) -> ApiTokenState {
        if now >= self.expires_at {
            ApiTokenState::Expired
        } else if self.owner_status != MemberStatus::Active
            || self.owner_role < Role::Admin
            || self.is_suspended
        {
            ApiTokenState::OwnerLost
        } else if self.demand(now).is_due() && self.aal < 2 {
            ApiTokenState::SecondStepOwed
        } else {
            ApiTokenState::Active
        }
    }

    /// The offer that can be taken at `now`.
    pub fn open_offer(&self, now: Time) -> Option<TokenOffer> {
        self.offer.filter(|offer| now < offer.ends_at)
    }

    /// What it proves at `now`; `None` when there is nobody for whom it would act. One that lacks the second step
    /// is told so by the rights.
    pub(in crate::people) fn proves(&self, now: Time) -> Option<ApiToken> {
        let counts = match self.state(now) {
            ApiTokenState::Active | ApiTokenState::SecondStepOwed => true,
            ApiTokenState::Expired | ApiTokenState::OwnerLost => false,
        };
        counts.then(|| ApiToken {
            key: self.key,
            id: self.id,
            name: self.name.clone(),
            owner: self.owner,
            owner_role: self.owner_role,
            scopes: self.scopes.clone(),
            aal: self.aal,
            expires_at: self.expires_at,
            demand: self.demand(now),
        })
    }

    /// Which token it is, so that the record says it when the token is gone.
    pub fn details(&self) -> Value {
        json!({
            "token": self.id,
            "name": self.name,
            "scopes": self.scopes,
            "networks": self.networks.texts(),
            "made_by": self.made_by,
            "expires_at": self.expires_at,
        })
    }

    fn demand(&self, now: Time) -> Demand {
        demand(self.rules, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::db::keys::{MemberKey, OrganizationKey};
    use crate::protection::demand::Rule;
    use shared_types::ids::OrganizationId;
    use shared_types::policy::TwoStepPolicy;
    use uuid::Uuid;

    const END: Time = Time::from_micros(1000);

    fn kept() -> KeptToken {
        KeptToken {
            key: ApiTokenKey::of(1),
            id: ApiTokenId(Uuid::nil()),
            organization: OrganizationRef {
                key: OrganizationKey::of(1),
                id: OrganizationId(Uuid::nil()),
            },
            organization_name: "Acme".to_owned(),
            owner: MemberRef {
                key: MemberKey::of(1),
                id: MemberId(Uuid::nil()),
            },
            owner_name: "Ada".to_owned(),
            owner_status: MemberStatus::Active,
            owner_role: Role::Admin,
            is_suspended: false,
            rules: MemberRules::of(Rule::default()),
            made_by: MemberId(Uuid::nil()),
            name: "Ticket system".to_owned(),
            scopes: BTreeSet::from([Scope::MembersRead]),
            networks: Networks::default(),
            aal: 2,
            created_at: Time::from_micros(0),
            expires_at: END,
            reminded: 0,
            last_use: None,
            offer: None,
        }
    }

    /// K-03, K-05: a token counts until it ends, and while its owner is an administrator who can sign in.
    #[test]
    fn a_token_counts_with_its_owner_and_its_time() {
        let before = Time::from_micros(999);
        for status in MemberStatus::ALL {
            for role in Role::ALL {
                let token = KeptToken {
                    owner_status: *status,
                    owner_role: *role,
                    ..kept()
                };
                let counts = *status == MemberStatus::Active && *role == Role::Admin;
                assert_eq!(
                    token.proves(before).is_some(),
                    counts,
                    "{status:?} {role:?}"
                );
                let lost = token.state(before) == ApiTokenState::OwnerLost;
                assert_eq!(lost, !counts, "{status:?} {role:?}");
                assert_eq!(token.state(END), ApiTokenState::Expired);
                assert!(token.proves(END).is_none());
            }
        }
    }

    /// K-03 (policy): where the policy asks for a second step, a token that was made without one says so.
    #[test]
    fn a_token_without_the_second_step_says_so() {
        for (aal, two_step, state) in [
            (1, TwoStepPolicy::Optional, ApiTokenState::Active),
            (2, TwoStepPolicy::Required, ApiTokenState::Active),
            (1, TwoStepPolicy::Required, ApiTokenState::SecondStepOwed),
        ] {
            let rules = MemberRules::of(Rule::of_columns(two_step, None, 0));
            let token = KeptToken {
                rules,
                aal,
                ..kept()
            };
            assert_eq!(token.state(Time::from_micros(1)), state);
            assert!(token.proves(Time::from_micros(1)).is_some());
        }
    }

    /// K-05: the list names the last request, to the minute: of another kind or from elsewhere at once.
    #[test]
    fn another_use_tells_more() {
        let last = ApiTokenUse {
            at: Time::from_micros(0),
            network: "203.0.113.0/24".to_owned(),
            route: "POST /verifications".to_owned(),
        };
        let used = |seconds, network: &str, route: &str| TokenUse {
            at: last.at + Duration::from_secs(seconds),
            network: network.to_owned(),
            route: route.to_owned(),
        };
        let same = |seconds| used(seconds, &last.network, &last.route);
        assert!(!same(59).tells_more(&last));
        assert!(same(60).tells_more(&last));
        assert!(used(1, "198.51.100.0/24", &last.route).tells_more(&last));
        assert!(used(1, &last.network, "GET /members").tells_more(&last));
    }

    /// F3b: a suspended token proves nothing, also that of an administrator.
    #[test]
    fn a_suspended_token_proves_nothing() {
        let token = KeptToken {
            is_suspended: true,
            ..kept()
        };
        assert_eq!(token.state(Time::from_micros(1)), ApiTokenState::OwnerLost);
        assert!(token.proves(Time::from_micros(1)).is_none());
    }
}
