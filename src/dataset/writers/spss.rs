//! `submissions.sps`: syntax for SPSS and PSPP that reads the record with names and labels.
//!
//! Codes stay codes, with value labels. Numbers become numeric, and every missing code in them
//! becomes system-missing, since SPSS keeps at most three codes for a variable.

use std::collections::HashSet;
use std::fmt::Write;
use std::io;

use super::csv::is_number;
use super::file::{Folder, Written};
use crate::dataset::codebook::{coordinate, in_words, system_label, text};
use crate::dataset::columns::{Column, Content, Item, Kind, Layout, Part, TableLayout};
use crate::dataset::facts::meaning;
use crate::questionnaire::definition::Missing;

const LONGEST_NAME: usize = 60;
const LONGEST_LABEL: usize = 255;
const LONGEST_VALUE_LABEL: usize = 120;
/// Bytes kept of a free text.
const TEXT_WIDTH: usize = 1000;

/// Writes the file.
///
/// # Errors
/// When the disk is full.
pub fn write(folder: &Folder, layout: &Layout) -> io::Result<Written> {
    let mut syntax = String::new();
    // Writing to a string cannot fail.
    let _ = commands(&mut syntax, layout);
    folder.write("submissions.sps", syntax.as_bytes())
}

fn commands(syntax: &mut String, layout: &Layout) -> std::fmt::Result {
    let table = &layout.tables[0];
    let language = layout.languages.first().map_or("en", String::as_str);
    let names = names(table);
    let columns = || names.iter().zip(&table.columns);
    syntax.push_str(
        "* Encoding: UTF-8.\n* Reads submissions.csv. In numeric variables every missing code is system-missing;\n\
         * without the next line each of them would be a warning.\nSET MXWARNS=0.\n\
         GET DATA /TYPE=TXT /FILE='submissions.csv' /ENCODING='UTF8' /ARRANGEMENT=DELIMITED\n \
         /DELCASE=LINE /FIRSTCASE=2 /DELIMITERS=\",\" /QUALIFIER='\"'\n /VARIABLES=\n",
    );
    for (name, column) in columns() {
        writeln!(syntax, "  {name} {}", format_of(table, column))?;
    }
    syntax.push_str(" .\nVARIABLE LABELS\n");
    for (name, column) in columns() {
        let label = label_of(table, column, language);
        writeln!(syntax, "  {name} {}", quoted(&label, LONGEST_LABEL))?;
    }
    syntax.push_str(" .\n");
    for (name, column) in columns() {
        value_labels(syntax, table, (name, column), language)?;
    }
    writeln!(syntax, "EXECUTE.")
}

fn item_of<'l>(table: &'l TableLayout, column: &Column) -> Option<(&'l Item, Part)> {
    match column.content {
        Content::System(_) => None,
        Content::Item { item, part } => Some((&table.items[item], part)),
    }
}

fn format_of(table: &TableLayout, column: &Column) -> String {
    if is_number(table, column) {
        return "F12.0".replace(".0", decimals(table, column));
    }
    let width = match item_of(table, column) {
        Some((item, _)) if matches!(item.kind, Kind::One | Kind::Ranked) => {
            let codes = item.options.iter().map(|option| option.code.len());
            codes.max().unwrap_or(0).max(8)
        }
        Some((item, _)) if matches!(item.kind, Kind::Date | Kind::DayOf | Kind::Time | Kind::DateTime) => 32,
        Some(_) => TEXT_WIDTH,
        None => 64,
    };
    format!("A{width}")
}

fn decimals(table: &TableLayout, column: &Column) -> &'static str {
    match item_of(table, column) {
        Some((item, _)) if matches!(item.kind, Kind::Decimal | Kind::Place) => ".4",
        Some(_) | None => ".0",
    }
}

fn label_of(table: &TableLayout, column: &Column, language: &str) -> String {
    let Content::Item { item, part } = column.content else {
        let Content::System(system) = &column.content else {
            return String::new();
        };
        return system_label(system).0.to_owned();
    };
    let item = &table.items[item];
    let label = item
        .uses
        .first()
        .map_or("", |one| one.label.get(language, &one.default_language));
    match part {
        Part::Whole => label.to_owned(),
        Part::Option(option) => {
            let option = item
                .options
                .get(option)
                .map_or("", |option| text(&option.label, item, language));
            format!("{option}: {label}")
        }
        Part::Place(place) => format!("{place}: {label}"),
        Part::Coordinate(number) => format!("{}: {label}", coordinate(number, language)),
        Part::Words => format!("{}: {label}", in_words(language)),
    }
}

fn value_labels(
    syntax: &mut String,
    table: &TableLayout,
    (name, column): (&String, &Column),
    language: &str,
) -> std::fmt::Result {
    let Some((item, part)) = item_of(table, column) else {
        return Ok(());
    };
    match (item.kind, part) {
        (Kind::Many, Part::Option(_)) => writeln!(syntax, "VALUE LABELS {name} 0 'not chosen' 1 'chosen' ."),
        (Kind::One | Kind::Ranked, _) => {
            writeln!(syntax, "VALUE LABELS {name}")?;
            for option in item.options.iter().filter(|option| option.missing.is_none()) {
                let label = quoted(text(&option.label, item, language), LONGEST_VALUE_LABEL);
                writeln!(syntax, "  {} {label}", quoted(&option.code, usize::MAX))?;
            }
            for missing in Missing::ALL {
                writeln!(syntax, "  '{}' '{}'", missing.code(), meaning(missing).0)?;
            }
            writeln!(syntax, " .")
        }
        (
            Kind::Text
            | Kind::Integer
            | Kind::Decimal
            | Kind::Date
            | Kind::Time
            | Kind::DateTime
            | Kind::DayOf
            | Kind::Release
            | Kind::Many
            | Kind::Place
            | Kind::Degree
            | Kind::File,
            _,
        ) => Ok(()),
    }
}

/// Names that SPSS takes: letters, digits and few signs, unique whatever the case.
fn names(table: &TableLayout) -> Vec<String> {
    let mut taken = HashSet::new();
    let unique = |column: &Column| {
        let mut allowed: String = column
            .name
            .chars()
            .map(|c| {
                if c.is_ascii_alphanumeric() || c == '.' {
                    c
                } else {
                    '_'
                }
            })
            .take(LONGEST_NAME)
            .collect();
        if !allowed.starts_with(|c: char| c.is_ascii_alphabetic()) {
            allowed.insert(0, 'v');
        }
        let allowed = allowed.trim_end_matches(['.', '_']).to_owned();
        let mut name = allowed.clone();
        let mut number = 2;
        while !taken.insert(name.to_ascii_lowercase()) {
            name = format!("{allowed}_{number}");
            number += 1;
        }
        name
    };
    table.columns.iter().map(unique).collect()
}

/// A string of SPSS in one line and at most so many bytes.
fn quoted(text: &str, longest: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = line
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .take_while(|end| *end <= longest)
        .last()
        .unwrap_or(0);
    format!("'{}'", line[..end].replace('\'', "''"))
}
