//! A workbook as an `.xlsx` file that a person likes to open: the header stays in sight, columns are
//! as wide as what is in them, and groups have a colour. All cells are text, so that nothing that looks
//! like a number, a day or a formula becomes one.

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, Worksheet, XlsxError};

use crate::questionnaire::xlsform::workbook::{Row, Sheet, Workbook};

/// In characters.
const NARROWEST: usize = 6;
/// Longer texts are wrapped.
const WIDEST: usize = 48;
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
    // Type and name, or list and name, stay beside the header.
    page.set_freeze_panes(1, if sheet.name == "settings" { 0 } else { 2 })?;
    for row in &sheet.rows {
        let look = look(sheet, row);
        page.set_row_format(row.number - 1, &look)?;
        for cell in &row.cells {
            if cell.text.encode_utf16().count() > LONGEST_TEXT {
                return Err(Unwritable::TextTooLong {
                    sheet: sheet.name.clone(),
                    row: row.number,
                });
            }
            let column = u16::try_from(cell.column).map_err(|_| XlsxError::RowColumnLimitError)?;
            page.write_string_with_format(row.number - 1, column, &cell.text, &look)?;
        }
    }
    let header = sheet.rows.first().map(|row| row.cells.as_slice());
    for cell in header.unwrap_or_default() {
        let column = u16::try_from(cell.column).map_err(|_| XlsxError::RowColumnLimitError)?;
        #[expect(clippy::cast_precision_loss, reason = "at most the widest")]
        page.set_column_width(column, width(sheet, cell.column) as f64)?;
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

/// As many characters as the longest line of the column has, within bounds.
fn width(sheet: &Sheet, column: u32) -> usize {
    let cells = sheet.rows.iter().flat_map(|row| &row.cells);
    let lines = cells
        .filter(|cell| cell.column == column)
        .flat_map(|cell| cell.text.lines());
    let longest = lines.map(|line| line.chars().map(advance).sum()).max();
    (longest.unwrap_or(0) + 2).clamp(NARROWEST, WIDEST)
}

/// Signs of Chinese, Japanese and Korean, and emoji, are twice as wide as letters.
fn advance(sign: char) -> usize {
    if matches!(sign, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{1f300}'..='\u{3fffd}')
    {
        2
    } else {
        1
    }
}
