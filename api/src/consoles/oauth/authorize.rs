//! The authorization endpoint (RFC 6749 §4.1.1, OpenID Connect Core §3.1.2): who is sent by a console, and what the
//! console gets.

use super::decide::{Facts, Step, next};
use super::error::{ErrorCode, OauthError};
use super::hint::Hint;
use super::level;
use super::model::NewCode;
use super::noted;
use super::params::{Params, read_id};
use super::request::AuthorizeRequest;
use super::store;
use crate::consoles::clients::{self, Came, Client};
use crate::people::groups;
use crate::people::sessions::{self, SignedInPerson};
use crate::platform::context::Context;
use crate::platform::crypto::token::{self, TokenKind};
use crate::platform::db::{self, DbConnection, DbError, DbResult};
use crate::platform::limits::{AUTHORIZATION_CODES, AUTHORIZATION_CODES_PERIOD};
use crate::platform::origin::Origin;
use crate::record::audit::{self, Action, Event};
use serde_json::json;
use shared_types::client_events::{ClientEventKind, ClientRefusal};
use shared_types::limits::AUTHORIZATION_CODE_LIFETIME;
use shared_types::secret::Secret;
use shared_types::time::Time;

/// How a console is told that the person was asked and did not agree.
pub(in crate::consoles) const DECLINED: &str = "The person did not agree.";

/// A request of a console that we know, with an address of its own to go back to. Before there is one, nothing is ever
/// sent to the address that a request names (RFC 6749 §4.1.2.1).
pub(super) struct Opened {
    pub(super) client: Client,
    pub(super) redirect_uri: String,
}

/// Why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unopened {
    /// No such console, or a disabled one.
    Unknown,
    /// The address is none of the console of this name.
    WrongAddress(String),
    /// The console of this name says no address.
    NoAddress(String),
}

/// What the browser gets.
pub(super) enum Outcome {
    /// It goes back to the console.
    Back(String),
    /// The person signs in first.
    SignIn,
    /// The person types password and code once more.
    Confirm,
    /// The person is asked; the request says for what.
    Consent(Box<AuthorizeRequest>),
    /// The person sets up a device first.
    Enroll,
}

/// Finds the console of a request.
pub(super) async fn open(
    context: &Context,
    params: &Params,
) -> Result<Result<Opened, Unopened>, DbError> {
    if params.is_ambiguous() {
        return Ok(Err(Unopened::Unknown));
    }
    let Some(id) = params.get("client_id").and_then(read_id) else {
        return Ok(Err(Unopened::Unknown));
    };
    let find = move |connection: &mut DbConnection| clients::find(connection, id);
    let client = context.db.read(find).await?;
    let Some(client) = client else {
        return Ok(Err(Unopened::Unknown));
    };
    if client.is_disabled() {
        let reason = ClientRefusal::ClientDisabled;
        let came = Came::refused(ClientEventKind::AuthorizeRequested, reason);
        clients::note(context, client.key, came);
        return Ok(Err(Unopened::Unknown));
    }
    let redirect_uri = params.get("redirect_uri").unwrap_or_default().to_owned();
    if !clients::names(&client.settings.redirect_uris, &redirect_uri) {
        let came = Came::wrong_address(&client, &redirect_uri);
        clients::note(context, client.key, came);
        let name = client.settings.name;
        return Ok(Err(if redirect_uri.is_empty() {
            Unopened::NoAddress(name)
        } else {
            Unopened::WrongAddress(name)
        }));
    }
    Ok(Ok(Opened {
        client,
        redirect_uri,
    }))
}

/// Goes on for this person, who has just agreed or not.
pub(super) async fn go_on(
    context: &Context,
    opened: &Opened,
    params: &Params,
    visitor: Visitor,
) -> Result<Outcome, DbError> {
    let issuer = opened.client.issuer(&context.public_url);
    let request = match read(context, opened, params).await? {
        Ok(request) => request,
        Err(error) => {
            let state = params.get("state");
            let back = refuse(&opened.redirect_uri, error, state, &issuer);
            return Ok(Outcome::Back(back));
        }
    };
    let client = opened.client.key;
    let person = visitor.person.clone();
    let start = Start {
        client: opened.client.clone(),
        request: request.clone(),
        visitor,
    };
    let now = context.clock.now();
    let looked = start.clone();
    let look = move |connection: &mut DbConnection| looked.decide(connection, now);
    let mut step = context.db.read(look).await?;
    if step == Step::Issue {
        let own = context.clone();
        let issue = move |connection: &mut DbConnection| start.issue(connection, &own, now);
        match context.db.write(issue).await? {
            Ok(code) => {
                noted::signed_in(context, &opened.client, person.as_ref());
                let back = back(&request, &[("code", code.expose())], &issuer);
                return Ok(Outcome::Back(back));
            }
            // Something changed meanwhile.
            Err(other) => step = other,
        }
    }
    Ok(match step {
        Step::SignIn => Outcome::SignIn,
        Step::Confirm | Step::Issue => Outcome::Confirm,
        Step::Consent => Outcome::Consent(Box::new(request)),
        Step::Enroll if params.declines_set_up() => Outcome::Back(decline(context, opened, params)),
        // Not a refusal: the sign-in goes on after the set-up.
        Step::Enroll => Outcome::Enroll,
        Step::Refuse(code) => {
            let error = error_of(code);
            noted::refused(context, client, ClientEventKind::SignedIn, error);
            Outcome::Back(refuse_request(&request, error, &issuer))
        }
    })
}

