//! The organization's rule, and how far its members are: the Admin Center's front page.

mod change_page;
mod chart;
mod overview_page;
mod policy_page;
mod requests;
mod state;

pub use change_page::ChangePage;
pub use overview_page::OverviewPage;
pub use policy_page::PolicyPage;
