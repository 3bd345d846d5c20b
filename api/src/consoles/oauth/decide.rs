//! What comes next when a console sends somebody: pure, from facts alone.

use super::error::ErrorCode;
use shared_types::clients::Acr;

/// What decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts, each true or not by itself"
)]
pub(super) struct Facts {
    /// The console insists on a level that we do not know.
    pub(super) is_impossible: bool,
    /// There is a session of the console's organization that owes nothing.
    pub(super) is_signed_in: bool,
    /// The console wants somebody else.
    pub(super) is_other_person: bool,
    /// Role and groups of the person may use the console.
    pub(super) is_admitted: bool,
    /// The level of the session.
    pub(super) level: Acr,
    /// The level that is to be reached.
    pub(super) needed: Acr,
    /// A lower level is enough too where the person has no device.
    pub(super) takes_less: bool,
    /// The next sign-in asks for a code.
    pub(super) has_device: bool,
    /// The last authentication is older than is allowed.
    pub(super) is_too_old: bool,
    /// A new authentication is asked for.
    pub(super) wants_fresh: bool,
    /// There is one that no earlier start used.
    pub(super) is_fresh: bool,
    /// The person is to be asked.
    pub(super) wants_consent: bool,
    /// The person has just agreed.
    pub(super) has_consent: bool,
    /// Nothing may be shown.
    pub(super) is_silent: bool,
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The person signs in.
    SignIn,
    /// The person sets up a device: without one the level is out of reach.
    Enroll,
    /// The person types password and code once more.
    Confirm,
    /// The person is asked.
    Consent,
    /// The console gets a code.
    Issue,
    /// The console gets an error.
    Refuse(ErrorCode),
}

/// What comes next. A minimum of the administrator is part of `needed`, whatever the console asks for.
pub(super) fn next(facts: Facts) -> Step {
    // OpenID Connect Core §3.1.2.1: with `prompt=none` nothing is shown, and an error says what would be.
    let show = |step, instead| {
        if facts.is_silent {
            Step::Refuse(instead)
        } else {
            step
        }
    };
    let has_level = facts.level >= facts.needed || (facts.takes_less && !facts.has_device);
    if facts.is_impossible {
        Step::Refuse(ErrorCode::UnmetAuthenticationRequirements)
    } else if !facts.is_signed_in {
        show(Step::SignIn, ErrorCode::LoginRequired)
    } else if facts.is_other_person {
        Step::Refuse(ErrorCode::LoginRequired)
    } else if !facts.is_admitted {
        Step::Refuse(ErrorCode::AccessDenied)
    } else if !has_level && facts.has_device {
        show(Step::SignIn, ErrorCode::LoginRequired)
    } else if !has_level {
        let unmet = ErrorCode::UnmetAuthenticationRequirements;
        show(Step::Enroll, unmet)
    } else if facts.is_too_old || (facts.wants_fresh && !facts.is_fresh) {
        show(Step::Confirm, ErrorCode::LoginRequired)
    } else if facts.wants_consent && !facts.has_consent {
        show(Step::Consent, ErrorCode::ConsentRequired)
    } else {
        Step::Issue
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every combination of facts: 2¹⁴.
    fn all() -> impl Iterator<Item = Facts> {
        (0_u32..1 << 14).map(|bits| {
            let is = |bit: u32| bits & (1 << bit) != 0;
            let level = |bit| if is(bit) { Acr::Aal2 } else { Acr::Aal1 };
            Facts {
                is_impossible: is(0),
                is_signed_in: is(1),
                is_other_person: is(2),
                is_admitted: is(3),
                level: level(4),
                needed: level(5),
                takes_less: is(6),
                has_device: is(7),
                is_too_old: is(8),
                wants_fresh: is(9),
                is_fresh: is(10),
                wants_consent: is(11),
                has_consent: is(12),
                is_silent: is(13),
            }
        })
    }

    /// A code is given when nothing stands against it, and only then.
    #[test]
    fn a_code_needs_all_of_it() {
        let mut issued = 0;
        for facts in all() {
            let is_met = facts.level >= facts.needed || (facts.takes_less && !facts.has_device);
            let is_recent = !facts.is_too_old && (!facts.wants_fresh || facts.is_fresh);
            let agrees = !facts.wants_consent || facts.has_consent;
            let is_right = facts.is_signed_in && !facts.is_other_person && facts.is_admitted;
            let may = !facts.is_impossible && is_right && is_met && is_recent && agrees;
            assert_eq!(next(facts) == Step::Issue, may, "{facts:?}");
            issued += u32::from(may);
        }
        // 13 of the 16 combinations of the level are met, 3 of 8 of the age, 3 of 4 of the consent, each silent or not.
        assert_eq!(issued, 13 * 3 * 3 * 2);
    }

    /// OpenID Connect Core §3.1.2.1: `prompt=none` shows nothing; without it nothing is refused that a person could do.
    #[test]
    fn silence_is_kept_and_only_asked_for_silence() {
        for facts in all() {
            let step = next(facts);
            if facts.is_silent {
                assert!(matches!(step, Step::Issue | Step::Refuse(_)), "{facts:?}");
            } else if let Step::Refuse(code) = step {
                let is_final = match code {
                    ErrorCode::AccessDenied => !facts.is_admitted,
                    ErrorCode::LoginRequired => facts.is_other_person,
                    ErrorCode::UnmetAuthenticationRequirements => facts.is_impossible,
                    _ => false,
                };
                assert!(is_final, "{facts:?}: {code:?}");
            }
        }
    }

    /// No step is shown twice in a row: what the person does there changes the fact that it is shown for.
    #[test]
    fn a_step_that_was_taken_is_not_asked_for_again() {
        for facts in all() {
            let step = next(facts);
            let then = match step {
                Step::SignIn => Facts {
                    is_signed_in: true,
                    level: if facts.has_device {
                        Acr::Aal2
                    } else {
                        Acr::Aal1
                    },
                    is_too_old: false,
                    is_fresh: true,
                    ..facts
                },
                Step::Enroll => Facts {
                    has_device: true,
                    level: Acr::Aal2,
                    ..facts
                },
                Step::Confirm => Facts {
                    is_too_old: false,
                    is_fresh: true,
                    ..facts
                },
                Step::Consent => Facts {
                    has_consent: true,
                    ..facts
                },
                Step::Issue | Step::Refuse(_) => continue,
            };
            assert_ne!(next(then), step, "{facts:?}");
        }
    }

    /// RFC 9470 §5: a level that the person cannot reach now is said in its own word, where nothing may be shown.
    #[test]
    fn an_unreachable_level_has_its_own_word() {
        for facts in all() {
            let could = facts.is_signed_in && !facts.is_other_person && facts.is_admitted;
            let lacks = facts.level < facts.needed && !facts.has_device && !facts.takes_less;
            if could && lacks && !facts.is_impossible {
                let unmet = Step::Refuse(ErrorCode::UnmetAuthenticationRequirements);
                let expected = if facts.is_silent { unmet } else { Step::Enroll };
                assert_eq!(next(facts), expected, "{facts:?}");
            }
        }
    }
}
