//! Every dialog and every mail in German, chosen by what the browser asks for.

use crate::tour;
use anyhow::Result;
use e2e::browser::Look;
use e2e::journey::Stage;

pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    tour::of_every_dialog(stage, Look::German).await?;
    Ok(())
}
