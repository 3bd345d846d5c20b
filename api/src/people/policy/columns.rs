//! What of the rows of a member and of the rule says what is asked, for every read that joins both.

use crate::platform::db::schema::{members, rules};
use crate::protection::demand::{MemberRules, Rule};
use diesel::prelude::*;
use shared_types::members::Role;
use shared_types::policy::TwoStepPolicy;
use shared_types::time::Time;

/// The columns, as a type.
pub type DemandSelection = (
    rules::two_step,
    rules::required_from,
    rules::skips,
    members::exempt_until,
    members::skips_used,
);

/// The columns.
pub const DEMAND: DemandSelection = (
    rules::two_step,
    rules::required_from,
    rules::skips,
    members::exempt_until,
    members::skips_used,
);

/// What they hold.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = members)]
pub struct DemandColumns {
    #[diesel(deserialize_as = String, select_expression = rules::two_step)]
    two_step: TwoStepPolicy,
    #[diesel(select_expression = rules::required_from)]
    required_from: Option<i64>,
    #[diesel(select_expression = rules::skips)]
    skips: i64,
    exempt_until: Option<i64>,
    skips_used: i64,
}

impl DemandColumns {
    /// The rules of a member in this role.
    pub fn into_rules(self, role: Role) -> MemberRules {
        MemberRules {
            rule: Rule::of_columns(self.two_step, self.required_from, self.skips),
            role,
            exempt_until: self.exempt_until.map(Time::from_micros),
            skips_used: self.skips_used,
        }
    }
}
