//! The survey sheet: questions, and groups around them.

use super::columns::{RowWriter, SheetWriter};
use super::files;
use super::names::Names;
use crate::questionnaire::definition::{
    Definition, Exposure, Group, Initial, Node, Question, QuestionKind, RangeScale, Selection, Source, Upload,
};

use crate::questionnaire::xlsform::files::Columns;

const COLUMNS: &[&str] = &[
    "type",
    "name",
    "label",
    "hint",
    "guidance_hint",
    "required",
    "required_message",
    "relevant",
    "constraint",
    "constraint_message",
    "calculation",
    "trigger",
    "choice_filter",
    "default",
    "read_only",
    "appearance",
    "parameters",
    "rows",
    "repeat_count",
    "image",
    "big-image",
    "audio",
    "video",
    "exposure",
    "proxy",
    "policy_question",
];

pub(super) fn sheet<'n>(definition: &Definition, names: &'n Names<'n>) -> SheetWriter<'n> {
    let mut sheet = SheetWriter::new(COLUMNS, names);
    sheet.in_all_languages("label");
    for (table, word) in files::declared(definition) {
        let mut row = sheet.row();
        row.put("type", word);
        row.put("name", table);
        row.finish();
    }
    nodes(&definition.nodes, &mut sheet);
    sheet
}

fn nodes(nodes: &[Node], sheet: &mut SheetWriter<'_>) {
    for node in nodes {
        match node {
            Node::Question(one) => question(one, sheet.row()),
            Node::Group(group) => self::group(group, sheet),
        }
    }
}

fn group(group: &Group, sheet: &mut SheetWriter<'_>) {
    let (begin, end) = match group.repeat {
        Some(_) => ("begin_repeat", "end_repeat"),
        None => ("begin_group", "end_group"),
    };
    let mut row = sheet.row();
    row.put("type", begin);
    row.put("name", &group.name);
    row.put_text("label", &group.label);
    row.put_text("hint", &group.hint);
    row.put_expression("relevant", group.relevant.as_ref());
    row.put_words("appearance", &group.appearance);
    let count = group.repeat.as_ref().and_then(|repeat| repeat.count.as_ref());
    row.put_expression("repeat_count", count);
    row.finish();
    nodes(&group.children, sheet);
    let mut row = sheet.row();
    row.put("type", end);
    row.finish();
}

fn question(question: &Question, mut row: RowWriter<'_, '_>) {
    kind(&question.kind, &mut row);
    row.put("name", &question.name);
    row.put_text("label", &question.label);
    row.put_text("hint", &question.hint);
    row.put_text("guidance_hint", &question.guidance);
    row.put_condition("required", question.required.as_ref());
    row.put_text("required_message", &question.required_message);
    row.put_expression("relevant", question.relevant.as_ref());
    row.put_expression("constraint", question.constraint.as_ref());
    row.put_text("constraint_message", &question.constraint_message);
    row.put_expression("calculation", question.calculation.as_ref());
    let trigger: Vec<String> = question
        .trigger
        .iter()
        .map(|name| format!("${{{name}}}"))
        .collect();
    row.put("trigger", &trigger.join(", "));
    match &question.initial {
        Some(Initial::Literal(text)) => row.put("default", text),
        Some(Initial::Expression(expression)) => row.put_expression("default", Some(expression)),
        None => {}
    }
    row.put_condition("read_only", question.read_only.as_ref());
    row.put_words("appearance", &question.appearance);
    for (column, media) in question.media.columns() {
        row.put_text(column, media);
    }
    row.put("exposure", exposure(question));
    row.put_flag("proxy", question.proxy);
    row.put(
        "policy_question",
        question.policy_question.as_deref().unwrap_or_default(),
    );
    row.finish();
}

/// A note has no answer that could travel, so that it need not say how far.
fn exposure(question: &Question) -> &'static str {
    match question.exposure {
        Exposure::Withheld if question.kind == QuestionKind::Note => "",
        exposure => exposure.as_str(),
    }
}

/// The type with what belongs to it alone.
fn kind(kind: &QuestionKind, row: &mut RowWriter<'_, '_>) {
    match kind {
        QuestionKind::Text { rows: Some(height) } => {
            row.put("type", kind.as_str());
            // The parameter has bounds, the older column has none.
            if (1..=100).contains(height) {
                row.put("parameters", &format!("rows={height}"));
            } else {
                row.put("rows", &height.to_string());
            }
        }
        QuestionKind::Range(scale) => {
            row.put("type", kind.as_str());
            row.put("parameters", &range(scale));
        }
        QuestionKind::SelectOne(selection)
        | QuestionKind::SelectMultiple(selection)
        | QuestionKind::Rank(selection) => select(kind.as_str(), selection, row),
        QuestionKind::Upload(Upload::Image {
            max_pixels: Some(pixels),
        }) => {
            row.put("type", kind.as_str());
            row.put("parameters", &format!("max-pixels={pixels}"));
        }
        QuestionKind::Text { rows: None }
        | QuestionKind::Integer
        | QuestionKind::Decimal
        | QuestionKind::Date
        | QuestionKind::Time
        | QuestionKind::DateTime
        | QuestionKind::Note
        | QuestionKind::Acknowledge
        | QuestionKind::Geopoint
        | QuestionKind::Upload(Upload::Image { max_pixels: None } | Upload::Audio | Upload::File)
        | QuestionKind::Calculate
        | QuestionKind::Hidden
        | QuestionKind::Start
        | QuestionKind::End
        | QuestionKind::Today => row.put("type", kind.as_str()),
    }
}

fn range(scale: &RangeScale) -> String {
    let number = |key: &str, value: Option<f64>| value.map(|value| format!("{key}={value}"));
    let parameters = [
        number("start", Some(scale.start)),
        number("end", Some(scale.end)),
        number("step", Some(scale.step)),
        number("tick_interval", scale.tick_interval),
        number("placeholder", scale.placeholder),
        scale.labels.as_ref().map(|list| format!("tick_labelset={list}")),
    ];
    parameters.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn select(word: &str, selection: &Selection, row: &mut RowWriter<'_, '_>) {
    let mut parameters = Vec::new();
    match &selection.source {
        Source::Sheet => row.put("type", &format!("{word} {}", selection.list)),
        Source::Answers => row.put("type", &format!("{word} ${{{}}}", selection.list)),
        Source::Registry => row.put("type", &format!("{word}_from_file {}", selection.list)),
        Source::File { file, value, label } => {
            let from = if word == "rank" { "" } else { "_from_file" };
            row.put("type", &format!("{word}{from} {file}"));
            let usual = Columns::usual(file);
            if *value != usual.value {
                parameters.push(format!("value={value}"));
            }
            if *label != usual.label {
                parameters.push(format!("label={label}"));
            }
        }
    }
    if selection.randomize {
        parameters.push("randomize=true".to_owned());
    }
    if let Some(seed) = &selection.seed {
        if !selection.randomize {
            parameters.push("randomize=false".to_owned());
        }
        parameters.push(format!("seed={}", seed.source()));
    }
    row.put("parameters", &parameters.join(" "));
    row.put_expression("choice_filter", selection.filter.as_ref());
}
