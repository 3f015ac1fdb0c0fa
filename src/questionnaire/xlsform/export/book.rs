//! A workbook as an `.xlsx` file that a person likes to open: the header stays in sight, columns are
//! as wide as what is in them, and groups have a colour. All cells are text, so that nothing that looks
//! like a number, a day or a formula becomes one.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, Worksheet, XlsxError};

use crate::questionnaire::xlsform::workbook::{Cell, Row, Sheet, Workbook};

/// Of a column, in characters.
const NARROWEST: u32 = 6;
/// Longer texts are wrapped.
const WIDEST: u32 = 48;
/// Height of a line, and of the highest row that spreadsheets have, in points.
const LINE: u32 = 15;
const HIGHEST: u32 = 405;
/// What a cell of a spreadsheet holds, in UTF-16 code units.
const LONGEST_TEXT: usize = 32_767;

/// Why a workbook cannot be a spreadsheet.
#[derive(Debug, thiserror::Error)]
pub enum Unwritable {
    #[error("the text in row {row} of the sheet “{sheet}” is longer than a spreadsheet's cell can be")]
    TextTooLong { sheet: String, row: u32 },
    #[error("the spreadsheet cannot be written: {0}")]
    Other(#[from] XlsxError),
}

/// The bytes of the file.
///
/// # Errors
/// [`Unwritable::TextTooLong`].
pub fn write(workbook: &Workbook) -> Result<Vec<u8>, Unwritable> {
    let mut book = rust_xlsxwriter::Workbook::new();
    // The writer would put the present moment there, and the same definition gives the same bytes.
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&day));
    for sheet in &workbook.sheets {
        write_sheet(book.add_worksheet(), sheet)?;
    }
    Ok(book.save_to_buffer()?)
}

fn write_sheet(page: &mut Worksheet, sheet: &Sheet) -> Result<(), Unwritable> {
    page.set_name(&sheet.name)?;
    page.set_landscape().set_print_fit_to_pages(1, 0);
    page.set_repeat_rows(0, 0)?;
    // Type and name, or list and name, stay beside the header.
    page.set_freeze_panes(1, if sheet.name == "settings" { 0 } else { 2 })?;
    let widths = widths(sheet);
    for (column, width) in &widths {
        page.set_column_width(*column, *width)?;
    }
    for row in &sheet.rows {
        let look = look(sheet, row);
        page.set_row_format(row.number - 1, &look)?;
        page.set_row_height(row.number - 1, height(row, &widths))?;
        for cell in &row.cells {
            if cell.text.encode_utf16().count() > LONGEST_TEXT {
                return Err(Unwritable::TextTooLong {
                    sheet: sheet.name.clone(),
                    row: row.number,
                });
            }
            page.write_string_with_format(row.number - 1, column(cell), &cell.text, &look)?;
        }
    }
    Ok(())
}

/// How a row looks: by its type in the survey sheet, else by where it stands.
fn look(sheet: &Sheet, row: &Row) -> Format {
    let plain = Format::new().set_align(FormatAlign::Top).set_text_wrap();
    if row.number == 1 {
        return plain
            .set_bold()
            .set_background_color(Color::RGB(0x00E3_EFF1))
            .set_font_color(Color::RGB(0x0014_252C));
    }
    let first = row.cells.first().filter(|cell| cell.column == 0);
    let word = first.map_or("", |cell| cell.text.as_str());
    if sheet.name != "survey" {
        return plain;
    }
    match word {
        "begin_group" => plain.set_bold().set_background_color(Color::RGB(0x00CF_E6EA)),
        "end_group" => plain.set_background_color(Color::RGB(0x00CF_E6EA)),
        "begin_repeat" => plain.set_bold().set_background_color(Color::RGB(0x00FC_E8C3)),
        "end_repeat" => plain.set_background_color(Color::RGB(0x00FC_E8C3)),
        "note" | "calculate" | "hidden" | "start" | "end" | "today" | "csv-external" => {
            plain.set_font_color(Color::RGB(0x0060_7078))
        }
        _ => plain,
    }
}

/// For each column as many characters as its longest line has, within bounds.
fn widths(sheet: &Sheet) -> BTreeMap<u16, u32> {
    let mut widths = BTreeMap::new();
    for cell in sheet.rows.iter().flat_map(|row| &row.cells) {
        let longest = cell.text.lines().map(advance).max().unwrap_or_default();
        let width = widths.entry(column(cell)).or_insert(NARROWEST);
        *width = (longest + 2).clamp(*width, WIDEST);
    }
    widths
}

/// High enough for the cell with the most lines, in points.
fn height(row: &Row, widths: &BTreeMap<u16, u32>) -> u32 {
    let lines = row.cells.iter().map(|cell| {
        let width = widths.get(&column(cell)).copied().unwrap_or(WIDEST);
        cell.text.lines().map(|line| wrapped(advance(line), width)).sum()
    });
    (lines.max().unwrap_or(1) * LINE).min(HIGHEST)
}

/// Into how many lines one is broken: between words, so that none is quite full.
const fn wrapped(line: u32, width: u32) -> u32 {
    if line + 2 <= width {
        1
    } else {
        line.div_ceil(width * 9 / 10)
    }
}

fn column(cell: &Cell) -> u16 {
    u16::try_from(cell.column).unwrap_or(u16::MAX)
}

/// How many letters of Latin script would be as wide: signs of Chinese, Japanese and Korean, and emoji,
/// are as wide as two.
fn advance(text: &str) -> u32 {
    let wide = |sign| {
        matches!(sign, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}'
            | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{1f300}'..='\u{3fffd}')
    };
    text.chars().map(|sign| if wide(sign) { 2 } else { 1 }).sum()
}
