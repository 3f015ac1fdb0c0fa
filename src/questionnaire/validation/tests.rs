//! Faulty answers, and faultless ones.

use serde_json::{Value, json};

use super::{Extent, FaultKind, check, faults};
use crate::questionnaire::evaluation::evaluate;
use crate::questionnaire::evaluation::tests::{answers, context, plan};

/// Fields and codes of the faults, page included.
fn found(markdown: &str, given: Value, extent: Extent) -> Vec<String> {
    let plan = plan(markdown);
    let given = answers(given);
    let context = context();
    let state = evaluate(&plan, &given, &context);
    faults(&state, extent)
        .into_iter()
        .map(|fault| format!("{} {} {}", fault.page, fault.field, fault.kind.code()))
        .collect()
}

/// What is wrong with one answer to one question of a type.
fn wrong(row: &str, given: &Value) -> Option<FaultKind> {
    let markdown = format!(
        "| survey |
         | | type | name | label | parameters | constraint |
         | | {row} |
         | choices |
         | | list_name | name | label | exclusive |
         | | l | a | A | |
         | | l | b | B | |
         | | l | none | None | yes |"
    );
    let plan = plan(&markdown);
    let given = answers(json!({"q": given}));
    let context = context();
    let state = evaluate(&plan, &given, &context);
    faults(&state, Extent::Whole)
        .into_iter()
        .next()
        .map(|fault| fault.kind)
}

#[test]
fn numbers_are_digits_and_no_more_than_fit() {
    let integer = "integer | q | Q | |";
    let decimal = "decimal | q | Q | |";
    for fine in ["0", "-5", "007", "5.0", "999999999"] {
        assert_eq!(wrong(integer, &json!(fine)), None, "{fine}");
    }
    for text in ["five", "1e3", "1,5", "--1", ".", "-", "NaN", "inf", "1 2", "0x1F"] {
        assert_eq!(
            wrong(integer, &json!(text)),
            Some(FaultKind::NotANumber),
            "{text}"
        );
        assert_eq!(
            wrong(decimal, &json!(text)),
            Some(FaultKind::NotANumber),
            "{text}"
        );
    }
    assert_eq!(wrong(integer, &json!("1.5")), Some(FaultKind::NotWhole));
    assert_eq!(
        wrong(integer, &json!("1234567890")),
        Some(FaultKind::TooManyDigits { most: 9 })
    );
    for fine in ["1.5", "-0.000001", ".5", "5."] {
        assert_eq!(wrong(decimal, &json!(fine)), None, "{fine}");
    }
    assert_eq!(
        wrong(decimal, &json!("1.234567890123456")),
        Some(FaultKind::TooManyDigits { most: 15 })
    );
}

#[test]
fn a_scale_has_ends_and_steps() {
    let scale = "range | q | Q | start=0 end=1 step=0.1 |";
    for fine in ["0", "0.3", "0.7", "1", "1.0"] {
        assert_eq!(wrong(scale, &json!(fine)), None, "{fine}");
    }
    assert_eq!(
        wrong(scale, &json!("1.1")),
        Some(FaultKind::OutOfRange { start: 0.0, end: 1.0 })
    );
    assert_eq!(
        wrong(scale, &json!("0.25")),
        Some(FaultKind::OffStep {
            start: 0.0,
            step: 0.1
        })
    );
    assert_eq!(
        wrong("range | q | Q | start=10 end=0 step=2 |", &json!("4")),
        None
    );
}

#[test]
fn choices_are_those_on_offer() {
    let one = "select_one l | q | Q | |";
    let many = "select_multiple l | q | Q | |";
    assert_eq!(wrong(one, &json!("a")), None);
    assert_eq!(
        wrong(one, &json!("c")),
        Some(FaultKind::UnknownChoice { name: "c".into() })
    );
    assert_eq!(wrong(one, &json!(["a", "b"])), Some(FaultKind::OnlyOneChoice));
    assert_eq!(wrong(many, &json!(["a", "b"])), None);
    assert_eq!(wrong(many, &json!(["none"])), None);
    assert_eq!(
        wrong(many, &json!(["a", "x"])),
        Some(FaultKind::UnknownChoice { name: "x".into() })
    );
}

#[test]
fn an_exclusive_choice_stands_alone() {
    let fault = wrong("select_multiple l | q | Q | |", &json!(["a", "none"]));
    assert_eq!(fault, Some(FaultKind::ExclusiveChoice { label: "None".into() }));
}

#[test]
fn a_ranking_is_complete_and_without_ties() {
    let rank = "rank l | q | Q | |";
    assert_eq!(wrong(rank, &json!(["b", "a", "none"])), None);
    assert_eq!(wrong(rank, &json!([])), None);
    assert_eq!(wrong(rank, &json!(["b", "a"])), Some(FaultKind::RankIncomplete));
    assert_eq!(
        wrong(rank, &json!(["b", "a", "a"])),
        Some(FaultKind::RankRepeated)
    );
    assert_eq!(wrong(rank, &json!("a=1 b=1")), Some(FaultKind::RankRepeated));
    assert_eq!(wrong(rank, &json!("a=1 b=3")), Some(FaultKind::RankIncomplete));
    assert_eq!(
        wrong(rank, &json!(["x"])),
        Some(FaultKind::UnknownChoice { name: "x".into() })
    );
}

