//! One Access-Request: a password begins a sign-in, and `State` is the token of its flow.

use super::message::{Said, accept, challenge, reject};
use super::refusals::AuthorizeError;
use crate::people::members::EmailAddress;
use crate::people::{organizations, sessions};
use crate::platform::context::Context;
use crate::platform::crypto::token::{self, TokenKind};
use crate::platform::db::keys::SignInKey;
use crate::platform::db::{DbConnection, DbError};
use crate::platform::origin::Origin;
use crate::protection::access::{Authorized, RadiusAuthorize};
use crate::second_step::flow::{self, FlowAnswer, FlowCredential};
use crate::second_step::proofs::{CodeRefusal, PasswordError};
use crate::second_step::sign_in::{
    self, CheckCodeError, CodeChecks, FindFlowError, PutOffError, Sent, SignInError,
};
use shared_types::clients::Acr;
use shared_types::radius::{RadiusAnswer, RadiusRequest};
use shared_types::secret::Secret;
use shared_types::sessions::Transport;
use shared_types::sign_in::{CheckCodeRequest, SignInRequest, Step};
use std::net::IpAddr;

/// How the record and lists name the program.
const PROGRAM: &str = "RADIUS";

pub(super) async fn authorize_radius(
    context: &Context,
    checks: &CodeChecks,
    caller: Authorized<RadiusAuthorize>,
    request: RadiusRequest,
) -> Result<RadiusAnswer, AuthorizeError> {
    let origin = origin_of(&caller.origin, request.nas.as_deref());
    let asked = Asked {
        context,
        caller: &caller,
        origin,
    };
    let state = request.state.as_ref();
    let state = state.filter(|state| !state.expose().is_empty());
    let said = match state {
        None => asked.begin(&request).await,
        Some(state) => asked.go_on(checks, &request, state).await,
    };
    match said {
        Ok(answer) => Ok(answer),
        Err(Stopped::Rejected(said)) => Ok(reject(said, &context.public_url)),
        Err(Stopped::Failed(cause)) => Err(cause),
    }
}

/// The NAS, where it is named: its own limits count, and the record has its network.
fn origin_of(peer: &Origin, nas: Option<&str>) -> Origin {
    let nas = nas.and_then(|nas| nas.trim().parse::<IpAddr>().ok());
    let origin = nas.map_or_else(
        || peer.clone(),
        |nas| Origin::of_address(nas.to_canonical(), peer.request_id.clone()),
    );
    Origin {
        program: PROGRAM.to_owned(),
        locale: None,
        ..origin
    }
}

/// Why a request goes no further.
enum Stopped {
    /// It is rejected, with a reason.
    Rejected(Said),
    /// No decision was made.
    Failed(AuthorizeError),
}

impl From<DbError> for Stopped {
    fn from(cause: DbError) -> Self {
        Self::Failed(cause.into())
    }
}

/// A request, and the program that passes it on.
struct Asked<'a> {
    context: &'a Context,
    caller: &'a Authorized<RadiusAuthorize>,
    origin: Origin,
}

