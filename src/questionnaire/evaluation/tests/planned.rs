//! What is known of a questionnaire before anybody answers.

use super::{plan, try_plan};
use crate::questionnaire::evaluation::{NodeId, Plan, PlanProblem, add_instance, evaluate};

fn named(plan: &Plan, name: &str) -> Vec<NodeId> {
    plan.nodes()
        .filter(|node| plan.key(*node).rsplit('/').next() == Some(name))
        .collect()
}

#[test]
fn pages_are_top_level_groups_and_runs_of_questions() {
    let plan = plan(
        "| survey |
         | | type | name | label | calculation |
         | | start | start | | |
         | | text | a | A | |
         | | calculate | twice | | 1 + 1 |
         | | text | b | B |
         | | begin_group | g | G |
         | | text | c | C |
         | | end_group | | |
         | | begin_group | hidden_only | |
         | | hidden | secret | |
         | | end_group | | |
         | | begin_repeat | r | R |
         | | text | d | D |
         | | end_repeat | | |",
    );
    let pages: Vec<Vec<&str>> = plan
        .pages()
        .iter()
        .map(|page| page.nodes.iter().map(|node| plan.key(*node)).collect())
        .collect();
    assert_eq!(pages, [vec!["start", "a", "twice", "b"], vec!["g"], vec!["r"]]);
    let secret = plan.find("secret").unwrap();
    assert_eq!(plan.page_of(secret), None);
    let inner = plan.find_in(plan.find("r").unwrap(), "d").unwrap();
    assert_eq!(plan.page_of(inner), Some(2));
    assert_eq!(plan.repeat_around(inner), plan.find("r"));
    assert_eq!(plan.repeat_around(plan.find("r").unwrap()), None);
}

#[test]
fn a_key_is_the_name_unless_the_scope_has_it_twice() {
    let plan = plan(
        "| survey |
         | | type | name | label |
         | | begin_group | one | One |
         | | text | name | Name |
         | | text | only | Only |
         | | end_group | | |
         | | begin_group | two | Two |
         | | text | name | Name |
         | | end_group | | |
         | | begin_repeat | r | R |
         | | text | name | Name |
         | | end_repeat | | |",
    );
    let keys: Vec<&str> = named(&plan, "name").iter().map(|node| plan.key(*node)).collect();
    assert_eq!(keys, ["one/name", "two/name", "name"]);
    assert!(plan.find("only").is_some());
    assert!(plan.find("name").is_none());
    assert!(plan.find("two/name").is_some());
}

#[test]
fn children_are_those_directly_within() {
    let plan = plan(
        "| survey |
         | | type | name | label |
         | | begin_group | g | G |
         | | text | a | A |
         | | begin_group | h | H |
         | | text | b | B |
         | | end_group | | |
         | | text | c | C |
         | | end_group | | |",
    );
    let group = plan.pages()[0].group.unwrap();
    let keys: Vec<&str> = plan.children(group).map(|node| plan.key(node)).collect();
    assert_eq!(keys, ["a", "g/h", "c"]);
}

#[test]
fn rules_that_need_each_other_are_refused_with_their_names() {
    // The importer refuses this already; a definition can also come from elsewhere.
    let reading = crate::questionnaire::xlsform::import(
        b"| survey |
          | | type | name | label | calculation |
          | | calculate | a | | 1 |
          | | calculate | b | | ${a} |",
        "test.md",
    );
    let mut definition = reading.definition.unwrap();
    let circle = crate::questionnaire::expression::Expression::parse("${b}").unwrap();
    let crate::questionnaire::definition::Node::Question(question) = &mut definition.nodes[0] else {
        panic!()
    };
    question.calculation = Some(circle);
    let problems = Plan::new(definition).unwrap_err();
    assert!(
        matches!(&problems[..], [PlanProblem::Cycle { names, .. }] if names == &["a", "b"]),
        "{problems:?}"
    );
}

#[test]
fn a_running_total_over_a_repeat_is_no_circle() {
    let outcome = try_plan(
        "| survey |
         | | type | name | label | calculation |
         | | begin_repeat | r | R | |
         | | integer | n | N | |
         | | calculate | before | | if(position(..) = 1, 0, indexed-repeat(${total}, ${r}, position(..) - 1)) |
         | | calculate | total | | ${before} + ${n} |
         | | end_repeat | | | |",
    );
    assert!(outcome.is_ok(), "{outcome:?}");
}

#[test]
fn defaults_that_read_each_other_are_no_circle() {
    for (first, second, added) in [
        ("${r}[1]/b", "", "x"),
        ("${r}[position() = 1]/b", "${a}", "x"),
        ("indexed-repeat(${b}, ${r}, 1)", "${a}", "x"),
        ("${b}", "${a}", ""),
    ] {
        let plan = plan(&format!(
            "| survey |
             | | type | name | label | default |
             | | begin_repeat | r | R | |
             | | text | a | A | {first} |
             | | text | b | B | {second} |
             | | end_repeat | | | |"
        ));
        let context = super::context();
        let mut given = super::answers(serde_json::json!({"r": [{"a": "", "b": "x"}]}));
        assert!(add_instance(&plan, &super::field("r"), &context, &mut given));
        let state = evaluate(&plan, &given, &context);
        assert_eq!(state.value(super::at(&state, "r[2]/a")), added, "{first}");
    }
}

#[test]
fn in_the_style_of_pages_each_question_has_one_unless_its_group_is_a_page() {
    let sheet = "| survey |
        | | type | name | label | appearance | relevant |
        | | text | a | A | | |
        | | text | b | B | | |
        | | begin_group | g | G | | |
        | | text | c | C | | ${a} != 'x' |
        | | begin_group | f | F | field-list | |
        | | text | d | D | | |
        | | text | e | E | | |
        | | end_group | | | | |
        | | begin_repeat | r | R | | |
        | | text | h | H | | |
        | | end_repeat | | | | |
        | | end_group | | | | |
        | settings |
        | | style |
        | | pages |";
    let plan = plan(sheet);
    let (given, context) = (
        super::answers(serde_json::json!({"a": "x", "r": [{}, {}]})),
        super::context(),
    );
    let state = crate::questionnaire::evaluation::evaluate(&plan, &given, &context);
    let pages: Vec<Vec<String>> = (0..plan.pages().len())
        .map(|page| {
            state
                .on_page(page)
                .iter()
                .map(|at| state.field(*at).to_string())
                .collect()
        })
        .collect();
    assert_eq!(
        pages,
        [vec!["a"], vec!["b"], vec!["c"], vec!["g/f"], vec!["r", "r"]]
    );
    assert!(!state.page_relevant(2) && state.page_relevant(3));
    assert_eq!(state.page_after(Some(1)), Some(3));
}
