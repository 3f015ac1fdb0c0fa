//! Passwords: what is accepted as one, and argon2id. Nothing here knows the store.
//!
//! Hashing takes tens of milliseconds and 19 MiB on purpose, so it runs on blocking threads, two
//! at a time at most, and never inside a transaction.

use std::fmt;
use std::sync::Arc;

use argon2::password_hash::phc;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

use super::Refused;
use super::accounts::Email;
use crate::id::AccountId;

/// Fewest characters of a new password.
pub const SHORTEST: usize = 12;
/// Most characters of a new password.
pub const LONGEST: usize = 256;
/// Guessing is estimated on this many characters; the estimate's cost grows with their square.
const ESTIMATED: usize = 100;
/// Hashes computed at once, which bounds the memory an attacker can claim.
const AT_ONCE: usize = 2;

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Compared with when there is no account, so that the answer takes equally long.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGF0IGFsbCE$\
    JPOW5J2WLbFVdnyTzDAPm8vPQC4Cf9bmbLdVtWGXNBM";

/// What somebody typed as a password. Brought to one Unicode form, so that the same characters
/// typed on two devices are the same password.
#[derive(Clone)]
pub struct Typed(String);

impl Typed {
    /// Takes what was typed, as it is.
    pub fn new(text: &str) -> Self {
        Self(text.nfkc().collect())
    }
}

impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Typed(…)")
    }
}

/// Why a new password is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    /// Fewer than [`SHORTEST`] characters.
    #[error("a password needs at least {SHORTEST} characters")]
    TooShort,
    /// More than [`LONGEST`] characters.
    #[error("a password has at most {LONGEST} characters")]
    TooLong,
    /// Among the first that somebody would try.
    #[error("this password is too easy to guess: use several unrelated words")]
    TooEasy,
}

/// A new password that the policy accepts (OWASP ASVS 2.1 at level 2).
#[derive(Debug, Clone)]
pub struct Password(Typed);

impl Password {
    /// Holds `typed` against the policy; `email` must not be what makes it long.
    ///
    /// # Errors
    /// The first fault.
    pub fn accept(typed: Typed, email: &Email) -> Result<Self, PasswordFault> {
        let length = typed.0.chars().count();
        if length < SHORTEST {
            return Err(PasswordFault::TooShort);
        }
        if length > LONGEST {
            return Err(PasswordFault::TooLong);
        }
        let beginning: String = typed.0.chars().take(ESTIMATED).collect();
        let estimate = zxcvbn::zxcvbn(&beginning, &[email.as_str(), "soundings"]);
        if estimate.score() < zxcvbn::Score::Three {
            return Err(PasswordFault::TooEasy);
        }
        Ok(Self(typed))
    }
}

/// A salted hash in PHC form, as stored.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    pub(super) fn stored(text: String) -> Self {
        Self(text)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// An open account with the hash that its password must match.
#[derive(Debug, Clone)]
pub struct Credentials {
    pub(super) account: AccountId,
    pub(super) hash: PasswordHash,
}

/// Proof that somebody has just typed the account's password; only [`Hasher::prove`] makes one.
#[derive(Debug)]
pub struct Proven {
    credentials: Credentials,
}

impl Proven {
    /// Whose password it was.
    pub fn account(&self) -> AccountId {
        self.credentials.account
    }

    /// The hash it matched, to notice a password changed in the meantime.
    pub(super) fn hash(&self) -> &PasswordHash {
        &self.credentials.hash
    }
}

/// Computes hashes off the async threads; cloning shares the limit.
#[derive(Debug, Clone)]
pub struct Hasher {
    permits: Arc<Semaphore>,
}

