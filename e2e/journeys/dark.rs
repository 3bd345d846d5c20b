//! Every page in the dark theme: enough contrast, and a QR code that phones can read.

use crate::tour;
use anyhow::Result;
use e2e::browser::Look;
use e2e::journey::Stage;

pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    tour::of_every_dialog(stage, Look::Dark).await?;
    Ok(())
}
