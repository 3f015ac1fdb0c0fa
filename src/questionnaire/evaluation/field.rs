//! How the answer to a question is named outside: in HTML forms, faults and imports.
//!
//! The one place where names are made and read:
//!
//! | what | name |
//! | --- | --- |
//! | a question | its key, as in `d_use` |
//! | in an instance of a repeat | `d_trials[2]/t_task`: the repeat's key, the number from 1, the question's key |
//! | several choices | the same name once for each ticked box |
//! | a ranking | `d_order[price]`: the choice; the value is its position from 1, empty when not ranked |
//! | a date | `2026-03-01`, as `<input type="date">` sends it |
//! | a time | `14:30`, seconds allowed |
//! | date and time | `2026-03-01T14:30`, seconds and offset allowed |
//! | an acknowledgement | `OK`, absent when unticked |
//! | what a page showed | [`SEEN`]: the names of its questions, parted by blanks |
//! | what a question's field held when it was shown, for [`State::watched`](super::State::watched) | `d_use[was]` |
//! | a place | `d_where[latitude]` and `[longitude]` in degrees, `[altitude]` and `[accuracy]` in metres, `[decimals]` of a degree that are kept |
//! | a file | `d_photo[file]`: the name under which it is stored, empty to take it away; without it all stays as it was |

use std::fmt;

use serde::{Serialize, Serializer};

use super::place::{Coordinates, DECIMALS};
use super::{MOST_INSTANCES, NodeId, Plan};
use crate::questionnaire::definition::QuestionKind;

const WAS: &str = "was";
/// The part of a file's field that names the file.
pub(super) const FILE: &str = "file";

/// The field in which a page names the questions that it showed. No question is called so.
pub const SEEN: &str = ".seen";

/// The place of one answer: its key, and the instances of the repeats around it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldPath {
    /// Keys of the repeats from outside in, each with the number of the instance from 1.
    pub repeats: Vec<(String, usize)>,
    /// Key of the question.
    pub key: String,
}

impl FieldPath {
    /// A question outside repeats.
    pub fn top(key: impl Into<String>) -> Self {
        Self {
            repeats: Vec::new(),
            key: key.into(),
        }
    }

    /// The name of the hidden field that holds what was shown.
    pub fn shown(&self) -> String {
        format!("{self}[{WAS}]")
    }

    /// The name of the field that says which file is stored.
    pub fn file(&self) -> String {
        self.part(FILE)
    }

    /// The name of the field for one part of the answer: a choice of a ranking, a number of a place.
    pub fn part(&self, part: &str) -> String {
        format!("{self}[{part}]")
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (key, number) in &self.repeats {
            write!(f, "{key}[{number}]/")?;
        }
        f.write_str(&self.key)
    }
}

impl Serialize for FieldPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The positions of a ranking as they were typed, which is how it is kept while it is no order:
/// `price=1 speed=1`.
pub(super) fn typed_ranks(typed: &str) -> impl Iterator<Item = (&str, &str)> {
    typed
        .split_ascii_whitespace()
        .filter_map(|pair| pair.rsplit_once('='))
}

/// What the name of a field stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field<'n> {
    pub node: NodeId,
    pub scope: usize,
    /// Numbers of the instances, from outside in.
    pub numbers: Vec<usize>,
    /// The part of the answer that the field is for, such as a choice of a ranking.
    pub part: Option<&'n str>,
    /// Whether the value is what was shown and not an answer.
    pub was: bool,
}

/// Reads the name of a field.
pub(super) fn parse<'n>(plan: &Plan, name: &'n str) -> Option<Field<'n>> {
    let mut scope = 0;
    let mut numbers = Vec::new();
    let mut rest = name;
    loop {
        let (key, behind) = rest
            .split_once('[')
            .map_or((rest, None), |(key, behind)| (key, Some(behind)));
        let node = plan.scopes.get(scope)?.find(key)?;
        let entry = plan.entry(node)?;
        if entry.is_repeat() {
            let (digits, after) = behind?.split_once("]/")?;
            let is_short = digits.len() <= 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
            let number: usize = is_short.then(|| digits.parse().ok()).flatten()?;
            numbers.push(Some(number).filter(|number| (1..=MOST_INSTANCES).contains(number))?);
            scope = entry.scope;
            rest = after;
            continue;
        }
        let part = match behind {
            Some(behind) => Some(behind.strip_suffix(']')?),
            None => None,
        };
        let kind = &entry.question()?.kind;
        let was = part == Some(WAS) && !matches!(kind, QuestionKind::Rank(_));
        let part = part.filter(|_| !was);
        return has_part(kind, part).then_some(Field {
            node,
            scope,
            numbers,
            part,
            was,
        });
    }
}

/// Whether a question of this kind has a field for that part of its answer, or for all of it.
fn has_part(kind: &QuestionKind, part: Option<&str>) -> bool {
    let Some(part) = part else {
        return true;
    };
    match kind {
        QuestionKind::Rank(_) => true,
        QuestionKind::Geopoint => Coordinates::PARTS.contains(&part) || part == DECIMALS,
        QuestionKind::Upload(_) => part == FILE,
        _ => false,
    }
}
