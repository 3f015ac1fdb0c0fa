//! What a draft starts with, and instances that come and go.

use serde_json::json;

use super::{answers, at, context, document, field, plan, posted};
use crate::questionnaire::answers::Answer;
use crate::questionnaire::evaluation::{add_instance, begin, evaluate, read_fields, remove_instance};

const FORM: &str = "| survey |
    | | type | name | label | default | calculation |
    | | text | a | A | hello | |
    | | date | day | Day | today() | |
    | | select_multiple l | m | M | x y | |
    | | calculate | lot | | | once(random()) |
    | | begin_repeat | r | R | | |
    | | text | b | B | ${a} | |
    | | end_repeat | | | | |
    | choices |
    | | list_name | name | label |
    | | l | x | X |
    | | l | y | Y |";

#[test]
fn defaults_are_there_from_the_beginning() {
    let plan = plan(FORM);
    let begun = begin(&plan, &context());
    let lot = begun.get("lot").unwrap().clone();
    assert_eq!(
        document(&begun),
        json!({"a": "hello", "day": "2026-03-01", "m": ["x", "y"], "lot": lot})
    );
    let mut later = context();
    later.seed = 99;
    let state = evaluate(&plan, &begun, &later);
    assert_eq!(
        json!(state.value(at(&state, "lot"))),
        json!(lot),
        "what is drawn once stays"
    );
}

#[test]
fn an_instance_starts_with_its_defaults_and_keeps_what_was_answered() {
    let plan = plan(FORM);
    let context = context();
    let mut begun = begin(&plan, &context);
    {
        let state = evaluate(&plan, &begun, &context);
        assert_eq!(state.value(at(&state, "r[1]/b")), "hello");
    }
    let page = plan.page_of(plan.find("r").unwrap()).unwrap();
    read_fields(&plan, page, &posted(&[("r[1]/b", "mine")]), &context, &mut begun);
    assert!(add_instance(&plan, &field("r"), &context, &mut begun));
    assert_eq!(json!(begun.get("r")), json!([{"b": "mine"}, {"b": "hello"}]));
    assert!(remove_instance(&plan, &field("r"), 1, &mut begun));
    assert_eq!(json!(begun.get("r")), json!([{"b": "hello"}]));
    assert!(!remove_instance(&plan, &field("r"), 2, &mut begun));
    assert!(!add_instance(&plan, &field("a"), &context, &mut begun));
}

#[test]
fn the_first_instance_counts_when_another_is_added() {
    let plan = plan(FORM);
    let mut given = answers(json!({"a": "x"}));
    assert!(add_instance(&plan, &field("r"), &context(), &mut given));
    assert_eq!(json!(given.get("r")), json!([{"b": "x"}, {"b": "x"}]));
    for _ in 0..200 {
        add_instance(&plan, &field("r"), &context(), &mut given);
    }
    assert_eq!(json!(given.get("r")).as_array().unwrap().len(), 100);
}

#[test]
fn what_stands_around_an_instance_begins_with_it() {
    let plan = plan(
        "| survey |
        | | type | name | label | default | repeat_count |
        | | begin_repeat | home | Home | | 2 |
        | | text | street | Street | Main | |
        | | begin_repeat | room | Room | | |
        | | text | use | Use | sleep | |
        | | end_repeat | | | | |
        | | end_repeat | | | | |",
    );
    let mut given = begin(&plan, &context());
    assert!(add_instance(
        &plan,
        &field("home[2]/room"),
        &context(),
        &mut given
    ));
    assert_eq!(
        document(&given),
        json!({"home": [
            {"street": "Main"},
            {"street": "Main", "room": [{"use": "sleep"}, {"use": "sleep"}]},
        ]})
    );
}

#[test]
fn an_instance_comes_with_the_defaults_of_those_within_it() {
    let plan = plan(
        "| survey |
         | | type | name | label | default |
         | | begin_repeat | r | R | |
         | | begin_repeat | inner | I | |
         | | text | t | T | ${r}[1]/inner/t |
         | | end_repeat | | | |
         | | end_repeat | | | |",
    );
    let context = context();
    let mut given = answers(json!({"r": [{"inner": [{"t": "first"}]}]}));
    assert!(add_instance(&plan, &field("r"), &context, &mut given));
    let first = given
        .instance_mut("r", 1)
        .and_then(|outer| outer.instance_mut("inner", 1));
    first.unwrap().set("t", Answer::One("changed".to_owned()));
    let state = evaluate(&plan, &given, &context);
    let value = |name: &str| state.value(at(&state, name));
    assert_eq!(value("r[1]/inner[1]/t"), "changed");
    assert_eq!(
        value("r[2]/inner[1]/t"),
        "first",
        "evaluated once, when it was added"
    );
}
