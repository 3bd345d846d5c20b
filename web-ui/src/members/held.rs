//! Why the recovery of a member is held, who was told, and what ends it.

use crate::i18n::{self, Texts};
use crate::ui::{Kind, alert};
use shared_types::recovery::{HoldCause, RecoveryHold};
use yew::prelude::*;

/// The panel; `decisions` is what the viewer can do.
pub(super) fn held_panel(texts: Texts, hold: RecoveryHold, decisions: Option<Html>) -> Html {
    let t = texts.members;
    let since = i18n::date_time(texts.locale, hold.since);
    let why = match hold.cause {
        HoldCause::PasswordReset => t.held_reset(&since),
        HoldCause::AddressChanged => t.held_address(&since),
        HoldCause::Refused => t.held_refused(&since),
    };
    let ends = match hold.until {
        Some(until) => t.held_until(&i18n::date_time(texts.locale, until)),
        None => t.held_to_approve().to_owned(),
    };
    html! {
        <section class="panel stack" aria-labelledby="held">
            <h2 id="held">{ t.held_title() }</h2>
            { alert(Kind::Warning, html! { why }) }
            <p>{ t.held_means() }{ " " }{ ends }</p>
            <p class="hint">{ t.held_told() }</p>
            if let Some(decisions) = decisions {
                { decisions }
            } else {
                <p class="hint">{ t.held_not_yours() }</p>
            }
        </section>
    }
}
