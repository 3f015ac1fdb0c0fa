//! Tables as CSV: RFC 4180, UTF-8, header first.
//!
//! The record itself has LF and no byte-order mark, and says exactly what was answered. Beside it
//! stands a variant for spreadsheets, which would otherwise run text as formulas.

use std::io::{self, Write};

use super::file::{Folder, Measured, Written};
use crate::dataset::columns::{Column, Content, Kind, System, TableLayout};
use crate::dataset::disclosure::ProtectedRow;

/// For whom a CSV file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// For programs: the record.
    Plain,
    /// For spreadsheets: byte-order mark, CRLF, and text that no spreadsheet takes for a formula.
    Spreadsheet,
}

/// One table being written.
pub struct CsvTable {
    writer: ::csv::Writer<Measured>,
    variant: Variant,
    /// Index into the tables of the layout.
    table: usize,
    /// Whether a column holds text.
    texts: Vec<bool>,
    rows: u64,
}

impl CsvTable {
    /// Begins the file with its header.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn begin(
        folder: &Folder,
        name: &str,
        table: (usize, &TableLayout),
        variant: Variant,
    ) -> io::Result<Self> {
        let (index, layout) = table;
        let mut file = folder.begin(name)?;
        let terminator = match variant {
            Variant::Plain => ::csv::Terminator::Any(b'\n'),
            Variant::Spreadsheet => {
                file.write_all("\u{feff}".as_bytes())?;
                ::csv::Terminator::CRLF
            }
        };
        let mut writer = ::csv::WriterBuilder::new()
            .terminator(terminator)
            .from_writer(file);
        writer.write_record(layout.columns.iter().map(|column| &column.name))?;
        Ok(Self {
            writer,
            variant,
            table: index,
            texts: layout
                .columns
                .iter()
                .map(|column| !is_number(layout, column))
                .collect(),
            rows: 0,
        })
    }

    /// Writes what the row has for this table.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn write(&mut self, row: &ProtectedRow<'_>) -> io::Result<()> {
        if self.table == 0 {
            return self.write_cells(row.cells());
        }
        row.repeated(self.table)
            .try_for_each(|cells| self.write_cells(cells))
    }

    fn write_cells(&mut self, cells: &[crate::dataset::table::Cell<'_>]) -> io::Result<()> {
        for (cell, is_text) in cells.iter().zip(&self.texts) {
            let text = cell.text();
            match self.variant {
                Variant::Spreadsheet if looks_like_formula(text) && (*is_text || !is_plain_number(text)) => {
                    self.writer.write_field(format!("'{text}"))?;
                }
                Variant::Spreadsheet | Variant::Plain => self.writer.write_field(text)?,
            }
        }
        self.writer.write_record(None::<&[u8]>)?;
        self.rows += 1;
        Ok(())
    }

    /// Makes the file durable.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn finish(self) -> io::Result<Written> {
        let file = self
            .writer
            .into_inner()
            .map_err(|error| io::Error::from(error.error().kind()))?;
        file.finish(Some(self.rows))
    }
}

/// Whether a column holds numbers, whose minus sign is no formula.
pub(super) fn is_number(table: &TableLayout, column: &Column) -> bool {
    match &column.content {
        Content::System(System::Version | System::Instance(_)) => true,
        Content::System(_) => false,
        Content::Item { item, .. } => match table.items[*item].kind {
            Kind::Integer | Kind::Decimal | Kind::Many | Kind::Place | Kind::Degree => true,
            Kind::Text
            | Kind::File
            | Kind::Date
            | Kind::Time
            | Kind::DateTime
            | Kind::DayOf
            | Kind::One
            | Kind::Release
            | Kind::Ranked => false,
        },
    }
}

/// Whether the text is digits with at most a sign and a point.
pub(super) fn is_plain_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.starts_with(|first: char| first.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

fn looks_like_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}
