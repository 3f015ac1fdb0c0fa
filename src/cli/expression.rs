//! `soundings expression`: evaluates expressions over answers given as JSON, one object a line.
//!
//! In: `{"expression": "${age} > 17", "values": {"age": 20}}`, optionally `context` (the question
//! that `.` means, by name or as an expression such as `${person}[2]/age`), `now`, `today`,
//! `timezone`, `language`, `labels` (`{"question": {"value": {"en": "…"}}}`) and `type` (`boolean`,
//! `number` or `string`). Objects are groups, arrays of objects repeats, other arrays chosen options.
//!
//! Out: `{"value": …}` or `{"fault": {"code", "position", "message"}}`. What JSON has no number for
//! is a text: `NaN`, `Infinity`, `-Infinity`. Nodes are the array of their texts.

use std::borrow::Cow;
use std::io::{self, BufRead, Write};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use crate::questionnaire::expression::{
    Environment, Evaluation, EvaluationFault, Expression, Still, SyntaxFault, Tree, Value, Zone,
};

/// Answers every line of the input with a line of the output, in order.
///
/// `now` stands in where a line does not give the moment.
///
/// # Errors
/// When the input cannot be read or the output not written.
pub fn run(input: impl BufRead, mut output: impl Write, now: DateTime<Utc>) -> io::Result<()> {
    for line in input.lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let answer = match serde_json::from_str::<Request>(&line) {
            Ok(request) => request.answer(now).unwrap_or_else(|fault| fault),
            Err(error) => fault("request", 0, &error.to_string()),
        };
        writeln!(output, "{answer}")?;
    }
    output.flush()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    expression: String,
    #[serde(default)]
    values: Map<String, Json>,
    context: Option<String>,
    language: Option<String>,
    timezone: Option<String>,
    now: Option<DateTime<Utc>>,
    today: Option<NaiveDate>,
    #[serde(default)]
    labels: Map<String, Json>,
    #[serde(rename = "type")]
    kind: Option<Kind>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Boolean,
    Number,
    String,
}

impl Request {
    /// The line to write, a fault being `Err`.
    fn answer(&self, now: DateTime<Utc>) -> Result<Json, Json> {
        let expression = Expression::parse(&self.expression).map_err(|found| syntax(&found))?;
        let zone = match &self.timezone {
            Some(name) => Zone::named(name)
                .ok_or_else(|| fault("timezone", 0, &format!("there is no time zone {name}")))?,
            None => Zone::default(),
        };
        let now = match (self.now, self.today) {
            (Some(now), _) => now,
            (None, Some(today)) => zone.moment(today.and_time(NaiveTime::default())).to_utc(),
            (None, None) => now,
        };
        let answers = Answers::new(&self.values);
        let around = Around {
            still: Still::new(now, zone, 1),
            labels: &self.labels,
            language: self.language.as_deref(),
        };
        let node = self.node(&answers, &around)?;
        let evaluation = Evaluation::new(&answers, &around, node);
        let value = match self.kind {
            Some(Kind::Boolean) => evaluation.truth(&expression).map(Json::Bool),
            Some(Kind::Number) => evaluation.number(&expression).map(number),
            Some(Kind::String) => evaluation
                .text(&expression)
                .map(|text| Json::String(text.into_owned())),
            None => evaluation
                .value(&expression)
                .map(|value| natural(&answers, value)),
        };
        value
            .map(|value| json!({ "value": value }))
            .map_err(|found| evaluated(&found))
    }

    /// The node that `.` means: that of the context, else the whole of the answers.
    fn node(&self, answers: &Answers, around: &Around<'_>) -> Result<usize, Json> {
        let Some(context) = &self.context else {
            return Ok(Answers::WHOLE);
        };
        let is_name = context
            .chars()
            .all(|letter| letter.is_alphanumeric() || "_-.".contains(letter));
        let found = if is_name {
            answers.resolve(context, Answers::WHOLE).first()
        } else {
            let path = Expression::parse(context).map_err(|found| syntax(&found))?;
            let nodes = Evaluation::new(answers, around, Answers::WHOLE).nodes(&path);
            nodes.map_err(|found| evaluated(&found))?.first()
        };
        found.ok_or_else(|| fault("context", 0, &format!("there is no answer {context}")))
    }
}

fn fault(code: &str, position: usize, message: &str) -> Json {
    json!({ "fault": { "code": code, "position": position, "message": message } })
}

fn syntax(found: &SyntaxFault) -> Json {
    fault(
        found.code(),
        found.position(),
        &format!("{found}; {}", found.mend()),
    )
}

fn evaluated(found: &EvaluationFault) -> Json {
    fault(found.code(), found.position(), &found.to_string())
}

fn number(value: f64) -> Json {
    if value.is_nan() {
        return Json::from("NaN");
    }
    if value.is_infinite() {
        return Json::from(if value > 0.0 { "Infinity" } else { "-Infinity" });
    }
    // A whole number is written without a point; minus zero has no such form.
    let written = value.to_string();
    match written.parse::<i64>() {
        Ok(whole) if written != "-0" => Json::from(whole),
        _ => Json::from(value),
    }
}

fn natural(answers: &Answers, value: Value<'_, usize>) -> Json {
    match value {
        Value::Boolean(truth) => Json::Bool(truth),
        Value::Number(value) => number(value),
        Value::Text(text) => Json::String(text.into_owned()),
        Value::Nodes(nodes) => nodes.iter().map(|node| answers.text(node)).collect(),
    }
}

