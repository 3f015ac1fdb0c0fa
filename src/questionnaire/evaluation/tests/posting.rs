//! Posted pages.

use serde_json::{Value, json};

use super::{answers, at, context, document, plan, posted};
use crate::questionnaire::evaluation::{evaluate, read_fields};

const FORM: &str = "| survey |
    | | type | name | label | relevant | read_only | repeat_count | calculation |
    | | begin_group | p | P | | | |
    | | text | t | T | | | |
    | | integer | i | I | | | |
    | | select_one l | one | One | | | |
    | | select_multiple l | m | M | | | |
    | | rank l | k | K | | | |
    | | acknowledge | ok | OK | | | |
    | | text | more | More | ${one} = 'x' | | |
    | | text | fixed | Fixed | | yes | |
    | | calculate | c | | | | | 1 |
    | | begin_repeat | r | R | | | |
    | | select_multiple l | rm | RM | | | |
    | | text | rt | RT | | | |
    | | end_repeat | | | | | |
    | | begin_repeat | s | S | | | 2 |
    | | text | st | ST | | | |
    | | end_repeat | | | | | |
    | | end_group | | | | | |
    | | begin_group | q | Q | | | |
    | | text | u | U | | | |
    | | end_group | | | | | |
    | choices |
    | | list_name | name | label |
    | | l | x | X |
    | | l | y | Y |
    | | l | z | Z |";

fn post(before: Value, fields: &[(&str, &str)]) -> (Value, usize) {
    let plan = plan(FORM);
    let mut answers = answers(before);
    let outcome = read_fields(&plan, 0, &posted(fields), &context(), &mut answers);
    (document(&answers), outcome.ignored)
}

