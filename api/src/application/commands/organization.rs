//! `twostep organization create`: a setup token for one more organization.

use super::start;
use crate::account::setup;
use crate::application::config::Config;
use crate::people::members::choose_name;
use crate::programs::sandboxes;
use anyhow::bail;
use shared_types::limits::SETUP_TOKEN_LIFETIME;
use shared_types::sandboxes::FIXED_CODE;

/// Makes a test organization, and prints what is shown of it once on standard output.
pub(super) async fn create_test(config: &Config, name: &str) -> anyhow::Result<()> {
    let name = match choose_name("name", name) {
        Ok(name) => name,
        Err(error) => bail!("--name: {}", error.detail),
    };
    let context = start::context(config).await?;
    let made = sandboxes::create_by_host(&context, name).await?;
    println!("{}", serde_json::to_string_pretty(&made)?);
    eprintln!(
        "It is a test organization: its code is {FIXED_CODE}, its mails stand in GET {}/api/v1/sandbox/mails, and \
         nothing that is signed there proves anybody.",
        config.http.public_url,
    );
    Ok(())
}

/// Prints the token on standard output, and its purpose on standard error.
pub(super) async fn create(config: &Config, name: &str) -> anyhow::Result<()> {
    let name = match choose_name("name", name) {
        Ok(name) => name,
        Err(error) => bail!("--name: {}", error.detail),
    };
    let context = start::context(config).await?;
    let token = setup::issue_token(&context).await?;
    println!("setup token: {}", token.expose());
    eprintln!(
        "It makes one organization within {} hours. Its first administrator enters it at {}/setup \
         with the name {name:?}. Its members sign in at an address of their own, which the Admin \
         Center shows.",
        SETUP_TOKEN_LIFETIME.as_secs() / 3600,
        config.http.public_url,
    );
    Ok(())
}
