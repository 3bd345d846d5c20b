//! The integer keys by which rows refer to each other, each kind with a type of its own, so that no key
//! stands where another kind, or a number, is meant.
//!
//! A key names a row inside this database and nowhere else: it is never serialized, recorded or shown.
//! Outside, a thing has its id (a UUID). Of a row that a token opens the key is the token's selector.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::BigInt;
use shared_types::ids::{FlowId, MemberId, OrganizationId, SessionId};
use shared_types::time::Time;
use uuid::{Builder, Uuid};

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident,)*) => { $(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow,
        )]
        #[diesel(sql_type = BigInt)]
        pub struct $name(i64);

        impl $name {
            /// The key with this number, which a row or a token has.
            pub const fn of(number: i64) -> Self {
                Self(number)
            }

            /// The number in the column.
            pub const fn number(self) -> i64 {
                self.0
            }
        }

        impl<B: Backend> FromSql<BigInt, B> for $name
        where
            i64: FromSql<BigInt, B>,
        {
            fn from_sql(value: B::RawValue<'_>) -> deserialize::Result<Self> {
                i64::from_sql(value).map(Self)
            }
        }

        impl<B: Backend> ToSql<BigInt, B> for $name
        where
            i64: ToSql<BigInt, B>,
        {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, B>) -> serialize::Result {
                self.0.to_sql(out)
            }
        }
    )* };
}

keys! {
    /// A row of `organizations`.
    OrganizationKey,
    /// A row of `rules`.
    RuleKey,
    /// A row of `members`.
    MemberKey,
    /// A row of `groups`.
    GroupKey,
    /// A row of `totp_devices`: eight times the member's key, and the slot.
    DeviceKey,
    /// A row of `sign_ins`, and the selector of its token.
    SignInKey,
    /// A row of `known_browsers`, and the selector of its cookie.
    BrowserKey,
    /// A row of `api_tokens`, and the selector of its token.
    ApiTokenKey,
    /// A row of `clients`.
    ClientKey,
}

/// The UUID of a binary column, which a program wrote; the nil one of bytes that are none.
pub fn uuid_of(bytes: &[u8]) -> Uuid {
    Uuid::from_slice(bytes).unwrap_or(Uuid::nil())
}

/// Less than every version 7 UUID that is made from this time on (RFC 9562 §5.7): the range of a primary key that
/// begins with the time.
pub fn first_uuid_at(at: Time) -> Uuid {
    let millis = u64::try_from(at.micros() / 1000).unwrap_or(0);
    Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid()
}

/// How many devices of one kind a member may have: a device's key is that of its member times this, and
/// the slot.
pub const KEYS_PER_MEMBER: i64 = 8;

/// An organization: its row, and its id outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OrganizationRef {
    /// Its row.
    pub key: OrganizationKey,
    /// Its id outside.
    pub id: OrganizationId,
}

/// A member: the row, and the id outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MemberRef {
    /// The row.
    pub key: MemberKey,
    /// The id outside.
    pub id: MemberId,
}

/// A sign-in: its row, and how the record and lists name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignInRef {
    /// Its row.
    pub key: SignInKey,
    /// Its name outside. Not the key, which stands in the token.
    pub public_id: Uuid,
}

impl SignInRef {
    /// Of a row: its key, and the bytes of its name.
    pub fn of_row(key: SignInKey, public_id: &[u8]) -> Self {
        Self {
            key,
            public_id: uuid_of(public_id),
        }
    }

    /// The name as that of a flow.
    pub const fn flow(self) -> FlowId {
        FlowId(self.public_id)
    }

    /// The name as that of a session.
    pub const fn session(self) -> SessionId {
        SessionId(self.public_id)
    }
}
