//! The store: one `SQLite` file by default, `PostgreSQL` by URL, behind two doors.
//!
//! [`Store::read`] lends a [`Snapshot`]: a read-only, consistent view. [`Store::write`] lends a
//! [`Transaction`] and answers only after the commit is durable. No other room opens a
//! connection, begins a transaction or runs a migration, and no SQL stands here but what differs
//! between the two databases ([`dialect`]). Queries live in the `queries.rs` of the room that
//! owns the table and reach the connection through `on!`.

pub mod connection;
pub mod dialect;
pub mod error;
pub mod migrations;
pub mod schema;
pub mod types;
pub mod writer;

pub use connection::{Snapshot, Store, Transaction};
pub(crate) use dialect::{each, on};
pub use error::StoreError;
pub(crate) use types::stored_as_text;
pub use types::{Document, Instant, KeyBytes};
