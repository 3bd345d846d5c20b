//! One row of a batch, and what becomes of it.

use super::super::invited::Invited;
use super::super::refusals::NotInvited;
use super::super::{service, store};
use crate::platform::context::Context;
use crate::platform::db::{self, DbConnection, DbResult};
use crate::protection::access::{Authorized, MembersWrite};
use shared_types::ids::MemberId;
use shared_types::limits::BATCH_ROW_BYTES;
use shared_types::members::CreateMemberRequest;
use shared_types::problem::{FieldError, FieldErrorCode, ProblemCode};

/// One row of a batch.
pub(super) struct Row {
    /// Where it begins in a file.
    pub(super) line: Option<u32>,
    /// The address in a file, as it stands there.
    pub(super) email: Option<String>,
    /// Who is to be invited, if the row says that.
    pub(super) invited: Result<Invited, FieldError>,
}

/// What becomes of a row.
pub(super) enum Decided {
    Made(MemberId),
    Unchanged(MemberId),
    Refused(ProblemCode, Vec<FieldError>),
}

impl Row {
    /// A row of a request.
    pub(super) fn of_request(request: &CreateMemberRequest) -> Self {
        let length = serde_json::to_string(request).map_or(usize::MAX, |text| text.len());
        let invited = if length > BATCH_ROW_BYTES {
            Err(too_long())
        } else {
            Invited::read(request)
        };
        Self {
            line: None,
            email: None,
            invited,
        }
    }

    /// Makes the member, unless somebody has the address.
    pub(super) fn decide(
        &self,
        connection: &mut DbConnection,
        context: &Context,
        caller: &Authorized<MembersWrite>,
    ) -> DbResult<Decided> {
        let invited = match &self.invited {
            Ok(invited) => invited,
            Err(flaw) => return Ok(Decided::invalid(flaw.clone())),
        };
        let organization = caller.organization;
        // Another request that makes the same member now is waited for.
        db::lock(connection, &organization.id.to_string())?;
        let known = store::find_id_by_address(connection, organization.key, &invited.email)?;
        if let Some(id) = known {
            return Ok(Decided::Unchanged(id));
        }
        let made = service::insert_invited(connection, context, caller, invited)?;
        Ok(match made {
            Ok(made) => Decided::Made(made.id),
            Err(NotInvited::Invalid(flaw)) => Decided::invalid(flaw),
            Err(NotInvited::Forbidden) => {
                let detail = "An API token makes agents only.";
                let role = FieldError::new("role", FieldErrorCode::Invalid, detail);
                Decided::Refused(ProblemCode::Forbidden, vec![role])
            }
            Err(NotInvited::Full) => Decided::Refused(ProblemCode::Conflict, Vec::new()),
            Err(NotInvited::Throttled(_)) => Decided::Refused(ProblemCode::Throttled, Vec::new()),
        })
    }
}

impl Decided {
    /// The time of the batch was over before its turn came.
    pub(super) const fn late() -> Self {
        Self::Refused(ProblemCode::Unavailable, Vec::new())
    }

    fn invalid(flaw: FieldError) -> Self {
        Self::Refused(ProblemCode::InvalidInput, vec![flaw])
    }
}

pub(super) fn too_long() -> FieldError {
    let detail = format!("A row has at most {BATCH_ROW_BYTES} bytes.");
    FieldError::new("row", FieldErrorCode::TooLong, detail)
}
