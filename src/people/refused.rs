//! Why an action of this room is refused.

use crate::store::StoreError;

/// No by rule, or the store's own fault.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("this address already has an account")]
    AddressTaken,
    #[error("there is no such account, or it is closed")]
    NoSuchAccount,
    #[error("this one-time address was used already or has expired")]
    KeyUnusable,
    /// Also when there is no such account, so that the answer does not tell.
    #[error("address and password do not fit together")]
    WrongPassword,
    #[error("your permission does not reach that far")]
    NotYours,
    #[error("the account has this permission already")]
    AlreadyGranted,
    #[error("the account does not have this permission")]
    NotGranted,
    #[error("the site needs an administrator: name another one first")]
    LastAdministrator,
    #[error("the machine could not hash a password")]
    NotHashed,
    #[error(transparent)]
    Store(#[from] StoreError),
}
