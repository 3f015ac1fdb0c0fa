//! Guards on a spreadsheet's zip archive, before anything interprets it.
//!
//! Every entry is inflated once through a bounded reader, so that declared sizes need not be
//! believed. How far a sheet reaches does not matter here: its cells are read one by one.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::cells::CellScan;
use crate::questionnaire::findings::Code;

const MOST_ENTRIES: usize = 1_000;
/// Bytes of all entries together, inflated.
const MOST_INFLATED: u64 = 64 * 1024 * 1024;
/// Inflated bytes for each byte of an entry larger than [`SMALL_ENTRY`].
const MOST_RATIO: u64 = 200;
const SMALL_ENTRY: u64 = 1024 * 1024;

const ZIP: &[u8] = b"PK\x03\x04";

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
