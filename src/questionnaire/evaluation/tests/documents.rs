//! Imported documents.

use serde_json::{Value, json};

use super::{document, plan};
use crate::questionnaire::evaluation::{DocumentFault, read_document};

const FORM: &str = "| survey |
    | | type | name | label |
    | | begin_group | g | G |
    | | integer | a | A |
    | | select_multiple l | m | M |
    | | end_group | | |
    | | acknowledge | ok | OK |
    | | begin_repeat | r | R |
    | | text | t | T |
    | | end_repeat | | |
    | choices |
    | | list_name | name | label |
    | | l | x | X |
    | | l | y | Y |";

fn read(value: &Value) -> Result<Value, Vec<DocumentFault>> {
    read_document(&plan(FORM), value).map(|answers| document(&answers))
}

#[test]
fn keys_stand_flat_or_in_their_group() {
    let expected = json!({"a": "5", "m": ["y", "x"], "ok": "OK", "r": [{"t": "one"}, {}]});
    let flat = json!({"a": 5, "m": "y x", "ok": true, "r": [{"t": " one\r\n"}, {}]});
    assert_eq!(read(&flat), Ok(expected.clone()));
    let nested = json!({"g": {"a": "5", "m": ["y", "x"]}, "ok": "OK", "r": [{"t": "one"}, {}]});
    assert_eq!(read(&nested), Ok(expected));
    assert_eq!(
        read(&json!({"a": null, "m": []})),
        Ok(json!({"a": null, "m": null}))
    );
}

#[test]
fn all_that_is_not_understood_is_told_at_once() {
    let faults = read(&json!({"a": {"b": 1}, "g": {"a": 5, "q": 1}, "r": [{"t": "x", "u": 1}, 5], "z": 1}))
        .unwrap_err();
    assert_eq!(
        faults,
        [
            DocumentFault::WrongShape("a".into(), "one value"),
            DocumentFault::UnknownKey("q".into()),
            DocumentFault::UnknownKey("r[1]/u".into()),
            DocumentFault::WrongShape("r[2]/".into(), "an object"),
            DocumentFault::UnknownKey("z".into()),
        ]
    );
    assert_eq!(read(&json!([])), Err(vec![DocumentFault::NotAnObject]));
    assert_eq!(
        read(&json!({"a": 1, "g": {"a": 2}})),
        Err(vec![DocumentFault::StatedTwice("a".into())])
    );
    let many: Vec<Value> = (0..101).map(|_| json!({})).collect();
    assert_eq!(
        read(&json!({"r": many})),
        Err(vec![DocumentFault::TooManyInstances("r".into())])
    );
}
