//! Sheets of the text variants: CSV with the sheet's name in the first column, and Markdown pipe
//! tables of the same shape. The header row of a sheet is its row 1.

use super::workbook::{Cell, Measure, Row, Sheet};
use crate::questionnaire::findings::Code;

/// Sheets of a CSV file.
pub(super) fn csv_sheets(text: &str) -> Result<Vec<Sheet>, Code> {
    let mut sheets = SheetsByName::default();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    for record in reader.records() {
        let record = record.map_err(|error| Code::Corrupt {
            reason: error.to_string(),
        })?;
        sheets.row(&record.iter().map(str::to_owned).collect::<Vec<_>>())?;
    }
    sheets.finish()
}

/// Sheets of a Markdown file: whatever is not a row of a pipe table is a remark.
pub(super) fn markdown_sheets(text: &str) -> Result<Vec<Sheet>, Code> {
    let mut sheets = SheetsByName::default();
    for line in text.lines() {
        if let Some(cells) = markdown_cells(line) {
            sheets.row(&cells)?;
        }
    }
    sheets.finish()
}

/// The cells of a line, if it is a row: between the first pipe and the last, `\|` being a pipe.
fn markdown_cells(line: &str) -> Option<Vec<String>> {
    let line = line.trim();
    let inner = line.strip_prefix('|')?;
    // What follows the last pipe is a comment.
    let end = last_pipe(inner)?;
    let inner = inner.get(..end)?;
    if inner.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ')) && inner.contains('-') {
        return None;
    }
    let mut cells = vec![String::new()];
    let mut characters = inner.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' if characters.peek() == Some(&'|') => {
                characters.next();
                append(&mut cells, '|');
            }
            '|' => cells.push(String::new()),
            other => append(&mut cells, other),
        }
    }
    // Blanks beside the pipes make columns, and are in no cell.
    Some(cells.iter().map(|cell| cell.trim().to_owned()).collect())
}

fn append(cells: &mut [String], character: char) {
    if let Some(cell) = cells.last_mut() {
        cell.push(character);
    }
}

fn last_pipe(text: &str) -> Option<usize> {
    text.char_indices()
        .rev()
        .find(|(index, character)| {
            *character == '|' && !text.get(..*index).is_some_and(|t| t.ends_with('\\'))
        })
        .map(|(index, _)| index)
}

/// Sheets as they begin, by a name in the first column.
#[derive(Default)]
struct SheetsByName {
    sheets: Vec<Sheet>,
    measure: Measure,
    /// Row number within the current sheet.
    number: u32,
}

impl SheetsByName {
    fn row(&mut self, cells: &[String]) -> Result<(), Code> {
        let name = cells.first().map_or("", |cell| cell.trim());
        if !name.is_empty() {
            self.begin(name);
        }
        let filled = cells.iter().skip(1).any(|cell| !cell.trim().is_empty());
        let Some(sheet) = self.sheets.last_mut() else {
            return Ok(());
        };
        // Rows without content have a number too, once the header has been seen.
        if !filled && (self.number == 0 || !name.is_empty()) {
            return Ok(());
        }
        self.number += 1;
        let mut row = Row {
            number: self.number,
            cells: Vec::new(),
        };
        for (column, text) in (0_u32..).zip(cells.iter().skip(1)) {
            if !text.trim().is_empty() {
                self.measure.count(self.number - 1, column, text)?;
                row.cells.push(Cell {
                    column,
                    text: text.clone(),
                });
            }
        }
        if !row.cells.is_empty() {
            sheet.rows.push(row);
        }
        Ok(())
    }

    fn begin(&mut self, name: &str) {
        self.number = 0;
        self.sheets.push(Sheet {
            name: name.to_owned(),
            ..Sheet::default()
        });
    }

    fn finish(self) -> Result<Vec<Sheet>, Code> {
        if self.sheets.is_empty() {
            let found = "it has no table whose first column names a sheet such as survey".to_owned();
            return Err(Code::WrongType { found });
        }
        Ok(self.sheets)
    }
}

#[cfg(test)]
mod tests {
    use super::{csv_sheets, markdown_sheets};

    #[test]
    fn both_variants_give_the_same_sheets() {
        let csv = "survey,,,\n,type,name,label\n,\"text\",a,\"What, \"\"then\"\"?\"\n\n,integer,b,B | C\n";
        let table = "
            # A remark, and a ruler below the header
            | survey |
            | | type | name | label |
            |-|------|------|-------|
            | | text | a | What, \"then\"? | # a remark
            | | integer | b | B \\| C |";
        let texts = |sheets: Vec<super::Sheet>| {
            let rows = sheets.into_iter().flat_map(|sheet| sheet.rows);
            let cells = rows.flat_map(|row| row.cells.into_iter().map(move |cell| (row.number, cell)));
            let text = |(row, cell): (u32, super::Cell)| (row, cell.column, cell.text.trim().to_owned());
            cells.map(text).collect::<Vec<_>>()
        };
        let from_csv = texts(csv_sheets(csv).unwrap());
        assert_eq!(from_csv, texts(markdown_sheets(table).unwrap()));
        assert_eq!(from_csv.last().unwrap(), &(3, 2, "B | C".to_owned()));
    }
}
