//! How long it takes to evaluate and to validate whole questionnaires of the stock study, filled in.
//!
//! `cargo bench --bench evaluation`

use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use chrono::DateTime;
use soundings::questionnaire::answers::{Answer, Answers};
use soundings::questionnaire::definition::QuestionKind;
use soundings::questionnaire::evaluation::{Context, Plan, begin, evaluate};
use soundings::questionnaire::expression::Zone;
use soundings::questionnaire::findings::Findings;
use soundings::questionnaire::validation::{Extent, faults};
use soundings::questionnaire::xlsform::{SharedLists, import_with};

const ROUNDS: u32 = 20_000;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/studies/open-models");
    let mut shared = SharedLists::default();
    let languages = ["en".to_owned(), "zh-Hans".to_owned()];
    for file in ["choices.md", "countries.md", "releases.md"] {
        shared.add(
            &std::fs::read(folder.join(file))?,
            file,
            &languages,
            &mut Findings::default(),
        );
    }
    for file in [
        "publisher.md",
        "deployer.md",
        "provider.md",
        "user.md",
        "report.md",
    ] {
        let reading = import_with(&std::fs::read(folder.join(file))?, file, &shared);
        let definition = reading
            .definition
            .ok_or_else(|| format!("{file}: {:?}", reading.findings))?;
        let plan = Plan::new(definition).map_err(|problems| format!("{file}: {problems:?}"))?;
        measure(file, &plan);
    }
    Ok(())
}

fn measure(name: &str, plan: &Plan) {
    let context = Context {
        language: "en".to_owned(),
        seed: 42,
        begun_at: DateTime::UNIX_EPOCH,
        now: DateTime::UNIX_EPOCH,
        zone: Zone::default(),
    };
    let answers = filled(plan, &context);
    let state = evaluate(plan, &answers, &context);
    let asked = state
        .occurrences()
        .filter(|at| state.relevant(*at) && state.takes_answer(*at))
        .count();
    let found = faults(&state, Extent::Whole).len();
    let evaluation = timed(|| {
        black_box(evaluate(plan, black_box(&answers), &context));
    });
    let both = timed(|| {
        black_box(faults(
            &evaluate(plan, black_box(&answers), &context),
            Extent::Whole,
        ));
    });
    let settling = timed(|| {
        black_box(state.settled());
    });
    println!(
        "{name}: {} nodes, {asked} questions asked, {found} faults; evaluate {evaluation:?}, with faults {both:?}, settle {settling:?}",
        plan.nodes().count(),
    );
}

fn timed(mut work: impl FnMut()) -> Duration {
    let begin = Instant::now();
    for _ in 0..ROUNDS {
        work();
    }
    begin.elapsed() / ROUNDS
}

/// Answers to everything outside repeats, until nothing more becomes relevant.
fn filled(plan: &Plan, context: &Context) -> Answers {
    let mut answers = begin(plan, context);
    for _ in 0..10 {
        let state = evaluate(plan, &answers, context);
        let mut more = answers.clone();
        for at in state
            .occurrences()
            .filter(|at| state.relevant(*at) && state.takes_answer(*at))
        {
            let field = state.field(at);
            if !field.repeats.is_empty() || !state.unanswered(at) {
                continue;
            }
            let first = || {
                state
                    .choices(at)
                    .first()
                    .map(|choice| choice.name.clone())
                    .unwrap_or_default()
            };
            let answer = match state.question(at).map(|question| &question.kind) {
                Some(QuestionKind::SelectMultiple(_)) => Answer::Many(
                    state
                        .choices(at)
                        .iter()
                        .take(3)
                        .map(|choice| choice.name.clone())
                        .collect(),
                ),
                Some(QuestionKind::Rank(_)) => Answer::Many(
                    state
                        .choices(at)
                        .iter()
                        .map(|choice| choice.name.clone())
                        .collect(),
                ),
                Some(QuestionKind::SelectOne(_)) => Answer::One(first()),
                Some(QuestionKind::Integer | QuestionKind::Decimal) => Answer::One("20".to_owned()),
                Some(QuestionKind::Range(scale)) => Answer::One(scale.start.to_string()),
                Some(QuestionKind::Date) => Answer::One("2026-03-01".to_owned()),
                Some(QuestionKind::Acknowledge) => Answer::One("OK".to_owned()),
                _ => Answer::One("A sentence that somebody may well have typed.".to_owned()),
            };
            more.set(field.key, answer);
        }
        if more == answers {
            break;
        }
        answers = more;
    }
    answers
}
