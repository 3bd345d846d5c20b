//! The pending device: shown, and confirmed in one change.

use super::store;
use crate::messages::mail::Notice;
use crate::people::members;
use crate::platform::context::Context;
use crate::platform::crypto::keys::Purpose;
use crate::platform::crypto::totp::{self, Match, TotpSecret};
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::platform::origin::Origin;
use crate::protection::keyring;
use crate::record::audit::{self, Action, Event, Outcome};
use crate::second_step::flow::{self, FlowAnswer, FlowCredential, FlowError, OpenFlow};
use base32::Alphabet;
use qrcode_generator::Renderer;
use qrcode_generator::qr::{Encoder, ErrorCorrection};
use serde_json::json;
use shared_types::code::{CODE_DIGITS, parse_code};
use shared_types::enrollment::PendingDeviceView;
use shared_types::ids::DeviceId;
use shared_types::limits::TOTP_PERIOD;
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::secret::Secret;
use shared_types::sign_in::{CodeRequest, Step};
use shared_types::time::Time;
use std::time::Duration;
use url::form_urlencoded;
use uuid::Uuid;

/// Why an enrollment route refuses.
#[derive(Debug, thiserror::Error)]
pub enum EnrollmentError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// The flow does not serve this.
    #[error(transparent)]
    Flow(#[from] FlowError),
    /// Too many mails or wrong codes.
    #[error("too many tries")]
    Throttled(Duration),
    /// The e-mailed code is over, used up, or was never sent.
    #[error("the e-mailed code has ended")]
    EmailCodeExpired,
    /// The e-mailed code is wrong.
    #[error("the e-mailed code is wrong")]
    EmailCodeWrong {
        /// Tries left at this code.
        tries_left: u32,
    },
    /// The setup code is wrong.
    #[error("the setup code is wrong")]
    SetupCodeWrong {
        /// Tries left in this flow.
        tries_left: u32,
        /// Seconds until the app shows the next code.
        next_code_in_seconds: u32,
    },
    /// The pending secret does not open, or there is none yet.
    #[error("the pending secret is not readable")]
    Unreadable,
    /// The key does not fit into a QR code.
    #[error("the QR code cannot be drawn")]
    QrCode,
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// The six digits of a request; anything else counts as no try (T-09).
pub(super) fn read_code(request: &CodeRequest) -> Result<String, EnrollmentError> {
    parse_code(request.code.expose()).ok_or_else(|| {
        EnrollmentError::Invalid(FieldError {
            field: "code".into(),
            code: FieldErrorCode::Invalid,
            detail: "Six digits, one space allowed in the middle.".into(),
        })
    })
}

/// The flow's pending device, made at the first call and the same one ever after.
pub(super) async fn show_pending_device(
    context: &Context,
    origin: Origin,
    credential: FlowCredential,
) -> Result<PendingDeviceView, EnrollmentError> {
    let own = context.clone();
    let act = move |connection: &mut DbConnection, open: OpenFlow, now: Time| {
        if store::find_pending(connection, open.flow.id)?.is_none() {
            let id = DeviceId(Uuid::now_v7());
            let sealed = seal_new_secret(&own, &open, id);
            keyring::require_known(connection, &sealed)?;
            store::insert_pending(connection, (id, open.member.id, open.flow.id), &sealed, now)?;
            let event = Event::own(
                open.member.organization,
                open.member.id,
                Action::DevicePrepared,
            )
            .in_flow(open.flow.id);
            audit::record(connection, now, &origin, &event)?;
        }
        Ok((
            pending(connection, &own, &open)?.map(|(_, secret)| secret),
            open,
        ))
    };
    let (secret, open) = flow::change(context, credential, Step::Enroll, act).await??;
    view(&open, &secret.ok_or(EnrollmentError::Unreadable)?)
}

fn pending(
    connection: &mut DbConnection,
    context: &Context,
    open: &OpenFlow,
) -> DbResult<Option<(DeviceId, TotpSecret)>> {
    let found = store::find_pending(connection, open.flow.id)?;
    Ok(found.and_then(|(id, sealed)| {
        let [member, device] = bound(open, id);
        let secret = context
            .keys
            .open(Purpose::Totp, &[&member, &device], &sealed)
            .ok()?;
        Some((id, secret))
    }))
}

/// A secret is bound to its member and device, so that a moved row opens nothing (C-01).
fn bound(open: &OpenFlow, id: DeviceId) -> [String; 2] {
    [open.member.id.to_string(), id.to_string()]
}

fn seal_new_secret(context: &Context, open: &OpenFlow, id: DeviceId) -> Vec<u8> {
    let [member, device] = bound(open, id);
    context
        .keys
        .seal(Purpose::Totp, &[&member, &device], &totp::generate_secret())
}

fn view(open: &OpenFlow, secret: &[u8]) -> Result<PendingDeviceView, EnrollmentError> {
    let key = base32::encode(Alphabet::Rfc4648 { padding: false }, secret);
    let (issuer, account) = (&open.member.organization_name, &open.member.email);
    let uri = otpauth_uri(issuer, account, &key);
    let symbol = Encoder::new(ErrorCorrection::Medium).encode_text(&uri);
    let symbol = symbol.map_err(|_| EnrollmentError::QrCode)?;
    let svg = Renderer::new(&symbol, QR_PIXELS)
        .svg_xml_declaration(false)
        .to_svg_string(None::<&str>);
    Ok(PendingDeviceView {
        secret: Secret::new(key),
        otpauth_uri: Secret::new(uri),
        qr_svg: Secret::new(svg.map_err(|_| EnrollmentError::QrCode)?),
        algorithm: "SHA1".into(),
        digits: u8::try_from(CODE_DIGITS).unwrap_or(6),
        period_seconds: u8::try_from(TOTP_PERIOD.as_secs()).unwrap_or(30),
        issuer: issuer.clone(),
        account: account.clone(),
    })
}

const QR_PIXELS: usize = 264;

/// The key URI: issuer and account percent-encoded, so that no name adds a parameter (D-15).
fn otpauth_uri(issuer: &str, account: &str, key: &str) -> String {
    // Apps read a plus as itself in the label and in the query.
    let encode = |text: &str| {
        form_urlencoded::byte_serialize(text.as_bytes())
            .collect::<String>()
            .replace('+', "%20")
    };
    let (issuer, account) = (encode(issuer), encode(account));
    format!(
        "otpauth://totp/{issuer}:{account}?secret={key}&issuer={issuer}&algorithm=SHA1&digits=6&period=30"
    )
}

/// Confirms the pending device with a code of its own: it becomes the member's device, the old
/// one is gone, every session and other flow ends. The setup code is spent.
pub(super) async fn confirm_device(
    context: &Context,
    origin: Origin,
    credential: FlowCredential,
    request: CodeRequest,
) -> Result<FlowAnswer, EnrollmentError> {
    let code = read_code(&request)?;
    let own = context.clone();
    let act = move |connection: &mut DbConnection, open: OpenFlow, now: Time| {
        let Some((id, secret)) = pending(connection, &own, &open)? else {
            return Ok(Err(EnrollmentError::Unreadable));
        };
        match totp::match_code(&secret, &code, now, 0) {
            Match::Fresh(step) => activate(connection, &own, &origin, &open, (id, step)),
            Match::Used | Match::Wrong => refuse(connection, &origin, &open, now).map(Err),
        }
    };
    flow::change(context, credential, Step::Enroll, act).await??
}

fn activate(
    connection: &mut DbConnection,
    context: &Context,
    origin: &Origin,
    open: &OpenFlow,
    (id, step): (DeviceId, i64),
) -> DbResult<Result<FlowAnswer, EnrollmentError>> {
    let now = context.clock.now();
    let member = &open.member;
    let replaced = members::confirm_device(connection, member, id, step, now)?;
    let epoch = members::bump_epoch(connection, member.id)?;
    members::note_enrollment(connection, member.id, now)?;
    let (fresh, token) = flow::rotate(connection, open, epoch, now)?;
    let event = Event::own(member.organization, member.id, Action::DeviceConfirmed)
        .details(json!({ "device": id, "replaced": replaced }))
        .in_flow(open.flow.id);
    audit::record(connection, now, origin, &event)?;
    let notice = if replaced {
        Notice::DeviceReplaced
    } else {
        Notice::DeviceAdded
    };
    members::notify(connection, context, member, origin, notice)?;
    let view = flow::view(connection, &fresh, now)?;
    let answer = FlowAnswer::of(view, open.flow.transport);
    Ok(Ok(FlowAnswer {
        flow_token: Some(token),
        ..answer
    }))
}

fn refuse(
    connection: &mut DbConnection,
    origin: &Origin,
    open: &OpenFlow,
    now: Time,
) -> DbResult<EnrollmentError> {
    let tries_left = flow::count_wrong_code(connection, &open.flow)?;
    let event = Event::own(
        open.member.organization,
        open.member.id,
        Action::DeviceConfirmed,
    )
    .outcome(Outcome::Failure)
    .result("wrong")
    .in_flow(open.flow.id);
    audit::record(connection, now, origin, &event)?;
    let next_code_in_seconds = totp::next_code_in_seconds(now, totp::step_at(now));
    Ok(EnrollmentError::SetupCodeWrong {
        tries_left,
        next_code_in_seconds,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// D-15: whatever the names hold, the URI has exactly its own parameters.
    #[test]
    fn names_add_no_parameters() {
        for name in [
            "Acme: Support",
            "a?secret=x",
            "a&issuer=b",
            "%0a",
            "🦀 + co",
            "a/b#c",
        ] {
            let uri = otpauth_uri(name, "j+1@example.com", "ABC");
            let url = url::Url::parse(&uri).expect("a URI");
            let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
            assert_eq!(pairs.len(), 5, "{uri}");
            assert_eq!(pairs[0], ("secret".into(), "ABC".into()));
            assert_eq!(pairs[1], ("issuer".into(), name.into()));
            assert_eq!(url.fragment(), None);
        }
    }
}
