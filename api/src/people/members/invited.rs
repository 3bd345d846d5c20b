//! A member to be, as a request names one.

use super::email::EmailAddress;
use super::model::{FirstProof, NewMember};
use super::validation::choose_name;
use super::words::words_of;
use crate::people::groups::{self, Chosen};
use crate::platform::db::keys::OrganizationRef;
use crate::platform::new_id::new_id;
use shared_types::ids::MemberId;
use shared_types::me::Locale;
use shared_types::members::{CreateMemberRequest, Role};
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::time::Time;

/// Who is to be invited; checked, but for what the database says.
pub(super) struct Invited {
    display_name: String,
    pub(super) email: EmailAddress,
    pub(super) role: Role,
    pub(super) locale: Option<Locale>,
    pub(super) groups: Chosen,
}

impl Invited {
    /// All that is wrong is said at once.
    pub(super) fn read(request: &CreateMemberRequest) -> Result<Self, Vec<FieldError>> {
        let email = EmailAddress::parse(&request.email).ok_or_else(|| {
            let detail = "This is not an email address.";
            FieldError::new("email", FieldErrorCode::Invalid, detail)
        });
        let display_name = choose_name("display_name", &request.display_name);
        match (email, display_name, groups::choose(&request.groups)) {
            (Ok(email), Ok(display_name), Ok(groups)) => Ok(Self {
                display_name,
                email,
                role: request.role,
                locale: request.locale,
                groups,
            }),
            (email, display_name, groups) => {
                let flaws = [email.err(), display_name.err(), groups.err()];
                Err(flaws.into_iter().flatten().collect())
            }
        }
    }

    /// How many rows of the database the member is: with the words by which it is found, and the groups.
    pub(super) fn writes(&self) -> usize {
        1 + words_of(&self.display_name, self.email.normal()).len() + self.groups.count()
    }

    pub(super) fn as_new(&self, organization: OrganizationRef, now: Time) -> NewMember<'_> {
        NewMember {
            id: MemberId(new_id(now)),
            organization,
            email: &self.email,
            display_name: &self.display_name,
            role: self.role,
            proof: FirstProof::Invitation,
        }
    }
}
