//! Notices: what happened on one page and is shown on the next.

use shared_types::policy::PolicyView;
use shared_types::problem::FlowEndReason;
use shared_types::time::Time;

/// What happened on one page and is shown on the next.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// The sign-in attempt has ended, for this reason.
    FlowEnded(FlowEndReason),
    /// The last wrong code ended the sign-in attempt; codes are looked at again from this moment, in
    /// milliseconds by this computer's clock.
    CodesAgainAt(f64),
    /// The session ended while the person was using it.
    SessionEnded,
    /// The same, and what was typed on the page is kept for when the person comes back.
    SessionEndedTypedKept,
    /// The organization now requires the second step.
    SecondStepRequired,
    /// The person canceled the sign-in attempt.
    Canceled,
    /// The person signed out.
    SignedOut,
    /// The organization and its first administrator were created.
    OrganizationReady,
    /// An invitation was accepted.
    PasswordChosen,
    /// A forgotten password was replaced.
    PasswordReset,
    /// The same, and recovery by e-mail is held until then; until a person ends it where there is no time.
    PasswordResetHeld(Option<Time>),
    /// The e-mail address was changed.
    EmailChanged,
    /// The password was changed.
    PasswordChanged,
    /// The device was removed.
    DeviceRemoved,
    /// An invitation was sent to this address.
    Invited(String),
    /// The member of this name was deleted.
    MemberDeleted(String),
    /// The organization was set to require the second step.
    PolicyRequired,
    /// The organization was set not to require the second step.
    PolicyOptional,
    /// The plan of the policy was saved.
    PlanSaved,
    /// What ends a hold of recovery by e-mail was chosen.
    RecoveryChosen,
    /// Somebody else changed the policy first; this is it now.
    PolicyChangedMeanwhile(PolicyView),
}
