//! What a policy asks for, read and compared. Pure.

use crate::platform::time_zone;
use crate::protection::demand::Rule;
use shared_types::ids::GroupId;
use shared_types::limits::{POLICY_GROUPS, POLICY_SKIPS};
use shared_types::policy::{GroupRule, PolicyPlan, PutPolicyRequest, RequiredFrom, TwoStepPolicy};
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::time::Time;
use std::collections::{BTreeMap, BTreeSet};

/// A plan with its rules. Its groups stand in the order of their ids, so equal plans are the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    words: PolicyPlan,
    everybody: Rule,
    groups: BTreeMap<GroupId, Rule>,
}

impl Plan {
    /// The plan that a request makes of this one. Whether its groups are there is not known yet.
    pub fn read(request: &PutPolicyRequest, standing: &PolicyPlan) -> Result<Self, FieldError> {
        let mut words = request.plan(standing);
        if words.groups.len() > POLICY_GROUPS {
            let detail = format!("At most {POLICY_GROUPS} groups.");
            return Err(FieldError::new("groups", FieldErrorCode::TooLong, detail));
        }
        let rule = Words {
            two_step: words.two_step,
            from: &mut words.required_from,
            skips: words.skips,
        };
        rule.check("")?;
        let mut named = BTreeSet::new();
        for (at, group) in words.groups.iter_mut().enumerate() {
            let place = format!("groups[{at}].");
            let rule = Words {
                two_step: group.two_step,
                from: &mut group.required_from,
                skips: group.skips,
            };
            rule.check(&place)?;
            if !self::rule(group.two_step, None, 0).requires() {
                let detail = "A group has a rule where it is required. Leave the group out.";
                let field = format!("{place}two_step");
                return Err(FieldError::new(&field, FieldErrorCode::Invalid, detail));
            }
            if !named.insert(group.group) {
                let detail = "This group stands here twice.";
                let field = format!("{place}group");
                return Err(FieldError::new(&field, FieldErrorCode::Invalid, detail));
            }
        }
        Ok(Self::of_words(words))
    }

    /// An instant that has come already, unless the plan that stands has it at the same place.
    pub fn find_past(&self, standing: &Self, now: Time) -> Option<FieldError> {
        let at = |from: &Option<RequiredFrom>| from.as_ref().map(|from| from.at);
        let is_new = |from, kept| at(from).is_some_and(|at| at <= now) && at(from) != kept;
        let (own, kept) = (&self.words, &standing.words);
        let flaw = |place: &str| {
            let field = format!("{place}required_from.at");
            let detail = "This moment is over. Leave it out to require it at once.";
            FieldError::new(&field, FieldErrorCode::Invalid, detail)
        };
        if is_new(&own.required_from, at(&kept.required_from)) {
            return Some(flaw(""));
        }
        let mut groups = own.groups.iter().enumerate();
        groups.find_map(|(place, rule)| {
            let kept = kept.groups.iter().find(|kept| kept.group == rule.group);
            let kept = kept.and_then(|kept| at(&kept.required_from));
            is_new(&rule.required_from, kept).then(|| flaw(&format!("groups[{place}].")))
        })
    }

    /// The same without rules of groups that are gone.
    #[must_use]
    pub fn of_groups_that_are(mut self, known: &BTreeSet<GroupId>) -> Self {
        self.words.groups.retain(|rule| known.contains(&rule.group));
        Self::of_words(self.words)
    }

    /// A plan that was read before.
    pub(super) fn of_words(mut words: PolicyPlan) -> Self {
        words.groups.sort_unstable_by_key(|rule| rule.group);
        Self {
            everybody: rule(words.two_step, words.required_from.as_ref(), words.skips),
            groups: words.groups.iter().map(of_group).collect(),
            words,
        }
    }

    /// As the API says it.
    pub const fn words(&self) -> &PolicyPlan {
        &self.words
    }

