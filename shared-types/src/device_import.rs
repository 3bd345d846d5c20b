//! Entries of authenticator apps that another product made, brought along: `POST /devices/import`.

use crate::ids::MemberId;
use crate::members::Role;
use crate::secret::Secret;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// `POST /devices/import`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ImportDevicesRequest {
    /// `true`: says what would happen, and changes nothing.
    #[cfg_attr(feature = "openapi", schema(example = true))]
    pub dry_run: bool,
    /// The entries, one a line: an `otpauth://totp/…` address, an `otpauth-migration://offline?data=…` link of
    /// Google Authenticator with up to ten of them, or CSV of an email address and a Base32 secret or an `otpauth`
    /// address (with or without a first line of names, separated by `,` or `;`). At most 1,000 entries, 4 KiB a
    /// line.
    #[cfg_attr(
        feature = "openapi",
        schema(
            value_type = String,
            example = "otpauth://totp/Acme:jo@example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Acme"
        )
    )]
    pub entries: Secret,
    /// Whose entries they are, where their labels are no addresses of members: rows of an earlier answer, each with
    /// a member.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<ImportedFor>,
    /// In how many days the members have to set up entries of their own: 1 to 365; 30 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 365, example = 30))]
    pub replace_within_days: Option<u32>,
}

/// Whose entry a row is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ImportedFor {
    /// The row, counted from 1.
    pub row: u32,
    /// The member: id or email address.
    #[cfg_attr(feature = "openapi", schema(example = "jo@example.com"))]
    pub member: String,
}

/// The answer of `POST /devices/import`. No secret stands in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportDevicesResponse {
    /// Whether nothing was changed.
    pub dry_run: bool,
    /// Entries that were imported, or would be.
    pub imported: u32,
    /// Entries that were refused, or would be.
    pub refused: u32,
    /// Until when the members have to set up entries of their own.
    pub replace_by: Time,
    /// Links of Google Authenticator that belong to these ones and are not among the lines.
    pub missing_links: u32,
    /// What became of each entry, in their order.
    pub rows: Vec<ImportedRow>,
}

/// What became of one entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportedRow {
    /// Counted from 1.
    pub row: u32,
    /// The line that it stands in, counted from 1.
    pub line: u32,
    /// What the entry is called in the app, or the address beside it; absent where nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<ImportedMember>,
    /// What became of it.
    pub result: ImportResult,
    /// With `refused`: why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<ImportRefusal>,
    /// Whether the secret is shorter than RFC 4226 §4 asks for (16 bytes): one more reason to replace it.
    pub is_weak: bool,
}

/// Whose entry it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportedMember {
    /// The member.
    pub id: MemberId,
    /// The address that signs in.
    pub email: String,
    /// The person's name.
    pub display_name: String,
    /// What the person may do here.
    pub role: Role,
}

/// What became of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ImportResult {
    /// The member signs in with its codes from now on.
    Imported,
    /// The same without `dry_run`.
    WouldImport,
    /// Nothing was changed.
    Refused,
}

/// Why an entry is not imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ImportRefusal {
    /// The line is none of the forms.
    Unreadable,
    /// The line is longer than 4 KiB.
    TooLong,
    /// The entry counts instead of following the time (HOTP).
    NotTimeBased,
    /// Its codes are made with something else than SHA-1.
    UnsupportedAlgorithm,
    /// Its codes have not six digits.
    UnsupportedDigits,
    /// Its codes change in another time than 30 seconds.
    UnsupportedPeriod,
    /// The secret is no Base32, or longer than 128 bytes.
    BadSecret,
    /// The secret is shorter than 10 bytes.
    ShortSecret,
    /// An earlier row has the same member or the same secret.
    Duplicate,
    /// No member has this address or id.
    UnknownMember,
    /// The member is disabled.
    MemberDisabled,
    /// The member is no agent, and only the label says that the entry is theirs. A label is chosen by who made the
    /// entry: name the member in `members`.
    NotByLabel,
    /// The member may set up no device for now, because recovery by e-mail is held.
    Held,
    /// It is the caller's own: nobody sets up an entry for himself in this way.
    OwnEntry,
    /// The member has a device.
    HasDevice,
    /// The time of the import was over before the row's turn came: send it again.
    Unavailable,
}
