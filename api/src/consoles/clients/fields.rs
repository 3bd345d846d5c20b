//! The fields of a console, checked.

use super::fields_of_addresses::{read_launch, read_logout, read_redirects, read_uris};
use super::model::Settings;
use super::{fields_of_proxy, uris};
use crate::people::members::choose_name;
use crate::platform::outbound::Outbound;
use shared_types::clients::{ClientKind, CreateClientRequest, PatchClientRequest};
use shared_types::limits::{CLIENT_AGE_LONGEST, CLIENT_AGE_SHORTEST, GROUPS_PER_MEMBER};
use shared_types::members::Role;
use shared_types::problem::{FieldError, FieldErrorCode};
use std::collections::BTreeSet;
use std::time::Duration;

/// Collects what is wrong with fields, so that all of it is said at once.
#[derive(Default)]
struct Flaws(Vec<FieldError>);

impl Flaws {
    /// What was read; the default where nothing was.
    fn take<T: Default>(&mut self, read: Result<T, Vec<FieldError>>) -> T {
        read.unwrap_or_else(|flaws| {
            self.0.extend(flaws);
            T::default()
        })
    }

    fn ok<T>(self, value: T) -> Result<T, Vec<FieldError>> {
        if self.0.is_empty() {
            Ok(value)
        } else {
            Err(self.0)
        }
    }
}

/// What a request chooses. Its groups are names, which are looked for in the change.
pub(super) struct Chosen {
    pub(super) settings: Settings,
    /// `None` where nothing is said of groups.
    pub(super) groups: Option<Vec<String>>,
}

impl Chosen {
    /// A console to be.
    pub(super) fn of(
        outbound: &Outbound,
        request: CreateClientRequest,
    ) -> Result<Self, Vec<FieldError>> {
        let mut flaws = Flaws::default();
        let of_proxy = flaws.take(fields_of_proxy::read(&request));
        let logout = request.backchannel_logout_uri.as_deref();
        let settings = Settings {
            name: flaws.take(choose_name("name", &request.name).map_err(one)),
            kind: request.kind,
            redirect_uris: match (request.kind, &of_proxy) {
                (ClientKind::Oidc, _) => flaws.take(read_redirects(&request.redirect_uris)),
                (ClientKind::ForwardAuth, origin) => fields_of_proxy::redirects(origin.as_deref()),
            },
            origin: of_proxy,
            post_logout_redirect_uris: flaws.take(read_uris(
                "post_logout_redirect_uris",
                &request.post_logout_redirect_uris,
            )),
            backchannel_logout_uri: flaws.take(read_logout(outbound, logout).map_err(one)),
            launch_uri: flaws.take(read_launch(request.launch_uri.as_deref()).map_err(one)),
            auth_method: fields_of_proxy::auth_method(&request),
            id_token_algorithm: request.id_token_signed_response_alg,
            subject_type: request.subject_type,
            minimum_acr: request.minimum_acr,
            maximum_age: flaws.take(read_age(request.maximum_age_seconds).map_err(one)),
            allowed_roles: match request.allowed_roles {
                None => Role::ALL.iter().copied().collect(),
                Some(roles) => flaws.take(read_roles(&roles).map_err(one)),
            },
            allowed_groups: None,
            asks_consent: request.asks_consent,
            fresh_code: request.fresh_code,
            claims_in_id_token: request.claims_in_id_token,
        };
        let groups = flaws.take(read_groups(request.allowed_groups).map_err(one));
        flaws.ok(Self { settings, groups })
    }
}

/// A change, checked.
pub(super) struct Changes {
    request: PatchClientRequest,
    name: Option<String>,
    origin: Option<String>,
    redirect_uris: Option<Vec<String>>,
    post_logout_redirect_uris: Option<Vec<String>>,
    backchannel_logout_uri: Option<String>,
    launch_uri: Option<String>,
    maximum_age: Option<Duration>,
    allowed_roles: Option<BTreeSet<Role>>,
    /// What is said of groups.
    pub(super) groups: GroupsChange,
}

/// What a change says of groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum GroupsChange {
    /// Nothing.
    Kept,
    /// They do not matter any more.
    Any,
    /// These alone.
    Named(Vec<String>),
}

impl GroupsChange {
    fn read(request: &mut PatchClientRequest) -> Result<Self, FieldError> {
        let names = read_groups(request.allowed_groups.take())?;
        match (names, request.any_group == Some(true)) {
            (Some(_), true) => {
                let detail = "Either every group or these.";
                let field = "any_group";
                Err(FieldError::new(field, FieldErrorCode::Invalid, detail))
            }
            (Some(names), false) => Ok(Self::Named(names)),
            (None, true) => Ok(Self::Any),
            (None, false) => Ok(Self::Kept),
        }
    }
}

