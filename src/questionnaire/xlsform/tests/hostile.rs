//! Files made to do harm, built here: each gets a finding, quickly and in little memory.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::super::{Reading, import};

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

pub(super) fn codes(reading: &Reading) -> Vec<&'static str> {
    reading
        .findings
        .iter()
        .map(|finding| finding.code.as_str())
        .collect()
}

#[track_caller]
pub(super) fn refused(bytes: &[u8], name: &str, code: &str) {
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
    refused(b"hello", "a.txt", "wrong-file-type");
    refused(b"# A page of text", "a.md", "wrong-file-type");
    refused(&spreadsheet(&sheet("A1", ""), &[]), "a.csv", "wrong-file-type");
    refused(&[b'a', 0xFF, 0xFE], "a.csv", "not-utf-8");
    refused(&vec![b' '; 11 * 1024 * 1024], "a.md", "file-too-large");
}

#[test]
fn macros_are_refused() {
    let macros = spreadsheet(&sheet("A1", ""), &[("xl/vbaProject.bin", b"\x01")]);
    refused(&macros, "a.xlsm", "macro-file");
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

#[test]
fn very_many_mistakes_are_told_in_part() {
    let mut table = "| survey |\n| | type | name | label |\n".to_owned();
    for number in 0..20_000 {
        table.extend(["| | text | q", &number.to_string(), " | ${nobody} ${none} |\n"]);
    }
    let reading = import(table.as_bytes(), "a.md");
    assert!(reading.definition.is_none());
    let findings = reading.findings.sorted();
    assert!(findings.len() < 11_000);
    assert_eq!(findings.last().unwrap().code.as_str(), "more-findings");
}

#[test]
fn many_questions_over_a_long_list_are_read_in_time() {
    let mut table =
        "| survey |\n| | type | name | label | relevant | choice_filter | exposure |\n".to_owned();
    table += "| | select_one l | first | F | | | public |\n";
    for number in 0..3_000 {
        let number = number.to_string();
        table.extend([
            "| | select_multiple l or_other | q",
            &number,
            " | Q | ${first} = 'o1' | | public |\n",
        ]);
        table.extend([
            "| | select_multiple l | p",
            &number,
            " | Q | ${first} = 'x' | none = 1 | public |\n",
        ]);
    }
    table += "| choices |\n| | list_name | name | label | colour |\n";
    for number in 0..20_000 {
        let number = number.to_string();
        table.extend(["| | l | o", &number, " | O | red |\n"]);
    }
    let reading = import(table.as_bytes(), "a.md");
    let definition = reading.definition.expect("a definition");
    assert_eq!(definition.questions().len(), 9_001);
    assert_eq!(definition.lists["l_or_other"].choices.len(), 20_001);
}
