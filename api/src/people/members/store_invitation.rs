//! The table `invitations`.

use crate::platform::clock::Validity;
use crate::platform::crypto::token::{NewToken, PresentedToken};
use crate::platform::db::keys::MemberKey;
use crate::platform::db::schema::invitations;
use crate::platform::db::{DbConnection, DbResult};
use diesel::prelude::*;
use shared_types::time::Time;

/// Puts a new invitation in the place of an older one.
pub(super) fn replace_invitation(
    connection: &mut DbConnection,
    member: MemberKey,
    token: &NewToken,
    validity: Validity,
) -> DbResult<()> {
    delete_invitation(connection, member)?;
    diesel::insert_into(invitations::table)
        .values((
            invitations::key.eq(token.selector),
            invitations::verifier.eq(token.verifier.as_bytes()),
            invitations::member.eq(member),
            invitations::created_at.eq(validity.from.micros()),
            invitations::expires_at.eq(validity.until.micros()),
        ))
        .execute(connection)?;
    Ok(())
}

/// The member's link is void from now on.
pub(super) fn delete_invitation(connection: &mut DbConnection, member: MemberKey) -> DbResult<()> {
    let own = invitations::table.filter(invitations::member.eq(member));
    diesel::delete(own).execute(connection).map(drop)
}

#[derive(Queryable)]
struct InvitationRow {
    verifier: Vec<u8>,
    member: MemberKey,
}

/// Whose invitation it is, while it is good.
pub(super) fn find_invited(
    connection: &mut DbConnection,
    presented: &PresentedToken,
    now: Time,
) -> DbResult<Option<MemberKey>> {
    let row: Option<InvitationRow> = invitations::table
        .find(presented.selector)
        .filter(invitations::expires_at.gt(now.micros()))
        .select((invitations::verifier, invitations::member))
        .get_result(connection)
        .optional()?;
    let is_right = presented.matches(row.as_ref().map(|row| row.verifier.as_slice()));
    Ok(row.filter(|_| is_right).map(|row| row.member))
}

/// Spends an invitation: once.
pub(super) fn consume_invitation(
    connection: &mut DbConnection,
    presented: &PresentedToken,
    now: Time,
) -> DbResult<bool> {
    let good = invitations::table
        .find(presented.selector)
        .filter(invitations::verifier.eq(presented.verifier().as_bytes()))
        .filter(invitations::expires_at.gt(now.micros()));
    Ok(diesel::delete(good).execute(connection)? == 1)
}
