//! The site over HTTP. [`routes`] is the contents page: every address with its audience.
//!
//! One folder per audience holds one file per page: the page's struct, its template's data and
//! its handler side by side. Audiences do not use each other. A handler parses, opens one
//! snapshot or one transaction, and answers; rules live in the rooms below.

pub mod account;
pub mod address;
pub mod administer;
pub mod app;
pub mod assets;
pub mod claim;
pub mod csrf;
pub mod duration;
pub mod error;
pub mod form;
pub mod guard;
mod handing_over;
pub mod handed;
pub mod markdown;
pub mod moderate;
pub mod moment;
pub mod page;
pub mod parts;
pub mod participate;
pub mod public;
mod release;
mod reported;
pub mod research;
pub mod routes;
pub mod size;
pub mod stored;
pub mod tags;
pub mod throttle;
