//! The consoles in front of which we stand: the list, the gallery of products, the configuration of each, and the live test.

mod acts;
mod attempt;
mod change_form;
mod configuration;
mod fill;
mod gallery_page;
mod guess;
mod install;
mod list_page;
mod live_test;
mod make_page;
mod one_page;
mod radius_page;
mod recipe;
mod recipes;
mod refusals;
mod register_address;
mod requests;
mod standing;
mod who_form;

pub use gallery_page::GalleryPage;
pub use list_page::ConsolesPage;
pub use make_page::ProtectPage;
pub use one_page::ConsoleOnePage;