impl Asked<'_> {
    /// The password. A challenge where a code is owed.
    async fn begin(&self, request: &RadiusRequest) -> Result<RadiusAnswer, Stopped> {
        let organization = self.caller.organization.key;
        let find = move |connection: &mut DbConnection| {
            organizations::short_name_of(connection, organization)
        };
        let short_name = self.context.db.read(find).await?;
        let sign_in = SignInRequest {
            organization: Some(short_name.to_string()),
            email: as_typed(&request.user),
            password: Secret::new(as_typed(request.password.expose())),
            transport: Transport::Bearer,
            time_zone: None,
            audience: None,
        };
        let sent = Sent {
            browser: None,
            earlier: None,
        };
        let started = sign_in::sign_in(self.context, self.origin.clone(), sign_in, sent).await;
        let answer = started.map_err(stopped_by_password)?;
        match (answer.view.step, answer.flow_token.clone()) {
            (Step::Done, _) => {
                self.end_session_of(answer).await?;
                match request.minimum_acr.unwrap_or(Acr::Aal2) {
                    Acr::Aal1 => Ok(accept()),
                    Acr::Aal2 => Err(Stopped::Rejected(Said::NoDevice)),
                }
            }
            (Step::Code, Some(state)) => Ok(challenge(state)),
            (_, Some(state)) => {
                let may_wait = answer.view.skips_left.is_some();
                if may_wait && request.minimum_acr == Some(Acr::Aal1) {
                    return self.put_off(&state).await;
                }
                self.give_up(&state).await?;
                Err(Stopped::Rejected(Said::PageFirst))
            }
            (_, None) => Err(Stopped::Rejected(Said::PageFirst)),
        }
    }

    /// Sets no device up yet, which uses one of the skips that the plan of the policy gives.
    async fn put_off(&self, state: &Secret) -> Result<RadiusAnswer, Stopped> {
        let page_first = || Stopped::Rejected(Said::PageFirst);
        let credential = credential(state).ok_or_else(page_first)?;
        match sign_in::put_off(self.context, self.origin.clone(), credential).await {
            Ok(answer) => {
                self.end_session_of(answer).await?;
                Ok(accept())
            }
            Err(PutOffError::Database(cause)) => Err(cause.into()),
            // Another sign-in took the last one meanwhile.
            Err(PutOffError::Flow(_)) => {
                self.give_up(state).await?;
                Err(page_first())
            }
        }
    }

    /// The code. After a wrong one the flow is over: `State` is good once.
    async fn go_on(
        &self,
        checks: &CodeChecks,
        request: &RadiusRequest,
        state: &Secret,
    ) -> Result<RadiusAnswer, Stopped> {
        let wrong = || Stopped::Rejected(Said::WrongCode);
        let state = read_state(state.expose()).ok_or_else(wrong)?;
        let credential = credential(&state).ok_or_else(wrong)?;
        if !self.is_of(&request.user, credential.clone()).await? {
            return Err(wrong());
        }
        let code = CheckCodeRequest {
            code: request.password.clone(),
            audience: None,
        };
        let origin = self.origin.clone();
        let checked = sign_in::check_code(self.context, checks, origin, credential, code).await;
        match checked {
            Ok(answer) if answer.view.step == Step::Done => {
                self.end_session_of(answer).await?;
                Ok(accept())
            }
            Ok(_) => {
                self.give_up(&state).await?;
                Err(Stopped::Rejected(Said::PageFirst))
            }
            Err(refused) => {
                self.give_up(&state).await?;
                Err(stopped_by_code(refused))
            }
        }
    }

    /// Whether the flow is one of the organization, and of the person whom the NAS will let in.
    async fn is_of(&self, user: &str, credential: FlowCredential) -> Result<bool, Stopped> {
        let now = self.context.clock.now();
        let load = move |connection: &mut DbConnection| flow::load(connection, &credential, now);
        let Ok(open) = self.context.db.look_up(load).await? else {
            return Ok(false);
        };
        let email = EmailAddress::parse(&as_typed(user));
        let is_own = open.member.organization == self.caller.organization;
        let is_same = email.is_some_and(|email| email.normal() == open.member.email_normal);
        Ok(is_own && is_same)
    }

    /// The session that the sign-in gave ends: the NAS has no use for it.
    async fn end_session_of(&self, answer: FlowAnswer) -> Result<(), Stopped> {
        let session = answer.view.session.and_then(|session| session.token);
        let presented =
            session.and_then(|token| token::presented(TokenKind::Session, token.expose()));
        if let Some(presented) = presented {
            let (now, origin) = (self.context.clock.now(), self.origin.clone());
            let end = move |connection: &mut DbConnection| {
                let key = SignInKey::of(presented.selector);
                match sessions::find_person(connection, key, now)? {
                    Some(person) => {
                        sessions::end_of_person(connection, &person, &origin, now).map(drop)
                    }
                    None => Ok(()),
                }
            };
            self.context.db.write(end).await?;
        }
        Ok(())
    }

    async fn give_up(&self, state: &Secret) -> Result<(), Stopped> {
        let Some(credential) = credential(state) else {
            return Ok(());
        };
        match sign_in::give_up(self.context, self.origin.clone(), credential).await {
            // The last wrong code ended it.
            Ok(()) | Err(FindFlowError::Ended(_)) => Ok(()),
            Err(FindFlowError::Database(cause)) => Err(cause.into()),
        }
    }
}

