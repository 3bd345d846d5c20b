//! The page of one member: what is known, and what can be done.

use super::act_row::ActRow;
use super::acts::Act;
use super::facts::MemberFacts;
use super::requests;
use super::role_form::RoleForm;
use super::state::Viewer;
use crate::client::use_client;
use crate::failure_alert::LoadFailure;
use crate::i18n::use_texts;
use crate::layout::{Console, Place, Waiting};
use crate::load::Loaded;
use crate::notice::{Notice, use_notices};
use crate::route::Route;
use crate::router::{Link, use_router};
use crate::session::{use_me, use_session_load};
use crate::ui::{Alert, Heading, Kind};
use shared_types::ids::MemberId;
use shared_types::members::MemberView;
use std::rc::Rc;
use yew::prelude::*;

/// Which member.
#[derive(Properties, PartialEq)]
pub struct MemberPageProps {
    /// The member.
    pub id: MemberId,
}

/// One member.
#[component]
pub fn MemberPage(props: &MemberPageProps) -> Html {
    let texts = use_texts();
    html! {
        <Console place={Place::Members}>
            <p class="crumb"><Link to={Route::all_members()}>{ texts.members.title() }</Link></p>
            <Read id={props.id} />
        </Console>
    }
}

#[component]
fn Read(props: &MemberPageProps) -> Html {
    let client = use_client();
    let load = use_session_load(props.id, move |id| {
        let (client, id) = (client.clone(), *id);
        async move { requests::find_member(&client, id).await }
    });
    match load.state {
        Loaded::Loading => html! { <Waiting /> },
        Loaded::Failed(failure) => html! { <LoadFailure {failure} again={load.again} /> },
        Loaded::Ready(member) => html! { <Member {member} again={load.again} /> },
    }
}

#[derive(Properties, PartialEq)]
struct MemberProps {
    member: Rc<MemberView>,
    again: Callback<()>,
}

#[component]
fn Member(props: &MemberProps) -> Html {
    let texts = use_texts();
    let (notices, router) = (use_notices(), use_router());
    let said = use_state_eq(|| None::<String>);
    let member = &props.member;
    let ondone = {
        let (said, again, member) = (said.clone(), props.again.clone(), Rc::clone(member));
        Callback::from(move |act: Act| {
            if act == Act::Delete {
                notices.leave(Notice::MemberDeleted(member.display_name.clone()));
                router.replace(&Route::all_members());
            } else {
                said.set(Some(act.done(texts, &member)));
                again.emit(());
            }
        })
    };
    let onsaved = {
        let (said, again, name) = (
            said.clone(),
            props.again.clone(),
            member.display_name.clone(),
        );
        move |()| {
            said.set(Some(texts.members.role_saved(&name)));
            again.emit(());
        }
    };
    html! {
        <>
            <Heading text={member.display_name.clone()} />
            <p class="lead">{ &member.email }</p>
            if let Some(said) = &*said {
                <Alert kind={Kind::Success}>{ said }</Alert>
            }
            <section class="panel"><MemberFacts member={(**member).clone()} /></section>
            <Acts member={Rc::clone(member)} {ondone} {onsaved} />
        </>
    }
}

#[derive(Properties, PartialEq)]
struct ActsProps {
    member: Rc<MemberView>,
    ondone: Callback<Act>,
    onsaved: Callback<()>,
}

#[component]
fn Acts(props: &ActsProps) -> Html {
    let texts = use_texts();
    let me = use_me();
    let viewer = Viewer {
        id: me.id,
        role: me.role,
    };
    let member = &props.member;
    if viewer.id == member.id {
        return html! {
            <p>
                { texts.members.yourself() }{ " " }
                <Link to={Route::Security}>{ texts.common.security() }</Link>
            </p>
        };
    }
    let (help, management) = (viewer.help(member), viewer.management(member));
    if help.is_empty() && management.is_empty() {
        return html! { <p class="hint">{ texts.members.nothing_to_do() }</p> };
    }
    let rows = |acts: Vec<Act>| {
        acts.into_iter().map(|act| {
            let (member, ondone) = ((**member).clone(), props.ondone.clone());
            html! { <ActRow key={act.label(texts)} {act} {member} {ondone} /> }
        })
    };
    html! {
        <>
            if !help.is_empty() {
                <section class="panel stack" aria-labelledby="help">
                    <h2 id="help">{ texts.members.help() }</h2>
                    <ul class="acts">{ for rows(help) }</ul>
                </section>
            }
            if !management.is_empty() {
                <section class="panel stack" aria-labelledby="manage">
                    <h2 id="manage">{ texts.members.manage() }</h2>
                    <RoleForm member={(**member).clone()} onsaved={props.onsaved.clone()} />
                    <ul class="acts">{ for rows(management) }</ul>
                </section>
            }
        </>
    }
}
