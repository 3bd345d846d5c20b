//! The table `api_tokens`, read with the owner and the rules of the organization.

use super::model::{KeptToken, NewApiTokenRow, TokenOffer, TokenUse};
use super::networks::Networks;
use crate::platform::db::keys::{
    ApiTokenKey, MemberKey, MemberRef, OrganizationKey, OrganizationRef, uuid_of,
};
use crate::platform::db::schema::{api_tokens, members, organizations, rules};
use crate::platform::db::{self, DbConnection, DbResult, StatementError, load_all};
use crate::protection::demand::{MemberRules, Rule};
use diesel::prelude::*;
use shared_types::api_tokens::{ApiTokenUse, Scope};
use shared_types::ids::{ApiTokenId, MemberId, OrganizationId};
use shared_types::limits::API_TOKENS_LISTED;
use shared_types::members::{MemberStatus, Role};
use shared_types::policy::TwoStepPolicy;
use shared_types::time::Time;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Queryable)]
struct TokenRow {
    key: ApiTokenKey,
    public_id: Vec<u8>,
    verifier: Vec<u8>,
    made_by: Vec<u8>,
    name: String,
    scopes: String,
    networks: String,
    aal: i64,
    #[diesel(deserialize_as = i64)]
    created_at: Time,
    #[diesel(deserialize_as = i64)]
    expires_at: Time,
    reminded: i64,
    last_used_at: Option<i64>,
    last_used_network: Option<String>,
    last_used_route: Option<String>,
    suspended_at: Option<i64>,
    offered_to: Option<Vec<u8>>,
    offered_by: Option<Vec<u8>>,
    offer_ends_at: Option<i64>,
}

impl TokenRow {
    fn offer(&self) -> Option<TokenOffer> {
        Some(TokenOffer {
            to: MemberId(uuid_of(self.offered_to.as_deref()?)),
            by: MemberId(uuid_of(self.offered_by.as_deref()?)),
            ends_at: Time::from_micros(self.offer_ends_at?),
        })
    }
}

#[derive(Queryable)]
struct OwnerRow {
    key: MemberKey,
    #[diesel(deserialize_as = String)]
    id: MemberId,
    name: String,
    #[diesel(deserialize_as = String)]
    status: MemberStatus,
    #[diesel(deserialize_as = String)]
    role: Role,
    #[diesel(deserialize_as = String)]
    two_step: TwoStepPolicy,
    required_from: Option<i64>,
    skips: i64,
    exempt_until: Option<i64>,
    skips_used: i64,
}

#[derive(Queryable)]
struct OrganizationRow {
    key: OrganizationKey,
    #[diesel(deserialize_as = String)]
    id: OrganizationId,
    name: String,
}

type Row = (TokenRow, OwnerRow, OrganizationRow);

/// A token as its row holds it, with the verifier of the text that opens it.
#[derive(Clone)]
pub(super) struct StoredToken {
    pub(super) verifier: Vec<u8>,
    pub(super) kept: KeptToken,
}

impl From<Row> for StoredToken {
    fn from((token, owner, organization): Row) -> Self {
        let offer = token.offer();
        let last_use = token.last_used_at.map(|at| ApiTokenUse {
            at: Time::from_micros(at),
            network: token.last_used_network.unwrap_or_default(),
            route: token.last_used_route.unwrap_or_default(),
        });
        let words = token.scopes.split(' ');
        let scopes = words.filter_map(|word| Scope::try_from(word.to_owned()).ok());
        Self {
            verifier: token.verifier,
            kept: KeptToken {
                key: token.key,
                id: ApiTokenId(uuid_of(&token.public_id)),
                organization: OrganizationRef {
                    key: organization.key,
                    id: organization.id,
                },
                organization_name: organization.name,
                owner: MemberRef {
                    key: owner.key,
                    id: owner.id,
                },
                owner_name: owner.name,
                owner_status: owner.status,
                owner_role: owner.role,
                is_suspended: token.suspended_at.is_some(),
                rules: MemberRules {
                    rule: Rule::of_columns(owner.two_step, owner.required_from, owner.skips),
                    role: owner.role,
                    exempt_until: owner.exempt_until.map(Time::from_micros),
                    skips_used: owner.skips_used,
                },
                made_by: MemberId(uuid_of(&token.made_by)),
                name: token.name,
                scopes: scopes.collect(),
                networks: Networks::parse(&token.networks),
                aal: u8::try_from(token.aal).unwrap_or(1),
                created_at: token.created_at,
                expires_at: token.expires_at,
                reminded: token.reminded,
                last_use,
                offer,
            },
        }
    }
}

