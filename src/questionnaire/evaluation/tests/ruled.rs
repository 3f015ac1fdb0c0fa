//! Relevance, calculations, counts and the rest of the rules.

use serde_json::json;

use super::{answers, at, context, plan};
use crate::questionnaire::answers::Answers;
use crate::questionnaire::evaluation::{MOST_INSTANCES, evaluate};

#[test]
fn a_group_hides_what_it_contains_and_hidden_answers_read_as_empty() {
    let plan = plan(
        "| survey |
         | | type | name | label | relevant | calculation |
         | | select_one yn | open | Open? | | |
         | | begin_group | g | G | ${open} = 'y' | |
         | | integer | a | A | | |
         | | end_group | | | | |
         | | calculate | seen | | | if(${a} = '', 'nothing', ${a}) |
         | choices |
         | | list_name | name | label |
         | | yn | y | Yes |
         | | yn | n | No |",
    );
    let context = context();
    let said_no = answers(json!({"open": "n", "a": "5"}));
    let state = evaluate(&plan, &said_no, &context);
    assert!(!state.relevant(at(&state, "a")));
    assert_eq!(state.value(at(&state, "a")), "");
    assert_eq!(state.value(at(&state, "seen")), "nothing");
    let said_yes = answers(json!({"open": "y", "a": "5"}));
    let state = evaluate(&plan, &said_yes, &context);
    assert!(state.relevant(at(&state, "a")));
    assert_eq!(state.value(at(&state, "seen")), "5");
}

#[test]
fn the_order_of_rows_does_not_matter_to_calculations() {
    let plan = plan(
        "| survey |
         | | type | name | label | relevant | calculation |
         | | note | shown | ${c} | ${c} = 12 | |
         | | calculate | c | | | ${b} * 2 |
         | | calculate | b | | | ${a} + 1 |
         | | integer | a | A | | |",
    );
    let given = answers(json!({"a": "5"}));
    let context = context();
    let state = evaluate(&plan, &given, &context);
    let shown = state.occurrences().next().unwrap();
    assert_eq!(state.value(at(&state, "c")), "12");
    assert!(state.relevant(shown));
    assert_eq!(state.label(shown), "12");
}

#[test]
fn a_repeat_that_is_not_asked_counts_nothing_whatever_row_counts_it() {
    let plan = plan(
        "| survey |
         | | type | name | label | relevant | calculation |
         | | text | one | One | | |
         | | calculate | all | | | count(${r}) |
         | | begin_repeat | r | R | ${one} != 'z' | |
         | | text | t | T | | |
         | | end_repeat | | | | |",
    );
    let context = context();
    for (one, counted) in [("a", "1"), ("z", "0")] {
        let given = answers(json!({"one": one, "r": [{"t": "there"}]}));
        let state = evaluate(&plan, &given, &context);
        assert_eq!(state.value(at(&state, "all")), counted, "{one}");
    }
}

#[test]
fn a_count_makes_instances_and_takes_them_away() {
    let plan = plan(
        "| survey |
         | | type | name | label | repeat_count | calculation |
         | | integer | n | N | | |
         | | begin_repeat | r | R | ${n} | |
         | | integer | x | X | | |
         | | calculate | place | | | position(..) |
         | | end_repeat | | | | |
         | | calculate | sum | | | sum(${x}) |
         | | calculate | many | | | count(${r}) |",
    );
    let context = context();
    for (n, laid) in [
        ("0", 0),
        ("1", 1),
        ("3", 3),
        ("1000000", MOST_INSTANCES),
        ("-2", 0),
        ("x", 0),
        ("", 0),
    ] {
        let given = answers(json!({"n": n, "r": [{"x": "1"}, {"x": "10"}]}));
        let state = evaluate(&plan, &given, &context);
        let instances = state
            .occurrences()
            .filter(|at| state.instance(*at).is_some())
            .count();
        assert_eq!(instances, laid, "for {n}");
        assert_eq!(state.value(at(&state, "many")), laid.to_string());
    }
    let given = answers(json!({"n": "2", "r": [{"x": "1"}, {"x": "10"}, {"x": "100"}]}));
    let state = evaluate(&plan, &given, &context);
    assert_eq!(state.value(at(&state, "sum")), "11");
    assert_eq!(state.value(at(&state, "r[2]/place")), "2");
}

