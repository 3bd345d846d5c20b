//! Answering requests for a new password in the background: a link to who has the address, nothing
//! to anybody else.

use super::store::{self, AskedFor};
use crate::messages::mail::{self, Circumstances, MailContent, Notice, RecoveryNotice};
use crate::people::members::{self, Member};
use crate::platform::clock::Validity;
use crate::platform::context::Context;
use crate::platform::crypto::token::{self, TokenKind};
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::platform::origin::Origin;
use crate::protection::hold::MailboxAct;
use crate::record::audit::{self, Action, Actor, Event};
use shared_types::limits::PASSWORD_RESET_LIFETIME;
use shared_types::members::MemberStatus;
use shared_types::time::Time;
use std::future::Future;
use std::time::Duration;
use tokio::time::sleep;

/// Requests that another node left behind are found by looking; our own commits wake us.
const POLL: Duration = Duration::from_secs(10);
/// Commits come by the hundred: one look for all of them.
const GATHER: Duration = Duration::from_millis(20);
/// Requests that one change answers.
const MOST: i64 = 50;

/// Answers requests until `shutdown` is done.
pub async fn run(context: Context, shutdown: impl Future<Output = ()>) {
    tokio::select! {
        () = answer_forever(&context) => {}
        () = shutdown => {}
    }
}

async fn answer_forever(context: &Context) {
    loop {
        // Registered before the look, so that a commit right after it is not missed.
        let committed = context.db.committed().notified();
        tokio::pin!(committed);
        committed.as_mut().enable();
        if let Err(error) = answer_requests(context).await {
            tracing::warn!(%error, "password reset requests were not processed; the next run tries again");
        }
        tokio::select! {
            () = committed => sleep(GATHER).await,
            () = sleep(POLL) => {}
        }
    }
}

/// Answers what was asked for by now; how many requests.
pub async fn answer_requests(context: &Context) -> Result<usize, DbError> {
    // Looking costs the writer nothing; most looks find nothing.
    let list = |connection: &mut DbConnection| store::list_requests(connection, MOST);
    let requests = context.db.read(list).await?;
    if requests.is_empty() {
        return Ok(0);
    }
    let own = context.clone();
    let write = move |connection: &mut DbConnection| {
        for request in &requests {
            if store::consume_request(connection, &request.id)? {
                answer(connection, &own, request)?;
            }
        }
        Ok(requests.len())
    };
    context.db.write(write).await
}

fn answer(connection: &mut DbConnection, context: &Context, request: &AskedFor) -> DbResult<()> {
    let (organization, email) = (&request.organization, &request.email_normal);
    let member = members::find_by_normal_address(connection, organization, email)?;
    // Who was invited has no password yet: the invitation is the way in.
    let Some(member) = member.filter(|member| member.status == MemberStatus::Active) else {
        return Ok(());
    };
    // The password is the directory's: there is nothing to set here.
    if member.is_managed_elsewhere(context) {
        return Ok(());
    }
    match member.hold_on(MailboxAct::ResetPassword, context.clock.now()) {
        Some(hold) => {
            let ends = hold.until.into();
            let notice = Notice::Recovery(RecoveryNotice::PasswordResetHeld { ends });
            members::notify_of(connection, context, &member, circumstances(request), notice)
        }
        None => send_link(connection, context, &member, request),
    }
}

/// Older links stay good: a stranger who asks again and again cannot void the one that the owner opens.
/// All of them die with the first that is used.
fn send_link(
    connection: &mut DbConnection,
    context: &Context,
    member: &Member,
    request: &AskedFor,
) -> DbResult<()> {
    let now = context.clock.now();
    let token = token::generate(TokenKind::PasswordReset, now);
    let validity = Validity::of(now, PASSWORD_RESET_LIFETIME);
    store::insert_reset(connection, member, &token, validity)?;
    let letter = MailContent::PasswordReset {
        token: token.secret,
        expires_at: validity.until,
        circumstances: circumstances(request),
    };
    mail::enqueue(connection, context, &member.mail(letter))?;
    let origin = Origin::remembered(
        request.network.clone(),
        request.program.clone(),
        request.request_id.clone(),
    );
    let organization = member.organization.id;
    let event = Event::own(organization, member.id, Action::PasswordResetSent).by(Actor::Anonymous);
    audit::record(connection, now, &origin, &event)
}

fn circumstances(request: &AskedFor) -> Circumstances {
    Circumstances {
        at: request.created_at,
        network: request.network.clone(),
        program: request.program.clone(),
    }
}

/// Drops links whose time is over.
pub fn sweep(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    let before = token::selector_of_ended(now, PASSWORD_RESET_LIFETIME);
    store::delete_ended_resets(connection, before, now)
}
