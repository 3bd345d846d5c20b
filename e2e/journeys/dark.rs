//! Every dialog in the dark: the same contrast, and a QR code that phones still read.

use crate::tour;
use anyhow::Result;
use e2e::browser::Look;
use e2e::journey::Stage;

pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    tour::of_every_dialog(stage, Look::Dark).await?;
    Ok(())
}
