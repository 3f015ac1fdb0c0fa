//! All files that hold rows, written side by side in one pass.

use std::io;

use super::csv::{CsvTable, Variant};
use super::file::{Folder, Written};
use super::xlsx::XlsxBook;
use crate::dataset::columns::Layout;
use crate::dataset::disclosure::ProtectedRow;

/// The tables of an edition being written.
pub struct Tables {
    /// One for each table of the layout, then the variant for spreadsheets.
    csv: Vec<CsvTable>,
    workbook: Option<XlsxBook>,
}

impl Tables {
    /// Begins the files; `submissions` is the most rows there can be.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn begin(folder: &Folder, layout: &Layout, submissions: u64) -> io::Result<Self> {
        let mut csv = Vec::new();
        for (index, table) in layout.tables.iter().enumerate() {
            let name = format!("{}.csv", table.name);
            csv.push(CsvTable::begin(folder, &name, (index, table), Variant::Plain)?);
        }
        let record = (0, &layout.tables[0]);
        csv.push(CsvTable::begin(
            folder,
            "submissions-excel.csv",
            record,
            Variant::Spreadsheet,
        )?);
        Ok(Self {
            csv,
            workbook: XlsxBook::begin(folder, layout, submissions)?,
        })
    }

    /// Writes a row to every file that has a place for it.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn write(&mut self, row: &ProtectedRow<'_>) -> io::Result<()> {
        for table in &mut self.csv {
            table.write(row)?;
        }
        match &mut self.workbook {
            Some(workbook) => workbook.write(row),
            None => Ok(()),
        }
    }

    /// Makes the files durable: the tables first, what is for spreadsheets after them.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn finish(self, folder: &Folder) -> io::Result<Vec<Written>> {
        let mut files = Vec::new();
        for table in self.csv {
            files.push(table.finish()?);
        }
        if let Some(workbook) = self.workbook {
            files.extend(workbook.finish(folder)?);
        }
        Ok(files)
    }
}
