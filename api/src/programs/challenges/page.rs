//! What the person does who is asked: looks at the challenge, answers it with a code, or declines it.

use super::model::{Challenge, Outcome};
use super::refusals::OpenChallengeError;
use super::store;
use crate::people::members::{self, Member, Named, mask_email};
use crate::people::{api_tokens, sessions};
use crate::platform::context::Context;
use crate::platform::crypto::token::{self, TokenKind};
use crate::platform::db::keys::MemberKey;
use crate::platform::db::{self, DbConnection, DbResult};
use crate::platform::origin::Origin;
use crate::programs::verifications::{self, CheckedRequest, VerifyError};
use crate::protection::access::{Authorized, VerificationsWrite};
use crate::protection::throttle::{ClientLimit, Verdict};
use crate::record::audit::{Action, Outcome as Recorded};
use crate::second_step::proofs::{CodeRefusal, read_code};
use serde_json::json;
use shared_types::challenges::{
    AnswerChallengeRequest, AskedChallenge, ChallengeStatus, OpenChallengeRequest,
};
use shared_types::ids::FlowId;
use shared_types::secret::Secret;
use shared_types::time::Time;
use shared_types::verifications::{VerificationResult, VerifyAnswer};
use std::time::Duration;

/// The counter of tries at tokens.
const CHALLENGE: &str = "challenge";

/// A challenge that somebody opened by its token, and the program behind it as it is now.
struct Open {
    challenge: Challenge,
    /// Who is asked.
    member: MemberKey,
    /// The program may still ask, and the member is the one whom it asked; otherwise the challenge is over.
    caller: Option<Authorized<VerificationsWrite>>,
    page: AskedChallenge,
}

pub(super) async fn inspect(
    context: &Context,
    origin: Origin,
    request: OpenChallengeRequest,
) -> Result<AskedChallenge, OpenChallengeError> {
    let now = context.clock.now();
    let write = move |connection: &mut DbConnection| {
        let opened = open(connection, &origin, &request.token, now)?;
        Ok(opened.map(|opened| opened.page))
    };
    context.db.write(write).await?
}

/// Answers with a code. It is checked as that of a verification, with the counters of the program.
pub(super) async fn answer(
    context: &Context,
    origin: Origin,
    request: AnswerChallengeRequest,
) -> Result<AskedChallenge, OpenChallengeError> {
    let code = read_code(&request.code).map_err(OpenChallengeError::Invalid)?;
    let now = context.clock.now();
    let own = context.clone();
    let write = move |connection: &mut DbConnection| {
        let opened = match open(connection, &origin, &request.token, now)? {
            Ok(opened) => opened,
            Err(refused) => return Ok(Err(refused)),
        };
        let Some(caller) = &opened.caller else {
            return Ok(Err(OpenChallengeError::Ended));
        };
        let mut challenge = opened.challenge;
        // The member first, then what is the member's: so does a move of the clock (`db::lock`).
        db::lock_member(connection, opened.member)?;
        // Counted now that the member is locked: what was read before may be a try behind.
        let Some(tries) = store::consume_try(connection, challenge.key, now)? else {
            return Ok(Err(OpenChallengeError::Ended));
        };
        challenge.tries = tries;
        let asked = CheckedRequest {
            named: Named::Id(challenge.member),
            code,
            operation: challenge.operation.clone(),
            challenge: Some(challenge.id),
        };
        let answer = match verifications::answer(connection, &own, caller, &asked)? {
            Ok(answered) => answered.answer,
            Err(refused) => {
                store::give_back_try(connection, challenge.key)?;
                return Ok(Err(not_answered(refused)));
            }
        };
        if answer.result == VerificationResult::Throttled {
            store::give_back_try(connection, challenge.key)?;
            challenge.tries -= 1;
        }
        if let Some(outcome) = outcome_of(&answer, challenge.tries_left()) {
            store::consume_open(connection, challenge.key, outcome, now)?;
            return Ok(match outcome {
                Outcome::Accepted(_) => Ok(ended(opened.page, &challenge, outcome.status())),
                Outcome::Declined | Outcome::Failed => Err(OpenChallengeError::Ended),
            });
        }
        Ok(Err(refusal_of(&answer, challenge.tries_left()).into()))
    };
    context.db.write(write).await?
}

/// What follows for the challenge from an answer; nothing while another code may come.
fn outcome_of(answer: &VerifyAnswer, tries_left: u32) -> Option<Outcome> {
    match (answer.result, answer.id) {
        (VerificationResult::Accepted, Some(id)) => Some(Outcome::Accepted(id)),
        (VerificationResult::NotEnrolled, _) => Some(Outcome::Failed),
        (VerificationResult::Rejected | VerificationResult::AlreadyUsed, _) if tries_left == 0 => {
            Some(Outcome::Failed)
        }
        _ => None,
    }
}

