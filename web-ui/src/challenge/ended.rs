//! How a challenge ended, and the way back to the program.

use crate::i18n::Texts;
use crate::ui::{Heading, Kind, alert};
use shared_types::challenges::{AskedChallenge, ChallengeStatus};
use yew::prelude::*;

/// What the page says of one that is over; nothing of one that can be answered.
pub(super) fn ended(texts: Texts, asked: &AskedChallenge) -> Option<Html> {
    let t = texts.challenge;
    let program = &asked.program;
    let (title, kind, text) = match asked.status {
        ChallengeStatus::Pending => return None,
        ChallengeStatus::Accepted => {
            let (purpose, target) = (&asked.purpose, asked.target.as_ref());
            let text = match target {
                Some(target) => t.accepted_at(program, purpose, target),
                None => t.accepted(program, purpose),
            };
            (t.accepted_title(), Kind::Success, text)
        }
        ChallengeStatus::Declined => (
            t.declined_title(),
            Kind::Info,
            t.declined(&asked.organization),
        ),
        ChallengeStatus::Failed => (t.failed_title(), Kind::Warning, t.failed(program)),
        ChallengeStatus::Expired => (t.expired_title(), Kind::Warning, t.expired(program)),
    };
    let back = asked.return_url.clone().zip(asked.return_host.as_ref());
    let back = back.map(|(url, host)| {
        html! { <p><a class="button button--primary" href={url}>{ t.back(host) }</a></p> }
    });
    Some(html! {
        <>
            <Heading key={asked.status.as_str()} text={title} />
            { alert(kind, html! { text }) }
            { back.unwrap_or_else(|| html! { <p class="hint">{ t.close() }</p> }) }
        </>
    })
}
