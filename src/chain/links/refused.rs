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
    #[error("there is no such link")]
    NoSuchLink,
    #[error(transparent)]
    Store(#[from] StoreError),
}