/// The request of a console, which its page shows, good or not.
async fn read(
    context: &Context,
    opened: &Opened,
    params: &Params,
) -> Result<Result<AuthorizeRequest, OauthError>, DbError> {
    let (client, kind) = (&opened.client, ClientEventKind::AuthorizeRequested);
    let mut request = match AuthorizeRequest::read(client, &opened.redirect_uri, params) {
        Ok(request) => request,
        Err(error) => {
            noted::refused(context, client.key, kind, error);
            return Ok(Err(error));
        }
    };
    if let Some(token) = params.get("id_token_hint") {
        let subject = find_hinted(context, client, token).await?;
        request.asked.want_only(subject);
    }
    clients::note(context, client.key, Came::well(kind));
    Ok(Ok(request))
}

/// Whom an ID token names that the console brings back; nobody, where it is none of ours for this console.
async fn find_hinted(
    context: &Context,
    client: &Client,
    token: &str,
) -> Result<Option<String>, DbError> {
    let (public_url, token) = (context.public_url.clone(), token.to_owned());
    let read = move |connection: &mut DbConnection| Hint::read(connection, &public_url, &token);
    let hint = context.db.read(read).await?;
    let own = hint.filter(|hint| hint.aud == client.id.to_string());
    Ok(own.map(|hint| hint.sub))
}

/// The person does not agree.
pub(super) fn decline(context: &Context, opened: &Opened, params: &Params) -> String {
    let issuer = opened.client.issuer(&context.public_url);
    let error = OauthError::new(ErrorCode::AccessDenied, DECLINED).because(ClientRefusal::Declined);
    noted::refused(context, opened.client.key, ClientEventKind::SignedIn, error);
    refuse(&opened.redirect_uri, error, params.get("state"), &issuer)
}

const fn error_of(code: ErrorCode) -> OauthError {
    let description = match code {
        ErrorCode::AccessDenied => "The person may not use this console.",
        ErrorCode::ConsentRequired => "The person would have to be asked.",
        ErrorCode::TemporarilyUnavailable => "Too many starts in one minute.",
        ErrorCode::UnmetAuthenticationRequirements => "The level asked for cannot be reached.",
        _ => "The person would have to sign in.",
    };
    OauthError::new(code, description)
}

fn refuse_request(request: &AuthorizeRequest, error: OauthError, issuer: &str) -> String {
    refuse(
        &request.redirect_uri,
        error,
        request.state.as_deref(),
        issuer,
    )
}

/// RFC 6749 §4.1.2.1, with the issuer (RFC 9207 §2).
fn refuse(redirect_uri: &str, error: OauthError, state: Option<&str>, issuer: &str) -> String {
    let mut pairs = vec![
        ("error", error.code.as_str()),
        ("error_description", error.description),
    ];
    pairs.extend(state.map(|state| ("state", state)));
    pairs.push(("iss", issuer));
    clients::add_query(redirect_uri, &pairs)
}

/// RFC 6749 §4.1.2, with the issuer (RFC 9207 §2).
fn back(request: &AuthorizeRequest, pairs: &[(&str, &str)], issuer: &str) -> String {
    let mut pairs = pairs.to_vec();
    pairs.extend(request.state.as_deref().map(|state| ("state", state)));
    pairs.push(("iss", issuer));
    clients::add_query(&request.redirect_uri, &pairs)
}

/// Who comes with the browser.
#[derive(Clone)]
pub(super) struct Visitor {
    pub(super) person: Option<SignedInPerson>,
    /// The person has just agreed that the console is told.
    pub(super) has_consent: bool,
    pub(super) origin: Origin,
}

/// A request and who came with it.
#[derive(Clone)]
struct Start {
    client: Client,
    request: AuthorizeRequest,
    visitor: Visitor,
}

impl Start {
    /// What comes next, as things stand.
    fn decide(&self, connection: &mut DbConnection, now: Time) -> DbResult<Step> {
        let person = self.visitor.person.as_ref();
        self.decide_for(connection, person, now)
    }

