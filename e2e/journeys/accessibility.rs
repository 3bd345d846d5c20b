//! Every page, checked by axe-core in the light theme of a desktop.

use crate::tour;
use anyhow::Result;
use e2e::browser::Look;
use e2e::journey::Stage;

pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    tour::of_every_dialog(stage, Look::Light).await?;
    Ok(())
}
