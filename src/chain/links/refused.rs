//! Why no link is made.

use crate::store::StoreError;

/// A refusal. None of them changes anything.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// A person hands on so many links of a kind and no more.
    #[error("no more links of this kind can be handed on")]
    TooMany,
    /// The next step of the chain is another.
    #[error("this step of the chain hands no links to that one")]
    WrongRole,
    /// Nobody reads what a channel link is for.
    #[error("a channel link says for whom it is, in at most 200 characters, and for how many people")]
    NoAudience,
    /// Numbers are from 1 on, and at most 1000 begin in an hour.
    #[error("a link is for 1 to 1000000000 submissions and for 1 to 1000 people in an hour")]
    BadLimits,
    #[error("there is no such link")]
    NoSuchLink,
    #[error(transparent)]
    Store(#[from] StoreError),
}
