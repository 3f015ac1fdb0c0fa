//! The record as a workbook: one sheet for each table, header frozen, text as text and numbers as
//! numbers. Rows are spilled to files in the edition's folder, so that memory stays the same.

use std::io;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::csv::{is_number, is_plain_number};
use super::file::{Folder, Written};
use crate::dataset::columns::{Layout, TableLayout};
use crate::dataset::disclosure::ProtectedRow;
use crate::dataset::table::Cell;

/// Rows of a sheet, its header among them.
const MOST_ROWS: u32 = 1_048_576;
const MOST_COLUMNS: usize = 16_384;
/// UTF-16 units in a cell; what is longer is cut, which the README says.
const LONGEST_TEXT: usize = 32_767;
const NAME: &str = "submissions.xlsx";

/// A workbook being written.
pub struct XlsxBook {
    workbook: Workbook,
    /// For each table whether a column holds numbers, and the next row.
    sheets: Vec<(Vec<bool>, u32)>,
    overflow: bool,
}

impl XlsxBook {
    /// Begins the workbook, unless its sheets cannot hold the tables.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn begin(folder: &Folder, layout: &Layout, submissions: u64) -> io::Result<Option<Self>> {
        let too_wide = layout
            .tables
            .iter()
            .any(|table| table.columns.len() > MOST_COLUMNS);
        if too_wide || submissions >= u64::from(MOST_ROWS) {
            return Ok(None);
        }
        let mut workbook = Workbook::new();
        workbook.set_tempdir(folder.path()).map_err(fault)?;
        let day = ExcelDateTime::from_ymd(2000, 1, 1).map_err(fault)?;
        // The writer would put the present moment there.
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&day));
        let mut names = Vec::new();
        let mut sheets = Vec::new();
        for table in &layout.tables {
            let name = sheet_name(&table.name, &names);
            let sheet = workbook.add_worksheet_with_constant_memory().map_err(fault)?;
            begin_sheet(sheet, &name, table).map_err(fault)?;
            names.push(name);
            let numbers = table.columns.iter().map(|column| is_number(table, column));
            sheets.push((numbers.collect(), 1));
        }
        Ok(Some(Self {
            workbook,
            sheets,
            overflow: false,
        }))
    }

    /// Writes what the row has for each sheet.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn write(&mut self, row: &ProtectedRow<'_>) -> io::Result<()> {
        self.write_cells(0, row.cells())?;
        for table in 1..self.sheets.len() {
            for cells in row.repeated(table) {
                self.write_cells(table, cells)?;
            }
        }
        Ok(())
    }

    fn write_cells(&mut self, table: usize, cells: &[Cell<'_>]) -> io::Result<()> {
        let (numbers, next) = &mut self.sheets[table];
        if *next >= MOST_ROWS {
            self.overflow = true;
            return Ok(());
        }
        let sheet = self.workbook.worksheet_from_index(table).map_err(fault)?;
        for (column, (cell, is_number)) in (0..).zip(cells.iter().zip(numbers)) {
            write_cell(sheet, *next, column, cell, *is_number).map_err(fault)?;
        }
        *next += 1;
        Ok(())
    }

    /// Saves the workbook; none if a sheet could not hold its table.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn finish(mut self, folder: &Folder) -> io::Result<Option<Written>> {
        if self.overflow {
            return Ok(None);
        }
        self.workbook.save(folder.path().join(NAME)).map_err(fault)?;
        let rows = self.sheets.first().map(|(_, next)| u64::from(next - 1));
        folder.measure(NAME, rows).map(Some)
    }
}

fn begin_sheet(sheet: &mut Worksheet, name: &str, table: &TableLayout) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, 1)?;
    let bold = Format::new().set_bold();
    for (index, column) in (0..).zip(&table.columns) {
        sheet.write_string_with_format(0, index, &column.name, &bold)?;
    }
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell<'_>,
    is_number: bool,
) -> Result<(), XlsxError> {
    match cell {
        Cell::NotAsked => return Ok(()),
        Cell::Flag(chosen) => sheet.write_number(row, column, u8::from(*chosen))?,
        Cell::Missing(missing) => sheet.write_string(row, column, missing.code())?,
        Cell::Value(text) => match text.parse::<f64>() {
            Ok(number) if is_number && is_plain_number(text) && text.len() <= 15 => {
                sheet.write_number(row, column, number)?
            }
            Ok(_) | Err(_) => sheet.write_string(row, column, fitting(text))?,
        },
    };
    Ok(())
}

/// As much of the text as a cell holds.
fn fitting(text: &str) -> &str {
    let mut units = 0;
    let end = text.char_indices().find(|(_, character)| {
        units += character.len_utf16();
        units > LONGEST_TEXT
    });
    end.map_or(text, |(at, _)| &text[..at])
}

/// A name that a sheet may have: at most 31 characters, none of `[]:*?/\`, and its own.
fn sheet_name(wanted: &str, taken: &[String]) -> String {
    let allowed: String = wanted
        .chars()
        .filter(|character| !"[]:*?/\\'".contains(*character))
        .take(28)
        .collect();
    let mut name = allowed.clone();
    let mut number = 2;
    while taken.iter().any(|other| other.eq_ignore_ascii_case(&name)) {
        name = format!("{allowed}{number}");
        number += 1;
    }
    name
}

fn fault(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other),
    }
}