/// As the same code is refused at sign-in.
fn refusal_of(answer: &VerifyAnswer, tries_left: u32) -> CodeRefusal {
    let next_code_in_seconds = answer.next_code_in_seconds.unwrap_or_default();
    match answer.result {
        VerificationResult::AlreadyUsed => CodeRefusal::AlreadyUsed {
            next_code_in_seconds,
        },
        VerificationResult::Throttled => {
            let seconds = answer.retry_after_seconds.unwrap_or_default();
            CodeRefusal::Throttled(Duration::from_secs(seconds))
        }
        VerificationResult::NotEnrolled => CodeRefusal::NoDevice,
        VerificationResult::Accepted | VerificationResult::Rejected => CodeRefusal::Wrong {
            next_code_in_seconds,
            tries_left: Some(tries_left),
            is_of_former: false,
        },
    }
}

/// A refusal of the program is one of the page: where the program has to wait, the person has.
fn not_answered(refused: VerifyError) -> OpenChallengeError {
    match refused {
        VerifyError::Throttled(wait) => CodeRefusal::Throttled(wait).into(),
        VerifyError::Unreadable => CodeRefusal::Unreadable.into(),
        VerifyError::Invalid(_)
        | VerifyError::NotFound
        | VerifyError::Forbidden
        | VerifyError::Lost(_) => OpenChallengeError::Ended,
        VerifyError::Database(error) => error.into(),
    }
}

/// "I did not ask for this": it ends, and the record says so.
pub(super) async fn decline(
    context: &Context,
    origin: Origin,
    request: OpenChallengeRequest,
) -> Result<AskedChallenge, OpenChallengeError> {
    let now = context.clock.now();
    let write = move |connection: &mut DbConnection| {
        let opened = match open(connection, &origin, &request.token, now)? {
            Ok(opened) => opened,
            Err(refused) => return Ok(Err(refused)),
        };
        let (Some(caller), challenge) = (&opened.caller, &opened.challenge) else {
            return Ok(Err(OpenChallengeError::Ended));
        };
        if !store::consume_open(connection, challenge.key, Outcome::Declined, now)? {
            return Ok(Err(OpenChallengeError::Ended));
        }
        let event = caller.event(Action::ChallengeDeclined);
        let event = event
            .about(challenge.member)
            .outcome(Recorded::Failure)
            .in_flow(FlowId(challenge.id.0))
            .details(json!({ "challenge": challenge.id }));
        caller.record(connection, now, &event)?;
        Ok(Ok(ended(opened.page, challenge, ChallengeStatus::Declined)))
    };
    context.db.write(write).await?
}

/// The page of a challenge that stands so now.
fn ended(page: AskedChallenge, challenge: &Challenge, status: ChallengeStatus) -> AskedChallenge {
    let is_over = status != ChallengeStatus::Pending;
    let way_back = is_over.then(|| challenge.way_back(status)).flatten();
    AskedChallenge {
        status,
        return_url: way_back.map(String::from),
        ..page
    }
}

/// Finds the challenge of a token. Guessing 256 bits is hopeless anyway; the limit keeps the guessers' load off. A
/// right token is neither counted nor held up: others behind the same address guess, and what an answer locks comes
/// before the counters of a client (`db::lock`).
fn open(
    connection: &mut DbConnection,
    origin: &Origin,
    token: &Secret,
    now: Time,
) -> DbResult<Result<Open, OpenChallengeError>> {
    let Some((challenge, member)) = find(connection, token)? else {
        let limit = ClientLimit::of(CHALLENGE, origin);
        return Ok(Err(match limit.take(connection, now)? {
            Verdict::Allowed => OpenChallengeError::InvalidToken,
            Verdict::Wait(wait) => OpenChallengeError::Throttled(wait),
        }));
    };
    let organization = challenge.organization;
    let kept = api_tokens::find(connection, organization.key, challenge.program)?;
    let caller = kept
        .as_ref()
        .filter(|_| challenge.is_of_now(&member))
        .and_then(|kept| sessions::authorize_program(kept, origin, now));
    let status = match challenge.status(now) {
        ChallengeStatus::Pending if caller.is_none() => ChallengeStatus::Expired,
        status => status,
    };
    let return_host = challenge
        .return_url
        .as_ref()
        .and_then(|url| url.host_str().map(str::to_owned));
    let key = member.key;
    let page = AskedChallenge {
        organization: member.organization_name,
        organization_kind: member.kind.word(),
        program: kept.map(|kept| kept.name).unwrap_or_default(),
        email_masked: mask_email(&member.email),
        purpose: challenge.operation.purpose.clone().unwrap_or_default(),
        target: challenge.operation.target.clone(),
        status,
        expires_at: challenge.expires_at,
        return_host,
        return_url: None,
    };
    let page = ended(page, &challenge, status);
    Ok(Ok(Open {
        challenge,
        member: key,
        caller,
        page,
    }))
}

/// The challenge of a token, and who is asked.
fn find(connection: &mut DbConnection, token: &Secret) -> DbResult<Option<(Challenge, Member)>> {
    let Some(presented) = token::presented(TokenKind::Challenge, token.expose()) else {
        return Ok(None);
    };
    let Some(challenge) = store::find_presented(connection, &presented)? else {
        return Ok(None);
    };
    let organization = challenge.organization.key;
    let member = members::find_by_id(connection, organization, challenge.member)?;
    Ok(member.map(|member| (challenge, member)))
}
