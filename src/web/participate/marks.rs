//! What is remarkable about the questions of a page: which are there, what is wrong with them, which
//! are new.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::language::Language;
use crate::questionnaire::definition::Source;
use crate::questionnaire::evaluation::{FieldPath, Occurrence, State};
use crate::questionnaire::validation::{self, Extent};

use super::fault;
use super::releases::Found;

/// What to show besides the questions themselves.
#[derive(Debug, Default)]
pub struct Marks {
    /// What is wrong, by field.
    pub faults: Vec<(FieldPath, String)>,
    /// The page was refused because of its faults, so that they are listed above it.
    pub refused: bool,
    /// Questions that have become relevant since the page was shown, in their order.
    pub fresh: Vec<FieldPath>,
    /// What is searched for in long lists, by the name of the field.
    pub searches: BTreeMap<String, String>,
    /// Name of the field whose list was just searched.
    pub searching: Option<String>,
    /// What was found in the registry, by the name of the field.
    pub releases: BTreeMap<String, Found>,
    /// How many decimals of a place are wanted, by the name of the field.
    pub decimals: BTreeMap<String, String>,
}

impl Marks {
    /// What is wrong with a field.
    pub fn fault(&self, field: &FieldPath) -> Option<String> {
        let found = self.faults.iter().find(|(faulty, _)| faulty == field);
        found.map(|(_, text)| text.clone())
    }

    /// Whether the question was not on the page before.
    pub fn is_fresh(&self, field: &FieldPath) -> bool {
        self.fresh.contains(field)
    }

    /// Whether a person goes on there when the page has loaded.
    pub fn is_next(&self, field: &FieldPath) -> bool {
        self.fresh.first() == Some(field) || self.searching.as_ref() == Some(&field.to_string())
    }
}

/// What is wrong on a page, as sentences.
pub fn faults(state: &State<'_>, page: usize, language: Language) -> Vec<(FieldPath, String)> {
    validation::faults(state, Extent::Page(page))
        .into_iter()
        .map(|fault| (fault.field, fault::sentence(language, &fault.kind)))
        .collect()
}

/// The questions of a page that can be answered on it, in their order.
pub fn shown(state: &State<'_>, page: usize) -> Vec<FieldPath> {
    open(state, page).map(|at| state.field(at)).collect()
}

/// What the page offers where that hangs on other answers: the question's name and a mark of its options.
pub fn offered(state: &State<'_>, page: usize) -> BTreeMap<String, String> {
    let hangs = |at: &Occurrence| {
        let selection = state.question(*at).and_then(|question| question.kind.selection());
        selection.is_some_and(|selection| selection.filter.is_some() || selection.source == Source::Answers)
    };
    let marked = open(state, page).filter(hangs).map(|at| {
        let mut hasher = DefaultHasher::new();
        for choice in state.choices(at) {
            choice.name.hash(&mut hasher);
        }
        (
            state.field(at).to_string(),
            format!("{:08x}", hasher.finish() >> 32),
        )
    });
    marked.collect()
}

/// Questions that have options now which the person has not seen, and no answer yet.
pub fn offered_anew(state: &State<'_>, page: usize, seen: &BTreeMap<String, String>) -> Vec<FieldPath> {
    let now = offered(state, page);
    let is_new = |at: &Occurrence| {
        let name = state.field(*at).to_string();
        let mark = now.get(&name);
        mark.is_some() && mark != seen.get(&name) && state.unanswered(*at) && !state.choices(*at).is_empty()
    };
    open(state, page)
        .filter(is_new)
        .map(|at| state.field(at))
        .collect()
}

fn open<'s>(state: &'s State<'_>, page: usize) -> impl Iterator<Item = Occurrence> + 's {
    state
        .occurrences()
        .filter(move |at| state.page(*at) == Some(page) && state.relevant(*at))
        .filter(|at| {
            let asked = state
                .question(*at)
                .is_some_and(|question| question.kind.is_asked());
            asked && !state.read_only(*at)
        })
}

/// What a question's field holds, where the page must say so: name and value of the field that says it.
pub fn was(state: &State<'_>, at: Occurrence) -> Option<(String, String)> {
    state
        .watched(at)
        .then(|| (state.field(at).shown(), state.value(at).to_owned()))
}
