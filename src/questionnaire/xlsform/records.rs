//! Records of an `.xls` workbook, checked and made safe for a reader that believes them.
//!
//! That reader makes room for every cell between the first and the last one, for as many cells as a
//! sheet says it has, and for a copy of a shared text in every cell that shows it; and it follows
//! sheets wherever they say they begin. So sheets must not lie within each other, filled rows are moved
//! together, and what would be done for nothing is overwritten: the sizes of sheets, formulas, and all
//! cells of a shared text but the first. [`Original`] remembers how it was.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;

use super::workbook::{MOST_CELLS, Measure};
use crate::questionnaire::findings::Code;

const MOST_SHEETS: usize = 100;
/// Room for cells in all sheets, filled rows times columns; the reader needs some 60 bytes for each.
const MOST_ROOM: u64 = 2_000_000;

/// Types of records that matter here, as \[MS-XLS\] 2.3 numbers them.
mod kind {
    pub const FORMULA: u16 = 0x0006;
    pub const END: u16 = 0x000A;
    pub const NAME: u16 = 0x0018;
    pub const PASSWORD: u16 = 0x002F;
    pub const SHEET: u16 = 0x0085;
    pub const NUMBERS: u16 = 0x00BD;
    pub const RICH_TEXT: u16 = 0x00D6;
    pub const SHARED_TEXT: u16 = 0x00FD;
    pub const SIZE: u16 = 0x0200;
    /// An empty cell, which is passed over.
    pub const BLANK: u16 = 0x0201;
    pub const NUMBER: u16 = 0x0203;
    pub const TEXT: u16 = 0x0204;
    pub const TRUTH: u16 = 0x0205;
    pub const FORMULA_TEXT: u16 = 0x0207;
    pub const SMALL_NUMBER: u16 = 0x027E;
    pub const BEGIN: u16 = 0x0809;
}

/// 0-based row and column.
type Position = (u32, u32);

/// A cell of a sheet, sheets being counted from 0 in the order of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub sheet: usize,
    pub position: Position,
}

/// What the sheets were like before.
#[derive(Debug, Default)]
pub(super) struct Original {
    /// The filled rows of each sheet, in order.
    rows: Vec<Vec<u32>>,
    /// The first cell of each shared text, which is left in its sheet.
    first: BTreeMap<u32, Place>,
    /// All others, which are not.
    others: Vec<(Place, u32)>,
}

impl Original {
    /// The row of the file that a row of the sheet is now.
    pub fn row(&self, sheet: usize, row: u32) -> Option<u32> {
        self.rows.get(sheet)?.get(row as usize).copied()
    }

    /// Cells of a sheet that were taken out of it, each with the place that its text is at now.
    pub fn repeated(&self, sheet: usize) -> impl Iterator<Item = (Position, Place)> + '_ {
        let of_sheet = self.others.iter().filter(move |(place, _)| place.sheet == sheet);
        of_sheet.filter_map(|(place, text)| Some((place.position, self.now(*self.first.get(text)?)?)))
    }

    fn now(&self, place: Place) -> Option<Place> {
        let (row, column) = place.position;
        let row = self.rows.get(place.sheet)?.binary_search(&row).ok()?;
        Some(Place {
            position: (u32::try_from(row).ok()?, column),
            ..place
        })
    }
}

/// Checks all records that the reader will see and overwrites what would be expensive.
pub(super) fn make_safe(stream: &mut [u8]) -> Result<Original, Code> {
    let mut scan = Scan::default();
    let (globals, starts) = globals(stream)?;
    let mut parts = vec![globals];
    for (sheet, start) in starts.into_iter().enumerate() {
        parts.push(scan.sheet(stream, sheet, start)?);
    }
    parts.sort_by_key(|part| part.start);
    let overlap = parts.windows(2).any(|pair| match pair {
        [left, right] => right.start < left.end,
        _ => false,
    });
    if overlap {
        return Err(hostile("its sheets lie within each other"));
    }
    Ok(scan.original)
}

