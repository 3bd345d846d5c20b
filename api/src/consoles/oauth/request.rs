//! What a console asks for at the authorization endpoint (RFC 6749 §4.1.1, OpenID Connect Core §3.1.2.1), checked.

use super::error::{ErrorCode, OauthError};
use super::params::Params;
use super::wanted::{Asked, CLAIMS, SCOPES};
use crate::consoles::clients::Client;
use crate::platform::limits::{CODE_CHALLENGE_LENGTH, NONCE_LONGEST};
use shared_types::client_events::ClientRefusal;
use shared_types::time::Time;
use std::time::Duration;

/// A shorter `max_age` than a person takes to type means a new authentication.
const SHORTEST_AGE: Duration = Duration::from_secs(30);

/// What may not be done, or has to be, whatever the session proves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Prompt {
    /// Show nothing.
    pub(super) is_none: bool,
    /// Authenticate anew.
    pub(super) asks_login: bool,
    /// Ask the person.
    pub(super) asks_consent: bool,
}

/// A request that can be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AuthorizeRequest {
    pub(super) redirect_uri: String,
    pub(super) state: Option<String>,
    /// Words that we know, with spaces between them.
    pub(super) scope: String,
    pub(super) nonce: Option<String>,
    pub(super) code_challenge: Option<String>,
    pub(super) prompt: Prompt,
    pub(super) max_age: Option<Duration>,
    pub(super) asked: Asked,
    /// When it was first seen; `None` for one that is seen now.
    pub(super) seen_at: Option<Time>,
}

const fn invalid(description: &'static str) -> OauthError {
    OauthError::new(ErrorCode::InvalidRequest, description)
}

impl AuthorizeRequest {
    /// Reads a request of this console whose address to go back to is one of its own.
    pub(super) fn read(
        client: &Client,
        redirect_uri: &str,
        params: &Params,
    ) -> Result<Self, OauthError> {
        if params.repeated().is_some() {
            return Err(invalid(
                "A parameter is there twice (RFC 6749 section 3.1).",
            ));
        }
        refuse_unsupported(params)?;
        let prompt = read_prompt(params)?;
        let max_age = read_max_age(params)?;
        let is_new = max_age.is_some_and(|age| age < SHORTEST_AGE);
        let nonce = params.get("nonce");
        let is_nonce = |text: &str| text.len() <= NONCE_LONGEST && !text.contains(char::is_control);
        if nonce.is_some_and(|nonce| !is_nonce(nonce)) {
            return Err(invalid("The nonce is too long, or has control characters."));
        }
        Ok(Self {
            redirect_uri: redirect_uri.to_owned(),
            state: params.get("state").map(str::to_owned),
            scope: read_scope(params)?,
            nonce: nonce.map(str::to_owned),
            code_challenge: read_challenge(client, params)?,
            prompt: Prompt {
                asks_login: prompt.asks_login || is_new,
                ..prompt
            },
            max_age: max_age.filter(|_| !is_new),
            asked: Asked::read(params)?,
            seen_at: params.seen_at(),
        })
    }
}

impl AuthorizeRequest {
    /// The scopes of all that the console would be told, also of claims that it asks for by name.
    pub(super) fn told(&self) -> String {
        let wanted = &self.asked.wanted;
        let is_named = |scope: &str| {
            CLAIMS.iter().any(|(name, of_scope)| {
                *of_scope == scope
                    && (wanted.id_token.contains(*name) || wanted.userinfo.contains(*name))
            })
        };
        let is_told =
            |scope: &&str| self.scope.split(' ').any(|one| one == *scope) || is_named(scope);
        let told: Vec<&str> = SCOPES.into_iter().filter(is_told).collect();
        told.join(" ")
    }
}

