//! Texts with the answers that they mention.
