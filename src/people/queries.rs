//! Every query on accounts, their keys, sessions and grants, and on the audit log.

use diesel::dsl::exists;
use diesel::prelude::*;

use super::accounts::Account;
use super::permissions::Permission;
use crate::id::{AccountId, AuditId, GrantId, StudyId};
use crate::store::schema::{account_keys, accounts, audit, grants, sessions};
use crate::store::{Document, Instant, Snapshot, StoreError, Transaction, on};

pub fn add_account(
    tx: &mut Transaction<'_>,
    id: AccountId,
    email: &str,
    language: &str,
    now: Instant,
) -> Result<(), StoreError> {
    let row = (
        accounts::id.eq(id),
        accounts::email.eq(email),
        accounts::language.eq(language),
        accounts::joined_at.eq(now),
    );
    on!(tx, conn => diesel::insert_into(accounts::table).values(row).execute(conn)).map(drop)
}

type AccountRow = (AccountId, String, String, Option<Instant>);

fn account((id, email, language, closed_at): AccountRow) -> Account {
    Account {
        id,
        email,
        language,
        closed_at,
    }
}

pub fn account_by_email(db: &mut Snapshot<'_>, email: &str) -> Result<Option<Account>, StoreError> {
    let query = accounts::table.filter(accounts::email.eq(email)).select((
        accounts::id,
        accounts::email,
        accounts::language,
        accounts::closed_at,
    ));
    let row: Option<AccountRow> = on!(db, conn => query.first(conn).optional())?;
    Ok(row.map(account))
}

/// Id and hash of an open account that has a password.
pub fn password_by_email(
    db: &mut Snapshot<'_>,
    email: &str,
) -> Result<Option<(AccountId, String)>, StoreError> {
    let query = accounts::table
        .filter(accounts::email.eq(email))
        .filter(accounts::closed_at.is_null())
        .filter(accounts::password_hash.is_not_null())
        .select((accounts::id, accounts::password_hash.assume_not_null()));
    on!(db, conn => query.first(conn).optional())
}

/// The hash of an open account that has a password.
pub fn password(db: &mut Snapshot<'_>, account: AccountId) -> Result<Option<String>, StoreError> {
    let query = accounts::table
        .filter(accounts::id.eq(account))
        .filter(accounts::closed_at.is_null())
        .select(accounts::password_hash);
    let row: Option<Option<String>> = on!(db, conn => query.first(conn).optional())?;
    Ok(row.flatten())
}

pub fn is_open(db: &mut Snapshot<'_>, account: AccountId) -> Result<bool, StoreError> {
    let open = accounts::table
        .filter(accounts::id.eq(account))
        .filter(accounts::closed_at.is_null());
    on!(db, conn => diesel::select(exists(open)).get_result(conn))
}

/// Says whether there was such an open account.
pub fn set_password(tx: &mut Transaction<'_>, account: AccountId, hash: &str) -> Result<bool, StoreError> {
    let open = accounts::table
        .filter(accounts::id.eq(account))
        .filter(accounts::closed_at.is_null());
    let changed = on!(tx, conn => diesel::update(open).set(accounts::password_hash.eq(hash)).execute(conn))?;
    Ok(changed > 0)
}

pub fn set_email(tx: &mut Transaction<'_>, account: AccountId, email: &str) -> Result<(), StoreError> {
    let one = accounts::table.filter(accounts::id.eq(account));
    on!(tx, conn => diesel::update(one).set(accounts::email.eq(email)).execute(conn)).map(drop)
}

/// Says whether there was such an account.
pub fn set_language(
    tx: &mut Transaction<'_>,
    account: AccountId,
    language: &str,
) -> Result<bool, StoreError> {
    let one = accounts::table.filter(accounts::id.eq(account));
    let changed = on!(tx, conn => diesel::update(one).set(accounts::language.eq(language)).execute(conn))?;
    Ok(changed > 0)
}

