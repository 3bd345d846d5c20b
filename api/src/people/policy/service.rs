//! Reading and previewing the policy.

use super::recovery::{self, RecoveryFacts};
use super::{store, store_versions};
use crate::platform::context::Context;
use crate::platform::db::keys::OrganizationKey;
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::platform::pages::{page_size, wrong_cursor};
use crate::protection::access::{Authorized, PolicyRead};
use crate::protection::demand::Rule;
use shared_types::page::Page;
use shared_types::policy::{ListPolicyVersionsQuery, PolicyPreview, PolicyVersion, PolicyView};
use shared_types::problem::FieldError;
use shared_types::recovery::RecoveryMode;

/// Why no versions are listed.
#[derive(Debug, thiserror::Error)]
pub enum ListPolicyVersionsError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// What ends a hold of a member of this organization that begins now; `rule` is the member's, which may ask for more than
/// that of everybody.
pub fn recovery_mode(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    rule: Rule,
) -> DbResult<RecoveryMode> {
    let facts = store::find_recovery(connection, organization)?;
    Ok(recovery::mode(RecoveryFacts {
        rule: facts.rule.strictest(rule),
        ..facts
    }))
}

pub(super) async fn get_policy(
    context: &Context,
    caller: Authorized<PolicyRead>,
) -> Result<PolicyView, DbError> {
    context
        .db
        .read(move |connection| store::find_policy(connection, caller.organization.key))
        .await
}

pub(super) async fn preview_policy(
    context: &Context,
    caller: Authorized<PolicyRead>,
) -> Result<PolicyPreview, DbError> {
    let now = context.clock.now();
    context
        .db
        .read(move |connection| store::find_preview(connection, caller.organization.key, now))
        .await
}

/// The versions, the newest first. A cursor is the number of the last version of the page before.
pub(super) async fn list_versions(
    context: &Context,
    caller: Authorized<PolicyRead>,
    query: ListPolicyVersionsQuery,
) -> Result<Page<PolicyVersion>, ListPolicyVersionsError> {
    let limit = page_size(query.limit).map_err(ListPolicyVersionsError::Invalid)?;
    let before = match query.cursor.as_deref().map(str::parse::<i64>) {
        None => i64::MAX,
        Some(Ok(version)) if version > 0 => version,
        Some(_) => return Err(ListPolicyVersionsError::Invalid(wrong_cursor())),
    };
    let organization = caller.organization.key;
    let most = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let find = move |connection: &mut DbConnection| {
        store_versions::list_before(connection, organization, before, most)
    };
    let mut items = context.db.read(find).await?;
    let has_more = items.len() > limit;
    items.truncate(limit);
    let last = items.last().filter(|_| has_more);
    Ok(Page {
        next_cursor: last.map(|version| version.version.to_string()),
        items,
    })
}
