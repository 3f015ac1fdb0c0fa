//! Guards on a spreadsheet's zip archive, before anything interprets it.
//!
//! Every entry is inflated once through a bounded reader, so that declared sizes need not be
//! believed; worksheets are scanned on the way for cells far outside of any questionnaire.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::workbook::{LAST_COLUMN, LAST_ROW};
use crate::questionnaire::findings::Code;

const MOST_ENTRIES: usize = 1_000;
/// Bytes of all entries together, inflated.
const MOST_INFLATED: u64 = 64 * 1024 * 1024;
/// Inflated bytes for each byte of an entry larger than [`SMALL_ENTRY`].
const MOST_RATIO: u64 = 200;
const SMALL_ENTRY: u64 = 1024 * 1024;

const ZIP: &[u8] = b"PK\x03\x04";
/// Older spreadsheets, and password-protected new ones.
const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Checks that `bytes` are a spreadsheet that may be opened.
pub(super) fn check(bytes: &[u8]) -> Result<(), Code> {
    check_kind(bytes)?;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
    if archive.len() > MOST_ENTRIES {
        return Err(hostile(format!("it is an archive of {} files", archive.len())));
    }
    let mut left = MOST_INFLATED;
    let mut has_workbook = false;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|error| unreadable(&error))?;
        let name = entry
            .name()
            .map_or_else(|_| String::new(), |name| name.to_ascii_lowercase());
        has_workbook |= name == "xl/workbook.xml";
        if name.ends_with("vbaproject.bin") {
            return Err(Code::Macros);
        }
        if entry.encrypted() {
            return Err(Code::Encrypted);
        }
        if entry.size() > left {
            return Err(too_much());
        }
        let compressed = entry.compressed_size().max(1);
        let inflated = inflate(entry, &name, left)?;
        if inflated > SMALL_ENTRY && inflated / compressed > MOST_RATIO {
            return Err(hostile(
                "it is packed more tightly than a spreadsheet ever is".to_owned(),
            ));
        }
        left = left.saturating_sub(inflated);
    }
    if has_workbook {
        Ok(())
    } else {
        Err(not_a_workbook())
    }
}

fn check_kind(bytes: &[u8]) -> Result<(), Code> {
    if bytes.starts_with(COMPOUND) {
        // The stream of a protected workbook is named in UTF-16.
        let name: Vec<u8> = "EncryptedPackage"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let protected = bytes.windows(name.len()).any(|window| window == name.as_slice());
        return Err(if protected {
            Code::Encrypted
        } else {
            Code::OldExcel
        });
    }
    if bytes.starts_with(ZIP) {
        return Ok(());
    }
    let found = if bytes.is_empty() {
        "it is empty"
    } else {
        "it is no spreadsheet, whatever its name says"
    };
    Err(Code::WrongType {
        found: found.to_owned(),
    })
}

/// Reads an entry to its end, at most `limit` bytes, and answers how many there were.
fn inflate(entry: impl Read, name: &str, limit: u64) -> Result<u64, Code> {
    let mut scan = name.starts_with("xl/worksheets/").then(CellScan::default);
    let mut entry = entry.take(limit.saturating_add(1));
    let mut buffer = vec![0; 64 * 1024];
    let mut total: u64 = 0;
    loop {
        let read = entry.read(&mut buffer).map_err(|error| Code::Corrupt {
            reason: error.to_string(),
        })?;
        if read == 0 {
            return Ok(total);
        }
        total += read as u64;
        if total > limit {
            return Err(too_much());
        }
        if let (Some(scan), Some(chunk)) = (scan.as_mut(), buffer.get(..read)) {
            scan.take(chunk)?;
        }
    }
}

/// Looks for `r="…"` and `ref="…"` in a worksheet that comes in pieces.
#[derive(Default)]
struct CellScan {
    /// The last bytes seen, while they may belong to a reference.
    state: ScanState,
    reference: Reference,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum ScanState {
    #[default]
    Outside,
    /// After `r`.
    Name,
    /// After `r=` or `ref=`.
    Equals,
    /// Within the quotes, ended by this one.
    Value(u8),
    /// After `re`, as in `ref`.
    NameE,
}

/// Row and column of the reference being read.
#[derive(Default, Clone, Copy)]
struct Reference {
    row: u32,
    column: u32,
}

impl CellScan {
    fn take(&mut self, chunk: &[u8]) -> Result<(), Code> {
        chunk.iter().try_for_each(|byte| self.byte(*byte))
    }

    fn byte(&mut self, byte: u8) -> Result<(), Code> {
        self.state = match (self.state, byte) {
            (ScanState::Value(quote), _) if byte == quote => {
                self.check()?;
                ScanState::Outside
            }
            (ScanState::Value(_), b':') => {
                self.check()?;
                self.state
            }
            (ScanState::Value(_), _) => self.digit(byte),
            (ScanState::Equals, b'"' | b'\'') => {
                self.reference = Reference::default();
                ScanState::Value(byte)
            }
            (ScanState::Name, b'e') => ScanState::NameE,
            (ScanState::Name | ScanState::NameE, b'=') => ScanState::Equals,
            (ScanState::NameE, b'f') | (_, b'r') => ScanState::Name,
            _ => ScanState::Outside,
        };
        Ok(())
    }

    fn digit(&mut self, byte: u8) -> ScanState {
        let Reference { row, column } = self.reference;
        self.reference = match byte {
            b'A'..=b'Z' | b'a'..=b'z' => {
                let letter = u32::from(byte.to_ascii_uppercase() - b'A') + 1;
                Reference {
                    row,
                    column: column.saturating_mul(26).saturating_add(letter),
                }
            }
            b'0'..=b'9' => Reference {
                row: row.saturating_mul(10).saturating_add(u32::from(byte - b'0')),
                column,
            },
            b'$' => self.reference,
            // Something else than a cell reference.
            _ => return ScanState::Outside,
        };
        self.state
    }

    fn check(&mut self) -> Result<(), Code> {
        let Reference { row, column } = std::mem::take(&mut self.reference);
        if row > LAST_ROW || (row > 0 && column > LAST_COLUMN) {
            return Err(Code::SheetTooLarge {
                rows: LAST_ROW,
                columns: LAST_COLUMN,
            });
        }
        Ok(())
    }
}

fn unreadable(error: &ZipError) -> Code {
    match error {
        ZipError::UnsupportedArchive(reason) if reason.to_ascii_lowercase().contains("password") => {
            Code::Encrypted
        }
        other => Code::Corrupt {
            reason: other.to_string(),
        },
    }
}

fn not_a_workbook() -> Code {
    Code::WrongType {
        found: "it is a zip archive, but not a spreadsheet".to_owned(),
    }
}

fn too_much() -> Code {
    hostile(format!(
        "it unpacks to more than {} MB",
        MOST_INFLATED / 1024 / 1024
    ))
}

fn hostile(reason: String) -> Code {
    Code::Hostile { reason }
}
