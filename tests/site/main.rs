//! The site over HTTP, as people use it: with cookies, without scripts.

#[path = "../support/mod.rs"]
mod support;

mod account;
mod moderate;
