//! `twostep member recover`: ends a hold of recovery by e-mail, when no administrator is there to do it.

use super::start;
use crate::application::config::Config;
use crate::people::members::{self, NamedMember};

/// Ends the hold, and says so on standard output.
pub(super) async fn recover(
    config: &Config,
    named: NamedMember,
    reason: &str,
) -> anyhow::Result<()> {
    let context = start::context(config).await?;
    members::recover_by_host(&context, named, reason).await?;
    println!(
        "Recovery by e-mail works again. The member, the administrators and the helpdesk are told as \
         soon as a server runs."
    );
    Ok(())
}
