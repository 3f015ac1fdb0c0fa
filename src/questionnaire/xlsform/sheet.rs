//! A sheet with its headers understood: records whose cells are asked for by column and language.

use std::collections::BTreeMap;

use super::columns::{self, Meaning};
use super::workbook::{Row, Sheet};
use super::{formula, languages};
use crate::questionnaire::findings::{Code, Findings, Place};

/// A header cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// As the author wrote it.
    pub title: String,
    pub meaning: Meaning,
    /// As the author wrote it, for a translated column.
    pub language: Option<String>,
}

impl Header {
    /// The column's name in findings.
    pub fn column(&self) -> &str {
        match self.meaning {
            Meaning::Known(name) => name,
            _ => &self.title,
        }
    }

    /// Whether its cells are read.
    pub fn has_effect(&self) -> bool {
        matches!(self.meaning, Meaning::Known(_))
    }
}

/// A sheet's headers by column, and its rows below the header row.
#[derive(Debug, Clone)]
pub(super) struct Records {
    pub place: Place,
    pub headers: BTreeMap<u32, Header>,
    pub rows: Vec<Record>,
    /// Headers of each known column, in the order of the sheet.
    by_column: BTreeMap<&'static str, Vec<u32>>,
}

/// A row of a sheet: its filled cells by column, cleaned.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub number: u32,
    cells: BTreeMap<u32, String>,
}

/// How the cells of a sheet are cleaned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum White {
    /// Runs of blanks become one.
    Collapsed,
    /// Blanks at the ends are taken away.
    Trimmed,
    /// Texts that people read stay as they are; what else there is has no blanks at its ends.
    Exact,
}

type Meanings = fn(&[&str]) -> Meaning;

impl Records {
    /// Reads the header row, which is the first filled one, and the rows below it.
    pub fn read(
        sheet: &Sheet,
        place: Place,
        white: White,
        meanings: Meanings,
        findings: &mut Findings,
    ) -> Self {
        let mut rows = sheet.rows.iter();
        let headers = rows
            .next()
            .map(|row| headers(row, &place, meanings, findings))
            .unwrap_or_default();
        let records = rows
            .map(|row| record(row, &headers, white))
            .filter(|record| !record.cells.is_empty())
            .collect();
        let mut by_column: BTreeMap<&'static str, Vec<u32>> = BTreeMap::new();
        for (index, header) in &headers {
            if let Meaning::Known(name) = header.meaning {
                by_column.entry(name).or_default().push(*index);
            }
        }
        Self {
            place,
            headers,
            rows: records,
            by_column,
        }
    }

    /// Whether the sheet has the column, in any language.
    pub fn has(&self, column: &str) -> bool {
        self.by_column.contains_key(column)
    }

    /// The headers of a column in all languages.
    fn of_column(&self, column: &str) -> impl Iterator<Item = (u32, &Header)> {
        let indices = self.by_column.get(column).into_iter().flatten();
        indices.filter_map(|index| Some((*index, self.headers.get(index)?)))
    }

    /// The cell of a column without language, or empty.
    pub fn text<'r>(&self, record: &'r Record, column: &str) -> &'r str {
        self.of_column(column)
            .filter(|(_, header)| header.language.is_none())
            .find_map(|(index, _)| record.cells.get(&index))
            .map_or("", String::as_str)
    }

    /// The cells of a column with the languages written in its headers.
    pub fn translations<'r>(&'r self, record: &'r Record, column: &str) -> Vec<(Option<&'r str>, &'r str)> {
        self.of_column(column)
            .filter_map(|(index, header)| {
                Some((header.language.as_deref(), record.cells.get(&index)?.as_str()))
            })
            .collect()
    }

    /// Filled cells with their headers; those without a header come with `None`.
    pub fn cells<'r>(&'r self, record: &'r Record) -> impl Iterator<Item = (Option<&'r Header>, &'r str)> {
        record
            .cells
            .iter()
            .map(|(index, text)| (self.headers.get(index), text.as_str()))
    }

    /// Leaves out the rows that an author put aside.
    pub fn drop_disabled(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        let is_kept = |record: &Record| formula::yes_no(self.text(record, "disabled")) != Some(true);
        self.rows = rows.into_iter().filter(is_kept).collect();
    }

    /// The place of a cell.
    pub fn at(&self, record: &Record, column: &str) -> Place {
        self.place.clone().row(record.number).column(column)
    }
}

