//! Texts that some languages lack: one remark for each language and column, with counts.

use std::collections::BTreeSet;

use super::columns::{Meaning, translatable};
use super::languages::Languages;
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
        for column in text_columns(records) {
            for tag in &languages.tags {
                remark(records, column, tag, languages, findings);
            }
        }
    }
}

fn text_columns(records: &Records) -> BTreeSet<&'static str> {
    let known = records
        .headers
        .values()
        .filter_map(|header| match header.meaning {
            Meaning::Known(name) if translatable(name) => Some(name),
            _ => None,
        });
    known
        .filter(|name| !matches!(*name, "image" | "big-image" | "audio" | "video"))
        .collect()
}

fn remark(records: &Records, column: &str, tag: &str, languages: &Languages, findings: &mut Findings) {
    let texts = records
        .rows
        .iter()
        .map(|record| languages.text(records, record, column));
    let filled: Vec<_> = texts.filter(|text| !text.is_empty()).collect();
    let missing = filled.iter().filter(|text| !text.0.contains_key(tag)).count();
    if missing > 0 {
        let code = Code::MissingTranslation {
            language: languages.name(tag).to_owned(),
            column: column.to_owned(),
            missing,
            total: filled.len(),
        };
        findings.add(records.place.clone().column(column), code);
    }
}
