//! Texts that some languages lack: one remark for each language and column, with counts.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::{Meaning, translatable};
use super::languages::Languages;
use super::media;
use super::sheet::Records;
use crate::questionnaire::findings::{Code, Findings};

/// Remarks on both sheets.
pub(super) fn check(
    survey: &Records,
    choices: Option<&Records>,
    languages: &Languages,
    findings: &mut Findings,
) {
    if languages.tags.len() < 2 {
        return;
    }
    for records in std::iter::once(survey).chain(choices) {
        let counts = counts(records, languages);
        for (column, count) in counts {
            for tag in &languages.tags {
                let filled = count.by_tag.get(tag.as_str()).copied().unwrap_or_default();
                if filled == count.total {
                    continue;
                }
                let code = Code::MissingTranslation {
                    language: languages.name(tag).to_owned(),
                    column: column.to_owned(),
                    missing: count.total - filled,
                    total: count.total,
                };
                findings.add(records.place.clone().column(column), code);
            }
        }
    }
}

/// Texts of a column.
#[derive(Default)]
struct Count {
    /// In any language.
    total: usize,
    by_tag: BTreeMap<String, usize>,
}

/// How many texts each column has, whatever people read in it.
fn counts(records: &Records, languages: &Languages) -> BTreeMap<&'static str, Count> {
    let mut counts: BTreeMap<&'static str, Count> = BTreeMap::new();
    let tags: BTreeMap<Option<&str>, String> = records
        .headers
        .values()
        .map(|header| {
            (
                header.language.as_deref(),
                languages.tag(header.language.as_deref()),
            )
        })
        .collect();
    for record in &records.rows {
        let mut filled: BTreeSet<(&'static str, &str)> = BTreeSet::new();
        for (header, _) in records.cells(record) {
            let Some(header) = header else { continue };
            if let Meaning::Known(column) = header.meaning
                && translatable(column)
                && !media::COLUMNS.contains(&column)
                && let Some(tag) = tags.get(&header.language.as_deref())
            {
                filled.insert((column, tag));
            }
        }
        let columns: BTreeSet<&'static str> = filled.iter().map(|(column, _)| *column).collect();
        for column in columns {
            counts.entry(column).or_default().total += 1;
        }
        for (column, tag) in filled {
            *counts
                .entry(column)
                .or_default()
                .by_tag
                .entry(tag.to_owned())
                .or_default() += 1;
        }
    }
    counts
}
