//! Files made to do harm, built here: each gets a finding, quickly and in little memory.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{Reading, import};

const CONTENT_TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
const WORKBOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="survey" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

const ROOT: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

/// What every workbook has.
fn parts() -> Vec<(&'static str, &'static [u8])> {
    vec![
        ("[Content_Types].xml", CONTENT_TYPES.as_bytes()),
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
    ]
}

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in files {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn spreadsheet(sheet: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut files: Vec<(&str, &[u8])> = parts();
    files.push(("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()));
    files.push(("xl/worksheets/sheet1.xml", sheet.as_bytes()));
    files.extend_from_slice(more);
    archive(&files)
}

fn cell(reference: &str, text: &str) -> String {
    format!(r#"<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

/// A sheet with one question; `dimension` and `rows` are put into it as they are.
fn sheet(dimension: &str, rows: &str) -> String {
    let header = cell("A1", "type") + &cell("B1", "name") + &cell("C1", "label");
    let question = cell("A2", "text") + &cell("B2", "a") + &cell("C2", "A");
    format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="{dimension}"/><sheetData><row r="1">{header}</row><row r="2">{question}</row>{rows}</sheetData></worksheet>"#
    )
}

fn codes(reading: &Reading) -> Vec<&'static str> {
    reading
        .findings
        .iter()
        .map(|finding| finding.code.as_str())
        .collect()
}

#[track_caller]
fn refused(bytes: &[u8], name: &str, code: &str) {
    let reading = import(bytes, name);
    assert!(reading.definition.is_none());
    assert_eq!(codes(&reading), [code]);
}

#[test]
fn an_honest_spreadsheet_is_read() {
    let reading = import(&spreadsheet(&sheet("A1:C2", ""), &[]), "a.xlsx");
    assert_eq!(codes(&reading), ["no-exposure"]);
    assert_eq!(reading.definition.unwrap().questions().len(), 1);
}

#[test]
fn a_sheet_that_claims_to_be_huge_costs_nothing() {
    let reading = import(&spreadsheet(&sheet("A1:XFD1048576", ""), &[]), "a.xlsx");
    assert_eq!(codes(&reading), ["sprawling-sheet", "no-exposure"]);
    assert!(reading.definition.is_some());
}

#[test]
fn a_filled_cell_far_away_is_refused() {
    let rows = format!(r#"<row r="1048576">{}</row>"#, cell("XFD1048576", "x"));
    refused(
        &spreadsheet(&sheet("A1:C2", &rows), &[]),
        "a.xlsx",
        "sheet-too-large",
    );
    let rows = format!(r#"<row r="3">{}</row>"#, cell("XFD3", "x"));
    refused(
        &spreadsheet(&sheet("A1:C2", &rows), &[]),
        "a.xlsx",
        "sheet-too-large",
    );
}

#[test]
fn references_that_overflow_are_survived() {
    for reference in [
        "ZZZZZZZZZZZZ99999999999999",
        "A0",
        "",
        "1A",
        "A",
        "$A$1",
        "A-1",
        "é1",
    ] {
        let rows = format!(r#"<row r="99999999999999">{}</row>"#, cell(reference, "x"));
        let reading = import(&spreadsheet(&sheet(reference, &rows), &[]), "a.xlsx");
        assert!(reading.findings.iter().count() > 0, "{reference}");
    }
}

#[test]
fn a_zip_bomb_is_refused() {
    let zeros = vec![b' '; 65 * 1024 * 1024];
    let bomb = spreadsheet(&sheet("A1", ""), &[("xl/media/image1.png", &zeros)]);
    assert!(bomb.len() < 1024 * 1024);
    refused(&bomb, "a.xlsx", "file-out-of-bounds");
    let smaller = vec![b' '; 8 * 1024 * 1024];
    refused(
        &spreadsheet(&sheet("A1", ""), &[("x", &smaller)]),
        "a.xlsx",
        "file-out-of-bounds",
    );
}

#[test]
fn a_bomb_that_lies_about_its_size_is_refused() {
    let zeros = vec![b' '; 65 * 1024 * 1024];
    let mut bomb = spreadsheet(&sheet("A1", ""), &[("xl/media/image1.png", &zeros)]);
    let size = u32::try_from(zeros.len()).unwrap().to_le_bytes();
    let small = 1000_u32.to_le_bytes();
    for index in 0..bomb.len() - 4 {
        if bomb[index..index + 4] == size {
            bomb[index..index + 4].copy_from_slice(&small);
        }
    }
    let reading = import(&bomb, "a.xlsx");
    assert!(reading.definition.is_none());
    assert!(matches!(
        codes(&reading).as_slice(),
        ["file-out-of-bounds" | "corrupt-file"]
    ));
}

#[test]
fn an_archive_of_very_many_files_is_refused() {
    let names: Vec<String> = (0..2000).map(|number| format!("f{number}")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    refused(&archive(&files), "a.xlsx", "file-out-of-bounds");
}

#[test]
fn very_many_cells_are_refused() {
    let row: String = ["A", "B", "C", "D", "E"]
        .iter()
        .map(|column| cell(&format!("{column}ROW"), "x"))
        .collect();
    let mut rows = String::new();
    for number in 3..=1000 {
        let cells = row.replace("ROW", &number.to_string());
        rows.extend([format!(r#"<row r="{number}">"#), cells, "</row>".to_owned()]);
    }
    // One shared text of 100 kB in 5,000 cells would be half a gigabyte.
    let long = "y".repeat(100_000);
    let strings = format!(
        r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{long}</t></si></sst>"#
    );
    let rows = rows.replace(r#" t="inlineStr"><is><t>x</t></is>"#, r#" t="s"><v>0</v>"#);
    let relations = RELATIONS.replace(
        "</Relationships>",
        r#"<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#,
    );
    let sheet = sheet("A1:E1000", &rows);
    let mut files: Vec<(&str, &[u8])> = parts();
    files.push(("xl/_rels/workbook.xml.rels", relations.as_bytes()));
    files.push(("xl/sharedStrings.xml", strings.as_bytes()));
    files.push(("xl/worksheets/sheet1.xml", sheet.as_bytes()));
    refused(&archive(&files), "a.xlsx", "file-out-of-bounds");
}

#[test]
fn files_of_other_kinds_are_named() {
    refused(b"", "a.xlsx", "wrong-file-type");
    refused(b"%PDF-1.7", "a.xlsx", "wrong-file-type");
    refused(
        &archive(&[("word/document.xml", b"<w/>")]),
        "a.xlsx",
        "wrong-file-type",
    );
    refused(
        &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0],
        "a.xls",
        "corrupt-file",
    );
    refused(&compound(&["/WordDocument"]), "a.xls", "wrong-file-type");
    refused(b"hello", "a.txt", "wrong-file-type");
    refused(b"# A page of text", "a.md", "wrong-file-type");
    refused(&spreadsheet(&sheet("A1", ""), &[]), "a.csv", "wrong-file-type");
    refused(&[b'a', 0xFF, 0xFE], "a.csv", "not-utf-8");
    refused(&vec![b' '; 11 * 1024 * 1024], "a.md", "file-too-large");
}

#[test]
fn macros_and_passwords_are_refused() {
    let macros = spreadsheet(&sheet("A1", ""), &[("xl/vbaProject.bin", b"\x01")]);
    refused(&macros, "a.xlsm", "macro-file");
    refused(&compound(&["/EncryptedPackage"]), "a.xlsx", "encrypted-file");
    refused(&compound(&["/Workbook", "/_VBA_PROJECT_CUR"]), "a.xls", "macro-file");
    let sheet = |kind: u8| workbook(&[], &[(kind, vec![label(0, 0, "survey")])]);
    refused(&sheet(1), "a.xls", "macro-file");
    let locked = workbook(&[record(0x2F, &[1, 0])], &[]);
    refused(&locked, "a.xls", "encrypted-file");
}

#[test]
fn a_file_cut_short_anywhere_is_a_finding() {
    let bytes = spreadsheet(&sheet("A1:C2", ""), &[]);
    for length in (0..bytes.len()).step_by(7) {
        let reading = import(&bytes[..length], "a.xlsx");
        assert!(reading.definition.is_none(), "{length} bytes");
        assert_eq!(reading.findings.iter().count(), 1, "{length} bytes");
    }
}

#[test]
fn damaged_sheets_never_panic() {
    let sound = sheet("A1:C2", "");
    // A small generator, so that the damage is the same every time.
    let mut state: u64 = 7;
    let mut next = |limit: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % limit
    };
    for _ in 0..600 {
        let mut bytes = sound.clone().into_bytes();
        for _ in 0..=next(3) {
            let place = next(bytes.len());
            let damage = b"<>&\"/ 09AZs=\xff;!"[next(15)];
            match next(3) {
                0 => bytes[place] = damage,
                1 => bytes.insert(place, damage),
                _ => {
                    bytes.remove(place);
                }
            }
        }
        let mut files: Vec<(&str, &[u8])> = parts();
        files.push(("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()));
        files.push(("xl/worksheets/sheet1.xml", &bytes));
        let _ = import(&archive(&files), "a.xlsx");
    }
}

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
        record(0x0085, &[&start[..], &[0, kind, length, 0], name.as_bytes()].concat())
    };
    let name = |index: usize| if index == 0 { "survey".to_owned() } else { index.to_string() };
    let head = |starts: &[usize]| {
        let bounds = starts.iter().zip(sheets).enumerate();
        let bounds = bounds.map(|(index, (start, (kind, _)))| bound(*start, *kind, &name(index)));
        let parts = std::iter::once(begin(5)).chain(bounds).chain(globals.iter().cloned());
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
    super::old_excel::container(&[head(&starts), bodies.concat()].concat()).unwrap()
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
    let cells = (0..)
        .zip(cells)
        .flat_map(|(row, texts)| (0..).zip(texts).map(move |(column, text)| shared(row, column, text)));
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
    let far: Vec<Vec<u8>> = (0..40_000).map(|row| label(row, if row == 0 { 900 } else { 0 }, "x")).collect();
    refused(&workbook(&[], &[(0, far)]), "a.xls", "file-out-of-bounds");
    refused(&workbook(&[], &[(0, vec![label(0, 5_000, "x")])]), "a.xls", "sheet-too-large");
    let many: Vec<(u8, Vec<Vec<u8>>)> = (0..200).map(|_| (0, Vec::new())).collect();
    refused(&workbook(&[], &many), "a.xls", "file-out-of-bounds");
    // A text of 60 kB in 20,000 cells would be more than a gigabyte.
    let long = record(0x00FC, &[shorts(&[1, 0, 1, 0]), counted(&"y".repeat(8_000))].concat());
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
