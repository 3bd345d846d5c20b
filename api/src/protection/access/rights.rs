//! The rights: what each asks of who wants to hold it.
//!
//! A new right is a type of its own here, with its least role and its scope; handlers and services
//! that need it name it.

use super::caller::{Actor, ApiToken, Holder, MemberSession};
use crate::platform::http::Scheme;
use crate::platform::http::credential::{API_TOKEN, SESSION, either};
use shared_types::api_tokens::Scope;
use shared_types::members::Role;
use shared_types::problem::ProblemCode;
use std::fmt::Debug;

/// Why a caller does not have a right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccessError {
    /// The policy asks for a second step that the session was made without.
    #[error("the session was made without the second step")]
    SecondStepRequired,
    /// The role does not allow it.
    #[error("the role does not allow this")]
    Forbidden,
    /// A person does it, never a token.
    #[error("no API token does this")]
    PersonsOnly,
    /// A token does it, never a person.
    #[error("only API tokens do this")]
    TokensOnly,
    /// The token was not made for it.
    #[error("the token has no scope {}", .0.as_str())]
    InsufficientScope(Scope),
}

/// Something that a caller may be allowed to do.
pub trait Right: Clone + Debug + Send + Sync + 'static {
    /// Who can hold it: any actor, or a member's session alone.
    type Holder: Holder;
    /// What proves a caller who may hold it, with the least role or the scope.
    const CREDENTIALS: &'static [Scheme];
    /// The problem codes that a caller without the right is refused with.
    const REFUSALS: &'static [ProblemCode];

    /// The holder, if this actor may be one.
    fn grant(actor: Actor) -> Result<Self::Holder, AccessError>;
}

/// A right over the organization, which a person holds by role and a program by scope.
pub trait OrganizationRight: Clone + Debug + Send + Sync + 'static {
    /// The least role that holds it.
    const LEAST_ROLE: Role;
    /// The scope of a token that holds it, if its owner has the role too.
    const SCOPE: Scope;
}

impl<R: OrganizationRight> Right for R {
    type Holder = Actor;
    const CREDENTIALS: &'static [Scheme] = &{
        let [token, cookie] = either(SESSION, names(R::LEAST_ROLE));
        let api_token = Scheme {
            scheme: API_TOKEN,
            is_ambient: false,
            scopes: &[R::SCOPE.as_str()],
        };
        [token, cookie, api_token]
    };
    const REFUSALS: &'static [ProblemCode] = &[
        ProblemCode::SecondStepRequired,
        ProblemCode::Forbidden,
        ProblemCode::InsufficientScope,
    ];

    fn grant(actor: Actor) -> Result<Actor, AccessError> {
        let is_allowed = match &actor {
            Actor::Member(session) if session.owes_second_step() => {
                return Err(AccessError::SecondStepRequired);
            }
            Actor::Member(session) => session.role >= R::LEAST_ROLE,
            Actor::Client(token) if !token.scopes.contains(&R::SCOPE) => {
                return Err(AccessError::InsufficientScope(R::SCOPE));
            }
            Actor::Client(token) if token.owes_second_step() => {
                return Err(AccessError::SecondStepRequired);
            }
            Actor::Client(token) => token.owner_role >= R::LEAST_ROLE,
            Actor::Host | Actor::System => true,
        };
        if is_allowed {
            Ok(actor)
        } else {
            Err(AccessError::Forbidden)
        }
    }
}

/// The least role, where one is asked for, as the document says it.
const fn names(role: Role) -> &'static [&'static str] {
    match role {
        Role::Agent => &[],
        Role::Helpdesk => &["helpdesk"],
        Role::Admin => &["admin"],
    }
}

macro_rules! organization_rights {
    ($($(#[$doc:meta])* $name:ident: $least_role:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub enum $name {}

        impl OrganizationRight for $name {
            const LEAST_ROLE: Role = Role::$least_role;
            const SCOPE: Scope = Scope::$name;
        }
    )*};
}

organization_rights! {
    /// To read the policy, and what another one would do.
    PolicyRead: Admin;
    /// To change the policy.
    PolicyWrite: Admin;
    /// To read the organization's members.
    MembersRead: Helpdesk;
    /// To make, change, invite and remove members.
    MembersWrite: Admin;
    /// To remove the device of somebody who is stuck, and to end delays; of whom, rank decides.
    DevicesReset: Helpdesk;
    /// To ask whether a member holds the enrolled device.
    VerificationsWrite: Helpdesk;
    /// To read and export the organization's audit record.
    AuditRead: Admin;
    /// To pass on what a NAS asks over RADIUS.
    RadiusAuthorize: Admin;
}

/// To say that a recovery was the member's: a person made sure of it, and no program can
/// (NIST SP 800-63B-4 §4.2). Of whom, rank decides.
#[derive(Clone, Copy, Debug)]
pub enum RecoveryApprove {}

impl Right for RecoveryApprove {
    type Holder = Actor;
    const CREDENTIALS: &'static [Scheme] = &either(SESSION, names(DevicesReset::LEAST_ROLE));
    const REFUSALS: &'static [ProblemCode] =
        &[ProblemCode::SecondStepRequired, ProblemCode::Forbidden];

    fn grant(actor: Actor) -> Result<Actor, AccessError> {
        if matches!(actor, Actor::Client(_)) {
            return Err(AccessError::PersonsOnly);
        }
        DevicesReset::grant(actor)
    }
}

/// To make, list and end API tokens: an administrator's, by a session. No token makes a token (K-04).
#[derive(Clone, Copy, Debug)]
pub enum ApiTokensManage {}

impl Right for ApiTokensManage {
    type Holder = MemberSession;
    const CREDENTIALS: &'static [Scheme] = &either(SESSION, names(Role::Admin));
    const REFUSALS: &'static [ProblemCode] =
        &[ProblemCode::SecondStepRequired, ProblemCode::Forbidden];

    fn grant(actor: Actor) -> Result<MemberSession, AccessError> {
        let session = OwnAccount::grant(actor)?;
        if session.role < Role::Admin {
            return Err(AccessError::Forbidden);
        }
        Ok(session)
    }
}

macro_rules! rights_in_person {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub enum $name {}

        impl Right for $name {
            type Holder = MemberSession;
            const CREDENTIALS: &'static [Scheme] = ApiTokensManage::CREDENTIALS;
            const REFUSALS: &'static [ProblemCode] = ApiTokensManage::REFUSALS;

            fn grant(actor: Actor) -> Result<MemberSession, AccessError> {
                ApiTokensManage::grant(actor)
            }
        }
    )*};
}

