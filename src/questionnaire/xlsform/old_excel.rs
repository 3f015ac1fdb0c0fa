//! Sheets of an `.xls` file (Excel 97–2003), made harmless before a reader made for honest files
//! sees it.
//!
//! The file's container is taken apart and its one stream of records, made safe by
//! [`super::records`], put into a new one: chains of sectors that run in circles end here.

use std::io::{Cursor, Read, Write};

use calamine::{Reader, Xls, XlsError};
use cfb::{CompoundFile, Version};

use super::records::{self, Original};
use super::spreadsheet::{put, written};
use super::workbook::{Cell, LARGEST_FILE, Measure, Sheet};
use crate::questionnaire::findings::Code;

/// All worksheets with their filled cells.
pub(super) fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, Code> {
    // A bug in a reader is a finding on the file, not the end of a request.
    std::panic::catch_unwind(|| {
        let mut stream = workbook_stream(bytes)?;
        let original = records::make_safe(&mut stream)?;
        let container = container(&stream).map_err(|error| corrupt(&error))?;
        read(&container, &original)
    })
    .unwrap_or_else(|_| {
        Err(Code::Corrupt {
            reason: "its parts contradict each other".to_owned(),
        })
    })
}

fn corrupt(error: &impl ToString) -> Code {
    Code::Corrupt {
        reason: error.to_string(),
    }
}

/// The records of the workbook; they are never longer than the file.
fn workbook_stream(bytes: &[u8]) -> Result<Vec<u8>, Code> {
    let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(|error| corrupt(&error))?;
    if file.exists("/EncryptedPackage") {
        return Err(Code::Encrypted);
    }
    if file.exists("/_VBA_PROJECT_CUR") {
        return Err(Code::Macros);
    }
    let Some(name) = ["/Workbook", "/Book"]
        .into_iter()
        .find(|name| file.is_stream(name))
    else {
        return Err(Code::WrongType {
            found: "it is an Office document, but no workbook".to_owned(),
        });
    };
    let stream = file.open_stream(name).map_err(|error| corrupt(&error))?;
    let mut records = Vec::new();
    stream
        .take(LARGEST_FILE as u64)
        .read_to_end(&mut records)
        .map_err(|error| corrupt(&error))?;
    Ok(records)
}

/// A new file with nothing but the records.
pub(super) fn container(records: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut file = CompoundFile::create_with_version(Version::V3, Cursor::new(Vec::new()))?;
    file.create_stream("/Workbook")?.write_all(records)?;
    file.flush()?;
    Ok(file.into_inner().into_inner())
}

fn read(container: &[u8], original: &Original) -> Result<Vec<Sheet>, Code> {
    let mut workbook = Xls::new(Cursor::new(container)).map_err(|error| match error {
        XlsError::Password => Code::Encrypted,
        other => corrupt(&other),
    })?;
    let mut measure = Measure::default();
    let ranges: Vec<_> = workbook
        .sheet_names()
        .into_iter()
        .map(|name| {
            let range = workbook.worksheet_range(&name).unwrap_or_default();
            (name, range)
        })
        .collect();
    let mut sheets = Vec::new();
    for (index, (name, range)) in ranges.iter().enumerate() {
        let (top, left) = range.start().unwrap_or_default();
        let own = range.used_cells().filter_map(|(row, column, value)| {
            let row = original.row(index, top + narrow(row))?;
            Some(((row, left + narrow(column)), written(value)))
        });
        let repeated = original.repeated(index).filter_map(|(position, first)| {
            let (_, range) = ranges.get(first.sheet)?;
            Some((position, written(range.get_value(first.position)?)))
        });
        let mut cells: Vec<((u32, u32), String)> = Vec::new();
        for ((row, column), text) in own.chain(repeated) {
            if !text.trim().is_empty() {
                measure.count(row, column, &text)?;
                cells.push(((row, column), text));
            }
        }
        cells.sort_by_key(|(position, _)| *position);
        let mut sheet = Sheet {
            name: name.clone(),
            ..Sheet::default()
        };
        for ((row, column), text) in cells {
            put(&mut sheet.rows, row + 1, Cell { column, text });
        }
        sheet.cut_after_empty_rows();
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// Rows and columns of a sheet are counted in 16 bits.
fn narrow(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// Whether the bytes say that they are a compound file.
pub(super) fn is_compound(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
}

#[cfg(test)]
mod tests {
    use super::{container, sheets, workbook_stream};
    use crate::questionnaire::findings::Code;

    #[test]
    fn a_stream_comes_back_from_the_container_it_was_put_into() {
        for length in [0, 100, 5_000, 100_000] {
            let stream: Vec<u8> = (0..length).map(|byte: u32| byte.to_le_bytes()[0]).collect();
            assert_eq!(workbook_stream(&container(&stream).unwrap()), Ok(stream));
        }
    }

    #[test]
    fn nonsense_in_a_container_is_a_finding() {
        let file = container(&[7; 1_000]).unwrap();
        assert!(matches!(sheets(&file), Err(Code::Corrupt { .. })));
    }
}
