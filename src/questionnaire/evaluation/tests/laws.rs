//! What holds for all answers.

use proptest::prelude::*;
use serde_json::json;

use super::{answers, context, plan};
use crate::questionnaire::answers::{Answer, Answers};
use crate::questionnaire::evaluation::{Plan, evaluate, read_document, read_fields, settle};
use crate::questionnaire::validation::{Extent, check, faults};

const FORM: &str = "| survey |
    | | type | name | label | required | relevant | constraint | calculation | repeat_count | choice_filter | parameters |
    | | begin_group | p | P | | | | | | | |
    | | integer | n | N | yes | | . < 50 | | | | |
    | | select_one l | one | One | | ${n} != 3 | | | | | randomize=true |
    | | select_multiple l | m | M | | ${one} = 'x' or ${n} > 2 | count-selected(.) < 3 | | | name != ${one} | |
    | | rank l | k | K | | selected(${m}, 'y') | | | | | |
    | | calculate | c | | | | | ${n} + count(${r}) | | | |
    | | begin_repeat | r | R | | ${one} != 'z' | | | ${n} | | |
    | | decimal | d | D | | position(..) < 3 | . > ${n} | | | | |
    | | text | t | ${d} | | ${d} > 1 | | | | | |
    | | begin_repeat | s | S | | | | | | | |
    | | date | when | When | | ${t} != 'a' | | | | | |
    | | calculate | sum | | | | | sum(${d}) | | | |
    | | end_repeat | | | | | | | | | |
    | | end_repeat | | | | | | | | | |
    | | end_group | | | | | | | | | | |
    | | text | last | Last | | ${c} > 3 or ${n} = '' | | | | | |
    | choices |
    | | list_name | name | label |
    | | l | x | X |
    | | l | y | Y |
    | | l | z | Z |";

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop_oneof![Just("x"), Just("y"), Just("z"), Just("a"), Just("2026-03-01"), Just("")].prop_map(str::to_owned),
        4 => (-2_i32..8).prop_map(|number| number.to_string()),
        1 => "\\PC{0,12}",
        1 => any::<String>(),
    ]
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        1 => Just(Answer::Skipped),
        6 => value().prop_map(Answer::One),
        2 => prop::collection::vec(value(), 0..4).prop_map(Answer::Many),
    ]
}

fn instance(names: &'static [&'static str]) -> impl Strategy<Value = Answers> {
    prop::collection::btree_map(
        prop::sample::select(names).prop_map(str::to_owned),
        answer(),
        0..4,
    )
    .prop_map(Answers)
}

prop_compose! {
    fn given()(
        mut top in instance(&["n", "one", "m", "k", "c", "last", "stranger"]),
        people in prop::collection::vec((instance(&["d", "t", "s"]), prop::collection::vec(instance(&["when", "sum"]), 0..3)), 0..4),
        n in 0_i32..5,
    ) -> Answers {
        top.0.entry("n".to_owned()).or_insert(Answer::One(n.to_string()));
        let people = people.into_iter().map(|(mut person, inner)| {
            person.0.entry("s".to_owned()).or_insert(Answer::Repeated(inner));
            person
        });
        top.set("r", Answer::Repeated(people.collect()));
        top
    }
}

/// Everything that is asked.
fn asked(plan: &Plan, answers: &Answers) -> Vec<String> {
    let context = context();
    let state = evaluate(plan, answers, &context);
    let named = |at| format!("{} {:?}", state.field(at), state.instance(at));
    state
        .occurrences()
        .filter(|at| state.relevant(*at))
        .map(named)
        .collect()
}

thread_local! {
    static PLAN: &'static Plan = Box::leak(Box::new(plan(FORM)));
}

proptest! {
    #[test]
    fn settling_what_is_settled_changes_nothing(given in given()) {
        let plan = PLAN.with(|plan| *plan);
        let once = settle(plan, &given, &context());
        prop_assert_eq!(asked(plan, &given), asked(plan, once.answers()));
        let twice = settle(plan, once.answers(), &context());
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn a_settled_document_reads_back_as_itself(mut given in given()) {
        let plan = PLAN.with(|plan| *plan);
        given.0.remove("stranger");
        let Ok(given) = read_document(plan, &json!(given)) else { return Ok(()) };
        let context = context();
        let state = evaluate(plan, &given, &context);
        if let Ok(settled) = check(&state) {
            let read = read_document(plan, &json!(settled));
            prop_assert_eq!(read.as_ref(), Ok(settled.answers()));
        }
    }

    #[test]
    fn whatever_is_posted_is_survived(
        fields in prop::collection::vec((prop_oneof![
            "(n|one|m|k|k\\[x\\]|k\\[y\\]|r\\[[0-9]{1,3}\\]/d|r\\[2\\]/t|r\\[[1-3]\\]/s\\[[1-9]\\]/when|last)",
            "[a-z\\[\\]/0-9]{0,12}",
            any::<String>(),
        ], value()), 0..12),
        page in 0_usize..4,
    ) {
        let plan = PLAN.with(|plan| *plan);
        let mut answers = answers(json!({}));
        let context = context();
        // Each post may make more relevant, which the next one then finds shown and skipped.
        for _ in 0..8 {
            read_fields(plan, page, &fields, &context, &mut answers);
        }
        let state = evaluate(plan, &answers, &context);
        let found = faults(&state, Extent::Whole);
        for fault in &found {
            prop_assert_eq!(state.find(&fault.field).map(|at| state.field(at)), Some(fault.field.clone()));
        }
        let mut again = answers.clone();
        read_fields(plan, page, &fields, &context, &mut again);
        prop_assert_eq!(&again, &answers, "posting the same page again changes nothing in the end");
    }
}
