//! Reading the files, each once, and keeping what came of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::beside::{self, Beside};
use super::{delimited, items, places};
use crate::questionnaire::definition::{ChoiceList, Table};
use crate::questionnaire::findings::{Code, Findings, Place, listed};
use crate::questionnaire::xlsform::workbook::{self, LARGEST_FILE, LAST_COLUMN, Measure};

/// The file that is the registry of releases, unless there is one of this name.
const REGISTRY: &str = "releases.csv";

/// The files beside the questionnaire that is being read.
#[derive(Debug)]
pub(in crate::questionnaire::xlsform) struct Files<'f> {
    pub(super) beside: Beside<'f>,
    /// Of all tables together.
    measure: Measure,
    /// What came of each table; nothing if it cannot be had.
    tables: BTreeMap<String, Option<Grid>>,
    /// Which columns of which files were asked for already, and with which list as an answer.
    pub(super) lists: BTreeMap<String, ChoiceList>,
    /// Lists whose names were looked at for spaces.
    pub(super) without_spaces: BTreeSet<String>,
    /// Media by name with the digest of their content; nothing if they cannot be had.
    pub(super) media: BTreeMap<String, Option<String>>,
    /// The name of every file that the questionnaire wants.
    pub(super) named: BTreeSet<String>,
}

/// A table as it stands in its file.
#[derive(Debug, Clone, Default)]
pub(in crate::questionnaire::xlsform) struct Grid {
    pub columns: Vec<String>,
    /// Each with the line it begins at, in `GeoJSON` with its number; as long as there are columns.
    pub rows: Vec<(u32, Vec<String>)>,
    /// Lines that are shorter or longer than the first.
    short: Vec<u32>,
    long: Vec<u32>,
}

impl Grid {
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }
}

/// Where rows go while their file is read, counted against the bounds on all tables.
pub(super) struct RowSink<'m> {
    measure: &'m mut Measure,
}

impl RowSink<'_> {
    /// Takes the next row, the first being the names of the columns; rows without content are
    /// passed over.
    pub fn take(&mut self, grid: &mut Grid, line: u32, mut cells: Vec<String>) -> Result<(), Code> {
        if cells.iter().all(String::is_empty) {
            return Ok(());
        }
        let row = u32::try_from(grid.rows.len()).unwrap_or(u32::MAX);
        for (column, cell) in (0..=LAST_COLUMN).zip(&cells) {
            self.measure.count(row, column, cell)?;
        }
        if grid.columns.is_empty() {
            grid.columns = cells;
            return Ok(());
        }
        let wanted = grid.columns.len();
        if cells.len() < wanted {
            grid.short.push(line);
        } else if cells.iter().skip(wanted).any(|cell| !cell.is_empty()) {
            grid.long.push(line);
        }
        cells.resize(wanted, String::new());
        grid.rows.push((line, cells));
        Ok(())
    }
}

/// The columns of a table whose rows name them one by one, in the order in which they first occur.
#[derive(Default)]
pub(super) struct Names {
    numbers: HashMap<String, usize>,
}

impl Names {
    /// Adds a column, unless there are more than a sheet may have.
    pub fn add(&mut self, name: &str) -> Result<(), Code> {
        let next = self.numbers.len();
        if !self.numbers.contains_key(name) {
            Measure::within(0, u32::try_from(next).unwrap_or(u32::MAX))?;
            self.numbers.insert(name.to_owned(), next);
        }
        Ok(())
    }

    pub fn columns(&self) -> Vec<String> {
        let mut row = self.row();
        for name in self.numbers.keys() {
            self.put(&mut row, name, name.clone());
        }
        row
    }

    /// A row with a cell for every column.
    pub fn row(&self) -> Vec<String> {
        vec![String::new(); self.numbers.len()]
    }

    pub fn put(&self, row: &mut [String], name: &str, text: String) {
        if let Some(cell) = self.numbers.get(name).and_then(|number| row.get_mut(*number)) {
            *cell = text;
        }
    }
}

impl<'f> Files<'f> {
    pub fn new(beside: Beside<'f>) -> Self {
        Self {
            beside,
            measure: Measure::default(),
            tables: BTreeMap::new(),
            lists: BTreeMap::new(),
            without_spaces: BTreeSet::new(),
            media: BTreeMap::new(),
            named: BTreeSet::new(),
        }
    }