    /// The groups that it names, in the order of the request or of their ids.
    pub fn groups(&self) -> impl Iterator<Item = GroupId> + '_ {
        self.words.groups.iter().map(|rule| rule.group)
    }

    /// The rule of members who are in no group.
    pub(super) const fn everybody(&self) -> Rule {
        self.everybody
    }

    /// The rule of members who are in these groups: the strictest of all that apply.
    pub(super) fn rule_of(&self, groups: &BTreeSet<GroupId>) -> Rule {
        let of_groups = groups.iter().filter_map(|group| self.groups.get(group));
        of_groups.fold(self.everybody, |one, other| one.strictest(*other))
    }

    /// Whether it requires a second step of anybody, now or from an instant on.
    pub fn requires_of_somebody(&self) -> bool {
        self.any_rule_that_requires().requires()
    }

    /// One of its rules that requires a second step, if there is one.
    pub(super) fn any_rule_that_requires(&self) -> Rule {
        let mut rules = self.groups.values().chain([&self.everybody]);
        rules
            .find(|rule| rule.requires())
            .copied()
            .unwrap_or_default()
    }

    /// Whether it requires a second step of everybody, now or from an instant on.
    pub const fn requires_of_everybody(&self) -> bool {
        self.everybody.requires()
    }

    /// Whether it asks less of everybody, or of a group, than `before` did.
    pub fn is_looser_than(&self, before: &Self, now: Time) -> bool {
        let named = self.groups.keys().chain(before.groups.keys());
        let mut sets = named.map(|group| BTreeSet::from([*group]));
        self.everybody.is_looser_than(before.everybody, now)
            || sets.any(|set| self.rule_of(&set).is_looser_than(before.rule_of(&set), now))
    }
}

fn of_group(group: &GroupRule) -> (GroupId, Rule) {
    let rule = rule(group.two_step, group.required_from.as_ref(), group.skips);
    (group.group, rule)
}

fn rule(two_step: TwoStepPolicy, from: Option<&RequiredFrom>, skips: u8) -> Rule {
    Rule {
        two_step,
        required_from: from.map(|from| from.at),
        skips: i64::from(skips),
    }
}

/// One rule as a request has it.
struct Words<'a> {
    two_step: TwoStepPolicy,
    from: &'a mut Option<RequiredFrom>,
    skips: u8,
}

