//! Every single edit of a definition is noticed: each value of its JSON is changed, taken away or
//! doubled in turn, whatever field it belongs to.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::asked;
use crate::questionnaire::comparison::compare;
use crate::questionnaire::definition::{Definition, Table};

const FORM: &str = "
| survey |
| | type | name | label::English (en) | label::中文 (zh-Hans) | hint::English (en) | guidance_hint::English (en) | required | required_message::English (en) | relevant | constraint | constraint_message::English (en) | calculation | trigger | default | read_only | appearance | parameters | choice_filter | repeat_count | exposure | proxy | policy_question | image::English (en) |
| | begin_group | page | Page | 页 | Hint | | | | | | | | | | | | | | | | | | |
| | integer | age | Age | 年龄 | Hint | Guidance | yes | Answer | | . > 1 | Too low | | | 3 | | | | | | public | yes | Q7 | |
| | select_one colour | colour | Colour | 颜色 | | | | | ${age} > 2 | | | | | | | minimal | randomize=true seed=7 | kind = 'a' | | quasi | | | |
| | select_multiple colour | colours | Colours | 颜色 | | | | | | | | | | | | | | | | public | | | |
| | range | fit | Fit | 合适 | | | | | | | | | | | | | start=0 end=10 step=1 tick_interval=2 | | | public | | | |
| | text | story | Story | 故事 | | | ${age} > 3 | | | | | | | once(uuid()) | ${age} > 9 | multiline | rows=4 | | | text | | | |
| | end_group | | | | | | | | | | | | | | | | | | | | | | |
| | begin_repeat | pots | Pots | 壶 | | | | | ${age} > 4 | | | | | | | | | | ${age} | | | | |
| | text | pot | Pot | 壶 | | | | | | | | | | | | | | | | withheld | | | |
| | calculate | twice | | | | | | | | | | ${age} * 2 | | | | | | | | public | | | |
| | end_repeat | | | | | | | | | | | | | | | | | | | | | | |
| choices |
| | list_name | name | label::English (en) | label::中文 (zh-Hans) | exclusive | section_English (en) | kind |
| | colour | red | Red | 红 | | Warm | a |
| | colour | blue | Blue | 蓝 | | Cold | b |
| | colour | none | None | 无 | yes | | a |
| settings |
| | form_id | form_title | version | default_language | style | instance_name |
| | form | Form | 1 | English (en) | pages | ${age} |
";

fn rich() -> Definition {
    let mut definition = asked(FORM);
    let table = Table {
        file: "regions.csv".to_owned(),
        columns: vec!["name".to_owned(), "label".to_owned()],
        rows: vec![vec!["n".to_owned(), "North".to_owned()]],
    };
    definition.tables.insert("regions".to_owned(), table);
    definition.media.insert("tea.png".to_owned(), "00ff".to_owned());
    definition
}

/// Where a value stands: keys of objects and indices of arrays.
type Way = Vec<Step>;

#[derive(Debug, Clone)]
enum Step {
    Key(String),
    Index(usize),
}

/// Every place in the document.
fn ways(value: &Value, at: &Way, found: &mut Vec<Way>) {
    found.push(at.clone());
    let within = |step: Step| at.iter().cloned().chain([step]).collect::<Way>();
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                ways(value, &within(Step::Key(key.clone())), found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                ways(value, &within(Step::Index(index)), found);
            }
        }
        _ => {}
    }
}

fn at<'v>(value: &'v mut Value, way: &[Step]) -> &'v mut Value {
    way.iter().fold(value, |value, step| match step {
        Step::Key(key) => &mut value[key.as_str()],
        Step::Index(index) => &mut value[*index],
    })
}

/// What may stand in the place of a value; only some of it makes a definition.
fn others(value: &Value) -> Vec<Value> {
    match value {
        Value::Null => vec![
            json!("other"),
            json!("true()"),
            json!(7),
            json!({"literal": "x"}),
            json!({"count": null}),
        ],
        Value::Bool(flag) => vec![json!(!flag)],
        Value::Number(number) => vec![
            json!(number.as_f64().unwrap() + 1.0),
            json!(number.as_u64().unwrap_or(0) + 1),
        ],
        Value::String(text) => vec![
            json!(format!("{text}x")),
            json!(format!("{text} and 1")),
            json!("withheld"),
            json!("public"),
            json!("date"),
            json!("answers"),
            Value::Null,
        ],
        Value::Array(items) => {
            let mut others = vec![json!([]), json!(["x"])];
            for index in 0..items.len() {
                let (mut fewer, mut more, mut turned) = (items.clone(), items.clone(), items.clone());
                fewer.remove(index);
                more.push(items[index].clone());
                turned.rotate_left(index);
                others.extend([fewer, more, turned].map(Value::Array));
            }
            others
        }
        Value::Object(fields) => {
            let mut others = vec![json!({}), json!({"en": "x"}), Value::Null];
            for key in fields.keys() {
                let mut fewer = fields.clone();
                let value = fewer.remove(key).unwrap();
                others.push(Value::Object(fewer.clone()));
                fewer.insert(format!("{key}x"), value);
                others.push(Value::Object(fewer));
            }
            others
        }
    }
}

#[test]
fn each_value_of_a_definition_is_compared() {
    let before = rich();
    let hash = before.content_hash().unwrap();
    let document = serde_json::to_value(&before).unwrap();
    let mut found = Vec::new();
    ways(&document, &Vec::new(), &mut found);
    let (mut tried, mut untouched) = (0, Vec::new());
    for way in &found[1..] {
        let mut value = document.clone();
        let mut touched = false;
        for other in others(at(&mut value, way)) {
            let mut edited = document.clone();
            *at(&mut edited, way) = other;
            let Ok(after) = serde_json::from_value::<Definition>(edited) else {
                continue;
            };
            if after.content_hash().unwrap() == hash {
                continue;
            }
            touched = true;
            tried += 1;
            assert!(!compare(&before, &after).is_empty(), "{way:?}");
            assert!(!compare(&after, &before).is_empty(), "{way:?}, backwards");
            assert!(compare(&after, &after).is_empty(), "{way:?}, itself");
        }
        // What holds others is touched where they are.
        let is_leaf = match at(&mut value, way) {
            Value::Array(items) => items.is_empty(),
            Value::Object(fields) => fields.is_empty(),
            _ => true,
        };
        if is_leaf && !touched {
            untouched.push(format!("{way:?}"));
        }
    }
    assert!(untouched.is_empty(), "these were never changed: {untouched:#?}");
    assert!(tried > 500, "only {tried} edits");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn several_edits_at_once_are_noticed(picks in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..6)) {
        let before = rich();
        let mut document = serde_json::to_value(&before).unwrap();
        for (place, other) in picks {
            let mut found = Vec::new();
            ways(&document, &Vec::new(), &mut found);
            let way = place.get(&found).clone();
            let mut edited = document.clone();
            let value = at(&mut edited, &way);
            let others = others(value);
            *value = other.get(&others).clone();
            if serde_json::from_value::<Definition>(edited.clone()).is_ok() {
                document = edited;
            }
        }
        let after: Definition = serde_json::from_value(document).unwrap();
        let differ = after.content_hash().unwrap() != before.content_hash().unwrap();
        prop_assert_eq!(compare(&before, &after).is_empty(), !differ);
        prop_assert!(compare(&after, &after).is_empty());
    }
}
