//! The site over HTTP, as people use it: with cookies, without scripts.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

#[path = "../support/mod.rs"]
mod support;

mod account;
mod hostile;
mod live;
mod moderate;
mod participant;
mod participate;
mod research;
mod same;
mod strangers;
