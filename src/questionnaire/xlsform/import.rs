//! From a workbook to a definition, in the order in which its parts depend on each other.

use std::collections::{BTreeMap, BTreeSet};

use super::choices::{self, Lists};
use super::columns;
use super::files::{Beside, Files};
use super::languages::Languages;
use super::settings::Settings;
use super::sheet::Records;
use super::tree::Tree;
use super::workbook::{self, Sheet, Workbook};
use super::{checks, remarks, translations};
use crate::questionnaire::definition::{ChoiceList, Definition};
use crate::questionnaire::estimate::{LONGEST, estimate};
use crate::questionnaire::evaluation::{Plan, PlanProblem};
use crate::questionnaire::findings::{Code, Findings, Place};

/// What came of reading a file: a definition unless a finding is an error.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    pub definition: Option<Definition>,
    pub findings: Findings,
    /// The names of all files beside the questionnaire that it wants, whether or not they are there.
    pub files: BTreeSet<String>,
}

/// Choice lists that several questionnaires of a study share.
#[derive(Debug, Clone, Default)]
pub struct SharedLists {
    /// Each list with the name of the file it comes from.
    pub lists: BTreeMap<String, (ChoiceList, String)>,
    /// The names of all files that they want.
    pub files: BTreeSet<String>,
}

impl SharedLists {
    /// Adds the lists of a choices file; `languages` are those of the study, the first its default.
    pub fn add(
        &mut self,
        bytes: &[u8],
        file: &str,
        languages: &[String],
        beside: Beside<'_>,
        findings: &mut Findings,
    ) {
        let workbook = match workbook::read(bytes, file) {
            Ok(workbook) => workbook,
            Err(faults) => return findings.append(faults),
        };
        remarks::on_sheets(&workbook, findings);
        let Some(sheet) = workbook.sheet("choices") else {
            return findings.add(Place::file(file), Code::NoChoicesSheet);
        };
        let settings = Settings::read(workbook.sheet("settings"), file, findings);
        let records = choices::records(sheet, file, &settings, findings);
        let default = languages
            .first()
            .map_or(settings.default_language.as_str(), String::as_str);
        let languages = Languages::collect(&[&records], (default, settings.place.clone()), findings);
        let mut files = Files::new(beside);
        let duplicates = settings.allow_choice_duplicates;
        let lists = Lists::read(&records, &languages, duplicates, &mut files, findings);
        self.files.append(&mut files.into_named());
        for (name, list) in lists.by_name {
            if let Some((_, first)) = self.lists.get(&name) {
                let code = Code::SharedListTwice {
                    list: name,
                    first: first.clone(),
                };
                findings.add(records.place.clone(), code);
            } else {
                self.lists.insert(name, (list, file.to_owned()));
            }
        }
    }
}

/// Whether a workbook has a sheet of choices and none of questions; `None` if it is no workbook.
pub fn is_choices_only(bytes: &[u8], file: &str) -> Option<bool> {
    let workbook = workbook::read(bytes, file).ok()?;
    let has_questions = workbook.sheet("survey").is_some();
    let has_choices = workbook.sheet("choices").is_some();
    (has_questions || has_choices).then_some(has_choices && !has_questions)
}

/// Reads one questionnaire file of which nothing else is known.
pub fn import(bytes: &[u8], file: &str) -> Reading {
    import_with(bytes, file, &SharedLists::default(), Beside::Some(&[]))
}

/// Reads one questionnaire file with shared choices and what stands beside it.
pub fn import_with(bytes: &[u8], file: &str, shared: &SharedLists, beside: Beside<'_>) -> Reading {
    match workbook::read(bytes, file) {
        Ok(workbook) => import_workbook(&workbook, shared, beside),
        Err(findings) => Reading {
            findings,
            ..Reading::default()
        },
    }
}

/// Makes a definition of a workbook already read.
pub fn import_workbook(workbook: &Workbook, shared: &SharedLists, beside: Beside<'_>) -> Reading {
    let mut findings = Findings::default();
    let mut files = Files::new(beside);
    remarks::on_sheets(workbook, &mut findings);
    let definition = definition(workbook, shared, &mut files, &mut findings);
    let mut definition = definition.filter(|_| !findings.has_errors());
    let place = Place::file(&workbook.file).sheet("survey");
    if let Some(definition) = &definition {
        check_plan(definition, &place, &mut findings);
    }
    definition.take_if(|_| findings.has_errors());
    if let Some(definition) = &definition {
        check_length(definition, place, &mut findings);
    }
    Reading {
        definition,
        findings,
        files: files.into_named(),
    }
}

/// Whether it can be evaluated: paths such as `../name` may lead in a circle too.
fn check_plan(definition: &Definition, place: &Place, findings: &mut Findings) {
    for problem in Plan::new(definition.clone()).err().unwrap_or_default() {
        let row = problem.row();
        let code = match problem {
            PlanProblem::Cycle { names, .. } => Code::Cycle {
                path: names.join(" → "),
            },
            PlanProblem::UnknownReference { .. }
            | PlanProblem::AmbiguousReference { .. }
            | PlanProblem::UnknownList { .. }
            | PlanProblem::DuplicateName { .. } => Code::NotCompiled {
                reason: problem.to_string(),
            },
        };
        findings.add(place.clone().row(row), code);
    }
}

