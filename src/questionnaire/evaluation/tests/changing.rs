//! Answers given one after the other, and what other answers trigger.

use serde_json::json;

use super::{answers, at, context, document, field, plan, posted};
use crate::questionnaire::answers::{Answer, Answers};
use crate::questionnaire::definition::{Definition, Node, Question, QuestionKind, Source, Table};
use crate::questionnaire::evaluation::{MOST_NODES, Plan, begin, evaluate, read_fields};
use crate::questionnaire::expression::Expression;
use crate::questionnaire::xlsform;

fn one(text: &str) -> Answer {
    Answer::One(text.to_owned())
}

/// The plan of a table whose questions are changed before.
fn changed(markdown: &str, change: impl Fn(&mut Question)) -> Plan {
    fn walk(nodes: &mut [Node], change: &impl Fn(&mut Question)) {
        for node in nodes {
            match node {
                Node::Question(question) => change(question),
                Node::Group(group) => walk(&mut group.children, change),
            }
        }
    }
    let mut definition = xlsform::import(markdown.as_bytes(), "test.md")
        .definition
        .unwrap();
    walk(&mut definition.nodes, &change);
    Plan::new(definition).unwrap()
}

fn triggered(markdown: &str, names: &'static [(&str, &str)]) -> Plan {
    changed(markdown, |question| {
        let triggers = names.iter().filter(|(name, _)| *name == question.name);
        question.trigger = triggers.map(|(_, trigger)| (*trigger).to_owned()).collect();
    })
}

#[test]
fn what_is_looked_up_in_a_list_follows_the_answer_that_it_is_looked_up_by() {
    let plan = plan(
        "| survey |
        | | type | name | label | calculation |
        | | calculate | found | | instance('fruits')/root/item[name = ${chosen}]/colour |
        | | calculate | chosen | | concat('', ${fruit}) |
        | | select_one fruits | fruit | Fruit | |
        | choices |
        | | list_name | name | label | colour |
        | | fruits | apple | Apple | red |
        | | fruits | banana | Banana | yellow |",
    );
    let (given, context) = (answers(json!({"fruit": "apple"})), context());
    let mut state = evaluate(&plan, &given, &context);
    assert_eq!(state.value(at(&state, "found")), "red");
    assert!(state.give(&field("fruit"), one("banana")));
    assert_eq!(state.value(at(&state, "found")), "yellow");
}

#[test]
fn a_change_shows_in_all_that_depends_on_it_and_nowhere_else() {
    let plan = plan(
        "| survey |
        | | type | name | label | relevant | calculation |
        | | integer | a | A | | |
        | | calculate | twice | | | ${a} * 2 |
        | | text | b | B ${twice} | ${twice} > 4 | |
        | | text | c | C | | |",
    );
    let (given, context) = (answers(json!({"a": "1", "b": "kept", "c": "x"})), context());
    let mut state = evaluate(&plan, &given, &context);
    assert!(!state.relevant(at(&state, "b")));
    assert!(state.give(&field("a"), one("3")));
    assert_eq!(state.value(at(&state, "twice")), "6");
    assert_eq!(state.value(at(&state, "b")), "kept");
    assert_eq!(state.label(at(&state, "b")), "B 6");
    assert!(!state.give(&field("twice"), one("7")), "it is calculated");
    assert!(!state.give(&field("nobody"), one("7")));
    assert_eq!(
        document(state.answers()),
        json!({"a": "3", "b": "kept", "c": "x"})
    );
}

#[test]
fn the_first_answer_in_an_instance_keeps_its_defaults() {
    let plan = plan(
        "| survey |
        | | type | name | label | default | repeat_count |
        | | integer | n | N | | |
        | | begin_repeat | r | R | | ${n} |
        | | text | kind | Kind | usual | |
        | | text | t | T | | |
        | | end_repeat | | | | |",
    );
    let (given, context) = (answers(json!({"n": "3"})), context());
    let mut state = evaluate(&plan, &given, &context);
    assert!(state.give(&field("r[2]/t"), one("x")));
    let kept = json!({"n": "3", "r": [{"kind": "usual"}, {"kind": "usual", "t": "x"}]});
    assert_eq!(document(state.answers()), kept);
    assert_eq!(state.value(at(&state, "r[3]/kind")), "usual");
    state.give(&field("n"), one("1"));
    assert_eq!(state.instance(at(&state, "r")), Some((1, 1)));
    assert_eq!(
        document(state.answers())["r"],
        kept["r"],
        "nothing is lost when fewer are asked"
    );
}

const TRIGGERED: &str = "| survey |
    | | type | name | label | calculation |
    | | text | a | A | |
    | | text | b | B | |
    | | calculate | seen | | concat(${a}, '/', ${b}) |
    | | text | suggested | Suggested | concat('Dear ', ${a}) |
    | | text | emptied | Emptied | |
    | | text | after | After | concat(${suggested}, '!') |";

