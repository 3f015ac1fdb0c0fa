//! A workbook: sheets of rows of cells, all of them text, with their real row and column numbers.
//!
//! The file types meet here; what a sheet or column means is decided later.

use super::{spreadsheet, table};
use crate::questionnaire::findings::{Code, Findings, Place};

/// Files above this size are refused unread.
pub(super) const LARGEST_FILE: usize = 10 * 1024 * 1024;
/// What a sheet may use; a questionnaire has a few hundred rows.
pub(super) const LAST_ROW: u32 = 100_000;
pub(super) const LAST_COLUMN: u32 = 1_000;
/// Empty rows of a spreadsheet that may stand between filled ones.
const MOST_EMPTY_ROWS: u32 = 60;
/// Bytes of text in all cells together.
pub(super) const MOST_TEXT: usize = 32 * 1024 * 1024;
/// Filled cells in all sheets together.
pub(super) const MOST_CELLS: usize = 500_000;

/// Reads the file `name`, whose ending tells its type.
///
/// # Errors
/// Why the file cannot be opened; nothing is known about its content then.
pub fn read(bytes: &[u8], name: &str) -> Result<Workbook, Findings> {
    let sheets = if bytes.len() > LARGEST_FILE {
        Err(Code::FileTooLarge {
            limit: (LARGEST_FILE / 1024 / 1024) as u64,
        })
    } else {
        match name
            .rsplit_once('.')
            .map(|(_, ending)| ending.to_ascii_lowercase())
            .as_deref()
        {
            Some("xlsx" | "xlsm" | "xls") => spreadsheet::sheets(bytes),
            Some("csv") => text(bytes).and_then(table::csv_sheets),
            Some("md" | "markdown") => text(bytes).and_then(table::markdown_sheets),
            _ => Err(Code::WrongType {
                found: "its name does not end in .xlsx, .xls, .csv or .md".to_owned(),
            }),
        }
    };
    sheets
        .map(|sheets| Workbook {
            file: name.to_owned(),
            sheets,
        })
        .map_err(|code| {
            let mut findings = Findings::default();
            findings.add(Place::file(name), code);
            findings
        })
}

/// The text of a file in UTF-8, without a mark of its byte order.
pub(super) fn text(bytes: &[u8]) -> Result<&str, Code> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(Code::WrongType {
            found: "it is a zip archive or spreadsheet under another name".to_owned(),
        });
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Code::NotUtf8)?;
    if text.contains('\0') {
        return Err(Code::NotUtf8);
    }
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// A file's sheets, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Workbook {
    pub file: String,
    pub sheets: Vec<Sheet>,
}

/// A sheet; rows without filled cells are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    pub name: String,
    pub rows: Vec<Row>,
    /// Whether the file says that the sheet reaches far beyond any questionnaire.
    pub sprawling: bool,
    /// The first row that is not read, because many empty ones come before it.
    pub cut: Option<u32>,
}

impl Sheet {
    /// Leaves out what stands far below the rest, as other tools do: it is some leftover.
    pub(super) fn cut_after_empty_rows(&mut self) {
        let gap = |pair: &[Row]| match pair {
            [above, below] => below.number - above.number > MOST_EMPTY_ROWS + 1,
            _ => false,
        };
        if let Some(index) = self.rows.windows(2).position(gap) {
            self.cut = self.rows.get(index + 1).map(|row| row.number);
            self.rows.truncate(index + 1);
        }
    }
}

/// A row with at least one filled cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Number in the sheet, 1 being the first.
    pub number: u32,
    /// Filled cells only, by column.
    pub cells: Vec<Cell>,
}

/// A filled cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// 0 being the first.
    pub column: u32,
    pub text: String,
}

/// Counts what is taken from a file, so that no file takes more than the bounds allow.
#[derive(Debug, Default)]
pub(super) struct Measure {
    cells: usize,
    text: usize,
}

impl Measure {
    /// Counts a cell, at 0-based `row` and `column`, with its text.
    pub(super) fn count(&mut self, row: u32, column: u32, text: &str) -> Result<(), Code> {
        Self::within(row, column)?;
        self.cells += 1;
        self.text = self.text.saturating_add(text.len());
        if self.cells > MOST_CELLS || self.text > MOST_TEXT {
            let reason = format!("it has more than {MOST_CELLS} filled cells or too much text");
            return Err(Code::Hostile { reason });
        }
        Ok(())
    }

    /// Refuses cells beyond what a sheet may use, at 0-based `row` and `column`.
    pub(super) fn within(row: u32, column: u32) -> Result<(), Code> {
        if row < LAST_ROW && column < LAST_COLUMN {
            return Ok(());
        }
        Err(Code::SheetTooLarge {
            rows: LAST_ROW,
            columns: LAST_COLUMN,
        })
    }
}