/// Says whether there was such an open account.
pub fn close_account(tx: &mut Transaction<'_>, account: AccountId, now: Instant) -> Result<bool, StoreError> {
    let open = accounts::table
        .filter(accounts::id.eq(account))
        .filter(accounts::closed_at.is_null());
    let gone = (
        accounts::closed_at.eq(now),
        accounts::password_hash.eq(None::<String>),
    );
    let changed = on!(tx, conn => diesel::update(open).set(gone).execute(conn))?;
    Ok(changed > 0)
}

pub fn add_key(
    tx: &mut Transaction<'_>,
    hash: &str,
    account: AccountId,
    now: Instant,
    expires_at: Instant,
) -> Result<(), StoreError> {
    let row = (
        account_keys::key_hash.eq(hash),
        account_keys::account_id.eq(account),
        account_keys::made_at.eq(now),
        account_keys::expires_at.eq(expires_at),
    );
    on!(tx, conn => diesel::insert_into(account_keys::table).values(row).execute(conn)).map(drop)
}

/// The open account whose key this is, while the key lasts.
pub fn account_by_key(
    db: &mut Snapshot<'_>,
    hash: &str,
    now: Instant,
) -> Result<Option<Account>, StoreError> {
    let query = account_keys::table
        .inner_join(accounts::table)
        .filter(account_keys::key_hash.eq(hash))
        .filter(account_keys::expires_at.gt(now))
        .filter(accounts::closed_at.is_null())
        .select((
            accounts::id,
            accounts::email,
            accounts::language,
            accounts::closed_at,
        ));
    let row: Option<AccountRow> = on!(db, conn => query.first(conn).optional())?;
    Ok(row.map(account))
}

/// Says whether the key was still there.
pub fn remove_key(tx: &mut Transaction<'_>, hash: &str) -> Result<bool, StoreError> {
    let one = account_keys::table.filter(account_keys::key_hash.eq(hash));
    let removed = on!(tx, conn => diesel::delete(one).execute(conn))?;
    Ok(removed > 0)
}

pub fn remove_keys_of(tx: &mut Transaction<'_>, account: AccountId) -> Result<(), StoreError> {
    let all = account_keys::table.filter(account_keys::account_id.eq(account));
    on!(tx, conn => diesel::delete(all).execute(conn)).map(drop)
}

pub fn add_session(
    tx: &mut Transaction<'_>,
    hash: &str,
    account: AccountId,
    now: Instant,
    expires_at: Instant,
) -> Result<(), StoreError> {
    let row = (
        sessions::token_hash.eq(hash),
        sessions::account_id.eq(account),
        sessions::started_at.eq(now),
        sessions::seen_at.eq(now),
        sessions::expires_at.eq(expires_at),
    );
    on!(tx, conn => diesel::insert_into(sessions::table).values(row).execute(conn)).map(drop)
}

/// What a session says about whose it is and how long it lasts.
#[derive(Queryable)]
pub struct SessionRow {
    pub account: AccountId,
    pub email: String,
    pub language: String,
    pub seen_at: Instant,
    pub expires_at: Instant,
}

/// The session of an open account, lasting or not.
pub fn session(db: &mut Snapshot<'_>, hash: &str) -> Result<Option<SessionRow>, StoreError> {
    let query = sessions::table
        .inner_join(accounts::table)
        .filter(sessions::token_hash.eq(hash))
        .filter(accounts::closed_at.is_null())
        .select((
            accounts::id,
            accounts::email,
            accounts::language,
            sessions::seen_at,
            sessions::expires_at,
        ));
    on!(db, conn => query.first(conn).optional())
}

/// Hash, beginning and latest visit of each session that has not reached its end, latest first.
pub fn sessions_of(
    db: &mut Snapshot<'_>,
    account: AccountId,
    now: Instant,
) -> Result<Vec<(String, Instant, Instant)>, StoreError> {
    let query = sessions::table
        .filter(sessions::account_id.eq(account))
        .filter(sessions::expires_at.gt(now))
        .order((sessions::seen_at.desc(), sessions::token_hash))
        .select((sessions::token_hash, sessions::started_at, sessions::seen_at));
    on!(db, conn => query.load(conn))
}

pub fn set_seen(tx: &mut Transaction<'_>, hash: &str, now: Instant) -> Result<(), StoreError> {
    let one = sessions::table.filter(sessions::token_hash.eq(hash));
    on!(tx, conn => diesel::update(one).set(sessions::seen_at.eq(now)).execute(conn)).map(drop)
}

