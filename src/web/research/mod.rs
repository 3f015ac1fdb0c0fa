//! The researcher's work area: editions are ordered here and read under `/editions`.

pub mod studies;
