//! The page "Members".

use super::filters::Filters;
use super::requests;
use super::state::{first_page, is_filtered};
use super::table::table;
use crate::app::{Me, use_app};
use crate::client::{CredentialKind, endpoint};
use crate::i18n::{self, Texts};
use crate::layout::console;
use crate::load::use_load;
use crate::route::{ConsolePage, members, with_query};
use crate::router::Link;
use crate::ui::{Heading, Kind, alert};
use shared_types::members::{ListMembersQuery, MemberStatus, MemberView, Role};
use shared_types::page::Page;
use yew::prelude::*;

/// Who looks at the list, and its filter.
#[derive(Properties, PartialEq)]
pub struct ListPageProps {
    /// The member who is signed in.
    pub me: Me,
    /// The filter of the address.
    pub filter: ListMembersQuery,
}

/// The members, filtered and paged.
#[component]
pub fn ListPage(props: &ListPageProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let (me, filter) = (&props.me, &props.filter);
    let load = use_load(CredentialKind::Session, filter.clone(), |app, filter| {
        Box::pin(async move { requests::list_members(app.client(), &filter).await })
    });
    let content = html! {
        <>
            <div class="page-head">
                <Heading text={texts.members.title()} />
                if me.role == Role::Admin {
                    <Link to={ConsolePage::ImportMembers} class="button">
                        { texts.members.import() }
                    </Link>
                    <Link to={ConsolePage::ImportEntries} class="button">
                        { texts.members.import_entries() }
                    </Link>
                    <Link to={ConsolePage::Invite} class="button button--primary">
                        { texts.members.invite() }
                    </Link>
                }
            </div>
            <Filters filter={filter.clone()} />
            if filter.status == Some(MemberStatus::Invited) {
                <WaitingInvitations />
            }
            { load.show(|page| one_page(texts, &page, filter)) }
            { exports(texts, filter) }
        </>
    };
    console(&app, me, content)
}

/// Everybody whom the filter finds, as a file.
fn exports(texts: Texts, filter: &ListMembersQuery) -> Html {
    let t = texts.members;
    let all = members::query(&first_page(filter));
    let link = |format: &str, label: &'static str| {
        let query = match &*all {
            "" => format!("format={format}"),
            all => format!("{all}&format={format}"),
        };
        let href = endpoint(&with_query("/members/export", &query));
        html! { <a class="button" {href} download="">{ label }</a> }
    };
    html! {
        <section class="panel stack" aria-labelledby="export">
            <h2 id="export">{ t.export() }</h2>
            <p class="row">{ link("csv", t.export_table()) }{ link("ndjson", t.export_lines()) }</p>
        </section>
    }
}

/// How many invitations wait for their turn, if any do.
#[component]
fn WaitingInvitations() -> Html {
    let texts = use_app().texts();
    let load = use_load(CredentialKind::Session, (), |app, ()| {
        Box::pin(async move { requests::count_waiting_invitations(app.client()).await })
    });
    load.show(|waiting| match waiting.last_at {
        Some(last) => {
            let (count, at) = (
                i18n::number(texts.locale, waiting.count),
                i18n::date_time(texts.locale, last),
            );
            alert(Kind::Info, html! { texts.members.waiting(&count, &at) })
        }
        None => Html::default(),
    })
}

fn one_page(texts: Texts, page: &Page<MemberView>, filter: &ListMembersQuery) -> Html {
    if page.items.is_empty() && page.next_cursor.is_none() {
        return nobody(texts, filter);
    }
    let next = page.next_cursor.clone().map(|cursor| ListMembersQuery {
        cursor: Some(cursor),
        ..filter.clone()
    });
    html! {
        <>
            { table(texts, &page.items) }
            <nav class="pager" aria-label={texts.common.pages()}>
                if filter.cursor.is_some() {
                    <Link to={ConsolePage::Members(first_page(filter))} class="button">
                        { texts.common.first_page() }
                    </Link>
                }
                if let Some(next) = next {
                    <Link to={ConsolePage::Members(next)} class="button">{ texts.common.next_page() }</Link>
                }
            </nav>
        </>
    }
}

/// What the list says when it is empty, and what to do next.
fn nobody(texts: Texts, filter: &ListMembersQuery) -> Html {
    let t = texts.members;
    let (message, to, label) = if is_filtered(filter) {
        (t.none_found(), ConsolePage::all_members(), t.all())
    } else {
        (t.none_yet(), ConsolePage::Invite, t.invite())
    };
    html! {
        <div class="empty stack">
            <p role="status">{ message }</p>
            <p><Link {to} class="button">{ label }</Link></p>
        </div>
    }
}
