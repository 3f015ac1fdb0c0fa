//! Everything that was ever said of models, as a table that can be imported again.

use super::tables::{Column, MODEL, ON, SOURCE, Table, text};
use crate::chain::registry::changes::Subject;
use crate::chain::registry::import::table::{COLUMNS, RECORDED_AT};
use crate::chain::registry::statements::{Kept, Line};

/// The table.
pub(super) fn statements(said: &[(Subject, Kept)]) -> Table {
    let described = |column| match column {
        "model" => MODEL,
        "release" => (
            "release",
            "string",
            "Key of the release; empty if it is about the model",
            "发布版本键；针对整个模型时为空",
        ),
        "field" => ("field", "string", "What it is about", "所涉事项"),
        "item" => (
            "item",
            "string",
            "Which one, where there can be several",
            "可有多项时指明是哪一项",
        ),
        "value" => ("value", "string", "What is said", "说明内容"),
        "basis" => ("basis", "string", "What it rests on", "依据"),
        "on" => ON,
        "source" => SOURCE,
        "standing" => (
            "standing",
            "string",
            "stated, or withdrawn where it was taken back",
            "stated 陈述；收回时为 withdrawn",
        ),
        column => (
            column,
            "string",
            "Why it corrects another statement of the same day",
            "更正同日另一说明的原因",
        ),
    };
    let mut columns: Vec<Column> = COLUMNS.map(|(column, _)| described(column)).to_vec();
    columns.push((
        RECORDED_AT,
        "datetime",
        "Moment at which it was recorded",
        "记录时刻",
    ));
    let row = |(subject, kept): &(Subject, Kept)| {
        let statement = &kept.statement;
        let cells = statement.fact.cells();
        let recorded_at = kept.recorded_at.utc();
        vec![
            subject.model.to_string(),
            text(subject.release.as_ref()),
            cells.field,
            cells.item,
            cells.value,
            cells.basis,
            statement.on.to_string(),
            statement.source.as_str().to_owned(),
            statement.standing.as_str().to_owned(),
            text(statement.reason.as_ref().map(Line::as_str)),
            recorded_at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true),
        ]
    };
    Table {
        name: "statements",
        description: (
            "Everything that was ever said, in the order in which it was recorded; can be imported again",
            "全部说明，按记录顺序排列；可再次导入",
        ),
        columns,
        rows: said.iter().map(row).collect(),
    }
}