#[test]
fn what_was_shown_and_not_posted_becomes_skipped() {
    let before = json!({"t": "old", "one": "y", "m": ["x"], "more": "kept", "u": "other page"});
    let (after, ignored) = post(before, &[("t", "  new \r\n line ")]);
    assert_eq!(ignored, 0);
    assert_eq!(after["t"], "new \n line");
    assert_eq!(
        (&after["one"], &after["m"], &after["i"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    assert_eq!(
        (&after["more"], &after["u"]),
        (&json!("kept"), &json!("other page"))
    );
    assert_eq!(after["r"], json!([{"rm": null, "rt": null}]));
    assert_eq!(after["s"], json!([{"st": null}, {"st": null}]));
}

#[test]
fn what_is_faulty_is_kept_as_typed() {
    let (after, _) = post(
        json!({}),
        &[
            ("i", " twelve "),
            ("one", "x"),
            ("one", "y"),
            ("m", "z"),
            ("m", ""),
            ("m", "x"),
            ("m", "nope"),
            ("ok", "on"),
        ],
    );
    assert_eq!(after["i"], "twelve");
    assert_eq!(after["one"], json!(["x", "y"]));
    assert_eq!(after["m"], json!(["x", "z", "nope"]));
    assert_eq!(after["ok"], "OK");
    let (after, _) = post(json!({}), &[("i", "－１２"), ("t", "a\0b\u{85}c")]);
    assert_eq!((&after["i"], &after["t"]), (&json!("-12"), &json!("abc")));
}

#[test]
fn strangers_are_counted_and_change_nothing() {
    let names = [
        "nobody",
        "u",
        "c",
        "r/rt",
        "r[0]/rt",
        "r[101]/rt",
        "r[x]/rt",
        "r[1]",
        "t[x]",
        "s[3]/st",
        "",
        "[",
        "r[1]/",
        "k[x",
    ];
    let fields: Vec<(&str, &str)> = names.iter().map(|name| (*name, "v")).collect();
    let (with, ignored) = post(json!({"u": "kept"}), &fields);
    assert_eq!(ignored, names.len());
    assert_eq!(with, post(json!({"u": "kept"}), &[]).0);
    let (after, ignored) = post(json!({"fixed": "f"}), &[("fixed", "changed")]);
    assert_eq!((&after["fixed"], ignored), (&json!("f"), 0));
}

#[test]
fn instances_are_posted_by_number() {
    let (after, _) = post(
        json!({}),
        &[
            ("r[1]/rm", "y"),
            ("r[1]/rm", "x"),
            ("r[2]/rt", "two"),
            ("s[2]/st", "b"),
        ],
    );
    assert_eq!(after["r"], json!([{"rm": ["x", "y"], "rt": null}, {"rt": "two"}]));
    assert_eq!(after["s"], json!([{"st": null}, {"st": "b"}]));
}

#[test]
fn a_ranking_is_posted_by_positions_or_in_order() {
    assert_eq!(
        post(json!({}), &[("k[x]", "2"), ("k[y]", " 3"), ("k[z]", "1")]).0["k"],
        json!(["z", "x", "y"])
    );
    assert_eq!(
        post(json!({}), &[("k", "y"), ("k", "x")]).0["k"],
        json!(["y", "x"])
    );
    assert_eq!(post(json!({}), &[("k[x]", ""), ("k[y]", "")]).0["k"], Value::Null);
    assert_eq!(
        post(json!({}), &[("k[x]", "1"), ("k[y]", "1"), ("k[nobody]", "3")]).0["k"],
        json!("x=1 y=1")
    );
    let plan = plan(FORM);
    let given = answers(json!({"k": "x=1 y=one"}));
    let context = context();
    let state = evaluate(&plan, &given, &context);
    let k = at(&state, "k");
    assert_eq!(state.position(k, "x").as_deref(), Some("1"));
    assert_eq!(state.position(k, "y").as_deref(), Some("one"));
    assert_eq!(state.position(k, "z"), None);
    assert!(!state.unanswered(k) && state.value(k).is_empty());
}

const GROWING: &str = "| survey |
    | | type | name | label | relevant | read_only | repeat_count | default | appearance |
    | | begin_group | p | P | | | | | |
    | | integer | n | N | | | | | |
    | | acknowledge | mine | Mine | | | | | |
    | | text | fixed | Fixed | | not(${mine} = 'OK') | | theirs | |
    | | select_multiple l | m | M | ${n} > 0 | | | | |
    | | begin_repeat | r | R | | | ${n} | | |
    | | text | a | A | | | | first | |
    | | select_multiple l | b | B | | | | x | |
    | | begin_repeat | s | S | | | ${a} | | |
    | | text | c | C | | | | | |
    | | end_repeat | | | | | | | |
    | | end_repeat | | | | | | | |
    | | date | month | Month | | | | | month-year |
    | | date | year | Year | | | | | year |
    | | date | day | Day | | | | | |
    | | end_group | | | | | | | |
    | choices |
    | | list_name | name | label |
    | | l | x | X |
    | | l | y | Y |";

fn grown(before: Value, fields: &[(&str, &str)]) -> (Value, usize) {
    let plan = plan(GROWING);
    let mut answers = answers(before);
    let outcome = read_fields(&plan, 0, &posted(fields), &context(), &mut answers);
    (document(&answers), outcome.ignored)
}

#[test]
fn a_page_that_grew_while_it_was_filled_in_is_read_as_it_stood() {
    let fields = [
        ("r[2]/s[1]/c", "deep"),
        ("r[2]/a", "1"),
        ("r[1]/a", "none"),
        ("n", "2"),
        (".seen", "n mine m r[1]/a r[1]/b r[2]/a r[2]/b r[2]/s[1]/c"),
    ];
    let (after, ignored) = grown(json!({}), &fields);
    assert_eq!(ignored, 0);
    assert_eq!((&after["n"], &after["m"]), (&json!("2"), &Value::Null));
    let second = json!({"a": "1", "b": null, "s": [{"c": "deep"}]});
    assert_eq!(after["r"], json!([{"a": "none", "b": null}, second]));
    assert!(after.get("fixed").is_none(), "the page did not show it");
}

#[test]
fn what_other_fields_of_the_page_unlock_can_be_changed() {
    let before = || json!({"fixed": "theirs"});
    let (after, ignored) = grown(before(), &[("fixed", "ours"), ("mine", "OK")]);
    assert_eq!((&after["fixed"], ignored), (&json!("ours"), 0));
    let (after, ignored) = grown(before(), &[("fixed", "ours")]);
    assert_eq!((&after["fixed"], ignored), (&json!("theirs"), 0));
}

#[test]
fn instances_that_nothing_asks_for_are_refused_in_every_round() {
    let (after, ignored) = grown(json!({}), &[("n", "1"), ("r[1]/a", "x"), ("r[2]/a", "y")]);
    assert_eq!(ignored, 1);
    assert_eq!(after["r"], json!([{"a": "x", "b": ["x"]}]));
}

#[test]
fn a_month_or_a_year_is_its_first_day() {
    let (after, _) = grown(
        json!({}),
        &[("month", "2026-03"), ("year", "2026"), ("day", "2026-03")],
    );
    assert_eq!(
        (&after["month"], &after["year"]),
        (&json!("2026-03-01"), &json!("2026-01-01"))
    );
    assert_eq!(after["day"], "2026-03");
    let (after, _) = grown(json!({}), &[("month", "2026-03-01"), ("year", "soon")]);
    assert_eq!(
        (&after["month"], &after["year"]),
        (&json!("2026-03-01"), &json!("soon"))
    );
}
