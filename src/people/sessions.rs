//! Sessions: who has signed in, kept on the server.
//!
//! The cookie holds 256 random bits, of which only the hash is stored. A session ends after eight
//! hours without a visit, after seven days whatever happens, on signing out, and when the
//! password changes. Signing in always makes a new token.

use chrono::TimeDelta;

use super::audit::{Event, record};
use super::passwords::{PasswordHash, Proven};
use super::permissions::Permissions;
use super::tokens::Token;
use super::{Refused, accounts, queries};
use crate::id::AccountId;
use crate::store::{Instant, Snapshot, StoreError, Transaction};

const IDLE: TimeDelta = TimeDelta::hours(8);
const LONGEST: TimeDelta = TimeDelta::days(7);
/// A visit is noted this often at most, so that reading the site hardly ever writes.
const NOTED_EVERY: TimeDelta = TimeDelta::minutes(10);

/// Somebody who has signed in.
#[derive(Debug, Clone)]
pub struct Session {
    pub account: AccountId,
    pub email: String,
    /// BCP 47 tag of the language that the person reads the site in.
    pub language: String,
    pub permissions: Permissions,
    token_hash: String,
    seen_at: Instant,
}

impl Session {
    /// Whether the visit should be noted with [`note_visit`].
    pub fn is_due_a_note(&self, now: Instant) -> bool {
        now >= self.seen_at.plus(NOTED_EVERY)
    }
}

/// One of somebody's sessions, as listed to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub started_at: Instant,
    pub seen_at: Instant,
    /// The session in which the list was asked for.
    pub is_this_one: bool,
}

/// Begins a session for somebody who has just proven who they are.
pub fn sign_in(tx: &mut Transaction<'_>, now: Instant, proven: &Proven) -> Result<Token, Refused> {
    let account = proven.account();
    // The password was compared before this transaction began; it may have changed since.
    if queries::password(tx, account)?.as_deref() != Some(proven.hash().as_str()) {
        return Err(Refused::WrongPassword);
    }
    begin(tx, now, account)
}

/// Begins a session for whoever has just redeemed a one-time address.
pub fn sign_in_with_key(
    tx: &mut Transaction<'_>,
    now: Instant,
    token: &Token,
    email: Option<&accounts::Email>,
    hash: &PasswordHash,
) -> Result<Token, Refused> {
    let account = super::keys::redeem_key(tx, now, token, email, hash)?;
    begin(tx, now, account)
}

/// Replaces the password, ends all sessions of the account and begins a new one.
pub fn change_password(
    tx: &mut Transaction<'_>,
    now: Instant,
    proven: &Proven,
    hash: &PasswordHash,
) -> Result<Token, Refused> {
    let account = proven.account();
    if queries::password(tx, account)?.as_deref() != Some(proven.hash().as_str()) {
        return Err(Refused::WrongPassword);
    }
    accounts::set_password(tx, now, Some(account), account, hash)?;
    begin(tx, now, account)
}

/// The session that `token` opens, if it still does.
pub fn recall(db: &mut Snapshot<'_>, now: Instant, token: &Token) -> Result<Option<Session>, StoreError> {
    let token_hash = token.hash();
    let Some(row) = queries::session(db, &token_hash)? else {
        return Ok(None);
    };
    if now >= row.expires_at || now >= row.seen_at.plus(IDLE) {
        return Ok(None);
    }
    Ok(Some(Session {
        account: row.account,
        email: row.email,
        language: row.language,
        permissions: Permissions::of(db, row.account)?,
        token_hash,
        seen_at: row.seen_at,
    }))
}

/// Notes that the person was here; to be called when [`Session::is_due_a_note`].
pub fn note_visit(tx: &mut Transaction<'_>, now: Instant, session: &Session) -> Result<(), StoreError> {
    queries::set_seen(tx, &session.token_hash, now)
}

/// The sessions of the person that are still open, latest visit first.
pub fn sessions(db: &mut Snapshot<'_>, now: Instant, session: &Session) -> Result<Vec<Listed>, StoreError> {
    let rows = queries::sessions_of(db, session.account, now)?;
    Ok(rows
        .into_iter()
        .filter(|(_, _, seen_at)| now < seen_at.plus(IDLE))
        .map(|(token_hash, started_at, seen_at)| Listed {
            started_at,
            seen_at,
            is_this_one: token_hash == session.token_hash,
        })
        .collect())
}

/// Ends this session.
pub fn sign_out(tx: &mut Transaction<'_>, now: Instant, session: &Session) -> Result<(), StoreError> {
    queries::remove_session(tx, &session.token_hash)?;
    let account = session.account;
    record(tx, now, Some(account), Event::SignedOut { account })
}

/// Ends all sessions of the person, this one included.
pub fn sign_out_everywhere(
    tx: &mut Transaction<'_>,
    now: Instant,
    session: &Session,
) -> Result<(), StoreError> {
    let account = session.account;
    queries::remove_sessions_of(tx, account)?;
    record(tx, now, Some(account), Event::SignedOutEverywhere { account })
}

/// Removes sessions and one-time addresses that no longer open anything; says how many.
pub fn reap(tx: &mut Transaction<'_>, now: Instant) -> Result<usize, StoreError> {
    queries::remove_expired(tx, now, now.plus(-IDLE))
}

fn begin(tx: &mut Transaction<'_>, now: Instant, account: AccountId) -> Result<Token, Refused> {
    let token = Token::for_a_cookie();
    queries::add_session(tx, &token.hash(), account, now, now.plus(LONGEST))?;
    record(tx, now, Some(account), Event::SignedIn { account })?;
    Ok(token)
}