    fn decide_for(
        &self,
        connection: &mut DbConnection,
        person: Option<&SignedInPerson>,
        now: Time,
    ) -> DbResult<Step> {
        let own = person.filter(|person| {
            person.organization == self.client.organization && !person.owes_second_step()
        });
        let facts = match own {
            Some(person) => self.facts_of(connection, person, now)?,
            None => self.facts_of_nobody(),
        };
        Ok(next(facts))
    }

    fn facts_of_nobody(&self) -> Facts {
        let (settings, request) = (&self.client.settings, &self.request);
        let wanted = &request.asked.level;
        let needed = settings.minimum_acr;
        Facts {
            is_impossible: wanted.is_impossible,
            is_signed_in: false,
            is_other_person: false,
            is_admitted: false,
            level: level::of_session(0),
            needed: wanted.best.map_or(needed, |best| best.max(needed)),
            takes_less: wanted
                .least
                .is_some_and(|least| least.max(needed) == level::of_session(0)),
            has_device: false,
            is_too_old: false,
            wants_fresh: request.prompt.asks_login || settings.fresh_code,
            is_fresh: false,
            wants_consent: request.prompt.asks_consent || settings.asks_consent,
            has_consent: self.visitor.has_consent,
            is_silent: request.prompt.is_none,
        }
    }

    fn facts_of(
        &self,
        connection: &mut DbConnection,
        person: &SignedInPerson,
        now: Time,
    ) -> DbResult<Facts> {
        let (client, request) = (&self.client, &self.request);
        let member = person.member();
        let groups = groups::of_member(connection, client.organization.key, member.key)?;
        let authenticated_at = person.authenticated_at();
        let is_fresh = self.is_fresh(connection, person, now)?;
        let ages = [request.max_age, client.settings.maximum_age];
        let allowed = ages.into_iter().flatten().min();
        let subject = client.subject_of(member.id);
        Ok(Facts {
            is_signed_in: true,
            is_other_person: request.asked.wants_another(&subject),
            is_admitted: client.admits(person.role(), &groups),
            level: level::of_session(person.aal()),
            has_device: person.has_device(),
            is_too_old: allowed.is_some_and(|allowed| now.since(authenticated_at) > allowed),
            is_fresh,
            ..self.facts_of_nobody()
        })
    }

    /// Whether the last authentication is one that this start may use up. One that the console itself asks for comes
    /// after the request; one that the administrator asks for was used by no console.
    fn is_fresh(
        &self,
        connection: &mut DbConnection,
        person: &SignedInPerson,
        now: Time,
    ) -> DbResult<bool> {
        let (client, request) = (&self.client, &self.request);
        let of_client = (!client.settings.fresh_code).then_some(client.key);
        let newest = store::find_newest(connection, person.session_key(), of_client)?;
        let authenticated_at = person.authenticated_at();
        let is_asked_for = !request.prompt.asks_login
            || request
                .seen_at
                .is_some_and(|seen_at| seen_at <= authenticated_at);
        let is_unused = newest.is_none_or(|at| at < authenticated_at);
        Ok(person.is_fresh(now) && is_unused && is_asked_for)
    }

    /// A code, if the decision is still the same.
    fn issue(
        &self,
        connection: &mut DbConnection,
        context: &Context,
        now: Time,
    ) -> DbResult<Result<Secret, Step>> {
        let Some(visitor) = &self.visitor.person else {
            return Ok(Err(Step::SignIn));
        };
        // Of two starts at once, of which each asks for a new authentication, one is the first.
        db::lock_member(connection, visitor.member().key)?;
        let person = sessions::find_person(connection, visitor.session_key(), now)?;
        let step = self.decide_for(connection, person.as_ref(), now)?;
        let (Step::Issue, Some(person)) = (step, person) else {
            return Ok(Err(step));
        };
        let minute = now - AUTHORIZATION_CODES_PERIOD;
        if store::count_since(connection, person.session_key(), minute)? >= AUTHORIZATION_CODES {
            return Ok(Err(Step::Refuse(ErrorCode::TemporarilyUnavailable)));
        }
        let token = token::generate(TokenKind::AuthorizationCode, now);
        let request = &self.request;
        let code = NewCode {
            token: &token,
            client: self.client.key,
            sign_in: person.session_key(),
            member: person.member().id,
            redirect_uri: &request.redirect_uri,
            code_challenge: request.code_challenge.as_deref(),
            nonce: request.nonce.as_deref(),
            scope: &request.scope,
            wanted: &request.asked.wanted,
            authenticated_at: person.authenticated_at(),
            expires_at: now + AUTHORIZATION_CODE_LIFETIME,
        };
        store::insert(connection, &code, now)?;
        let (organization, member) = (person.organization.id, person.member().id);
        let event = Event::own(organization, member, Action::ClientSignedIn).details(json!({
            "client": self.client.id,
            "name": self.client.settings.name,
            "session": person.session(),
        }));
        audit::record_repeated(connection, context, &self.visitor.origin, &event)?;
        Ok(Ok(token.secret))
    }
}
