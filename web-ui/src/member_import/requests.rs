//! The request of the page.

use crate::client::Client;
use crate::failure::Failure;
use shared_types::member_batch::BatchResponse;

/// `POST /members/import`: rows that are refused keep no others back.
pub(super) async fn import_members(
    client: &Client,
    file: &str,
    dry_run: bool,
) -> Result<BatchResponse, Failure> {
    let path = format!("/members/import?mode=possible&dry_run={dry_run}");
    client.post_csv(&path, file).await
}
