//! `twostep member recover` and `twostep member unlock`: what an administrator does for a member, when none is there.

use super::start;
use crate::application::config::Config;
use crate::people::members::{self, NamedMember};

/// Ends a hold of recovery by e-mail, and says so on standard output.
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

/// Ends delays and gives back what is used up, and says so on standard output.
pub(super) async fn unlock(
    config: &Config,
    named: NamedMember,
    reason: &str,
) -> anyhow::Result<()> {
    let context = start::context(config).await?;
    members::unlock_by_host(&context, named, reason).await?;
    println!(
        "Delays are over; passwords, codes, e-mails and links are given back. It is recorded."
    );
    Ok(())
}
