//! An organization's rules.

use crate::ids::{GroupId, MemberId};
pub use crate::policy_standing::PolicyStanding;
use crate::recovery::RecoveryMode;
use crate::time::Time;
use crate::wire::wire_names;
use serde::{Deserialize, Deserializer, Serialize};

/// Whether members must have a device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TwoStepPolicy {
    /// Nobody is asked to enroll; a member who has a device is still asked for its code.
    #[default]
    Optional,
    /// Everybody enrolls: at the next sign-in, or by the instant that stands beside it.
    Required,
}

/// What the policy asks of one member who has no second step; `none` for one who has a device that works.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DemandWord {
    /// Nothing now. `due_at` says when that changes, if it does.
    #[default]
    None,
    /// The next sign-in asks for it and may put it off `skips_left` times; from `due_at` on it is `now`.
    Later,
    /// The next sign-in asks for it, and does not end without it.
    Now,
    /// It would be asked for, but not before `exempt_until`.
    Exempt,
}

/// From when on a second step is required.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RequiredFrom {
    /// The instant, the same for everybody, in the future when it is chosen. Whatever becomes of the zone afterwards,
    /// it stays.
    pub at: Time,
    /// The zone in which it was chosen, by its IANA name: pages and mails show the instant in it.
    #[cfg_attr(feature = "openapi", schema(example = "Europe/Berlin"))]
    pub zone: String,
}

/// What is asked of the members of one group, beside what is asked of everybody. Of all rules that apply to
/// a member the strictest counts, so a looser one changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct GroupRule {
    /// The group.
    pub group: GroupId,
    /// `required`; a group of which no more is asked is left out.
    pub two_step: TwoStepPolicy,
    /// From when on; at once where it is absent. With `required` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_from: Option<RequiredFrom>,
    /// How many sign-ins before that instant may put it off, 0 to 3. With `required_from` only.
    #[serde(default, skip_serializing_if = "is_zero")]
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 3))]
    pub skips: u8,
}

/// Everything that a policy asks for, as one version of it says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PolicyPlan {
    /// Whether members must have a device.
    pub two_step: TwoStepPolicy,
    /// From when on; at once where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_from: Option<RequiredFrom>,
    /// How many sign-ins before that instant may put it off. With none nothing is asked before it; with some
    /// every sign-in asks.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub skips: u8,
    /// Groups of which more is asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupRule>,
}

/// One version of the policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PolicyVersion {
    /// Its number.
    pub version: i64,
    /// From when on it stood; it stood until the next one.
    pub at: Time,
    /// The member who made it; absent for the first version, and for what a command on the host did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PolicyAuthor>,
    /// What it asks for.
    pub plan: PolicyPlan,
    /// What was chosen to end a hold of recovery by email; absent while nobody had chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery: Option<RecoveryMode>,
    /// Why it was made, where a reason was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The earlier version whose plan was put back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub puts_back: Option<i64>,
}

/// Who made a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PolicyAuthor {
    /// The member.
    pub id: MemberId,
    /// The name, as it is now; absent when the member was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
}

/// The query of `GET /policy/versions`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct ListPolicyVersionsQuery {
    /// The `next_cursor` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Rows on the page, 1 to 200; 50 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Serde gives a reference.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
const fn is_zero(number: &u8) -> bool {
    *number == 0
}

/// The policy as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PolicyView {
    /// Whether members must have a device.
    pub two_step: TwoStepPolicy,
    /// From when on; absent: at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_from: Option<RequiredFrom>,
    /// How many sign-ins before that instant may put it off.
    #[serde(default)]
    pub skips: u8,
    /// Groups of which more is asked.
    #[serde(default)]
    pub groups: Vec<GroupRule>,
    /// What ends a hold of recovery by email that begins now.
    pub recovery: RecoveryMode,
    /// Nobody has chosen `recovery`: it is `approve` where two-step verification is required and there are
    /// two administrators, `wait` otherwise.
    pub recovery_is_default: bool,
    /// Administrators who can sign in. With one, nobody can approve that one's own recovery but the
    /// operator of the host: `twostep member recover`.
    pub administrators: i64,
    /// Grows with every change; send it back with `PUT /policy`.
    pub version: i64,
    /// When it was last changed.
    pub updated_at: Time,
    /// Who changed it last; absent when nobody did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_by: Option<String>,
    /// In the answer to a change that asks for less: how many members who have a device had to have it and
    /// may now remove it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub may_drop_device: Option<i64>,
}

