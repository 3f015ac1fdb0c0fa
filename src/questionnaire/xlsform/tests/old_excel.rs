//! `.xls` files, built here record by record: honest ones are read, others get a finding, quickly and
//! in little memory.

use std::io::{Cursor, Write};

use super::super::import;
use super::hostile::{codes, refused};

/// A file of streams without sense.
fn compound(streams: &[&str]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for name in streams {
        file.create_stream(name).unwrap().write_all(b"nothing").unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// A record of an `.xls` file.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap();
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
}

fn shorts(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// A text with its length, a byte for each letter.
fn counted(text: &str) -> Vec<u8> {
    let length = u16::try_from(text.len()).unwrap();
    [&length.to_le_bytes()[..], &[0], text.as_bytes()].concat()
}

/// A cell with a text of its own.
fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
    record(0x0204, &[shorts(&[row, column, 0]), counted(text)].concat())
}

/// A cell that shows the shared text with this number.
fn shared(row: u16, column: u16, number: u16) -> Vec<u8> {
    record(0x00FD, &shorts(&[row, column, 0, number, 0]))
}

/// An `.xls` file; each sheet is named after its number, the first `survey`, and has a kind and records.
fn workbook(globals: &[Vec<u8>], sheets: &[(u8, Vec<Vec<u8>>)]) -> Vec<u8> {
    let begin = |kind: u16| record(0x0809, &shorts(&[0x0600, kind, 0, 0, 0, 0, 0, 0]));
    let bound = |start: usize, kind: u8, name: &str| {
        let start = u32::try_from(start).unwrap().to_le_bytes();
        let length = u8::try_from(name.len()).unwrap();
        record(
            0x0085,
            &[&start[..], &[0, kind, length, 0], name.as_bytes()].concat(),
        )
    };
    let name = |index: usize| {
        if index == 0 {
            "survey".to_owned()
        } else {
            index.to_string()
        }
    };
    let head = |starts: &[usize]| {
        let bounds = starts.iter().zip(sheets).enumerate();
        let bounds = bounds.map(|(index, (start, (kind, _)))| bound(*start, *kind, &name(index)));
        let parts = std::iter::once(begin(5))
            .chain(bounds)
            .chain(globals.iter().cloned());
        [parts.collect::<Vec<_>>().concat(), record(0x000A, &[])].concat()
    };
    let mut starts = vec![0; sheets.len()];
    let mut end = head(&starts).len();
    let mut bodies = Vec::new();
    for (start, (_, records)) in starts.iter_mut().zip(sheets) {
        let body = [begin(0x10), records.concat(), record(0x000A, &[])].concat();
        *start = end;
        end += body.len();
        bodies.push(body);
    }
    super::super::old_excel::container(&[head(&starts), bodies.concat()].concat()).unwrap()
}

/// Cells of a sheet with one question.
fn honest() -> Vec<Vec<u8>> {
    let cells = [(0, ["type", "name", "label"]), (1, ["text", "a", "A"])];
    cells
        .iter()
        .flat_map(|(row, texts)| (0..).zip(texts).map(|(column, text)| label(*row, column, text)))
        .collect()
}

#[test]
fn an_honest_old_file_is_read() {
    let reading = import(&workbook(&[], &[(0, honest())]), "a.xls");
    assert_eq!(codes(&reading), ["no-exposure"]);
    assert_eq!(reading.definition.unwrap().questions().len(), 1);
}

#[test]
fn a_shared_text_stands_in_every_cell_that_shows_it() {
    let texts = ["type", "name", "label", "text", "b", "a"].map(counted).concat();
    let table = record(0x00FC, &[shorts(&[6, 0, 6, 0]), texts].concat());
    let cells = [[0, 1, 2], [3, 4, 4], [3, 5, 5], [3, 2, 2]];
    let cells = (0..).zip(cells).flat_map(|(row, texts)| {
        (0..)
            .zip(texts)
            .map(move |(column, text)| shared(row, column, text))
    });
    let reading = import(&workbook(&[table], &[(0, cells.collect())]), "a.xls");
    let definition = reading.definition.unwrap();
    let written: Vec<(&str, &str)> = definition
        .questions()
        .into_iter()
        .map(|question| (question.name.as_str(), question.label.get("und", "")))
        .collect();
    assert_eq!(written, [("b", "b"), ("a", "a"), ("label", "label")]);
}

#[test]
fn cells_far_apart_cost_nothing_in_old_files() {
    let far = [label(40_000, 255, "x"), label(65_535, 0, "x")];
    let reading = import(&workbook(&[], &[(0, [honest(), far.to_vec()].concat())]), "a.xls");
    assert_eq!(codes(&reading), ["rows-left-out", "no-exposure"]);
    assert!(reading.definition.is_some());
}

#[test]
fn old_files_that_ask_for_much_memory_are_refused() {
    let far: Vec<Vec<u8>> = (0..40_000)
        .map(|row| label(row, if row == 0 { 900 } else { 0 }, "x"))
        .collect();
    refused(&workbook(&[], &[(0, far)]), "a.xls", "file-out-of-bounds");
    refused(
        &workbook(&[], &[(0, vec![label(0, 5_000, "x")])]),
        "a.xls",
        "sheet-too-large",
    );
    let many: Vec<(u8, Vec<Vec<u8>>)> = (0..200).map(|_| (0, Vec::new())).collect();
    refused(&workbook(&[], &many), "a.xls", "file-out-of-bounds");
    // A text of 60 kB in 20,000 cells would be more than a gigabyte.
    let long = record(
        0x00FC,
        &[shorts(&[1, 0, 1, 0]), counted(&"y".repeat(8_000))].concat(),
    );
    let cells = (0..20_000).map(|row| shared(row, 0, 0)).collect();
    refused(&workbook(&[long], &[(0, cells)]), "a.xls", "file-out-of-bounds");
    // A sheet that says that it is as large as can be.
    let size = record(0x0200, &[0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 1, 0, 0]);
    let reading = import(&workbook(&[], &[(0, [vec![size], honest()].concat())]), "a.xls");
    assert_eq!(codes(&reading), ["no-exposure"]);
}

#[test]
fn damaged_old_files_never_panic() {
    let formula = [shorts(&[2, 0, 0]), vec![0; 14], shorts(&[400]), vec![0x23; 40]].concat();
    let more = vec![
        record(0x0006, &formula),
        record(0x00BD, &shorts(&[3, 0, 0, 1, 1, 0, 2, 2, 1])),
        record(0x027E, &shorts(&[4, 0, 0, 6, 0])),
        record(0x0205, &[5, 0, 0, 0, 0, 0, 1, 0]),
    ];
    let names = record(0x0018, &[0; 30]);
    let sound = workbook(&[names], &[(0, [honest(), more].concat()), (0, honest())]);
    let mut state: u64 = 11;
    let mut next = |limit: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % limit
    };
    for _ in 0..600 {
        let mut bytes = sound.clone();
        for _ in 0..=next(4) {
            let place = next(bytes.len());
            bytes[place] = [0, 1, 4, 9, 255, 0x85, 0xFC, 0x3C][next(8)];
        }
        let _ = import(&bytes, "a.xls");
    }
    for length in (0..sound.len()).step_by(97) {
        assert!(import(&sound[..length], "a.xls").definition.is_none());
    }
}

#[test]
fn macros_and_passwords_are_refused() {
    refused(&compound(&["/WordDocument"]), "a.xls", "wrong-file-type");
    refused(&compound(&["/EncryptedPackage"]), "a.xlsx", "encrypted-file");
    refused(
        &compound(&["/Workbook", "/_VBA_PROJECT_CUR"]),
        "a.xls",
        "macro-file",
    );
    let macros = workbook(&[], &[(1, vec![label(0, 0, "survey")])]);
    refused(&macros, "a.xls", "macro-file");
    let locked = workbook(&[record(0x2F, &[1, 0])], &[]);
    refused(&locked, "a.xls", "encrypted-file");
}
