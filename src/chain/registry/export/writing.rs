//! Tables as files: each as CSV and as JSON, and a data package that describes them.

use serde_json::{Map, Value, json};

use super::tables::{Column, Table};

/// A table that could not be written, which no text of a table can cause.
#[derive(Debug, thiserror::Error)]
#[error("a table cannot be written: {0}")]
pub struct Unwritable(String);

/// The files of an export by name, the description last. The same tables give the same bytes.
///
/// # Errors
/// See [`Unwritable`].
pub fn files(tables: &[Table]) -> Result<Vec<(String, Vec<u8>)>, Unwritable> {
    let mut files = Vec::new();
    for table in tables {
        files.push((format!("{}.csv", table.name), comma_separated(table)?));
        files.push((format!("{}.json", table.name), lines(&objects(table))?));
    }
    let resources: Vec<Value> = tables.iter().map(resource).collect();
    let package = json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "registry",
        "title": "Models and releases",
        "resources": resources,
    });
    files.push(("datapackage.json".to_owned(), lines(&package)?));
    Ok(files)
}

fn lines(value: &Value) -> Result<Vec<u8>, Unwritable> {
    let mut text = serde_json::to_vec_pretty(value).map_err(|fault| Unwritable(fault.to_string()))?;
    text.push(b'\n');
    Ok(text)
}

fn comma_separated(table: &Table) -> Result<Vec<u8>, Unwritable> {
    let unwritable = |fault: csv::Error| Unwritable(fault.to_string());
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(table.columns.iter().map(|(name, ..)| name))
        .map_err(unwritable)?;
    for row in &table.rows {
        writer.write_record(row).map_err(unwritable)?;
    }
    writer.into_inner().map_err(|fault| Unwritable(fault.to_string()))
}

/// Rows as objects; an empty cell is null.
fn objects(table: &Table) -> Value {
    let value = |((_, kind, ..), cell): (&Column, &String)| match (*kind, cell.as_str()) {
        (_, "") => Value::Null,
        ("integer", number) => number.parse::<u64>().map_or(Value::Null, Value::from),
        (_, text) => Value::from(text),
    };
    let object = |row: &Vec<String>| {
        let cells = table.columns.iter().zip(row);
        let pairs = cells.map(|(column, cell)| (column.0.to_owned(), value((column, cell))));
        Value::Object(pairs.collect::<Map<_, _>>())
    };
    table.rows.iter().map(object).collect()
}

fn resource(table: &Table) -> Value {
    let field =
        |(name, kind, english, _): &Column| json!({"name": name, "type": kind, "description": english});
    json!({
        "name": table.name,
        "description": table.description.0,
        "path": format!("{}.csv", table.name),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "type": "table",
        "schema": {
            "fields": table.columns.iter().map(field).collect::<Vec<_>>(),
            "missingValues": [""],
        },
    })
}
