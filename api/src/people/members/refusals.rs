//! Why each operation on members refuses, and the problem returned to the caller.

use crate::people::devices::ENROLL_YOURSELF_FIRST;
use crate::people::sessions::LostRight;
use crate::platform::crypto::hasher::Overloaded;
use crate::platform::db::DbError;
use crate::platform::http::{MANAGED_ELSEWHERE, refusals};
use shared_types::limits::{GROUP_SETS_PER_ORGANIZATION, SANDBOX_MEMBERS};
use shared_types::problem::{FieldError, FieldErrorCode};
use std::time::Duration;

const NO_MEMBER: &str = "There is no such member.";
const NOT_THIS_MEMBER: &str = "Your role does not allow this for this member. API tokens act on agents alone, and set no address. \
    So do you while recovery by email is held for you, unless you signed in with a code.";
const LAST_ADMINISTRATOR: &str = "This is the last administrator. Make somebody else one first.";
const INVITED_OFTEN: &str =
    "This address was invited several times within an hour. Wait before the next invitation.";
const NO_INVITATION: &str =
    "This invitation is unknown, used, replaced or too old. Ask your administrator for a new one.";
const TOO_MANY_TRIES: &str = "Too many tries. Wait before the next one.";
const CHANGED: &str = "Somebody changed this member since you read it. Read it again.";
const NOTHING_TO_DO: &str = "There is nothing to do for this member now. Read the member again.";

/// Members of the organization are in as many different sets of groups as they may be.
pub(super) fn too_many_sets() -> FieldError {
    let detail = format!(
        "The members of the organization are in {GROUP_SETS_PER_ORGANIZATION} different sets of groups already. Choose \
        groups that others are in together."
    );
    FieldError::new("groups", FieldErrorCode::Invalid, detail)
}

/// Why no list is shown.
#[derive(Debug, thiserror::Error)]
pub(super) enum ListMembersError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum ListMembersError {}
    causes { Invalid(FieldError), Database(DbError) }
}

/// Why a member is not shown.
#[derive(Debug, thiserror::Error)]
pub(super) enum GetMemberError {
    /// There is no such member in the caller's organization.
    #[error("no such member")]
    NotFound,
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum GetMemberError {
        NotFound => NotFound(NO_MEMBER),
    }
    causes { Database(DbError) }
}

/// Why a member is not open to a change by the caller.
#[derive(Clone, Copy, Debug, thiserror::Error)]
pub(super) enum OpenError {
    /// There is no such member in the caller's organization.
    #[error("no such member")]
    NotFound,
    /// The member's role is not below the caller's, or the member is the caller.
    #[error("not allowed on this member")]
    Forbidden,
    /// The caller lost the session or the right meanwhile.
    #[error(transparent)]
    Lost(#[from] LostRight),
}

refusals! {
    enum OpenError {
        NotFound => NotFound(NO_MEMBER),
        Forbidden => Forbidden(NOT_THIS_MEMBER),
    }
    causes { Lost(LostRight) }
}

/// Why nobody is invited.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotInvited {
    /// The test organization has as many members as it may have.
    #[error("the test organization has its number of members")]
    Full,
    /// Fields are not acceptable.
    #[error("a field is not acceptable")]
    Invalid(Vec<FieldError>),
    /// The caller may not give this role.
    #[error("not allowed on this member")]
    Forbidden,
    /// The address was invited too often.
    #[error("too many invitations to this address")]
    Throttled(Duration),
}

refusals! {
    enum NotInvited {
        Full => Conflict(format!(
            "A test organization has at most {SANDBOX_MEMBERS} members. Remove one first."
        )),
        Forbidden => Forbidden(NOT_THIS_MEMBER),
        Throttled(wait) => Throttled(INVITED_OFTEN).retry_after(wait),
    }
    causes { Invalid(Vec<FieldError>) }
}

/// Why there is no new member.
#[derive(Debug, thiserror::Error)]
pub(super) enum CreateMemberError {
    /// Nobody is invited.
    #[error(transparent)]
    NotInvited(#[from] NotInvited),
    /// The caller lost the session or the right meanwhile.
    #[error(transparent)]
    Lost(#[from] LostRight),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum CreateMemberError {}
    causes { NotInvited(NotInvited), Lost(LostRight), Database(DbError) }
}

/// Why a member stays as it is.
#[derive(Debug, thiserror::Error)]
pub(super) enum PatchMemberError {
    /// Fields are not acceptable.
    #[error("a field is not acceptable")]
    Invalid(Vec<FieldError>),
    /// The caller may not give this role.
    #[error("not allowed on this member")]
    Forbidden,
    /// In these groups the policy would ask for less, and the caller may not change the policy.
    #[error("the policy would ask for less")]
    AsksForLess,
    /// The organization would be left without an administrator.
    #[error("the last administrator stays")]
    LastAdministrator,
    /// Somebody changed the member since it was read, as the version says.
    #[error("the member was changed since it was read")]
    Stale,
    /// The same, as `If-Match` says.
    #[error("the member was changed since it was read")]
    Changed,
    /// It is not for the caller to change this member.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum PatchMemberError {
        Forbidden => Forbidden(NOT_THIS_MEMBER),
        AsksForLess => Forbidden(
            "In these groups the policy would ask this member for less. Sign in with a code to set them; a token needs \
             policy:write too."
        ),
        LastAdministrator => Conflict(LAST_ADMINISTRATOR),
        Stale => Conflict(CHANGED),
        Changed => PreconditionFailed(CHANGED),
    }
    causes { Invalid(Vec<FieldError>), Open(OpenError), Database(DbError) }
}

/// Why a member is not removed.
#[derive(Debug, thiserror::Error)]
pub(super) enum DeleteMemberError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// The organization would be left without an administrator.
    #[error("the last administrator stays")]
    LastAdministrator,
    /// Somebody changed the member since it was read.
    #[error("the member was changed since it was read")]
    Changed,
    /// It is not for the caller to change this member.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum DeleteMemberError {
        LastAdministrator => Conflict(LAST_ADMINISTRATOR),
        Changed => PreconditionFailed(CHANGED),
    }
    causes { Invalid(FieldError), Open(OpenError), Database(DbError) }
}

