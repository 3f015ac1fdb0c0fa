//! What our evaluation says of questionnaires and changes, for other people's engines to be held
//! against: `tests/outside/engines/run` makes them say the same and compares.
//!
//! A line of the file is a questionnaire as JSON: its table or file, the changes, and the state after
//! each of them. A state has an entry for every question and group that is relevant.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use std::env;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use chrono::Utc;
use serde_json::{Map, Value, json};
use soundings::cli::study::stock;
use soundings::questionnaire::answers::{Answer, Answers};
use soundings::questionnaire::definition::{Definition, QuestionKind, Source};
use soundings::questionnaire::evaluation::{
    Context, FieldPath, Item, Occurrence, Plan, State, add_instance, begin, evaluate, remove_instance,
};
use soundings::questionnaire::expression::Zone;
use soundings::questionnaire::study;
use soundings::questionnaire::xlsform;
use support::invented::{self, Chance};

/// Zone of every engine; one whose clocks never change.
const ZONE: &str = "America/Phoenix";

/// The names of the groups from outside in, then its own, repeats with the number of the instance.
fn path(state: &State<'_>, at: Occurrence) -> String {
    let plan = state.plan();
    let field = state.field(at);
    let mut numbers: Vec<usize> = field.repeats.iter().map(|(_, number)| *number).collect();
    numbers.extend(state.instance(at).map(|(number, _)| number));
    let mut steps = Vec::new();
    let mut next = Some(state.node(at));
    while let Some(node) = next {
        let name = match plan.item(node).unwrap() {
            Item::Question(question) => &question.name,
            Item::Group(group) => &group.name,
        };
        steps.push(if plan.is_repeat(node) {
            format!("{name}[{}]", numbers.pop().unwrap())
        } else {
            name.clone()
        });
        next = plan.parent(node);
    }
    steps.reverse();
    steps.join("/")
}

/// The state as every engine writes it down.
fn said(state: &State<'_>) -> Value {
    let mut said = Map::new();
    for at in state.occurrences().filter(|at| state.relevant(*at)) {
        let entry = match state.question(at) {
            None => json!({ "label": state.label(at) }),
            Some(_) => json!({
                "label": state.label(at),
                "hint": state.hint(at),
                "value": state.value(at),
                "required": state.required(at),
                "readonly": state.read_only(at),
                "valid": state.value(at).is_empty() || state.keeps_constraint(at),
                "choices": state
                    .choices(at)
                    .iter()
                    .map(|choice| json!([choice.name, state.choice_label(at, choice)]))
                    .collect::<Vec<_>>(),
            }),
        };
        said.insert(path(state, at), entry);
    }
    Value::Object(said)
}

/// Every question and group by name with its rules, to tell which differences follow from others.
fn described(plan: &Plan) -> Value {
    let mut described = Map::new();
    for node in plan.nodes() {
        let appearance = match plan.item(node).unwrap() {
            Item::Group(group) => group.appearance.join(" "),
            Item::Question(question) => question.appearance.join(" "),
        };
        let scale = match plan.question(node).map(|question| &question.kind) {
            Some(QuestionKind::Range(scale)) => Some((scale.start, scale.end, scale.step)),
            _ => None,
        };
        let (name, kind, label, rules, drawn) = match plan.item(node).unwrap() {
            Item::Group(group) => (&group.name, "group", &group.label, group.expressions(), false),
            Item::Question(question) => {
                let selection = question.kind.selection();
                let drawn =
                    selection.is_some_and(|selection| selection.randomize && selection.seed.is_none());
                let kind = question.kind.as_str();
                (
                    &question.name,
                    kind,
                    &question.label,
                    question.expressions(),
                    drawn,
                )
            }
        };
        let language = &plan.definition().default_language;
        let rules: Map<String, Value> = rules
            .into_iter()
            .map(|(column, rule)| (column.to_owned(), rule.to_string().into()))
            .collect();
        let parent = plan.parent(node).and_then(|parent| match plan.item(parent)? {
            Item::Group(group) => Some(&group.name),
            Item::Question(_) => None,
        });
        let triggered = plan
            .question(node)
            .is_some_and(|question| !question.trigger.is_empty());
        let entry = json!({
            "type": kind,
            "words": label.get(language, language),
            "rules": rules,
            "appearance": appearance,
            "scale": scale,
            "drawn": drawn,
            "triggered": triggered,
            "parent": parent,
        });
        described.insert(name.clone(), entry);
    }
    Value::Object(described)
}