impl Changes {
    pub(super) fn of(
        outbound: &Outbound,
        mut request: PatchClientRequest,
    ) -> Result<Self, Vec<FieldError>> {
        let mut flaws = Flaws::default();
        let name = request.name.as_deref();
        let name = name.map(|name| flaws.take(choose_name("name", name).map_err(one)));
        let origin = request.origin.as_deref();
        let origin = origin.map(|origin| flaws.take(uris::read_origin(origin).map_err(one)));
        let redirects = request.redirect_uris.as_deref();
        let redirects = redirects.map(|uris| flaws.take(read_redirects(uris)));
        let others = request.post_logout_redirect_uris.as_deref();
        let others = others.map(|uris| flaws.take(read_uris("post_logout_redirect_uris", uris)));
        let roles = request.allowed_roles.as_deref();
        let roles = roles.map(|roles| flaws.take(read_roles(roles).map_err(one)));
        let logout = request.backchannel_logout_uri.as_deref();
        let logout = logout.filter(|uri| !uri.is_empty());
        let logout = flaws.take(read_logout(outbound, logout).map_err(one));
        let launch = request.launch_uri.as_deref().filter(|uri| !uri.is_empty());
        let launch = flaws.take(read_launch(launch).map_err(one));
        let age = request.maximum_age_seconds.filter(|age| *age != 0);
        let age = flaws.take(read_age(age).map_err(one));
        let groups = GroupsChange::read(&mut request).map_err(one);
        let groups = groups.unwrap_or_else(|wrong| {
            flaws.0.extend(wrong);
            GroupsChange::Kept
        });
        flaws.ok(Self {
            request,
            name,
            origin,
            redirect_uris: redirects,
            post_logout_redirect_uris: others,
            backchannel_logout_uri: logout,
            launch_uri: launch,
            maximum_age: age,
            allowed_roles: roles,
            groups,
        })
    }

    /// Another protected address, where one is named.
    pub(super) fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }

    /// Whether the console is to get nothing, where that is said.
    pub(super) const fn is_disabled(&self) -> Option<bool> {
        self.request.is_disabled
    }

    /// The settings with these changes; the groups stay.
    pub(super) fn apply(&self, settings: &Settings) -> Result<Settings, Vec<FieldError>> {
        let mut changed = settings.clone();
        let asked = &self.request;
        fields_of_proxy::refuse_of_other_kind(settings.kind, asked)?;
        replace(&mut changed.name, self.name.as_ref());
        replace(&mut changed.redirect_uris, self.redirect_uris.as_ref());
        if let Some(origin) = &self.origin {
            changed.redirect_uris = fields_of_proxy::redirects(Some(origin));
            changed.origin = Some(origin.clone());
        }
        let others = self.post_logout_redirect_uris.as_ref();
        replace(&mut changed.post_logout_redirect_uris, others);
        if asked.backchannel_logout_uri.is_some() {
            changed
                .backchannel_logout_uri
                .clone_from(&self.backchannel_logout_uri);
        }
        if asked.launch_uri.is_some() {
            changed.launch_uri.clone_from(&self.launch_uri);
        }
        let algorithm = asked.id_token_signed_response_alg.as_ref();
        replace(&mut changed.id_token_algorithm, algorithm);
        replace(&mut changed.minimum_acr, asked.minimum_acr.as_ref());
        if asked.maximum_age_seconds.is_some() {
            changed.maximum_age = self.maximum_age;
        }
        replace(&mut changed.allowed_roles, self.allowed_roles.as_ref());
        replace(&mut changed.asks_consent, asked.asks_consent.as_ref());
        replace(&mut changed.fresh_code, asked.fresh_code.as_ref());
        let claims = asked.claims_in_id_token.as_ref();
        replace(&mut changed.claims_in_id_token, claims);
        Ok(changed)
    }
}

fn replace<T: Clone>(value: &mut T, other: Option<&T>) {
    if let Some(other) = other {
        value.clone_from(other);
    }
}

fn one(flaw: FieldError) -> Vec<FieldError> {
    vec![flaw]
}

fn read_age(seconds: Option<u32>) -> Result<Option<Duration>, FieldError> {
    match seconds {
        Some(seconds) if !(CLIENT_AGE_SHORTEST..=CLIENT_AGE_LONGEST).contains(&seconds) => {
            let detail = format!("{CLIENT_AGE_SHORTEST} to {CLIENT_AGE_LONGEST} seconds.");
            let field = "maximum_age_seconds";
            Err(FieldError::new(field, FieldErrorCode::Invalid, detail))
        }
        seconds => Ok(seconds.map(|seconds| Duration::from_secs(seconds.into()))),
    }
}

