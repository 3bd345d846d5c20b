//! The addresses of a console, checked.

use super::uris;
use crate::platform::outbound::{Outbound, is_on_this_machine};
use shared_types::limits::{CLIENT_URI_LONGEST, CLIENT_URIS};
use shared_types::problem::{FieldError, FieldErrorCode};
use url::Url;

pub(super) fn read_redirects(uris: &[String]) -> Result<Vec<String>, Vec<FieldError>> {
    let field = "redirect_uris";
    if uris.is_empty() {
        let detail = "Name at least one address.";
        return Err(vec![FieldError::new(
            field,
            FieldErrorCode::Required,
            detail,
        )]);
    }
    read_uris(field, uris)
}

/// Each once, in their order.
pub(super) fn read_uris(field: &str, uris: &[String]) -> Result<Vec<String>, Vec<FieldError>> {
    if uris.len() > CLIENT_URIS {
        let detail = format!("At most {CLIENT_URIS} addresses.");
        return Err(vec![FieldError::new(
            field,
            FieldErrorCode::TooLong,
            detail,
        )]);
    }
    let (mut read, mut flaws) = (Vec::new(), Vec::new());
    for (at, text) in uris.iter().enumerate() {
        match uris::read(&format!("{field}[{at}]"), text) {
            Ok(uri) if read.contains(&uri) => {}
            Ok(uri) => read.push(uri),
            Err(flaw) => flaws.push(flaw),
        }
    }
    if flaws.is_empty() {
        Ok(read)
    } else {
        Err(flaws)
    }
}

/// Where this program itself sends something: by the rules of webhooks.
pub(super) fn read_logout(
    outbound: &Outbound,
    text: Option<&str>,
) -> Result<Option<String>, FieldError> {
    let field = "backchannel_logout_uri";
    let invalid = |detail: &str| FieldError::new(field, FieldErrorCode::Invalid, detail);
    let Some(text) = text else {
        return Ok(None);
    };
    if text.chars().count() > CLIENT_URI_LONGEST {
        let detail = format!("At most {CLIENT_URI_LONGEST} characters.");
        return Err(FieldError::new(field, FieldErrorCode::TooLong, detail));
    }
    let url = Url::parse(text)
        .map_err(|_| invalid("It is no address, such as https://remote.example.com/logout."))?;
    if url.scheme() != "https" && !is_on_this_machine(&url) || url.port() == Some(0) {
        return Err(invalid(
            "It must begin with https://, but for an address of this machine.",
        ));
    }
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err(invalid(
            "Leave out name and password, and what stands behind #.",
        ));
    }
    if !outbound.admits(&url) {
        let detail = "This address is not public. The operator of this installation can admit private networks \
             (TWOSTEP_OUTBOUND_ALLOW), never link-local ones.";
        return Err(FieldError::new(field, FieldErrorCode::NotPublic, detail));
    }
    Ok(Some(url.into()))
}

pub(super) fn read_launch(text: Option<&str>) -> Result<Option<String>, FieldError> {
    text.map(|text| uris::read_launch("launch_uri", text))
        .transpose()
}
