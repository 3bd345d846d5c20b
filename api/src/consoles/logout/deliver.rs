//! An attempt of the worker: a token is made and sent.

use super::model::Ended;
use super::token;
use crate::consoles::clients::{self, Came, Client};
use crate::messages::delivery::{self, Channel, Delivery, Failure, FailureKind, SlotLimits};
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbError};
use crate::platform::limits::LOGOUT_REST;
use crate::platform::outbound::{Answer, Post, SendFailure};
use crate::protection::signing;
use crate::record::audit::Action;
use shared_types::client_events::{ClientEventKind, ClientRefusal};
use shared_types::secret::Secret;
use std::time::Duration;
use url::Url;

/// Logout tokens in the outbox: a kind is the id of a console.
pub(super) static LOGOUT: Channel = Channel {
    name: "logout",
    not_delivered: Action::ClientLogoutNotDelivered,
    // Attempts wait for the consoles of others, up to 15 seconds each.
    slots: SlotLimits {
        all: 32,
        ordinary: 32,
        of_organization: 8,
    },
};

/// Makes one attempt, and says what the outbox is to do.
pub(super) async fn attempt(context: Context, delivery: Delivery) -> Result<(), Failure> {
    let Ok(ended) = serde_json::from_slice::<Ended>(&delivery.payload) else {
        return Err(failure(FailureKind::Permanent, "the row cannot be read"));
    };
    let id = ended.client;
    let find = move |connection: &mut DbConnection| clients::find(connection, id);
    let found = context.db.read(find).await;
    let Some((client, url)) = found.map_err(|error| not_now(&error))?.and_then(with_url) else {
        let cause = "the console is gone or disabled, or has no address for it any more";
        return Err(failure(FailureKind::Obsolete, cause));
    };
    let algorithm = client.settings.id_token_algorithm;
    let signer = signing::prepare_for_id_token(&context, client.organization_kind, algorithm).await;
    let signer = signer.map_err(|error| not_now(&error))?;
    let claims = token::claims(&client, &ended, signer.issuer(), context.clock.now());
    let token = signer.sign_token(token::TYPE, &claims);
    let outcome = send(&context, &url, &token).await;
    clients::note(&context, client.key, came(&outcome));
    match outcome {
        Ok(Answer { status, .. }) if is_taken(status) => Ok(()),
        // §2.8: the console found the token invalid, or could not do it. Another one would be no better.
        Ok(Answer { status: 400, .. }) => Err(failure(FailureKind::Permanent, "it answered 400")),
        Ok(Answer { status, .. }) => {
            let cause = format!("it answered {status}");
            Err(failure(FailureKind::Temporary, cause))
        }
        Err(failed) => {
            rest(&context, &client).await?;
            let cause = format!("it was not reached: {failed:?}").to_lowercase();
            Err(failure(FailureKind::Temporary, cause))
        }
    }
}

/// Where the console is told, if it is told anything.
fn with_url(client: Client) -> Option<(Client, Url)> {
    let address = client.settings.backchannel_logout_uri.as_deref();
    let url = Url::parse(address?).ok()?;
    (!client.is_disabled()).then_some((client, url))
}

async fn send(context: &Context, url: &Url, token: &Secret) -> Result<Answer, SendFailure> {
    // What a token is made of stands for itself in a form (RFC 7515 §3.1, WHATWG URL §5.2).
    let body = format!("logout_token={}", token.expose());
    let post = Post {
        url,
        media_type: "application/x-www-form-urlencoded",
        headers: &[],
        body: &body,
    };
    context.outbound.post_also_here(&post).await
}

const fn is_taken(status: u16) -> bool {
    matches!(status, 200..=299)
}

/// What the page of the console shows.
fn came(outcome: &Result<Answer, SendFailure>) -> Came {
    let kind = ClientEventKind::LogoutTold;
    let reason = match outcome {
        Ok(answer) if is_taken(answer.status) => return Came::well(kind),
        Ok(answer) => {
            let mut came = Came::refused(kind, ClientRefusal::LogoutRefused);
            came.detail.description = Some(answer.status.to_string());
            return came;
        }
        Err(SendFailure::Address) => ClientRefusal::LogoutAddress,
        Err(SendFailure::Certificate) => ClientRefusal::LogoutCertificate,
        Err(SendFailure::Timeout | SendFailure::Connection | SendFailure::Protocol) => {
            ClientRefusal::LogoutUnreachable
        }
    };
    Came::refused(kind, reason)
}

/// What waits for a console that does not answer waits a little longer, so that it does not hold up the other consoles
/// of its organization.
async fn rest(context: &Context, client: &Client) -> Result<(), Failure> {
    let (organization, kind) = (client.organization.id, client.id.to_string());
    let until = context.clock.now() + LOGOUT_REST;
    let put_off = move |connection: &mut DbConnection| {
        delivery::postpone_kind(connection, &LOGOUT, organization, &kind, until)
    };
    let written = context.db.write(put_off).await;
    written.map_err(|error| not_now(&error))
}

fn failure(kind: FailureKind, cause: impl Into<std::borrow::Cow<'static, str>>) -> Failure {
    Failure {
        kind,
        cause: cause.into(),
        retry_after: None,
    }
}

fn not_now(error: &DbError) -> Failure {
    tracing::warn!(%error, "telling a console of the end of a session waits for the database");
    Failure {
        retry_after: Some(Duration::from_secs(5)),
        ..failure(FailureKind::Temporary, "the database is not reachable")
    }
}