pub fn remove_session(tx: &mut Transaction<'_>, hash: &str) -> Result<(), StoreError> {
    let one = sessions::table.filter(sessions::token_hash.eq(hash));
    on!(tx, conn => diesel::delete(one).execute(conn)).map(drop)
}

pub fn remove_sessions_of(tx: &mut Transaction<'_>, account: AccountId) -> Result<(), StoreError> {
    let all = sessions::table.filter(sessions::account_id.eq(account));
    on!(tx, conn => diesel::delete(all).execute(conn)).map(drop)
}

/// Removes sessions that have ended or were last used before `idle_since`, and keys that have
/// ended; says how many.
pub fn remove_expired(
    tx: &mut Transaction<'_>,
    now: Instant,
    idle_since: Instant,
) -> Result<usize, StoreError> {
    let ended = sessions::table.filter(sessions::expires_at.le(now).or(sessions::seen_at.le(idle_since)));
    let unused = account_keys::table.filter(account_keys::expires_at.le(now));
    let sessions = on!(tx, conn => diesel::delete(ended).execute(conn))?;
    let keys = on!(tx, conn => diesel::delete(unused).execute(conn))?;
    Ok(sessions + keys)
}

pub fn add_grant(
    tx: &mut Transaction<'_>,
    id: GrantId,
    account: AccountId,
    permission: Permission,
    study: Option<StudyId>,
    now: Instant,
    by: Option<AccountId>,
) -> Result<(), StoreError> {
    let row = (
        grants::id.eq(id),
        grants::account_id.eq(account),
        grants::permission.eq(permission),
        grants::study_id.eq(study),
        grants::granted_at.eq(now),
        grants::granted_by.eq(by),
    );
    on!(tx, conn => diesel::insert_into(grants::table).values(row).execute(conn)).map(drop)
}

/// Says whether it had been granted.
pub fn remove_grant(
    tx: &mut Transaction<'_>,
    account: AccountId,
    permission: Permission,
    study: Option<StudyId>,
) -> Result<bool, StoreError> {
    let one = grants::table
        .filter(grants::account_id.eq(account))
        .filter(grants::permission.eq(permission));
    let removed = match study {
        None => on!(tx, conn => diesel::delete(one.filter(grants::study_id.is_null())).execute(conn))?,
        Some(study) => on!(tx, conn => diesel::delete(one.filter(grants::study_id.eq(study))).execute(conn))?,
    };
    Ok(removed > 0)
}

/// The grants of an account, open or not: a closed one has no session to use them in.
pub fn grants_of(
    db: &mut Snapshot<'_>,
    account: AccountId,
) -> Result<Vec<(Permission, Option<StudyId>)>, StoreError> {
    let query = grants::table
        .filter(grants::account_id.eq(account))
        .select((grants::permission, grants::study_id));
    on!(db, conn => query.load(conn))
}

/// Whether an open account administers the site. The one with address `placeholder` counts only
/// once it has a password.
pub fn has_administrator(db: &mut Snapshot<'_>, placeholder: &str) -> Result<bool, StoreError> {
    let found = grants::table
        .inner_join(accounts::table)
        .filter(grants::permission.eq(Permission::Administrator))
        .filter(grants::study_id.is_null())
        .filter(accounts::closed_at.is_null())
        .filter(
            accounts::email
                .ne(placeholder)
                .or(accounts::password_hash.is_not_null()),
        );
    on!(db, conn => diesel::select(exists(found)).get_result(conn))
}

pub fn add_audit(
    tx: &mut Transaction<'_>,
    id: AuditId,
    now: Instant,
    actor: Option<AccountId>,
    event: &str,
    subject: &str,
    detail: &Document,
) -> Result<(), StoreError> {
    let row = (
        audit::id.eq(id),
        audit::at.eq(now),
        audit::actor.eq(actor),
        audit::event.eq(event),
        audit::subject.eq(subject),
        audit::detail.eq(detail),
    );
    on!(tx, conn => diesel::insert_into(audit::table).values(row).execute(conn)).map(drop)
}
