//! The parameters of a request, from a query or a form (RFC 6749 §3.1, §3.2): unknown ones are ignored, one without a
//! value is as good as none, and none that we know stands there twice.

use form_urlencoded::Serializer;
use shared_types::address::NO_SET_UP;
use shared_types::ids::ClientId;
use shared_types::time::Time;

/// Stands in the address of the second request, which comes from a page of ours.
const MARK: &str = "twostep_hop";

/// When a request was first seen, in microseconds: it goes along over the pages of the sign-in. Who changes it could
/// as well leave `prompt` out.
const SEEN_AT: &str = "twostep_seen_at";

/// The parameters that mean something here.
const KNOWN: [&str; 27] = [
    "access_token",
    "acr_values",
    "claims",
    "client_id",
    "client_secret",
    "code",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "grant_type",
    "id_token_hint",
    "login_hint",
    "max_age",
    "nonce",
    "post_logout_redirect_uri",
    "prompt",
    "redirect_uri",
    "registration",
    "request",
    "request_uri",
    "response_mode",
    "response_type",
    "scope",
    "state",
    "token",
    "token_type_hint",
    "ui_locales",
];

/// Names and values, in their order.
#[derive(Clone, Debug, Default)]
pub(in crate::consoles) struct Params(Vec<(String, String)>);

impl Params {
    /// The same for another person: the console no longer says who is expected.
    pub(super) fn of_anybody(&self) -> Self {
        let own = self.0.iter();
        let own = own.filter(|(name, _)| name != "login_hint" && name != "id_token_hint");
        Self(own.cloned().collect())
    }

    /// "Not now", on the page that leads through the set-up of a device.
    pub(super) fn declines_set_up(&self) -> bool {
        let (name, value) = NO_SET_UP;
        self.get(name) == Some(value)
    }

    /// Reads `application/x-www-form-urlencoded`.
    pub(in crate::consoles) fn parse(text: &[u8]) -> Self {
        let pairs = form_urlencoded::parse(text);
        let owned = pairs.map(|(name, value)| (name.into_owned(), value.into_owned()));
        Self(owned.collect())
    }

    /// The value of a parameter.
    pub(in crate::consoles) fn get(&self, name: &str) -> Option<&str> {
        let mut values = self.0.iter().filter(|(known, _)| known == name);
        let (_, value) = values.next()?;
        (!value.is_empty()).then_some(value.as_str())
    }

    /// The first parameter of these that is there twice.
    fn repeated_of(&self, names: &[&'static str]) -> Option<&'static str> {
        let count = |name: &str| self.0.iter().filter(|(known, _)| known == name).count();
        names.iter().copied().find(|name| count(name) > 1)
    }

    /// The first parameter of ours that is there twice.
    pub(super) fn repeated(&self) -> Option<&'static str> {
        self.repeated_of(&KNOWN)
    }

    /// Whether it is not certain who asks, or where the browser is to go back to.
    pub(super) fn is_ambiguous(&self) -> bool {
        self.repeated_of(&["client_id", "redirect_uri"]).is_some()
    }

    /// Whether the request comes from the page of ours that was shown first.
    pub(super) fn is_marked(&self) -> bool {
        self.get(MARK).is_some()
    }

    /// When the request was first seen; `None` for one that is seen now.
    pub(super) fn seen_at(&self) -> Option<Time> {
        let micros = self.get(SEEN_AT)?.parse().ok()?;
        Some(Time::from_micros(micros))
    }

    /// As a query that says when the request was first seen: now, if it does not say so yet.
    pub(super) fn seen_query(&self, now: Time) -> String {
        let seen_at = self.seen_at().map_or(now, |seen_at| seen_at.min(now));
        let pairs = self.0.iter();
        let pairs = pairs.filter(|(name, _)| name != MARK && name != SEEN_AT);
        let mut query = Serializer::new(String::new());
        query.extend_pairs(pairs);
        query.append_pair(SEEN_AT, &seen_at.micros().to_string());
        query.finish()
    }

    /// As a query, without the mark.
    pub(super) fn query(&self) -> String {
        let pairs = self.0.iter().filter(|(name, _)| name != MARK);
        let mut query = Serializer::new(String::new());
        query.extend_pairs(pairs).finish()
    }

    /// The same with the mark.
    pub(super) fn marked_query(&self) -> String {
        let mut query = Serializer::new(self.query());
        query.append_pair(MARK, "1").finish()
    }
}

/// A `client_id` in its one spelling.
pub(in crate::consoles) fn read_id(text: &str) -> Option<ClientId> {
    let id: ClientId = text.parse().ok()?;
    (id.to_string() == text).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6749 §3.1: empty is absent, unknown is ignored, twice is refused.
    #[test]
    fn parameters_are_read_as_the_standard_says() {
        let params = Params::parse(b"state=a+b%26&nonce=&x=1&x=2&scope=openid");
        assert_eq!(params.get("state"), Some("a b&"));
        assert_eq!(params.get("nonce"), None);
        assert_eq!(params.get("code"), None);
        assert_eq!(params.repeated(), None);
        assert!(!params.is_ambiguous());
        let twice = Params::parse(b"state=a&state=a");
        assert_eq!(twice.repeated(), Some("state"));
        assert!(!twice.is_ambiguous());
        assert!(Params::parse(b"client_id=a&client_id=b").is_ambiguous());
        assert!(Params::parse(b"redirect_uri=&redirect_uri=b").is_ambiguous());
    }

    /// The first moment stays; one that is yet to come is none.
    #[test]
    fn a_request_is_first_seen_once() {
        let now = Time::from_micros(5);
        let query = Params::parse(b"state=a").seen_query(now);
        assert_eq!(query, "state=a&twostep_seen_at=5");
        let later = Params::parse(query.as_bytes());
        assert_eq!(later.seen_at(), Some(now));
        assert_eq!(later.seen_query(Time::from_micros(9)), query);
        let forged = Params::parse(b"twostep_seen_at=99&state=a");
        assert_eq!(forged.seen_query(now), query);
        assert_eq!(Params::parse(b"twostep_seen_at=x").seen_at(), None);
    }

    #[test]
    fn the_mark_goes_with_the_second_request_alone() {
        let first = Params::parse(b"state=a+b&client_id=c");
        assert!(!first.is_marked());
        let second = Params::parse(first.marked_query().as_bytes());
        assert!(second.is_marked());
        assert_eq!(second.query(), first.query());
        assert_eq!(second.marked_query(), first.marked_query());
        assert_eq!(first.query(), "state=a+b&client_id=c");
    }
}
