//! The parts of pages: they take properties and call callbacks, and never send a request. Parts with
//! a state of their own are components, the others functions.

mod alert;
mod button;
mod code_entry;
mod code_field;
mod confirm;
mod copy;
mod countdown;
mod facts;
mod field;
mod focus;
mod form;
mod heading;
mod lines_field;
mod outcome;
mod pager;
mod password_field;
mod progress;
mod qr_code;
mod search_field;
mod select;
mod shown_once;

pub use alert::{Kind, alert, badge};
pub use button::{Button, Look};
pub use code_field::{CodeField, is_about_code, typed_code};
pub use confirm::Confirm;
pub use copy::CopyButton;
pub use countdown::{NewCode, counting, ring, use_new_code, use_seconds_until};
pub use facts::{fact, facts};
pub use field::Field;
pub use form::Form;
pub use heading::Heading;
pub use lines_field::LinesField;
pub use outcome::{Done, Outcome};
pub use pager::{Turn, pager};
pub use password_field::{PasswordField, hidden_username};
pub use progress::{PROGRESS, progress};
pub use qr_code::qr_code;
pub use search_field::SearchField;
pub use select::{Choice, ChoiceGroup, grouped_select, select};
pub use shown_once::{ShownOnce, may_lose_uncopied, use_shown_once};
