//! The mails of a test organization, which are read instead of sent.

use super::service::{MAIL, open};
use super::{html, text};
use crate::messages::delivery;
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbResult};
use shared_types::ids::OrganizationId;
use shared_types::sandboxes::SandboxMail;
use shared_types::secret::Secret;

/// Some of them, newest first, older than the one with this id.
pub fn list_readable(
    connection: &mut DbConnection,
    context: &Context,
    organization: OrganizationId,
    before: Option<&str>,
    limit: i64,
) -> DbResult<Vec<SandboxMail>> {
    let found = delivery::list_readable(connection, &MAIL, organization, before, limit)?;
    let mails = found.iter().filter_map(|kept| open(context, kept));
    let views = mails.map(|mail| SandboxMail {
        text: Secret::new(text::render(&mail.letter)),
        html: Secret::new(html::render(&mail.letter)),
        id: mail.id,
        at: mail.at,
        to: mail.to.address,
        subject: mail.letter.subject,
    });
    Ok(views.collect())
}

/// Forgets some mails of an organization that is no more, sent or not; how many.
pub fn forget_some(connection: &mut DbConnection, organization: OrganizationId) -> DbResult<usize> {
    delivery::forget_some(connection, organization)
}