/// Why no invitation is sent.
#[derive(Debug, thiserror::Error)]
pub(super) enum InviteError {
    /// The member has accepted one, or one was sent just now.
    #[error("nothing to do for this member")]
    NothingToDo,
    /// The address was invited too often.
    #[error("too many invitations to this address")]
    Throttled(Duration),
    /// It is not for the caller to change this member.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum InviteError {
        NothingToDo => Conflict(NOTHING_TO_DO),
        Throttled(wait) => Throttled(INVITED_OFTEN).retry_after(wait),
    }
    causes { Open(OpenError), Database(DbError) }
}

/// Why a member's device stays.
#[derive(Debug, thiserror::Error)]
pub(super) enum ResetDeviceError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// The member has neither a device nor a hold.
    #[error("nothing to do for this member")]
    NothingToDo,
    /// It is not for the caller to change this member.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum ResetDeviceError {
        NothingToDo => Conflict(NOTHING_TO_DO),
    }
    causes { Invalid(FieldError), Open(OpenError), Database(DbError) }
}

/// Why a member is not exempted.
#[derive(Debug, thiserror::Error)]
pub(super) enum ExemptError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// A password alone does not exempt others from more.
    #[error("the caller has not done the second step")]
    EnrollYourselfFirst,
    /// It is not for the caller to change this member.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum ExemptError {
        EnrollYourselfFirst => SecondStepRequired(ENROLL_YOURSELF_FIRST),
    }
    causes { Invalid(FieldError), Open(OpenError), Database(DbError) }
}

/// Why an exemption stays.
#[derive(Debug, thiserror::Error)]
pub(super) enum EndExemptionError {
    /// The member is not exempt.
    #[error("nothing to do for this member")]
    NothingToDo,
    /// It is not for the caller to change this member.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum EndExemptionError {
        NothingToDo => Conflict(NOTHING_TO_DO),
    }
    causes { Open(OpenError), Database(DbError) }
}

/// Why a member's delays stay.
#[derive(Debug, thiserror::Error)]
pub(super) enum UnlockMemberError {
    /// It is not for the caller to change this member.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum UnlockMemberError {}
    causes { Open(OpenError), Database(DbError) }
}

/// Why nothing is decided about a member's recovery.
#[derive(Debug, thiserror::Error)]
pub(super) enum DecideRecoveryError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// No hold runs, or it says so already.
    #[error("nothing to do for this member")]
    NothingToDo,
    /// It is not for the caller to change this member.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum DecideRecoveryError {
        NothingToDo => Conflict(NOTHING_TO_DO),
    }
    causes { Invalid(FieldError), Open(OpenError), Database(DbError) }
}

/// Why nothing is said of an invitation.
#[derive(Debug, thiserror::Error)]
pub(super) enum InspectInvitationError {
    /// It is unknown, used or too old.
    #[error("the invitation is not valid")]
    InvalidInvitation,
    /// Too many were tried from one address.
    #[error("too many tries")]
    Throttled(Duration),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum InspectInvitationError {
        InvalidInvitation => InvalidToken(NO_INVITATION),
        Throttled(wait) => Throttled(TOO_MANY_TRIES).retry_after(wait),
    }
    causes { Database(DbError) }
}

/// Why an invitation is not accepted.
#[derive(Debug, thiserror::Error)]
pub(super) enum AcceptError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// It is unknown, used or too old.
    #[error("the invitation is not valid")]
    InvalidInvitation,
    /// The directory of the organization keeps the password: the first sign-in accepts.
    #[error("the directory keeps the password")]
    ManagedElsewhere,
    /// Too many were tried from one address.
    #[error("too many tries")]
    Throttled(Duration),
    /// Too many passwords wait to be hashed.
    #[error(transparent)]
    Overloaded(#[from] Overloaded),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum AcceptError {
        ManagedElsewhere => ManagedElsewhere(MANAGED_ELSEWHERE),
        InvalidInvitation => InvalidToken(NO_INVITATION),
        Throttled(wait) => Throttled(TOO_MANY_TRIES).retry_after(wait),
    }
    causes { Invalid(FieldError), Overloaded(Overloaded), Database(DbError) }
}
