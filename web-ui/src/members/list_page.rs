//! The page "Members".

use super::filters::Filters;
use super::requests;
use super::state::{first_page, is_filtered};
use super::table::Table;
use crate::client::use_client;
use crate::failure_alert::LoadFailure;
use crate::i18n::use_texts;
use crate::layout::{Console, Place, Waiting};
use crate::load::Loaded;
use crate::route::Route;
use crate::router::Link;
use crate::session::{use_me, use_session_load};
use crate::ui::Heading;
use shared_types::members::{ListMembersQuery, MemberView, Role};
use shared_types::page::Page;
use std::rc::Rc;
use yew::prelude::*;

/// The list, as the address filters it.
#[derive(Properties, PartialEq)]
pub struct ListPageProps {
    /// The filter.
    pub filter: ListMembersQuery,
}

/// Everybody, filtered and a page at a time.
#[component]
pub fn ListPage(props: &ListPageProps) -> Html {
    let texts = use_texts();
    let may_invite = use_me().role == Role::Admin;
    html! {
        <Console place={Place::Members}>
            <div class="page-head">
                <Heading text={texts.members.title()} />
                if may_invite {
                    <Link to={Route::Invite} class="button button--primary">
                        { texts.members.invite() }
                    </Link>
                }
            </div>
            <Filters filter={props.filter.clone()} />
            <List filter={props.filter.clone()} />
        </Console>
    }
}

#[component]
fn List(props: &ListPageProps) -> Html {
    let client = use_client();
    let load = use_session_load(props.filter.clone(), move |filter| {
        let (client, filter) = (client.clone(), filter.clone());
        async move { requests::list_members(&client, &filter).await }
    });
    match load.state {
        Loaded::Loading => html! { <Waiting /> },
        Loaded::Failed(failure) => html! { <LoadFailure {failure} again={load.again} /> },
        Loaded::Ready(page) => html! { <OnePage {page} filter={props.filter.clone()} /> },
    }
}

#[derive(Properties, PartialEq)]
struct OnePageProps {
    page: Rc<Page<MemberView>>,
    filter: ListMembersQuery,
}

#[component]
fn OnePage(props: &OnePageProps) -> Html {
    let texts = use_texts();
    let t = texts.members;
    if props.page.items.is_empty() {
        let words = if is_filtered(&props.filter) {
            t.none_found()
        } else {
            t.none_yet()
        };
        return html! { <p class="empty" role="status">{ words }</p> };
    }
    let next = props.page.next_cursor.clone().map(|cursor| {
        Route::Members(ListMembersQuery {
            cursor: Some(cursor),
            ..props.filter.clone()
        })
    });
    html! {
        <>
            <Table page={Rc::clone(&props.page)} />
            <nav class="pager" aria-label={t.pages()}>
                if props.filter.cursor.is_some() {
                    <Link to={Route::Members(first_page(&props.filter))} class="button">
                        { t.first_page() }
                    </Link>
                }
                if let Some(next) = next {
                    <Link to={next} class="button">{ t.next_page() }</Link>
                }
            </nav>
        </>
    }
}
