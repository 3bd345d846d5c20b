//! A caller who was found to hold a right: the value exists only after the check.

use super::caller::{Caller, Holder};
use super::rights::{AccessError, ChallengesMake, Right, VerificationsWrite};
use shared_types::time::Time;
use std::marker::PhantomData;
use std::ops::Deref;

/// A caller who holds the right `R`.
///
/// A service names the right that it needs, and there is no other way to one than the check:
///
/// ```
/// use twostep::protection::access::{AccessError, Authorized, Caller, PolicyWrite};
///
/// fn change_policy(_caller: &Authorized<PolicyWrite>) {}
///
/// fn asked(caller: Caller) -> Result<(), AccessError> {
///     change_policy(&Authorized::check(caller)?);
///     Ok(())
/// }
/// ```
///
/// A caller alone does not compile:
///
/// ```compile_fail,E0308
/// use twostep::protection::access::{Authorized, Caller, PolicyWrite};
///
/// fn change_policy(_caller: &Authorized<PolicyWrite>) {}
///
/// fn asked(caller: Caller) {
///     change_policy(&caller);
/// }
/// ```
///
/// Nor does one who holds another right:
///
/// ```compile_fail,E0308
/// use twostep::protection::access::{Authorized, MembersRead, PolicyWrite};
///
/// fn change_policy(_caller: &Authorized<PolicyWrite>) {}
///
/// fn asked(caller: Authorized<MembersRead>) {
///     change_policy(&caller);
/// }
/// ```
///
/// Nor a value that is put together by hand:
///
/// ```compile_fail,E0451
/// use std::marker::PhantomData;
/// use twostep::protection::access::{Actor, Authorized, Caller, PolicyWrite};
///
/// fn asked(caller: Caller<Actor>) -> Authorized<PolicyWrite> {
///     Authorized { caller, right: PhantomData }
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Authorized<R: Right> {
    caller: Caller<R::Holder>,
    right: PhantomData<R>,
}

/// The act needs a re-authentication within the last five minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the last authentication is too long ago")]
pub struct NotFresh;

/// A caller who holds the right `R` and to whom sensitive acts are open: a member proved himself
/// within the last five minutes.
///
/// ```compile_fail,E0308
/// use twostep::protection::access::{Authorized, Fresh, PolicyWrite};
///
/// fn change_policy(_caller: &Fresh<PolicyWrite>) {}
///
/// fn asked(caller: Authorized<PolicyWrite>) {
///     change_policy(&caller);
/// }
/// ```
#[derive(Debug)]
pub struct Fresh<R: Right>(Authorized<R>);

impl Authorized<ChallengesMake> {
    /// Who may make a challenge may ask for a code.
    pub fn to_ask(&self) -> Authorized<VerificationsWrite> {
        Authorized {
            caller: Caller {
                organization: self.caller.organization,
                actor: self.caller.actor.actor(),
                origin: self.caller.origin.clone(),
            },
            right: PhantomData,
        }
    }
}

impl<R: Right> Authorized<R> {
    /// The one check: the caller with the right, if he holds it.
    pub fn check(caller: Caller) -> Result<Self, AccessError> {
        Ok(Self {
            caller: Caller {
                organization: caller.organization,
                actor: R::grant(caller.actor)?,
                origin: caller.origin,
            },
            right: PhantomData,
        })
    }

    /// The same for a sensitive act.
    pub fn fresh(self, now: Time) -> Result<Fresh<R>, NotFresh> {
        if self.actor.is_fresh(now) {
            Ok(Fresh(self))
        } else {
            Err(NotFresh)
        }
    }
}

impl<R: Right> Deref for Authorized<R> {
    type Target = Caller<R::Holder>;

    fn deref(&self) -> &Self::Target {
        &self.caller
    }
}

impl<R: Right> Deref for Fresh<R> {
    type Target = Authorized<R>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::super::caller::{Actor, ApiToken, MemberSession};
    use super::super::rights::{
        ApiTokensManage, AuditRead, DevicesReset, MembersRead, MembersWrite, OrganizationRight,
        OwnAccount, OwnApiToken, OwnSession, PolicyRead, PolicyWrite, RadiusAuthorize,
        RecoveryApprove, SandboxRead, SandboxWrite, VerificationsWrite,
    };
    use super::*;
    use crate::platform::db::keys::{
        ApiTokenKey, MemberKey, MemberRef, OrganizationKey, OrganizationRef, SignInKey,
    };
    use crate::platform::origin::Origin;
    use crate::protection::demand::Demand;
    use shared_types::api_tokens::Scope;
    use shared_types::ids::{ApiTokenId, MemberId, OrganizationId, SessionId};
    use shared_types::members::Role;
    use shared_types::sessions::Transport;
    use std::collections::BTreeSet;
    use uuid::Uuid;

