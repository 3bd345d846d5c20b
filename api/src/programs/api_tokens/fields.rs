//! The fields of a token to be made, checked.

use crate::people::api_tokens::{Networks, read_network};
use crate::people::members::choose_name;
use shared_types::api_tokens::{CreateApiTokenRequest, Scope};
use shared_types::limits::{API_TOKEN_DAYS, API_TOKEN_DAYS_LONGEST, API_TOKEN_NETWORKS};
use shared_types::problem::{FieldError, FieldErrorCode};
use std::collections::BTreeSet;
use std::time::Duration;

/// What a token is to be.
#[derive(Debug)]
pub(super) struct Chosen {
    pub(super) name: String,
    pub(super) scopes: BTreeSet<Scope>,
    pub(super) networks: Networks,
    pub(super) lifetime: Duration,
}

impl Chosen {
    /// All that is wrong is said at once.
    pub(super) fn of(request: &CreateApiTokenRequest) -> Result<Self, Vec<FieldError>> {
        let name = choose_name("name", &request.name);
        let scopes = choose_scopes(&request.scopes);
        let lifetime = choose_lifetime(request.expires_in_days);
        let networks = choose_networks(&request.networks);
        match (name, scopes, lifetime, networks) {
            (Ok(name), Ok(scopes), Ok(lifetime), Ok(networks)) => Ok(Self {
                name,
                scopes,
                networks,
                lifetime,
            }),
            (name, scopes, lifetime, networks) => {
                let flaws = [name.err(), scopes.err(), lifetime.err(), networks.err()];
                Err(flaws.into_iter().flatten().collect())
            }
        }
    }
}

fn choose_scopes(scopes: &[Scope]) -> Result<BTreeSet<Scope>, FieldError> {
    if scopes.is_empty() {
        let detail = "Choose at least one.";
        return Err(FieldError::new("scopes", FieldErrorCode::Required, detail));
    }
    Ok(scopes.iter().copied().collect())
}

fn choose_lifetime(days: Option<u32>) -> Result<Duration, FieldError> {
    let days = days.unwrap_or(API_TOKEN_DAYS);
    if !(1..=API_TOKEN_DAYS_LONGEST).contains(&days) {
        let detail = format!("1 to {API_TOKEN_DAYS_LONGEST} days.");
        return Err(FieldError::new(
            "expires_in_days",
            FieldErrorCode::Invalid,
            detail,
        ));
    }
    Ok(Duration::from_hours(24 * u64::from(days)))
}

fn choose_networks(texts: &[String]) -> Result<Networks, FieldError> {
    if texts.len() > API_TOKEN_NETWORKS {
        let detail = format!("At most {API_TOKEN_NETWORKS} networks.");
        return Err(FieldError::new("networks", FieldErrorCode::TooLong, detail));
    }
    let mut networks = BTreeSet::new();
    for (at, text) in texts.iter().enumerate() {
        let text = text.trim();
        let Some(network) = read_network(text) else {
            let detail = format!("{text:?} is no network, such as 203.0.113.0/24.");
            let field = format!("networks[{at}]");
            return Err(FieldError::new(&field, FieldErrorCode::Invalid, detail));
        };
        networks.insert(network);
    }
    Ok(Networks::of(networks.into_iter().collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> CreateApiTokenRequest {
        CreateApiTokenRequest {
            name: " Ticket system ".to_owned(),
            scopes: vec![Scope::MembersRead, Scope::MembersRead],
            expires_in_days: None,
            networks: Vec::new(),
        }
    }

    /// K-05: a token ends after 90 days unless another number up to 365 is asked for.
    #[test]
    fn a_token_always_ends() {
        let days = |days| {
            let chosen = Chosen::of(&CreateApiTokenRequest {
                expires_in_days: days,
                ..request()
            });
            chosen.map(|chosen| chosen.lifetime.as_secs() / 86_400)
        };
        assert_eq!(days(None).expect("days"), 90);
        assert_eq!(days(Some(1)).expect("days"), 1);
        assert_eq!(days(Some(365)).expect("days"), 365);
        for wrong in [0, 366, u32::MAX] {
            let error = days(Some(wrong)).expect_err("refused");
            assert_eq!(error[0].field, "expires_in_days");
        }
    }

    #[test]
    fn fields_are_checked_and_brought_into_one_form() {
        let chosen = Chosen::of(&request()).expect("fields");
        assert_eq!(chosen.name, "Ticket system");
        assert_eq!(chosen.scopes.len(), 1);
        let none = Chosen::of(&CreateApiTokenRequest {
            scopes: Vec::new(),
            ..request()
        });
        assert_eq!(none.expect_err("refused")[0].field, "scopes");
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let refused = Chosen::of(&CreateApiTokenRequest {
            name: " ".to_owned(),
            scopes: Vec::new(),
            expires_in_days: Some(0),
            networks: vec!["here".to_owned()],
        });
        let refused = refused.expect_err("refused");
        let fields: Vec<&str> = refused.iter().map(|flaw| &*flaw.field).collect();
        assert_eq!(fields, ["name", "scopes", "expires_in_days", "networks[0]"]);
    }

    /// K-05: networks in both versions of the protocol, whole or a single address.
    #[test]
    fn networks_are_read() {
        let read = |texts: &[&str]| {
            let texts: Vec<String> = texts.iter().map(ToString::to_string).collect();
            let read = choose_networks(&texts);
            read.map(|all| all.texts())
        };
        let all = read(&["203.0.113.7/24", " 2001:db8::1/48", "198.51.100.7"]).expect("networks");
        assert_eq!(all, ["198.51.100.7/32", "203.0.113.0/24", "2001:db8::/48"]);
        for wrong in ["", "203.0.113.0/33", "example.com", "203.0.113"] {
            let error = read(&["198.51.100.7", wrong]).expect_err("refused");
            assert_eq!(error.field, "networks[1]");
        }
        assert!(read(&vec!["10.0.0.1"; API_TOKEN_NETWORKS + 1]).is_err());
    }
}
