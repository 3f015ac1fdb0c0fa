//! The registry's own CSV: one statement in a row, the cells of a fact beside its subject, its day
//! and its source. The export writes the same, so that a registry can move.

use chrono::NaiveDate;

use super::findings::{Code, Findings, Place};
use crate::chain::registry::addresses::Key;
use crate::chain::registry::changes::{Proposal, Subject, Voice};
use crate::chain::registry::facts::{self, CellFault, Cells, Fact};
use crate::chain::registry::statements::{Line, Standing, Statement};

/// The columns, in the order in which they are written. Only those marked are needed.
pub const COLUMNS: [(&str, bool); 10] = [
    ("model", true),
    ("release", false),
    ("field", true),
    ("item", false),
    ("value", true),
    ("basis", false),
    ("on", true),
    ("source", true),
    ("standing", false),
    ("reason", false),
];

/// A column that the export adds and that nobody can import.
pub const RECORDED_AT: &str = "recorded_at";

/// Whether a text is such a table: its first line names columns of ours.
pub fn is_table(text: &str) -> bool {
    let first = text.trim_start_matches('\u{feff}').lines().next().unwrap_or("");
    let named: Vec<_> = first
        .split(',')
        .map(|cell| cell.trim().trim_matches('"'))
        .collect();
    ["model", "field", "value"]
        .iter()
        .all(|column| named.contains(column))
}

/// Reads a table.
pub fn read(file: &str, text: &str, findings: &mut Findings) -> Vec<Proposal> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let place = |line| Place {
        file: file.to_owned(),
        line: Some(line),
    };
    let Ok(header) = reader.headers().cloned() else {
        findings.add(Code::FileUnreadable, place(1), "the first row cannot be read");
        return Vec::new();
    };
    for name in header.iter().filter(|name| *name != RECORDED_AT) {
        if !COLUMNS.iter().any(|(column, _)| *column == name) {
            findings.add(
                Code::ColumnUnknown,
                place(1),
                format!("{name:?} is no column of ours"),
            );
        }
    }
    let columns = COLUMNS.map(|(column, _)| header.iter().position(|name| name == column));
    for ((column, _), _) in COLUMNS
        .iter()
        .zip(columns)
        .filter(|((_, needed), at)| *needed && at.is_none())
    {
        findings.add(
            Code::ColumnMissing,
            place(1),
            format!("there is no column {column:?}"),
        );
    }
    let mut proposals = Vec::new();
    for record in reader.records() {
        let (record, line) = match record {
            Ok(record) => {
                let line = record.position().map_or(1, csv::Position::line);
                (record, line)
            }
            Err(fault) => {
                let line = fault.position().map_or(1, csv::Position::line);
                findings.add(Code::RowUnreadable, place(line), "the row cannot be read");
                continue;
            }
        };
        if record.len() != header.len() {
            let told = format!("the row has {} cells instead of {}", record.len(), header.len());
            findings.add(Code::RowUnreadable, place(line), told);
            continue;
        }
        let cells = columns.map(|at| at.and_then(|at| record.get(at)).unwrap_or("").trim());
        match proposal(cells) {
            Ok((subject, statement)) => proposals.push(Proposal {
                subject,
                statement,
                voice: Voice::Given,
                place: place(line),
            }),
            Err(fault) => findings.add(Code::CellUnreadable, place(line), fault.to_string()),
        }
    }
    proposals
}

/// The cells stand in the order of [`COLUMNS`].
fn proposal(
    [
        model,
        release,
        field,
        item,
        value,
        basis,
        on,
        source,
        standing,
        reason,
    ]: [&str; 10],
) -> Result<(Subject, Statement), CellFault> {
    let key = |column, text: &str| {
        text.parse::<Key>().map_err(|mend| CellFault {
            column,
            told: format!("{text:?} is no key"),
            mend: mend.to_owned(),
        })
    };
    let subject = Subject {
        model: key("model", model)?,
        release: match release {
            "" => None,
            release => Some(key("release", release)?),
        },
    };
    let cells = Cells {
        field: field.to_owned(),
        item: item.to_owned(),
        value: value.to_owned(),
        basis: basis.to_owned(),
    };
    let on: NaiveDate = facts::day("on", on)?;
    let statement = Statement {
        fact: Fact::read(&cells)?,
        standing: match standing {
            "" => Standing::Stated,
            code => Standing::from_code(code).ok_or_else(|| CellFault {
                column: "standing",
                told: format!("{code:?} is not known"),
                mend: "write stated or withdrawn".to_owned(),
            })?,
        },
        on,
        source: Line::typed("source", source)?,
        reason: match reason {
            "" => None,
            reason => Some(Line::typed("reason", reason)?),
        },
    };
    Ok((subject, statement))
}
