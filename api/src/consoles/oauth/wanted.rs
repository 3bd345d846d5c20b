//! Which claims a console asks for by name (OpenID Connect Core §5.5), and at which level (§5.5.1.1, RFC 9470).

use super::error::{ErrorCode, OauthError};
use super::level;
use super::params::Params;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use shared_types::clients::Acr;
use std::collections::BTreeSet;

/// The claims of a person that can be asked for by name, with the scope that has them too.
pub(super) const CLAIMS: [(&str, &str); 9] = [
    ("name", "profile"),
    ("given_name", "profile"),
    ("family_name", "profile"),
    ("preferred_username", "profile"),
    ("locale", "profile"),
    ("zoneinfo", "profile"),
    ("email", "email"),
    ("email_verified", "email"),
    ("groups", "groups"),
];

/// The scopes that mean something here.
pub(super) const SCOPES: [&str; 4] = ["openid", "profile", "email", "groups"];

/// What is kept with a code of what was asked for by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Wanted {
    /// Claims in the ID token.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) id_token: BTreeSet<String>,
    /// Claims in userinfo.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) userinfo: BTreeSet<String>,
    /// The word by which the level was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) acr: Option<String>,
}

/// At which level a console wants somebody authenticated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct WantedLevel {
    /// The level that it likes best.
    pub(super) best: Option<Acr>,
    /// The least level that it named.
    pub(super) least: Option<Acr>,
    /// It insists on levels of which we know none.
    pub(super) is_impossible: bool,
}

/// The parameters `claims` and `acr_values`, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) wanted: Wanted,
    pub(super) level: WantedLevel,
    /// The only members who are wanted; everybody without it.
    pub(super) subjects: Option<BTreeSet<String>>,
}

impl Asked {
    pub(super) fn read(params: &Params) -> Result<Self, OauthError> {
        let refused = || {
            let text = "The parameter claims is no JSON object of id_token and userinfo.";
            OauthError::new(ErrorCode::InvalidRequest, text)
        };
        let claims: Map<String, Value> = match params.get("claims") {
            None => Map::new(),
            Some(text) => serde_json::from_str(text).map_err(|_| refused())?,
        };
        let part = |name: &str| match claims.get(name) {
            None | Some(Value::Null) => Ok(Map::new()),
            Some(Value::Object(part)) => Ok(part.clone()),
            Some(_) => Err(refused()),
        };
        let (id_token, userinfo) = (part("id_token")?, part("userinfo")?);
        let acr = id_token.get("acr").filter(|acr| acr.is_object());
        let words = acr.map(values).filter(|words| !words.is_empty());
        let is_essential = acr.is_some_and(|acr| acr["essential"] == true);
        let words = words.unwrap_or_else(|| {
            let words = params.get("acr_values").unwrap_or_default().split(' ');
            words.map(str::to_owned).collect()
        });
        let known: Vec<(Acr, &String)> = words
            .iter()
            .filter_map(|word| Some((level::of_word(word)?, word)))
            .collect();
        let is_named = words.iter().any(|word| !word.is_empty());
        let level = WantedLevel {
            best: known.first().map(|(acr, _)| *acr),
            least: known.iter().map(|(acr, _)| *acr).min(),
            is_impossible: is_essential && is_named && known.is_empty(),
        };
        let mut asked = Self {
            subjects: None,
            wanted: Wanted {
                id_token: names(&id_token),
                userinfo: names(&userinfo),
                acr: known.first().map(|(_, word)| (*word).clone()),
            },
            level,
        };
        for part in [&id_token, &userinfo] {
            let subjects = part.get("sub").map(values);
            if let Some(subjects) = subjects.filter(|subjects| !subjects.is_empty()) {
                asked.want_only(subjects);
            }
        }
        Ok(asked)
    }

    /// Wants none but these, of those who were wanted before.
    pub(super) fn want_only(&mut self, subjects: impl IntoIterator<Item = String>) {
        let mut only: BTreeSet<String> = subjects.into_iter().collect();
        if let Some(before) = &self.subjects {
            only.retain(|one| before.contains(one));
        }
        self.subjects = Some(only);
    }