fn read_roles(roles: &[Role]) -> Result<BTreeSet<Role>, FieldError> {
    if roles.is_empty() {
        let detail = "Choose at least one.";
        let field = "allowed_roles";
        return Err(FieldError::new(field, FieldErrorCode::Required, detail));
    }
    Ok(roles.iter().copied().collect())
}

/// An empty list is no way to say "everybody": a program may have sent what it read after the groups were deleted.
fn read_groups(names: Option<Vec<String>>) -> Result<Option<Vec<String>>, FieldError> {
    match names {
        Some(names) if names.is_empty() => {
            let detail = "Name at least one group, or leave it out; any_group of a change admits every group.";
            let field = "allowed_groups";
            Err(FieldError::new(field, FieldErrorCode::Required, detail))
        }
        Some(names) if names.len() > GROUPS_PER_MEMBER => {
            let detail = format!("At most {GROUPS_PER_MEMBER} groups.");
            let field = "allowed_groups";
            Err(FieldError::new(field, FieldErrorCode::TooLong, detail))
        }
        names => Ok(names),
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::tests::sample;
    use super::*;
    use shared_types::clients::Acr;

    fn request() -> CreateClientRequest {
        CreateClientRequest {
            name: " Acme Remote ".to_owned(),
            redirect_uris: vec!["https://remote.example.com/callback".to_owned(); 2],
            ..CreateClientRequest::default()
        }
    }

    fn wrong(request: CreateClientRequest) -> Vec<String> {
        let refused = Chosen::of(&Outbound::default(), request).err();
        let flaws = refused.expect("refused").into_iter();
        flaws.map(|flaw| flaw.field).collect()
    }

    #[test]
    fn a_short_request_is_enough() {
        let chosen = Chosen::of(&Outbound::default(), request()).ok();
        let chosen = chosen.expect("acceptable");
        assert_eq!(chosen.settings.name, "Acme Remote");
        assert_eq!(chosen.settings.redirect_uris.len(), 1);
        assert_eq!(chosen.settings.allowed_roles.len(), 3);
        assert_eq!(chosen.settings.minimum_acr, Acr::Aal1);
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let fields = wrong(CreateClientRequest {
            name: String::new(),
            redirect_uris: vec!["x".to_owned(), "https://a.example/#b".to_owned()],
            post_logout_redirect_uris: vec![String::new(); 11],
            backchannel_logout_uri: Some("https://127.0.0.1/".to_owned()),
            launch_uri: Some("http://remote.example.com/".to_owned()),
            maximum_age_seconds: Some(59),
            allowed_roles: Some(Vec::new()),
            allowed_groups: Some(vec![String::new(); 51]),
            ..CreateClientRequest::default()
        });
        assert_eq!(
            fields,
            [
                "name",
                "redirect_uris[0]",
                "redirect_uris[1]",
                "post_logout_redirect_uris",
                "backchannel_logout_uri",
                "launch_uri",
                "maximum_age_seconds",
                "allowed_roles",
                "allowed_groups",
            ]
        );
        let none = CreateClientRequest {
            redirect_uris: Vec::new(),
            ..request()
        };
        assert_eq!(wrong(none), ["redirect_uris"]);
    }

    /// What is not named stays, and what is emptied is gone.
    #[test]
    fn a_change_changes_what_it_names() {
        let before = sample().settings;
        let apply = |request| {
            let changes = Changes::of(&Outbound::default(), request).ok();
            let applied = changes.expect("acceptable").apply(&before);
            applied.expect("of this kind")
        };
        assert_eq!(apply(PatchClientRequest::default()), before);
        let set = apply(PatchClientRequest {
            maximum_age_seconds: Some(3600),
            minimum_acr: Some(Acr::Aal2),
            backchannel_logout_uri: Some("https://remote.example.com/logout".to_owned()),
            launch_uri: Some("https://remote.example.com/#login".to_owned()),
            ..PatchClientRequest::default()
        });
        assert_eq!(set.maximum_age, Some(Duration::from_hours(1)));
        assert_eq!(
            (set.minimum_acr, set.name.as_str()),
            (Acr::Aal2, "Acme Remote")
        );
        assert!(set.backchannel_logout_uri.is_some());
        let launch = set.launch_uri.as_deref();
        assert_eq!(launch, Some("https://remote.example.com/#login"));
        let emptied = Changes::of(
            &Outbound::default(),
            PatchClientRequest {
                maximum_age_seconds: Some(0),
                backchannel_logout_uri: Some(String::new()),
                launch_uri: Some(String::new()),
                ..PatchClientRequest::default()
            },
        );
        let emptied = emptied.expect("acceptable").apply(&set);
        let emptied = emptied.expect("of this kind");
        assert_eq!(emptied.maximum_age, None);
        assert_eq!(emptied.backchannel_logout_uri, None);
        assert_eq!(emptied.launch_uri, None);
    }
}
