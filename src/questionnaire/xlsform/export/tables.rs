//! Tables in the formats that [`files`](crate::questionnaire::xlsform::files) reads, by the ending of the
//! file's name.

use serde_json::{Map, Value, json};

use crate::questionnaire::xlsform::files::ending;

/// A table; all rows are as long as there are columns.
pub(super) struct Grid {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// The content of a file with this name.
pub(super) fn written(file: &str, grid: &Grid) -> Vec<u8> {
    match ending(file).as_deref() {
        Some("xml") => items(grid).into_bytes(),
        Some("geojson") => features(grid).to_string().into_bytes(),
        _ => delimited(grid),
    }
}

fn delimited(grid: &Grid) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for record in std::iter::once(&grid.columns).chain(&grid.rows) {
        // Memory takes whatever is written.
        let _ = writer.write_record(record);
    }
    writer.into_inner().unwrap_or_default()
}

fn items(grid: &Grid) -> String {
    let mut xml = "<root>\n".to_owned();
    for row in &grid.rows {
        xml.push_str("<item>");
        for (column, cell) in grid.columns.iter().zip(row) {
            for part in ["<", column, ">", &escaped(cell), "</", column, ">"] {
                xml.push_str(part);
            }
        }
        xml.push_str("</item>\n");
    }
    xml.push_str("</root>\n");
    xml
}

fn escaped(text: &str) -> String {
    let text = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    // A reader would make another line break of it.
    text.replace('\r', "&#13;")
}

fn features(grid: &Grid) -> Value {
    let feature = |row: &Vec<String>| {
        let mut feature = Map::new();
        feature.insert("type".to_owned(), json!("Feature"));
        feature.insert("geometry".to_owned(), Value::Null);
        let mut properties = Map::new();
        for (column, cell) in grid.columns.iter().zip(row) {
            match column.as_str() {
                "geometry" => drop(feature.insert(column.clone(), geometry(cell))),
                "id" if cell.is_empty() => {}
                "id" => drop(feature.insert(column.clone(), json!(cell))),
                _ => drop(properties.insert(column.clone(), json!(cell))),
            }
        }
        feature.insert("properties".to_owned(), Value::Object(properties));
        Value::Object(feature)
    };
    let features: Vec<Value> = grid.rows.iter().map(feature).collect();
    json!({ "type": "FeatureCollection", "features": features })
}

/// A point, or the points of a line; nothing of what is neither.
fn geometry(cell: &str) -> Value {
    let points: Vec<Vec<f64>> = cell.split(';').map(point).collect();
    match points.as_slice() {
        [point] if point.is_empty() => Value::Null,
        [point] => json!({ "type": "Point", "coordinates": point }),
        _ => json!({ "type": "LineString", "coordinates": points }),
    }
}

/// Longitude, latitude and altitude of `latitude longitude altitude accuracy`.
fn point(text: &str) -> Vec<f64> {
    let numbers: Vec<f64> = text
        .split_whitespace()
        .map_while(|number| number.parse().ok())
        .collect();
    match numbers.as_slice() {
        [latitude, longitude, altitude, ..] => vec![*longitude, *latitude, *altitude],
        _ => Vec::new(),
    }
}
