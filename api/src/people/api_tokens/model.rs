//! A token as its row has it, and the pure rule that says whether it counts.

use crate::platform::crypto::token::NewToken;
use crate::platform::db::keys::{ApiTokenKey, MemberRef, OrganizationRef};
use crate::protection::access::ApiToken;
use crate::protection::demand::{Demand, MemberRules, demand};
use ipnet::IpNet;
use shared_types::api_tokens::{ApiTokenState, ApiTokenUse, Scope};
use shared_types::ids::{ApiTokenId, MemberId};
use shared_types::limits::API_TOKEN_REMINDERS_DAYS;
use shared_types::members::{MemberStatus, Role};
use shared_types::time::Time;
use std::collections::BTreeSet;
use std::net::IpAddr;
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
    /// Whether a person said that a recovery of the owner's account was not the owner's: what was made with
    /// the account until then may be a thief's.
    pub is_owner_refused: bool,
    /// The rules of the owner now.
    pub rules: MemberRules,
    /// Who made it.
    pub made_by: MemberId,
    /// What it is for.
    pub name: String,
    /// What it was made for. A word that only a newer program knows is left out.
    pub scopes: BTreeSet<Scope>,
    /// Where it is good from; everywhere when empty.
    pub networks: Vec<IpNet>,
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
    /// Where it is good from; everywhere when empty.
    pub networks: Vec<IpNet>,
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
            || self.is_owner_refused
        {
            ApiTokenState::OwnerLost
        } else {
            ApiTokenState::Active
        }
    }

    /// Whether it is good from this address.
    pub fn is_good_from(&self, address: IpAddr) -> bool {
        self.networks.is_empty() || self.networks.iter().any(|net| net.contains(&address))
    }

    /// What it proves at `now`; `None` when it opens nothing.
    pub(super) fn proves(&self, now: Time) -> Option<ApiToken> {
        (self.state(now) == ApiTokenState::Active).then(|| ApiToken {
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

    fn demand(&self, now: Time) -> Demand {
        demand(self.rules, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::db::keys::{MemberKey, OrganizationKey};
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
            is_owner_refused: false,
            rules: MemberRules {
                two_step: TwoStepPolicy::Optional,
            },
            made_by: MemberId(Uuid::nil()),
            name: "Ticket system".to_owned(),
            scopes: BTreeSet::from([Scope::MembersRead]),
            networks: Vec::new(),
            aal: 2,
            created_at: Time::from_micros(0),
            expires_at: END,
            reminded: 0,
            last_use: None,
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

    /// K-05: a token with networks is good from these alone, in both versions of the protocol.
    #[test]
    fn networks_are_kept_to() {
        let from = |networks: &[&str], address: &str| {
            let networks = networks.iter().map(|net| net.parse().expect("a network"));
            let token = KeptToken {
                networks: networks.collect(),
                ..kept()
            };
            token.is_good_from(address.parse().expect("an address"))
        };
        assert!(from(&[], "198.51.100.7"));
        let nets = ["203.0.113.0/24", "2001:db8::/48"];
        assert!(from(&nets, "203.0.113.255") && from(&nets, "2001:db8:0:7::1"));
        assert!(!from(&nets, "203.0.114.0") && !from(&nets, "2001:db8:1::1"));
    }
}
