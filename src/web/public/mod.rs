//! Pages for everybody: the front page, studies, editions, and the signs of life.

pub mod health;