/// Tokens with all that decides about them.
macro_rules! tokens {
    () => {
        api_tokens::table
            .inner_join(members::table.on(members::key.eq(api_tokens::owner)))
            .inner_join(organizations::table.on(organizations::key.eq(api_tokens::organization)))
            .inner_join(rules::table.on(rules::key.eq(members::rule)))
            .select((
                (
                    api_tokens::key,
                    api_tokens::public_id,
                    api_tokens::verifier,
                    api_tokens::made_by,
                    api_tokens::name,
                    api_tokens::scopes,
                    api_tokens::networks,
                    api_tokens::aal,
                    api_tokens::created_at,
                    api_tokens::expires_at,
                    api_tokens::reminded,
                    api_tokens::last_used_at,
                    api_tokens::last_used_network,
                    api_tokens::last_used_route,
                    api_tokens::suspended_at,
                    api_tokens::offered_to,
                    api_tokens::offered_by,
                    api_tokens::offer_ends_at,
                ),
                (
                    members::key,
                    members::id,
                    members::display_name,
                    members::status,
                    members::role,
                    rules::two_step,
                    rules::required_from,
                    rules::skips,
                    members::exempt_until,
                    members::skips_used,
                ),
                (organizations::key, organizations::id, organizations::name),
            ))
    };
}

/// At the place of each key its token, if there is one. Requests with one token ask for one row.
pub(super) fn find_tokens(
    connection: &mut DbConnection,
    keys: &[ApiTokenKey],
) -> DbResult<Vec<Option<StoredToken>>> {
    let once: BTreeSet<_> = keys.iter().copied().collect();
    let once = Vec::from_iter(once);
    let rows: DbResult<Vec<Row>> = load_all!(connection, tokens!(), api_tokens::key, once);
    let stored = rows?.into_iter().map(StoredToken::from);
    let stored: BTreeMap<_, _> = stored.map(|one| (one.kept.key, one)).collect();
    Ok(keys.iter().map(|key| stored.get(key).cloned()).collect())
}

/// The token with this key, if there is one.
pub(super) fn find_by_key(
    connection: &mut DbConnection,
    key: ApiTokenKey,
) -> DbResult<Option<StoredToken>> {
    Ok(find_tokens(connection, &[key])?.pop().flatten())
}

/// A token of this organization.
pub fn find(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    id: ApiTokenId,
) -> DbResult<Option<KeptToken>> {
    let found: Option<Row> = tokens!()
        .filter(api_tokens::organization.eq(organization))
        .filter(api_tokens::public_id.eq(&id.0.as_bytes()[..]))
        .get_result(connection)
        .optional()?;
    Ok(found.map(|row| StoredToken::from(row).kept))
}

/// The tokens of an organization that ended no longer ago than this, newest first. Where there are too many, those
/// are left out that ended.
pub(super) fn list_tokens(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    ended_after: Time,
    now: Time,
) -> DbResult<Vec<KeptToken>> {
    let is_alive = api_tokens::expires_at.gt(now.micros());
    let rows: Vec<Row> = tokens!()
        .filter(api_tokens::organization.eq(organization))
        .filter(api_tokens::expires_at.gt(ended_after.micros()))
        .order((is_alive.desc(), api_tokens::key.desc()))
        .limit(API_TOKENS_LISTED)
        .load(connection)?;
    let mut listed = kept(rows);
    listed.sort_by_key(|token| Reverse(token.key));
    Ok(listed)
}

/// The names of those of these tokens that the organization still has.
pub fn find_names(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    ids: impl IntoIterator<Item = ApiTokenId>,
) -> DbResult<impl Iterator<Item = (ApiTokenId, String)>> {
    let ids: Vec<Vec<u8>> = ids.into_iter().map(|id| id.0.into()).collect();
    let names = api_tokens::table
        .filter(api_tokens::organization.eq(organization))
        .select((api_tokens::public_id, api_tokens::name));
    let rows: Vec<(Vec<u8>, String)> = if ids.is_empty() {
        Vec::new()
    } else {
        load_all!(connection, names, api_tokens::public_id, ids)?
    };
    let rows = rows.into_iter();
    Ok(rows.map(|(id, name)| (ApiTokenId(uuid_of(&id)), name)))
}

/// Tokens that end before this and of which fewer mails than this said so.
pub(super) fn list_ending(
    connection: &mut DbConnection,
    before: Time,
    reminded_below: i64,
    now: Time,
) -> DbResult<Vec<KeptToken>> {
    let rows: Vec<Row> = tokens!()
        .filter(api_tokens::expires_at.gt(now.micros()))
        .filter(api_tokens::expires_at.le(before.micros()))
        .filter(api_tokens::reminded.lt(reminded_below))
        .order(api_tokens::expires_at)
        .limit(100)
        .load(connection)?;
    Ok(kept(rows))
}

