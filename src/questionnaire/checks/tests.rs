//! Rules in Markdown tables, and what is said about them.

use crate::questionnaire::findings::{Code, Finding};
use crate::questionnaire::xlsform;

/// Questions of every type, in front of the row that is looked at.
const QUESTIONS: &str = "| survey |
    | | type | name | label | relevant | constraint | calculation | choice_filter | required | default | readonly | appearance |
    | | select_one yn | one | L | | | | | | | | |
    | | select_multiple yn | many | L | | | | | | | | |
    | | rank yn | order | L | | | | | | | | |
    | | select_one scale | scale | L | | | | | | | | |
    | | integer | n | L | | | | | | | | |
    | | integer | must | L | | | | | yes | | | |
    | | decimal | d | L | | | | | | | | |
    | | text | t | L | | | | | | | | |
    | | text | digits | L | | | | | | | | numbers |
    | | date | day | L | | | | | | | | |
    | | time | clock | L | | | | | | | | |
    | | dateTime | moment | L | | | | | | | | |
    | | acknowledge | ok | L | | | | | | | | |
    | | calculate | c | | | | 1 | | | | | |
    | | calculate | flag | | | | selected(${one}, 'yes') | | | | | |\n";

const CHOICES: &str = "| choices |
    | | list_name | name | label | up |
    | | yn | yes | Yes | |
    | | yn | no | No | |
    | | scale | 1 | One | |
    | | scale | 2 | Two | |
    | | town | a1 | A | a |
    | | town | b1 | B | b |";

fn read(rows: &str) -> Vec<Finding> {
    let table = format!("{QUESTIONS}{rows}\n{CHOICES}");
    let reading = xlsform::import(table.as_bytes(), "form.md");
    let findings = reading.findings.sorted();
    findings
        .into_iter()
        .filter(|finding| matches!(finding.code, Code::Rules(_) | Code::ChoiceNotInList { .. }))
        .collect()
}

/// Codes of the remarks on one row whose cells are given by column.
fn remarks(kind: &str, cells: &[(&str, &str)]) -> Vec<&'static str> {
    let columns = [
        "relevant",
        "constraint",
        "calculation",
        "choice_filter",
        "required",
        "default",
        "readonly",
        "appearance",
    ];
    let cell = |column: &str| {
        let found = cells.iter().find(|(other, _)| *other == column);
        found.map_or("", |(_, text)| *text).replace('|', "\\|")
    };
    let cells: Vec<String> = columns.iter().map(|column| cell(column)).collect();
    let findings = read(&format!("| | {kind} | x | L | {} |", cells.join(" | ")));
    findings.iter().map(|finding| finding.code.as_str()).collect()
}

fn on_relevance(rule: &str) -> Vec<&'static str> {
    remarks("text", &[("relevant", rule)])
}

fn on_calculation(rule: &str) -> Vec<&'static str> {
    remarks("calculate", &[("calculation", rule)])
}

#[track_caller]
fn silent(rules: &[&str]) {
    for rule in rules {
        assert_eq!(on_relevance(rule), Vec::<&str>::new(), "{rule}");
    }
}

#[test]
fn a_question_in_the_place_of_a_condition_is_told() {
    for rule in [
        "${one}",
        "not(${n})",
        "boolean(${t})",
        "${n} > 1 and ${one}",
        "if(${one}, 1, 0) = 1",
        "not(${flag})",
    ] {
        assert_eq!(on_relevance(rule), ["question-as-condition"], "{rule}");
    }
    assert_eq!(on_relevance("${flag} = true()"), ["question-with-truth"]);
    assert_eq!(on_relevance("false() != ${one}"), ["question-with-truth"]);
    silent(&[
        "${one} != ''",
        "not(selected(${many}, 'yes'))",
        "boolean(${must} + 1 > 2)",
        "${flag} = 'true'",
        "string-length(${t}) and ${n} = 1",
        "number(${must})",
    ]);
    assert_eq!(on_calculation("${one}"), Vec::<&str>::new());
    assert_eq!(on_calculation("if(${one}, 1, 2)"), ["question-as-condition"]);
}