#[test]
fn a_repeat_without_a_count_has_at_least_one_instance() {
    let plan = plan(
        "| survey |
         | | type | name | label |
         | | begin_repeat | r | R |
         | | text | x | X |
         | | begin_repeat | s | S |
         | | text | y | Y |
         | | end_repeat | | |
         | | end_repeat | | |
         | | text | z | Z |",
    );
    let context = context();
    let nothing = answers(json!({}));
    let state = evaluate(&plan, &nothing, &context);
    let fields: Vec<String> = state
        .occurrences()
        .map(|at| state.field(at).to_string())
        .collect();
    assert_eq!(fields, ["r", "r[1]/x", "r[1]/s", "r[1]/s[1]/y", "z"]);
    let given = answers(json!({"r": [{"s": [{"y": "a"}, {"y": "b"}]}, {"x": "c"}], "z": "d"}));
    let state = evaluate(&plan, &given, &context);
    let values: Vec<(String, &str)> = state
        .occurrences()
        .filter(|at| state.question(*at).is_some())
        .map(|at| (state.field(at).to_string(), state.value(at)))
        .collect();
    let expected = [
        ("r[1]/x", ""),
        ("r[1]/s[1]/y", "a"),
        ("r[1]/s[2]/y", "b"),
        ("r[2]/x", "c"),
        ("r[2]/s[1]/y", ""),
        ("z", "d"),
    ];
    let expected: Vec<(String, &str)> = expected.map(|(name, value)| (name.to_owned(), value)).into();
    assert_eq!(values, expected);
    for (name, _) in &values {
        assert_eq!(&state.field(at(&state, name)).to_string(), name);
    }
    assert_eq!(state.instance(at(&state, "r[1]/s")), Some((1, 2)));
}

#[test]
fn a_name_means_this_instance_inside_a_repeat_and_all_outside() {
    let plan = plan(
        "| survey |
         | | type | name | label | relevant | calculation |
         | | begin_repeat | r | R | | |
         | | integer | x | X | | |
         | | text | y | Y | ${x} > 5 | |
         | | calculate | double | | | ${x} * 2 |
         | | calculate | others | | | count(${r}) - 1 |
         | | end_repeat | | | | |
         | | calculate | all | | | sum(${double}) |",
    );
    let context = context();
    let given = answers(json!({"r": [{"x": "1"}, {"x": "9"}]}));
    let state = evaluate(&plan, &given, &context);
    assert!(!state.relevant(at(&state, "r[1]/y")));
    assert!(state.relevant(at(&state, "r[2]/y")));
    assert_eq!(state.value(at(&state, "r[2]/double")), "18");
    assert_eq!(state.value(at(&state, "r[2]/others")), "1");
    assert_eq!(state.value(at(&state, "all")), "20");
}

#[test]
fn a_running_total_is_reckoned_from_instance_to_instance() {
    let plan = plan(
        "| survey |
         | | type | name | label | calculation |
         | | begin_repeat | r | R | |
         | | integer | n | N | |
         | | calculate | before | | if(position(..) = 1, 0, indexed-repeat(${total}, ${r}, position(..) - 1)) |
         | | calculate | total | | ${before} + ${n} |
         | | end_repeat | | | |",
    );
    let context = context();
    let given = answers(json!({"r": [{"n": "1"}, {"n": "10"}, {"n": "100"}]}));
    let state = evaluate(&plan, &given, &context);
    let totals: Vec<&str> = (1..=3)
        .map(|number| state.value(at(&state, &format!("r[{number}]/total"))))
        .collect();
    assert_eq!(totals, ["1", "11", "111"]);
}

