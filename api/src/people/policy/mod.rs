//! An organization's rules: read, previewed, kept version by version. The feature `rollout` changes them.
//! [`demand()`] says what they ask of a member now.

mod handlers;
mod loosen;
mod model;
mod plan;
mod recovery;
mod rules;
mod service;
mod store;
mod store_rules;
mod store_versions;

pub use crate::protection::demand::{Demand, demand};
pub use handlers::routes;
pub use loosen::may_loosen;
pub use model::{Current, KeptVersion, PolicyChange, RecoveryChoice, Replaced};
pub use plan::Plan;
pub use recovery::strictest_mode;
pub use rules::{
    create_default, current, find_rule, find_version, make_rules, names_group, replace, rule_for,
    rule_of, rule_of_chosen, rule_with, sweep,
};
pub use service::recovery_mode;
