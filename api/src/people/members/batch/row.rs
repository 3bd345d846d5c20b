//! One row of a batch, and what becomes of it.

use super::super::invited::Invited;
use super::super::making::{self, Made};
use super::super::people::would_be_full;
use super::super::refusals::NotInvited;
use super::super::store;
use crate::people::groups::Chosen;
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::new_id::new_id;
use crate::protection::access::{Authorized, MembersWrite};
use shared_types::ids::MemberId;
use shared_types::limits::BATCH_ROW_BYTES;
use shared_types::members::CreateMemberRequest;
use shared_types::problem::{FieldError, FieldErrorCode, ProblemCode};
use std::collections::HashMap;

/// One row of a batch.
pub(super) struct Row {
    /// Where it begins in a file.
    pub(super) line: Option<u32>,
    /// The address in a file, as it stands there.
    pub(super) email: Option<String>,
    /// Who is to be invited, if the row says that.
    pub(super) invited: Result<Invited, Vec<FieldError>>,
}

/// What becomes of a row.
pub(super) enum Decided {
    Made(MemberId),
    Unchanged(MemberId),
    Refused(RowRefusal),
}

/// Why a row is refused.
pub(super) struct RowRefusal {
    pub(super) code: ProblemCode,
    /// The fields that are not acceptable; where there are none, `detail` says what happened.
    pub(super) errors: Vec<FieldError>,
    pub(super) detail: Option<String>,
    pub(super) retry_after_seconds: Option<u32>,
}

impl Row {
    /// A row of a request.
    pub(super) fn of_request(request: &CreateMemberRequest) -> Self {
        let length = serde_json::to_string(request).map_or(usize::MAX, |text| text.len());
        let invited = if length > BATCH_ROW_BYTES {
            Err(vec![too_long()])
        } else {
            Invited::read(request)
        };
        Self {
            line: None,
            email: None,
            invited,
        }
    }

    /// The groups that it names, if it names any.
    pub(super) fn groups(&self) -> Option<&Chosen> {
        let invited = self.invited.as_ref().ok()?;
        Some(&invited.groups).filter(|groups| !groups.is_empty())
    }

    /// What would become of it after the rows before it. Nothing is written or locked.
    pub(super) fn look(
        &self,
        connection: &mut DbConnection,
        context: &Context,
        caller: &Authorized<MembersWrite>,
        before: &mut Foreseen,
    ) -> DbResult<Decided> {
        let invited = match &self.invited {
            Ok(invited) => invited,
            Err(flaws) => return Ok(Decided::invalid(flaws.clone())),
        };
        let organization = caller.organization.key;
        let known = store::find_id_by_address(connection, organization, &invited.email)?;
        let foreseen = before.made.get(invited.email.normal()).copied();
        if let Some(id) = known.or(foreseen) {
            return Ok(Decided::Unchanged(id));
        }
        let more = i64::try_from(before.made.len()).unwrap_or(i64::MAX);
        let is_full = would_be_full(connection, organization, more)?;
        Ok(
            match making::look(connection, context, caller, invited, is_full)? {
                Ok(_) => {
                    let email = invited.email.normal().to_owned();
                    // No member will have it: it stands for the one that would be made.
                    let id = MemberId(new_id(context.clock.now()));
                    before.made.insert(email, id);
                    Decided::Made(id)
                }
                Err(refused) => Decided::refused(refused),
            },
        )
    }

    /// Makes the member, unless somebody has the address.
    pub(super) fn decide(
        &self,
        connection: &mut DbConnection,
        context: &Context,
        caller: &Authorized<MembersWrite>,
        made: &mut Vec<Made>,
    ) -> DbResult<Decided> {
        let invited = match &self.invited {
            Ok(invited) => invited,
            Err(flaws) => return Ok(Decided::invalid(flaws.clone())),
        };
        let organization = caller.organization.key;
        let find_known = |connection: &mut DbConnection| {
            store::find_id_by_address(connection, organization, &invited.email)
        };
        if let Some(id) = find_known(connection)? {
            return Ok(Decided::Unchanged(id));
        }
        let refused = match making::make(connection, context, caller, invited)? {
            Ok(one) => {
                let id = one.member.id;
                made.push(one);
                return Ok(Decided::Made(id));
            }
            Err(refused) => refused,
        };
        // Somebody else may have made the same member a moment ago.
        Ok(match find_known(connection)? {
            Some(id) => Decided::Unchanged(id),
            None => Decided::refused(refused),
        })
    }
}

/// Those who would be made by the rows that were looked at, by their addresses.
#[derive(Default)]
pub(super) struct Foreseen {
    made: HashMap<String, MemberId>,
}

impl Decided {
    fn refused(refused: NotInvited) -> Self {
        match refused {
            NotInvited::Invalid(flaws) => Self::invalid(flaws),
            NotInvited::Forbidden => {
                let detail = "An API token makes agents only.";
                let role = FieldError::new("role", FieldErrorCode::Invalid, detail);
                Self::Refused(RowRefusal::flawed(ProblemCode::Forbidden, vec![role]))
            }
            NotInvited::Full | NotInvited::Throttled(_) => Self::Refused(refused.into()),
        }
    }

    /// The time of the batch was over before its turn came.
    pub(super) fn late() -> Self {
        let detail = "The time of the batch was over before its turn came: send it again.";
        Self::Refused(RowRefusal {
            code: ProblemCode::Unavailable,
            errors: Vec::new(),
            detail: Some(detail.to_owned()),
            retry_after_seconds: None,
        })
    }

    fn invalid(flaws: Vec<FieldError>) -> Self {
        Self::Refused(RowRefusal::flawed(ProblemCode::InvalidInput, flaws))
    }
}

impl RowRefusal {
    fn flawed(code: ProblemCode, flaws: Vec<FieldError>) -> Self {
        Self {
            code,
            errors: flaws,
            detail: None,
            retry_after_seconds: None,
        }
    }
}

pub(super) fn too_long() -> FieldError {
    let detail = format!("A row has at most {BATCH_ROW_BYTES} bytes.");
    FieldError::new("row", FieldErrorCode::TooLong, detail)
}