#[test]
fn days_and_times_are_real_ones() {
    for fine in ["2026-02-28", "2024-02-29", "0001-01-01"] {
        assert_eq!(wrong("date | q | Q | |", &json!(fine)), None, "{fine}");
    }
    for text in ["2026-02-29", "28.2.2026", "2026-2-8", "+2026-02-2", "tomorrow"] {
        assert_eq!(
            wrong("date | q | Q | |", &json!(text)),
            Some(FaultKind::NotADate),
            "{text}"
        );
    }
    for fine in ["14:30", "14:30:05", "14:30:05.123+01:00", "00:00Z"] {
        assert_eq!(wrong("time | q | Q | |", &json!(fine)), None, "{fine}");
    }
    for text in ["24:00", "2 pm", "14", "14:30+99:00", "14:30-"] {
        assert_eq!(
            wrong("time | q | Q | |", &json!(text)),
            Some(FaultKind::NotATime),
            "{text}"
        );
    }
    for fine in [
        "2026-03-01T14:30",
        "2026-03-01T14:30:00.000+08:00",
        "2026-03-01T14:30Z",
    ] {
        assert_eq!(wrong("dateTime | q | Q | |", &json!(fine)), None, "{fine}");
    }
    assert_eq!(
        wrong("dateTime | q | Q | |", &json!("2026-03-01")),
        Some(FaultKind::NotADateTime)
    );
}

#[test]
fn texts_are_neither_endless_nor_garbage() {
    let text = "text | q | Q | |";
    assert_eq!(wrong(text, &json!("字".repeat(10_000))), None);
    assert_eq!(
        wrong(text, &json!("a".repeat(10_001))),
        Some(FaultKind::TooLong { most: 10_000 })
    );
    assert_eq!(wrong(text, &json!("a\u{0}b")), Some(FaultKind::Unreadable));
    assert_eq!(wrong(text, &json!("two\nlines\tand a tab")), None);
    assert_eq!(wrong("acknowledge | q | Q | |", &json!("OK")), None);
    assert_eq!(
        wrong("acknowledge | q | Q | |", &json!("yes")),
        Some(FaultKind::NotAnAcknowledgement)
    );
}

const RULED: &str = "| survey |
    | | type | name | label | required | required_message::English (en) | required_message::简体中文 (zh-Hans) | constraint | constraint_message | relevant |
    | | begin_group | p | P | | | | | | |
    | | integer | a | A | yes | Say ${b}! | 请填写 | . > 5 | More than five | |
    | | text | b | B | | | | | | |
    | | end_group | | | | | | | | |
    | | begin_repeat | r | R | | | | | | |
    | | integer | x | X | ${a} = 7 | | | . < ${a} | | ${a} != 8 |
    | | end_repeat | | | | | | | | |";

#[test]
fn faults_come_all_at_once_in_order_with_their_page() {
    let given = json!({"a": "2", "r": [{"x": "1"}, {"x": "9"}, {"x": "y"}]});
    assert_eq!(
        found(RULED, given.clone(), Extent::Whole),
        ["0 a constraint", "1 r[2]/x constraint", "1 r[3]/x not-a-number"]
    );
    assert_eq!(found(RULED, given.clone(), Extent::Page(0)), ["0 a constraint"]);
    assert_eq!(
        found(RULED, json!({"a": "7"}), Extent::Whole),
        ["1 r[1]/x required"]
    );
    assert_eq!(
        found(RULED, json!({"a": "8", "r": [{"x": "y"}]}), Extent::Whole),
        [""; 0]
    );
}

#[test]
fn the_authors_words_are_in_the_persons_language() {
    let plan = plan(RULED);
    let mut context = context();
    let given = answers(json!({"b": "*it*"}));
    let english = context.clone();
    let kind = |context| {
        faults(&evaluate(&plan, &given, context), Extent::Whole)
            .remove(0)
            .kind
    };
    assert_eq!(
        kind(&english),
        FaultKind::Required {
            message: Some(r"Say \*it\*!".into())
        }
    );
    context.language = "zh-Hans".into();
    assert_eq!(
        kind(&context),
        FaultKind::Required {
            message: Some("请填写".into())
        }
    );
    let low = answers(json!({"a": "1"}));
    let fault = faults(&evaluate(&plan, &low, &english), Extent::Whole).remove(0);
    assert_eq!(
        fault.kind,
        FaultKind::Constraint {
            message: Some("More than five".into())
        }
    );
}

#[test]
fn what_the_person_cannot_change_has_no_faults() {
    let form = "| survey |
        | | type | name | label | required | read_only | calculation | constraint |
        | | text | fixed | Fixed | yes | yes | | |
        | | integer | made | Made | yes | | 'x' | . > 5 |";
    assert_eq!(found(form, json!({}), Extent::Whole), [""; 0]);
}

#[test]
fn only_faultless_answers_are_sealed() {
    let plan = plan(RULED);
    let context = context();
    let good = answers(json!({"a": "6"}));
    assert_eq!(
        json!(check(&evaluate(&plan, &good, &context)).unwrap()),
        json!({"a": "6", "b": null, "r": [{"x": null}]})
    );
    let bad = answers(json!({"a": "5"}));
    assert_eq!(check(&evaluate(&plan, &bad, &context)).unwrap_err().len(), 1);
}
