//! Accounts: people who sign in. Participants have none.

use unicode_normalization::UnicodeNormalization;

use super::audit::{Event, record};
use super::passwords::{Credentials, PasswordHash};
use super::{Refused, queries};
use crate::id::AccountId;
use crate::store::{Instant, Snapshot, StoreError, Transaction};

/// Longest address that mail systems carry (RFC 5321).
const LONGEST_ADDRESS: usize = 254;

/// An e-mail address in the one form under which it is stored and compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Email(String);

impl Email {
    /// Reads an address: something, one @, something. Whether mail arrives there, only mail can
    /// tell. Letters are folded, since no mail system in use tells `Ada@` from `ada@`.
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.trim().nfkc().collect::<String>().to_lowercase();
        let (name, host) = text.rsplit_once('@')?;
        let fits = !name.is_empty()
            && !name.contains('@')
            && text.len() <= LONGEST_ADDRESS
            && text
                .chars()
                .all(|letter| !letter.is_whitespace() && !letter.is_control())
            && !text.contains(['<', '>', '"', ',', ';'])
            && host.split('.').all(|label| !label.is_empty());
        fits.then_some(Self(text))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An account as others see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    pub email: String,
    /// BCP 47 tag of the language that the person reads the site in.
    pub language: String,
    pub closed_at: Option<Instant>,
}

/// Makes an account without a password; a one-time address or a command sets one.
pub fn join(
    tx: &mut Transaction<'_>,
    now: Instant,
    email: &Email,
    language: &str,
) -> Result<AccountId, Refused> {
    let id = AccountId::new();
    queries::add_account(tx, id, email.as_str(), language, now).map_err(|error| match error {
        StoreError::Conflict => Refused::AddressTaken,
        other => Refused::Store(other),
    })?;
    record(tx, now, None, Event::AccountJoined { account: id })?;
    Ok(id)
}

/// The account with this address, closed or not.
pub fn by_email(db: &mut Snapshot<'_>, email: &Email) -> Result<Option<Account>, StoreError> {
    queries::account_by_email(db, email.as_str())
}

/// What a password typed with this address must match; none for a closed account, an account
/// without a password, or no account.
pub fn credentials(db: &mut Snapshot<'_>, email: &Email) -> Result<Option<Credentials>, StoreError> {
    let found = queries::password_by_email(db, email.as_str())?;
    Ok(found.map(|(account, hash)| Credentials {
        account,
        hash: PasswordHash::stored(hash),
    }))
}

/// Gives the account a password and ends everything that the old one opened.
pub fn set_password(
    tx: &mut Transaction<'_>,
    now: Instant,
    by: Option<AccountId>,
    account: AccountId,
    hash: &PasswordHash,
) -> Result<(), Refused> {
    if !queries::set_password(tx, account, hash.as_str())? {
        return Err(Refused::NoSuchAccount);
    }
    queries::remove_sessions_of(tx, account)?;
    queries::remove_keys_of(tx, account)?;
    record(tx, now, by, Event::PasswordSet { account })?;
    Ok(())
}

/// Remembers the language that the person reads the site in.
pub fn choose_language(tx: &mut Transaction<'_>, account: AccountId, language: &str) -> Result<(), Refused> {
    if queries::set_language(tx, account, language)? {
        Ok(())
    } else {
        Err(Refused::NoSuchAccount)
    }
}

/// Closes the account for good. Its decisions and audit entries stay.
pub fn close(
    tx: &mut Transaction<'_>,
    now: Instant,
    by: Option<AccountId>,
    account: AccountId,
) -> Result<(), Refused> {
    if !queries::close_account(tx, account, now)? {
        return Err(Refused::NoSuchAccount);
    }
    queries::remove_sessions_of(tx, account)?;
    queries::remove_keys_of(tx, account)?;
    record(tx, now, by, Event::AccountClosed { account })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Email;

    #[test]
    fn an_address_has_one_form() {
        let parsed = |text| Email::parse(text).map(|email| email.as_str().to_owned());

        assert_eq!(parsed(" Ada@Example.ORG "), Some("ada@example.org".into()));
        assert_eq!(
            parsed("administrator@localhost"),
            Some("administrator@localhost".into())
        );
        for wrong in [
            "",
            "ada",
            "@example.org",
            "ada@",
            "a b@example.org",
            "a@b@c",
            "ada@.org",
        ] {
            assert_eq!(parsed(wrong), None, "{wrong}");
        }
    }
}
