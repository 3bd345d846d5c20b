//! What is wrong with an address that is none of the registered ones, for a person who sets a console up.

use shared_types::client_events::ClientRefusal;
use url::Url;

/// In what an address differs that is none of the registered ones.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) reason: ClientRefusal,
    /// The registered one that is nearest to it.
    pub(super) registered: Option<String>,
}

/// Finds the registered address that was most likely meant, for a person who set the console up.
pub(super) fn difference(registered: &[String], presented: &str) -> Difference {
    if presented.is_empty() {
        return Difference {
            reason: ClientRefusal::RedirectUriMissing,
            registered: None,
        };
    }
    let compared = registered
        .iter()
        .map(|one| (differs_in(one, presented), one));
    let nearest = compared.min_by_key(|(reason, _)| *reason);
    match nearest {
        Some((reason, one)) => Difference {
            reason,
            registered: Some(one.clone()),
        },
        None => Difference {
            reason: ClientRefusal::RedirectUriUnknown,
            registered: None,
        },
    }
}

/// The one part in which two addresses differ; the reasons stand in the order in which a slip is likely.
fn differs_in(one: &str, other: &str) -> ClientRefusal {
    if one.trim_end_matches('/') == other.trim_end_matches('/') {
        return ClientRefusal::RedirectUriSlash;
    }
    let (Ok(one), Ok(other)) = (Url::parse(one), Url::parse(other)) else {
        return ClientRefusal::RedirectUriUnknown;
    };
    let path = |url: &Url| url.path().trim_end_matches('/').to_owned();
    // The usual port of a scheme differs with it.
    let is_same_port = one.port() == other.port();
    let differing = [
        (
            one.scheme() != other.scheme(),
            ClientRefusal::RedirectUriScheme,
        ),
        (!is_same_port, ClientRefusal::RedirectUriPort),
        (
            (one.query(), one.fragment()) != (other.query(), other.fragment()),
            ClientRefusal::RedirectUriQuery,
        ),
        (
            one.host_str() != other.host_str(),
            ClientRefusal::RedirectUriHost,
        ),
        (path(&one) != path(&other), ClientRefusal::RedirectUriPath),
    ];
    let mut parts = differing.into_iter().filter(|(differs, _)| *differs);
    match (parts.next(), parts.next()) {
        (Some((_, reason)), None) => reason,
        // Another spelling of the same, such as an upper-case host.
        (None, _) => ClientRefusal::RedirectUriPath,
        (Some(_), Some(_)) => ClientRefusal::RedirectUriUnknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Issue 16, part 5: what is wrong with an address is said by its part, of the registered one that is nearest.
    #[test]
    fn a_wrong_address_is_compared_with_the_nearest() {
        let registered = [
            "https://remote.example.com/callback".to_owned(),
            "https://remote.example.com:8443/other?a=b".to_owned(),
        ];
        for (presented, reason, nearest) in [
            ("", ClientRefusal::RedirectUriMissing, None),
            (
                "https://remote.example.com/callback/",
                ClientRefusal::RedirectUriSlash,
                Some(0),
            ),
            (
                "http://remote.example.com/callback",
                ClientRefusal::RedirectUriScheme,
                Some(0),
            ),
            (
                "https://remote.example.com:9443/callback",
                ClientRefusal::RedirectUriPort,
                Some(0),
            ),
            (
                "https://remote.example.com/callback?next=1",
                ClientRefusal::RedirectUriQuery,
                Some(0),
            ),
            (
                "https://10.0.0.7/callback",
                ClientRefusal::RedirectUriHost,
                Some(0),
            ),
            (
                "https://remote.example.com:8443/else?a=b",
                ClientRefusal::RedirectUriPath,
                Some(1),
            ),
            (
                "https://REMOTE.example.com/callback",
                ClientRefusal::RedirectUriPath,
                Some(0),
            ),
            (
                "https://evil.example/x",
                ClientRefusal::RedirectUriUnknown,
                Some(0),
            ),
            (
                "javascript:alert(1)",
                ClientRefusal::RedirectUriUnknown,
                Some(0),
            ),
        ] {
            let found = difference(&registered, presented);
            let nearest = nearest.map(|at: usize| registered[at].clone());
            assert_eq!(found.reason, reason, "{presented}");
            assert_eq!(found.registered, nearest, "{presented}");
        }
        let none = difference(&[], "https://remote.example.com/callback");
        assert_eq!(none.reason, ClientRefusal::RedirectUriUnknown);
    }
}
