//! One row as a question, with what its type allows; what `or_other` adds is in [`super::other`].

use super::choices::Lists;
use super::files::Files;
use super::languages::Languages;
use super::parameters::{Parameters, RangeReader};
use super::sheet::{Record, Records};
use super::types::{Plain, RowType};
use super::{appearances, formula, media, parameters, trigger};
use crate::questionnaire::definition::{
    Exposure, Initial, Question, QuestionKind, RangeScale, Row, Text, Upload,
};
use crate::questionnaire::expression::Expression;
use crate::questionnaire::findings::{Code, Findings, Place};

/// A row being read.
pub(super) struct QuestionReader<'q, 'f> {
    pub records: &'q Records,
    pub record: &'q Record,
    pub languages: &'q Languages,
    pub lists: &'q mut Lists,
    pub files: &'q mut Files<'f>,
    pub findings: &'q mut Findings,
}

impl QuestionReader<'_, '_> {
    /// The question, and the text question that `or_other` adds.
    pub fn read(&mut self, row_type: &RowType, name: &str) -> Vec<Question> {
        let kind = self.kind(row_type);
        let mut question = self.question(name, kind);
        if let RowType::Ruled(_, rule) = row_type
            && question.constraint.is_none()
        {
            question.constraint = formula::expression(rule, &self.at("type"), self.findings);
        }
        self.check(&question, *row_type == RowType::NeverKnown);
        let other = match row_type {
            RowType::Select(select) if select.or_other => Some(self.other(&question)),
            _ => None,
        };
        std::iter::once(question).chain(other).collect()
    }

    pub(super) fn at(&self, column: &str) -> Place {
        self.records.at(self.record, column)
    }

    pub(super) fn text(&self, column: &str) -> &str {
        self.records.text(self.record, column)
    }

    fn texts(&self, column: &str) -> Text {
        self.languages.text(self.records, self.record, column)
    }

    pub(super) fn remark(&mut self, column: &str, code: Code) {
        let place = self.at(column);
        self.findings.add(place, code);
    }

    pub(super) fn expression(&mut self, column: &str) -> Option<Expression> {
        let place = self.at(column);
        formula::expression(self.records.text(self.record, column), &place, self.findings)
    }

    fn rule(&mut self, column: &str) -> Option<Expression> {
        let place = self.at(column);
        formula::rule(self.records.text(self.record, column), &place, self.findings)
    }

    fn condition(&mut self, column: &str) -> Option<Expression> {
        let place = self.at(column);
        formula::condition(self.records.text(self.record, column), &place, self.findings)
    }

    fn question(&mut self, name: &str, kind: QuestionKind) -> Question {
        let calculation = self.rule("calculation");
        let label = self.texts("label");
        let hint = self.texts("hint");
        // A calculation that shows nothing is one, whatever its type; what a trigger empties is hidden.
        let shows = !(label.is_empty() && hint.is_empty());
        let calculates = !self.text("calculation").is_empty();
        let kind = match (calculates, !self.text("trigger").is_empty()) {
            (true, _) if !shows => unseen(kind, QuestionKind::Calculate),
            (false, true) if !shows => unseen(kind, QuestionKind::Hidden),
            _ => kind,
        };
        let (place, proxy) = (self.at("proxy"), self.text("proxy").to_owned());
        Question {
            name: name.to_owned(),
            guidance: self.texts("guidance_hint"),
            required: self.condition("required"),
            required_message: self.texts("required_message"),
            relevant: self.rule("relevant"),
            constraint: self.rule("constraint"),
            constraint_message: self.texts("constraint_message"),
            initial: self.initial(&kind),
            read_only: self.condition("read_only"),
            appearance: self
                .text("appearance")
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
            exposure: self.exposure(name, &kind),
            proxy: formula::flag(&proxy, &place, self.findings),
            policy_question: Some(self.text("policy_question").to_owned()).filter(|tag| !tag.is_empty()),
            row: Row(self.record.number),
            trigger: self.trigger(),
            media: media::read(
                self.records,
                self.record,
                self.languages,
                self.files,
                self.findings,
            ),
            kind,
            label,
            hint,
            calculation,
        }
    }

    fn trigger(&mut self) -> Vec<String> {
        let place = self.at("trigger");
        trigger::names(self.records.text(self.record, "trigger"), &place, self.findings)
    }

    fn initial(&mut self, kind: &QuestionKind) -> Option<Initial> {
        let hyphens = matches!(
            kind,
            QuestionKind::Date | QuestionKind::DateTime | QuestionKind::Geopoint
        );
        let place = self.at("default");
        formula::initial(
            self.records.text(self.record, "default"),
            hyphens,
            &place,
            self.findings,
        )
    }

    fn exposure(&mut self, name: &str, kind: &QuestionKind) -> Exposure {
        let word = self.text("exposure").to_lowercase();
        match word.as_str() {
            "public" => Exposure::Public,
            "quasi" => Exposure::Quasi,
            "text" => Exposure::Text,
            "withheld" => Exposure::Withheld,
            "" => {
                if *kind != QuestionKind::Note {
                    self.remark(
                        "exposure",
                        Code::NoExposure {
                            name: name.to_owned(),
                        },
                    );
                }
                Exposure::Withheld
            }
            _ => {
                self.remark("exposure", Code::UnknownExposure { word });
                Exposure::Withheld
            }
        }
    }

