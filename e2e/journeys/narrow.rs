//! Every page on 320 CSS pixels, without a horizontal scroll bar (WCAG 2.2, 1.4.10).

use crate::tour;
use anyhow::Result;
use e2e::browser::Look;
use e2e::journey::Stage;

pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    tour::of_every_dialog(stage, Look::Narrow).await?;
    Ok(())
}
