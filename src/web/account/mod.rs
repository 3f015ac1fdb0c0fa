//! Pages for people with an account: signing in and out, and looking after the account.
//!
//! No page tells whether an address has an account.

pub mod key;
pub mod own;
pub mod sign_in;
pub mod sign_out;

mod new_password;
