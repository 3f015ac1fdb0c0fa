//! Disclosure control: what identifies too few people does not leave the house.
//!
//! Plain suppression: where fewer than k submissions share the questionnaire and all values of
//! the quasi-identifiers, those values are replaced by `.w`, also the empty ones, since that a
//! question was routed away says something too. A question that the version never had stays
//! empty: the version is told anyway. The questionnaire, and with it the role, counts towards
//! the class but is never replaced: the columns that are filled in tell it.
//!
//! Only [`Protection`] makes a [`ProtectedRow`], and writers accept nothing else.

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::classes::SmallClasses;
use super::columns::{Content, Layout, System, TableLayout};
use super::table::{Cell, Row};
use crate::id::VersionId;
use crate::questionnaire::definition::Missing;

/// A digest of everything by which a submission might be told from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Class(pub(super) [u8; 16]);

/// The class of a row: its questionnaire and its quasi-identifiers, those in repeats included.
pub fn class(layout: &Layout, row: &Row<'_>) -> Class {
    let mut digest = Sha256::new();
    let mut add = |table: &TableLayout, cells: &[Cell<'_>]| {
        for (column, cell) in table.columns.iter().zip(cells) {
            if table.is_quasi(column) || column.content == Content::System(System::Questionnaire) {
                // The length keeps neighbours apart, and the tag a typed `.d` from a real one.
                let tag: u8 = match cell {
                    Cell::NotAsked => 0,
                    Cell::Missing(_) => 1,
                    Cell::Value(_) => 2,
                    Cell::Flag(_) => 3,
                };
                digest.update([tag]);
                digest.update(cell.text().len().to_le_bytes());
                digest.update(cell.text());
            }
        }
    };
    add(&layout.tables[0], &row.cells);
    for repeated in &row.repeated {
        add(&layout.tables[repeated.table], &repeated.cells);
    }
    let mut class = [0; 16];
    class.copy_from_slice(&digest.finalize()[..16]);
    Class(class)
}

/// Protects the rows of one edition, in the order in which their classes were counted.
pub struct Protection<'l> {
    layout: &'l Layout,
    /// None where the profile withholds nothing.
    small: Option<SmallClasses>,
    next: u64,
    withheld: Withheld,
}

/// What disclosure control took away.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Withheld {
    /// Submissions with a withheld value.
    pub submissions: u64,
    /// Table, column and number of withheld cells, for columns that have any, in order.
    pub cells: Vec<(String, String, u64)>,
}

/// A row that may be written to a file of its edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProtectedRow<'a> {
    row: Row<'a>,
}

impl<'a> ProtectedRow<'a> {
    /// One cell for each column of `submissions`.
    pub fn cells(&self) -> &[Cell<'a>] {
        &self.row.cells
    }

    /// The rows of one of the other tables.
    pub fn repeated(&self, table: usize) -> impl Iterator<Item = &[Cell<'a>]> {
        let of_table = self.row.repeated.iter().filter(move |row| row.table == table);
        of_table.map(|row| row.cells.as_slice())
    }

    pub fn version(&self) -> VersionId {
        self.row.version
    }

    pub fn submitted_on(&self) -> NaiveDate {
        self.row.submitted_on
    }
}

impl<'l> Protection<'l> {
    /// Protection of rows in public files.
    pub fn suppressing(layout: &'l Layout, small: SmallClasses) -> Self {
        Self::new(layout, Some(small))
    }

    /// For researchers who have agreed to protect what they see: the layout has left out what is
    /// withheld, and no value is replaced. A public layout is protected whatever is asked.
    pub fn by_agreement(layout: &'l Layout) -> Self {
        let small = match layout.profile {
            super::Profile::Restricted => None,
            super::Profile::Public => Some(SmallClasses::default()),
        };
        Self::new(layout, small)
    }

    fn new(layout: &'l Layout, small: Option<SmallClasses>) -> Self {
        let counters = layout.tables.iter().flat_map(|table| {
            let columns = table.columns.iter();
            columns.map(|column| (table.name.clone(), column.name.clone(), 0))
        });
        Self {
            layout,
            small,
            next: 0,
            withheld: Withheld {
                submissions: 0,
                cells: counters.collect(),
            },
        }
    }

    /// The next row, with its quasi-identifiers replaced if its class is small.
    pub fn protect<'a>(&mut self, mut row: Row<'a>) -> ProtectedRow<'a> {
        let small = self.small.as_ref().is_some_and(|small| small.contains(self.next));
        self.next += 1;
        if small {
            self.suppress(&mut row);
        }
        ProtectedRow { row }
    }

    fn suppress(&mut self, row: &mut Row<'_>) {
        let version = row.version;
        let own = (0, &mut row.cells);
        let repeated = row.repeated.iter_mut().map(|row| (row.table, &mut row.cells));
        let mut any = false;
        for (table, cells) in std::iter::once(own).chain(repeated) {
            let counted_before: usize = self.layout.tables[..table].iter().map(|t| t.columns.len()).sum();
            let table = &self.layout.tables[table];
            for (index, (column, cell)) in table.columns.iter().zip(cells).enumerate() {
                if table.is_quasi(column) && has(table, &column.content, version) {
                    *cell = Cell::Missing(Missing::Withheld);
                    self.withheld.cells[counted_before + index].2 += 1;
                    any = true;
                }
            }
        }
        self.withheld.submissions += u64::from(any);
    }

    /// What was taken away from the rows so far.
    pub fn withheld(mut self) -> Withheld {
        self.withheld.cells.retain(|(_, _, count)| *count > 0);
        self.withheld
    }
}

/// Whether the version has the question of this column.
fn has(table: &TableLayout, content: &Content, version: VersionId) -> bool {
    match content {
        Content::System(_) => false,
        Content::Item { item, .. } => table.items[*item].readings.contains_key(&version),
    }
}