/// An answer that the control of the question lets somebody give, as it is written.
fn given(state: &State<'_>, at: Occurrence, chance: &mut Chance) -> Option<String> {
    let question = state.question(at)?;
    let mut offered: Vec<String> = state
        .choices(at)
        .iter()
        .map(|choice| choice.name.clone())
        .collect();
    Some(match &question.kind {
        QuestionKind::SelectOne(_) if offered.is_empty() || chance.one_in(6) => String::new(),
        QuestionKind::SelectOne(_) => offered.swap_remove(chance.below(offered.len())),
        QuestionKind::SelectMultiple(selection) => {
            offered.retain(|_| chance.one_in(2));
            // Some keep the order in which choices are offered, which is another one for each of them.
            if selection.randomize && selection.seed.is_none() {
                offered.truncate(1);
            }
            offered.join(" ")
        }
        QuestionKind::Rank(_) => {
            for last in (1..offered.len()).rev() {
                offered.swap(last, chance.below(last + 1));
            }
            offered.join(" ")
        }
        QuestionKind::Text { .. } => chance
            .one_of(&["", "x", "a b", "a", "*bold*", "12", "longer"])
            .to_owned(),
        QuestionKind::Integer => chance.one_of(&["", "0", "1", "2", "3", "4", "-1"]).to_owned(),
        QuestionKind::Decimal => chance.one_of(&["", "0.5", "1", "2.25", "-3", "10"]).to_owned(),
        QuestionKind::Range(scale) => {
            let steps = ((scale.end - scale.start) / scale.step).abs().floor();
            let step = f64::from(u32::try_from(chance.below(20)).unwrap()).min(steps);
            let towards = if scale.end < scale.start {
                -scale.step
            } else {
                scale.step
            };
            (scale.start + step * towards).to_string()
        }
        QuestionKind::Date => chance
            .one_of(&["", "2026-02-28", "2026-03-01", "2026-04-01"])
            .to_owned(),
        QuestionKind::Acknowledge => chance.one_of(&["", "OK"]).to_owned(),
        QuestionKind::Geopoint => chance.one_of(&["", "7.9 -11.5 0 0"]).to_owned(),
        QuestionKind::Time
        | QuestionKind::DateTime
        | QuestionKind::Upload(_)
        | QuestionKind::Note
        | QuestionKind::Calculate
        | QuestionKind::Hidden
        | QuestionKind::Start
        | QuestionKind::End
        | QuestionKind::Today => return None,
    })
}

fn answer(kind: &QuestionKind, written: &str) -> Answer {
    match kind {
        _ if written.is_empty() => Answer::Skipped,
        QuestionKind::SelectMultiple(_) | QuestionKind::Rank(_) => {
            Answer::Many(written.split(' ').map(str::to_owned).collect())
        }
        _ => Answer::One(written.to_owned()),
    }
}

/// A change that somebody can make on the page, made; nothing if chance found none.
fn change(plan: &Plan, context: &Context, answers: &mut Answers, chance: &mut Chance) -> Option<Value> {
    let state = evaluate(plan, answers, context);
    let asked = |at: &Occurrence| state.relevant(*at);
    let fitting = |fits: &dyn Fn(Occurrence) -> bool, chance: &mut Chance| {
        let fitting: Vec<Occurrence> = state.occurrences().filter(asked).filter(|at| fits(*at)).collect();
        (!fitting.is_empty()).then(|| fitting[chance.below(fitting.len())])
    };
    let free = |at: Occurrence| match state.item(at) {
        Some(Item::Group(group)) => group.repeat.as_ref().is_some_and(|repeat| repeat.count.is_none()),
        _ => false,
    };
    if chance.one_in(6)
        && let Some(at) = fitting(&free, chance)
    {
        let (repeat, (number, size)) = (state.field(at), state.instance(at).unwrap());
        let place = path(&state, at);
        if size > 1 && chance.one_in(3) {
            assert!(remove_instance(plan, &repeat, number, answers), "{place}");
            return Some(json!({ "remove": place }));
        }
        if size < 4 {
            assert!(add_instance(plan, &repeat, context, answers), "{place}");
            return Some(json!({ "add": place }));
        }
    }
    let open = |at: Occurrence| state.takes_answer(at) && !state.read_only(at);
    let at = fitting(&open, chance)?;
    let written = given(&state, at, chance)?;
    let (field, place): (FieldPath, String) = (state.field(at), path(&state, at));
    let kind = &state.question(at).unwrap().kind;
    let answer = answer(kind, &written);
    let mut state = evaluate(plan, answers, context);
    assert!(state.give(&field, answer), "{place}");
    let kept = state.into_answers();
    *answers = kept;
    Some(json!({ "give": place, "value": written }))
}

/// Changes made to each questionnaire.
fn changes_wanted() -> usize {
    env::var("SOUNDINGS_ENGINES_CHANGES").map_or(10, |changes| changes.parse().unwrap())
}

/// A questionnaire, what it is made of, and what becomes of it under changes from a seed.
fn case(id: &str, source: &Value, definition: Definition, seed: u64) -> Option<Value> {
    let language = definition.default_language.clone();
    let plan = Plan::new(definition).ok()?;
    let context = Context {
        language,
        seed,
        begun_at: Utc::now(),
        now: Utc::now(),
        zone: Zone::named(ZONE).unwrap(),
        registry: std::sync::Arc::default(),
    };
    let mut chance = Chance::of(seed ^ 0x0e26_13e5);
    let mut answers = begin(&plan, &context);
    let mut changes = vec![Value::Null];
    let mut states = vec![said(&evaluate(&plan, &answers, &context))];
    for _ in 0..changes_wanted() {
        if let Some(change) = change(&plan, &context, &mut answers, &mut chance) {
            changes.push(change);
            states.push(said(&evaluate(&plan, &answers, &context)));
        }
    }
    let mut case = json!({
        "id": id,
        "questions": described(&plan),
        "language": context.language,
        "changes": changes,
        "states": states,
    });
    case.as_object_mut()
        .unwrap()
        .extend(source.as_object().unwrap().clone());
    Some(case)
}

