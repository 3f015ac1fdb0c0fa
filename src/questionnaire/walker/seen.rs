//! What is known of something that is so or not, and how sure that is.

use super::sketch::Fact;
use crate::questionnaire::evaluation::Occurrence;

/// Why a fact may be otherwise than it seems, so that nothing is proved by it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a doubt of its own")]
pub(super) struct Doubts {
    /// It depends on the day.
    pub clock: bool,
    /// It depends on how many instances of a repeat there are.
    pub instances: bool,
    /// It depends on chance.
    pub chance: bool,
    /// It depends on the language in which a person answers.
    pub language: bool,
    /// It depends on the order in which answers were given, or on answers that were not tried.
    pub other: bool,
}

impl Doubts {
    pub const NONE: Self = Self {
        clock: false,
        instances: false,
        chance: false,
        language: false,
        other: false,
    };
    pub const CLOCK: Self = Self {
        clock: true,
        ..Self::NONE
    };
    pub const OTHER: Self = Self {
        other: true,
        ..Self::NONE
    };

    pub const fn any(self) -> bool {
        self.clock || self.instances || self.chance || self.language || self.other
    }

    pub const fn and(self, more: Self) -> Self {
        Self {
            clock: self.clock || more.clock,
            instances: self.instances || more.instances,
            chance: self.chance || more.chance,
            language: self.language || more.language,
            other: self.other || more.other,
        }
    }
}

/// What must be known before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Wait {
    Answer(Occurrence),
    Fact(Fact),
}

/// What is known of a truth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Seen {
    Known(bool, Doubts),
    /// It depends on these, the first first.
    Open(Vec<Wait>),
    /// Something else must be worked out before.
    Missing,
}

impl Seen {
    pub fn not(self) -> Self {
        match self {
            Self::Known(truth, doubts) => Self::Known(!truth, doubts),
            other => other,
        }
    }

    /// True if all are, false if one is, whatever is known of the others.
    pub fn all(several: impl Iterator<Item = Self>) -> Self {
        let mut doubts = Doubts::NONE;
        let (mut open, mut refuted, mut missing) = (Vec::new(), None, false);
        for seen in several {
            match seen {
                Self::Known(true, more) => doubts = doubts.and(more),
                Self::Known(false, own) if !own.any() => return seen,
                Self::Known(false, _) => refuted = refuted.or(Some(seen)),
                Self::Open(waits) => open.extend(waits),
                Self::Missing => missing = true,
            }
        }
        let unknown = missing.then_some(Self::Missing);
        refuted.or(unknown).unwrap_or(if open.is_empty() {
            Self::Known(true, doubts)
        } else {
            Self::Open(open)
        })
    }

    pub fn any(several: impl Iterator<Item = Self>) -> Self {
        Self::all(several.map(Self::not)).not()
    }
}
