//! The signed receipt of a finished sign-in, for a program that asked for one by naming an audience.

use crate::platform::context::Context;
use crate::platform::db::DbError;
use crate::platform::new_id::new_id;
use crate::protection::signing::{self, Audience, Level, Method, Receipt, Signer};
use crate::record::audit::SignInProof;
use crate::second_step::flow::{FlowAnswer, SignedIn};
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::sessions::Transport;

/// A receipt that is due when the sign-in is finished, with the key that signs it.
pub(super) struct DueReceipt {
    audience: Audience,
    signer: Signer,
}

/// Reads the field `audience`. A browser gets no receipt: pages have no use for one, and what a page gets, a
/// script in it gets too.
pub(super) fn read_audience(
    text: Option<&str>,
    transport: Transport,
) -> Result<Option<Audience>, FieldError> {
    match (text, transport) {
        (None, _) => Ok(None),
        (Some(text), Transport::Bearer) => Audience::parse(text).map(Some),
        (Some(_), Transport::Cookie) => {
            let detail = "A receipt is given with transport `bearer` only.";
            Err(FieldError::new("audience", FieldErrorCode::Invalid, detail))
        }
    }
}

/// Takes the key before anything is spent: with it in hand nothing can fail after the sign-in is finished, and
/// nobody loses a code and a session to a database that went away in between. Without an audience it does nothing.
pub(super) async fn prepare(
    context: &Context,
    audience: Option<Audience>,
) -> Result<Option<DueReceipt>, DbError> {
    let signer = signing::prepare_for(context, audience.as_ref()).await?;
    Ok(audience
        .zip(signer)
        .map(|(audience, signer)| DueReceipt { audience, signer }))
}

/// Puts the receipt into the answer of a finished sign-in. One that goes on has none.
pub(super) async fn add(
    context: &Context,
    due: Option<DueReceipt>,
    mut answer: FlowAnswer,
) -> Result<FlowAnswer, DbError> {
    if let (Some(due), Some(signed_in)) = (due, answer.signed_in) {
        let SignedIn {
            member,
            organization,
            kind,
            proof,
            at,
        } = signed_in;
        let (methods, level) = claims_of(proof);
        let now = context.clock.now();
        let receipt = Receipt {
            audience: &due.audience,
            subject: member,
            organization,
            jti: new_id(now),
            methods,
            level,
            authenticated_at: at,
            asked_by: None,
            challenge: None,
            purpose: None,
            target: None,
            target_hash: None,
        };
        let signer = due.signer.of(context, kind).await?;
        answer.view.receipt = Some(signer.sign(&receipt, now));
    }
    Ok(answer)
}

const fn claims_of(proof: SignInProof) -> (&'static [Method], Level) {
    match proof {
        SignInProof::Password => (&[Method::Password], Level::One),
        SignInProof::Code => (
            &[Method::Password, Method::Code, Method::MultiFactor],
            Level::Two,
        ),
    }
}