#[test]
fn required_and_read_only_are_rules_too() {
    let plan = plan(
        "| survey |
         | | type | name | label | required | read_only | calculation |
         | | text | a | A | yes | | |
         | | text | b | B | ${a} = 'x' | ${a} = 'z' | |
         | | text | c | C | | | concat(${a}, '!') |",
    );
    let context = context();
    let given = answers(json!({"a": "x"}));
    let state = evaluate(&plan, &given, &context);
    assert!(state.required(at(&state, "a")) && state.required(at(&state, "b")));
    assert!(!state.read_only(at(&state, "b")) && state.read_only(at(&state, "c")));
    assert_eq!(state.value(at(&state, "c")), "x!");
    let given = answers(json!({"a": "z"}));
    let state = evaluate(&plan, &given, &context);
    assert!(!state.required(at(&state, "b")) && state.read_only(at(&state, "b")));
}

#[test]
fn pages_that_show_nothing_are_passed_over() {
    let plan = plan(
        "| survey |
         | | type | name | label | relevant |
         | | begin_group | p1 | One | |
         | | text | a | A | |
         | | end_group | | | |
         | | begin_group | p2 | Two | ${a} = 'on' |
         | | text | b | B | |
         | | end_group | | | |
         | | begin_group | p3 | Three | |
         | | note | c | C | |
         | | end_group | | | |",
    );
    let context = context();
    let off = answers(json!({}));
    let state = evaluate(&plan, &off, &context);
    assert_eq!(
        (
            state.page_after(None),
            state.page_after(Some(0)),
            state.page_before(2)
        ),
        (Some(0), Some(2), Some(0))
    );
    assert_eq!(state.page_after(Some(2)), None);
    let on = answers(json!({"a": "on"}));
    let state = evaluate(&plan, &on, &context);
    assert_eq!(
        (state.page_after(Some(0)), state.page_before(2)),
        (Some(1), Some(1))
    );
}

#[test]
fn today_is_the_day_at_the_participants_place() {
    let plan = plan(
        "| survey |
         | | type | name | label | calculation |
         | | today | day | | |
         | | start | begun | | |
         | | end | done | | |
         | | calculate | now | | today() |",
    );
    let mut context = context();
    context.begun_at = "2026-02-28T20:00:00Z".parse().unwrap();
    context.now = "2026-02-28T21:00:00Z".parse().unwrap();
    let nothing = answers(json!({}));
    let state = evaluate(&plan, &nothing, &context);
    assert_eq!(state.value(at(&state, "day")), "2026-03-01");
    assert_eq!(state.value(at(&state, "now")), "2026-03-01");
    assert_eq!(state.value(at(&state, "begun")), "2026-03-01T04:00:00.000+08:00");
    assert_eq!(state.value(at(&state, "done")), "2026-03-01T05:00:00.000+08:00");
}

#[test]
fn functions_over_all_instances_leave_out_what_is_not_asked() {
    let plan = plan(
        "| survey |
        | | type | name | label | relevant | calculation |
        | | begin_repeat | person | Person | | |
        | | integer | age | Age | | |
        | | integer | work | Hours | ${age} > 15 | |
        | | end_repeat | | | | |
        | | calculate | hours | | | sum(${work}) |
        | | calculate | most | | | max(${work}) |
        | | calculate | workers | | | count(${work}) |
        | | calculate | listed | | | join('+', ${work}) |
        | | calculate | several | | | join('+', ${work}, 'x') |",
    );
    let people = |second: &str| {
        answers(json!({"person": [
            {"age": "40", "work": "38"}, {"age": second, "work": "5"}, {"age": "20", "work": "12"},
        ]}))
    };
    let context = context();
    let read = |given: &Answers| {
        let state = evaluate(&plan, given, &context);
        ["hours", "most", "workers", "listed", "several"].map(|name| state.value(at(&state, name)).to_owned())
    };
    assert_eq!(read(&people("10")), ["50", "38", "2", "38+12", "38++12+x"]);
    assert_eq!(read(&people("16")), ["55", "38", "3", "38+5+12", "38+5+12+x"]);
    let nobody = answers(json!({"person": [{"age": "3"}]}));
    assert_eq!(read(&nobody), ["0", "", "0", "", "+x"]);
}
