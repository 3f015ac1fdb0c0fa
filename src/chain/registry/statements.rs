//! A statement: a fact, who says it, and since when it holds. Statements are never changed.

use chrono::NaiveDate;

use super::facts::{CellFault, Fact, Slot};
use super::terms::coded;
use crate::store::Instant;

/// Most characters of a source or a reason.
const LONGEST: usize = 500;

coded! {
    /// Whether a statement gives a fact or takes it back.
    Standing {
        Stated = "stated",
        Withdrawn = "withdrawn",
    }
}

/// A fact with its source and its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    pub fact: Fact,
    pub standing: Standing,
    /// The day from which it holds, or on which the source said so.
    pub on: NaiveDate,
    pub source: Line,
    /// Why it takes the place of another statement of the same day, or takes one back.
    pub reason: Option<Line>,
}

impl Statement {
    /// Whether it gives a fact and does not take one back.
    pub fn stands(&self) -> bool {
        self.standing == Standing::Stated
    }
}

/// A statement that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub statement: Statement,
    pub recorded_at: Instant,
}

/// One line of text: where a fact is from, or why it was corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line(String);

impl Line {
    /// The text without white space around it.
    ///
    /// # Errors
    /// When it is empty, longer than 500 characters, or has line breaks.
    pub fn typed(column: &'static str, text: &str) -> Result<Self, CellFault> {
        let text = text.trim();
        let fits = (1..=LONGEST).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        fits.then(|| Self(text.to_owned())).ok_or_else(|| CellFault {
            column,
            told: if text.is_empty() {
                "it is empty"
            } else {
                "it is too long or has line breaks"
            }
            .to_owned(),
            mend: "write 1 to 500 characters on one line".to_owned(),
        })
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// All statements about one thing, in the order in which they count: by day, then as recorded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Strand(Vec<Kept>);

impl Strand {
    /// Adds a statement that was recorded after all that are there.
    pub fn add(&mut self, kept: Kept) {
        let place = self
            .0
            .partition_point(|other| other.statement.on <= kept.statement.on);
        self.0.insert(place, kept);
    }

    /// What holds on a day: the last statement until then.
    pub fn on(&self, day: NaiveDate) -> Option<&Statement> {
        let place = self.0.partition_point(|kept| kept.statement.on <= day);
        let last = place.checked_sub(1).and_then(|place| self.0.get(place));
        last.map(|kept| &kept.statement)
    }

    /// What holds after all that was said, unless it was taken back.
    pub fn last(&self) -> Option<&Statement> {
        let last = self.0.last().map(|kept| &kept.statement);
        last.filter(|statement| statement.stands())
    }

    /// All statements, in the order in which they count.
    pub fn all(&self) -> &[Kept] {
        &self.0
    }

    /// What holds from each of its days on: of statements of one day the last.
    pub fn in_force(&self) -> impl Iterator<Item = &Statement> {
        self.0
            .chunk_by(|one, other| one.statement.on == other.statement.on)
            .filter_map(<[Kept]>::last)
            .map(|kept| &kept.statement)
    }
}

/// Statements by what they are about.
pub type Strands = std::collections::BTreeMap<Slot, Strand>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::registry::tests::{day, kept};

    #[test]
    fn the_latest_day_wins_and_on_one_day_the_latest_word() {
        let mut strand = Strand::default();
        for (value, on) in [("A5", "2024-05-01"), ("A3", "2023-01-01"), ("A4", "2024-05-01")] {
            strand.add(kept("access", "", value, on));
        }
        let level = |statement: Option<&Statement>| statement.map(|one| one.fact.cells().value);
        assert_eq!(level(strand.last()).as_deref(), Some("A4"));
        assert_eq!(level(strand.on(day("2024-04-30"))).as_deref(), Some("A3"));
        assert_eq!(level(strand.on(day("2022-01-01"))), None);
        let steps: Vec<_> = strand.in_force().map(|one| one.fact.cells().value).collect();
        assert_eq!(steps, ["A3", "A4"]);
        assert_eq!(strand.all().len(), 3, "nothing is lost");
    }

    #[test]
    fn what_was_taken_back_no_longer_holds() {
        let mut strand = Strand::default();
        strand.add(kept("publisher", "", "Somebody", "2024-05-01"));
        let mut back = kept("publisher", "", "Somebody", "2024-06-01");
        back.statement.standing = Standing::Withdrawn;
        strand.add(back);
        assert_eq!(strand.last(), None);
    }
}
