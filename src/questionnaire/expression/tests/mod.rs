//! The laws of the room.

mod faults;
mod laws;
mod meaning;
mod outline;
mod references;