#[test]
fn each_question_is_told_once_for_a_rule() {
    assert_eq!(
        on_relevance("${one} and not(${one}) or ${one}"),
        ["question-as-condition"]
    );
    assert_eq!(
        on_relevance("${one} and ${n}"),
        ["question-as-condition", "question-as-condition"]
    );
}

#[test]
fn numbers_are_compared_with_numbers() {
    assert_eq!(on_relevance("${n} = 'many'"), ["number-with-text"]);
    assert_eq!(on_relevance("'a' != ${d}"), ["number-with-text"]);
    assert_eq!(on_relevance("coalesce(${n}, 0) > 'x'"), ["number-with-text"]);
    assert_eq!(
        remarks("integer", &[("constraint", ". != 'none'")]),
        ["number-with-text"]
    );
    silent(&[
        "${n} = '3'",
        "${n} = ''",
        "${n} = '-1.5'",
        "${c} = 'adult'",
        "${t} = 'many'",
        "regex(${n}, '[0-9]+')",
    ]);
}

#[test]
fn dates_are_compared_with_dates() {
    assert_eq!(on_relevance("${day} > 2020"), ["date-with-number"]);
    assert_eq!(on_relevance("${moment} < -1"), ["date-with-number"]);
    assert_eq!(on_relevance("${day} = '31/12/2020'"), ["date-with-text"]);
    assert_eq!(on_relevance("${day} >= '2020'"), ["date-with-text"]);
    silent(&[
        "${day} > '2020-01-31'",
        "${day} > date('2020-01-31')",
        "${day} != ''",
        "${day} > 0",
        "${moment} > '2020-01-31T10:00'",
        "format-date(${day}, '%Y') > 2020",
        "decimal-date-time(${day}) > 18000",
        "${day} > ${moment}",
    ]);
    assert_eq!(
        remarks("date", &[("constraint", ". <= today()")]),
        Vec::<&str>::new()
    );
}

#[test]
fn options_are_no_numbers_unless_they_are_called_so() {
    assert_eq!(on_relevance("${one} > 1"), ["option-as-number"]);
    assert_eq!(on_calculation("coalesce(${one} * 2, 0)"), ["option-as-number"]);
    assert_eq!(on_calculation("${many} + 1"), ["several-as-number"]);
    assert_eq!(on_relevance("${many} > 2"), ["several-as-number"]);
    assert_eq!(on_calculation("round(${many}, 1)"), ["several-as-number"]);
    assert_eq!(on_calculation("-${order}"), ["several-as-number"]);
    silent(&["${scale} > 1", "count-selected(${many}) > 2", "${scale} = 2"]);
}

#[test]
fn texts_and_times_are_not_calculated_with() {
    assert_eq!(on_calculation("${t} + 1"), ["text-as-number"]);
    assert_eq!(on_calculation("${ok} * 2"), ["text-as-number"]);
    assert_eq!(on_calculation("'abc' + 1"), ["literal-as-number"]);
    assert_eq!(on_calculation("${clock} - 1"), ["time-as-number"]);
    for rule in [
        "${digits} + 1",
        "'12' + 1",
        "number(${t}) + 1",
        "substr(${t}, 0, 2) * 1",
        "${c} + 1",
        "decimal-time(${clock}) * 24",
        "'2020-01-01' + 1",
        "concat(${t}, ' ', ${n})",
    ] {
        assert_eq!(on_calculation(rule), Vec::<&str>::new(), "{rule}");
    }
}

#[test]
fn truth_is_not_a_word() {
    assert_eq!(
        on_relevance("selected(${many}, 'yes') = 'yes'"),
        ["truth-with-text"]
    );
    assert_eq!(on_relevance("(${n} > 3) = 'false'"), ["truth-with-text"]);
    silent(&[
        "selected(${many}, 'yes') = true()",
        "selected(${many}, 'yes') = 'true'",
        "${flag} = 'false'",
    ]);
}

