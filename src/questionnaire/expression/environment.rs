//! What lies outside the tree: the moment, the time zone, chance, and texts in the participant's
//! language. Nothing here asks the clock of the machine.

use std::borrow::Cow;
use std::cell::Cell;

use chrono::{DateTime, FixedOffset, LocalResult, NaiveDateTime, Offset, TimeZone, Utc};

/// Steps that one evaluation may take unless the environment says otherwise.
pub const BUDGET: u64 = 1_000_000;

/// What lies outside the tree.
pub trait Environment {
    /// The moment of evaluation.
    fn now(&self) -> DateTime<Utc>;

    /// The zone in which local days are reckoned: the participant's.
    fn zone(&self) -> Zone {
        Zone::default()
    }

    /// A number from 0 up to, not including, 1.
    fn random(&self) -> f64;

    /// The label, in the participant's language, of the choice `value` of a question, which is given
    /// by name or path.
    fn choice_label(&self, _value: &str, _question: &str) -> Option<Cow<'_, str>> {
        None
    }

    /// Steps that one evaluation may take: nodes visited, and texts by their length.
    fn budget(&self) -> u64 {
        BUDGET
    }
}

/// A time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    Fixed(FixedOffset),
    Named(chrono_tz::Tz),
}

impl Default for Zone {
    fn default() -> Self {
        Self::Fixed(Utc.fix())
    }
}

impl Zone {
    /// An IANA name such as `Europe/Berlin`, or an offset such as `+02:00`.
    pub fn named(name: &str) -> Option<Self> {
        if let Ok(zone) = name.parse() {
            return Some(Self::Named(zone));
        }
        name.parse().ok().map(Self::Fixed)
    }

    /// The offset in force at a moment.
    pub fn at(self, moment: DateTime<Utc>) -> FixedOffset {
        match self {
            Self::Fixed(offset) => offset,
            Self::Named(zone) => zone.offset_from_utc_datetime(&moment.naive_utc()).fix(),
        }
    }

    /// The moment when clocks show this: the first where they show it twice, and where they skip it
    /// the moment reckoned with the offset from before.
    pub fn moment(self, local: NaiveDateTime) -> DateTime<FixedOffset> {
        let offset = match self {
            Self::Fixed(offset) => offset,
            Self::Named(zone) => match zone.offset_from_local_datetime(&local) {
                LocalResult::Single(offset) | LocalResult::Ambiguous(offset, _) => offset.fix(),
                LocalResult::None => zone
                    .offset_from_utc_datetime(&(local - chrono::TimeDelta::hours(12)))
                    .fix(),
            },
        };
        DateTime::from_naive_utc_and_offset(local - offset, offset)
    }
}

/// Numbers that come out the same for the same seed: `SplitMix64`, of which the upper 53 bits are used.
#[derive(Debug, Clone)]
pub struct Chance(Cell<u64>);

impl Chance {
    pub fn of(seed: u64) -> Self {
        Self(Cell::new(seed))
    }

    /// A number from 0 up to, not including, 1.
    pub fn draw(&self) -> f64 {
        super::number::unit(self.next())
    }

    /// All 64 bits.
    pub fn next(&self) -> u64 {
        let state = self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.0.set(state);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

/// An environment in which nothing moves: for tests, checks and previews.
#[derive(Debug, Clone)]
pub struct Still {
    pub now: DateTime<Utc>,
    pub zone: Zone,
    pub budget: u64,
    chance: Chance,
}

impl Still {
    /// The same `seed` draws the same numbers.
    pub fn new(now: DateTime<Utc>, zone: Zone, seed: u64) -> Self {
        Self {
            now,
            zone,
            budget: BUDGET,
            chance: Chance::of(seed),
        }
    }
}

impl Environment for Still {
    fn now(&self) -> DateTime<Utc> {
        self.now
    }

    fn zone(&self) -> Zone {
        self.zone
    }

    fn random(&self) -> f64 {
        self.chance.draw()
    }

    fn budget(&self) -> u64 {
        self.budget
    }
}
