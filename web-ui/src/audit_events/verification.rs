//! What a program asked, and what it was told: the event itself holds only the name of that.

use crate::app::use_app;
use crate::audit_rows;
use crate::client::CredentialKind;
use crate::failure::Failure;
use crate::i18n::Texts;
use crate::load::use_load;
use crate::ui::{fact, facts};
use shared_types::ids::VerificationId;
use shared_types::problem::ProblemCode;
use shared_types::verifications::VerificationView;
use yew::prelude::*;

/// Which one.
#[derive(Properties, PartialEq)]
pub(super) struct VerificationProps {
    pub(super) id: VerificationId,
}

/// Its facts; nothing where it is no longer kept.
#[component]
pub(super) fn Verification(props: &VerificationProps) -> Html {
    let texts = use_app().texts();
    let load = use_load(CredentialKind::Session, props.id, |app, id| {
        Box::pin(async move {
            let path = format!("/verifications/{id}");
            app.client().get::<VerificationView>(&path).await
        })
    });
    if load.failure().and_then(Failure::code) == Some(ProblemCode::NotFound) {
        return Html::default();
    }
    html! {
        <section class="panel stack" aria-labelledby="verification">
            <h2 id="verification">{ texts.audit.verification() }</h2>
            { load.show(|verification| facts_of(texts, &verification)) }
        </section>
    }
}

fn facts_of(texts: Texts, verification: &VerificationView) -> Html {
    let t = texts.audit;
    let known = [
        (texts.challenge.purpose(), &verification.purpose),
        (texts.challenge.target(), &verification.target),
        (t.audience(), &verification.audience),
        (t.station(), &verification.station),
    ];
    let known = known
        .into_iter()
        .filter_map(|(name, value)| Some(fact(name, value.clone()?)));
    facts(html! {
        <>
            { for known }
            { fact(t.result(), audit_rows::answer(texts, verification.result)) }
        </>
    })
}