fn has_file_lists(definition: &Definition) -> bool {
    let questions = definition.questions();
    let mut selections = questions.iter().filter_map(|question| question.kind.selection());
    selections.any(|selection| matches!(selection.source, Source::File { .. }))
}

fn conformance() -> Option<PathBuf> {
    let root = env::var_os("SOUNDINGS_CONFORMANCE").map_or("../shared/conformance".into(), PathBuf::from);
    let folder = root.join("xlsforms");
    if folder.is_dir() {
        return Some(folder.canonicalize().unwrap());
    }
    println!("absent: {}", folder.display());
    None
}

/// The questionnaires of the stock study, each with the lists that all of them share.
fn of_the_stock_study(write: &mut impl FnMut(Value)) {
    let files = stock();
    let text = |name: &str| {
        let (_, bytes) = files.iter().find(|(file, _)| file == name).unwrap();
        String::from_utf8(bytes.clone()).unwrap()
    };
    let shared: Vec<String> = files
        .iter()
        .filter(|(name, bytes)| xlsform::is_choices_only(bytes, name) == Some(true))
        .map(|(name, _)| text(name))
        .collect();
    let study = study::read(&files).study.unwrap();
    for (seed, (entry, definition)) in (0..).zip(study.questionnaires) {
        let source = json!({ "text": text(&entry.file), "type": "md", "shared": shared });
        write(case(&format!("stock-{}", entry.file), &source, definition, seed).unwrap());
    }
}

/// Every questionnaire of other people that imports.
fn other_peoples(folder: &Path, write: &mut impl FnMut(Value)) {
    let mut number = 0;
    let mut take = |id: &str, bytes: &[u8], name: &str, source: Value, write: &mut dyn FnMut(Value)| {
        number += 1;
        let reading = xlsform::import(bytes, name);
        // The engines are given no files.
        if let Some(case) = reading
            .definition
            .filter(|definition| definition.tables.is_empty() && !has_file_lists(definition))
            .and_then(|definition| case(id, &source, definition, number))
        {
            write(case);
        }
    };
    for (file, key, ending) in [
        ("md-forms.jsonl", "md", "md"),
        ("odk-docs-forms.jsonl", "csv", "csv"),
    ] {
        for line in fs::read_to_string(folder.join(file)).unwrap().lines() {
            let form: Value = serde_json::from_str(line).unwrap();
            if form["valid"] != true {
                continue;
            }
            let (id, text) = (form["id"].as_str().unwrap(), form[key].as_str().unwrap());
            let source = json!({ "text": text, "type": ending });
            take(id, text.as_bytes(), &format!("{id}.{ending}"), source, write);
        }
    }
    let manifest: Value =
        serde_json::from_str(&fs::read_to_string(folder.join("manifest.json")).unwrap()).unwrap();
    for form in manifest["files"].as_array().unwrap() {
        let (name, valid) = (form["file"].as_str().unwrap(), form["valid"] == true);
        if let Some(bytes) = fs::read(folder.join(name)).ok().filter(|_| valid) {
            take(name, &bytes, name, json!({ "file": folder.join(name) }), write);
        }
    }
}

/// `SOUNDINGS_ENGINES` names the file to write, `SOUNDINGS_ENGINES_SEEDS` the first seed and the one
/// after the last, as `0..400`; `SOUNDINGS_ENGINES_CHANGES` is how many changes each questionnaire sees.
#[test]
#[ignore = "writes a file for tests/outside/engines/run"]
fn our_states_are_written_down() {
    let file = env::var_os("SOUNDINGS_ENGINES").expect("SOUNDINGS_ENGINES names the file to write");
    let mut file = BufWriter::new(File::create(file).unwrap());
    let mut write = |case: Value| writeln!(file, "{case}").unwrap();
    let seeds = env::var("SOUNDINGS_ENGINES_SEEDS").unwrap_or_else(|_| "0..100".to_owned());
    let (first, end) = seeds.split_once("..").expect("seeds as 0..400");
    for seed in first.parse::<u64>().unwrap()..end.parse().unwrap() {
        // What chance gives is the same nowhere, and nobody else knows choices that exclude others.
        let table = invented::questionnaire(seed)
            .replace("once(random())", "once(1 + 1)")
            .replace("exclusive", "remark")
            .replace(" none ", " e ");
        let id = format!("invented-{seed}");
        let reading = xlsform::import(table.as_bytes(), "invented.md");
        let source = json!({ "text": table, "type": "md" });
        write(case(&id, &source, reading.definition.unwrap(), seed).unwrap());
    }
    of_the_stock_study(&mut write);
    if let Some(folder) = conformance() {
        other_peoples(&folder, &mut write);
    }
}
