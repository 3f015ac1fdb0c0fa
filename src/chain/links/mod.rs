//! Links: invitations that are handed down the chain.
//!
//! Whoever has answered hands links on; whoever comes by one is known to have come by it, and by
//! nothing else. Kept of a link are keyed hashes of its token and its short code, of who handed it on a
//! keyed hash too, of when nothing: whoever has the database but not the site's secret can tell neither
//! which submission issued a link nor which came by it. A link that a person hands on is made of their
//! receipt code, so that they can look at it again, and nobody else can. Holders of a confirmed claim hand
//! on under their claim in the same way; it stands open with the link, since nothing of it is hidden.
//!
//! Start at [`issue()`], then [`find`], then [`arrive()`].

mod arrive;
mod issue;
mod keys;
mod kinds;
mod queries;
mod refused;

pub use arrive::{Flood, Standing, arrive, find, find_by_id, floods, floods_of_study, revoke};
pub use issue::{Handed, Issuer, Limits, Wish, call_back, end_of, hand_on, handed_on, issue, of_study};
pub use keys::{CameBy, LinkKey, Node, ShortCode, Shown, Typed};
pub use kinds::{LinkKind, Tier, next_roles};
pub use queries::Link;
pub use refused::Refused;
