//! Answers as they are sealed.

use serde_json::{Value, json};

use super::{answers, at, context, document, plan};
use crate::questionnaire::evaluation::{sealed, settle};

fn settled(markdown: &str, given: Value) -> Value {
    document(settle(&plan(markdown), &answers(given), &context()).answers())
}

#[test]
fn what_was_not_asked_is_left_out_and_what_was_skipped_is_marked() {
    let form = "| survey |
        | | type | name | label | relevant | calculation |
        | | note | hello | Hello | | |
        | | integer | a | A | | |
        | | text | b | B | ${a} > 3 | |
        | | text | c | C | ${a} <= 3 | |
        | | select_multiple l | m | M | | |
        | | calculate | double | | | ${a} * 2 |
        | | calculate | nothing | | | '' |
        | | today | day | | | |
        | choices |
        | | list_name | name | label |
        | | l | x | X |
        | | l | y | Y |";
    assert_eq!(
        settled(
            form,
            json!({"a": "007", "c": "gone", "m": ["y", "x", "x"], "stranger": "1"})
        ),
        json!({"a": "7", "b": null, "m": ["x", "y"], "double": "14", "day": "2026-03-01"})
    );
}

#[test]
fn repeats_are_settled_instance_by_instance() {
    let form = "| survey |
        | | type | name | label | relevant | repeat_count |
        | | integer | n | N | | |
        | | begin_repeat | r | R | | ${n} |
        | | integer | x | X | | |
        | | text | y | Y | ${x} = 1 | |
        | | end_repeat | | | | |
        | | begin_repeat | s | S | ${n} > 5 | |
        | | text | z | Z | | |
        | | end_repeat | | | | |";
    assert_eq!(
        settled(
            form,
            json!({"n": "2", "r": [{"x": "1"}, {"x": "2", "y": "gone"}, {"x": "3"}], "s": [{"z": "gone"}]})
        ),
        json!({"n": "2", "r": [{"x": "1", "y": null}, {"x": "2"}]})
    );
    assert_eq!(settled(form, json!({"n": "0"})), json!({"n": "0", "r": []}));
}

#[test]
fn a_ranking_keeps_the_order_of_the_person() {
    let form = "| survey |
        | | type | name | label |
        | | rank l | k | K |
        | choices |
        | | list_name | name | label |
        | | l | x | X |
        | | l | y | Y |";
    assert_eq!(settled(form, json!({"k": ["y", "x"]})), json!({"k": ["y", "x"]}));
    assert_eq!(settled(form, json!({"k": []})), json!({"k": null}));
}

#[test]
fn numbers_lose_needless_zeros() {
    for (typed, kept) in [
        ("-0", "0"),
        ("-007.50", "-7.5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("100", "100"),
        ("0.0", "0"),
        ("1e3", "1e3"),
    ] {
        assert_eq!(super::super::values::canonical_number(typed), kept);
    }
}

#[test]
fn what_was_sealed_is_read_as_it_was_given() {
    let plan = plan(
        "| survey |
        | | type | name | label | relevant | calculation |
        | | calculate | drawn | | | random() |
        | | begin_group | g | G | ${drawn} < 0.5 | |
        | | text | few | Few | | |
        | | end_group | | | | |
        | | begin_repeat | r | R | | |
        | | text | t | T | | |
        | | end_repeat | | | | |
        | | text | never | Never | false() | |",
    );
    let given = answers(json!({"drawn": "0.1", "few": null, "r": [{"t": "x"}, {}]}));
    let mut context = context();
    for seed in 0..20 {
        context.seed = seed;
        let state = sealed(&plan, &given, &context);
        assert_eq!(state.value(at(&state, "drawn")), "0.1");
        assert!(state.relevant(at(&state, "few")) && state.page_relevant(0));
        assert!(state.relevant(at(&state, "r[1]/t")) && !state.relevant(at(&state, "r[2]/t")));
        assert!(!state.relevant(at(&state, "never")));
    }
}