#[test]
fn a_triggered_calculation_runs_when_its_trigger_changes_and_at_no_other_time() {
    let plan = triggered(TRIGGERED, &[("seen", "a")]);
    let context = context();
    let mut given = begin(&plan, &context);
    read_fields(&plan, 0, &posted(&[("b", "1")]), &context, &mut given);
    assert_eq!(
        evaluate(&plan, &given, &context).value(at(&evaluate(&plan, &given, &context), "seen")),
        ""
    );
    let mut post = |a: &str, b: &str| {
        read_fields(&plan, 0, &posted(&[("a", a), ("b", b)]), &context, &mut given);
        let state = evaluate(&plan, &given, &context);
        state.value(at(&state, "seen")).to_owned()
    };
    assert_eq!(post("x", "1"), "x/1");
    assert_eq!(post("x", "2"), "x/1", "only b changed");
    assert_eq!(post("y", "2"), "y/2");
}

#[test]
fn a_triggered_question_can_be_changed_by_hand_until_its_trigger_changes() {
    let names: &[_] = &[("suggested", "a"), ("emptied", "a"), ("after", "suggested")];
    let plan = triggered(TRIGGERED, names);
    let context = context();
    let given = answers(json!({"emptied": "old"}));
    let mut state = evaluate(&plan, &given, &context);
    let read = |answers: &Answers| {
        let state = evaluate(&plan, answers, &context);
        let value = |name: &str| state.value(at(&state, name)).to_owned();
        [value("suggested"), value("emptied"), value("after")]
    };
    state.give(&field("a"), one("Ada"));
    assert_eq!(
        read(state.answers()),
        ["Dear Ada", "", "Dear Ada!"],
        "one trigger leads to the next"
    );
    state.give(&field("suggested"), one("Hello"));
    assert_eq!(read(state.answers()), ["Hello", "", "Hello!"]);
    state.give(&field("b"), one("x"));
    assert_eq!(read(state.answers()), ["Hello", "", "Hello!"]);
    state.give(&field("a"), one("Bo"));
    assert_eq!(read(state.answers()), ["Dear Bo", "", "Dear Bo!"]);
    // Who changes both at once has seen the one and typed the other.
    let mut given = state.into_answers();
    let both = [
        ("a", "Cy"),
        ("b", "x"),
        ("suggested", "Hi"),
        ("after", "Dear Bo!"),
    ];
    read_fields(&plan, 0, &posted(&both), &context, &mut given);
    assert_eq!(read(&given), ["Hi", "", "Hi!"]);
}

#[test]
fn what_was_shown_tells_which_of_two_was_changed_last() {
    let plan = triggered(TRIGGERED, &[("suggested", "a")]);
    let context = context();
    let post = |fields: &[(&str, &str)]| {
        let mut given = answers(json!({}));
        read_fields(&plan, 0, &posted(fields), &context, &mut given);
        document(&given)["suggested"].clone()
    };
    let empty = ("suggested[was]", "");
    assert_eq!(
        post(&[("a", "x"), ("a[was]", ""), ("suggested", ""), empty]),
        "Dear x"
    );
    // A script has shown the suggestion meanwhile; then the person changed the one, or the other.
    let shown = ("suggested[was]", "Dear x");
    assert_eq!(
        post(&[("a", "y"), ("a[was]", "x"), ("suggested", "Dear x"), shown]),
        "Dear y"
    );
    assert_eq!(
        post(&[("a", "x"), ("a[was]", "x"), ("suggested", "Hi"), shown]),
        "Hi"
    );
    let state_of = answers(json!({}));
    let state = evaluate(&plan, &state_of, &context);
    let watched: Vec<&str> = ["a", "b", "suggested"]
        .into_iter()
        .filter(|name| state.watched(at(&state, name)))
        .collect();
    assert_eq!(watched, ["a", "suggested"]);
}

#[test]
fn answers_that_come_as_a_document_run_the_triggers_that_nothing_stands_for() {
    let plan = triggered(TRIGGERED, &[("seen", "a"), ("suggested", "a")]);
    let (given, context) = (answers(json!({"a": "x", "suggested": "y"})), context());
    let mut state = evaluate(&plan, &given, &context);
    state.trigger_missing();
    let kept = json!({"a": "x", "seen": "x/", "suggested": "y"});
    assert_eq!(document(state.answers()), kept);
}

#[test]
fn questions_that_trigger_each_other_come_to_an_end() {
    let sheet = "| survey |
        | | type | name | label | calculation |
        | | integer | a | A | 1 |
        | | integer | b | B | 1 |";
    let plan = changed(sheet, |question| {
        let other = if question.name == "a" { "b" } else { "a" };
        question.trigger = vec![other.to_owned()];
        question.calculation = Expression::parse(&format!("${{{other}}} + 1")).ok();
    });
    let (given, context) = (answers(json!({})), context());
    let mut state = evaluate(&plan, &given, &context);
    state.give(&field("a"), one("1"));
    assert_eq!(document(state.answers()), json!({"a": "1", "b": "2"}));
}

