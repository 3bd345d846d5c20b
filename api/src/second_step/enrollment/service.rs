//! The pending device: shown, and confirmed in one change.

use super::refusals::{ConfirmDeviceError, ShowDeviceError};
use crate::messages::mail::Notice;
use crate::people::devices::{self, PendingTotpDevice, SetUp};
use crate::people::members;
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::origin::Origin;
use crate::record::audit::{self, Action, Event};
use crate::second_step::flow::{
    self, FlowAnswer, FlowCredential, OpenFlow, SetupFlowError, SetupStep,
};
use crate::second_step::proofs::{self, SetupAttempt, SetupOutcome, read_code};
use base32::Alphabet;
use qrcode_generator::Renderer;
use qrcode_generator::qr::{Encoder, ErrorCorrection};
use serde_json::json;
use shared_types::code::CODE_DIGITS;
use shared_types::enrollment::PendingDeviceView;
use shared_types::limits::TOTP_PERIOD;
use shared_types::secret::Secret;
use shared_types::sign_in::CodeRequest;
use shared_types::time::Time;
use url::form_urlencoded;

/// The flow's pending device: the one of an earlier flow of the same browser, or made at the first call; the
/// same one ever after.
pub(super) async fn show_pending_device(
    context: &Context,
    origin: Origin,
    credential: FlowCredential,
) -> Result<PendingDeviceView, ShowDeviceError> {
    let own = context.clone();
    let act = move |connection: &mut DbConnection, open: OpenFlow, now: Time| {
        let pending =
            match devices::find_pending_totp(connection, open.flow.key, open.member.reference())? {
                Some(pending) => pending,
                None => prepare(connection, &own, &origin, &open, now)?,
            };
        // One that another key sealed is not shown.
        let shown = pending.open_secret(&own.keys).ok();
        Ok((shown.map(|secret| (secret, pending.number)), open))
    };
    let (shown, open) =
        flow::change_in_setup_step(context, credential, SetupStep::Enroll, act).await??;
    let (secret, number) = shown.ok_or(ShowDeviceError::Unreadable)?;
    view(&open, &secret, number)
}

fn prepare(
    connection: &mut DbConnection,
    context: &Context,
    origin: &Origin,
    open: &OpenFlow,
    now: Time,
) -> DbResult<PendingTotpDevice> {
    let OpenFlow { flow, member, .. } = open;
    let set_up = SetUp {
        sign_in: flow.key,
        browser: flow.browser.map(|browser| browser.key),
    };
    let pending = devices::prepare_totp(connection, context, member.reference(), set_up, now)?;
    let event = Event::own(member.organization.id, member.id, Action::DevicePrepared);
    audit::record(connection, now, origin, &event.in_flow(flow.id))?;
    Ok(pending)
}

fn view(open: &OpenFlow, secret: &[u8], number: i64) -> Result<PendingDeviceView, ShowDeviceError> {
    let key = base32::encode(Alphabet::Rfc4648 { padding: false }, secret);
    let issuer = &open.member.organization_name;
    let account = entry_name(&open.member.email, number);
    let uri = otpauth_uri(issuer, &account, &key);
    let symbol = Encoder::new(ErrorCorrection::Medium).encode_text(&uri);
    let symbol = symbol.map_err(|_| ShowDeviceError::QrCode)?;
    let svg = Renderer::new(&symbol, QR_PIXELS)
        .svg_xml_declaration(false)
        .to_svg_string(None::<&str>);
    Ok(PendingDeviceView {
        secret: Secret::new(key),
        otpauth_uri: Secret::new(uri),
        qr_svg: Secret::new(svg.map_err(|_| ShowDeviceError::QrCode)?),
        algorithm: "SHA1".into(),
        digits: u8::try_from(CODE_DIGITS).unwrap_or(6),
        period_seconds: u8::try_from(TOTP_PERIOD.as_secs()).unwrap_or(30),
        issuer: issuer.clone(),
        account,
    })
}

/// The name of an entry. Where one of the same name may stand in the app already, a number stands behind it.
fn entry_name(email: &str, number: i64) -> String {
    match number {
        ..=1 => email.to_owned(),
        _ => format!("{email} {number}"),
    }
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
) -> Result<FlowAnswer, ConfirmDeviceError> {
    let code = read_code(&request.code).map_err(ConfirmDeviceError::Invalid)?;
    let own = context.clone();
    let act = move |connection: &mut DbConnection, open: OpenFlow, now: Time| {
        let pending =
            devices::find_pending_totp(connection, open.flow.key, open.member.reference())?;
        let attempt = SetupAttempt {
            origin: &origin,
            member: &open.member,
            flow: open.flow.id,
            pending: pending.as_ref(),
            code: &code,
        };
        match proofs::check_setup_code(connection, &own, attempt, now)? {
            SetupOutcome::Right { step } => match pending {
                Some(pending) => {
                    let proven = ProvenDevice { pending, step };
                    activate(connection, &own, &origin, &open, &proven)
                }
                None => Ok(Err(ConfirmDeviceError::Unreadable)),
            },
            SetupOutcome::Wrong {
                next_code_in_seconds,
                is_of_former,
            } => Ok(Err(
                match flow::count_failed_try(connection, &open.flow, now)? {
                    Ok(tries_left) => ConfirmDeviceError::Wrong {
                        tries_left,
                        next_code_in_seconds,
                        is_of_former,
                    },
                    Err(ended) => SetupFlowError::Flow(ended.into()).into(),
                },
            )),
            SetupOutcome::Unreadable => Ok(Err(ConfirmDeviceError::Unreadable)),
        }
    };
    flow::change_in_setup_step(context, credential, SetupStep::Enroll, act).await??
}

/// A pending device whose code was right.
struct ProvenDevice {
    pending: PendingTotpDevice,
    step: i64,
}

fn activate(
    connection: &mut DbConnection,
    context: &Context,
    origin: &Origin,
    open: &OpenFlow,
    proven: &ProvenDevice,
) -> DbResult<Result<FlowAnswer, ConfirmDeviceError>> {
    let now = context.clock.now();
    let member = &open.member;
    let replaced = members::confirm_device(connection, member, &proven.pending, proven.step, now)?;
    let epoch = members::bump_epoch(connection, member.key)?;
    let (fresh, token) = flow::rotate(connection, open, epoch, now)?;
    let event = Event::own(member.organization.id, member.id, Action::DeviceConfirmed)
        .details(json!({ "device": proven.pending.id, "replaced": replaced }))
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
