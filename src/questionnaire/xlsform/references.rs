//! `${name}` in expressions and texts: each must name exactly one row.

use std::collections::{BTreeMap, BTreeSet};

use super::choices::Lists;
use super::names;
use super::sheet::Records;
use super::walk::Visited;
use crate::questionnaire::definition::{Node, Source};
use crate::questionnaire::findings::{Code, Findings, Place, listed};

/// What stands between `${` and `}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reference<'t> {
    Name(&'t str),
    /// An answer of the submission before this one.
    LastSaved,
    Malformed(&'t str),
}

/// All references of a text, in order.
pub(super) fn scan(text: &str) -> Vec<Reference<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("${") {
        let Some((inner, behind)) = after.split_once('}') else {
            found.push(Reference::Malformed(after));
            break;
        };
        found.push(match inner.strip_prefix("last-saved#") {
            Some(_) => Reference::LastSaved,
            None if names::is_valid(inner) => Reference::Name(inner),
            None => Reference::Malformed(inner),
        });
        rest = behind;
    }
    found
}

/// What is said of references to the submission before this one.
pub(super) fn last_saved() -> Code {
    Code::Unsupported {
        feature: "The last submission's answer (last-saved)".to_owned(),
    }
}

/// Findings after which nobody looks for what may have been meant.
const MOST_GUESSES: usize = 500;

/// Rows by name.
pub(super) struct Rows<'d> {
    by_name: BTreeMap<&'d str, Vec<Occurrence>>,
    /// Names of rows that were refused, of which that is said already.
    refused: &'d BTreeSet<String>,
}

/// A row, and the index of the group around it.
type Occurrence = (u32, Option<usize>);

impl<'d> Rows<'d> {
    pub fn new(nodes: &'d [Visited<'d>], refused: &'d BTreeSet<String>) -> Self {
        let mut by_name: BTreeMap<&str, Vec<Occurrence>> = BTreeMap::new();
        for visited in nodes {
            by_name
                .entry(visited.name())
                .or_default()
                .push((visited.row(), visited.parent));
        }
        Self { by_name, refused }
    }

    /// Remarks on names that occur in several groups.
    pub fn check_unique(&self, place: &Place, findings: &mut Findings) {
        for (name, rows) in &self.by_name {
            let Some((first, parent)) = rows.first() else {
                continue;
            };
            // Within one group it is an error already.
            for (row, _) in rows.iter().skip(1).filter(|(_, other)| other != parent) {
                let code = Code::NameElsewhere {
                    name: (*name).to_owned(),
                    first: *first,
                };
                findings.add(place.clone().row(*row).column("name"), code);
            }
        }
    }

    /// Remarks on the references of one cell.
    pub fn check(&self, text: &str, place: &Place, findings: &mut Findings) {
        // A text that repeats a reference repeats no remark.
        let references: BTreeSet<Reference<'_>> = scan(text).into_iter().collect();
        for reference in references {
            let guess = findings.iter().count() < MOST_GUESSES;
            if let Some(code) = self.fault(&reference, guess) {
                findings.add(place.clone(), code);
            }
        }
    }

    /// What is wrong with a reference; `guess` says whether to look for what was meant.
    fn fault(&self, reference: &Reference<'_>, guess: bool) -> Option<Code> {
        let name = match reference {
            Reference::Name(name) => (*name).to_owned(),
            Reference::LastSaved => return Some(last_saved()),
            Reference::Malformed(inner) => {
                let text = format!("${{{}}}", inner.chars().take(40).collect::<String>());
                return Some(Code::MalformedReference { text });
            }
        };
        match self.by_name.get(name.as_str()).map(Vec::as_slice) {
            Some([_]) => None,
            None if self.refused.contains(&name) => None,
            Some(rows) => {
                let rows = listed(rows.iter().map(|(row, _)| *row));
                Some(Code::AmbiguousReference { name, rows })
            }
            None if name == "instanceID" || name == "instanceName" => Some(Code::Unsupported {
                feature: format!("The submission's {name}"),
            }),
            None => {
                let known = guess.then(|| self.by_name.keys().copied());
                let meant = names::meant(&name, known.into_iter().flatten());
                Some(Code::UnknownReference { name, meant })
            }
        }
    }
}

/// Remarks on the references in all cells of the survey sheet, whether or not the row is understood.
pub(super) fn in_survey(survey: &Records, rows: &Rows<'_>, findings: &mut Findings) {
    for record in &survey.rows {
        for (header, text) in survey.cells(record) {
            let Some(header) = header.filter(|header| header.has_effect()) else {
                continue;
            };
            let column = header.column();
            if matches!(column, "type" | "name" | "trigger") {
                continue;
            }
            let place = survey.at(record, column);
            rows.check(text, &place, findings);
            if header.is_text() && (text.contains("instance('") || text.contains("instance(\"")) {
                let feature = "An expression within a text (instance())".to_owned();
                findings.add(place, Code::Disregarded { feature });
            }
        }
        for reference in scan(survey.text(record, "trigger")) {
            // What is malformed is told when the cell is read.
            if let (Reference::Name(_), Some(code)) = (&reference, rows.fault(&reference, true)) {
                findings.add(survey.at(record, "trigger"), code);
            }
        }
    }
}

/// Remarks on the references in texts of options; further columns are data.
pub(super) fn in_choices(choices: &Records, rows: &Rows<'_>, findings: &mut Findings) {
    for record in &choices.rows {
        for (header, text) in choices.cells(record) {
            if let Some(header) = header.filter(|header| header.is_text()) {
                rows.check(text, &choices.at(record, header.column()), findings);
            }
        }
    }
}

/// Remarks on questions that take their options from the answers to another, or from a list of the study
/// whose labels show answers.
pub(super) fn of_options(
    nodes: &[Visited<'_>],
    rows: &Rows<'_>,
    lists: &Lists,
    place: &Place,
    findings: &mut Findings,
) {
    for visited in nodes {
        let Node::Question(question) = visited.node else {
            continue;
        };
        let Some(selection) = question.kind.selection() else {
            continue;
        };
        let place = place.clone().row(visited.row()).column("type");
        if selection.source == Source::Answers {
            if names::is_valid(&selection.list) {
                rows.check(&format!("${{{}}}", selection.list), &place, findings);
            }
        } else if !lists.own().any(|own| *own == selection.list) {
            let list = lists.by_name.get(&selection.list);
            let choices = list.into_iter().flat_map(|list| &list.choices);
            for words in choices.flat_map(|choice| choice.label.0.values()) {
                rows.check(words, &place, findings);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Reference, scan};

    #[test]
    fn references_are_found_in_any_text() {
        assert_eq!(
            scan("${a} and ${b-1}"),
            [Reference::Name("a"), Reference::Name("b-1")]
        );
        assert_eq!(scan("${last-saved#a}"), [Reference::LastSaved]);
        assert_eq!(scan("${ a }"), [Reference::Malformed(" a ")]);
        assert_eq!(scan("${a"), [Reference::Malformed("a")]);
        assert_eq!(scan("${${a}}"), [Reference::Malformed("${a")]);
        assert_eq!(scan("$a {b}"), []);
    }
}
