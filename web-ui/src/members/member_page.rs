//! The page of one member: facts and actions.

use super::act_row::ActRow;
use super::acts::Act;
use super::address_form::AddressPanel;
use super::exemption_form::ExemptionPanel;
use super::facts::member_facts;
use super::groups_form::GroupsPanel;
use super::held::held_panel;
use super::requests;
use super::role_form::RoleForm;
use super::state::{NotTheirs, Viewer};
use super::stuck::stuck_panel;
use super::trail::Trail;
use crate::app::{App, Me, Notice, use_app};
use crate::client::CredentialKind;
use crate::failure::Failure;
use crate::i18n::Texts;
use crate::layout::{back_link, console};
use crate::load::use_load;
use crate::route::ConsolePage;
use crate::router::{self, Link};
use crate::ui::{Heading, Outcome};
use shared_types::ids::MemberId;
use shared_types::members::{MemberView, Role};
use shared_types::problem::ProblemCode;
use std::rc::Rc;
use yew::prelude::*;

/// Which member, and who looks at the page.
#[derive(Properties, PartialEq)]
pub struct MemberPageProps {
    /// The member who is signed in.
    pub me: Me,
    /// The member whom the page shows.
    pub id: MemberId,
}

/// What was done on the page, and how many acts that makes.
#[derive(Clone, Default, PartialEq)]
struct Said {
    text: String,
    acts: u32,
}

impl Said {
    fn and_then_said(&self, text: String) -> Self {
        let acts = self.acts + 1;
        Self { text, acts }
    }
}

/// One member.
#[component]
pub fn MemberPage(props: &MemberPageProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let message = use_state_eq(Said::default);
    let load = use_load(CredentialKind::Session, props.id, |app, id| {
        Box::pin(async move { requests::find_member(app.client(), id).await })
    });
    let viewer = Viewer {
        id: props.me.id,
        role: props.me.role,
    };
    let done = |member: &Rc<MemberView>| {
        let (app, message) = (app.clone(), message.clone());
        let (again, member) = (load.again.clone(), Rc::clone(member));
        Callback::from(move |act: Act| {
            if act == Act::Delete {
                let notice = Notice::MemberDeleted(member.display_name.clone());
                router::replace(&app, ConsolePage::all_members().into(), Some(notice));
            } else {
                message.set(message.and_then_said(act.done(texts, &member)));
                again.emit(());
            }
        })
    };
    let moved = {
        let (message, again) = (message.clone(), load.again.clone());
        Callback::from(move |said: String| {
            message.set(message.and_then_said(said));
            again.emit(());
        })
    };
    let is_gone = load.failure().and_then(Failure::code) == Some(ProblemCode::NotFound);
    if is_gone {
        return gone(&app, &props.me);
    }
    let content = load.show(|member| {
        html! {
            <>
                <Heading text={member.display_name.clone()} />
                <p class="lead">{ &member.email }</p>
                if message.acts > 0 {
                    <Outcome text={message.text.clone()} acts={message.acts} />
                }
                <section class="panel">{ member_facts(texts, &member) }</section>
                { held(texts, viewer, &member, &done(&member)) }
                if let Some(support) = &member.support {
                    { stuck_panel(texts, support) }
                }
                { acts(texts, viewer, &member, &done(&member)) }
                if viewer.role == Role::Admin {
                    <GroupsPanel member={(*member).clone()} ondone={&moved} />
                }
                if viewer.manages(&member) && member.role != Role::Admin {
                    <ExemptionPanel member={(*member).clone()} ondone={&moved} />
                }
                if viewer.manages(&member) {
                    <AddressPanel member={(*member).clone()} ondone={&moved} />
                }
                if viewer.role == Role::Admin {
                    <Trail id={member.id} />
                }
            </>
        }
    });
    let content = html! {
        <>
            { back_link(ConsolePage::all_members(), texts.members.all()) }
            { content }
        </>
    };
    console(&app, &props.me, content)
}

/// The page of a member who is not there, which no second try brings back.
fn gone(app: &App, me: &Me) -> Html {
    let texts = app.texts();
    let content = html! {
        <>
            { back_link(ConsolePage::all_members(), texts.members.all()) }
            <Heading text={texts.members.gone_title()} />
            <p>{ texts.members.gone() }</p>
        </>
    };
    console(app, me, content)
}

/// Why the member's recovery is held, and what this viewer can do about it.
fn held(texts: Texts, viewer: Viewer, member: &MemberView, ondone: &Callback<Act>) -> Html {
    let Some(hold) = member.recovery_hold else {
        return Html::default();
    };
    let decisions = viewer.decisions(member);
    let offered = (!decisions.is_empty()).then(|| rows(decisions, member, ondone));
    held_panel(texts, hold, offered)
}

fn rows(acts: Vec<Act>, member: &MemberView, ondone: &Callback<Act>) -> Html {
    let row = |act: Act| {
        let (member, ondone) = (member.clone(), ondone.clone());
        // The same in every language: a row that is drawn anew loses what was typed in it.
        html! { <ActRow key={format!("{act:?}")} {act} {member} {ondone} /> }
    };
    html! { <ul class="acts">{ for acts.into_iter().map(row) }</ul> }
}

fn acts(texts: Texts, viewer: Viewer, member: &MemberView, ondone: &Callback<Act>) -> Html {
    let t = texts.members;
    if viewer.id == member.id {
        let security =
            html! { <Link to={ConsolePage::Security}>{ texts.common.security() }</Link> };
        return html! { <p>{ t.yourself() }{ " " }{ security }</p> };
    }
    let (help, management) = (viewer.help(member), viewer.management(member));
    let not_theirs = match viewer.not_theirs(member) {
        Some(NotTheirs::Resend) => Some(t.resend_not_yours()),
        Some(NotTheirs::Help) => Some(t.help_not_yours()),
        None if help.is_empty() && management.is_empty() && member.recovery_hold.is_none() => {
            Some(t.nothing_to_do())
        }
        None => None,
    };
    html! {
        <>
            if let Some(hint) = not_theirs {
                <p class="hint">{ hint }</p>
            }
            if !help.is_empty() {
                <section class="panel stack" aria-labelledby="help">
                    <h2 id="help">{ t.help() }</h2>
                    { rows(help, member, ondone) }
                </section>
            }
            if !management.is_empty() {
                <section class="panel stack" aria-labelledby="manage">
                    <h2 id="manage">{ t.manage() }</h2>
                    <RoleForm member={member.clone()} ondone={ondone.clone()} />
                    { rows(management, member, ondone) }
                </section>
            }
        </>
    }
}
