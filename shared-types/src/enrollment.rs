//! Binding a device to a member.

use crate::secret::Secret;
use serde::{Deserialize, Serialize};

/// The device that this flow is about to bind. The same one for the whole flow, and for another one that
/// follows in the same browser within 15 minutes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PendingDeviceView {
    /// The key in Base32 (RFC 4648 §6), upper case, without padding.
    pub secret: Secret,
    /// The key URI that a phone opens in its authenticator app.
    pub otpauth_uri: Secret,
    /// The same URI as a QR code: one SVG element, black on white, quiet zone of four modules.
    pub qr_svg: Secret,
    /// Always `SHA1`: the only algorithm that every app honours.
    #[cfg_attr(feature = "openapi", schema(example = "SHA1"))]
    pub algorithm: String,
    /// Digits of a code.
    #[cfg_attr(feature = "openapi", schema(example = 6))]
    pub digits: u8,
    /// Seconds that a code is shown.
    #[cfg_attr(feature = "openapi", schema(example = 30))]
    pub period_seconds: u8,
    /// The issuer that the app shows.
    pub issuer: String,
    /// The entry's name in the app: the address, and a number where an entry of the same name may stand there.
    pub account: String,
}