fn kept(rows: Vec<Row>) -> Vec<KeptToken> {
    rows.into_iter()
        .map(|row| StoredToken::from(row).kept)
        .collect()
}

/// The tokens of a member that have not ended, in the order of their keys.
pub(in crate::people) fn list_living_of(
    connection: &mut DbConnection,
    owner: MemberKey,
    now: Time,
) -> DbResult<Vec<KeptToken>> {
    let rows: Vec<Row> = tokens!()
        .filter(api_tokens::owner.eq(owner))
        .filter(api_tokens::expires_at.gt(now.micros()))
        .order(api_tokens::key)
        .load(connection)?;
    Ok(kept(rows))
}

/// The rows of a member's tokens, in the order in which they are locked.
pub(super) fn list_keys_of(
    connection: &mut DbConnection,
    owner: MemberKey,
) -> DbResult<Vec<ApiTokenKey>> {
    api_tokens::table
        .filter(api_tokens::owner.eq(owner))
        .order(api_tokens::key)
        .select(api_tokens::key)
        .load(connection)
}

/// How many tokens of an organization have not ended. The organization is locked until the transaction ends, so
/// that no two makers both find room for the last one.
pub fn count_living_locked(
    connection: &mut DbConnection,
    organization: OrganizationRef,
    now: Time,
) -> DbResult<i64> {
    db::lock(connection, &organization.id.to_string())?;
    api_tokens::table
        .filter(api_tokens::organization.eq(organization.key))
        .filter(api_tokens::expires_at.gt(now.micros()))
        .count()
        .get_result(connection)
}

/// Keeps a new token, and gives it as it is kept.
pub fn insert(
    connection: &mut DbConnection,
    new: &NewApiTokenRow,
    now: Time,
) -> DbResult<KeptToken> {
    let scopes: Vec<&str> = new.scopes.iter().map(|scope| scope.as_str()).collect();
    diesel::insert_into(api_tokens::table)
        .values((
            api_tokens::key.eq(new.token.selector),
            api_tokens::public_id.eq(&new.id.0.as_bytes()[..]),
            api_tokens::verifier.eq(new.token.verifier.as_bytes()),
            api_tokens::organization.eq(new.organization.key),
            api_tokens::owner.eq(new.owner.key),
            api_tokens::made_by.eq(&new.owner.id.0.as_bytes()[..]),
            api_tokens::name.eq(&new.name),
            api_tokens::scopes.eq(scopes.join(" ")),
            api_tokens::networks.eq(new.networks.to_string()),
            api_tokens::aal.eq(i64::from(new.aal)),
            api_tokens::created_at.eq(now.micros()),
            api_tokens::expires_at.eq(new.expires_at.micros()),
            api_tokens::reminded.eq(new.reminded(now)),
        ))
        .execute(connection)?;
    find(connection, new.organization.key, new.id)?.ok_or(StatementError::NotFound)
}

/// Ends a token for good. `false` when it was ended already.
pub fn delete(connection: &mut DbConnection, key: ApiTokenKey) -> DbResult<bool> {
    let deleted = diesel::delete(api_tokens::table.find(key)).execute(connection)?;
    Ok(deleted > 0)
}

/// Ends a token for good, unless somebody else answers for it by now.
pub(super) fn delete_of(
    connection: &mut DbConnection,
    key: ApiTokenKey,
    owner: MemberKey,
) -> DbResult<()> {
    let own = api_tokens::table
        .find(key)
        .filter(api_tokens::owner.eq(owner));
    diesel::delete(own).execute(connection).map(drop)
}

/// Notes how many mails said that a token ends.
pub fn note_reminder(connection: &mut DbConnection, key: ApiTokenKey, sent: i64) -> DbResult<()> {
    diesel::update(api_tokens::table.find(key))
        .set(api_tokens::reminded.eq(sent))
        .execute(connection)
        .map(drop)
}

/// Notes the last use of a token; an older one changes nothing.
pub(super) fn update_last_use(
    connection: &mut DbConnection,
    key: ApiTokenKey,
    last: &TokenUse,
) -> DbResult<()> {
    let older = api_tokens::table.find(key).filter(
        api_tokens::last_used_at
            .is_null()
            .or(api_tokens::last_used_at.lt(last.at.micros())),
    );
    diesel::update(older)
        .set((
            api_tokens::last_used_at.eq(last.at.micros()),
            api_tokens::last_used_network.eq(&last.network),
            api_tokens::last_used_route.eq(&last.route),
        ))
        .execute(connection)
        .map(drop)
}

/// Deletes tokens that ended before this.
pub(super) fn delete_ended(connection: &mut DbConnection, before: Time) -> DbResult<usize> {
    diesel::delete(api_tokens::table.filter(api_tokens::expires_at.le(before.micros())))
        .execute(connection)
}