    /// Whether this is none of the members who are wanted.
    pub(super) fn wants_another(&self, subject: &str) -> bool {
        let subjects = self.subjects.as_ref();
        subjects.is_some_and(|subjects| !subjects.contains(subject))
    }
}

/// `value`, or `values`, as texts.
fn values(claim: &Value) -> Vec<String> {
    let one = claim.get("value").into_iter();
    let many = claim.get("values").and_then(Value::as_array);
    let all = one.chain(many.into_iter().flatten());
    all.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The names that we know.
fn names(part: &Map<String, Value>) -> BTreeSet<String> {
    let known = CLAIMS.iter().map(|(name, _)| *name);
    known
        .filter(|name| part.contains_key(*name))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(pairs: &[(&str, &str)]) -> Result<Asked, OauthError> {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(pairs);
        Asked::read(&Params::parse(query.finish().as_bytes()))
    }

    /// OpenID Connect Core §5.5: claims by name, for either place; unknown ones are ignored.
    #[test]
    fn claims_are_asked_for_by_name() {
        let claims = r#"{"id_token":{"email":null,"shoe_size":null},"userinfo":{"groups":{"essential":true}},"x":1}"#;
        let read = asked(&[("claims", claims)]).expect("readable").wanted;
        assert_eq!(read.id_token, BTreeSet::from(["email".to_owned()]));
        assert_eq!(read.userinfo, BTreeSet::from(["groups".to_owned()]));
        for wrong in [
            "",
            "[]",
            "1",
            "{",
            r#"{"id_token":1}"#,
            r#"{"userinfo":[]}"#,
        ] {
            let is_absent = wrong.is_empty();
            assert_eq!(asked(&[("claims", wrong)]).is_ok(), is_absent, "{wrong}");
        }
    }

    /// OpenID Connect Core §5.5.1: `value` or `values` of `sub`, in either place; both together leave who is in both.
    #[test]
    fn a_subject_is_asked_for() {
        let read = |claims: &str| asked(&[("claims", claims)]).expect("readable");
        assert!(!read(r#"{"id_token":{"sub":null}}"#).wants_another("a"));
        let one = read(r#"{"id_token":{"sub":{"value":"a"}}}"#);
        assert!(!one.wants_another("a") && one.wants_another("b"));
        let mut many = read(r#"{"userinfo":{"sub":{"values":["a","b"]}}}"#);
        assert!(!many.wants_another("b") && many.wants_another("c"));
        many.want_only(["a".to_owned()]);
        assert!(!many.wants_another("a") && many.wants_another("b"));
        many.want_only([]);
        assert!(many.wants_another("a"));
    }

    /// OpenID Connect Core §5.5.1.1, RFC 9470 §4: the first level that we know is wanted; of an essential one that we
    /// know not at all, nothing can come.
    #[test]
    fn levels_are_asked_for_in_an_order() {
        let level = |pairs: &[(&str, &str)]| asked(pairs).expect("readable").level;
        assert_eq!(level(&[]), WantedLevel::default());
        let both = level(&[("acr_values", "phr urn:twostep:aal2 urn:twostep:aal1")]);
        assert_eq!((both.best, both.least), (Some(Acr::Aal2), Some(Acr::Aal1)));
        assert!(!level(&[("acr_values", "phr")]).is_impossible);
        let essential = r#"{"id_token":{"acr":{"essential":true,"values":["phr","phrh"]}}}"#;
        assert!(level(&[("claims", essential)]).is_impossible);
        let one = r#"{"id_token":{"acr":{"essential":true,"value":"urn:twostep:aal2"}}}"#;
        assert_eq!(level(&[("claims", one)]).best, Some(Acr::Aal2));
        let any = r#"{"id_token":{"acr":{"essential":true}}}"#;
        assert_eq!(level(&[("claims", any)]), WantedLevel::default());
    }
}
