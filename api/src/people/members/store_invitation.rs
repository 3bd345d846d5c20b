//! The table `invitations`.

use crate::platform::clock::Validity;
use crate::platform::crypto::token::{NewToken, PresentedToken};
use crate::platform::db::keys::MemberKey;
use crate::platform::db::schema::invitations;
use crate::platform::db::{DbConnection, DbResult, on_backend};
use diesel::prelude::*;
use shared_types::time::Time;

/// An invitation to be.
pub(super) struct NewInvitation<'a> {
    /// Who is invited.
    pub(super) member: MemberKey,
    /// The link's token.
    pub(super) token: &'a NewToken,
    /// When it is good.
    pub(super) validity: Validity,
    /// The member who invites.
    pub(super) invited_by: Option<MemberKey>,
}

/// Inserts the invitation of a member who has none; `false` when another one has the token's selector.
pub(super) fn insert_invitation(
    connection: &mut DbConnection,
    new: &NewInvitation<'_>,
) -> DbResult<bool> {
    let (token, validity) = (new.token, new.validity);
    let row = (
        invitations::key.eq(token.selector),
        invitations::verifier.eq(token.verifier.as_bytes()),
        invitations::member.eq(new.member),
        invitations::invited_by.eq(new.invited_by),
        invitations::created_at.eq(validity.from.micros()),
        invitations::expires_at.eq(validity.until.micros()),
    );
    let inserted = on_backend!(connection, |own| diesel::insert_into(invitations::table)
        .values(row)
        .on_conflict(invitations::key)
        .do_nothing()
        .execute(own))?;
    Ok(inserted == 1)
}

/// The member's link is void from now on; whether there was one.
pub(super) fn delete_invitation(
    connection: &mut DbConnection,
    member: MemberKey,
) -> DbResult<bool> {
    let own = invitations::table.filter(invitations::member.eq(member));
    Ok(diesel::delete(own).execute(connection)? > 0)
}

#[derive(Queryable)]
struct InvitationRow {
    verifier: Vec<u8>,
    member: MemberKey,
    invited_by: Option<MemberKey>,
}

/// An invitation that is good.
pub(super) struct Invitation {
    /// Who is invited.
    pub(super) member: MemberKey,
    /// The member who invites; may be gone.
    pub(super) invited_by: Option<MemberKey>,
}

/// The invitation of a token, while it is good.
pub(super) fn find_invited(
    connection: &mut DbConnection,
    presented: &PresentedToken,
    now: Time,
) -> DbResult<Option<Invitation>> {
    let row: Option<InvitationRow> = invitations::table
        .find(presented.selector)
        .filter(invitations::expires_at.gt(now.micros()))
        .select((
            invitations::verifier,
            invitations::member,
            invitations::invited_by,
        ))
        .get_result(connection)
        .optional()?;
    let is_right = presented.matches(row.as_ref().map(|row| row.verifier.as_slice()));
    Ok(row.filter(|_| is_right).map(|row| Invitation {
        member: row.member,
        invited_by: row.invited_by,
    }))
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
