//! How a console stands: its facts.

use super::list_page::{needs, state};
use crate::i18n::{self, Texts};
use crate::ui::{fact, facts};
use shared_types::clients::{ClientKind, ClientView, SubjectType};
use shared_types::members::Role;
use yew::prelude::*;

/// The facts of a console.
pub(super) fn standing(texts: Texts, client: &ClientView) -> Html {
    let t = texts.clients;
    let former = client.former_secret_until;
    let former = former.map(|until| i18n::date_time(texts.locale, until));
    let age = client.maximum_age_seconds;
    facts(html! {
        <>
            { fact(t.state(), state(texts, client)) }
            { fact(t.needs(), needs(texts, client)) }
            if let Some(age) = age {
                { fact(t.age(), texts.common.seconds(age)) }
            }
            { fact(t.who(), who(texts, client)) }
            { fact(t.client_id(), code(&client.id.to_string())) }
            { fact(t.redirect(), lines(&client.redirect_uris)) }
            if let Some(launch) = &client.launch_uri {
                { fact(t.launch(), code(launch)) }
            }
            if !client.post_logout_redirect_uris.is_empty() {
                { fact(t.after_sign_out(), lines(&client.post_logout_redirect_uris)) }
            }
            if client.kind == ClientKind::Oidc {
                { fact(t.logout(), told(texts, client)) }
                { fact(t.algorithm(), client.id_token_signed_response_alg.as_str()) }
            }
            { fact(t.subject(), subject(texts, client.subject_type)) }
            { fact(t.made_at(), i18n::date_time(texts.locale, client.created_at)) }
            if let Some(former) = former {
                { fact(t.former_secret(), t.good_until(&former)) }
            }
        </>
    })
}

fn who(texts: Texts, client: &ClientView) -> Html {
    let roles = client.allowed_roles.iter();
    let roles: Vec<&str> = roles.map(|one| role(texts, *one)).collect();
    html! {
        <>
            { roles.join(", ") }
            if let Some(groups) = &client.allowed_groups {
                <br />
                if has_lost_groups(client) {
                    { texts.clients.lost_groups() }
                } else {
                    { texts.clients.in_groups(&groups.join(", ")) }
                }
            }
        </>
    }
}

/// It was for groups, and each of them was deleted: nobody may use it.
pub(super) fn has_lost_groups(client: &ClientView) -> bool {
    client.allowed_groups.as_ref().is_some_and(Vec::is_empty)
}

/// Where it is told of the end of a session.
fn told(texts: Texts, client: &ClientView) -> Html {
    match &client.backchannel_logout_uri {
        Some(address) => code(address),
        None => html! { texts.clients.step_logout_none() },
    }
}

fn subject(texts: Texts, subject: SubjectType) -> &'static str {
    match subject {
        SubjectType::Public => texts.clients.subject_public(),
        SubjectType::Pairwise => texts.clients.subject_pairwise(),
    }
}

/// The name of a role.
pub(super) fn role(texts: Texts, role: Role) -> &'static str {
    match role {
        Role::Agent => texts.common.role_agent(),
        Role::Helpdesk => texts.common.role_helpdesk(),
        Role::Admin => texts.common.role_admin(),
    }
}

fn lines(uris: &[String]) -> Html {
    let line = |uri: &String| html! { <li>{ code(uri) }</li> };
    html! { <ul class="plain">{ for uris.iter().map(line) }</ul> }
}

fn code(text: &str) -> Html {
    html! { <code class="token">{ text.to_owned() }</code> }
}
