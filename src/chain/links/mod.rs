//! Links: invitations that are handed down the chain.
//!
//! Whoever has answered hands links on; whoever comes by one is known to have come by it, and by
//! nothing else. Kept of a link are keyed hashes of its token and its short code, of who handed it on a
//! keyed hash too, of when nothing: whoever has the database but not the site's secret can tell neither
//! which submission issued a link nor which came by it. A link that a person hands on is made of their
//! receipt code, so that they can look at it again, and nobody else can.
//!
//! Start at [`issue()`], then [`find`], then [`arrive()`].

mod arrive;
mod issue;
mod keys;
mod kinds;
mod queries;
mod refused;

pub use arrive::{Standing, arrive, find, find_by_id, revoke};
pub use issue::{Handed, Issuer, MOST_PERSONAL, Wish, hand_on, handed_on, issue, of_study};
pub use keys::{CameBy, LinkKey, ShortCode, Shown, Typed};
pub use kinds::{LinkKind, Tier, next_roles};
pub use queries::Link;
pub use refused::Refused;
