//! What people read when something fails, in both languages.

use super::*;
use catalogue::Catalogue;
use shared_types::me::Locale;
use shared_types::policy::TwoStepPolicy;
use shared_types::recovery::RecoveryMode;
use shared_types::texts;
use shared_types::time::Time;
use std::path::Path;
use std::rc::Rc;

fn problem(code: ProblemCode) -> Problem {
    Problem {
        r#type: String::new(),
        title: String::new(),
        status: code.status(),
        detail: String::new(),
        code,
        request_id: "r-1".to_owned(),
        errors: Vec::new(),
        step: None,
        next_code_in_seconds: None,
        retry_after_seconds: None,
        tries_left: None,
        entry: None,
        reason: None,
        directory: None,
        held_until: None,
    }
}

fn message(problem: Problem, context: MessageContext, seconds: u32) -> String {
    let wait = Wait {
        seconds,
        at: "09:30 CET".to_owned(),
    };
    let failure = Failure::Problem(Rc::new(problem));
    text(Texts::new(Locale::En), &failure, context, &wait)
}

/// Loads the texts of every language, as a browser loads those of one.
fn load_every_language() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared-types/locales");
    let catalogue = Catalogue::read(Path::new(folder)).expect("the catalogues");
    let mut files = catalogue.page_files();
    for locale in Locale::ALL.iter().filter(|one| !texts::is_ready(**one)) {
        let path = locale.file().expect("it is loaded");
        let index = files.iter().position(|file| path.ends_with(&file.name));
        let file = files.swap_remove(index.expect("its file"));
        assert!(texts::load(*locale, file.text), "{locale:?}");
    }
}

#[test]
fn every_code_has_a_text_in_every_language() {
    load_every_language();
    for code in ProblemCode::ALL {
        for locale in Locale::ALL.iter().copied() {
            let failure = Failure::Problem(Rc::new(problem(code)));
            let shown = text(
                Texts::new(locale),
                &failure,
                MessageContext::Form,
                &Wait::default(),
            );
            assert!(shown.len() > 10, "{code:?} in {locale:?}: {shown:?}");
        }
    }
}

/// T-13 (countdown): a person is told how many seconds are left.
#[test]
fn a_used_code_says_when_the_next_one_comes() {
    let shown = message(
        problem(ProblemCode::AlreadyUsed),
        MessageContext::AppCode,
        12,
    );
    assert_eq!(
        shown,
        "That code was used already. The next one comes in 12 s."
    );
    let shown = message(
        problem(ProblemCode::AlreadyUsed),
        MessageContext::AppCode,
        0,
    );
    assert_eq!(
        shown,
        "That code was used already. Your app shows a new one now."
    );
}

#[test]
fn too_many_tries_say_until_when() {
    let mut throttled = problem(ProblemCode::Throttled);
    throttled.retry_after_seconds = Some(34);
    let shown = message(throttled.clone(), MessageContext::AppCode, 34);
    assert!(shown.contains("in 34\u{a0}s, at 09:30 CET"), "{shown}");
    assert_eq!(
        message(throttled, MessageContext::AppCode, 0),
        "You can go on now."
    );
}

#[test]
fn a_wrong_code_says_what_to_do_and_how_many_tries_are_left() {
    let mut wrong = problem(ProblemCode::InvalidCode);
    wrong.tries_left = Some(1);
    let shown = message(wrong.clone(), MessageContext::EmailCode, 0);
    assert!(shown.contains("newest email"), "{shown}");
    assert!(shown.ends_with("1 try is left."), "{shown}");
    assert!(message(wrong, MessageContext::AppCode, 0).contains("date and time"));
}