impl Words<'_> {
    /// Refuses what would mean nothing; spells the zone as the database of zones does.
    fn check(self, place: &str) -> Result<(), FieldError> {
        let flaw = |field: &str, detail: &str| {
            let field = format!("{place}{field}");
            Err(FieldError::new(&field, FieldErrorCode::Invalid, detail))
        };
        if self.skips > POLICY_SKIPS {
            return flaw("skips", &format!("0 to {POLICY_SKIPS}."));
        }
        match self.from {
            Some(_) if !rule(self.two_step, None, 0).requires() => {
                flaw("required_from", "It stands beside two_step required only.")
            }
            None if self.skips > 0 => flaw("skips", "They stand beside required_from only."),
            None => Ok(()),
            Some(from) => match time_zone::known_name(&from.zone) {
                Some(name) => {
                    from.zone = name;
                    Ok(())
                }
                None => flaw("required_from.zone", "Name a zone of the IANA database."),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use uuid::Uuid;

    const NOW: Time = Time::from_micros(0);

    fn group(number: u128) -> GroupId {
        GroupId(Uuid::from_u128(number))
    }

    fn read(body: Value) -> Result<Plan, String> {
        let request = serde_json::from_value(body).expect("a request");
        Plan::read(&request, &PolicyPlan::default()).map_err(|flaw| flaw.field)
    }

    fn from(at: &str) -> Value {
        json!({ "at": at, "zone": "Europe/Berlin" })
    }

    /// the body of before is a plan, and what would mean nothing is refused by its field.
    #[test]
    fn a_plan_says_something() {
        let requires = |body| {
            let plan = read(body).expect("a plan");
            (plan.requires_of_everybody(), plan.requires_of_somebody())
        };
        let of_group = json!([{ "group": group(1), "two_step": "required" }]);
        assert_eq!(requires(json!({ "two_step": "optional" })), (false, false));
        assert_eq!(requires(json!({ "two_step": "required" })), (true, true));
        assert_eq!(
            requires(json!({ "two_step": "optional", "groups": of_group })),
            (false, true)
        );
        let march = from("2027-03-29T06:00:00Z");
        let group = json!(group(1));
        for (body, field) in [
            (
                json!({ "two_step": "optional", "required_from": march }),
                "required_from",
            ),
            (json!({ "two_step": "required", "skips": 1 }), "skips"),
            (
                json!({ "two_step": "required", "required_from": march, "skips": 4 }),
                "skips",
            ),
            (
                json!({ "two_step": "required", "required_from": { "at": "2027-03-29T06:00:00Z", "zone": "Mars" } }),
                "required_from.zone",
            ),
            (
                json!({ "two_step": "optional", "groups": [{ "group": group, "two_step": "required", "skips": 2 }] }),
                "groups[0].skips",
            ),
            (
                json!({ "two_step": "optional", "groups": [
                    { "group": group, "two_step": "required" }, { "group": group, "two_step": "required" },
                ] }),
                "groups[1].group",
            ),
            (
                json!({ "two_step": "optional", "groups": [{ "group": group, "two_step": "optional" }] }),
                "groups[0].two_step",
            ),
        ] {
            assert_eq!(read(body.clone()).err().as_deref(), Some(field), "{body}");
        }
    }

    /// fifty groups have rules of their own, and no more.
    #[test]
    fn a_plan_names_fifty_groups() {
        let many = |count: u128| {
            let rules = (0..count).map(|at| json!({ "group": group(at), "two_step": "required" }));
            json!({ "two_step": "optional", "groups": rules.collect::<Vec<_>>() })
        };
        assert!(read(many(1)).is_ok() && read(many(50)).is_ok());
        assert_eq!(read(many(51)).err().as_deref(), Some("groups"));
    }

    /// a request that knows nothing of plans says nothing of the one that stands; `null` and `[]` do.
    #[test]
    fn what_is_absent_stays() {
        let standing = json!({
            "two_step": "required",
            "required_from": from("2027-03-29T06:00:00Z"),
            "skips": 2,
            "groups": [{ "group": group(1), "two_step": "required" }],
        });
        let standing = read(standing).expect("a plan");
        let over = |body: Value| {
            let request = serde_json::from_value(body).expect("a request");
            let plan = Plan::read(&request, standing.words()).expect("a plan");
            let words = plan.words().clone();
            let from = words.required_from.is_some();
            (from, words.skips, words.groups.len())
        };
        assert_eq!(over(json!({ "two_step": "required" })), (true, 2, 1));
        let at_once = json!({ "two_step": "required", "required_from": null });
        assert_eq!(over(at_once), (false, 0, 1));
        let without = json!({ "two_step": "required", "skips": null, "groups": null });
        assert_eq!(over(without), (true, 0, 0));
        let without = json!({ "two_step": "required", "groups": [] });
        assert_eq!(over(without), (true, 2, 0));
        assert_eq!(over(json!({ "two_step": "optional" })), (false, 0, 0));
        // What the pages send says everything.
        let all = PutPolicyRequest::of_plan(PolicyPlan::default(), 1);
        let sent = serde_json::to_value(&all).expect("JSON");
        assert_eq!(
            (&sent["required_from"], &sent["groups"]),
            (&Value::Null, &json!([]))
        );
        assert_eq!(
            serde_json::from_value::<PutPolicyRequest>(sent).ok(),
            Some(all)
        );
    }

    /// an instant that is over requires nothing by mistake at once; one that stands already may be sent again.
    #[test]
    fn an_instant_that_is_over_is_not_new() {
        let plan = |body| read(body).expect("a plan");
        let now = Time::parse("2027-03-29T06:00:00Z").expect("a time");
        let of = |at: &str| json!({ "two_step": "required", "required_from": from(at) });
        let of_group = |at: &str| {
            let rule =
                json!({ "group": group(1), "two_step": "required", "required_from": from(at) });
            json!({ "two_step": "optional", "groups": [rule] })
        };
        let none = plan(json!({ "two_step": "optional" }));
        let flaw =
            |plan: &Plan, standing: &Plan| plan.find_past(standing, now).map(|flaw| flaw.field);
        let over = plan(of("2027-03-29T06:00:00Z"));
        assert_eq!(flaw(&over, &none).as_deref(), Some("required_from.at"));
        assert_eq!(flaw(&over, &over), None);
        assert_eq!(flaw(&plan(of("2027-03-29T06:00:01Z")), &none), None);
        let over = plan(of_group("2027-03-29T05:00:00Z"));
        assert_eq!(
            flaw(&over, &none).as_deref(),
            Some("groups[0].required_from.at")
        );
        assert_eq!(flaw(&over, &over), None);
    }

    /// a zone is kept by its name; the instant is what was sent, on both sides of a change to summer time.
    #[test]
    fn a_zone_moves_no_instant() {
        let plan = |at: &str, zone: &str| {
            let from = json!({ "at": at, "zone": zone });
            read(json!({ "two_step": "required", "required_from": from })).expect("a plan")
        };
        let before = plan("2027-03-28T00:59:59Z", "europe/berlin");
        let after = plan("2027-03-28T01:00:00Z", "Europe/Berlin");
        let zone = |plan: &Plan| plan.words().required_from.clone().expect("an instant").zone;
        assert_eq!(zone(&before), "Europe/Berlin");
        assert_eq!(zone(&before), zone(&after));
        let at = |plan: &Plan| plan.everybody().required_from.expect("an instant");
        // One second apart, though the clocks on the wall say an hour and a second.
        assert_eq!(at(&after).since(at(&before)).as_secs(), 1);
        let elsewhere = plan("2027-03-28T01:00:00Z", "America/New_York");
        assert_eq!(at(&elsewhere), at(&after));
        assert!(!elsewhere.is_looser_than(&after, NOW));
    }

    /// of the rules of everybody and of all groups the strictest counts, and a group that nobody named
    /// adds nothing.
    #[test]
    fn groups_ask_for_more() {
        let plan = read(json!({
            "two_step": "required",
            "required_from": from("2027-06-01T06:00:00Z"),
            "skips": 3,
            "groups": [
                { "group": group(2), "two_step": "required", "required_from": from("2027-03-01T06:00:00Z") },
                { "group": group(1), "two_step": "required" },
            ],
        }))
        .expect("a plan");
        let of = |numbers: &[u128]| plan.rule_of(&numbers.iter().map(|one| group(*one)).collect());
        let month = |rule: Rule| rule.required_from.map(|at| at.to_string()[5..7].to_owned());
        assert_eq!(of(&[]), plan.everybody());
        assert_eq!(of(&[3, 9]), plan.everybody());
        assert_eq!(month(of(&[2])).as_deref(), Some("03"));
        assert_eq!(of(&[2]).skips, 3);
        assert_eq!(of(&[1, 2]).required_from, None);
        let order: Vec<GroupId> = plan.groups().collect();
        assert_eq!(order, [group(1), group(2)]);
    }

    /// what asks for a reason. A group that is taken out of a plan is asked for less, unless everybody is
    /// asked for as much.
    #[test]
    fn a_group_that_is_taken_out_is_asked_for_less() {
        let required = json!([{ "group": group(1), "two_step": "required" }]);
        let plain = read(json!({ "two_step": "optional" })).expect("a plan");
        let some = read(json!({ "two_step": "optional", "groups": required })).expect("a plan");
        let all = read(json!({ "two_step": "required" })).expect("a plan");
        assert!(plain.is_looser_than(&some, NOW));
        assert!(!some.is_looser_than(&plain, NOW));
        assert!(!all.is_looser_than(&some, NOW));
        assert!(some.is_looser_than(&all, NOW));
        let later =
            json!({ "two_step": "required", "required_from": from("2027-03-01T06:00:00Z") });
        let later = read(later).expect("a plan");
        assert!(later.is_looser_than(&all, NOW));
        assert!(!all.is_looser_than(&later, NOW));
    }
}
