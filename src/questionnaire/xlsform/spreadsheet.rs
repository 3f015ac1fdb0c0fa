//! Sheets of an `.xlsx` file, read cell by cell: empty cells cost nothing, however far apart the
//! filled ones are. An `.xls` file is told by its content and read in [`super::old_excel`].

use std::io::Cursor;

use calamine::{Data, ExcelDateTime, Reader, Xlsx};

use super::workbook::{Cell, LAST_COLUMN, LAST_ROW, Measure, Row, Sheet};
use super::{archive, old_excel};
use crate::questionnaire::findings::Code;

/// All worksheets with their filled cells.
pub(super) fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, Code> {
    if old_excel::is_compound(bytes) {
        return old_excel::sheets(bytes);
    }
    archive::check(bytes)?;
    // A bug in the reader is a finding on the file, not the end of a request.
    std::panic::catch_unwind(|| read(bytes)).unwrap_or_else(|_| {
        let reason = "its parts contradict each other".to_owned();
        Err(Code::Corrupt { reason })
    })
}

fn read(bytes: &[u8]) -> Result<Vec<Sheet>, Code> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(corrupt)?;
    let mut measure = Measure::default();
    let names = workbook.sheet_names();
    names
        .into_iter()
        .map(|name| sheet(&mut workbook, name, &mut measure))
        .collect()
}

fn sheet(workbook: &mut Xlsx<Cursor<&[u8]>>, name: String, measure: &mut Measure) -> Result<Sheet, Code> {
    let mut sheet = Sheet {
        name,
        ..Sheet::default()
    };
    // A chart sheet has no cells.
    let Ok(mut cells) = workbook.worksheet_cells_reader(&sheet.name) else {
        return Ok(sheet);
    };
    let (last_row, last_column) = cells.dimensions().end;
    sheet.sprawling = last_row >= LAST_ROW || last_column >= LAST_COLUMN;
    while let Some(cell) = cells.next_cell().map_err(corrupt)? {
        let (row, column) = cell.get_position();
        let text = written(&cell.get_value().clone().into());
        if text.trim().is_empty() {
            continue;
        }
        measure.count(row, column, &text)?;
        put(&mut sheet.rows, row + 1, Cell { column, text });
    }
    sheet.rows.sort_by_key(|row| row.number);
    sheet.cut_after_empty_rows();
    Ok(sheet)
}

/// Cells come row by row, save in files made by hand.
pub(super) fn put(rows: &mut Vec<Row>, number: u32, cell: Cell) {
    match rows.last_mut() {
        Some(last) if last.number == number => last.cells.push(cell),
        _ => rows.push(Row {
            number,
            cells: vec![cell],
        }),
    }
}

fn corrupt(error: calamine::XlsxError) -> Code {
    match error {
        calamine::XlsxError::Password => Code::Encrypted,
        other => Code::Corrupt {
            reason: other.to_string(),
        },
    }
}

/// A cell as text: what the author sees where it is text, else what other tools make of it.
pub(super) fn written(value: &Data) -> String {
    match value {
        Data::Int(number) => number.to_string(),
        // Whole numbers print without a fraction.
        Data::Float(number) => number.to_string(),
        Data::Bool(true) => "TRUE".to_owned(),
        Data::Bool(false) => "FALSE".to_owned(),
        Data::DateTime(instant) => date_and_time(instant),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Error(_) | Data::Empty => String::new(),
    }
}

fn date_and_time(instant: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = instant.to_ymd_hms_milli();
    let days = instant.as_f64();
    if days < 1.0 {
        format!("{hour:02}:{minute:02}:{second:02}")
    } else if days.fract() == 0.0 {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
    }
}
