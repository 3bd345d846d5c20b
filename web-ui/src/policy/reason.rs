//! The field for the reason of a change.

use crate::forms::Submit;
use crate::i18n::Texts;
use crate::ui::Field;
use shared_types::limits;
use yew::prelude::*;

/// Why less is asked than before.
pub(super) fn reason_field(
    texts: Texts,
    name: &'static str,
    hint: &'static str,
    input: NodeRef,
    submit: &Submit,
) -> Html {
    html! {
        <Field
            {name}
            label={texts.policy.relax_reason()}
            {hint}
            {input}
            error={submit.failure().and_then(|failure| failure.field("reason"))}
            longest={limits::REASON_LONGEST}
        />
    }
}
