//! How long it takes to evaluate and to validate whole questionnaires, and to take one answer more: those
//! of the stock study, one of the size of a verbal autopsy, and any files that are named.
//!
//! `cargo bench --bench evaluation [-- FORM.xlsx …]`

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
use soundings::questionnaire::xlsform::{Beside, SharedLists, import, import_with};

const ROUNDS: u32 = 2_000;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/studies/open-models");
    let mut shared = SharedLists::default();
    let languages = ["en".to_owned(), "zh-Hans".to_owned()];
    for file in ["choices.md", "countries.md", "releases.md"] {
        shared.add(
            &std::fs::read(folder.join(file))?,
            file,
            &languages,
            Beside::Some(&[]),
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
        let reading = import_with(
            &std::fs::read(folder.join(file))?,
            file,
            &shared,
            Beside::Some(&[]),
        );
        let definition = reading
            .definition
            .ok_or_else(|| format!("{file}: {:?}", reading.findings))?;
        let plan = Plan::new(definition).map_err(|problems| format!("{file}: {problems:?}"))?;
        measure(file, &plan);
    }
    measure("large", &read("large.md", large().as_bytes())?);
    for path in std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
    {
        measure(&path, &read(&path, &std::fs::read(&path)?)?);
    }
    Ok(())
}

fn read(file: &str, bytes: &[u8]) -> Result<Plan, Box<dyn Error>> {
    let begin = Instant::now();
    let reading = import(bytes, file);
    println!("{file}: read in {:?}", begin.elapsed());
    let definition = reading
        .definition
        .ok_or_else(|| format!("{file}: {:?}", reading.findings))?;
    Ok(Plan::new(definition).map_err(|problems| format!("{file}: {problems:?}"))?)
}

/// 12 groups with 40 questions each, most of them asked only after others, and sums over them.
fn large() -> String {
    let mut rows = vec!["| survey |".to_owned()];
    rows.push("| | type | name | label | relevant | calculation | required |".to_owned());
    for group in 0..12 {
        let relevant = if group == 0 { "" } else { "${q0_0} != 'dk'" };
        rows.push(format!(
            "| | begin_group | g{group} | Part {group} | {relevant} | | |"
        ));
        rows.extend((0..40).map(|question| large_row(group, question)));
        rows.push("| | end_group | | | | | |".to_owned());
    }
    let sum: Vec<String> = (0..12).map(|group| format!("${{q{group}_5}}")).collect();
    rows.push(format!("| | calculate | sum | | | {} | |", sum.join(" + ")));
    rows.push("| choices |\n| | list_name | name | label |".to_owned());
    rows.extend(["yes", "no", "dk"].map(|name| format!("| | yn | {name} | {name} |")));
    rows.join("\n")
}

fn large_row(group: usize, question: usize) -> String {
    let name = format!("q{group}_{question}");
    let before = format!("${{q{group}_{}}}", question / 2);
    let (days, sum) = (format!("${{q{group}_4}}"), format!("${{q{group}_5}}"));
    match question % 8 {
        0 => format!("| | select_one yn | {name} | Did it happen? | | | yes |"),
        1..=3 => {
            format!("| | select_one yn | {name} | And this? | {before} = 'yes' or ${{q0_0}} = 'no' | | |")
        }
        4 => format!("| | integer | {name} | For how many days? | {before} = 'yes' | | |"),
        5 => format!("| | calculate | {name} | | | if({days} > 3, coalesce({days}, 0) + 1, 0) | |"),
        6 => {
            format!("| | select_multiple yn | {name} | Which of these? | selected({before}, 'yes') | | |")
        }
        _ => format!("| | note | {name} | You said {before} | {sum} > 2 | | |"),
    }
}

fn measure(name: &str, plan: &Plan) {
    let context = Context {
        language: "en".to_owned(),
        seed: 42,
        begun_at: DateTime::UNIX_EPOCH,
        now: DateTime::UNIX_EPOCH,
        zone: Zone::default(),
        registry: std::sync::Arc::default(),
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
        "{name}: {} nodes, {asked} questions asked, {found} faults; evaluate {evaluation:?}, with faults {both:?}, settle {settling:?}, {}",
        plan.nodes().count(),
        changes(plan, &answers, &context),
    );
}

/// Every answered question changed and changed back, one by one.
fn changes(plan: &Plan, answers: &Answers, context: &Context) -> String {
    let mut state = evaluate(plan, answers, context);
    let given: Vec<_> = state
        .occurrences()
        .filter(|at| state.takes_answer(*at))
        .filter_map(|at| Some((state.field(at), state.answer(at)?.clone())))
        .collect();
    let (mut all, mut longest, mut times) = (Duration::ZERO, Duration::ZERO, 0_u32);
    for _ in 0..20 {
        for (field, answer) in &given {
            for changed in [Answer::Skipped, answer.clone()] {
                let begin = Instant::now();
                black_box(state.give(field, changed));
                let took = begin.elapsed();
                (all, longest, times) = (all + took, longest.max(took), times + 1);
            }
        }
    }
    format!("change {:?} on average, {longest:?} at most", all / times.max(1))
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
