//! The webhooks of the organization: the list, the form for a new one, and the page of one with its deliveries.

mod acts;
mod address;
mod answers;
mod deliveries;
mod events;
mod list_page;
mod make_page;
mod one_page;
mod requests;
mod tested;

pub use list_page::WebhooksPage;
pub use make_page::NewWebhookPage;
pub use one_page::WebhookPage;
