//! Who asks, and what for: the caller of a request, and the rights that a caller can hold.
//!
//! A service takes `Authorized<Right>`, which exists only after the check, and never learns by
//! which credential it was obtained: a person's session and a program's token look the same to it.
//! Handlers get it straight from the request (`people/sessions/extract.rs`, the one place where a
//! credential becomes a [`Caller`]).

mod authorized;
mod caller;
mod refusal;
mod rights;

pub use authorized::{Authorized, Fresh, NotFresh};
pub use caller::{Actor, ApiToken, Caller, Holder, MemberSession};
pub use rights::{
    AccessError, ApiTokensManage, AuditRead, ChallengesMake, ClientsManage, DevicesImport,
    DevicesReset, MembersRead, MembersWrite, OrganizationRight, OwnAccount, OwnApiToken,
    OwnSession, PolicyRead, PolicyWrite, RadiusAuthorize, RecoveryApprove, Right, SandboxRead,
    SandboxWrite, SandboxesManage, VerificationsWrite, WebhooksManage,
};
