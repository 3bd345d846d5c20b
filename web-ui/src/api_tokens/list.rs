//! The table of API tokens; on a narrow screen each row is a card.

use super::scopes;
use crate::app::Me;
use crate::i18n::{self, Texts};
use crate::ui::{Kind, badge};
use shared_types::api_tokens::{ApiTokenState, ApiTokenView};
use yew::prelude::*;

/// What is to be done with a token.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// To end it.
    End,
    /// To answer for it.
    TakeOver,
    /// To answer for it as somebody asked.
    Accept,
    /// Not to answer for it.
    Decline,
}

/// The tokens; `choose` is called with what is to be done.
pub(super) fn table(
    texts: Texts,
    me: &Me,
    tokens: &[ApiTokenView],
    choose: &Callback<(Act, ApiTokenView)>,
) -> Html {
    let t = texts.tokens;
    let columns = [t.name(), t.scopes(), t.owner(), t.last_use(), t.ends()];
    html! {
        <table class="list" aria-label={t.title()}>
            <thead>
                <tr>
                    { for columns.map(|name| html! { <th scope="col">{ name }</th> }) }
                    <td />
                </tr>
            </thead>
            <tbody>{ for tokens.iter().map(|token| row(texts, me, token, choose)) }</tbody>
        </table>
    }
}

fn row(
    texts: Texts,
    me: &Me,
    token: &ApiTokenView,
    choose: &Callback<(Act, ApiTokenView)>,
) -> Html {
    let t = texts.tokens;
    let button = |act: Act, label: &'static str, spoken: String| {
        let (choose, token) = (choose.clone(), token.clone());
        let onclick = move |_: MouseEvent| choose.emit((act, token.clone()));
        html! {
            <button type="button" class="button button--small" aria-label={spoken} {onclick}>
                { label }
            </button>
        }
    };
    // Nobody answers any more for one that has expired. An own one that does nothing works again when its owner
    // takes it over.
    let is_good = token.state != ApiTokenState::Expired;
    let is_offered = token
        .offer
        .as_ref()
        .is_some_and(|offer| offer.to.id == me.id);
    let is_asked = is_good && is_offered;
    let may_be_taken = is_good && !is_asked && (is_stopped(token) || token.owner.id != me.id);
    html! {
        <tr key={token.id.to_string()}>
            <th scope="row">
                { &token.name }
                if !token.networks.is_empty() {
                    <span class="sub">{ token.networks.join(", ") }</span>
                }
            </th>
            <td data-label={t.scopes()}>
                <ul class="plain">
                    { for token.scopes.iter().map(|scope| html! { <li>{ scopes::meaning(texts, *scope) }</li> }) }
                </ul>
            </td>
            <td class="chosen" data-label={t.owner()}>
                { &token.owner.display_name }
                { offer(texts, token, is_asked) }
            </td>
            <td data-label={t.last_use()}>{ last_use(texts, token) }</td>
            <td data-label={t.ends()}>{ end(texts, token) }</td>
            <td class="act">
                if is_asked {
                    { button(Act::Accept, t.take_over(), t.take_over_label(&token.name)) }
                    { button(Act::Decline, t.decline(), t.decline_label(&token.name)) }
                }
                if may_be_taken {
                    { button(Act::TakeOver, t.take_over(), t.take_over_label(&token.name)) }
                }
                if is_good {
                    { button(Act::End, t.end(), t.end_label(&token.name)) }
                }
            </td>
        </tr>
    }
}

/// Whether it does nothing because of its owner.
pub(super) fn is_stopped(token: &ApiTokenView) -> bool {
    matches!(
        token.state,
        ApiTokenState::OwnerLost | ApiTokenState::SecondStepOwed
    )
}

/// Who is asked to answer for it; to who is asked also by whom.
fn offer(texts: Texts, token: &ApiTokenView, is_asked: bool) -> Html {
    let Some(offer) = &token.offer else {
        return Html::default();
    };
    let until = i18n::date_time(texts.locale, offer.ends_at);
    let text = if !is_asked {
        texts.tokens.offered_to(&offer.to.display_name, &until)
    } else if offer.by.id == offer.to.id {
        texts.tokens.offered_to_yourself(&until)
    } else {
        texts.tokens.offered_to_you(&offer.by.display_name, &until)
    };
    html! { <span class="sub">{ text }</span> }
}

fn last_use(texts: Texts, token: &ApiTokenView) -> Html {
    match &token.last_use {
        Some(last) => html! {
            <>
                { i18n::date_time(texts.locale, last.at) }
                <span class="sub">{ format!("{}, {}", last.route, last.network) }</span>
            </>
        },
        None => html! { texts.common.never() },
    }
}

fn end(texts: Texts, token: &ApiTokenView) -> Html {
    let t = texts.tokens;
    let at = i18n::date(texts.locale, token.expires_at);
    let at = html! { <span class="date">{ at }</span> };
    let stopped = |why: String| html! { <>{ badge(Kind::Warning, t.stopped()) }{ " " }{ why }</> };
    let state = match token.state {
        ApiTokenState::Active => return at,
        ApiTokenState::Expired => badge(Kind::Info, t.expired()),
        ApiTokenState::OwnerLost => stopped(t.owner_lost(&token.owner.display_name)),
        ApiTokenState::SecondStepOwed => stopped(t.second_step_owed().to_owned()),
    };
    html! { <>{ at }<span class="sub">{ state }</span></> }
}
