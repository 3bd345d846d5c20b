//! What a program does: it makes a challenge, reads how it stands, and takes the receipt.

use super::fields::Wanted;
use super::model::{Challenge, Outcome};
use super::refusals::{CreateChallengeError, ShowChallengeError, TakeReceiptError};
use super::store;
use crate::people::devices;
use crate::people::{members, organizations, sessions};
use crate::platform::context::Context;
use crate::platform::crypto::token::{self, NewToken, TokenKind};
use crate::platform::db::keys::OrganizationKey;
use crate::platform::db::{self, DbConnection, DbResult};
use crate::platform::new_id::new_id;
use crate::programs::verifications::{self, Opened, Yes};
use crate::protection::access::{Authorized, ChallengesMake, Holder as _, VerificationsWrite};
use crate::protection::signing;
use crate::protection::throttle::{self, CHALLENGES_OF_MEMBER, Verdict};
use crate::record::audit::{self, Action, Ending};
use serde_json::json;
use shared_types::address::CHALLENGE_PAGE;
use shared_types::challenges::{
    ChallengeReceipt, ChallengeView, CreateChallengeRequest, NewChallenge,
};
use shared_types::ids::{ApiTokenId, ChallengeId, FlowId, MemberId, VerificationId};
use shared_types::limits::{
    CHALLENGES_KEPT, CHALLENGES_OPEN_IN_ALL_PER_MEMBER, CHALLENGES_OPEN_PER_MEMBER,
    CHALLENGES_OPEN_PER_PROGRAM,
};
use shared_types::members::MemberStatus;
use shared_types::organizations::OrganizationKind;
use shared_types::secret::Secret;
use shared_types::time::Time;
use std::time::Duration;

pub(super) async fn create(
    context: &Context,
    caller: Authorized<ChallengesMake>,
    request: CreateChallengeRequest,
) -> Result<NewChallenge, CreateChallengeError> {
    let wanted = Wanted::of(request).map_err(CreateChallengeError::Invalid)?;
    let program = caller.actor.id;
    let now = context.clock.now();
    let own = context.clone();
    let write = move |connection: &mut DbConnection| {
        let about = verifications::About {
            named: &wanted.named,
            operation: &wanted.operation,
            action: Action::ChallengeMade,
        };
        let opened = verifications::open(connection, &own, &caller.to_ask(), &about)?;
        let opened = match opened {
            Ok(opened) => opened,
            Err(refused) => return Ok(Err(refused.into())),
        };
        if let Some(refused) = refuse(connection, &opened, program, now)? {
            return Ok(Err(refused));
        }
        if let Verdict::Wait(wait) = count(connection, &own, &opened, now)? {
            return Ok(Err(CreateChallengeError::Throttled(wait)));
        }
        let token = token::generate(TokenKind::Challenge, now);
        let challenge = new(&opened, program, wanted, &token, now);
        store::insert(connection, &challenge, &token)?;
        let event = opened.caller.event(Action::ChallengeMade);
        let details = json!({
            "challenge": challenge.id,
            "purpose": challenge.operation.purpose,
            "target": challenge.operation.target,
        });
        let event = event.about(opened.member.id).details(details);
        let event = event.in_flow(FlowId(challenge.id.0));
        opened.caller.record(connection, now, &event)?;
        // Behind `#` no log of a server sees the token.
        let address = [&own.public_url, CHALLENGE_PAGE, "#", token.secret.expose()].concat();
        Ok(Ok(NewChallenge {
            url: Secret::new(address),
            view: challenge.view(true, now),
        }))
    };
    context.db.write(write).await?
}

/// Why none is made about this member now. The member is locked, and so is the program, so that of many at once none
/// passes a limit.
fn refuse(
    connection: &mut DbConnection,
    opened: &Opened,
    program: ApiTokenId,
    now: Time,
) -> DbResult<Option<CreateChallengeError>> {
    let member = &opened.member;
    let devices = devices::find_devices(connection, member.reference())?;
    if member.status != MemberStatus::Active || devices.is_empty() {
        return Ok(Some(CreateChallengeError::NotEnrolled));
    }
    let open = store::list_programs_that_ask(connection, member.id, now)?;
    if count_of(open.iter().filter(|asks| **asks == program)) >= CHALLENGES_OPEN_PER_MEMBER {
        return Ok(Some(CreateChallengeError::TooManyOfMember));
    }
    if count_of(open.iter()) >= CHALLENGES_OPEN_IN_ALL_PER_MEMBER {
        return Ok(Some(CreateChallengeError::TooManyInAll));
    }
    db::lock(connection, &program.to_string())?;
    if store::count_open_of_program(connection, program, now)? >= CHALLENGES_OPEN_PER_PROGRAM {
        return Ok(Some(CreateChallengeError::TooManyOfProgram));
    }
    Ok(None)
}

fn count_of<T>(some: impl Iterator<Item = T>) -> i64 {
    i64::try_from(some.count()).unwrap_or(i64::MAX)
}

/// Counts one that is made now: those of a member are rows of the record, whether they are open or over.
fn count(
    connection: &mut DbConnection,
    context: &Context,
    Opened { caller, member, .. }: &Opened,
    now: Time,
) -> DbResult<Verdict> {
    let program = caller.actor.recorded().to_string();
    let name = throttle::challenges_of_member(member.id, &program);
    let verdict = throttle::take(connection, &name, &CHALLENGES_OF_MEMBER, now)?;
    if let Verdict::Wait(wait) = verdict {
        let event = caller.event(Action::ChallengeMade).about(member.id);
        let event = event.ending(Ending::throttled());
        audit::record_decision(connection, context, &caller.origin, &event, Some(wait))?;
    }
    Ok(verdict)
}