#[test]
fn options_are_looked_for_where_there_are_some() {
    assert_eq!(on_relevance("selected(${n}, '1')"), ["no-options"]);
    assert_eq!(on_relevance("count-selected(${day}) > 1"), ["no-options"]);
    assert_eq!(on_relevance("count-selected(${one}) > 1"), ["one-as-several"]);
    assert_eq!(
        on_relevance("selected(${many}, 'yes no')"),
        ["selected-with-space"]
    );
    assert_eq!(on_relevance("contains(${many}, 'yes')"), ["several-as-text"]);
    assert_eq!(on_relevance("${many} = 'yes'"), ["several-as-one"]);
    silent(&[
        "selected(${one}, 'yes')",
        "selected(${c}, 'anything')",
        "selected(${t}, 'word')",
        "${many} = ''",
        "${many} = 'yes no'",
        "string-length(${many}) > 0",
    ]);
    let no_blank = [("constraint", "not(contains(., ' '))")];
    assert_eq!(remarks("select_multiple yn", &no_blank), Vec::<&str>::new());
}

#[test]
fn options_are_called_as_in_their_list() {
    for rule in [
        "${one} = 'maybe'",
        "'maybe' != ${one}",
        "selected(${many}, 'maybe')",
        "selected-at(${many}, 0) = 'maybe'",
        "coalesce(${one}, '') = 'maybe'",
        "${scale} = 3",
        "${one} = 1",
    ] {
        assert_eq!(on_relevance(rule), ["choice-not-in-list"], "{rule}");
    }
    silent(&[
        "${one} = 'yes'",
        "${one} = ''",
        "${one} = ${t}",
        "${scale} = '1'",
        "${scale} != 2",
    ]);
    assert_eq!(
        remarks("select_one yn", &[("constraint", ". != 'maybe'")]),
        ["choice-not-in-list"]
    );
    assert_eq!(
        remarks("select_one yn", &[("default", "maybe")]),
        ["choice-not-in-list"]
    );
    assert_eq!(
        remarks("select_one yn", &[("default", "yes")]),
        Vec::<&str>::new()
    );
}

#[test]
fn filters_compare_with_what_some_option_has() {
    let filtered = |filter| remarks("select_one town", &[("choice_filter", filter)]);
    assert_eq!(filtered("up = 'c'"), ["filter-value-unknown"]);
    assert_eq!(
        filtered("name = 'c1' or 'z' = up"),
        ["filter-value-unknown", "filter-value-unknown"]
    );
    for filter in [
        "up = 'a'",
        "up = ${t}",
        "name != 'a1'",
        "up != ''",
        "selected(${many}, name)",
    ] {
        assert_eq!(filtered(filter), Vec::<&str>::new(), "{filter}");
    }
}

#[test]
fn a_rule_does_not_look_at_the_answer_it_decides_about() {
    assert_eq!(on_relevance(". != ''"), ["own-answer-in-rule"]);
    assert_eq!(remarks("text", &[("required", ". = ''")]), ["own-answer-in-rule"]);
    assert_eq!(on_calculation("if(. = '', today(), .)"), Vec::<&str>::new());
    assert_eq!(remarks("integer", &[("constraint", ". > 1")]), Vec::<&str>::new());
    assert_eq!(on_relevance("position(..) > 1"), Vec::<&str>::new());
}

#[test]
fn a_rule_that_depends_on_the_day_gets_a_hint() {
    assert_eq!(on_relevance("today() > '2030-01-01'"), ["day-in-relevance"]);
    assert_eq!(
        remarks("date", &[("constraint", ". < today()")]),
        Vec::<&str>::new()
    );
}

#[test]
fn arithmetic_on_what_may_be_empty_is_told_once_for_a_rule() {
    assert_eq!(on_calculation("${n} + ${d} + 1"), ["empty-in-arithmetic"]);
    assert_eq!(on_calculation("round(${n} div 2, 1)"), ["empty-in-arithmetic"]);
    assert_eq!(
        remarks("integer", &[("constraint", ". < ${n} * 2")]),
        ["empty-in-arithmetic"]
    );
    for rule in [
        "${must} + 1",
        "coalesce(${n}, 0) + 1",
        "if(${n} = '', 0, ${n} + 1)",
        "coalesce(${n} + 1, 0)",
        "${c} + 1",
        "count-selected(${many}) + 1",
        "sum(${n})",
    ] {
        assert_eq!(on_calculation(rule), Vec::<&str>::new(), "{rule}");
    }
    let guarded = [("relevant", "${n} != ''"), ("calculation", "${n} + 1")];
    assert_eq!(remarks("calculate", &guarded), Vec::<&str>::new());
    silent(&["${n} > 0 and ${n} + 1 > 5"]);
    assert_eq!(
        remarks("integer", &[("constraint", ". * 2 < 100")]),
        Vec::<&str>::new()
    );
    let started =
        read("| | integer | s | L | | | | | | 0 | | |\n| | calculate | x | | | | ${s} + 1 | | | | | |");
    assert_eq!(started, []);
}

