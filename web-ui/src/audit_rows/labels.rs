//! The words of the record as texts.

use super::actions::{action, result};
use crate::i18n::Texts;
use crate::ui::{Kind, badge};
use shared_types::audit_events::{AuditActorKind, AuditEventView, AuditOutcome, AuditSeal};
use shared_types::verifications::VerificationResult;
use uuid::Uuid;
use yew::prelude::*;

/// The action that is no act of anybody.
const NOT_FINISHED: &str = "sign_in.not_finished";

/// What was done. A word of a newer server stands for itself.
pub fn what(texts: Texts, event: &AuditEventView) -> String {
    action(texts, &event.action).map_or_else(|| event.action.clone(), str::to_owned)
}

/// The word that says why it ended so, as a text.
pub fn why(texts: Texts, event: &AuditEventView) -> Option<String> {
    let word = event.result.as_deref()?;
    Some(result(texts, word).unwrap_or(word).to_owned())
}

/// What a program was told of a code, in the words of the record.
pub fn answer(texts: Texts, told: VerificationResult) -> &'static str {
    let t = texts.audit;
    match told {
        VerificationResult::Accepted => t.why_accepted(),
        VerificationResult::Rejected => t.why_wrong(),
        VerificationResult::AlreadyUsed => t.why_already_used(),
        VerificationResult::NotEnrolled => t.why_no_device(),
        VerificationResult::Throttled => t.why_throttled(),
    }
}

/// Who did it.
pub fn who(texts: Texts, event: &AuditEventView) -> Html {
    let t = texts.audit;
    if let Some(name) = &event.actor.name {
        return html! { name };
    }
    let kind = match event.actor.kind {
        AuditActorKind::Anonymous => t.anonymous(),
        AuditActorKind::System => t.system(),
        AuditActorKind::Member => return gone(texts, event.actor.id),
        AuditActorKind::Client => t.program(),
    };
    html! { kind }
}

/// Whom it concerns; empty for nobody.
pub fn whom(texts: Texts, event: &AuditEventView) -> Html {
    match &event.member {
        Some(member) => match &member.name {
            Some(name) => html! { name },
            None => gone(texts, Some(member.id.0)),
        },
        None => Html::default(),
    }
}

/// Somebody whose name is no longer kept, with the end of the id that tells them from others.
fn gone(texts: Texts, id: Option<Uuid>) -> Html {
    let id = id.map(|id| id.to_string());
    let end = id.as_deref().and_then(|id| id.rsplit('-').next());
    let end = end.map(|end| html! { <>{ " " }<code>{ end.to_owned() }</code></> });
    html! { <>{ texts.audit.gone() }{ end.unwrap_or_default() }</> }
}

/// How it ended.
pub fn outcome(texts: Texts, outcome: AuditOutcome) -> &'static str {
    let t = texts.audit;
    match outcome {
        AuditOutcome::Success => t.success(),
        AuditOutcome::Failure => t.failure(),
        AuditOutcome::Throttled => t.throttled(),
    }
}

/// The same in its colour, and that the row was altered where it was.
pub fn outcome_badge(texts: Texts, event: &AuditEventView) -> Html {
    let kind = match event.outcome {
        AuditOutcome::Success => Kind::Info,
        AuditOutcome::Failure | AuditOutcome::Throttled => Kind::Warning,
    };
    // Nothing was done then: the time of a sign-in ran out.
    let word = match event.action.as_str() {
        NOT_FINISHED => texts.audit.ended(),
        _ => outcome(texts, event.outcome),
    };
    html! {
        <>
            { badge(kind, word) }
            if event.seal == AuditSeal::Broken {
                { " " }
                { badge(Kind::Danger, texts.audit.broken()) }
            }
        </>
    }
}

/// What its seal says.
pub fn seal(texts: Texts, seal: AuditSeal) -> &'static str {
    let t = texts.audit;
    match seal {
        AuditSeal::Proved => t.proved(),
        AuditSeal::Waiting => t.waiting(),
        AuditSeal::Broken => t.broken(),
    }
}
