//! The API tokens for which a member answers who is disabled, deleted or loses the role: which there are, and who is
//! asked to answer for them.

use super::requests;
use crate::app::use_app;
use crate::client::{Client, CredentialKind};
use crate::failure::Failure;
use crate::i18n::{self, Texts};
use crate::load::use_load;
use shared_types::api_tokens::{ApiTokenState, ApiTokenView};
use shared_types::ids::{ApiTokenId, MemberId};
use shared_types::members::MemberView;
use std::collections::BTreeMap;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Who is asked for which token.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Offers {
    /// Whether it was seen which tokens there are. Until then nothing is done that stops them.
    pub(super) is_known: bool,
    to: BTreeMap<ApiTokenId, MemberId>,
}

/// What becomes of the tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// They do nothing until somebody takes them over.
    Stop,
    /// They end for good.
    End,
}

impl Offers {
    /// Sends the offers. One that was sent already is sent once more without effect, so that all of it can be tried
    /// again.
    pub(super) async fn send(&self, client: &Client) -> Result<(), Failure> {
        for (token, to) in &self.to {
            requests::hand_over_token(client, *token, *to).await?;
        }
        Ok(())
    }

    fn with(&self, token: ApiTokenId, to: Option<MemberId>) -> Self {
        let mut offers = self.clone();
        match to {
            Some(to) => offers.to.insert(token, to),
            None => offers.to.remove(&token),
        };
        offers
    }
}

/// Whose tokens, and what was chosen.
#[derive(Properties, PartialEq)]
pub(super) struct HandOverProps {
    pub(super) member: MemberView,
    /// The form it stands in: two may be open on the page, and no two fields have one id.
    pub(super) form: &'static str,
    #[prop_or(Fate::Stop)]
    pub(super) fate: Fate,
    pub(super) offers: UseStateHandle<Offers>,
}

/// The tokens and who could answer for them.
#[derive(PartialEq)]
struct Found {
    tokens: Vec<ApiTokenView>,
    others: Vec<MemberView>,
}

/// Each token with its last use and a selection; nothing where the member answers for none.
#[component]
pub(super) fn HandOver(props: &HandOverProps) -> Html {
    let texts = use_app().texts();
    let t = texts.members;
    let asked = (props.member.id, props.fate);
    let load = use_load(CredentialKind::Session, asked, |app, (owner, fate)| {
        Box::pin(async move {
            let tokens = requests::list_tokens(app.client()).await?;
            let tokens = of_owner(tokens.items, owner);
            // Nobody is asked where there is nothing to hand over.
            let others = if tokens.is_empty() || fate == Fate::End {
                Vec::new()
            } else {
                let query = requests::administrators();
                let found = requests::list_members(app.client(), &query).await?;
                let others = found.items.into_iter().filter(|one| one.id != owner);
                others.collect()
            };
            Ok(Found { tokens, others })
        })
    });
    {
        let offers = props.offers.clone();
        use_effect_with(load.value().is_some(), move |is_known| {
            if *is_known {
                offers.set(Offers {
                    is_known: true,
                    ..(*offers).clone()
                });
            }
        });
    }
    load.show(|found| {
        if found.tokens.is_empty() {
            return Html::default();
        }
        let name = props.member.display_name.as_str();
        match props.fate {
            Fate::Stop => {
                let row = |token: &ApiTokenView| row(texts, token, &found.others, props);
                html! {
                    <fieldset class="field">
                        <legend>{ t.tokens(name) }</legend>
                        <p class="hint">{ t.tokens_stop() }</p>
                        { for found.tokens.iter().map(row) }
                    </fieldset>
                }
            }
            Fate::End => html! {
                <div class="stack">
                    <p>{ t.tokens_end(name) }</p>
                    <ul>{ for found.tokens.iter().map(|token| ending(texts, token)) }</ul>
                </div>
            },
        }
    })
}

fn row(texts: Texts, token: &ApiTokenView, others: &[MemberView], props: &HandOverProps) -> Html {
    let t = texts.members;
    let offers = &props.offers;
    let (id, name) = (token.id, format!("hand-over-{}-{}", props.form, token.id));
    let chosen = offers.to.get(&id).copied();
    let onchange = {
        let offers = offers.clone();
        move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                offers.set(offers.with(id, select.value().parse().ok()));
            }
        }
    };
    let option = |other: &MemberView| {
        html! {
            <option value={other.id.to_string()} selected={chosen == Some(other.id)}>
                { &other.display_name }
            </option>
        }
    };
    html! {
        <div class="field" key={name.clone()}>
            <label for={name.clone()}>{ t.hand_over(&token.name) }</label>
            <select
                id={name.clone()}
                name={name.clone()}
                aria-describedby={format!("{name}-help")}
                {onchange}
            >
                <option value="" selected={chosen.is_none()}>{ t.hand_over_nobody() }</option>
                { for others.iter().map(option) }
            </select>
            <div id={format!("{name}-help")} class="field-help">
                <p class="hint">{ t.token_used(&last_use(texts, token)) }</p>
                if let Some(offer) = &token.offer {
                    <p class="hint">
                        { texts.tokens.offered_to(
                            &offer.to.display_name,
                            &i18n::date_time(texts.locale, offer.ends_at),
                        ) }
                    </p>
                }
            </div>
        </div>
    }
}

/// A token that ends, and whether a program uses it.
fn ending(texts: Texts, token: &ApiTokenView) -> Html {
    let used = texts.members.token_used(&last_use(texts, token));
    html! {
        <li key={token.id.to_string()}>
            <strong>{ &token.name }</strong>{ " " }<span class="hint">{ used }</span>
        </li>
    }
}

fn last_use(texts: Texts, token: &ApiTokenView) -> String {
    match &token.last_use {
        Some(last) => i18n::date_time(texts.locale, last.at),
        None => texts.common.never().to_owned(),
    }
}

/// The tokens that stop with their owner: those that have not ended.
fn of_owner(tokens: Vec<ApiTokenView>, owner: MemberId) -> Vec<ApiTokenView> {
    let tokens = tokens.into_iter();
    tokens
        .filter(|token| token.owner.id == owner && token.state != ApiTokenState::Expired)
        .collect()
}
