//! One row as a question, with what its type allows; what `or_other` adds is in [`super::other`].

use super::appearances;
use super::choices::Lists;
use super::formula;
use super::languages::Languages;
use super::parameters::{self, Parameters, RangeReader};
use super::sheet::{Record, Records};
use super::types::{How, Plain, RowType, Select};
use crate::questionnaire::definition::{
    Exposure, Initial, Media, Question, QuestionKind, RangeScale, Row, Selection, Source, Text,
};
use crate::questionnaire::expression::Expression;
use crate::questionnaire::findings::{Code, Findings, Place};

/// A row being read.
pub(super) struct QuestionReader<'q> {
    pub records: &'q Records,
    pub record: &'q Record,
    pub languages: &'q Languages,
    pub lists: &'q mut Lists,
    pub findings: &'q mut Findings,
}

impl QuestionReader<'_> {
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

    fn text(&self, column: &str) -> &str {
        self.records.text(self.record, column)
    }

    fn texts(&self, column: &str) -> Text {
        self.languages.text(self.records, self.record, column)
    }

    pub(super) fn remark(&mut self, column: &str, code: Code) {
        let place = self.at(column);
        self.findings.add(place, code);
    }

    fn expression(&mut self, column: &str) -> Option<Expression> {
        let place = self.at(column);
        formula::expression(self.records.text(self.record, column), &place, self.findings)
    }

    fn condition(&mut self, column: &str) -> Option<Expression> {
        let place = self.at(column);
        formula::condition(self.records.text(self.record, column), &place, self.findings)
    }

    fn question(&mut self, name: &str, kind: QuestionKind) -> Question {
        let calculation = self.expression("calculation");
        let label = self.texts("label");
        let hint = self.texts("hint");
        // A calculation that shows nothing is one, whatever its type.
        let shows = !(label.is_empty() && hint.is_empty());
        let calculates = !self.text("calculation").is_empty();
        let kind = if calculates && !shows {
            calculated(kind)
        } else {
            kind
        };
        let (place, proxy) = (self.at("proxy"), self.text("proxy").to_owned());
        Question {
            name: name.to_owned(),
            guidance: self.texts("guidance_hint"),
            required: self.condition("required"),
            required_message: self.texts("required_message"),
            relevant: self.expression("relevant"),
            constraint: self.expression("constraint"),
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
            trigger: Vec::new(),
            media: Media::default(),
            kind,
            label,
            hint,
            calculation,
        }
    }

    fn initial(&mut self, kind: &QuestionKind) -> Option<Initial> {
        let hyphens = matches!(kind, QuestionKind::Date | QuestionKind::DateTime);
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

    fn select(&mut self, select: &Select, parameters: &Parameters) -> QuestionKind {
        let place = self.at("parameters");
        parameters.accept(&["randomize", "seed"], &place, self.findings);
        let (randomize, seed) = parameters.randomize(&place, self.findings);
        self.check_list(select);
        let list = if select.or_other {
            self.list_with_other(&select.list)
        } else {
            select.list.clone()
        };
        let filter = self.expression("choice_filter");
        if select.or_other && filter.is_some() {
            self.remark("choice_filter", Code::OtherWithFilter);
        }
        let selection = Selection {
            list,
            source: Source::Sheet,
            filter,
            randomize,
            seed,
        };
        match select.how {
            How::One => QuestionKind::SelectOne(selection),
            How::Multiple => QuestionKind::SelectMultiple(selection),
            How::Rank => QuestionKind::Rank(selection),
        }
    }

    fn check_list(&mut self, select: &Select) {
        let list = select.list.clone();
        if list.is_empty() {
            let word = self.text("type").to_owned();
            self.remark("type", Code::MissingList { word });
            return;
        }
        if list.contains("${") {
            let feature = "Choosing among the answers of a repeat".to_owned();
            self.remark("type", Code::Unsupported { feature });
            return;
        }
        let Some(choices) = self.lists.by_name.get(&list) else {
            self.remark("type", Code::UnknownList { list });
            return;
        };
        if select.how == How::One {
            return;
        }
        let spaced = choices
            .choices
            .iter()
            .enumerate()
            .filter(|(_, choice)| choice.name.contains(' '));
        let spaced: Vec<(usize, String)> = spaced
            .map(|(index, choice)| (index, choice.name.clone()))
            .collect();
        for (index, name) in spaced {
            let place = self.lists.place(&list, index).column("name");
            self.findings.add(
                place,
                Code::ChoiceNameSpace {
                    list: list.clone(),
                    name,
                },
            );
        }
    }

    fn check(&mut self, question: &Question, never_known: bool) {
        let name = question.name.clone();
        let media = ["image", "big-image", "audio", "video"];
        let has_media = media.iter().any(|column| !self.texts(column).is_empty());
        let silent = question.label.is_empty() && question.hint.is_empty() && question.guidance.is_empty();
        if has_control(&question.kind) && silent && !has_media {
            self.remark("label", Code::MissingLabel { name: name.clone() });
        }
        let dynamic = matches!(question.initial, Some(Initial::Expression(_)));
        if question.kind == QuestionKind::Calculate && self.text("calculation").is_empty() && !dynamic {
            self.remark("calculation", Code::MissingCalculation { name: name.clone() });
        }
        if question.constraint.is_some()
            && question.constraint_message.is_empty()
            && has_control(&question.kind)
        {
            self.remark("constraint_message", Code::NoConstraintMessage { name });
        }
        let place = self.at("appearance");
        appearances::check(&question.appearance, Some(&question.kind), &place, self.findings);
        self.check_effects(question, never_known);
    }

    fn check_effects(&mut self, question: &Question, never_known: bool) {
        let word = self.text("type").to_owned();
        let without_answer = !has_control(&question.kind) || question.kind == QuestionKind::Note;
        let mut idle: Vec<&str> = Vec::new();
        if without_answer && question.required.is_some() {
            idle.push("required");
        }
        if without_answer && question.constraint.is_some() {
            idle.push("constraint");
        }
        if never_known && question.initial.is_some() {
            idle.push("default");
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

/// Whether the question is shown.
fn has_control(kind: &QuestionKind) -> bool {
    !matches!(
        kind,
        QuestionKind::Calculate
            | QuestionKind::Hidden
            | QuestionKind::Start
            | QuestionKind::End
            | QuestionKind::Today
    )
}

/// The kind of a calculation without texts.
fn calculated(kind: QuestionKind) -> QuestionKind {
    match kind {
        QuestionKind::Start | QuestionKind::End | QuestionKind::Today | QuestionKind::Hidden => kind,
        _ => QuestionKind::Calculate,
    }
}
