//! The fields of a challenge, checked.

use crate::people::members::Named;
use crate::platform::outbound::is_loopback;
use crate::platform::text::{is_invisible, is_space};
use crate::programs::verifications::{Operation, read_member, read_text};
use crate::protection::signing::Audience;
use shared_types::challenges::CreateChallengeRequest;
use shared_types::limits::{
    CHALLENGE_LIFETIME, CHALLENGE_LIFETIME_LONGEST, CHALLENGE_LIFETIME_SHORTEST,
    RETURN_URL_LONGEST, SHOWN_SPACES_TOGETHER,
};
use shared_types::problem::{FieldError, FieldErrorCode};
use std::time::Duration;
use url::Url;

/// What stands in the query of the address that a browser goes back to.
const ADDED: [&str; 2] = ["challenge", "status"];

/// A request whose fields are acceptable.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) named: Named,
    pub(super) operation: Operation,
    pub(super) return_url: Option<Url>,
    pub(super) lifetime: Duration,
}

impl Wanted {
    pub(super) fn of(request: CreateChallengeRequest) -> Result<Self, FieldError> {
        let audience = request.audience.as_deref();
        Ok(Self {
            named: read_member(&request.member)?,
            operation: Operation {
                audience: audience.map(Audience::parse).transpose()?,
                purpose: read_shown("purpose", Some(request.purpose))?,
                target: read_shown("target", request.target)?,
                target_hash: read_text("target_hash", request.target_hash)?,
                station: read_text("station", request.station)?,
            },
            return_url: request
                .return_url
                .map(|url| read_return(&url))
                .transpose()?,
            lifetime: read_lifetime(request.expires_in_seconds)?,
        })
    }
}

/// A text that the page shows: nothing in it turns the order of what stands around it (Unicode UAX #9), or breaks
/// its line.
fn read_shown(field: &str, text: Option<String>) -> Result<Option<String>, FieldError> {
    let text = read_text(field, text)?;
    // A name may need the marks of right-to-left letters; what is asked for may not.
    let is_hidden =
        |one: char| is_invisible(one) || matches!(one, '\u{200e}' | '\u{200f}' | '\u{061c}');
    match text {
        Some(text) if text.chars().any(is_hidden) => {
            let detail =
                "Characters that change the direction or the line of a text are not allowed.";
            Err(FieldError::new(field, FieldErrorCode::Invalid, detail))
        }
        // What stands behind many spaces is out of sight.
        Some(text) if has_wide_gap(&text) => {
            let detail = format!("At most {SHOWN_SPACES_TOGETHER} spaces in a row.");
            Err(FieldError::new(field, FieldErrorCode::Invalid, detail))
        }
        text => Ok(text),
    }
}

fn has_wide_gap(text: &str) -> bool {
    let mut spaces = 0;
    text.chars().any(|one| {
        spaces = if is_space(one) { spaces + 1 } else { 0 };
        spaces > SHOWN_SPACES_TOGETHER
    })
}

fn read_lifetime(seconds: Option<u32>) -> Result<Duration, FieldError> {
    let Some(seconds) = seconds else {
        return Ok(CHALLENGE_LIFETIME);
    };
    let lifetime = Duration::from_secs(seconds.into());
    if (CHALLENGE_LIFETIME_SHORTEST..=CHALLENGE_LIFETIME_LONGEST).contains(&lifetime) {
        return Ok(lifetime);
    }
    let [least, most] = [CHALLENGE_LIFETIME_SHORTEST, CHALLENGE_LIFETIME_LONGEST];
    let detail = format!("From {} to {} seconds.", least.as_secs(), most.as_secs());
    let field = "expires_in_seconds";
    Err(FieldError::new(field, FieldErrorCode::Invalid, detail))
}

/// Where a browser goes back to.
fn read_return(text: &str) -> Result<Url, FieldError> {
    let refused = |code, detail: &str| Err(FieldError::new("return_url", code, detail.to_owned()));
    let invalid = |detail| refused(FieldErrorCode::Invalid, detail);
    if text.chars().count() > RETURN_URL_LONGEST {
        let detail = format!("At most {RETURN_URL_LONGEST} characters.");
        return refused(FieldErrorCode::TooLong, &detail);
    }
    let Ok(url) = Url::parse(text) else {
        return invalid("It is no address, such as https://remote.example.com/back.");
    };
    if !(url.scheme() == "https" || url.scheme() == "http" && is_loopback(&url)) {
        return invalid("It must begin with https://.");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return invalid("Leave name and password out.");
    }
    if url.fragment().is_some() {
        return invalid("Leave out what stands behind #.");
    }
    // A reader that takes the first of two would believe the program's own.
    if url.query_pairs().any(|(name, _)| ADDED.contains(&&*name)) {
        return invalid("Leave challenge and status out of its query: they are added.");
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> CreateChallengeRequest {
        CreateChallengeRequest {
            member: "jo@example.com".to_owned(),
            purpose: "connect".to_owned(),
            target: Some("PC-042".to_owned()),
            target_hash: None,
            audience: None,
            station: None,
            return_url: None,
            expires_in_seconds: None,
        }
    }

    #[test]
    fn a_return_url_is_https_or_of_this_machine() {
        for good in [
            "https://remote.example.com/back?job=7",
            "http://localhost:3000/",
            "http://127.0.0.1:8080/x",
            "http://[::1]/x",
        ] {
            read_return(good).expect(good);
        }
        for wrong in [
            "",
            "remote.example.com",
            "http://remote.example.com",
            "http://localhost.example.com/",
            "javascript:alert(1)",
            "https://jo:pass@remote.example.com",
            "https://remote.example.com/#x",
            "file:///etc/passwd",
            &format!(
                "https://remote.example.com/{}",
                "x".repeat(RETURN_URL_LONGEST)
            ),
        ] {
            let refused = read_return(wrong).expect_err(wrong);
            assert_eq!(refused.field, "return_url");
        }
    }

    #[test]
    fn what_the_page_shows_hides_nothing() {
        for (field, wrong) in [
            ("purpose", ""),
            ("purpose", "con\nnect"),
            ("purpose", "con\u{202e}nect"),
            ("target", "PC\u{2066}-042"),
            ("target", "PC\u{2028}042"),
            ("purpose", "connect\u{a0}\u{a0} \u{a0}and pay"),
            ("target", "PC\u{3164}\u{2800}\u{3164}\u{2800}042"),
        ] {
            let mut request = request();
            match field {
                "purpose" => wrong.clone_into(&mut request.purpose),
                _ => request.target = Some(wrong.to_owned()),
            }
            let refused = Wanted::of(request).expect_err(wrong);
            assert_eq!(refused.field, field);
        }
        Wanted::of(request()).expect("acceptable");
    }

    #[test]
    fn a_challenge_is_open_for_a_minute_to_a_quarter_of_an_hour() {
        assert_eq!(read_lifetime(None).ok(), Some(CHALLENGE_LIFETIME));
        for (seconds, is_good) in [
            (0, false),
            (59, false),
            (60, true),
            (900, true),
            (901, false),
        ] {
            assert_eq!(read_lifetime(Some(seconds)).is_ok(), is_good, "{seconds}");
        }
    }
}