/// The part of the stream before the sheets, and where these begin.
fn globals(stream: &mut [u8]) -> Result<(Range<usize>, Vec<usize>), Code> {
    let mut at = 0;
    let mut starts = Vec::new();
    while let Some(record) = Record::at(stream, at)? {
        match record.kind {
            kind::SHEET => {
                // A sheet of the language that macros had before Visual Basic.
                if record.byte(stream, 5) == 1 {
                    return Err(Code::Macros);
                }
                starts.push(record.long(stream, 0) as usize);
            }
            kind::PASSWORD if record.short(stream, 0) != 0 => return Err(Code::Encrypted),
            kind::NAME => record.blank(stream),
            _ => {}
        }
        at = record.end;
        if record.kind == kind::END {
            break;
        }
    }
    if starts.len() > MOST_SHEETS {
        return Err(hostile("it has very many sheets"));
    }
    Ok((0..at, starts))
}

/// What was seen of all sheets so far.
#[derive(Default)]
struct Scan {
    cells: usize,
    room: u64,
    original: Original,
}

impl Scan {
    /// Scans one sheet and answers which part of the stream it is.
    fn sheet(&mut self, stream: &mut [u8], sheet: usize, start: usize) -> Result<Range<usize>, Code> {
        if start >= stream.len() {
            return Err(hostile("a sheet begins after the end of the file"));
        }
        let mut filled = Filled::default();
        // Charts within a sheet have cells of their own, which the reader passes over.
        let (mut begun, mut depth) = (false, 0_usize);
        let mut at = start;
        while let Some(record) = Record::at(stream, at)? {
            at = record.end;
            match (record.kind, depth) {
                (kind::BEGIN, _) if begun => depth += 1,
                (kind::BEGIN, _) => begun = true,
                (kind::END, 0) => break,
                (kind::END, _) => depth -= 1,
                (_, 0) => self.record(stream, sheet, &record, &mut filled)?,
                _ => {}
            }
        }
        let rows = filled.move_together(stream);
        self.room = self.room.saturating_add(rows.len() as u64 * filled.width());
        if self.room > MOST_ROOM {
            return Err(hostile("its filled cells lie far apart"));
        }
        self.original.rows.push(rows);
        Ok(start..at)
    }

    fn record(
        &mut self,
        stream: &mut [u8],
        sheet: usize,
        record: &Record,
        filled: &mut Filled,
    ) -> Result<(), Code> {
        let columns = match record.kind {
            kind::SIZE => {
                record.blank(stream);
                return Ok(());
            }
            // The text of the formula before it.
            kind::FORMULA_TEXT => 0,
            // First column, the numbers in 6 bytes each, last column.
            kind::NUMBERS => record.length().saturating_sub(6) / 6,
            kind::FORMULA
            | kind::RICH_TEXT
            | kind::SHARED_TEXT
            | kind::NUMBER
            | kind::TEXT
            | kind::TRUTH
            | kind::SMALL_NUMBER => 1,
            _ => return Ok(()),
        };
        self.cells += columns.max(1);
        if self.cells > MOST_CELLS {
            return Err(hostile("it has very many filled cells"));
        }
        if columns == 0 {
            return Ok(());
        }
        let (row, column) = (
            u32::from(record.short(stream, 0)),
            u32::from(record.short(stream, 2)),
        );
        let last = column.saturating_add(u32::try_from(columns - 1).unwrap_or(u32::MAX));
        Measure::within(row, last)?;
        filled.include(record.start, row, column, last);
        if record.kind == kind::FORMULA {
            // Its value is wanted, not its length in bytes, after which they come.
            record.write(stream, 20, [0, 0]);
        }
        if record.kind == kind::SHARED_TEXT && record.length() >= 10 {
            let text = record.long(stream, 6);
            let place = Place {
                sheet,
                position: (row, column),
            };
            match self.original.first.entry(text) {
                Entry::Vacant(first) => {
                    first.insert(place);
                }
                Entry::Occupied(_) => {
                    self.original.others.push((place, text));
                    record.blank(stream);
                }
            }
        }
        Ok(())
    }
}