fn new(
    opened: &Opened,
    program: ApiTokenId,
    wanted: Wanted,
    token: &NewToken,
    now: Time,
) -> Challenge {
    Challenge {
        key: token.selector,
        id: ChallengeId(new_id(now)),
        organization: opened.caller.organization,
        member: opened.member.id,
        epoch: opened.member.epoch,
        program,
        operation: wanted.operation,
        return_url: wanted.return_url,
        created_at: now,
        expires_at: now + wanted.lifetime,
        answered: None,
        tries: 0,
        receipt_until: None,
        receipt_taken_at: None,
    }
}

pub(super) async fn show(
    context: &Context,
    caller: Authorized<VerificationsWrite>,
    id: ChallengeId,
) -> Result<ChallengeView, ShowChallengeError> {
    let now = context.clock.now();
    let organization = caller.organization.key;
    let find = move |connection: &mut DbConnection| {
        let Some(challenge) = store::find(connection, organization, id)? else {
            return Ok(None);
        };
        let member = members::find_by_id(connection, organization, challenge.member)?;
        let is_valid = member.is_some_and(|member| challenge.is_of_now(&member));
        Ok(Some(challenge.view(is_valid, now)))
    };
    let found = context.db.read(find).await?;
    found.ok_or(ShowChallengeError::NotFound)
}

/// A receipt that is spent and not signed yet.
struct Taken {
    challenge: Challenge,
    verification: VerificationId,
    at: Time,
    /// What the organization is for.
    kind: OrganizationKind,
}

/// The receipt of an accepted challenge: once, and to the program that made it.
pub(super) async fn take_receipt(
    context: &Context,
    caller: Authorized<ChallengesMake>,
    id: ChallengeId,
) -> Result<ChallengeReceipt, TakeReceiptError> {
    // Before the receipt is spent: without a key there would be none for it.
    let signer = signing::prepare(context, OrganizationKind::Live).await?;
    let now = context.clock.now();
    let organization = caller.organization;
    let write = move |connection: &mut DbConnection| take(connection, &caller, id, now);
    let Taken {
        challenge,
        verification,
        at,
        kind,
    } = context.db.write(write).await??;
    let signer = signer.of(context, kind).await?;
    let yes = Yes {
        id: verification,
        organization: organization.id,
        member: challenge.member,
        at,
        asked_by: audit::Actor::Client(challenge.program),
        challenge: Some(challenge.id),
    };
    Ok(ChallengeReceipt {
        verification,
        member: challenge.member,
        answered_at: at,
        receipt: verifications::sign(context, &signer, &yes, &challenge.operation),
    })
}

/// Spends the receipt, if there is one and all is as it was when the member answered.
fn take(
    connection: &mut DbConnection,
    caller: &Authorized<ChallengesMake>,
    id: ChallengeId,
    now: Time,
) -> DbResult<Result<Taken, TakeReceiptError>> {
    let (organization, program) = (caller.organization.key, caller.actor.id);
    let found = store::find(connection, organization, id)?;
    let found = found.filter(|challenge| challenge.program == program);
    // Locked: who is disabled at this moment gets a receipt before that, or none.
    let member = match &found {
        Some(own) => members::find_by_id_for_change(connection, organization, own.member)?,
        None => None,
    };
    if let Err(lost) = sessions::recheck_right(connection, caller, now)? {
        return Ok(Err(lost.into()));
    }
    let Some(challenge) = found else {
        return Ok(Err(TakeReceiptError::NotFound));
    };
    let answered = challenge.answered;
    let Some(Outcome::Accepted(verification)) = answered.map(|answered| answered.outcome) else {
        return Ok(Err(TakeReceiptError::NotAccepted));
    };
    if !member.is_some_and(|member| challenge.is_of_now(&member)) {
        return Ok(Err(TakeReceiptError::Outdated));
    }
    if !store::consume_receipt(connection, challenge.key, now)? {
        let is_late = challenge.receipt_until.is_some_and(|until| until <= now);
        return Ok(Err(match challenge.receipt_taken_at {
            None if is_late => TakeReceiptError::Late,
            _ => TakeReceiptError::Taken,
        }));
    }
    let kind = organizations::kind_of(connection, organization)?;
    Ok(Ok(Taken {
        at: answered.map_or(now, |answered| answered.at),
        kind: kind.map_or(OrganizationKind::Live, organizations::Kind::word),
        challenge,
        verification,
    }))
}

/// Brings the ends of a member's challenges nearer, because the clock of their test organization moved.
pub fn advance(connection: &mut DbConnection, member: MemberId, by: Duration) -> DbResult<()> {
    store::advance(connection, member, by)
}

/// Drops some challenges of an organization that is no more; how many.
pub fn forget_some(
    connection: &mut DbConnection,
    organization: OrganizationKey,
) -> DbResult<usize> {
    store::delete_some_of(connection, organization)
}

/// Deletes challenges that were made long ago; how many.
pub fn sweep(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    store::delete_before(connection, token::selector_of_ended(now, CHALLENGES_KEPT))
}
