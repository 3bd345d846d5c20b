//! The filter of the list of members as a query string, for the page and for the API.

use shared_types::members::{ListMembersQuery, MemberStatus, Role, TwoStepState};

/// Every role, the lowest first.
pub const ROLES: [Role; 3] = [Role::Agent, Role::Helpdesk, Role::Admin];
/// Every status.
pub const STATUSES: [MemberStatus; 3] = [
    MemberStatus::Invited,
    MemberStatus::Active,
    MemberStatus::Disabled,
];
/// Every two-step state.
pub const STATES: [TwoStepState; 4] = [
    TwoStepState::NotSetUp,
    TwoStepState::On,
    TwoStepState::Locked,
    TwoStepState::Disabled,
];

/// Only members whose recovery by e-mail is held.
pub const HELD: &str = "true";

/// Parses a query string; unknown names and values are ignored.
pub fn parse(query: &str) -> ListMembersQuery {
    let mut filter = ListMembersQuery::default();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match &*name {
            "cursor" => filter.cursor = Some(value.into_owned()),
            "search" => filter.search = Some(value.into_owned()),
            "two_step" => filter.two_step = state(&value),
            "status" => filter.status = status(&value),
            "role" => filter.role = role(&value),
            "group" => filter.group = Some(value.into_owned()),
            "held" => filter.held = held(&value),
            _ => {}
        }
    }
    filter
}

/// Writes the query string.
pub fn query(filter: &ListMembersQuery) -> String {
    let pairs = [
        ("search", filter.search.as_deref()),
        ("two_step", filter.two_step.map(state_name)),
        ("status", filter.status.map(status_name)),
        ("role", filter.role.map(role_name)),
        ("group", filter.group.as_deref()),
        ("held", held_name(filter.held)),
        ("cursor", filter.cursor.as_deref()),
    ];
    let given = pairs
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)));
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(given)
        .finish()
}

/// The query string of a reason.
pub fn reason(text: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("reason", text).finish()
}

/// The role of this name on the wire.
pub fn role(name: &str) -> Option<Role> {
    named(&ROLES, role_name, name)
}

/// The status of this name on the wire.
pub fn status(name: &str) -> Option<MemberStatus> {
    named(&STATUSES, status_name, name)
}

/// The two-step state of this name on the wire.
pub fn state(name: &str) -> Option<TwoStepState> {
    named(&STATES, state_name, name)
}

/// Whether only held members are shown, of its name on the wire.
pub fn held(name: &str) -> Option<bool> {
    (name == HELD).then_some(true)
}

/// Its name on the wire; nothing where everybody is shown.
pub fn held_name(held: Option<bool>) -> Option<&'static str> {
    held.filter(|held| *held).map(|_| HELD)
}

fn named<T: Copy>(all: &[T], name: fn(T) -> &'static str, text: &str) -> Option<T> {
    all.iter().copied().find(|value| name(*value) == text)
}

/// A role's name on the wire.
pub const fn role_name(role: Role) -> &'static str {
    match role {
        Role::Agent => "agent",
        Role::Helpdesk => "helpdesk",
        Role::Admin => "admin",
    }
}

/// A status' name on the wire.
pub const fn status_name(status: MemberStatus) -> &'static str {
    match status {
        MemberStatus::Invited => "invited",
        MemberStatus::Active => "active",
        MemberStatus::Disabled => "disabled",
    }
}

/// A two-step state's name on the wire.
pub const fn state_name(state: TwoStepState) -> &'static str {
    match state {
        TwoStepState::NotSetUp => "not_set_up",
        TwoStepState::On => "on",
        TwoStepState::Locked => "locked",
        TwoStepState::Disabled => "disabled",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_those_of_the_contract() {
        let wire = |value: serde_json::Value| value.as_str().map(str::to_owned);
        for role in ROLES {
            let json = serde_json::to_value(role).expect("a role serialises");
            assert_eq!(wire(json).as_deref(), Some(role_name(role)));
        }
        for status in STATUSES {
            let json = serde_json::to_value(status).expect("a status serialises");
            assert_eq!(wire(json).as_deref(), Some(status_name(status)));
        }
        for state in STATES {
            let json = serde_json::to_value(state).expect("a state serialises");
            assert_eq!(wire(json).as_deref(), Some(state_name(state)));
        }
    }
}