impl PolicyView {
    /// What the policy asks for, to be sent back with a change of something else.
    pub fn plan(&self) -> PolicyPlan {
        PolicyPlan {
            two_step: self.two_step,
            required_from: self.required_from.clone(),
            skips: self.skips,
            groups: self.groups.clone(),
        }
    }
}

/// What a field says that is there: a value, or `null` for none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Said<T>(pub Option<T>);

/// A field that is there, also when it is `null`.
fn said<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    value: D,
) -> Result<Option<Said<T>>, D::Error> {
    Option::deserialize(value).map(|value| Some(Said(value)))
}

/// `PUT /policy`. Where `two_step` is what stands, the parts of the plan that are absent stay as they are; where it is
/// another, and with `puts_back`, they are none. `null` and `[]` are none in every case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PutPolicyRequest {
    /// Whether members must have a device.
    pub two_step: TwoStepPolicy,
    /// From when on; at once where it is `null`. With `required` only.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "said"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<RequiredFrom>))]
    pub required_from: Option<Said<RequiredFrom>>,
    /// How many sign-ins before that instant may put it off, 0 to 3: with none nothing is asked before it,
    /// with some every sign-in asks. With `required_from` only.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "said"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<u8>, minimum = 0, maximum = 3))]
    pub skips: Option<Said<u8>>,
    /// Groups of which more is asked than of everybody, each named once, 50 at most.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "said"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<GroupRule>>))]
    pub groups: Option<Said<Vec<GroupRule>>>,
    /// Why. Needed where less is asked than before: of everybody or of a group optional instead of required,
    /// from a later instant on, or with more skips.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The earlier version whose plan this is, to put it back: the plan must be the one of
    /// `GET /policy/versions`. Its `recovery` is put back too, also where nobody had chosen; rules of groups
    /// that are gone are not. It is noted in the new version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub puts_back: Option<i64>,
    /// What ends a hold of recovery by email; stays as it is when absent. Holds that run keep their end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery: Option<RecoveryMode>,
    /// The version that was read; another one is a conflict. Needed, unless `If-Match` says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

impl PutPolicyRequest {
    /// The change that makes this plan of the version that was read.
    pub fn of_plan(plan: PolicyPlan, version: i64) -> Self {
        Self {
            two_step: plan.two_step,
            required_from: Some(Said(plan.required_from)),
            skips: Some(Said(Some(plan.skips))),
            groups: Some(Said(Some(plan.groups))),
            version: Some(version),
            ..Self::default()
        }
    }

    /// The whole plan that is to stand in the place of this one. To put a version back says all of it.
    pub fn plan(&self, standing: &PolicyPlan) -> PolicyPlan {
        let kept = if self.two_step == standing.two_step && self.puts_back.is_none() {
            standing.clone()
        } else {
            PolicyPlan::default()
        };
        let required_from = match &self.required_from {
            Some(Said(from)) => from.clone(),
            None => kept.required_from,
        };
        let skips = match &self.skips {
            Some(Said(skips)) => skips.unwrap_or(0),
            // They mean nothing without an instant.
            None if required_from.is_none() => 0,
            None => kept.skips,
        };
        let groups = match &self.groups {
            Some(Said(groups)) => groups.clone().unwrap_or_default(),
            None => kept.groups,
        };
        PolicyPlan {
            two_step: self.two_step,
            required_from,
            skips,
            groups,
        }
    }
}

/// `GET /policy/preview`: how many active members stand where, and whom "required" would reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PolicyPreview {
    /// Members who can sign in.
    pub active: i64,
    /// Of them: a device is on (locked ones too).
    pub set_up: i64,
    /// Of them: no device that works. These set one up at the next sign-in.
    pub not_set_up: i64,
    /// Invited members who have not chosen a password yet.
    pub invited: i64,
    /// Live sessions that were made without a code; they are refused at once. Counted up to 1000.
    pub sessions_without_code: i64,
    /// There are more of these sessions than were counted.
    #[serde(default)]
    pub has_more_sessions_without_code: bool,
    /// The first of those who would have to set up, by name.
    pub first_affected: Vec<String>,
}

wire_names!(TwoStepPolicy { Optional = "optional", Required = "required" });
wire_names!(DemandWord { None = "none", Later = "later", Now = "now", Exempt = "exempt" });