fn headers(row: &Row, place: &Place, meanings: Meanings, findings: &mut Findings) -> BTreeMap<u32, Header> {
    let double = row.cells.iter().any(|cell| cell.text.contains("::"));
    let mut headers: BTreeMap<u32, Header> = BTreeMap::new();
    for cell in &row.cells {
        let title = clean(&cell.text, White::Collapsed, false);
        if title.is_empty() {
            continue;
        }
        let mut header = header(&title, double, meanings);
        let place = place.clone().row(row.number).column(&title);
        if let Some(first) = headers.values().find(|other| other.same_as(&header)) {
            let code = Code::DuplicateColumn {
                first: first.title.clone(),
                second: title.clone(),
            };
            findings.add(place, code);
            header.meaning = Meaning::Repeated;
        }
        headers.insert(cell.column, header);
    }
    headers
}

impl Header {
    /// Whether people read or see the cells.
    pub fn is_text(&self) -> bool {
        let is_read = |name| name == "form_title" || columns::translatable(name);
        matches!(self.meaning, Meaning::Known(name) if is_read(name))
    }

    fn same_as(&self, other: &Self) -> bool {
        match self.meaning {
            Meaning::Known(_) => self.meaning == other.meaning && self.language == other.language,
            _ => self.title == other.title,
        }
    }
}

/// Understands `label::English (en)`, `media::image`, `bind:jr:constraintMsg` and the like.
fn header(title: &str, double: bool, meanings: Meanings) -> Header {
    let separator = if double || title.contains("::") { "::" } else { ":" };
    let mut parts: Vec<String> = title
        .split(separator)
        .map(|part| part.trim().to_owned())
        .collect();
    // With single colons, the prefix jr: belongs to the word after it.
    if separator == ":"
        && let Some(index) = parts.iter().position(|part| part == "jr")
        && index + 1 < parts.len()
    {
        let word = parts.remove(index + 1);
        if let Some(prefix) = parts.get_mut(index) {
            *prefix = format!("jr:{word}");
        }
    }
    let words: Vec<String> = parts.iter().map(|part| snake(part)).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let header = |meaning, language| Header {
        title: title.to_owned(),
        meaning,
        language,
    };
    if let Some(tag) = title.strip_prefix("section_")
        && languages::has_code(tag)
        && meanings(&["section"]) != Meaning::Unknown
    {
        return header(Meaning::Known("section"), Some(tag.to_owned()));
    }
    let whole = meanings(&words);
    if whole != Meaning::Unknown {
        return header(whole, None);
    }
    if let (Some((_, front)), Some(language)) = (words.split_last(), parts.last()) {
        let meaning = meanings(front);
        if matches!(meaning, Meaning::Known(name) if columns::translatable(name)) {
            return header(meaning, Some(language.clone()));
        }
    }
    header(Meaning::Unknown, None)
}

/// Inner blanks of a header count as `_`, and case does not count.
fn snake(word: &str) -> String {
    word.split_whitespace()
        .collect::<Vec<_>>()
        .join("_")
        .to_lowercase()
}

fn record(row: &Row, headers: &BTreeMap<u32, Header>, white: White) -> Record {
    let filled = row.cells.iter().map(|cell| {
        let is_text = headers.get(&cell.column).is_some_and(Header::is_text);
        (cell.column, clean(&cell.text, white, is_text))
    });
    Record {
        number: row.number,
        cells: filled.filter(|(_, text)| !text.is_empty()).collect(),
    }
}

/// No-break spaces become spaces and, outside of texts for people, typographic quotes straight ones.
pub(super) fn clean(text: &str, white: White, is_text: bool) -> String {
    if white == White::Exact && is_text {
        return text.to_owned();
    }
    let plain = |character| match character {
        '\u{a0}' => ' ',
        // In a label they are typography (and the only quotation marks of Chinese), not syntax.
        '‘' | '’' if !is_text => '\'',
        '“' | '”' if !is_text => '"',
        other => other,
    };
    let text: String = text.chars().map(plain).collect();
    match white {
        White::Exact | White::Trimmed => text.trim().to_owned(),
        White::Collapsed => collapse(text.trim()),
    }
}

/// Runs of blanks become one; line breaks stay, since labels are Markdown.
fn collapse(text: &str) -> String {
    let mut collapsed = String::with_capacity(text.len());
    for character in text.chars() {
        if !(character == ' ' && collapsed.ends_with(' ')) {
            collapsed.push(character);
        }
    }
    collapsed
}
