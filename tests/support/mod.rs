//! What the tests share: databases of either kind, and a site with people in it.

#![allow(dead_code, reason = "each test binary uses its part")]

pub mod database;
pub mod form;
pub mod invented;
pub mod live;
pub mod site;
