//! The text that the demo prints at its start: addresses, accounts, first steps.

use super::people::{ADMINISTRATOR, AGENT, HELPDESK, ORGANIZATION, PASSWORD};
use crate::application::config::Config;
use std::net::SocketAddr;

/// The whole text.
pub(super) fn write(config: &Config, mailbox: SocketAddr) -> String {
    let mut lines = vec![
        String::new(),
        format!("The demo of {ORGANIZATION}. Its data is gone when it ends."),
        String::new(),
    ];
    lines.extend(places(config, mailbox));
    lines.push(String::new());
    lines.push(format!("Everybody's password is: {PASSWORD}"));
    for person in [ADMINISTRATOR, AGENT, HELPDESK] {
        let (email, name, role) = (person.email, person.display_name, person.role.as_str());
        lines.push(format!("  {email:<20} {name}, {role}"));
    }
    lines.push(String::new());
    lines.extend(first_steps());
    lines.push(String::new());
    lines.push("Ctrl-C ends it.".to_owned());
    lines.push(String::new());
    lines.join("\n")
}

fn places(config: &Config, mailbox: SocketAddr) -> [String; 3] {
    let url = config.http.public_url.origin();
    let page = match config.web_ui {
        Some(_) => format!("  Open this page:       {url}"),
        None => format!("  Read about the API:   {url}/docs (--web-ui DIR serves pages)"),
    };
    let script = format!(
        "  The newest as JSON:   http://{mailbox}/latest?to={}",
        AGENT.email
    );
    [
        page,
        format!("  E-mails arrive here:  http://{mailbox}"),
        script,
    ]
}

fn first_steps() -> [String; 6] {
    [
        "What to try first:".to_owned(),
        format!(
            "  1. Sign in as {} and set up your phone; the emailed code is in the mailbox.",
            ADMINISTRATOR.email
        ),
        "  2. Switch two-step verification on for everybody.".to_owned(),
        format!(
            "  3. Sign in as {} in a private window: now the set-up is asked for.",
            AGENT.email
        ),
        "  4. Protect a console: Admin Center, Consoles. Proxies of this machine are trusted."
            .to_owned(),
        "  No phone at hand? `oathtool --totp --base32 KEY` shows the codes of a key.".to_owned(),
    ]
}
