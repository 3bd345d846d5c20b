//! What is asked, over all rules that differ.

use super::*;

const NOW: Time = Time::from_micros(1_000);

fn at(micros: i64) -> Time {
    Time::from_micros(micros)
}

fn required(from: Option<i64>, skips: i64) -> Rule {
    Rule::of_columns(TwoStepPolicy::Required, from, skips)
}

/// Every rule that differs at [`NOW`] or at one of the instants.
fn rules() -> Vec<Rule> {
    let mut rules = vec![Rule::default()];
    for from in [None, Some(500), Some(1_000), Some(1_001), Some(2_000)] {
        for skips in 0..=3 {
            rules.push(required(from, skips));
        }
    }
    rules
}

/// How much is asked, to compare.
fn strictness(demand: Demand) -> (u8, i64, i64) {
    match demand {
        Demand::None => (0, 0, 0),
        Demand::Exempt => (1, 0, 0),
        Demand::Later { due_at, skips_left } => (2, -skips_left, -due_at.micros()),
        Demand::Now => (3, 0, 0),
    }
}

/// Also what a preview counts on: "required" without an instant asks every member, so all who have to
/// set up a device are reached.
#[test]
fn a_policy_without_an_instant_asks_nothing_or_at_once() {
    let asks = |rule| demand(MemberRules::of(rule), NOW);
    assert_eq!(asks(Rule::default()), Demand::None);
    assert_eq!(asks(required(None, 0)), Demand::Now);
    assert!(!asks(Rule::default()).is_due());
    assert!(asks(required(None, 0)).is_due());
}

/// without skips nothing is asked before the instant; with skips sign-ins are asked at once. At
/// the instant itself it is due.
#[test]
fn an_instant_is_waited_for() {
    let asks = |from, skips, now| demand(MemberRules::of(required(Some(from), skips)), at(now));
    assert_eq!(asks(2_000, 0, 1_999), Demand::None);
    assert!(required(Some(1_000), 0).is_due(NOW) && !required(Some(1_001), 0).is_due(NOW));
    assert_eq!(asks(2_000, 0, 2_000), Demand::Now);
    let later = Demand::Later {
        due_at: at(2_000),
        skips_left: 2,
    };
    assert_eq!(asks(2_000, 2, 1_999), later);
    assert_eq!(
        (later.due_at(), later.skips_left()),
        (Some(at(2_000)), Some(2))
    );
    assert_eq!(
        (Demand::Now.due_at(), Demand::Exempt.skips_left()),
        (None, None)
    );
    assert!(!later.is_due());
    assert!(later.lets_password_sign_in());
    assert_eq!(asks(2_000, 2, 2_000), Demand::Now);
}

/// used skips count down to none, whatever the plan becomes; a session goes on until the instant.
#[test]
fn used_skips_are_not_given_back() {
    for (used, left) in [(0, 3), (2, 1), (3, 0), (9, 0)] {
        let member = MemberRules {
            skips_used: used,
            ..MemberRules::of(required(Some(2_000), 3))
        };
        let asked = demand(member, NOW);
        let due_at = at(2_000);
        let expected = Demand::Later {
            due_at,
            skips_left: left,
        };
        assert_eq!(asked, expected);
        assert_eq!(asked.lets_password_sign_in(), left > 0);
        assert!(!asked.is_due());
    }
}

/// an exemption loosens, until its date, and nobody who administers.
#[test]
fn an_exemption_loosens_until_its_date() {
    for role in Role::ALL {
        for until in [999, 1_000, 1_001] {
            for rule in rules() {
                let plain = demand(MemberRules::of(rule), NOW);
                let member = MemberRules {
                    role: *role,
                    exempt_until: Some(at(until)),
                    ..MemberRules::of(rule)
                };
                let asked = demand(member, NOW);
                let counts = until > 1_000 && *role != Role::Admin;
                match plain {
                    Demand::Now | Demand::Later { .. } if counts => {
                        assert_eq!(asked, Demand::Exempt, "{member:?}");
                        assert!(asked.lets_password_sign_in());
                    }
                    _ => assert_eq!(asked, plain, "{member:?}"),
                }
            }
        }
    }
}

