//! Listing members: pages, filters, and the cursor between two pages.

use super::former;
use super::listed::{Listed, Position, Wanted};
use super::question::Asked;
use super::refusals::{GetMemberError, ListMembersError};
use super::{store, store_list, stuck, support};
use crate::messages::mail;
use crate::platform::context::Context;
use crate::platform::db::DbConnection;
use crate::platform::pages::{page_size, wrong_cursor};
use crate::protection::access::{Authorized, DevicesReset, MembersRead, Right as _};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use shared_types::ids::MemberId;
use shared_types::members::{ListMembersQuery, MemberView};
use shared_types::page::Page;
use shared_types::problem::FieldError;
use shared_types::support::WaitingInvitations;

pub(super) async fn list_members(
    context: &Context,
    caller: Authorized<MembersRead>,
    query: ListMembersQuery,
) -> Result<Page<MemberView>, ListMembersError> {
    let now = context.clock.now();
    let limit = page_size(query.limit).map_err(ListMembersError::Invalid)?;
    let after = query.cursor.as_deref().map(read_cursor).transpose();
    let after = after.map_err(ListMembersError::Invalid)?;
    let asked = Asked::read(caller.organization.key, &query).map_err(ListMembersError::Invalid)?;
    let page = Wanted { limit, now };
    let read = move |connection: &mut DbConnection| {
        let question = match asked.find_group(connection)? {
            Ok(question) => question,
            Err(unknown) => return Ok(Err(ListMembersError::Invalid(unknown))),
        };
        let found = question.find_page(connection, after.as_ref(), page)?;
        Ok(Ok(found))
    };
    let found = context.db.read(read).await??;
    Ok(Page {
        items: found.members.into_iter().map(|one| one.view).collect(),
        next_cursor: found.next.as_ref().map(write_cursor),
    })
}

/// A cursor is the position of the last row that was read, in Base64: id and name, or an at sign, which
/// no id begins with, id, word and name; a word has no line break.
fn write_cursor(position: &Position) -> String {
    URL_SAFE_NO_PAD.encode(match position {
        Position::Name(name, id) => format!("{id}{name}"),
        Position::Word(word, name, id) => format!("@{id}{word}\n{name}"),
    })
}

fn read_cursor(text: &str) -> Result<Position, FieldError> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    let parted = |text: &str| {
        let (id, rest) = text.split_at_checked(36)?;
        id.parse::<MemberId>().ok()?;
        Some((id.to_owned(), rest.to_owned()))
    };
    let position = text.and_then(|text| match text.strip_prefix('@') {
        None => parted(&text).map(|(id, name)| Position::Name(name, id)),
        Some(text) => {
            let (id, rest) = parted(text)?;
            let (word, name) = rest.split_once('\n')?;
            Some(Position::Word(word.to_owned(), name.to_owned(), id))
        }
    });
    position.ok_or_else(wrong_cursor)
}

/// One member, with what helps who is stuck.
pub(super) async fn get_member(
    context: &Context,
    caller: Authorized<MembersRead>,
    id: MemberId,
) -> Result<MemberView, GetMemberError> {
    let (now, own) = (context.clock.now(), context.clone());
    let read = move |connection: &mut DbConnection| {
        let organization = caller.organization.key;
        let found = store_list::find_listed(connection, organization, id, now)?;
        let Some(Listed { key, mut view, .. }) = found else {
            return Ok(None);
        };
        former::add_to_view(connection, &own, &caller, &mut view)?;
        if let Some(member) = store::find_member(connection, key)?
            && support::may_help(&caller.actor, member.id, member.role)
            // Failures, mails and reasons are for who may do something about them.
            && DevicesReset::grant(caller.actor.clone()).is_ok()
        {
            let support = stuck::find_support(connection, &own, &member, &view)?;
            view.support = Some(Box::new(support));
        }
        Ok(Some(view))
    };
    context.db.read(read).await?.ok_or(GetMemberError::NotFound)
}

/// How many invitations wait for their turn.
pub(super) async fn count_waiting_invitations(
    context: &Context,
    caller: Authorized<MembersRead>,
) -> Result<WaitingInvitations, ListMembersError> {
    let now = context.clock.now();
    let read = move |connection: &mut DbConnection| {
        mail::count_waiting_invitations(connection, caller.organization.id, now)
    };
    Ok(context.db.read(read).await?)
}
