//! A plan in words.

use crate::i18n::{self, Texts};
use shared_types::policy::{PolicyPlan, TwoStepPolicy};
use shared_types::recovery::RecoveryMode;

/// What a plan asks for, in one line.
pub(super) fn plan_words(texts: Texts, plan: &PolicyPlan) -> String {
    let t = texts.policy;
    let mut words = vec![match (plan.two_step, &plan.required_from) {
        (TwoStepPolicy::Optional, _) if plan.stricter_groups() > 0 => {
            format!("{}.", t.is_for_groups())
        }
        (TwoStepPolicy::Optional, _) => format!("{}.", t.is_optional()),
        (TwoStepPolicy::Required, None) => format!("{}.", t.is_required()),
        (TwoStepPolicy::Required, Some(from)) => {
            format!(
                "{}.",
                t.from_at(&i18n::date_time_in(texts.locale, from.at, &from.zone))
            )
        }
    }];
    if plan.skips > 0 {
        words.push(t.from_skips(i64::from(plan.skips)));
    }
    if let Ok(count @ 1..) = i64::try_from(plan.stricter_groups()) {
        words.push(t.group_rules(count));
    }
    words.join(" ")
}

/// What had been chosen for recovery by e-mail, in one line.
pub(super) fn recovery_words(texts: Texts, recovery: Option<RecoveryMode>) -> &'static str {
    let t = texts.policy;
    match recovery {
        None => t.version_default(),
        Some(RecoveryMode::Wait) => t.version_wait(),
        Some(RecoveryMode::Approve) => t.version_approve(),
    }
}
