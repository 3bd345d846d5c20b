//! What `twostep doctor` finds out about the directories: whether each answers, takes the service account, shows its
//! base, and can be searched as it is configured.

use crate::platform::ldap::{Away, Directories, Directory};

/// An address that nobody has, for a search that must find nobody (RFC 2606 §2).
const NOBODY: &str = "twostep-doctor@directory.invalid";

/// What works, or what does not, for each directory.
pub(super) async fn check(directories: &Directories) -> Vec<Result<String, String>> {
    let mut findings = Vec::new();
    for directory in directories.all() {
        let organization = &directory.organization;
        let finding = match search(directory).await {
            Ok(false) => Ok(format!(
                "{organization}: it answers, and {:?} can be searched",
                directory.base
            )),
            Ok(true) => Err(format!(
                "{organization}: user_filter finds somebody for an address that nobody has"
            )),
            Err(cause) => Err(format!("{organization}: {}", in_words(&cause))),
        };
        findings.push(finding);
    }
    findings
}

/// Whether somebody is found who is not there.
async fn search(directory: &Directory) -> Result<bool, Away> {
    let mut connection = directory.connect().await?;
    connection.check_base().await?;
    let found = connection.find_person(NOBODY).await?;
    connection.groups_of(None).await?;
    Ok(found.is_some())
}

/// The words of libraries, with what to do.
fn in_words(cause: &Away) -> String {
    let text = cause.to_string();
    let hints = [
        (
            "UnknownIssuer",
            "the certificate is of an authority that is not trusted: name its root in ca_file",
        ),
        (
            "NotValidForName",
            "the certificate is for another name: write the name that it has into urls",
        ),
        ("Expired", "the certificate has expired"),
        ("onnection refused", "nothing listens there"),
        ("failed to lookup", "there is no such host"),
        (
            "strong",
            "the directory asks for TLS: write ldaps://, or set start_tls = true",
        ),
    ];
    let hint = hints.iter().find(|(part, _)| text.contains(part));
    match hint {
        Some((_, hint)) => format!("{hint} ({text})"),
        None => text,
    }
}
