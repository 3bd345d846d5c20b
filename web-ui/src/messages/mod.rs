//! The text for every failure. Exhaustive: a new problem code does not compile without a text.

#[cfg(test)]
mod tests;

use crate::failure::Failure;
use crate::i18n::{self, Texts};
use shared_types::directory::DirectoryReason;
use shared_types::policy::{PolicyStanding, PolicyView};
use shared_types::problem::{CodeEntry, FieldErrorCode, FlowEndReason, Problem, ProblemCode};
use shared_types::time::Time;

/// A longer wait is told in minutes.
const SECONDS_UNTIL: u32 = 90;

/// What the form asked for: the same problem code can need different advice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MessageContext {
    /// E-mail address and password.
    Credentials,
    /// The password of somebody who is signed in.
    Password,
    /// A code from the app.
    AppCode,
    /// The code from the e-mail.
    EmailCode,
    /// The first e-mail with a code of this attempt: those before belong to another one, whose codes help nobody here.
    FirstEmail,
    /// Another e-mail with a code.
    EmailSending,
    /// A new password with the link of an e-mail.
    PasswordReset,
    /// The code from the e-mail to a new address.
    EmailChange,
    /// What a page shows: nothing was typed, and no field is marked.
    Page,
    /// Anything else.
    #[default]
    Form,
}

impl MessageContext {
    /// Whether an e-mail with a code was asked for.
    pub fn is_sending(self) -> bool {
        matches!(self, Self::FirstEmail | Self::EmailSending)
    }
}

/// The time to wait, as the text names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wait {
    /// Seconds that are left.
    pub seconds: u32,
    /// The time of day at which it is over, with its zone.
    pub at: String,
}

/// What happened, and what to do.
pub fn text(texts: Texts, failure: &Failure, context: MessageContext, wait: &Wait) -> String {
    match failure {
        Failure::Problem(problem) => problem_text(texts, problem, context, wait),
        Failure::Fields(fields) => match fields.as_slice() {
            [("code", _)] => texts.problems.code_invalid().to_owned(),
            _ => texts.problems.check_fields().to_owned(),
        },
        Failure::Network => texts.problems.network().to_owned(),
        Failure::Unreadable => texts.problems.unreadable().to_owned(),
        Failure::Canceled => String::new(),
    }
}

fn problem_text(texts: Texts, problem: &Problem, context: MessageContext, wait: &Wait) -> String {
    let t = texts.problems;
    match problem.code {
        ProblemCode::InvalidCredentials if context == MessageContext::Credentials => {
            t.invalid_credentials().to_owned()
        }
        ProblemCode::InvalidCredentials => t.wrong_password().to_owned(),
        ProblemCode::Unauthenticated => t.unauthenticated().to_owned(),
        ProblemCode::WrongStep => t.wrong_step().to_owned(),
        ProblemCode::InvalidCode => wrong_code(texts, problem, context),
        ProblemCode::AlreadyUsed if wait.seconds > 0 => t.already_used_wait(wait.seconds),
        ProblemCode::AlreadyUsed => t.already_used().to_owned(),
        ProblemCode::CodeExpired => t.code_expired().to_owned(),
        ProblemCode::TooManyTries => t.too_many_tries().to_owned(),
        // The request before is still being answered: that it was made is known in a moment.
        ProblemCode::Throttled | ProblemCode::Unavailable | ProblemCode::IdempotencyKeyInUse => {
            wait_text(texts, problem, context, wait)
        }
        ProblemCode::PasswordClosed => t.password_closed().to_owned(),
        ProblemCode::TooManySignIns => t.too_many_sign_ins().to_owned(),
        ProblemCode::EmailCodesClosed => t.email_codes_closed().to_owned(),
        ProblemCode::DirectoryRefused => refused_by_directory(texts, problem.directory).to_owned(),
        ProblemCode::ManagedElsewhere => t.managed_elsewhere().to_owned(),
        ProblemCode::FlowExpired => {
            flow_ended(texts, problem.reason.unwrap_or(FlowEndReason::Ended)).to_owned()
        }
        ProblemCode::ReauthenticationRequired => t.reauthentication().to_owned(),
        ProblemCode::SecondStepRequired => t.second_step().to_owned(),
        ProblemCode::RecoveryHold => held(texts, problem.held_until),
        ProblemCode::InvalidToken if context == MessageContext::PasswordReset => {
            texts.recovery.link_over().to_owned()
        }
        ProblemCode::InvalidToken => t.invalid_token().to_owned(),
        ProblemCode::InvalidInput if context == MessageContext::Page => {
            t.unfit_address().to_owned()
        }
        ProblemCode::InvalidInput => input_text(texts, problem).to_owned(),
        ProblemCode::MalformedRequest
        | ProblemCode::TooLarge
        | ProblemCode::UnsupportedMediaType
        | ProblemCode::MethodNotAllowed => t.outdated().to_owned(),
        ProblemCode::NotFound => t.not_found().to_owned(),
        ProblemCode::Forbidden | ProblemCode::InsufficientScope => t.forbidden().to_owned(),
        ProblemCode::Conflict if context == MessageContext::PasswordReset => {
            texts.recovery.no_device().to_owned()
        }
        ProblemCode::Conflict if context == MessageContext::EmailChange => {
            texts.recovery.email_taken().to_owned()
        }
        ProblemCode::Conflict if context == MessageContext::AppCode => t.qr_code_void().to_owned(),
        ProblemCode::Conflict
        | ProblemCode::PreconditionFailed
        | ProblemCode::IdempotencyKeyReused => t.conflict().to_owned(),
        ProblemCode::Internal => {
            format!("{} {}", t.internal(), t.request_id(&problem.request_id))
        }
    }
}