fn refuse_unsupported(params: &Params) -> Result<(), OauthError> {
    for (name, code) in [
        ("request", ErrorCode::RequestNotSupported),
        ("request_uri", ErrorCode::RequestUriNotSupported),
        ("registration", ErrorCode::RegistrationNotSupported),
    ] {
        if params.get(name).is_some() {
            return Err(OauthError::new(code, "Send the parameters themselves."));
        }
    }
    match params.get("response_type") {
        Some("code") => {}
        None => {
            return Err(invalid(
                "The parameter response_type is missing: send code.",
            ));
        }
        Some(_) => {
            let text = "Only the authorization code flow is there: response_type is code.";
            return Err(OauthError::new(ErrorCode::UnsupportedResponseType, text));
        }
    }
    match params.get("response_mode") {
        None | Some("query") => Ok(()),
        Some(_) => Err(invalid("The only response_mode is query.")),
    }
}

/// Unknown words are ignored (OpenID Connect Core §3.1.2.1).
fn read_scope(params: &Params) -> Result<String, OauthError> {
    let asked = params.get("scope").unwrap_or_default();
    let is_asked = |known: &str| asked.split(' ').any(|word| word == known);
    if !is_asked("openid") {
        let text = "The scope openid is missing: this is a provider of OpenID Connect.";
        return Err(OauthError::new(ErrorCode::InvalidScope, text));
    }
    let known = SCOPES.into_iter().filter(|known| is_asked(known));
    Ok(known.collect::<Vec<_>>().join(" "))
}

fn read_prompt(params: &Params) -> Result<Prompt, OauthError> {
    let mut prompt = Prompt::default();
    let words = params.get("prompt").unwrap_or_default().split(' ');
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    for word in &words {
        match *word {
            "none" => prompt.is_none = true,
            // A person has one account here.
            "login" | "select_account" => prompt.asks_login = true,
            "consent" => prompt.asks_consent = true,
            _ => return Err(invalid("The parameter prompt has an unknown word.")),
        }
    }
    if prompt.is_none && words.len() > 1 {
        return Err(invalid("prompt=none stands alone."));
    }
    Ok(prompt)
}

fn read_max_age(params: &Params) -> Result<Option<Duration>, OauthError> {
    let Some(text) = params.get("max_age") else {
        return Ok(None);
    };
    let seconds = text.parse::<u32>().ok();
    let seconds = seconds.filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
    seconds
        .map(|seconds| Some(Duration::from_secs(seconds.into())))
        .ok_or(invalid("max_age is a number of seconds."))
}

