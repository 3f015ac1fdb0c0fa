//! Rows of the registry as expressions of a questionnaire see them: those alone that were asked for.
//!
//! Evaluating a questionnaire is pure, and the registry is large. So what an evaluation asks for is
//! looked up beforehand, and what it asked for in vain it says ([`Asked`]), so that it can be looked
//! up for the next.

use std::collections::{BTreeMap, BTreeSet};

use super::addresses::Address;
use super::changes::Known;
use super::dossier::{self, Dossier};
use super::export;
use super::facts::{Fact, Field};
use super::identifiers::Scheme;
use super::queries;
use crate::store::{Snapshot, StoreError};

/// The column with the address, which is the name of an option.
pub const NAME: &str = "name";
/// The column with the canonical name, which is the label of an option.
pub const LABEL: &str = "label";
/// Rows that are looked up for one questionnaire; what is asked beyond is not found.
const MOST: usize = 200;

/// What is asked: the release whose column holds a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked {
    pub column: String,
    pub value: String,
}

/// A release as a row: the columns of the exported table, identifiers by their schemes, `name` and
/// `label`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row(BTreeMap<&'static str, String>);

impl Row {
    /// The cell of a column; empty where nothing is known or there is no such column.
    pub fn cell(&self, column: &str) -> &str {
        self.0.get(column).map_or("", String::as_str)
    }

    /// All cells by their columns.
    pub fn cells(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(column, cell)| (*column, cell.as_str()))
    }

    fn of(dossier: &Dossier) -> Self {
        let table = export::releases(std::slice::from_ref(dossier));
        let names = table.columns.into_iter().map(|(column, ..)| match column {
            NAME => LABEL,
            column => column,
        });
        let mut row: BTreeMap<_, _> = names.zip(table.rows.into_iter().flatten()).collect();
        row.insert(NAME, dossier.address.to_string());
        for scheme in Scheme::ALL {
            let own = dossier.identifiers().into_iter();
            let values = own.filter(|(identifier, _)| identifier.scheme() == *scheme);
            let values: Vec<&str> = values.map(|(identifier, _)| identifier.value()).collect();
            row.insert(scheme.as_str(), values.join(" "));
        }
        Self(row)
    }
}

/// The columns there are.
pub fn columns() -> Vec<&'static str> {
    let table = export::releases(&[]);
    let of_table = table.columns.into_iter().map(|(column, ..)| column);
    let schemes = Scheme::ALL.iter().map(|scheme| scheme.as_str());
    of_table.chain([LABEL]).chain(schemes).collect()
}

/// The columns by which a release is looked up: its address, and identifiers of each scheme.
pub fn key_columns() -> Vec<&'static str> {
    let schemes = Scheme::ALL.iter().map(|scheme| scheme.as_str());
    [NAME].into_iter().chain(schemes).collect()
}

/// What was looked up, with what was not found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Excerpt(BTreeMap<Asked, Option<Row>>);

impl Excerpt {
    /// The answer to what was asked, if it was looked up.
    pub fn get(&self, asked: &Asked) -> Option<Option<&Row>> {
        self.0.get(asked).map(Option::as_ref)
    }

    /// With a row that stands in no registry, to be found by each of its cells.
    #[must_use]
    pub fn with(mut self, cells: &[(&'static str, &str)]) -> Self {
        let row: BTreeMap<_, _> = cells
            .iter()
            .map(|(column, cell)| (*column, (*cell).to_owned()))
            .collect();
        for (column, value) in row.clone() {
            let column = column.to_owned();
            self.0.insert(Asked { column, value }, Some(Row(row.clone())));
        }
        self
    }

    /// Looks up what is not there yet. An identifier that several releases have means the first of
    /// them, by address.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn look_up(&mut self, db: &mut Snapshot<'_>, asked: BTreeSet<Asked>) -> Result<(), StoreError> {
        for asked in asked {
            if self.0.contains_key(&asked) {
                continue;
            }
            let address = if self.0.len() >= MOST {
                None
            } else if asked.column == NAME {
                asked.value.parse().ok()
            } else {
                identified(db, &asked)?
            };
            let found = match address {
                Some(address) => dossier::of_release(db, &address)?,
                None => None,
            };
            self.0.insert(asked, found.as_ref().map(Row::of));
        }
        Ok(())
    }
}

/// The release that an identifier means.
fn identified(db: &mut Snapshot<'_>, asked: &Asked) -> Result<Option<Address>, StoreError> {
    let Some(scheme) = Scheme::from_code(&asked.column) else {
        return Ok(None);
    };
    let mut known = Known::default();
    for (subject, kept) in queries::naming(db, Field::Identifier, std::slice::from_ref(&asked.value))? {
        known.add(subject, kept);
    }
    let holding = known.subjects.iter().filter(|(_, strands)| {
        let mut held = strands.values().filter_map(|strand| strand.last());
        held.any(|statement| matches!(&statement.fact, Fact::Identifier(one) if one.scheme() == scheme))
    });
    let mut addresses = holding.filter_map(|(subject, _)| subject.address());
    Ok(addresses.next())
}