/// Why the directory lets nobody in. One reason of a newer server is said as the most general.
pub fn refused_by_directory(texts: Texts, reason: Option<DirectoryReason>) -> &'static str {
    let t = texts.problems;
    match reason {
        Some(DirectoryReason::PasswordExpired | DirectoryReason::PasswordMustChange) => {
            t.directory_password()
        }
        Some(DirectoryReason::AccountLocked) => t.directory_locked(),
        Some(DirectoryReason::NotNow | DirectoryReason::NotHere) => t.directory_not_now(),
        Some(DirectoryReason::NotAMember) => t.directory_not_a_member(),
        Some(DirectoryReason::AccountDisabled | DirectoryReason::AccountExpired) | None => {
            t.directory_disabled()
        }
    }
}

fn wrong_code(texts: Texts, problem: &Problem, context: MessageContext) -> String {
    let refusal = match context {
        _ if problem.entry == Some(CodeEntry::Replaced) => texts.problems.code_of_old_entry(),
        MessageContext::EmailCode | MessageContext::EmailChange => {
            texts.problems.wrong_email_code()
        }
        MessageContext::Credentials
        | MessageContext::Password
        | MessageContext::AppCode
        | MessageContext::FirstEmail
        | MessageContext::EmailSending
        | MessageContext::PasswordReset
        | MessageContext::Page
        | MessageContext::Form => texts.problems.wrong_app_code(),
    };
    match problem.tries_left {
        Some(tries) => format!("{refusal} {}", texts.problems.tries_left(tries)),
        None => refusal.to_owned(),
    }
}

/// That recovery by e-mail is held, until when, and whom to ask.
pub fn held(texts: Texts, until: Option<Time>) -> String {
    match until {
        Some(until) => texts
            .recovery
            .held_until(&i18n::date_time(texts.locale, until)),
        None => texts.recovery.held().to_owned(),
    }
}

fn wait_text(texts: Texts, problem: &Problem, context: MessageContext, wait: &Wait) -> String {
    let t = texts.problems;
    let throttled = problem.code == ProblemCode::Throttled;
    let length = length(texts, wait.seconds);
    match (problem.retry_after_seconds, throttled) {
        (Some(_), _) if wait.seconds == 0 => t.wait_over().to_owned(),
        (Some(all), true) if all > SECONDS_UNTIL && context == MessageContext::FirstEmail => {
            t.mails_none_left(&length, &wait.at)
        }
        (Some(all), true) if all > SECONDS_UNTIL && context == MessageContext::EmailSending => {
            t.mails_used_up(&length, &wait.at)
        }
        (Some(_), true) if context.is_sending() => t.mail_wait(&length, &wait.at),
        (Some(_), true) => t.throttled_wait(&length, &wait.at),
        (Some(_), false) => t.unavailable_wait(&length),
        (None, true) => t.throttled().to_owned(),
        (None, false) => t.unavailable().to_owned(),
    }
}

