//! What a program is told, and the receipt of a yes.

use super::fields::Operation;
use crate::platform::context::Context;
use crate::protection::signing::{Level, Method, Receipt, Signer};
use crate::record::audit;
use shared_types::ids::{ChallengeId, MemberId, OrganizationId, VerificationId};
use shared_types::organizations::OrganizationKind;
use shared_types::secret::Secret;
use shared_types::time::Time;
use shared_types::verifications::VerifyAnswer;

/// An answer, and what the organization is for in which it was given.
pub struct Answered {
    /// What the program is told, without a receipt.
    pub answer: VerifyAnswer,
    /// What the organization is for.
    pub kind: OrganizationKind,
    /// When.
    pub at: Time,
}

/// A right code.
#[derive(Clone, Copy, Debug)]
pub struct Yes {
    /// The verification.
    pub id: VerificationId,
    /// Where.
    pub organization: OrganizationId,
    /// Whose code it was.
    pub member: MemberId,
    /// When it was accepted.
    pub at: Time,
    /// Who asked.
    pub asked_by: audit::Actor,
    /// The challenge that was answered with it.
    pub challenge: Option<ChallengeId>,
}

/// The receipt of a yes; `None` without an audience.
pub fn sign(
    context: &Context,
    signer: &Signer,
    yes: &Yes,
    operation: &Operation,
) -> Option<Secret> {
    let receipt = Receipt {
        audience: operation.audience.as_ref()?,
        subject: yes.member,
        organization: yes.organization,
        jti: yes.id.0,
        methods: &[Method::Code],
        level: Level::One,
        authenticated_at: yes.at,
        asked_by: Some(yes.asked_by),
        challenge: yes.challenge,
        purpose: operation.purpose.as_deref(),
        target: operation.target.as_deref(),
        target_hash: operation.target_hash.as_deref(),
    };
    Some(signer.sign(&receipt, context.clock.now()))
}