impl Default for Hasher {
    fn default() -> Self {
        Self {
            permits: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

impl Hasher {
    /// The hash to store for `password`.
    ///
    /// # Errors
    /// [`Refused::NotHashed`] when the machine has no memory or random numbers to give.
    pub async fn hash(&self, password: Password) -> Result<PasswordHash, Refused> {
        self.compute(move || hash(&password)).await?
    }

    /// Compares `typed` with the password of `credentials`. Without any, as for an address that
    /// has no account, the same work is done in vain and the answer is no.
    ///
    /// # Errors
    /// As [`hash`](Self::hash).
    pub async fn prove(
        &self,
        credentials: Option<Credentials>,
        typed: Typed,
    ) -> Result<Option<Proven>, Refused> {
        self.compute(move || {
            let hash = credentials.as_ref().map_or(NOBODY, |known| known.hash.as_str());
            let fits = matches(hash, &typed);
            credentials
                .filter(|_| fits)
                .map(|credentials| Proven { credentials })
        })
        .await
    }

    async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Refused> {
        let permit = Arc::clone(&self.permits)
            .acquire_owned()
            .await
            .map_err(|_| Refused::NotHashed)?;
        tokio::task::spawn_blocking(move || {
            let _held_until_done = permit;
            work()
        })
        .await
        .map_err(|_| Refused::NotHashed)
    }
}

fn hash(password: &Password) -> Result<PasswordHash, Refused> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| Refused::NotHashed)?;
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password(password.0.0.as_bytes())
        .map(|hash| PasswordHash(hash.to_string()))
        .map_err(|_| Refused::NotHashed)
}

/// Costs what the stored hash says it costs.
fn matches(stored: &str, typed: &Typed) -> bool {
    phc::PasswordHash::new(stored).is_ok_and(|stored| {
        Argon2::default()
            .verify_password(typed.0.as_bytes(), &stored)
            .is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accept(text: &str) -> Result<Password, PasswordFault> {
        let email = Email::parse("ada.lovelace@example.org").unwrap();
        Password::accept(Typed::new(text), &email)
    }

    #[test]
    fn only_long_passwords_that_are_hard_to_guess_are_accepted() {
        assert_eq!(accept("short").unwrap_err(), PasswordFault::TooShort);
        assert_eq!(accept(&"ab7 ".repeat(65)).unwrap_err(), PasswordFault::TooLong);
        assert_eq!(accept("passwordpassword").unwrap_err(), PasswordFault::TooEasy);
        assert_eq!(
            accept("ada.lovelace@example.org").unwrap_err(),
            PasswordFault::TooEasy
        );
        assert!(accept("winter harbour owl lantern").is_ok());
        assert!(accept("山高月小水落石出清风徐来").is_ok());
    }

    #[test]
    fn nobody_costs_as_much_as_somebody() {
        let ours = hash(&accept("winter harbour owl lantern").unwrap()).unwrap();
        let (ours, nobody) = (
            phc::PasswordHash::new(ours.as_str()).unwrap(),
            phc::PasswordHash::new(NOBODY).unwrap(),
        );

        assert_eq!(ours.algorithm, nobody.algorithm);
        assert_eq!(ours.version, nobody.version);
        assert_eq!(ours.params, nobody.params);
        assert_eq!(
            ours.hash.map(|hash| hash.len()),
            nobody.hash.map(|hash| hash.len())
        );
    }

    #[tokio::test]
    async fn only_the_right_password_proves_an_account() {
        let hasher = Hasher::default();
        let hash = hasher
            .hash(accept("winter harbour owl lantern").unwrap())
            .await
            .unwrap();
        let account = AccountId::new();
        let known = Some(Credentials { account, hash });

        let right = hasher.prove(known.clone(), Typed::new("winter harbour owl lantern"));
        assert_eq!(right.await.unwrap().map(|proven| proven.account()), Some(account));
        let wrong = hasher.prove(known, Typed::new("winter harbour owl lanterns"));
        assert!(wrong.await.unwrap().is_none());
        let nobody = hasher.prove(None, Typed::new("winter harbour owl lantern"));
        assert!(nobody.await.unwrap().is_none());
    }
}