fn input_text(texts: Texts, problem: &Problem) -> &'static str {
    if problem.errors.is_empty() {
        texts.problems.invalid_input()
    } else {
        texts.problems.check_fields()
    }
}

/// The length of a wait: "34 s", and in minutes what is longer than people count seconds.
pub fn length(texts: Texts, seconds: u32) -> String {
    if seconds > SECONDS_UNTIL {
        texts.common.minutes(seconds.div_ceil(60))
    } else {
        texts.common.seconds_short(seconds)
    }
}

/// Why a sign-in attempt has ended, and what to do.
pub fn flow_ended(texts: Texts, reason: FlowEndReason) -> &'static str {
    let t = texts.problems;
    match reason {
        FlowEndReason::Time => t.time_ran_out(),
        FlowEndReason::TooManyCodes => t.too_many_codes(),
        FlowEndReason::DeviceChanged => t.device_changed(),
        FlowEndReason::AccountChanged => t.account_changed(),
        FlowEndReason::Ended => t.flow_ended(),
    }
}

/// The last wrong code ended the attempt, and codes are looked at again only from this time of day.
pub fn codes_again_at(texts: Texts, at: &str) -> String {
    let t = texts.problems;
    format!("{} {}", t.too_many_codes(), t.codes_again_at(at))
}

/// The same as [`text`] without a countdown, for screen readers.
pub fn spoken(texts: Texts, failure: &Failure, context: MessageContext) -> &'static str {
    match failure.code() {
        Some(ProblemCode::Throttled) if context.is_sending() => {
            let are_used_up = failure.wait_seconds() > Some(SECONDS_UNTIL);
            match (are_used_up, context) {
                (true, MessageContext::FirstEmail) => texts.problems.mails_none_left_spoken(),
                (true, _) => texts.problems.mails_used_up_spoken(),
                (false, _) => texts.problems.mail_wait_spoken(),
            }
        }
        Some(ProblemCode::AlreadyUsed) => texts.problems.already_used_spoken(),
        Some(ProblemCode::Unavailable | ProblemCode::IdempotencyKeyInUse) => {
            texts.problems.unavailable()
        }
        _ => texts.problems.throttled(),
    }
}

/// Who changed the policy at this time of day, and what it is now.
pub fn policy_changed(texts: Texts, policy: &PolicyView, at: &str, now: Time) -> String {
    let t = texts.policy;
    let now = match policy.standing(now) {
        PolicyStanding::Required => t.now_is_required(),
        PolicyStanding::Planned => t.now_is_planned(),
        PolicyStanding::ForGroups => t.now_is_for_groups(),
        PolicyStanding::Optional => t.now_is_optional(),
    };
    match &policy.updated_by {
        Some(name) => t.changed_meanwhile(name, at, now),
        None => t.somebody_changed(at, now),
    }
}

/// What is wrong with an e-mail address that is none.
pub fn no_address(texts: Texts) -> &'static str {
    texts.problems.field_invalid_email()
}

/// How much of a text that is too short is missing.
pub fn too_short(texts: Texts, missing: usize) -> String {
    let missing = u32::try_from(missing).unwrap_or(u32::MAX);
    texts.problems.field_missing(missing)
}

/// What is wrong with a field.
pub fn field_text(texts: Texts, code: FieldErrorCode) -> &'static str {
    let t = texts.problems;
    match code {
        FieldErrorCode::Required => t.field_required(),
        FieldErrorCode::Unknown => t.field_unknown(),
        FieldErrorCode::TooShort => t.field_too_short(),
        FieldErrorCode::TooLong => t.field_too_long(),
        // The one page where each of the others can be has its own words.
        FieldErrorCode::Invalid
        | FieldErrorCode::NotPublic
        | FieldErrorCode::UnknownColumn
        | FieldErrorCode::UnclosedQuote => t.field_invalid(),
        FieldErrorCode::TooCommon => t.field_too_common(),
        FieldErrorCode::Breached => t.field_breached(),
        FieldErrorCode::Taken => t.field_taken(),
    }
}
