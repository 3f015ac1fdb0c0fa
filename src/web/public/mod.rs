//! Pages for everybody: the front page, studies, editions, and the signs of life.

pub mod health;
pub mod home;
pub mod study;
