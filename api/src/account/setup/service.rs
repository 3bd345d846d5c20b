//! Setup tokens, and the organization that one of them makes.

use super::first::{NewAdministrator, NewOrganization, insert};
use super::store;
use crate::people::members::{self, BrowserLanguage, EmailAddress, choose_name, choose_password};
use crate::people::organizations::{self, Made};
use crate::platform::clock::Validity;
use crate::platform::context::Context;
use crate::platform::crypto::hasher::Overloaded;
use crate::platform::crypto::keys::{KeyRing, Purpose};
use crate::platform::crypto::password::Password;
use crate::platform::crypto::token::{self, PresentedToken, TokenKind};
use crate::platform::db::{self, DbConnection, DbError, DbResult};
use crate::platform::new_id::new_id;
use crate::platform::origin::Origin;
use crate::protection::throttle::{ClientLimit, Verdict};
use crate::record::audit::{self, Action, Ending};
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::limits::{
    FIRST_SETUP_TOKEN_LIFETIME, PASSWORD_SHORTEST_ALONE, SETUP_TOKEN_LIFETIME,
};
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::secret::Secret;
use shared_types::setup::{SetupRequest, SetupResponse};
use shared_types::time::Time;
use std::sync::Arc;
use std::time::Duration;

/// Why there is no new organization.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// Some fields are not acceptable.
    #[error("some fields are not acceptable")]
    Invalid(Vec<FieldError>),
    /// The token is unknown, used or too old.
    #[error("the setup token is not valid")]
    InvalidToken,
    /// Too many tries from this address.
    #[error("too many tries")]
    Throttled(Duration),
    /// Too many passwords wait to be hashed.
    #[error(transparent)]
    Overloaded(#[from] Overloaded),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// The token for the very first organization; `None` when there is an organization already. Its holder
/// becomes the first administrator, so it is printed where only the operator reads (ASVS 6.3.2: no
/// default account).
///
/// Nodes that start together, and a node that starts again, print one token, which is good until it is
/// used or an hour has passed. It stands in its row sealed under the keys that all nodes share, so that
/// any of them can print it and the database alone gives it to nobody.
pub async fn issue_first_token(context: &Context) -> Result<Option<Secret>, DbError> {
    let now = context.clock.now();
    let keys = Arc::clone(&context.keys);
    context
        .db
        .write(move |connection| {
            db::lock(connection, "setup token")?;
            if organizations::exists(connection)? {
                return Ok(None);
            }
            if let Some(standing) = find_first_token(connection, &keys, now)? {
                return Ok(Some(standing));
            }
            store::delete_first_tokens(connection)?;
            let token = token::generate(TokenKind::Setup, now);
            let plain = token.secret.expose().as_bytes();
            let sealed = keys.seal(Purpose::SetupToken, &[&token.selector.to_string()], plain);
            let validity = Validity::of(now, FIRST_SETUP_TOKEN_LIFETIME);
            store::insert_token(connection, &token, Some(&sealed), validity)?;
            Ok(Some(token.secret))
        })
        .await
}

/// The token that another start printed. One that these keys do not open, as after they were changed,
/// cannot be printed again, so the next one takes its place.
fn find_first_token(
    connection: &mut DbConnection,
    keys: &KeyRing,
    now: Time,
) -> DbResult<Option<Secret>> {
    let Some((selector, sealed)) = store::find_first_token(connection, now)? else {
        return Ok(None);
    };
    let plain = keys.open(Purpose::SetupToken, &[&selector.to_string()], &sealed);
    let text = plain
        .ok()
        .and_then(|plain| String::from_utf8(plain.to_vec()).ok());
    Ok(text.map(Secret::new))
}

/// A token for one more organization.
pub async fn issue_token(context: &Context) -> Result<Secret, DbError> {
    let now = context.clock.now();
    let token = token::generate(TokenKind::Setup, now);
    let secret = token.secret.clone();
    context
        .db
        .write(move |connection| {
            let validity = Validity::of(now, SETUP_TOKEN_LIFETIME);
            store::insert_token(connection, &token, None, validity)
        })
        .await?;
    Ok(secret)
}

/// Makes an organization with its first administrator.
pub async fn set_up(
    context: &Context,
    origin: Origin,
    request: SetupRequest,
) -> Result<SetupResponse, SetupError> {
    let now = context.clock.now();
    let token = admit(context, &origin, &request.setup_token).await?;
    let (mut new, password) = check(context, &origin, &request).await?;
    let phc = context.hasher.admit()?.hash(password).await?;
    new.password = members::seal_password(context, new.organization, new.administrator, &phc);
    context
        .db
        .write(move |connection| {
            if !store::consume_token(connection, &token, now)? {
                return Ok(Err(SetupError::InvalidToken));
            }
            // What was printed for the very first organization makes no second one.
            store::delete_first_tokens(connection)?;
            let made = insert(connection, &origin, &new, now)?;
            let NewAdministrator {
                organization,
                short_name,
                member,
            } = made;
            Ok(Ok(SetupResponse {
                organization_id: organization.id,
                organization: short_name,
                member_id: member.id,
            }))
        })
        .await?
}

/// Drops tokens whose time is over.
pub fn sweep(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    let before = token::selector_of_ended(now, SETUP_TOKEN_LIFETIME);
    store::delete_ended_tokens(connection, before, now)
}

/// Takes a try, then looks at the token; only who holds a good one is told about the fields. The
/// token is not spent yet: a field that is refused must not cost it.
async fn admit(
    context: &Context,
    origin: &Origin,
    token: &Secret,
) -> Result<PresentedToken, SetupError> {
    let now = context.clock.now();
    let limit = ClientLimit::of("setup", origin);
    let presented = token::presented(TokenKind::Setup, token.expose());
    let (own, origin) = (context.clone(), origin.clone());
    context
        .db
        .write(move |connection| {
            if let Verdict::Wait(wait) = limit.take(connection, now)? {
                let refused = audit::refusal(Action::OrganizationCreated, Ending::throttled());
                audit::record_decision(connection, &own, &origin, &refused, Some(wait))?;
                return Ok(Err(SetupError::Throttled(wait)));
            }
            match presented {
                Some(token) if store::is_good_token(connection, &token, now)? => Ok(Ok(token)),
                _ => {
                    let refused = audit::refusal(
                        Action::OrganizationCreated,
                        Ending::failure("invalid_token"),
                    );
                    audit::record(connection, now, &origin, &refused)?;
                    Ok(Err(SetupError::InvalidToken))
                }
            }
        })
        .await?
}

/// Checks every field, so that a form can show all that is wrong at once.
async fn check(
    context: &Context,
    origin: &Origin,
    request: &SetupRequest,
) -> Result<(NewOrganization, Password), SetupError> {
    let name = choose_name("organization", &request.organization);
    let email = EmailAddress::parse(&request.email).ok_or_else(|| {
        let detail = "This is not an email address.";
        FieldError::new("email", FieldErrorCode::Invalid, detail)
    });
    let display_name = choose_name("display_name", &request.display_name);
    let own_words = [
        request.email.as_str(),
        request.display_name.as_str(),
        request.organization.as_str(),
    ];
    let shortest = PASSWORD_SHORTEST_ALONE;
    let password =
        choose_password(context, "password", &request.password, shortest, &own_words).await;
    match (name, email, display_name, password) {
        (Ok(name), Ok(email), Ok(display_name), Ok(password)) => {
            let now = context.clock.now();
            let new = NewOrganization {
                organization: OrganizationId(new_id(now)),
                name,
                administrator: MemberId(new_id(now)),
                email,
                display_name,
                password: Vec::new(),
                browser: BrowserLanguage::of(origin, request.time_zone.as_deref()),
                made: Made::Live,
            };
            Ok((new, password))
        }
        (name, email, display_name, password) => {
            let errors = [name.err(), email.err(), display_name.err(), password.err()];
            Err(SetupError::Invalid(errors.into_iter().flatten().collect()))
        }
    }
}