    const ROLES: [Role; 3] = [Role::Agent, Role::Helpdesk, Role::Admin];
    const SCOPES: &[Scope] = Scope::ALL;

    fn at(seconds: i64) -> Time {
        Time::from_micros(seconds * 1_000_000)
    }

    fn somebody() -> MemberRef {
        MemberRef {
            key: MemberKey::of(1),
            id: MemberId(Uuid::nil()),
        }
    }

    fn session(role: Role) -> MemberSession {
        MemberSession {
            key: SignInKey::of(1),
            id: SessionId(Uuid::nil()),
            member: somebody(),
            role,
            epoch: 1,
            transport: Transport::Bearer,
            aal: 1,
            created_at: at(0),
            last_used_at: at(0),
            expires_at: at(1000),
            fresh_until: at(300),
            browser: None,
            demand: Demand::None,
            is_held: false,
        }
    }

    fn member(role: Role) -> Actor {
        Actor::Member(session(role))
    }

    fn client(owner_role: Role, scopes: impl IntoIterator<Item = Scope>) -> Actor {
        Actor::Client(ApiToken {
            key: ApiTokenKey::of(1),
            id: ApiTokenId(Uuid::nil()),
            name: "Ticket system".to_owned(),
            owner: somebody(),
            owner_role,
            scopes: scopes.into_iter().collect::<BTreeSet<_>>(),
            aal: 2,
            expires_at: at(1000),
            demand: Demand::None,
        })
    }

    fn every_scope(owner_role: Role) -> Actor {
        client(owner_role, SCOPES.iter().copied())
    }

    fn ask<R: Right>(actor: Actor) -> Result<Authorized<R>, AccessError> {
        Authorized::check(Caller {
            organization: OrganizationRef {
                key: OrganizationKey::of(1),
                id: OrganizationId(Uuid::nil()),
            },
            actor,
            origin: Origin::of_host(),
        })
    }

    /// By role: exactly from the least role on. By scope: exactly with this one, never beyond what
    /// the owner may.
    fn holders_are_exactly_those<R: OrganizationRight>(least_role: Role, scope: Scope) {
        for role in ROLES {
            let is_ranked = role >= least_role;
            assert_eq!(ask::<R>(member(role)).is_ok(), is_ranked, "{role:?}");
            for &only in SCOPES {
                let is_held = is_ranked && only == scope;
                let asked = ask::<R>(client(role, [only]));
                assert_eq!(asked.is_ok(), is_held, "{role:?} {only:?}");
            }
            let others = SCOPES.iter().copied().filter(|other| *other != scope);
            let refused = ask::<R>(client(role, others)).err();
            assert_eq!(
                refused,
                Some(AccessError::InsufficientScope(scope)),
                "{role:?}"
            );
        }
        assert!(ask::<R>(Actor::Host).is_ok());
        assert!(ask::<R>(Actor::System).is_ok());
    }

    #[test]
    fn a_right_is_held_by_role_or_by_scope() {
        holders_are_exactly_those::<PolicyRead>(Role::Admin, Scope::PolicyRead);
        holders_are_exactly_those::<PolicyWrite>(Role::Admin, Scope::PolicyWrite);
        holders_are_exactly_those::<MembersRead>(Role::Helpdesk, Scope::MembersRead);
        holders_are_exactly_those::<MembersWrite>(Role::Admin, Scope::MembersWrite);
        holders_are_exactly_those::<DevicesReset>(Role::Helpdesk, Scope::DevicesReset);
        holders_are_exactly_those::<VerificationsWrite>(Role::Helpdesk, Scope::VerificationsWrite);
        holders_are_exactly_those::<AuditRead>(Role::Admin, Scope::AuditRead);
        holders_are_exactly_those::<RadiusAuthorize>(Role::Admin, Scope::RadiusAuthorize);
        holders_are_exactly_those::<SandboxRead>(Role::Admin, Scope::MembersRead);
        holders_are_exactly_those::<SandboxWrite>(Role::Admin, Scope::MembersWrite);
    }

