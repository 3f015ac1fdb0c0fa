//! A sheet being written: rows of cells by column. A column that no row uses is left out.

use std::collections::{BTreeMap, BTreeSet};

use super::names::Names;
use crate::questionnaire::definition::Text;
use crate::questionnaire::expression::Expression;
use crate::questionnaire::xlsform::columns::translatable;
use crate::questionnaire::xlsform::workbook::{Cell, Row};

/// A column by its place from left to right.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Column {
    /// In the standard's order, then languages in the order of the questionnaire.
    place: (usize, usize),
    title: String,
    is_text: bool,
}

/// Rows with their cells by column.
pub(super) struct SheetWriter<'n> {
    order: &'static [&'static str],
    names: &'n Names<'n>,
    columns: BTreeSet<Column>,
    rows: Vec<BTreeMap<Column, String>>,
}

impl<'n> SheetWriter<'n> {
    /// A sheet without rows whose columns come in this order, all others behind them.
    pub fn new(order: &'static [&'static str], names: &'n Names<'n>) -> Self {
        Self {
            order,
            names,
            columns: BTreeSet::new(),
            rows: Vec::new(),
        }
    }

    /// Begins a row below those that are there.
    pub fn row<'s>(&'s mut self) -> RowWriter<'s, 'n> {
        RowWriter {
            sheet: self,
            cells: BTreeMap::new(),
        }
    }

    /// Has a column for every language, filled or not: its headers are where languages are read from.
    pub fn in_all_languages(&mut self, column: &str) {
        for tag in self.names.languages() {
            let column = self.column(column, Some(tag));
            self.columns.insert(column);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Filled cells, each with whether people read it.
    pub fn cells(&self) -> impl Iterator<Item = (bool, &str)> {
        let cells = self.rows.iter().flatten();
        cells.map(|(column, text)| (column.is_text, text.as_str()))
    }

    /// The header row and the rows below it.
    pub fn rows(self) -> Vec<Row> {
        let header = (0..).zip(&self.columns).map(|(column, header)| Cell {
            column,
            text: header.title.clone(),
        });
        let header = Row {
            number: 1,
            cells: header.collect(),
        };
        let rows = (2..).zip(&self.rows).map(|(number, row)| {
            let cells = (0..).zip(&self.columns).filter_map(|(column, header)| {
                let text = row.get(header)?.clone();
                Some(Cell { column, text })
            });
            Row {
                number,
                cells: cells.collect(),
            }
        });
        std::iter::once(header).chain(rows).collect()
    }

    fn column(&self, column: &str, tag: Option<&str>) -> Column {
        let known = self.order.iter().position(|other| *other == column);
        let (language, title) = match tag {
            Some(tag) => (self.names.place(tag), self.names.header(column, tag)),
            None => (0, column.to_owned()),
        };
        Column {
            place: (known.unwrap_or(self.order.len()), language),
            title,
            is_text: known.is_some() && translatable(column),
        }
    }
}

/// A row being written; empty cells are none.
pub(super) struct RowWriter<'s, 'n> {
    sheet: &'s mut SheetWriter<'n>,
    cells: BTreeMap<Column, String>,
}

impl RowWriter<'_, '_> {
    pub fn put(&mut self, column: &str, text: &str) {
        let column = self.sheet.column(column, None);
        self.insert(column, text);
    }

    pub fn put_text(&mut self, column: &str, text: &Text) {
        for (tag, words) in &text.0 {
            let column = self.sheet.column(column, Some(tag));
            self.insert(column, words);
        }
    }

    pub fn put_words(&mut self, column: &str, words: &[String]) {
        self.put(column, &words.join(" "));
    }

    pub fn put_flag(&mut self, column: &str, flag: bool) {
        if flag {
            self.put(column, "yes");
        }
    }

    pub fn put_expression(&mut self, column: &str, expression: Option<&Expression>) {
        if let Some(expression) = expression {
            self.put(column, expression.source());
        }
    }

    /// A rule that is mostly always or never in force.
    pub fn put_condition(&mut self, column: &str, rule: Option<&Expression>) {
        match rule {
            Some(rule) if rule.literal_truth() == Some(true) => self.put(column, "yes"),
            _ => self.put_expression(column, rule),
        }
    }

    /// Adds the row to the sheet.
    pub fn finish(self) {
        self.sheet.rows.push(self.cells);
    }

    fn insert(&mut self, column: Column, text: &str) {
        if !text.is_empty() {
            self.sheet.columns.insert(column.clone());
            self.cells.insert(column, text.to_owned());
        }
    }
}
