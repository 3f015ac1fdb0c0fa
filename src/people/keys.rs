//! One-time addresses: how an account gets its first password, or a new one.
//!
//! The address holds 128 random bits, of which only the hash is stored. It works once, for seven
//! days, and a newer one for the same account replaces it.

use chrono::TimeDelta;

use super::accounts::{Account, Email, join};
use super::audit::{Event, record};
use super::passwords::PasswordHash;
use super::permissions::{Authority, Permission, grant};
use super::tokens::Token;
use super::{Refused, accounts, queries};
use crate::id::AccountId;
use crate::store::{Instant, Snapshot, StoreError, Transaction};

const LIFETIME: TimeDelta = TimeDelta::days(7);

/// Address of the account that the first start makes, until its owner types their own.
const PLACEHOLDER: &str = "administrator@localhost";

/// What a one-time address opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub account: Account,
    /// The account was made by the first start: its owner has yet to say who they are.
    pub asks_for_email: bool,
}

/// Makes a one-time address for `account`, ending any earlier one.
pub fn offer_key(
    tx: &mut Transaction<'_>,
    now: Instant,
    by: Option<AccountId>,
    account: AccountId,
) -> Result<Token, Refused> {
    let token = Token::for_an_address();
    queries::remove_keys_of(tx, account)?;
    queries::add_key(tx, &token.hash(), account, now, now.plus(LIFETIME))?;
    record(tx, now, by, Event::KeyOffered { account })?;
    Ok(token)
}

/// What `token` opens, if it still does.
pub fn offer(db: &mut Snapshot<'_>, now: Instant, token: &Token) -> Result<Option<Offer>, StoreError> {
    let found = queries::account_by_key(db, &token.hash(), now)?;
    Ok(found.map(|account| Offer {
        asks_for_email: account.email == PLACEHOLDER,
        account,
    }))
}

/// Uses up `token` and gives its account the password, and the address where it has none of its
/// own yet (see [`Offer::asks_for_email`]); everywhere else `email` is ignored.
pub fn redeem_key(
    tx: &mut Transaction<'_>,
    now: Instant,
    token: &Token,
    email: Option<&Email>,
    hash: &PasswordHash,
) -> Result<AccountId, Refused> {
    let offer = offer(tx, now, token)?.ok_or(Refused::KeyUnusable)?;
    let account = offer.account.id;
    // Two redeemers may both have seen the key; only one of them removes it.
    if !queries::remove_key(tx, &token.hash())? {
        return Err(Refused::KeyUnusable);
    }
    if let Some(email) = email.filter(|_| offer.asks_for_email) {
        queries::set_email(tx, account, email.as_str()).map_err(|error| match error {
            StoreError::Conflict => Refused::AddressTaken,
            other => Refused::Store(other),
        })?;
        record(tx, now, Some(account), Event::AddressChanged { account })?;
    }
    record(tx, now, Some(account), Event::KeyRedeemed { account })?;
    accounts::set_password(tx, now, Some(account), account, hash)?;
    Ok(account)
}

/// The one-time address for the first administrator, as long as the site has none. A start that
/// makes a new address ends the one that the start before it printed.
pub fn first_key(tx: &mut Transaction<'_>, now: Instant) -> Result<Option<Token>, Refused> {
    if queries::has_administrator(tx, PLACEHOLDER)? {
        return Ok(None);
    }
    let account = match queries::account_by_email(tx, PLACEHOLDER)? {
        Some(account) if account.closed_at.is_some() => return Ok(None),
        Some(account) => account.id,
        None => {
            let email = Email::parse(PLACEHOLDER).ok_or(Refused::NoSuchAccount)?;
            let account = join(tx, now, &email, "en")?;
            grant(
                tx,
                now,
                Authority::Operator,
                account,
                Permission::Administrator,
                None,
            )?;
            account
        }
    };
    offer_key(tx, now, None, account).map(Some)
}
