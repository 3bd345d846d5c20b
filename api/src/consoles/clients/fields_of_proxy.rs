//! The fields of a console whose proxy asks for it: it has an origin, and what a relying party has it has not.

use super::uris;
use shared_types::clients::{
    ClientAuthMethod, ClientKind, CreateClientRequest, PatchClientRequest,
};
use shared_types::problem::{FieldError, FieldErrorCode};

/// The origin of a console to be; `None` of a relying party.
pub(super) fn read(request: &CreateClientRequest) -> Result<Option<String>, Vec<FieldError>> {
    let origin = request.origin.as_deref();
    match request.kind {
        ClientKind::Oidc => match origin {
            None => Ok(None),
            Some(_) => Err(vec![superfluous("origin", OF_PROXY)]),
        },
        ClientKind::ForwardAuth => {
            let origin = uris::read_origin(origin.unwrap_or_default()).map_err(|flaw| vec![flaw]);
            let mut flaws = of_relying_party(&[
                ("redirect_uris", !request.redirect_uris.is_empty()),
                (
                    "post_logout_redirect_uris",
                    !request.post_logout_redirect_uris.is_empty(),
                ),
                (
                    "backchannel_logout_uri",
                    request.backchannel_logout_uri.is_some(),
                ),
            ]);
            match origin {
                Ok(origin) if flaws.is_empty() => Ok(Some(origin)),
                Ok(_) => Err(flaws),
                Err(mut wrong) => {
                    wrong.append(&mut flaws);
                    Err(wrong)
                }
            }
        }
    }
}

/// Where its browsers go back to.
pub(super) fn redirects(origin: Option<&str>) -> Vec<String> {
    origin.map(uris::callback_below).into_iter().collect()
}

/// What it proves itself by: a proxy redeems nothing.
pub(super) const fn auth_method(request: &CreateClientRequest) -> ClientAuthMethod {
    match request.kind {
        ClientKind::Oidc => request.token_endpoint_auth_method,
        ClientKind::ForwardAuth => ClientAuthMethod::None,
    }
}

/// Refuses a change of what only a console of the other kind has.
pub(super) fn refuse_of_other_kind(
    kind: ClientKind,
    request: &PatchClientRequest,
) -> Result<(), Vec<FieldError>> {
    let flaws = match kind {
        ClientKind::Oidc => {
            let named = request.origin.is_some();
            let flaw = named.then(|| superfluous("origin", OF_PROXY));
            flaw.into_iter().collect()
        }
        ClientKind::ForwardAuth => of_relying_party(&[
            ("redirect_uris", request.redirect_uris.is_some()),
            (
                "post_logout_redirect_uris",
                request.post_logout_redirect_uris.is_some(),
            ),
            (
                "backchannel_logout_uri",
                request.backchannel_logout_uri.is_some(),
            ),
        ]),
    };
    if flaws.is_empty() { Ok(()) } else { Err(flaws) }
}

const OF_PROXY: &str = "Only a console of the kind forward_auth has an origin.";
const OF_RELYING_PARTY: &str =
    "Leave it out: browsers of a console of the kind forward_auth go back below its origin.";

fn of_relying_party(named: &[(&str, bool)]) -> Vec<FieldError> {
    let named = named.iter().filter(|(_, is_named)| *is_named);
    named
        .map(|(field, _)| superfluous(field, OF_RELYING_PARTY))
        .collect()
}

fn superfluous(field: &str, detail: &str) -> FieldError {
    FieldError::new(field, FieldErrorCode::Invalid, detail)
}
