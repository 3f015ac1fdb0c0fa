//! `codebook.csv` and `choices.csv`.

use std::io;

use super::file::{Folder, Written};
use crate::chain::registry::export::Table;
use crate::dataset::codebook::{HEADER, earlier_labels, entries, span};
use crate::dataset::columns::{Layout, Span};

/// Writes both files.
///
/// # Errors
/// When the disk is full.
pub fn write(folder: &Folder, layout: &Layout, chain: &[Table]) -> io::Result<[Written; 2]> {
    Ok([codebook(folder, layout, chain)?, choices(folder, layout)?])
}

/// The header of `codebook.csv` for these languages. Columns are added at its end only.
pub fn codebook_header(languages: &[String]) -> Vec<String> {
    let in_each = |before: &'static str| {
        languages.iter().flat_map(move |language| {
            ["label", "option_label", "hint"].map(|what| format!("{before}{what}_{language}"))
        })
    };
    HEADER
        .iter()
        .map(|name| (*name).to_owned())
        .chain(in_each(""))
        .chain(["changed_in".to_owned()])
        .chain(in_each("earlier_"))
        .collect()
}

/// The header of `choices.csv` for these languages. Columns are added at its end only.
pub fn choices_header(languages: &[String]) -> Vec<String> {
    let facts = ["list", "code", "missing_code", "exclusive", "versions"].map(str::to_owned);
    let labels = languages.iter().map(|language| format!("label_{language}"));
    let earlier = languages
        .iter()
        .map(|language| format!("earlier_label_{language}"));
    facts.into_iter().chain(labels).chain(earlier).collect()
}

fn codebook(folder: &Folder, layout: &Layout, chain: &[Table]) -> io::Result<Written> {
    let records = entries(layout, chain).into_iter().map(|entry| {
        let labels = entry.labels.into_iter().flatten();
        let earlier = entry.earlier.into_iter().flatten();
        let changes = std::iter::once(entry.changed_in).chain(earlier);
        entry
            .facts
            .into_iter()
            .chain(labels)
            .chain(changes)
            .collect::<Vec<_>>()
    });
    table(
        folder,
        "codebook.csv",
        &codebook_header(&layout.languages),
        records,
    )
}

fn choices(folder: &Folder, layout: &Layout) -> io::Result<Written> {
    let records = layout.lists.iter().flat_map(|list| {
        list.options.iter().map(|option| {
            let mut record = vec![
                list.name.clone(),
                option.code.clone(),
                option.missing.map_or("", |missing| missing.code()).to_owned(),
                if option.exclusive {
                    "yes".into()
                } else {
                    String::new()
                },
                versions(&option.spans),
            ];
            let fallback = layout.languages.first().map_or("", String::as_str);
            let languages = layout.languages.iter();
            let labels = languages.map(|language| option.label.get(language, fallback).to_owned());
            record.extend(labels);
            let languages = layout.languages.iter();
            record
                .extend(languages.map(|language| {
                    earlier_labels(option, |label| label.get(language, fallback).to_owned())
                }));
            record
        })
    });
    table(folder, "choices.csv", &choices_header(&layout.languages), records)
}

fn versions(spans: &[Span]) -> String {
    let said = spans.iter().map(|one| span(&one.questionnaire, &one.versions));
    said.collect::<Vec<_>>().join("; ")
}

/// Writes a table of words.
///
/// # Errors
/// When the disk is full.
pub fn table(
    folder: &Folder,
    name: &str,
    header: &[String],
    records: impl Iterator<Item = Vec<String>>,
) -> io::Result<Written> {
    let mut writer = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::Any(b'\n'))
        .from_writer(folder.begin(name)?);
    writer.write_record(header)?;
    let mut rows = 0;
    for record in records {
        writer.write_record(&record)?;
        rows += 1;
    }
    let file = writer
        .into_inner()
        .map_err(|error| io::Error::from(error.error().kind()))?;
    file.finish(Some(rows))
}
