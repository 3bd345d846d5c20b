//! People in an organization: listed, invited, changed, helped, removed.

mod accept;
mod batch;
mod by_host;
mod change;
mod columns;
mod counts;
mod decide;
mod device_changes;
mod email;
mod exemption;
mod export;
mod filter;
mod former;
mod handlers;
mod handlers_batch;
mod handlers_exemption;
mod handlers_export;
mod inspect;
mod invitation;
mod invited;
mod language;
mod language_changes;
mod listed;
mod listing;
mod making;
mod model;
mod named;
mod of_directory;
mod people;
mod question;
mod reason;
mod recount;
mod recovery;
mod refusals;
mod regroup;
mod search;
mod service;
mod store;
mod store_counted;
mod store_directory;
mod store_former;
mod store_invitation;
mod store_list;
mod store_names;
mod store_recount;
mod store_recovery;
mod store_words;
mod stuck;
mod support;
mod told;
mod validation;
mod words;

pub use batch::count_rows;
pub use by_host::{HostError, NamedMember, recover_by_host, unlock_by_host};
pub use counts::{MemberCounts, Recount};
pub(in crate::people) use device_changes::import_device;
pub use device_changes::{
    CodeProof, CodeSource, confirm_device, note_fixed_code, record_wrong_code, remove_devices,
    spend_step,
};
pub use email::{EmailAddress, mask_email};
pub use handlers::routes;
pub use language::{BrowserLanguage, Language};
pub use language_changes::{remember_browser, remember_browser_of_password, set_locale};
pub use model::{FirstProof, Member, NewMember, PasswordHolder, seal_password};
pub use named::Named;
pub use of_directory::{
    DirectoryPerson, create_of_directory, directory_manages, disable_leaver,
    find_by_directory_id_for_change, find_id_by_directory_id, follow_groups, link_to_directory,
    list_of_directory, prove_email, set_role_by_directory,
};
pub use people::{
    bump_epoch, circumstances, count_all, create, find, find_by_address, find_by_id,
    find_by_id_for_change, find_by_normal_address, find_for_change, find_password_holder,
    list_keys, notify, notify_of, open_caller, set_name, set_password,
};
pub(in crate::people) use reason::choose_reason;
pub use recount::{recount, repair_counts};
pub use recovery::{set_email, settle_password_reset, sweep};
pub use service::remove;
pub use store::MemberColumns;
pub use store::consume_skip;
pub use store_names::find_names;
pub use store_words::replace_words;
pub use told::tell_administrators;
pub use validation::{choose_name, choose_password, flaw_error, shortest_password};
