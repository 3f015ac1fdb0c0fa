//! Questionnaires as Markdown tables, and answers over them.

mod begun;
mod changing;
mod documents;
mod filed;
mod laws;
mod located;
mod offered;
mod planned;
mod posting;
mod released;
mod ruled;
mod settling;
mod worded;

use chrono::{TimeZone, Utc};
use serde_json::{Value, json};

use super::{Context, FieldPath, Occurrence, Plan, PlanProblem, State};
use crate::questionnaire::answers::Answers;
use crate::questionnaire::expression::Zone;
use crate::questionnaire::xlsform;

/// The questionnaire, which has to be one.
pub(in crate::questionnaire) fn plan(markdown: &str) -> Plan {
    try_plan(markdown).unwrap()
}

fn try_plan(markdown: &str) -> Result<Plan, Vec<PlanProblem>> {
    let reading = xlsform::import(markdown.as_bytes(), "test.md");
    let Some(definition) = reading.definition else {
        panic!("{:?}", reading.findings)
    };
    Plan::new(definition)
}

/// Noon of 1 March 2026 in Shanghai, English, seed 42.
pub(in crate::questionnaire) fn context() -> Context {
    Context {
        language: "en".to_owned(),
        seed: 42,
        begun_at: Utc.with_ymd_and_hms(2026, 3, 1, 4, 0, 0).unwrap(),
        now: Utc.with_ymd_and_hms(2026, 3, 1, 4, 30, 0).unwrap(),
        zone: Zone::named("Asia/Shanghai").unwrap(),
        registry: std::sync::Arc::default(),
    }
}

pub(in crate::questionnaire) fn answers(document: Value) -> Answers {
    serde_json::from_value(document).unwrap()
}

fn document(answers: &Answers) -> Value {
    json!(answers)
}

fn field(name: &str) -> FieldPath {
    let mut repeats = Vec::new();
    let mut rest = name;
    while let Some((repeat, after)) = rest.split_once("]/") {
        let (key, number) = repeat.split_once('[').unwrap();
        repeats.push((key.to_owned(), number.parse().unwrap()));
        rest = after;
    }
    FieldPath {
        repeats,
        key: rest.to_owned(),
    }
}

fn at(state: &State<'_>, name: &str) -> Occurrence {
    state.find(&field(name)).unwrap_or_else(|| panic!("no {name}"))
}

fn posted(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}
