//! The member who has an address already, and the way to their page (C10 of the review).

use super::requests;
use crate::app::App;
use crate::failure::Failure;
use crate::i18n::Texts;
use crate::route::ConsolePage;
use crate::router::Link;
use shared_types::ids::MemberId;
use shared_types::members::ListMembersQuery;
use shared_types::problem::FieldErrorCode;
use yew::prelude::*;

/// The member of the same organization who has the address.
#[derive(Clone, PartialEq)]
pub(super) struct Holder {
    id: MemberId,
    display_name: String,
}

impl Holder {
    /// What is said at the field.
    pub(super) fn problem(&self, texts: Texts) -> AttrValue {
        AttrValue::from(texts.members.holder(&self.display_name))
    }

    /// The link to the member's page.
    pub(super) fn link(&self, texts: Texts) -> Html {
        let label = texts.members.open_holder(&self.display_name);
        html! { <p><Link to={ConsolePage::Member(self.id)}>{ label }</Link></p> }
    }
}

/// Who has the address, if that was why it failed and the list of members tells.
pub(super) async fn find_holder(app: &App, failure: &Failure, email: &str) -> Option<Holder> {
    if failure.field("email") != Some(FieldErrorCode::Taken) {
        return None;
    }
    let query = ListMembersQuery {
        search: Some(email.trim().to_owned()),
        ..ListMembersQuery::default()
    };
    let found = requests::list_members(app.client(), &query).await.ok()?;
    let mut items = found.items.into_iter();
    let same = items.find(|one| one.email.eq_ignore_ascii_case(email.trim()))?;
    Some(Holder {
        id: same.id,
        display_name: same.display_name,
    })
}