fn stopped_by_password(refused: SignInError) -> Stopped {
    match refused {
        SignInError::Invalid(_) | SignInError::Password(PasswordError::Wrong) => {
            Stopped::Rejected(Said::Wrong)
        }
        SignInError::Password(PasswordError::Throttled(wait) | PasswordError::Busy(wait)) => {
            Stopped::Rejected(Said::Wait(wait))
        }
        // The page says why.
        SignInError::Password(PasswordError::Closed | PasswordError::Refused(_)) => {
            Stopped::Rejected(Said::PageFirst)
        }
        SignInError::Password(PasswordError::DirectoryAway(away)) => {
            Stopped::Failed(AuthorizeError::DirectoryAway(away))
        }
        SignInError::Password(PasswordError::Overloaded(cause)) => Stopped::Failed(cause.into()),
        SignInError::Password(PasswordError::Database(cause)) | SignInError::Database(cause) => {
            cause.into()
        }
    }
}

fn stopped_by_code(refused: CheckCodeError) -> Stopped {
    match refused {
        CheckCodeError::Code(CodeRefusal::Throttled(wait))
        | CheckCodeError::EndedWithDelay(wait) => Stopped::Rejected(Said::Wait(wait)),
        CheckCodeError::Code(CodeRefusal::NoDevice | CodeRefusal::Unreadable) => {
            Stopped::Rejected(Said::PageFirst)
        }
        CheckCodeError::Invalid(_)
        | CheckCodeError::Flow(_)
        | CheckCodeError::Code(CodeRefusal::Wrong { .. } | CodeRefusal::AlreadyUsed { .. }) => {
            Stopped::Rejected(Said::WrongCode)
        }
        CheckCodeError::Database(cause) => cause.into(),
    }
}

fn credential(state: &Secret) -> Option<FlowCredential> {
    Some(FlowCredential {
        transport: Transport::Bearer,
        token: token::presented(TokenKind::Flow, state.expose())?,
        csrf_token: None,
    })
}

/// The text that was typed: `jsonquote` of `FreeRADIUS` 3 writes each byte of UTF-8 as a character of its own.
fn as_typed(text: &str) -> String {
    let bytes: Option<Vec<u8>> = text.chars().map(|one| u8::try_from(one).ok()).collect();
    let typed = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    typed.unwrap_or_else(|| text.to_owned())
}

/// `FreeRADIUS` writes octets in hexadecimal.
fn read_state(text: &str) -> Option<Secret> {
    let Some(digits) = text.strip_prefix("0x") else {
        return Some(Secret::new(text));
    };
    let is_hex = digits.len() % 2 == 0 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_hex {
        return None;
    }
    let bytes = (0..digits.len()).step_by(2);
    let bytes = bytes.map(|at| u8::from_str_radix(&digits[at..at + 2], 16).ok());
    let bytes: Option<Vec<u8>> = bytes.collect();
    String::from_utf8(bytes?).ok().map(Secret::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 2865 §5.24: `State` comes back as it was sent, here in either spelling.
    #[test]
    fn a_state_is_read_in_either_spelling() {
        let read = |text| read_state(text).map(|state| state.expose().to_owned());
        assert_eq!(read("tsf_a").as_deref(), Some("tsf_a"));
        assert_eq!(read("0x7473665f61").as_deref(), Some("tsf_a"));
        for wrong in ["0x7", "0xzz", "0xff"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_password_is_the_one_that_was_typed() {
        assert_eq!(as_typed("\u{c3}\u{bc}"), "\u{fc}");
        for same in ["", "plain \\ \"", "\u{fc}", "\u{20ac}", "\u{c3}"] {
            assert_eq!(as_typed(same), same);
        }
    }

    /// The network of the NAS, where it is an address.
    #[test]
    fn the_nas_is_where_a_request_comes_from() {
        let peer = Origin::of_address(IpAddr::from([127, 0, 0, 1]), "r".to_owned());
        let of = |nas| origin_of(&peer, nas).address.to_string();
        assert_eq!(of(Some("203.0.113.9")), "203.0.113.9");
        assert_eq!(of(Some("::ffff:203.0.113.9")), "203.0.113.9");
        for none in [None, Some(""), Some("vpn.example.com")] {
            assert_eq!(of(none), "127.0.0.1", "{none:?}");
        }
        assert_eq!(origin_of(&peer, None).program, PROGRAM);
    }
}
