//! Writing the files of an edition. Whatever writes answers takes [protected rows](super::disclosure)
//! only, and no writer says anything of the clock or the machine.

pub mod changes;
pub mod codebook;
pub mod csv;
pub mod descriptor;
pub mod file;
pub mod manifest;
pub mod rds;
pub mod readme;
pub mod spss;
pub mod tables;
pub mod xlsx;

pub use file::{Folder, Written};
pub use manifest::Manifest;