#[test]
fn a_trigger_within_a_repeat_stays_within_its_instance() {
    let sheet = "| survey |
        | | type | name | label | calculation |
        | | text | all | All | |
        | | begin_repeat | r | R | |
        | | text | t | T | |
        | | calculate | own | | concat(${t}, position(..)) |
        | | calculate | every | | concat(${all}, position(..)) |
        | | end_repeat | | | |
        | | calculate | outside | | join('+', ${t}) |";
    let plan = triggered(sheet, &[("own", "t"), ("every", "all"), ("outside", "t")]);
    let (given, context) = (answers(json!({"r": [{}, {}]})), context());
    let mut state = evaluate(&plan, &given, &context);
    state.give(&field("r[2]/t"), one("x"));
    assert_eq!(
        document(state.answers()),
        json!({"r": [{}, {"t": "x", "own": "x2"}], "outside": "+x"})
    );
    state.give(&field("all"), one("y"));
    let every = json!([{"every": "y1"}, {"t": "x", "own": "x2", "every": "y2"}]);
    assert_eq!(document(state.answers())["r"], every);
}

#[test]
fn options_can_be_the_answers_to_a_repeated_question() {
    let sheet = "| survey |
        | | type | name | label | choice_filter |
        | | begin_repeat | person | Person | |
        | | text | called | Called | |
        | | integer | age | Age | |
        | | end_repeat | | | |
        | | select_one l | eldest | Eldest | ${age} > 17 |
        | | text | n | It is ${eldest} | |
        | choices |
        | | list_name | name | label |
        | | l | x | X |";
    let plan = changed(sheet, |question| {
        if let QuestionKind::SelectOne(selection) = &mut question.kind {
            (selection.source, selection.list) = (Source::Answers, "called".to_owned());
        }
    });
    let context = context();
    let given = answers(json!({"eldest": "Bo", "person": [
        {"called": "Ada", "age": "40"}, {"called": "Bo", "age": "12"}, {"age": "50"},
        {"called": "Ada", "age": "60"}, {"called": "Cy", "age": "20"}]}));
    let mut state = evaluate(&plan, &given, &context);
    let offered = |state: &crate::questionnaire::evaluation::State<'_>| {
        let choices = state.choices(at(state, "eldest"));
        choices
            .iter()
            .map(|choice| choice.name.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(offered(&state), ["Ada", "Cy"]);
    assert!(state.offer(at(&state, "eldest"), "Bo").is_none());
    state.give(&field("person[2]/age"), one("18"));
    assert_eq!(offered(&state), ["Ada", "Bo", "Cy"]);
    assert_eq!(state.label(at(&state, "n")), "It is Bo");
}

#[test]
fn tables_of_files_are_looked_into() {
    let sheet = "| survey |
        | | type | name | label | calculation | choice_filter |
        | | text | code | Code | | |
        | | calculate | price | | instance('fruits')/root/item[code = ${code}]/price | |
        | | select_one l | f | F | | price < 3 |
        | choices |
        | | list_name | name | label | price |
        | | l | a | Apple | 2 |
        | | l | b | Banana | 4 |";
    let mut definition: Definition = xlsform::import(sheet.replace("fruits", "l").as_bytes(), "t.md")
        .definition
        .unwrap();
    let cells = |row: [&str; 2]| row.map(str::to_owned).to_vec();
    let table = Table {
        file: "fruits.csv".to_owned(),
        columns: cells(["code", "price"]),
        rows: vec![cells(["k", "7"]), cells(["m", "9"])],
    };
    definition.tables.insert("l".to_owned(), table);
    let plan = Plan::new(definition).unwrap();
    let (given, context) = (answers(json!({"code": "m"})), context());
    let state = evaluate(&plan, &given, &context);
    assert_eq!(
        state.value(at(&state, "price")),
        "9",
        "a table comes before a list of the same name"
    );
    assert_eq!(state.choices(at(&state, "f")).len(), 1);
}

#[test]
fn repeats_within_repeats_stay_within_bounds() {
    let plan = plan(
        "| survey |
        | | type | name | label | repeat_count |
        | | begin_repeat | r | R | 100 |
        | | begin_repeat | s | S | 100 |
        | | begin_repeat | t | T | 100 |
        | | text | x | X | |
        | | end_repeat | | | |
        | | end_repeat | | | |
        | | end_repeat | | | |",
    );
    let (given, context) = (answers(json!({})), context());
    let state = evaluate(&plan, &given, &context);
    let nodes = state.occurrences().count();
    assert!((MOST_NODES - 2..MOST_NODES + 1_000).contains(&nodes), "{nodes}");
}