/// The filled cells of one sheet.
#[derive(Default)]
struct Filled {
    /// Where the record of a cell begins, and its row.
    records: Vec<(usize, u32)>,
    /// First and last column.
    columns: Option<(u32, u32)>,
}

impl Filled {
    fn include(&mut self, record: usize, row: u32, first: u32, last: u32) {
        self.records.push((record, row));
        let (left, right) = self.columns.unwrap_or((first, last));
        self.columns = Some((left.min(first), right.max(last)));
    }

    fn width(&self) -> u64 {
        self.columns
            .map_or(0, |(left, right)| u64::from(right - left + 1))
    }

    /// Numbers the filled rows from 0, and answers which they were.
    fn move_together(&self, stream: &mut [u8]) -> Vec<u32> {
        let mut rows: Vec<u32> = self.records.iter().map(|(_, row)| *row).collect();
        rows.sort_unstable();
        rows.dedup();
        for (start, row) in &self.records {
            let number = rows
                .binary_search(row)
                .ok()
                .and_then(|row| u16::try_from(row).ok());
            if let (Some(number), Some(place)) = (number, stream.get_mut(start + 4..start + 6)) {
                place.copy_from_slice(&number.to_le_bytes());
            }
        }
        rows
    }
}

/// A record: two bytes say what it is, two how long, then come its data.
struct Record {
    kind: u16,
    start: usize,
    end: usize,
}

impl Record {
    /// The record at this place of the stream; `None` at its end.
    fn at(stream: &[u8], start: usize) -> Result<Option<Self>, Code> {
        let Some(rest) = stream.get(start..).filter(|rest| !rest.is_empty()) else {
            return Ok(None);
        };
        let [kind_low, kind_high, length_low, length_high, ..] = rest else {
            return Err(cut_short());
        };
        let end = start + 4 + usize::from(u16::from_le_bytes([*length_low, *length_high]));
        if end > stream.len() {
            return Err(cut_short());
        }
        Ok(Some(Self {
            kind: u16::from_le_bytes([*kind_low, *kind_high]),
            start,
            end,
        }))
    }

    /// Bytes of data.
    fn length(&self) -> usize {
        self.end - self.start - 4
    }

    /// A byte of the data; 0 beyond their end, where the reader refuses the file.
    fn byte(&self, stream: &[u8], offset: usize) -> u8 {
        let data = stream.get(self.start + 4..self.end);
        data.and_then(|data| data.get(offset)).copied().unwrap_or(0)
    }

    fn short(&self, stream: &[u8], offset: usize) -> u16 {
        u16::from_le_bytes([self.byte(stream, offset), self.byte(stream, offset + 1)])
    }

    fn long(&self, stream: &[u8], offset: usize) -> u32 {
        u32::from(self.short(stream, offset)) | u32::from(self.short(stream, offset + 2)) << 16
    }

    /// Overwrites two bytes of the data, if it has them.
    fn write(&self, stream: &mut [u8], offset: usize, bytes: [u8; 2]) {
        let data = stream.get_mut(self.start + 4..self.end);
        if let Some(place) = data.and_then(|data| data.get_mut(offset..offset + 2)) {
            place.copy_from_slice(&bytes);
        }
    }

    /// Makes it a record that is passed over.
    fn blank(&self, stream: &mut [u8]) {
        if let Some(place) = stream.get_mut(self.start..self.start + 2) {
            place.copy_from_slice(&kind::BLANK.to_le_bytes());
        }
    }
}

fn cut_short() -> Code {
    Code::Corrupt {
        reason: "it ends in the middle".to_owned(),
    }
}

fn hostile(reason: &str) -> Code {
    Code::Hostile {
        reason: reason.to_owned(),
    }
}