struct Around<'r> {
    still: Still,
    labels: &'r Map<String, Json>,
    language: Option<&'r str>,
}

impl Environment for Around<'_> {
    fn now(&self) -> DateTime<Utc> {
        self.still.now
    }

    fn zone(&self) -> Zone {
        self.still.zone
    }

    fn random(&self) -> f64 {
        self.still.random()
    }

    fn choice_label(&self, value: &str, question: &str) -> Option<Cow<'_, str>> {
        let name = question.rsplit('/').next().unwrap_or(question);
        let label = self.labels.get(name)?.get(value)?;
        let translated = self.language.and_then(|language| label.get(language));
        translated.or(Some(label))?.as_str().map(Cow::Borrowed)
    }
}

/// Answers as a tree: a node without a name, below it `data`, below that the values.
struct Answers {
    nodes: Vec<Answer>,
}

struct Answer {
    name: String,
    text: String,
    parent: Option<usize>,
    children: Vec<usize>,
}

impl Answers {
    /// The node that holds all answers.
    const WHOLE: usize = 1;

    fn new(values: &Map<String, Json>) -> Self {
        let mut answers = Self { nodes: Vec::new() };
        let root = answers.add(None, "", String::new());
        let whole = answers.add(Some(root), "data", String::new());
        answers.fill(whole, values);
        answers
    }

    fn add(&mut self, parent: Option<usize>, name: &str, text: String) -> usize {
        let node = self.nodes.len();
        self.nodes.push(Answer {
            name: name.to_owned(),
            text,
            parent,
            children: Vec::new(),
        });
        if let Some(parent) = parent.and_then(|parent| self.nodes.get_mut(parent)) {
            parent.children.push(node);
        }
        node
    }

    fn fill(&mut self, parent: usize, values: &Map<String, Json>) {
        for (name, value) in values {
            match value {
                Json::Object(group) => {
                    let node = self.add(Some(parent), name, String::new());
                    self.fill(node, group);
                }
                Json::Array(items) if items.iter().any(Json::is_object) => {
                    for instance in items.iter().filter_map(Json::as_object) {
                        let node = self.add(Some(parent), name, String::new());
                        self.fill(node, instance);
                    }
                }
                Json::Array(items) => {
                    let chosen: Vec<String> = items.iter().map(plain).collect();
                    self.add(Some(parent), name, chosen.join(" "));
                }
                value => {
                    self.add(Some(parent), name, plain(value));
                }
            }
        }
    }
}

/// A single answer as it is stored.
fn plain(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        Json::Number(number) if number.is_f64() => number
            .as_f64()
            .map_or_else(String::new, |value| value.to_string()),
        other => other.to_string(),
    }
}

impl Tree for Answers {
    type Node = usize;

    fn root(&self) -> usize {
        0
    }

    fn parent(&self, node: usize) -> Option<usize> {
        self.nodes.get(node)?.parent
    }

    fn children(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        self.nodes
            .get(node)
            .into_iter()
            .flat_map(|node| node.children.iter().copied())
    }

    fn name(&self, node: usize) -> &str {
        self.nodes.get(node).map_or("", |node| &node.name)
    }

    fn text(&self, node: usize) -> Cow<'_, str> {
        let Some(answer) = self.nodes.get(node) else {
            return Cow::Borrowed("");
        };
        if answer.children.is_empty() {
            return Cow::Borrowed(&answer.text);
        }
        Cow::Owned(answer.children.iter().map(|child| self.text(*child)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(request: &Json) -> Json {
        let mut output = Vec::new();
        run(request.to_string().as_bytes(), &mut output, DateTime::UNIX_EPOCH).unwrap();
        serde_json::from_slice(&output).unwrap()
    }

    #[test]
    fn answers_repeats_and_chosen_options_are_seen_as_in_a_questionnaire() {
        let values = json!({
            "uses": ["translate", "code"],
            "person": [{"name": "Ana", "age": 34}, {"name": "Li", "age": 7.5}],
        });
        let ask = |expression: &str, context: &str| {
            answer(&json!({"expression": expression, "values": values, "context": context}))["value"].clone()
        };
        assert_eq!(ask("selected(${uses}, 'code')", "data"), json!(true));
        assert_eq!(ask("sum(${age})", "data"), json!(41.5));
        assert_eq!(
            ask("concat(${name}, ' ', .)", "${person}[2]/age"),
            json!("Li 7.5")
        );
        assert_eq!(ask("position(..)", "${person}[2]/age"), json!(2));
        assert_eq!(ask("${name}", "data"), json!(["Ana", "Li"]));
    }

    #[test]
    fn what_cannot_be_read_or_evaluated_is_a_fault_with_a_code_and_a_place() {
        let found = answer(&json!({"expression": "1 + lenght(.)"}));
        assert_eq!(found["fault"]["code"], "expression-unknown-function");
        assert_eq!(found["fault"]["position"], 4);
        let found = answer(&json!({"expression": "1", "colour": "red"}));
        assert_eq!(found["fault"]["code"], "request");
    }

    #[test]
    fn days_are_those_of_the_time_zone_and_types_are_kept_to() {
        let mut request = json!({
            "expression": "today()", "now": "2024-12-31T20:00:00Z", "timezone": "Asia/Shanghai", "type": "string",
        });
        assert_eq!(answer(&request), json!({"value": "2025-01-01"}));
        request["expression"] = json!("1 div 0");
        request["type"] = json!("number");
        assert_eq!(answer(&request), json!({"value": "Infinity"}));
    }
}
