//! Places as answers.

use serde_json::{Value, json};

use super::{answers, at, context, document, plan, posted};
use crate::questionnaire::evaluation::{DocumentFault, evaluate, read_document, read_fields, settle};
use crate::questionnaire::validation::{self, Extent, FaultKind};

const FORM: &str = "| survey |
    | | type | name | label | required | relevant | constraint |
    | | begin_group | p | P | | | |
    | | geopoint | shop | Shop | yes | | |
    | | text | near | Near | | ${shop} != '' | |
    | | geopoint | north | North | | | selected-at(., 0) > 0 |
    | | end_group | | | | | |";

fn post(fields: &[(&str, &str)]) -> (Value, Vec<FaultKind>) {
    let plan = plan(FORM);
    let mut answers = answers(json!({}));
    read_fields(&plan, 0, &posted(fields), &context(), &mut answers);
    let faults = validation::faults(&evaluate(&plan, &answers, &context()), Extent::Whole);
    (
        document(&answers),
        faults.into_iter().map(|fault| fault.kind).collect(),
    )
}

#[test]
fn four_numbers_become_one_answer() {
    let (answers, faults) = post(&[
        ("shop[latitude]", "52.51627"),
        ("shop[longitude]", "-13,3777"),
        ("shop[accuracy]", "12.7"),
        ("shop[decimals]", "3"),
    ]);
    assert_eq!(answers["shop"], "52.516 -13.378 0 13");
    assert_eq!(faults, []);
    // A caller that knows the written form may use it.
    assert_eq!(post(&[("shop", "52.5 13.4 0 0")]).0["shop"], "52.5 13.4 0 0");
}

#[test]
fn what_is_no_place_is_kept_and_told_and_counts_as_no_value() {
    for (latitude, longitude, fault) in [
        ("52", "", FaultKind::PlaceIncomplete),
        ("north", "13", FaultKind::NotDegrees),
        ("91", "13", FaultKind::LatitudeOutOfRange),
        ("52", "-181", FaultKind::LongitudeOutOfRange),
    ] {
        let (kept, faults) = post(&[("shop[latitude]", latitude), ("shop[longitude]", longitude)]);
        assert_eq!(faults, [fault]);
        let (plan, answers) = (plan(FORM), answers(kept));
        let context = context();
        let state = evaluate(&plan, &answers, &context);
        assert_eq!(state.value(at(&state, "shop")), "");
        assert!(!state.relevant(at(&state, "near")));
        assert_eq!(
            state.coordinates(at(&state, "shop")).parts()[..2],
            [latitude, longitude]
        );
    }
    let (_, faults) = post(&[
        ("shop[latitude]", "1"),
        ("shop[longitude]", "1"),
        ("shop[altitude]", "high"),
    ]);
    assert_eq!(faults, [FaultKind::NotMetres]);
}

#[test]
fn nothing_typed_is_no_answer_and_the_authors_rules_hold() {
    let (answers, faults) = post(&[("shop[latitude]", " "), ("shop[decimals]", "4")]);
    assert_eq!(answers["shop"], Value::Null);
    assert!(matches!(faults[..], [FaultKind::Required { .. }]));
    let (_, faults) = post(&[
        ("shop", "1 1"),
        ("north[latitude]", "-1"),
        ("north[longitude]", "1"),
    ]);
    assert!(matches!(faults[..], [FaultKind::Constraint { .. }]), "{faults:?}");
}

#[test]
fn a_document_gives_a_place_as_text_or_by_its_numbers() {
    let plan = plan(FORM);
    let read = |value: Value| {
        read_document(&plan, &json!({ "shop": value })).map(|answers| document(&answers)["shop"].clone())
    };
    for (given, kept) in [
        (json!("52.5163 13.3777 34 10"), "52.5163 13.3777 34 10"),
        (json!("52.51634999 13.3"), "52.5163 13.3 0 0"),
        (
            json!({"latitude": 52.51634, "longitude": "13.3", "altitude": null}),
            "52.5163 13.3 0 0",
        ),
        (json!({"latitude": 52.5}), "52.5\n\n\n"),
        (json!("Berlin"), "Berlin"),
    ] {
        assert_eq!(read(given), Ok(json!(kept)));
    }
    for given in [
        json!({"lat": 1, "lon": 2}),
        json!({"latitude": [1]}),
        json!([1, 2]),
    ] {
        assert!(matches!(
            read(given).unwrap_err()[..],
            [DocumentFault::WrongShape(..)]
        ));
    }
    let wrong = answers(json!({"shop": "Berlin"}));
    let context = context();
    let faults = validation::faults(&evaluate(&plan, &wrong, &context), Extent::Whole);
    assert_eq!(faults[0].kind, FaultKind::PlaceIncomplete);
}

#[test]
fn what_is_sealed_is_a_place_in_its_written_form() {
    let plan = plan(FORM);
    let settled = settle(
        &plan,
        &answers(json!({"shop": "052.50 13.40000 0 0"})),
        &context(),
    );
    assert_eq!(document(settled.answers())["shop"], "52.5 13.4 0 0");
}
