//! Tables in CSV files: a row of column names, then the rows.

use super::tables::{Grid, RowSink};
use crate::questionnaire::findings::Code;

pub(super) fn read(text: &str, sink: &mut RowSink<'_>) -> Result<Grid, Code> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut grid = Grid::default();
    let mut record = csv::StringRecord::new();
    loop {
        let more = reader.read_record(&mut record).map_err(|error| Code::Corrupt {
            reason: error.to_string(),
        })?;
        if !more {
            return Ok(grid);
        }
        let line = record.position().map_or(0, csv::Position::line);
        let cells = record.iter().map(|cell| cell.trim().to_owned()).collect();
        sink.take(&mut grid, u32::try_from(line).unwrap_or(u32::MAX), cells)?;
    }
}
