//! A member as people and programs name one: by id, or by address.

use super::email::EmailAddress;
use super::model::Member;
use super::people;
use crate::platform::db::keys::OrganizationKey;
use crate::platform::db::{DbConnection, DbResult};
use shared_types::ids::MemberId;
use shared_types::organizations::ShortName;

/// Who is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// By id.
    Id(MemberId),
    /// By address.
    Address(EmailAddress),
}

impl Named {
    /// `None` of a text that is neither.
    pub fn parse(text: &str) -> Option<Self> {
        let id = text.trim().parse().ok().map(Self::Id);
        id.or_else(|| EmailAddress::parse(text).map(Self::Address))
    }

    /// The member of this organization.
    pub fn find(
        &self,
        connection: &mut DbConnection,
        organization: OrganizationKey,
        short_name: &ShortName,
    ) -> DbResult<Option<Member>> {
        let found = match self {
            Self::Id(id) => people::find_by_id(connection, organization, *id)?,
            Self::Address(email) => people::find_by_address(connection, short_name, email)?,
        };
        Ok(found.filter(|member| member.organization.key == organization))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_is_named_by_id_or_address() {
        let id = "019ab5e2-7c1f-7d3a-9a54-0c7f5e2b8d61";
        let named = Some(Named::Id(id.parse().expect("an id")));
        assert_eq!(Named::parse(&format!(" {id} ")), named);
        assert!(matches!(
            Named::parse(" jo@example.com "),
            Some(Named::Address(_))
        ));
        for wrong in ["", "jo", "jo@", "019ab5e2"] {
            assert_eq!(Named::parse(wrong), None, "{wrong:?}");
        }
    }
}
