//! Answers that were given elsewhere: the same checks and the same rows, without a draft.