/// RFC 7636 §4.3; RFC 9700 §2.1.1: who keeps no secret must send one, and `plain` is none.
fn read_challenge(client: &Client, params: &Params) -> Result<Option<String>, OauthError> {
    let method = params.get("code_challenge_method");
    let Some(challenge) = params.get("code_challenge") else {
        return match method {
            Some(_) => Err(invalid("The parameter code_challenge is missing.")),
            None if client.is_public() => Err(invalid(
                "A client without a secret must send a code_challenge (RFC 7636).",
            )
            .because(ClientRefusal::ChallengeMissing)),
            None => Ok(None),
        };
    };
    if method != Some("S256") {
        let refused = invalid("The only code_challenge_method is S256.");
        return Err(refused.because(ClientRefusal::ChallengeMethod));
    }
    let is_digest = challenge.len() == CODE_CHALLENGE_LENGTH
        && challenge
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if !is_digest {
        return Err(invalid("The code_challenge is no SHA-256 in Base64url."));
    }
    Ok(Some(challenge.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consoles::clients::sample as client;
    use shared_types::clients::ClientAuthMethod;

    const URI: &str = "https://remote.example.com/callback";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    fn read(query: &str) -> Result<AuthorizeRequest, ErrorCode> {
        read_of(&client(), query)
    }

    fn read_of(client: &Client, query: &str) -> Result<AuthorizeRequest, ErrorCode> {
        let params = Params::parse(query.as_bytes());
        AuthorizeRequest::read(client, URI, &params).map_err(|error| error.code)
    }

    #[test]
    fn a_plain_request_is_read() {
        let query = "response_type=code&scope=email+openid+offline_access&state=s&nonce=n&x=y";
        let request = read(query).expect("good");
        assert_eq!(request.scope, "openid email");
        assert_eq!(request.state.as_deref(), Some("s"));
        assert_eq!(request.nonce.as_deref(), Some("n"));
        assert_eq!(request.prompt, Prompt::default());
    }

    /// OpenID Connect Core §3.1.2.4: a person is told of claims that are asked for by name as of those of a scope.
    #[test]
    fn claims_by_name_are_told_as_their_scopes() {
        let claims = "%7B%22id_token%22%3A%7B%22email%22%3Anull%7D%2C%22userinfo%22%3A%7B%22groups%22%3Anull%7D%7D";
        let base = "response_type=code&scope=openid";
        let plain = read(base).expect("good");
        assert_eq!(plain.told(), "openid");
        let named = read(&format!("{base}&claims={claims}")).expect("good");
        assert_eq!(named.told(), "openid email groups");
        assert_eq!(named.scope, "openid");
    }

    /// RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6: each refusal by its word.
    #[test]
    fn what_cannot_be_followed_is_refused_by_its_word() {
        let base = "response_type=code&scope=openid";
        for (more, code) in [
            ("&state=a&state=b", ErrorCode::InvalidRequest),
            ("&response_mode=fragment", ErrorCode::InvalidRequest),
            ("&request=x", ErrorCode::RequestNotSupported),
            ("&request_uri=x", ErrorCode::RequestUriNotSupported),
            ("&registration=x", ErrorCode::RegistrationNotSupported),
            ("&prompt=none+login", ErrorCode::InvalidRequest),
            ("&prompt=perhaps", ErrorCode::InvalidRequest),
            ("&max_age=-1", ErrorCode::InvalidRequest),
            ("&max_age=%2B1", ErrorCode::InvalidRequest),
            ("&max_age=1.5", ErrorCode::InvalidRequest),
            ("&claims=1", ErrorCode::InvalidRequest),
            ("&code_challenge_method=S256", ErrorCode::InvalidRequest),
        ] {
            assert_eq!(read(&format!("{base}{more}")), Err(code), "{more}");
        }
        for (query, code) in [
            ("scope=openid", ErrorCode::InvalidRequest),
            (
                "response_type=token&scope=openid",
                ErrorCode::UnsupportedResponseType,
            ),
            (
                "response_type=code+id_token&scope=openid",
                ErrorCode::UnsupportedResponseType,
            ),
            ("response_type=code", ErrorCode::InvalidScope),
            ("response_type=code&scope=email", ErrorCode::InvalidScope),
        ] {
            assert_eq!(read(query), Err(code), "{query}");
        }
        let long = format!("{base}&nonce={}", "n".repeat(NONCE_LONGEST + 1));
        assert_eq!(read(&long), Err(ErrorCode::InvalidRequest));
    }

    /// O-03 (S256): RFC 7636 §4.2, RFC 9700 §2.1.1: S256 only; required of who keeps no secret.
    #[test]
    fn a_challenge_is_a_digest() {
        let base = "response_type=code&scope=openid";
        let good = format!("{base}&code_challenge={CHALLENGE}&code_challenge_method=S256");
        let read_good = read(&good).expect("good");
        assert_eq!(read_good.code_challenge.as_deref(), Some(CHALLENGE));
        for (challenge, method) in [
            (CHALLENGE, "plain"),
            (CHALLENGE, ""),
            (&CHALLENGE[1..], "S256"),
            ("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM", "S256"),
        ] {
            let query = format!("{base}&code_challenge={challenge}&code_challenge_method={method}");
            assert_eq!(read(&query), Err(ErrorCode::InvalidRequest), "{query}");
        }
        let mut public = client();
        public.settings.auth_method = ClientAuthMethod::None;
        assert_eq!(read_of(&public, base), Err(ErrorCode::InvalidRequest));
        assert!(read_of(&public, &good).is_ok());
    }

    /// OpenID Connect Core §3.1.2.1: `max_age=0` is `prompt=login`; nobody types in less than half a minute.
    #[test]
    fn a_short_age_is_a_new_authentication() {
        let base = "response_type=code&scope=openid&max_age=";
        for (age, asks_login, max_age) in [
            ("0", true, None),
            ("29", true, None),
            ("30", false, Some(30)),
        ] {
            let request = read(&format!("{base}{age}")).expect("good");
            assert_eq!(request.prompt.asks_login, asks_login, "{age}");
            assert_eq!(request.max_age, max_age.map(Duration::from_secs), "{age}");
        }
    }
}
