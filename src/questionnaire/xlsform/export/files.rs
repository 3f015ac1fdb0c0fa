//! What stands in files of its own: tables as CSV, and the names of media.

use std::collections::{BTreeMap, BTreeSet};

use crate::questionnaire::definition::{ChoiceList, Definition, Source};
use crate::questionnaire::expression::{Function, Kind};
use crate::questionnaire::xlsform::walk;

/// The columns that hold names and labels where the author names no others.
pub(super) fn usual_columns(file: &str) -> (&'static str, &'static str) {
    if file.to_lowercase().ends_with(".geojson") {
        ("id", "title")
    } else {
        ("name", "label")
    }
}

/// A list that comes from a file, and which columns of the file it is made of.
pub(super) struct FileList<'d> {
    file: &'d str,
    value: &'d str,
    label: &'d str,
}

/// The lists that come from files, by their key in the definition.
pub(super) fn lists(definition: &Definition) -> BTreeMap<&str, FileList<'_>> {
    let questions = definition.questions();
    let selections = questions.iter().filter_map(|question| question.kind.selection());
    let lists = selections.filter_map(|selection| match &selection.source {
        Source::File { file, value, label } => {
            Some((selection.list.as_str(), FileList { file, value, label }))
        }
        Source::Sheet | Source::Answers => None,
    });
    lists.collect()
}

/// Every table as CSV, by the name of its file.
pub(super) fn tables(definition: &Definition) -> Vec<(String, Vec<u8>)> {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for table in definition.tables.values() {
        let records = std::iter::once(&table.columns).chain(&table.rows);
        files.insert(table.file.clone(), csv(records));
    }
    for (key, from) in lists(definition) {
        if let (Some(list), false) = (definition.lists.get(key), files.contains_key(from.file)) {
            let records = records(list, &from, &definition.default_language);
            files.insert(from.file.to_owned(), csv(records.iter()));
        }
    }
    files.into_iter().collect()
}

/// A header and a row for each option: name, label, and whatever filters use.
fn records(list: &ChoiceList, from: &FileList<'_>, language: &str) -> Vec<Vec<String>> {
    let further: BTreeSet<&String> = list
        .choices
        .iter()
        .flat_map(|choice| choice.data.keys())
        .collect();
    let further: Vec<&String> = further
        .into_iter()
        .filter(|column| *column != from.value && *column != from.label)
        .collect();
    let header = [from.value, from.label].map(str::to_owned);
    let header = header
        .into_iter()
        .chain(further.iter().map(|column| (*column).clone()));
    let rows = list.choices.iter().map(|choice| {
        let own = [
            choice.name.clone(),
            choice.label.get(language, language).to_owned(),
        ];
        let data = further
            .iter()
            .map(|column| choice.data.get(*column).cloned().unwrap_or_default());
        own.into_iter().chain(data).collect()
    });
    std::iter::once(header.collect()).chain(rows).collect()
}

/// With LF and quotes where they are needed.
fn csv<'r>(records: impl Iterator<Item = &'r Vec<String>>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for record in records {
        // Memory takes whatever is written.
        let _ = writer.write_record(record);
    }
    writer.into_inner().unwrap_or_default()
}

/// Tables that need a row `csv-external` to be found: those that no list is made of and no
/// `pulldata()` names.
pub(super) fn named_rows(definition: &Definition) -> Vec<&str> {
    let mut found: BTreeSet<&str> = lists(definition).values().map(|list| stem(list.file)).collect();
    let nodes = walk::nodes(definition);
    let expressions = nodes.iter().flat_map(|visited| walk::expressions(visited.node));
    for (_, expression) in expressions {
        for term in expression.root().parts() {
            if let Kind::Call(call) = &term.kind
                && call.function() == Some(Function::Pulldata)
                && let Some(Kind::Text(id)) = call.arguments.first().map(|argument| &argument.kind)
            {
                found.insert(id);
            }
        }
    }
    let ids = definition.tables.keys().map(String::as_str);
    ids.filter(|id| !found.contains(id)).collect()
}

fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// Names of media files, wherever they are shown.
pub(super) fn media(definition: &Definition) -> Vec<String> {
    let questions = definition.questions();
    let beside_questions = questions.iter().map(|question| &question.media);
    let choices = definition.lists.values().flat_map(|list| &list.choices);
    let shown = beside_questions.chain(choices.map(|choice| &choice.media));
    let mut names: BTreeSet<&String> = definition.media.keys().collect();
    for media in shown {
        for (_, text) in media.columns() {
            names.extend(text.0.values());
        }
    }
    names.into_iter().cloned().collect()
}