/// A2 of the review: only what ran out of time says so, each reason has its own sentence, and each says
/// what to do.
#[test]
fn every_end_of_a_sign_in_has_its_own_sentence() {
    load_every_language();
    for (locale, time, again) in [
        (Locale::En, "Time ran out", "sign in again"),
        (Locale::De, "Die Zeit ist abgelaufen", "neu an"),
    ] {
        let texts = Texts::new(locale);
        let mut shown: Vec<_> = FlowEndReason::ALL
            .map(|one| flow_ended(texts, one))
            .to_vec();
        assert!(shown[0].starts_with(time), "{}", shown[0]);
        for sentence in &shown[1..] {
            assert!(sentence.contains(again), "{sentence}");
            assert!(!sentence.contains(time), "{sentence}");
        }
        shown.sort_unstable();
        shown.dedup();
        assert_eq!(shown.len(), FlowEndReason::ALL.len());
    }
    let mut ended = problem(ProblemCode::FlowExpired);
    ended.reason = Some(FlowEndReason::TooManyCodes);
    assert!(message(ended, MessageContext::AppCode, 0).starts_with("Five wrong codes."));
}

/// A3 of the review: used-up tries are not "too old", and the next step is named.
#[test]
fn used_up_tries_at_a_mailed_code_name_the_next_step() {
    let shown = message(
        problem(ProblemCode::TooManyTries),
        MessageContext::EmailCode,
        0,
    );
    assert!(shown.contains("Send the email again"), "{shown}");
    let failure = Failure::Problem(Rc::new(problem(ProblemCode::TooManyTries)));
    let german = Texts::new(Locale::De);
    let shown = text(
        german,
        &failure,
        MessageContext::EmailCode,
        &Wait::default(),
    );
    assert!(
        shown.contains("Senden Sie die E\u{2011}Mail noch einmal"),
        "{shown}"
    );
}

/// A1 of the review: nobody counts 3227 seconds.
#[test]
fn a_long_wait_is_told_in_minutes() {
    for (seconds, english, german) in [
        (90, "in 90\u{a0}s,", "in 90\u{a0}s,"),
        (91, "in 2 minutes,", "in 2 Minuten,"),
        (3227, "in 54 minutes,", "in 54 Minuten,"),
    ] {
        let mut throttled = problem(ProblemCode::Throttled);
        throttled.retry_after_seconds = Some(seconds);
        let shown = message(throttled.clone(), MessageContext::AppCode, seconds);
        assert!(shown.contains(english), "{shown}");
        let wait = Wait {
            seconds,
            at: "21:53 MEZ".to_owned(),
        };
        let failure = Failure::Problem(Rc::new(throttled));
        let texts = Texts::new(Locale::De);
        let shown = text(texts, &failure, MessageContext::AppCode, &wait);
        assert!(shown.contains(german), "{shown}");
    }
}

/// B8 of the review: who waits for the next e-mail did not try too often.
#[test]
fn a_pause_between_mails_is_no_reproach() {
    let mut throttled = problem(ProblemCode::Throttled);
    throttled.retry_after_seconds = Some(32);
    let shown = message(throttled.clone(), MessageContext::EmailSending, 32);
    assert_eq!(
        shown,
        "We sent you an email a short while ago. The next one can go out in 32\u{a0}s, at 09:30 CET."
    );
    let failure = Failure::Problem(Rc::new(throttled));
    for locale in [Locale::En, Locale::De] {
        let texts = Texts::new(locale);
        let sending = spoken(texts, &failure, MessageContext::EmailSending);
        assert_ne!(sending, spoken(texts, &failure, MessageContext::AppCode));
    }
}

