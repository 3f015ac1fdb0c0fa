//! Releases of the registry in answers and expressions: what the context knows of them, and what it
//! would have to know.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::plan::{Entry, Plan};
use super::state::{Occurrence, State};
use super::wording::escaped;
use crate::chain::registry::excerpt::{LABEL, NAME, Row};
use crate::chain::registry::{Address, Asked, Named};
use crate::questionnaire::definition::{Choice, Media, Text};

/// Releases that one evaluation asks for; what it asks beyond stays unknown.
const MOST: usize = 100;

impl State<'_> {
    /// What was asked of the registry and is not in the context. With it there, the same answers may
    /// come to something else, and ask for more.
    pub fn lacked(&self) -> BTreeSet<Asked> {
        self.lacked.borrow().clone()
    }

    /// What `pulldata()` finds in the registry, if that is where it looks.
    pub(super) fn pulled(&self, id: &str, column: &str, key_column: &str, key: &str) -> Option<Cow<'_, str>> {
        self.plan.definition.registry.contains(id).then(|| {
            let row = self.release(key_column, key);
            Cow::Borrowed(row.map_or("", |row| row.cell(column)))
        })
    }

    fn release(&self, column: &str, value: &str) -> Option<&Row> {
        if value.is_empty() || column == NAME && value.parse::<Address>().is_err() {
            return None;
        }
        let asked = Asked {
            column: column.to_owned(),
            value: value.to_owned(),
        };
        let found = self.context.registry.get(&asked);
        if found.is_none() {
            let mut lacked = self.lacked.borrow_mut();
            if lacked.len() < MOST {
                lacked.insert(asked);
            }
        }
        found?
    }

    /// The release, or the words, that an answer to a question about a release stands for.
    pub(super) fn named(&self, answer: &str) -> Option<Choice> {
        let (label, data) = match Named::read(answer)? {
            Named::Words(words) => (words, BTreeMap::new()),
            Named::Release(_) => {
                let row = self.release(NAME, answer)?;
                let cells = row
                    .cells()
                    .map(|(column, cell)| (column.to_owned(), cell.to_owned()));
                (row.cell(LABEL).to_owned(), cells.collect())
            }
        };
        let language = self.plan.definition.default_language.clone();
        Some(Choice {
            name: answer.to_owned(),
            label: Text(BTreeMap::from([(language, escaped(&label))])),
            media: Media::default(),
            exclusive: false,
            section: Text::default(),
            data,
        })
    }

    /// Whether the options of a question are the registry.
    pub fn asks_registry(&self, at: Occurrence) -> bool {
        let question = self.question(at);
        question.is_some_and(|question| question.kind.asks_registry())
    }
}

impl Plan {
    /// Whether anything of it is looked up in the registry of releases.
    pub fn reads_registry(&self) -> bool {
        !self.definition.registry.is_empty() || self.asks_for_releases()
    }

    /// Whether some question is answered from the registry.
    pub fn asks_for_releases(&self) -> bool {
        self.asks_registry(|_| true)
    }

    /// Whether a question that fits has the registry as its options.
    fn asks_registry(&self, fits: impl Fn(&Entry) -> bool) -> bool {
        let mut fitting = self.entries.iter().filter(|entry| fits(entry));
        fitting.any(|entry| {
            let question = entry.question();
            question.is_some_and(|question| question.kind.asks_registry())
        })
    }

    /// Whether a question of the page is answered from the registry.
    pub fn asks_registry_on(&self, page: usize) -> bool {
        self.asks_registry(|entry| entry.page == Some(page))
    }

    /// Whether the field of this name is answered from the registry.
    pub fn is_release_field(&self, page: usize, name: &str) -> bool {
        let key = name.rsplit("]/").next().unwrap_or(name);
        self.asks_registry(|entry| entry.page == Some(page) && entry.key == key)
    }
}