#[test]
fn a_group_around_guards_what_is_in_it() {
    let rows = "| | begin_group | g | L | ${n} > 3 | | | | | | | |
        | | calculate | x | | | | ${n} + 1 | | | | | |
        | | end_group | | | | | | | | | | |";
    assert_eq!(read(rows), []);
}

#[test]
fn what_is_locked_and_empty_cannot_be_required() {
    let locked = [("required", "yes"), ("readonly", "yes")];
    assert_eq!(remarks("text", &locked), ["required-but-locked"]);
    let with_value = [("required", "yes"), ("readonly", "yes"), ("default", "a")];
    assert_eq!(remarks("text", &with_value), Vec::<&str>::new());
}

#[test]
fn a_remark_has_row_column_and_mend() {
    let findings = read("| | text | x | L | ${n} = 'many' | | | | | | | |");
    let [finding] = findings.as_slice() else {
        panic!("{findings:?}")
    };
    assert_eq!(
        finding.to_string(),
        "survey:17 (relevant) warning number-with-text: “n” is a number and never equals “many”. — Compare it with a number."
    );
}

#[test]
fn a_calculation_runs_only_when_its_trigger_is_answered() {
    let table = "| survey |
        | | type | name | label | trigger | calculation |
        | | integer | n | L | | |
        | | integer | m | L | | |
        | | calculate | double | | ${n} | ${n} * 2 |
        | | calculate | both | | ${n} | ${n} * ${m} |";
    let findings = xlsform::import(table.as_bytes(), "form.md").findings.sorted();
    let told: Vec<_> = findings
        .iter()
        .filter(|finding| matches!(finding.code, Code::Rules(_)))
        .map(|finding| (finding.place.row, finding.code.as_str()))
        .collect();
    assert_eq!(told, [(Some(5), "empty-in-arithmetic")]);
}

#[test]
fn more_instances_than_there_can_be_are_told() {
    let repeat = |count: &str| {
        let table = format!(
            "| survey |
            | | type | name | label | repeat_count |
            | | integer | n | L | |
            | | begin_repeat | r | L | {count} |
            | | text | x | L | |
            | | end_repeat | | | |"
        );
        let findings = xlsform::import(table.as_bytes(), "form.md").findings.sorted();
        let told = findings
            .iter()
            .filter(|finding| matches!(finding.code, Code::Rules(_)));
        told.map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        repeat("101"),
        [
            "survey:3 (repeat_count) warning too-many-instances: “r” asks for 101 instances, of which no more than 100 are there. — Ask for 100 at most, or ask in another way."
        ]
    );
    for count in ["100", "0", "${n}", ""] {
        assert_eq!(repeat(count), Vec::<String>::new(), "{count}");
    }
}

#[test]
fn repeats_in_repeats_that_may_hold_too_much_get_a_hint() {
    let nested = |outer: &str, questions: usize| {
        let questions: Vec<String> = (0..questions)
            .map(|at| format!("| | text | x{at} | L | |"))
            .collect();
        let questions = questions.join("\n");
        let table = format!(
            "| survey |\n| | type | name | label | repeat_count |\n| | begin_repeat | r | L | {outer} |\n\
             | | begin_repeat | s | L | |\n{questions}\n| | end_repeat | | | |\n| | end_repeat | | | |"
        );
        let findings = xlsform::import(table.as_bytes(), "form.md").findings.sorted();
        let told = findings
            .iter()
            .filter(|finding| matches!(finding.code, Code::Rules(_)));
        told.map(|finding| finding.code.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(nested("", 10), ["repeats-may-overflow"]);
    assert_eq!(nested("", 8), Vec::<&str>::new());
    assert_eq!(nested("5", 100), Vec::<&str>::new());
}
