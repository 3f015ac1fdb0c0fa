//! Which files belong beside a workbook: the tables that the definition holds, and those files of which
//! it has only the name.

use std::collections::{BTreeMap, BTreeSet};

use super::tables::{self, Grid};
use crate::questionnaire::definition::{Choice, Definition, Media, Source};
use crate::questionnaire::expression::{Function, Kind};
use crate::questionnaire::xlsform::files::ending;
use crate::questionnaire::xlsform::walk;

/// A list that comes from a file.
pub(super) struct FileList<'d> {
    file: &'d str,
    /// The column with the names.
    value: &'d str,
}

/// The lists that come from files, by their key in the definition.
pub(super) fn lists(definition: &Definition) -> BTreeMap<&str, FileList<'_>> {
    let questions = definition.questions();
    let selections = questions.iter().filter_map(|question| question.kind.selection());
    let lists = selections.filter_map(|selection| match &selection.source {
        Source::File { file, value, .. } => Some((selection.list.as_str(), FileList { file, value })),
        Source::Sheet | Source::Answers | Source::Registry => None,
    });
    lists.collect()
}

/// Every table that the definition knows, as a file with its name and content.
pub(super) fn written(definition: &Definition) -> Vec<(String, Vec<u8>)> {
    let mut grids: BTreeMap<&str, Grid> = BTreeMap::new();
    for table in definition
        .tables
        .values()
        .filter(|table| !table.columns.is_empty())
    {
        let (columns, rows) = (table.columns.clone(), table.rows.clone());
        grids.insert(&table.file, Grid { columns, rows });
    }
    let mut options: BTreeMap<&str, Rows<'_>> = BTreeMap::new();
    for (key, FileList { file, value }) in lists(definition) {
        let list = definition.lists.get(key).filter(|list| !list.choices.is_empty());
        if let (Some(list), false) = (list, grids.contains_key(file)) {
            options.entry(file).or_default().add(value, &list.choices);
        }
    }
    grids.extend(options.into_iter().map(|(file, rows)| (file, rows.grid())));
    let files = grids.iter();
    files
        .map(|(file, grid)| ((*file).to_owned(), tables::written(file, grid)))
        .collect()
}

/// The rows of a file, as far as lists have been made of it. A list has the rows whose own column is
/// filled, in the order of the file, and an option holds the whole row that it was made of.
#[derive(Default)]
struct Rows<'d> {
    /// The columns by which rows are known.
    values: Vec<&'d str>,
    rows: Vec<&'d Choice>,
}

impl<'d> Rows<'d> {
    fn add(&mut self, value: &'d str, choices: &'d [Choice]) {
        let has = |row: &Choice, column: &str| row.data.get(column).is_some_and(|cell| !cell.is_empty());
        let is_new = |row: &&Choice| !self.values.iter().any(|value| has(row, value));
        let mut rows = Vec::new();
        let mut choices = choices.iter().peekable();
        for row in std::mem::take(&mut self.rows) {
            if has(row, value) {
                // What stands before it in the list stands before it in the file.
                rows.extend(std::iter::from_fn(|| choices.next_if(is_new)));
                choices.next();
            }
            rows.push(row);
        }
        rows.extend(choices);
        self.rows = rows;
        self.values.push(value);
    }

    fn grid(self) -> Grid {
        let columns: BTreeSet<&String> = self.rows.iter().flat_map(|row| row.data.keys()).collect();
        let cells = |row: &&Choice| {
            let cells = columns
                .iter()
                .map(|column| row.data.get(*column).cloned().unwrap_or_default());
            cells.collect()
        };
        Grid {
            rows: self.rows.iter().map(cells).collect(),
            columns: columns.into_iter().cloned().collect(),
        }
    }
}

/// Names of files that are wanted and not known: media, and tables that were not there at import.
pub(super) fn missing(definition: &Definition, written: &[(String, Vec<u8>)]) -> Vec<String> {
    let questions = definition.questions();
    let beside_questions = questions.iter().map(|question| &question.media);
    let choices = definition.lists.values().flat_map(|list| &list.choices);
    let shown = beside_questions.chain(choices.map(|choice| &choice.media));
    let media = shown.flat_map(Media::columns);
    let mut names: BTreeSet<&str> = definition.media.keys().map(String::as_str).collect();
    names.extend(media.flat_map(|(_, text)| text.0.values().map(String::as_str)));
    names.extend(definition.tables.values().map(|table| table.file.as_str()));
    names.extend(lists(definition).values().map(|list| list.file));
    let is_written = |name: &&str| written.iter().any(|(other, _)| other == name);
    names
        .into_iter()
        .filter(|name| !is_written(name))
        .map(str::to_owned)
        .collect()
}

/// Tables that a row of the survey sheet must declare, with the type of that row: those that no list is
/// made of and no `pulldata()` names.
pub(super) fn declared(definition: &Definition) -> Vec<(&str, &'static str)> {
    let stem = |file: &'_ str| file.rsplit_once('.').map_or(file.len(), |(stem, _)| stem.len());
    let lists = lists(definition);
    let mut known: BTreeSet<&str> = lists.values().map(|list| &list.file[..stem(list.file)]).collect();
    let nodes = walk::nodes(definition);
    let expressions = nodes.iter().flat_map(|visited| walk::expressions(visited.node));
    let expressions = expressions.map(|(_, expression)| expression);
    for expression in expressions.chain(definition.instance_name.as_ref()) {
        for term in expression.root().parts() {
            if let Kind::Call(call) = &term.kind
                && call.function() == Some(Function::Pulldata)
                && let Some(Kind::Text(id)) = call.arguments.first().map(|argument| &argument.kind)
            {
                known.insert(id);
            }
        }
    }
    let tables = definition
        .tables
        .iter()
        .filter(|(id, _)| !known.contains(id.as_str()));
    let word = |file: &str| match ending(file).as_deref() {
        Some("xml") => "xml-external",
        _ => "csv-external",
    };
    tables
        .map(|(id, table)| (id.as_str(), word(&table.file)))
        .collect()
}
