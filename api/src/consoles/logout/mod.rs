//! Back-channel logout: a console is told when a session ends with which somebody signed in there (OpenID Connect
//! Back-Channel Logout 1.0), whatever ended it. A follower of the audit record finds those that were ended, a look at
//! all those that are known finds the rest, and the outbox delivers.

mod deliver;
mod ended;
mod follow;
mod model;
mod store;
mod token;
mod worker;

pub use model::Login;
pub use worker::{deliver_due, follow_all, look_at_all, note, run};
