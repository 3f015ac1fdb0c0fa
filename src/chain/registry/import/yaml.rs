//! YAML as records have it: any depth up to the reader's limit, values of any kind.

use serde::Deserialize;
use serde_norway::{Deserializer, Value};

/// The documents of a text.
///
/// # Errors
/// The reader's words, which name the line.
pub fn documents(text: &str) -> Result<Vec<Value>, String> {
    Deserializer::from_str(text)
        .map(|document| Value::deserialize(document).map_err(|fault| fault.to_string()))
        .collect()
}

/// The text of a scalar, without white space around it; nothing if that is empty.
pub fn text(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::Null | Value::Sequence(_) | Value::Mapping(_) | Value::Tagged(_) => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

/// The texts of a scalar or of a list of scalars.
pub fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Sequence(several)) => several.iter().filter_map(|one| text(Some(one))).collect(),
        one => text(one).into_iter().collect(),
    }
}