    /// NIST SP 800-63B-4 §4.2: a person looked at who it is.
    #[test]
    fn a_recovery_is_approved_in_person() {
        for role in ROLES {
            let is_ranked = role >= Role::Helpdesk;
            let asked = ask::<RecoveryApprove>(member(role));
            assert_eq!(asked.is_ok(), is_ranked, "{role:?}");
            let refused = ask::<RecoveryApprove>(every_scope(role)).err();
            assert_eq!(refused, Some(AccessError::PersonsOnly));
        }
    }

    #[test]
    fn an_agent_gets_no_right_over_the_organization() {
        let refused = ask::<PolicyWrite>(member(Role::Agent)).err();
        assert_eq!(refused, Some(AccessError::Forbidden));
        assert!(ask::<OwnAccount>(member(Role::Agent)).is_ok());
    }

    /// K-03: what the policy asks of its owner, it asks of a token too.
    #[test]
    fn a_token_that_owes_the_second_step_does_nothing() {
        let made_with = |aal| {
            let Actor::Client(token) = every_scope(Role::Admin) else {
                unreachable!("a client");
            };
            Actor::Client(ApiToken {
                aal,
                demand: Demand::Now,
                ..token
            })
        };
        let owes = Some(AccessError::SecondStepRequired);
        assert_eq!(ask::<PolicyWrite>(made_with(1)).err(), owes);
        assert!(ask::<PolicyWrite>(made_with(2)).is_ok());
    }

    /// API tokens are made by administrators in person; a token is told of itself alone.
    #[test]
    fn tokens_are_for_administrators_to_make() {
        for role in ROLES {
            let is_made = ask::<ApiTokensManage>(member(role)).is_ok();
            assert_eq!(is_made, role == Role::Admin, "{role:?}");
            let refused = ask::<OwnApiToken>(member(role)).err();
            assert_eq!(refused, Some(AccessError::TokensOnly));
            assert!(ask::<OwnApiToken>(client(role, [])).is_ok());
        }
    }

    /// K-04: a token makes no tokens, touches no credentials of its owner and signs nobody out.
    #[test]
    fn what_is_ones_own_is_for_members_only() {
        for actor in [every_scope(Role::Admin), Actor::Host, Actor::System] {
            assert!(ask::<ApiTokensManage>(actor.clone()).is_err(), "{actor:?}");
            assert!(ask::<OwnAccount>(actor.clone()).is_err(), "{actor:?}");
            assert!(ask::<OwnSession>(actor.clone()).is_err(), "{actor:?}");
        }
    }

    #[test]
    fn a_session_that_owes_the_second_step_ends_itself_and_nothing_else() {
        let owing = |role| {
            Actor::Member(MemberSession {
                demand: Demand::Now,
                ..session(role)
            })
        };
        let owes = Some(AccessError::SecondStepRequired);
        assert!(ask::<OwnSession>(owing(Role::Agent)).is_ok());
        assert_eq!(ask::<OwnAccount>(owing(Role::Agent)).err(), owes);
        assert_eq!(ask::<PolicyWrite>(owing(Role::Admin)).err(), owes);
        // Said before the role is: who may not learns nothing of what he may not do.
        assert_eq!(ask::<PolicyWrite>(owing(Role::Agent)).err(), owes);
    }

    #[test]
    fn sensitive_acts_are_open_for_a_while_to_a_member_and_always_to_a_program() {
        let fresh = |actor, now| ask::<PolicyWrite>(actor).expect("the right").fresh(now);
        assert!(fresh(member(Role::Admin), at(299)).is_ok());
        let stale = fresh(member(Role::Admin), at(300)).err();
        assert_eq!(stale, Some(NotFresh));
        let program = client(Role::Admin, [Scope::PolicyWrite]);
        assert!(fresh(program, at(300)).is_ok());
    }

    /// A program names itself in the record, and acts on agents only.
    #[test]
    fn a_program_acts_as_itself_and_on_agents() {
        let program = every_scope(Role::Admin);
        assert_eq!(program.highest_subject(), Role::Agent);
        assert_eq!(program.answerable(), Some(somebody()));
        let name = program.recorded().to_string();
        assert_eq!(name, format!("client:{}", Uuid::nil()));
        assert_eq!(member(Role::Agent).highest_subject(), Role::Admin);
        let held = MemberSession {
            is_held: true,
            ..session(Role::Admin)
        };
        assert_eq!(Actor::Member(held).highest_subject(), Role::Agent);
    }
}
