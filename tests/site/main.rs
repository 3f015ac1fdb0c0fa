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
mod claims;
mod files;
mod files_in_editions;
mod media;
mod import;
mod models;
mod hostile;
mod links;
mod live;
mod live_files;
mod moderate;
mod news;
mod participant;
mod participate;
mod print;
mod releases;
mod research;
mod same;
mod strangers;
mod town;
mod town_news;
mod triggers;
mod versions;
