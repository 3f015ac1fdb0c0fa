//! What the questionnaires of a study owe each other and `study.toml`: the same name is the same
//! item, and answers that `study.toml` names exist.

use std::collections::BTreeMap;
use std::mem::discriminant;

use super::{Condition, QuestionnaireEntry, STUDY_FILE, StudySettings};
use crate::questionnaire::definition::{ChoiceList, Definition, Question, QuestionKind};
use crate::questionnaire::estimate::estimate;
use crate::questionnaire::findings::{Code, Findings, Place};

type Questionnaires = [(QuestionnaireEntry, Definition)];

pub(super) fn check(settings: &StudySettings, questionnaires: &Questionnaires, findings: &mut Findings) {
    check_items(questionnaires, findings);
    check_languages(settings, questionnaires, findings);
    if let Some(under_age) = &settings.under_age {
        check_condition(&under_age.when, "under_age", questionnaires, findings);
    }
    for (entry, definition) in questionnaires {
        check_minutes(entry, definition, findings);
    }
    for pair in questionnaires {
        if let Some(condition) = &pair.0.public_rows_if {
            check_condition(
                condition,
                "questionnaires.public_rows_if",
                std::slice::from_ref(pair),
                findings,
            );
        }
    }
}

/// Nobody is promised less time than it takes.
fn check_minutes(entry: &QuestionnaireEntry, definition: &Definition, findings: &mut Findings) {
    let length = estimate(definition).full;
    if let Some(minutes) = entry.minutes.filter(|minutes| *minutes < length.minutes()) {
        let code = Code::MinutesTooFew {
            key: entry.key.clone(),
            minutes,
            length: length.to_string(),
        };
        findings.add(Place::file(STUDY_FILE).column("questionnaires.minutes"), code);
    }
}

/// An item where it was met first.
struct Item<'d> {
    question: &'d Question,
    definition: &'d Definition,
    file: &'d str,
}

/// A question name that occurs in several questionnaires has the same type and choice list.
fn check_items(questionnaires: &Questionnaires, findings: &mut Findings) {
    let mut first: BTreeMap<&str, Item<'_>> = BTreeMap::new();
    for (entry, definition) in questionnaires {
        let file = entry.file.as_str();
        for question in definition.questions() {
            // A note has no answer, so it is no item.
            if question.kind == QuestionKind::Note {
                continue;
            }
            let here = Item {
                question,
                definition,
                file,
            };
            match first.get(question.name.as_str()) {
                Some(there) if there.file != file => compare(&here, there, findings),
                Some(_) => {}
                None => {
                    first.insert(&question.name, here);
                }
            }
        }
    }
}

fn compare(here: &Item<'_>, there: &Item<'_>, findings: &mut Findings) {
    let place = Place::file(here.file)
        .sheet("survey")
        .row(here.question.row.0)
        .column("type");
    let name = here.question.name.clone();
    let other = there.file.to_owned();
    let (one, two) = (&here.question.kind, &there.question.kind);
    if discriminant(one) != discriminant(two) {
        let (here, there) = (one.as_str().to_owned(), two.as_str().to_owned());
        findings.add(
            place,
            Code::ItemTypesDiffer {
                name,
                other,
                here,
                there,
            },
        );
    } else if !same_scale(one, two) || options(here) != options(there) {
        findings.add(place, Code::ItemListsDiffer { name, other });
    }
}

fn same_scale(one: &QuestionKind, two: &QuestionKind) -> bool {
    match (one, two) {
        (QuestionKind::Range(one), QuestionKind::Range(two)) => one == two,
        _ => true,
    }
}

fn options<'d>(item: &Item<'d>) -> Option<&'d ChoiceList> {
    item.definition.lists.get(&item.question.kind.selection()?.list)
}

fn check_languages(settings: &StudySettings, questionnaires: &Questionnaires, findings: &mut Findings) {
    for (entry, definition) in questionnaires {
        for language in settings
            .languages
            .iter()
            .filter(|tag| !definition.languages.contains(tag))
        {
            let code = Code::QuestionnaireLanguage {
                language: language.clone(),
            };
            findings.add(Place::file(&entry.file), code);
        }
    }
}

/// Remarks on a question or option that none of the questionnaires has.
fn check_condition(
    condition: &Condition,
    key: &str,
    questionnaires: &Questionnaires,
    findings: &mut Findings,
) {
    let mut invalid = |key: &str, reason: String| {
        let code = Code::StudyInvalid {
            key: key.to_owned(),
            reason,
        };
        findings.add(Place::file(STUDY_FILE).column(key), code);
    };
    let questions = questionnaires.iter().flat_map(|(_, definition)| {
        let named = definition
            .questions()
            .into_iter()
            .filter(|question| question.name == condition.question);
        named.map(move |question| (definition, question))
    });
    let lists: Vec<Option<&ChoiceList>> = questions
        .map(|(definition, question)| definition.lists.get(&question.kind.selection()?.list))
        .collect();
    if lists.is_empty() && !questionnaires.is_empty() {
        invalid(
            &format!("{key}.question"),
            format!("there is no question “{}”", condition.question),
        );
    }
    for list in lists {
        let unknown = condition
            .choices
            .iter()
            .find(|choice| list.is_none_or(|list| list.get(choice).is_none()));
        if let Some(choice) = unknown {
            let reason = format!("“{choice}” is no option of “{}”", condition.question);
            invalid(&format!("{key}.choices"), reason);
        }
    }
}