    /// Whether a name stands for the registry of releases: no file beside the questionnaire has it.
    pub fn is_registry(&self, file: &str) -> bool {
        file == REGISTRY && self.beside.get(file).is_none()
    }

    /// The names of all files that the questionnaire wants, whether or not they are there.
    pub fn into_named(self) -> BTreeSet<String> {
        self.named
    }

    /// The table of a file, if it can be had; `asked` is where the questionnaire names it.
    pub fn grid(&mut self, file: &str, asked: &Place, findings: &mut Findings) -> Option<&Grid> {
        if !self.tables.contains_key(file) {
            let grid = self.read(file, asked, findings);
            self.tables.insert(file.to_owned(), grid);
        }
        self.tables.get(file)?.as_ref()
    }

    /// The table as a definition keeps it; empty if it cannot be had.
    pub fn table(&mut self, file: &str, asked: &Place, findings: &mut Findings) -> Table {
        let grid = self.grid(file, asked, findings).cloned().unwrap_or_default();
        Table {
            file: file.to_owned(),
            columns: grid.columns,
            rows: grid.rows.into_iter().map(|(_, cells)| cells).collect(),
        }
    }

    /// The content of a file; a remark if it is not there.
    pub(super) fn bytes(
        &mut self,
        file: &str,
        without: &str,
        asked: &Place,
        findings: &mut Findings,
    ) -> Option<&'f [u8]> {
        if !beside::is_plain(file) {
            let file = file.to_owned();
            findings.add(asked.clone(), Code::FilePath { file });
            return None;
        }
        self.named.insert(file.to_owned());
        let bytes = self.beside.get(file);
        if bytes.is_none() {
            let (file, without) = (file.to_owned(), without.to_owned());
            let code = if self.beside.is_complete() {
                Code::BesideMissing { file, without }
            } else {
                Code::BesideUnknown { file, without }
            };
            findings.add(asked.clone(), code);
        }
        bytes
    }

    fn read(&mut self, file: &str, asked: &Place, findings: &mut Findings) -> Option<Grid> {
        let bytes = self.bytes(file, "what it holds is not known", asked, findings)?;
        let place = Place::file(file);
        match self.rows(file, bytes) {
            Ok(grid) => check(&grid, &place, findings).then_some(grid),
            Err(code) => {
                findings.add(place, code);
                None
            }
        }
    }

    fn rows(&mut self, file: &str, bytes: &[u8]) -> Result<Grid, Code> {
        if bytes.len() > LARGEST_FILE {
            return Err(Code::FileTooLarge {
                limit: (LARGEST_FILE / 1024 / 1024) as u64,
            });
        }
        let text = workbook::text(bytes)?;
        let mut sink = RowSink {
            measure: &mut self.measure,
        };
        match beside::ending(file).as_deref() {
            Some("xml") => items::read(text, &mut sink),
            Some("geojson") => places::read(text, &mut sink),
            _ => delimited::read(text, &mut sink),
        }
    }
}

/// Remarks on the shape of a table; answers whether it can be used.
fn check(grid: &Grid, place: &Place, findings: &mut Findings) -> bool {
    if grid.columns.is_empty() {
        let reason = "it is empty".to_owned();
        findings.add(place.clone(), Code::TableShape { reason });
        return false;
    }
    let mut sound = true;
    for (index, name) in grid.columns.iter().enumerate() {
        let code = if name.is_empty() {
            Code::TableColumnUnnamed { number: index + 1 }
        } else if grid.columns.iter().take(index).any(|other| other == name) {
            Code::DuplicateColumn {
                first: name.clone(),
                second: name.clone(),
            }
        } else {
            continue;
        };
        sound = false;
        let mut place = place.clone().row(1);
        place.column = Some(name.clone()).filter(|name| !name.is_empty());
        findings.add(place, code);
    }
    let wanted = grid.columns.len();
    if let Some(first) = grid.short.first() {
        let rows = listed(grid.short.iter().copied());
        findings.add(place.clone().row(*first), Code::ShortRows { rows, wanted });
    }
    if let Some(first) = grid.long.first() {
        let rows = listed(grid.long.iter().copied());
        findings.add(place.clone().row(*first), Code::LongRows { rows, wanted });
        sound = false;
    }
    sound
}