// Further rights of an administrator by a session. No scope opens them.
rights_in_person! {
    /// To make, change and end webhooks, which tell the outside what happens.
    WebhooksManage;
    /// To import entries of authenticator apps, whose secrets the importer knows.
    DevicesImport;
    /// To make and delete test organizations.
    SandboxesManage;
    /// To make, change and delete the consoles that sign in with us.
    ClientsManage;
}

/// To read the mails and the clock of the own organization, a test one: mails hold the codes of everybody.
#[derive(Clone, Copy, Debug)]
pub enum SandboxRead {}

impl OrganizationRight for SandboxRead {
    const LEAST_ROLE: Role = Role::Admin;
    const SCOPE: Scope = Scope::MembersRead;
}

/// To move the clock of the own organization, a test one.
#[derive(Clone, Copy, Debug)]
pub enum SandboxWrite {}

impl OrganizationRight for SandboxWrite {
    const LEAST_ROLE: Role = Role::Admin;
    const SCOPE: Scope = Scope::MembersWrite;
}

/// To be told what the own token may do. Tokens alone have it.
#[derive(Clone, Copy, Debug)]
pub enum OwnApiToken {}

impl Right for OwnApiToken {
    type Holder = ApiToken;
    const CREDENTIALS: &'static [Scheme] = &[Scheme {
        scheme: API_TOKEN,
        is_ambient: false,
        scopes: &[],
    }];
    const REFUSALS: &'static [ProblemCode] = &[ProblemCode::Forbidden];

    fn grant(actor: Actor) -> Result<ApiToken, AccessError> {
        match actor {
            Actor::Client(token) => Ok(token),
            Actor::Member(_) | Actor::Host | Actor::System => Err(AccessError::TokensOnly),
        }
    }
}

/// To ask a person to confirm an operation: programs that may ask for codes have it, and no session.
#[derive(Clone, Copy, Debug)]
pub enum ChallengesMake {}

impl Right for ChallengesMake {
    type Holder = ApiToken;
    const CREDENTIALS: &'static [Scheme] = &[Scheme {
        scheme: API_TOKEN,
        is_ambient: false,
        scopes: &[VerificationsWrite::SCOPE.as_str()],
    }];
    const REFUSALS: &'static [ProblemCode] = VerificationsWrite::REFUSALS;

    fn grant(actor: Actor) -> Result<ApiToken, AccessError> {
        match VerificationsWrite::grant(actor)? {
            Actor::Client(token) => Ok(token),
            Actor::Member(_) | Actor::Host | Actor::System => Err(AccessError::TokensOnly),
        }
    }
}

/// To see and change what is one's own. Members have it by their session; no token has.
#[derive(Clone, Copy, Debug)]
pub enum OwnAccount {}

impl Right for OwnAccount {
    type Holder = MemberSession;
    const CREDENTIALS: &'static [Scheme] = &either(SESSION, &[]);
    const REFUSALS: &'static [ProblemCode] =
        &[ProblemCode::SecondStepRequired, ProblemCode::Forbidden];

    fn grant(actor: Actor) -> Result<MemberSession, AccessError> {
        let session = OwnSession::grant(actor)?;
        if session.owes_second_step() {
            Err(AccessError::SecondStepRequired)
        } else {
            Ok(session)
        }
    }
}

/// To end the session that asks, even one that owes the second step. Nothing else.
#[derive(Clone, Copy, Debug)]
pub enum OwnSession {}

impl Right for OwnSession {
    type Holder = MemberSession;
    const CREDENTIALS: &'static [Scheme] = &either(SESSION, &[]);
    const REFUSALS: &'static [ProblemCode] = &[ProblemCode::Forbidden];

    fn grant(actor: Actor) -> Result<MemberSession, AccessError> {
        match actor {
            Actor::Member(session) => Ok(session),
            Actor::Client(_) | Actor::Host | Actor::System => Err(AccessError::PersonsOnly),
        }
    }
}
