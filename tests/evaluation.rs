//! What holds for every questionnaire and every sequence of answers, tried on invented ones.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use chrono::DateTime;
use soundings::questionnaire::answers::Answer;
use soundings::questionnaire::definition::QuestionKind;
use soundings::questionnaire::evaluation::{Context, Occurrence, Plan, State, add_instance, begin, evaluate};
use soundings::questionnaire::expression::Zone;
use soundings::questionnaire::findings::Severity;
use soundings::questionnaire::validation::{Extent, faults};
use soundings::questionnaire::xlsform;
use support::invented::{self, Chance};

const QUESTIONNAIRES: u64 = 300;
const CHANGES: usize = 40;

fn plan(seed: u64) -> Plan {
    let table = invented::questionnaire(seed);
    let reading = xlsform::import(table.as_bytes(), "invented.md");
    let errors: Vec<String> = reading
        .findings
        .iter()
        .filter(|finding| finding.severity() == Severity::Error)
        .map(ToString::to_string)
        .collect();
    assert!(errors.is_empty(), "questionnaire {seed}: {errors:?}\n{table}");
    Plan::new(reading.definition.unwrap()).unwrap_or_else(|problems| panic!("{seed}: {problems:?}\n{table}"))
}

fn context(seed: u64) -> Context {
    Context {
        language: "und".to_owned(),
        seed,
        begun_at: DateTime::UNIX_EPOCH,
        now: DateTime::UNIX_EPOCH,
        zone: Zone::named("America/Phoenix").unwrap(),
        registry: std::sync::Arc::default(),
    }
}

/// All that can be asked of a state, a line for each node.
fn all_of(state: &State<'_>) -> Vec<String> {
    let mut lines: Vec<String> = state
        .occurrences()
        .map(|at| {
            let offered: Vec<&str> = state.choices(at).iter().map(|choice| &*choice.name).collect();
            format!(
                "{} {:?}: {} {:?} {} {} {offered:?} {:?} {:?}",
                state.field(at),
                state.instance(at),
                state.relevant(at),
                state.value(at),
                state.required(at),
                state.read_only(at),
                state.label(at),
                state.answer(at),
            )
        })
        .collect();
    lines.extend(
        faults(state, Extent::Whole)
            .iter()
            .map(|fault| format!("{fault:?}")),
    );
    lines.push(format!("{:?}", state.settled()));
    lines
}

/// What somebody gives as the answer to one of the questions that are there, asked or not.
fn given(state: &State<'_>, at: Occurrence, chance: &mut Chance) -> Answer {
    let typed = invented::typed(state, at, chance);
    let several = matches!(
        state.question(at).map(|question| &question.kind),
        Some(QuestionKind::SelectMultiple(_) | QuestionKind::Rank(_))
    );
    match typed.as_slice() {
        [] => Answer::Skipped,
        [one] if one.is_empty() => Answer::Skipped,
        [one] if !several => Answer::One(one.clone()),
        _ => Answer::Many(typed),
    }
}

#[test]
fn one_change_after_the_other_comes_to_what_all_of_them_come_to_at_once() {
    for seed in 0..QUESTIONNAIRES {
        let plan = plan(seed);
        let context = context(seed);
        let mut chance = Chance::of(seed ^ 0xc4a9_6e00);
        let mut answers = begin(&plan, &context);
        for round in 0..4 {
            let mut state = evaluate(&plan, &answers, &context);
            for change in 0..CHANGES / 4 {
                let open: Vec<Occurrence> =
                    state.occurrences().filter(|at| state.takes_answer(*at)).collect();
                if open.is_empty() {
                    break;
                }
                let at = open[chance.below(open.len())];
                let (field, answer) = (state.field(at), given(&state, at, &mut chance));
                assert!(
                    state.give(&field, answer.clone()),
                    "questionnaire {seed}: no {field}"
                );
                let kept = state.answers().clone();
                let whole = evaluate(&plan, &kept, &context);
                let (one, all) = (all_of(&state), all_of(&whole));
                let differs: Vec<_> = one.iter().zip(&all).filter(|(one, all)| one != all).collect();
                assert!(
                    differs.is_empty() && one.len() == all.len(),
                    "questionnaire {seed}, change {round}/{change}: {field} = {answer:?}: {differs:#?}\n{}",
                    invented::questionnaire(seed)
                );
            }
            answers = state.into_answers();
            let repeats: Vec<_> = plan.nodes().filter(|node| plan.is_repeat(*node)).collect();
            if let Some(repeat) = repeats.get(chance.below(repeats.len().max(1))) {
                let state = evaluate(&plan, &answers, &context);
                let somewhere = state.occurrences().find(|at| state.node(*at) == *repeat);
                if let Some(path) = somewhere.map(|at| state.field(at)) {
                    add_instance(&plan, &path, &context, &mut answers);
                }
            }
        }
    }
}