/// of two rules the strictest counts: together they ask at no time, and of nobody, less than one
/// of them alone.
#[test]
fn two_rules_never_ask_less_than_one() {
    for one in rules() {
        for two in rules() {
            let both = one.strictest(two);
            assert_eq!(both, two.strictest(one));
            assert_eq!(one.strictest(one), one);
            for now in [499, 500, 999, 1_000, 1_001, 1_999, 2_000, 3_000] {
                for skips_used in 0..=4 {
                    let asked = |rule| {
                        let member = MemberRules {
                            skips_used,
                            ..MemberRules::of(rule)
                        };
                        strictness(demand(member, at(now)))
                    };
                    let alone = asked(one).max(asked(two)).0;
                    assert!(asked(both).0 >= alone, "{one:?} {two:?} {now}");
                    // Where one alone stops the sign-in, both do.
                    let stops = |rule| {
                        let member = MemberRules {
                            skips_used,
                            ..MemberRules::of(rule)
                        };
                        !demand(member, at(now)).lets_password_sign_in()
                    };
                    assert!(stops(both) >= (stops(one) || stops(two)), "{one:?} {two:?}");
                }
            }
        }
    }
}

/// what asks for a reason: optional after required, a later instant, skips that are given back, or nothing before
/// the instant where skips asked; never more than that.
#[test]
fn looser_is_optional_or_later_or_with_more_skips() {
    let is_looser = |rule: Rule, before| rule.is_looser_than(before, NOW);
    let optional = Rule::default();
    assert!(is_looser(optional, required(None, 0)));
    assert!(is_looser(optional, required(Some(2_000), 3)));
    assert!(!is_looser(required(None, 0), optional));
    assert!(!is_looser(optional, optional));
    assert!(is_looser(required(Some(2_000), 0), required(None, 0)));
    assert!(is_looser(
        required(Some(2_001), 0),
        required(Some(2_000), 0)
    ));
    assert!(!is_looser(
        required(Some(1_999), 0),
        required(Some(2_000), 0)
    ));
    assert!(!is_looser(required(None, 0), required(Some(2_000), 0)));
    assert!(is_looser(
        required(Some(2_000), 3),
        required(Some(2_000), 1)
    ));
    assert!(!is_looser(
        required(Some(2_000), 1),
        required(Some(2_000), 3)
    ));
    // Sign-ins were asked, and are not any more before the instant, though that is earlier.
    assert!(is_looser(
        required(Some(1_500), 0),
        required(Some(2_000), 2)
    ));
    assert!(!is_looser(
        required(Some(2_000), 2),
        required(Some(2_000), 0)
    ));
    // Both are due.
    assert!(!is_looser(required(Some(900), 3), required(Some(500), 1)));
    assert!(!is_looser(required(Some(900), 0), required(None, 0)));
}

/// `due_at` is the instant, or the end of an exemption that lasts longer.
#[test]
fn what_is_due_is_told() {
    let member = |from, exempt: Option<i64>| MemberRules {
        exempt_until: exempt.map(at),
        ..MemberRules::of(required(from, 0))
    };
    assert_eq!(MemberRules::of(Rule::default()).due_at(NOW), None);
    assert_eq!(member(None, None).due_at(NOW), None);
    assert_eq!(member(Some(2_000), None).due_at(NOW), Some(at(2_000)));
    assert_eq!(
        member(Some(2_000), Some(1_500)).due_at(NOW),
        Some(at(2_000))
    );
    assert_eq!(
        member(Some(2_000), Some(2_500)).due_at(NOW),
        Some(at(2_500))
    );
    assert_eq!(member(None, Some(2_500)).due_at(NOW), Some(at(2_500)));
    assert_eq!(member(None, Some(1_000)).due_at(NOW), None);
}

/// A-08 (told): pages and mails count a group where its rule makes that of everybody stricter, and in no other case.
#[test]
fn a_group_is_told_of_where_it_is_asked_for_more() {
    use shared_types::ids::GroupId;
    use shared_types::policy::{GroupRule, PolicyPlan, RequiredFrom};
    let from = |rule: Rule| {
        rule.required_from.map(|at| RequiredFrom {
            at,
            zone: "UTC".to_owned(),
        })
    };
    let skips = |rule: Rule| u8::try_from(rule.skips).expect("few");
    // Skips without an instant mean nothing, and no request has them.
    let said = |rule: &Rule| rule.required_from.is_some() || rule.skips == 0;
    for everybody in rules().into_iter().filter(said) {
        for group in rules().into_iter().filter(said) {
            let plan = PolicyPlan {
                two_step: everybody.two_step,
                required_from: from(everybody),
                skips: skips(everybody),
                groups: vec![GroupRule {
                    group: GroupId(uuid::Uuid::nil()),
                    two_step: group.two_step,
                    required_from: from(group),
                    skips: skips(group),
                }],
            };
            // Skips of what is required at once are written, and mean nothing.
            let asked = |rule, now| demand(MemberRules::of(rule), at(now));
            let both = everybody.strictest(group);
            let is_stricter = [0, 700, 1_000, 1_500, 3_000]
                .map(|now| asked(both, now) != asked(everybody, now))
                .contains(&true);
            assert_eq!(plan.stricter_groups() == 1, is_stricter, "{plan:?}");
        }
    }
}
