//! Tables in `GeoJSON` files: a row for every feature with its properties, its `id`, and its place as
//! `geometry` in the form of answers to `geopoint`.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::tables::{Grid, Names, RowSink};
use crate::questionnaire::findings::Code;

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    properties: Option<Map<String, Value>>,
    #[serde(default)]
    geometry: Option<Geometry>,
}

/// Longitude comes first, as the format wants it.
#[derive(Deserialize)]
#[serde(tag = "type")]
enum Geometry {
    Point {
        coordinates: Vec<f64>,
    },
    LineString {
        coordinates: Vec<Vec<f64>>,
    },
    /// The outline first, then the holes, which are left out.
    Polygon {
        coordinates: Vec<Vec<Vec<f64>>>,
    },
    #[serde(other)]
    Other,
}

pub(super) fn read(text: &str, sink: &mut RowSink<'_>) -> Result<Grid, Code> {
    let collection: Collection = serde_json::from_str(text).map_err(|error| Code::TableShape {
        reason: format!("it is no collection of features ({error})"),
    })?;
    let mut names = Names::default();
    for name in ["id", "geometry"] {
        names.add(name)?;
    }
    for name in collection
        .features
        .iter()
        .filter_map(|feature| feature.properties.as_ref())
        .flat_map(Map::keys)
    {
        names.add(name)?;
    }
    let mut grid = Grid::default();
    sink.take(&mut grid, 1, names.columns())?;
    // The lines of a feature are not known; its number is more useful anyway.
    for (number, feature) in (1..).zip(collection.features) {
        let mut cells = names.row();
        for (name, value) in feature.properties.into_iter().flatten() {
            names.put(&mut cells, &name, written(&value));
        }
        if !feature.id.is_null() {
            names.put(&mut cells, "id", written(&feature.id));
        }
        let place = feature.geometry.as_ref().map_or_else(String::new, place);
        names.put(&mut cells, "geometry", place);
        sink.take(&mut grid, number, cells)?;
    }
    Ok(grid)
}

fn written(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    }
}

fn place(geometry: &Geometry) -> String {
    match geometry {
        Geometry::Point { coordinates } => point(coordinates),
        Geometry::LineString { coordinates } => line(coordinates),
        Geometry::Polygon { coordinates } => coordinates.first().map_or_else(String::new, |ring| line(ring)),
        Geometry::Other => String::new(),
    }
}

fn line(points: &[Vec<f64>]) -> String {
    points.iter().map(|at| point(at)).collect::<Vec<_>>().join("; ")
}

/// Latitude, longitude, altitude, accuracy.
fn point(coordinates: &[f64]) -> String {
    match coordinates {
        [longitude, latitude, rest @ ..] => {
            let altitude = rest.first().copied().unwrap_or_default();
            format!("{latitude} {longitude} {altitude} 0")
        }
        _ => String::new(),
    }
}
