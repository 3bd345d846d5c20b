//! A flow: one sign-in attempt after a right password. It stores facts; [`next`] says what comes.

mod answer;
mod credential;
mod earlier;
mod extract;
mod model;
mod next;
mod service;
mod start;
mod store;
mod tries;

pub use answer::{FlowAnswer, SignedIn};
pub use credential::FlowCredential;
pub use earlier::continue_earlier;
pub use extract::EarlierFlow;
pub use model::{Flow, Later, OpenFlow};
pub use next::{DeviceFact, Facts, Next, next};
pub use service::{
    FlowEnded, FlowError, SetupFlowError, SetupStep, change_in_code_step, change_in_password_step,
    change_in_replacement, change_in_setup_step, change_where_it_may_wait, done_view, give_up,
    keep_device, load, load_for_change, load_together, prove_email, reload, rotate,
    rotate_with_new_password, start_replacement, sweep, view,
};
pub use start::{NewFlow, open};
pub use tries::{count_failed_try, count_spent_code};
