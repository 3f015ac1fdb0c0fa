//! Pages for everybody: the front page, studies, editions, models, and the signs of life.

pub mod clock;
pub mod editions;
pub mod health;
pub mod home;
pub mod lineage;
pub mod media;
pub mod models;
pub mod study;
pub mod versions;