    fn kind(&mut self, row_type: &RowType) -> QuestionKind {
        let place = self.at("parameters");
        let text = self.records.text(self.record, "parameters");
        let parameters = Parameters::parse(text, &place, self.findings);
        match row_type {
            RowType::Plain(plain) | RowType::Ruled(plain, _) => self.plain(*plain, &parameters),
            RowType::Select(select) => self.select(select, &parameters),
            _ => {
                let word = self.text("type").to_owned();
                self.remark("type", Code::StaysEmpty { word });
                QuestionKind::Hidden
            }
        }
    }

    fn plain(&mut self, plain: Plain, parameters: &Parameters) -> QuestionKind {
        let place = self.at("parameters");
        if let Some(accepted) = parameters::accepted(plain) {
            parameters.accept(accepted, &place, self.findings);
        }
        match plain {
            Plain::Text => QuestionKind::Text {
                rows: self.rows(parameters, &place),
            },
            Plain::Integer => QuestionKind::Integer,
            Plain::Decimal => QuestionKind::Decimal,
            Plain::Range => QuestionKind::Range(self.range(parameters, place)),
            Plain::Date => QuestionKind::Date,
            Plain::Time => QuestionKind::Time,
            Plain::DateTime => QuestionKind::DateTime,
            Plain::Note => QuestionKind::Note,
            Plain::Acknowledge => QuestionKind::Acknowledge,
            Plain::Geopoint => {
                parameters.place(&place, self.findings);
                QuestionKind::Geopoint
            }
            Plain::Image => QuestionKind::Upload(Upload::Image {
                max_pixels: parameters.picture(
                    self.records.text(self.record, "appearance"),
                    &place,
                    self.findings,
                ),
            }),
            Plain::Audio => {
                parameters.sound(&place, self.findings);
                QuestionKind::Upload(Upload::Audio)
            }
            Plain::File => QuestionKind::Upload(Upload::File),
            Plain::Calculate => QuestionKind::Calculate,
            Plain::Hidden => QuestionKind::Hidden,
            Plain::Start => QuestionKind::Start,
            Plain::End => QuestionKind::End,
            Plain::Today => QuestionKind::Today,
        }
    }

    /// From the parameter, or from the older column.
    fn rows(&mut self, parameters: &Parameters, place: &Place) -> Option<u32> {
        parameters
            .rows(place, self.findings)
            .or_else(|| self.text("rows").parse().ok())
    }

    fn range(&mut self, parameters: &Parameters, place: Place) -> RangeScale {
        let appearance: Vec<String> = self
            .text("appearance")
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        let reader = RangeReader {
            parameters,
            appearance: &appearance,
            lists: self.lists,
            place,
        };
        reader.scale(self.findings)
    }

    fn check(&mut self, question: &Question, never_known: bool) {
        let name = question.name.clone();
        let has_media = media::COLUMNS.iter().any(|column| !self.texts(column).is_empty());
        // Guidance may be folded away.
        let silent = question.label.is_empty() && question.hint.is_empty();
        if question.kind.is_shown() && silent {
            let name = name.clone();
            let code = if has_media {
                Code::MediaWithoutText { name }
            } else {
                Code::MissingLabel { name }
            };
            self.remark("label", code);
        }
        let exposed = match (&question.kind, question.exposure) {
            (QuestionKind::Upload(_), Exposure::Public | Exposure::Quasi) => {
                Some(Code::FileExposed { name: name.clone() })
            }
            (QuestionKind::Geopoint, Exposure::Public) => Some(Code::PlaceExposed { name: name.clone() }),
            (QuestionKind::Geopoint, Exposure::Quasi) => Some(Code::PlaceCoarsened { name: name.clone() }),
            _ => None,
        };
        if let Some(code) = exposed {
            self.remark("exposure", code);
        }
        let dynamic = matches!(question.initial, Some(Initial::Expression(_)));
        if question.kind == QuestionKind::Calculate && self.text("calculation").is_empty() && !dynamic {
            self.remark("calculation", Code::MissingCalculation { name: name.clone() });
        }
        if question.constraint.is_some() && question.constraint_message.is_empty() && question.kind.is_shown()
        {
            self.remark("constraint_message", Code::NoConstraintMessage { name });
        }
        let place = self.at("appearance");
        appearances::check(&question.appearance, Some(&question.kind), &place, self.findings);
        self.check_effects(question, never_known);
    }

    fn check_effects(&mut self, question: &Question, never_known: bool) {
        let word = self.text("type").to_owned();
        let without_answer = !question.kind.is_asked();
        let mut idle: Vec<&str> = Vec::new();
        if without_answer && question.required.is_some() {
            idle.push("required");
        }
        if without_answer && question.constraint.is_some() {
            idle.push("constraint");
        }
        let is_file = matches!(question.kind, QuestionKind::Upload(_));
        if (never_known || is_file) && question.initial.is_some() {
            idle.push("default");
        }
        if is_file && question.calculation.is_some() {
            idle.push("calculation");
        }
        if question.kind.selection().is_none() && !self.text("choice_filter").is_empty() {
            idle.push("choice_filter");
        }
        if !self.text("repeat_count").is_empty() {
            idle.push("repeat_count");
        }
        for column in idle {
            self.remark(
                column,
                Code::NoEffectOn {
                    column: column.to_owned(),
                    word: word.clone(),
                },
            );
        }
    }
}

/// The kind of a row that shows nothing.
fn unseen(kind: QuestionKind, otherwise: QuestionKind) -> QuestionKind {
    match kind {
        QuestionKind::Start
        | QuestionKind::End
        | QuestionKind::Today
        | QuestionKind::Hidden
        | QuestionKind::Calculate => kind,
        _ => otherwise,
    }
}