/// A1 of the review: who has used up the e-mails is told so, what to do, and whom to ask.
#[test]
fn emails_that_are_used_up_are_told_as_such() {
    load_every_language();
    let mut throttled = problem(ProblemCode::Throttled);
    throttled.retry_after_seconds = Some(3227);
    let shown = message(throttled.clone(), MessageContext::EmailSending, 3227);
    for part in [
        "5 within an hour",
        "Use the newest",
        "your help desk",
        "in 54 minutes, at",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let first = message(throttled.clone(), MessageContext::FirstEmail, 3227);
    assert!(
        first.contains("your help desk") && !first.contains("newest"),
        "{first}"
    );
    let failure = Failure::Problem(Rc::new(throttled));
    for (locale, helper) in [(Locale::En, "help desk"), (Locale::De, "Helpdesk")] {
        for context in [MessageContext::FirstEmail, MessageContext::EmailSending] {
            let said = spoken(Texts::new(locale), &failure, context);
            assert!(said.contains(helper), "{said}");
        }
    }
}

/// C10 of the review: a short password says how much is missing.
#[test]
fn what_is_too_short_says_how_much_is_missing() {
    assert_eq!(too_short(Texts::new(Locale::En), 12), "12 more characters");
    assert_eq!(too_short(Texts::new(Locale::En), 1), "1 more character");
}

/// C10 of the review: the help shows what is expected.
#[test]
fn a_wrong_address_is_answered_with_a_right_one() {
    for locale in [Locale::En, Locale::De] {
        assert!(no_address(Texts::new(locale)).contains("name@example.com"));
    }
}

/// A9 of the review: the colleague, the time, and what holds now, in both languages.
#[test]
fn a_policy_that_somebody_changed_first_is_named_as_it_is_now() {
    load_every_language();
    let mut policy = PolicyView {
        two_step: TwoStepPolicy::Optional,
        version: 2,
        updated_at: Time::from_micros(0),
        updated_by: Some("Ada Admin".to_owned()),
        recovery: RecoveryMode::Wait,
        recovery_is_default: true,
        administrators: 2,
        required_from: None,
        skips: 0,
        groups: Vec::new(),
        may_drop_device: None,
    };
    let shown = |policy: &PolicyView, locale| {
        policy_changed(
            Texts::new(locale),
            policy,
            "21:17 CET",
            Time::from_micros(0),
        )
    };
    assert_eq!(
        shown(&policy, Locale::En),
        "Ada Admin changed this at 21:17 CET: now up to each member. Your change was not made."
    );
    assert!(shown(&policy, Locale::De).contains("Ada Admin hat das um 21:17 CET geändert"));
    policy.updated_by = None;
    policy.two_step = TwoStepPolicy::Required;
    assert!(shown(&policy, Locale::En).contains("now required for everybody"));
    assert!(shown(&policy, Locale::De).starts_with("Jemand hat das um 21:17 CET geändert"));
}

/// Before the password is right, nothing tells which of the two was wrong.
#[test]
fn wrong_credentials_are_not_told_apart() {
    let shown = message(
        problem(ProblemCode::InvalidCredentials),
        MessageContext::Credentials,
        0,
    );
    assert_eq!(shown, "The email address or the password is not right.");
}

/// A4 of the review: a code of an entry that was replaced is named for what it is, in a set-up and at sign-in.
#[test]
fn a_code_of_an_old_entry_is_named() {
    let mut refused = problem(ProblemCode::InvalidCode);
    refused.tries_left = Some(4);
    let plain = message(refused.clone(), MessageContext::AppCode, 0);
    assert!(plain.starts_with("That code is not right."), "{plain}");
    refused.entry = Some(CodeEntry::Replaced);
    let named = message(refused, MessageContext::AppCode, 0);
    assert!(
        named.starts_with("That is the code of an old entry"),
        "{named}"
    );
    assert!(
        named.contains("Delete the old entry in your app"),
        "{named}"
    );
    assert!(named.ends_with("4 tries are left."), "{named}");
}

/// A2 of the review: who is delayed is told when it goes on.
#[test]
fn an_ended_attempt_says_when_codes_are_looked_at_again() {
    let shown = codes_again_at(Texts::new(Locale::En), "21:08 CET");
    assert!(shown.starts_with("Five wrong codes."), "{shown}");
    assert!(shown.ends_with("at 21:08 CET."), "{shown}");
}

/// C2 of the review: that nothing is lost is said where something was typed, not of every failure.
#[test]
fn a_lost_connection_alone_promises_nothing() {
    let texts = Texts::new(Locale::En);
    let shown = text(
        texts,
        &Failure::Network,
        MessageContext::Form,
        &Wait::default(),
    );
    assert!(!shown.contains("typed"), "{shown}");
}