fn definition(
    workbook: &Workbook,
    shared: &SharedLists,
    files: &mut Files<'_>,
    findings: &mut Findings,
) -> Option<Definition> {
    let file = workbook.file.as_str();
    let Some(survey) = survey_sheet(workbook) else {
        findings.add(Place::file(file), Code::NoSurveySheet);
        return None;
    };
    let settings = Settings::read(workbook.sheet("settings"), file, findings);
    let place = Place::file(file).sheet("survey");
    let mut survey = Records::read(survey, place, settings.white, columns::survey, findings);
    survey.drop_disabled();
    let choices = workbook
        .sheet("choices")
        .map(|sheet| choices::records(sheet, file, &settings, findings));
    let sheets: Vec<&Records> = std::iter::once(&survey).chain(choices.as_ref()).collect();
    let default = (
        settings.default_language.as_str(),
        settings.place.clone().row(2).column("default_language"),
    );
    let languages = Languages::collect(&sheets, default, findings);
    let mut lists = choices
        .as_ref()
        .map(|records| {
            Lists::read(
                records,
                &languages,
                settings.allow_choice_duplicates,
                files,
                findings,
            )
        })
        .unwrap_or_default();
    lists.share(shared, &languages, findings);
    remarks::on_columns(&survey, findings);
    if !survey.has("type") {
        findings.add(
            survey.place.clone(),
            Code::MissingColumn {
                column: "type".to_owned(),
            },
        );
        return None;
    }
    translations::check(&survey, choices.as_ref(), &languages, findings);
    let tree = Tree {
        records: &survey,
        languages: &languages,
        root: &settings.root,
    };
    let grown = tree.read(&mut lists, files, findings);
    if grown.nodes.is_empty() && !findings.has_errors() {
        findings.add(survey.place.clone(), Code::EmptySurvey);
    }
    let mut definition = Definition {
        form_id: settings.form_id,
        author_version: settings.version,
        title: settings.title,
        languages: languages.tags,
        default_language: languages.default,
        style: settings.style,
        instance_name: settings.instance_name,
        nodes: grown.nodes,
        lists: lists.by_name.clone(),
        tables: BTreeMap::new(),
        registry: BTreeSet::new(),
        media: BTreeMap::new(),
    };
    definition.lists.append(&mut files.take_lists());
    let sheets = checks::Sheets {
        survey: &survey,
        choices: choices.as_ref(),
        settings: &settings.place,
        tables: &grown.tables,
        refused: &grown.refused,
    };
    checks::whole(&mut definition, &lists, &sheets, files, findings);
    Some(definition)
}

fn check_length(definition: &Definition, place: Place, findings: &mut Findings) {
    let length = estimate(definition).full;
    if length.minutes() > LONGEST {
        let (length, limit) = (length.to_string(), LONGEST);
        findings.add(place, Code::TakesLong { length, limit });
    }
}

/// The sheet named survey, or the only sheet there is.
fn survey_sheet(workbook: &Workbook) -> Option<&Sheet> {
    workbook
        .sheet("survey")
        .or_else(|| match workbook.sheets.as_slice() {
            [only] if !remarks::is_known_sheet(&only.name) => Some(only),
            _ => None,
        })
}

impl Workbook {
    /// The sheet with this name; case does not count.
    pub fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets
            .iter()
            .find(|sheet| sheet.name.trim().eq_ignore_ascii_case(name))
    }
}

impl Lists {
    /// Adds the shared lists; a list of the file itself wins.
    fn share(&mut self, shared: &SharedLists, languages: &Languages, findings: &mut Findings) {
        for (name, (list, file)) in &shared.lists {
            if self.by_name.contains_key(name) {
                let code = Code::SharedListOverridden {
                    list: name.clone(),
                    file: file.clone(),
                };
                findings.add(self.sheet_place().clone(), code);
            } else {
                self.by_name.insert(name.clone(), in_languages(list, languages));
            }
        }
    }
}

/// The list in the languages of the questionnaire; what is in none of them is in its default.
fn in_languages(list: &ChoiceList, languages: &Languages) -> ChoiceList {
    let mut list = list.clone();
    for choice in &mut list.choices {
        let media = &mut choice.media;
        let media = [
            &mut media.image,
            &mut media.big_image,
            &mut media.audio,
            &mut media.video,
        ];
        for text in [&mut choice.label, &mut choice.section].into_iter().chain(media) {
            let other = text.get(&languages.default, &languages.default).to_owned();
            text.0.retain(|tag, _| languages.tags.contains(tag));
            if text.is_empty() && !other.is_empty() {
                text.0.insert(languages.default.clone(), other);
            }
        }
    }
    list
}
