//! What is going on with a member who calls: what is used up, what was sent, what failed.

use crate::i18n::{self, Texts};
use crate::ui::{fact, facts};
use shared_types::support::{
    BudgetPeriod, BudgetView, DeviceResetView, FailureKind, FailureView, MailState, MailView,
    PasswordsView, SetUpStep, SetUpView, SupportView,
};
use shared_types::time::Time;
use yew::prelude::*;

/// The section of the member's page.
pub(super) fn stuck_panel(texts: Texts, support: &SupportView) -> Html {
    let t = texts.members;
    let mails = support.mails.iter().map(|mail| mail_line(texts, mail));
    let failures = support.failures.iter().map(|one| failure_line(texts, one));
    html! {
        <section class="panel stack" aria-labelledby="stuck">
            <h2 id="stuck">{ t.stuck() }</h2>
            { facts(used_up(texts, support)) }
            <h3>{ t.mails() }</h3>
            if support.mails.is_empty() {
                <p class="hint">{ t.no_mails() }</p>
            }
            <ul class="events">{ for mails }</ul>
            <h3>{ t.failures() }</h3>
            if support.failures.is_empty() {
                <p class="hint">{ t.no_failures() }</p>
            }
            <ul class="events">{ for failures }</ul>
        </section>
    }
}

fn used_up(texts: Texts, support: &SupportView) -> Html {
    let t = texts.members;
    let set_up = match &support.set_up {
        Some(set_up) => set_up_text(texts, set_up),
        None => t.set_up_none().to_owned(),
    };
    html! {
        <>
            { fact(t.set_up(), set_up) }
            { fact(t.emails(), budget(texts, support.emails)) }
            if support.reset_emails.used > 0 {
                { fact(t.reset_emails(), budget(texts, support.reset_emails)) }
            }
            if support.email_codes_closed {
                { fact(t.email_codes(), t.closed()) }
            } else if support.email_codes.used > 0 {
                { fact(t.email_codes(), budget(texts, support.email_codes)) }
            }
            { fact(t.passwords(), passwords(texts, support.passwords)) }
            if let Some(until) = support.browser_codes_until {
                { fact(t.browser_codes(), i18n::date_time_from(texts.locale, until)) }
            }
            if let Some(reset) = &support.device_reset {
                { fact(t.last_reset(), reset_text(texts, reset)) }
            }
        </>
    }
}

/// "5 of 5 this hour, the next one 24 Nov 2026, 21:53 CET".
fn budget(texts: Texts, budget: BudgetView) -> String {
    let t = texts.members;
    let (used, limit) = (budget.used.to_string(), budget.limit.to_string());
    let used = match budget.period {
        BudgetPeriod::Hour => t.of_hour(&used, &limit),
        BudgetPeriod::Day => t.of_day(&used, &limit),
    };
    with_next(texts, used, budget.next_at)
}

fn with_next(texts: Texts, text: String, next_at: Option<Time>) -> String {
    match next_at {
        Some(at) => texts
            .members
            .next_at(&text, &i18n::date_time_from(texts.locale, at)),
        None => text,
    }
}

fn passwords(texts: Texts, passwords: PasswordsView) -> String {
    if passwords.is_closed {
        return texts.members.closed().to_owned();
    }
    let wrong = texts.members.wrong_in_a_row(&passwords.wrong.to_string());
    with_next(texts, wrong, passwords.next_at)
}

fn set_up_text(texts: Texts, set_up: &SetUpView) -> String {
    let t = texts.members;
    let since = i18n::date_time(texts.locale, set_up.started_at);
    match set_up.step {
        SetUpStep::Email => t.set_up_email(&since),
        SetUpStep::Enroll => t.set_up_enroll(&since),
    }
}

fn reset_text(texts: Texts, reset: &DeviceResetView) -> String {
    let t = texts.members;
    let at = i18n::date_time(texts.locale, reset.at);
    let text = match &reset.by {
        Some(by) => t.reset_by(&at, &by.display_name),
        None => at,
    };
    match &reset.reason {
        Some(reason) => format!("{text}: {reason}"),
        None => text,
    }
}

fn mail_line(texts: Texts, mail: &MailView) -> Html {
    html! { <li>{ purpose(texts, &mail.purpose) }{ ": " }{ mail_text(texts, mail) }</li> }
}

fn mail_text(texts: Texts, mail: &MailView) -> String {
    let t = texts.members;
    let at = i18n::date_time(texts.locale, mail.at);
    let text = match mail.state {
        MailState::Paced => t.mail_paced(&at),
        MailState::Queued => t.mail_queued().to_owned(),
        MailState::Delayed => t.mail_delayed(&at),
        MailState::Sent => t.mail_sent(&at),
        MailState::Failed => t.mail_failed(&at),
    };
    match mail.reply {
        Some(reply) => format!("{text} {}", t.mail_reply(&reply.to_string())),
        None => text,
    }
}

fn purpose(texts: Texts, purpose: &str) -> &'static str {
    let t = texts.members;
    match purpose {
        "email_verification" => t.mail_code(),
        "email_change" => t.mail_change(),
        "password_reset" => t.mail_reset(),
        "invitation" => t.mail_invitation(),
        _ => t.mail_notice(),
    }
}

fn failure_line(texts: Texts, failure: &FailureView) -> Html {
    let t = texts.members;
    let what = match failure.what {
        FailureKind::Password => t.wrong_password(),
        FailureKind::Code => t.wrong_code(),
        FailureKind::EmailCode => t.wrong_email_code(),
        FailureKind::SetupCode => t.wrong_setup_code(),
    };
    let what = if failure.was_checked {
        what
    } else {
        t.not_looked_at()
    };
    let at = i18n::date_time(texts.locale, failure.at);
    html! { <li>{ t.failure_from(&at, what, &failure.network) }</li> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_types::me::Locale;

    /// A1 of the review: how many of how many, and in which time.
    #[test]
    fn what_is_used_up_is_told_in_numbers() {
        let mut mails = BudgetView {
            used: 5,
            limit: 5,
            period: BudgetPeriod::Hour,
            next_at: None,
        };
        let texts = Texts::new(Locale::En);
        assert_eq!(budget(texts, mails), "5 of 5 this hour");
        mails.period = BudgetPeriod::Day;
        mails.limit = 10;
        assert_eq!(budget(texts, mails), "5 of 10 today");
    }
}
