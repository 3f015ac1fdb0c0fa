//! Rules and what is said of them, in a short notation: `1 in A,B`, `not …`, `(… and …)`, `‹formula›`.

use proptest::prelude::*;

use super::{Amount, Claim, Comparison, Measure, Number, Rule, Statement};
use crate::questionnaire::answers::{Answer, Answers};
use crate::questionnaire::definition::{Choice, Definition, Node};
use crate::questionnaire::evaluation::tests::context;
use crate::questionnaire::evaluation::{FieldPath, Plan, evaluate};
use crate::questionnaire::expression::Expression;
use crate::questionnaire::paper::Paper;
use crate::questionnaire::xlsform::import;

/// The numbers are: one 1, many 2, age 3, day 4, name 5, seen 6, count 7, and in the repeat child 8 and its
/// toys 9; sum has none.
fn definition() -> Definition {
    let table = "
        | survey |
        | | type | name | label | calculation |
        | | select_one l | one | One | |
        | | select_multiple l | many | Many | |
        | | integer | age | Age | |
        | | date | day | Day | |
        | | text | name | Name | |
        | | acknowledge | seen | Seen | |
        | | select_one n | count | Count | |
        | | calculate | sum | | ${age} + 1 |
        | | begin_repeat | children | Children | |
        | | integer | child | Child | |
        | | select_multiple l | toys | Toys | |
        | | end_repeat | | | |
        | choices |
        | | list_name | name | label |
        | | l | a | A |
        | | l | b | B |
        | | l | c | C |
        | | n | 0 | None |
        | | n | 1 | One |
        | | n | 2 | Two |
        | | n | dk | ? |";
    import(table.as_bytes(), "a.md").definition.unwrap()
}

fn said_within(repeats: &[&str], rule: &str) -> String {
    let definition = definition();
    let paper = Paper::of(&definition);
    notation(&paper.numbers.rule(&Expression::parse(rule).unwrap(), repeats))
}

fn said(rule: &str) -> String {
    said_within(&[], rule)
}

fn notation(rule: &Rule<'_>) -> String {
    let joined = |rules: &[Rule<'_>], word: &str| {
        let rules: Vec<String> = rules.iter().map(notation).collect();
        format!("({})", rules.join(word))
    };
    match rule {
        Rule::Always => "always".to_owned(),
        Rule::Never => "never".to_owned(),
        Rule::All(rules) => joined(rules, " and "),
        Rule::Any(rules) => joined(rules, " or "),
        Rule::Formula(formula) => format!("‹{formula}›"),
        Rule::Says(Statement { about, not }) => format!("{}{}", if *not { "not " } else { "" }, claim(about)),
    }
}

fn claim(claim: &Claim<'_>) -> String {
    let names = |options: &[&Choice]| {
        let names: Vec<&str> = options.iter().map(|option| option.name.as_str()).collect();
        names.join(",")
    };
    match claim {
        Claim::Chosen {
            question,
            several,
            options,
        } => {
            format!(
                "{question} {} {}",
                if *several { "has" } else { "is" },
                names(options)
            )
        }
        Claim::Only { question, option } => format!("{question} only {}", option.name),
        Claim::Answered(question) => format!("{question} answered"),
        Claim::Ticked(question) => format!("{question} ticked"),
        Claim::Compared {
            what,
            how,
            with,
            in_time,
        } => {
            let what = match what {
                Measure::Answer(question) => question.to_string(),
                Measure::Options(question) => format!("options of {question}"),
                Measure::Block => "block".to_owned(),
            };
            let how = match how {
                Comparison::Equal => "=",
                Comparison::Less => "<",
                Comparison::AtMost => "<=",
                Comparison::More => ">",
                Comparison::AtLeast => ">=",
            };
            let with = match with {
                Amount::Number(number) => number.to_string(),
                Amount::Text(text) => format!("“{text}”"),
                Amount::Today => "today".to_owned(),
                Amount::Answer(question) => format!("answer {question}"),
            };
            format!("{what} {how} {with}{}", if *in_time { " in time" } else { "" })
        }
    }
}

#[test]
fn options_are_told_by_name_in_every_spelling() {
    assert_eq!(said("${one} = 'a'"), "1 is a");
    assert_eq!(said("'a' = ${one}"), "1 is a");
    assert_eq!(said("selected(${one}, 'a')"), "1 is a");
    assert_eq!(said("selected(../one, 'a')"), "1 is a");
    assert_eq!(said("${one} != 'a'"), "not 1 is a");
    assert_eq!(said("not(selected(${many}, 'b'))"), "not 2 has b");
    assert_eq!(said("${many} = 'b'"), "2 only b");
    assert_eq!(said("${one} = 'x'"), "‹${one} = 'x'›");
}

#[test]
fn what_is_said_of_one_question_is_put_together() {
    assert_eq!(said("${one} = 'a' or selected(${one}, 'b')"), "1 is a,b");
    let usual = "${many} != '' and not(selected(${many}, 'a')) and not(selected(${many}, 'b'))";
    assert_eq!(said(usual), "(2 answered and not 2 has a,b)");
    assert_eq!(said("not(${one} = 'a' or ${one} = 'b')"), "not 1 is a,b");
    // Both chosen is not one of them chosen.
    assert_eq!(
        said("selected(${many}, 'a') and selected(${many}, 'b')"),
        "(2 has a and 2 has b)"
    );
    assert_eq!(
        said("${one} != 'a' or ${one} != 'b'"),
        "(not 1 is a or not 1 is b)"
    );
}

#[test]
fn not_reaches_the_statements() {
    assert_eq!(
        said("not(${one} = 'a' and ${age} > 18)"),
        "(not 1 is a or not 3 > 18)"
    );
    assert_eq!(said("not(not(${seen} = 'OK'))"), "6 ticked");
    assert_eq!(
        said("${one} = 'a' and (${age} < 3 or ${age} = 7)"),
        "(1 is a and (3 < 3 or 3 = 7))"
    );
    assert_eq!(said("true() and ${one} = 'a'"), "1 is a");
    assert_eq!(said("${one} = 'a' and false()"), "never");
    assert_eq!(said("true()"), "always");
}

#[test]
fn amounts_are_compared_whichever_side_they_stand_on() {
    assert_eq!(said("${age} >= 18"), "3 >= 18");
    assert_eq!(said("18 <= ${age}"), "3 >= 18");
    assert_eq!(said("number(${age}) < -1"), "3 < -1");
    assert_eq!(said("${day} <= today()"), "4 <= today in time");
    assert_eq!(said("${day} > date('2024-01-01')"), "4 > “2024-01-01” in time");
    assert_eq!(said("${age} > ${count}"), "3 > answer 7");
    assert_eq!(said("${name} = 'x'"), "5 = “x”");
    assert_eq!(said("count-selected(${many}) >= 2"), "options of 2 >= 2");
}

#[test]
fn options_that_are_numbers_are_told_by_which_of_them_count() {
    assert_eq!(said("${count} > 0"), "7 is 1,2");
    assert_eq!(said("${count} = 2"), "7 is 2");
    assert_eq!(said("not(${count} >= 1)"), "not 7 is 1,2");
    assert_eq!(said("${count} > 5"), "‹${count} > 5›");
}

#[test]
fn whether_there_is_an_answer_is_said_in_many_ways() {
    for answered in [
        "${age} != ''",
        "not(${age} = '')",
        "string-length(${age}) > 0",
        "string-length(${age}) != 0",
    ] {
        assert_eq!(said(answered), "3 answered", "{answered}");
    }
    assert_eq!(said("count-selected(${many}) < 1"), "not 2 answered");
    assert_eq!(said("count-selected(${many}) >= 1"), "2 answered");
}

#[test]
fn within_a_repeat_the_answer_of_the_same_block_is_meant() {
    assert_eq!(said_within(&["children"], "${child} > 3"), "8 > 3");
    assert_eq!(said_within(&["children"], "position(..) > 1"), "block > 1");
    // From outside it is any of them, which no statement says.
    assert_eq!(said("${child} > 3"), "‹${child} > 3›");
    assert_eq!(said("position(..) > 1"), "‹position(..) > 1›");
}

#[test]
fn what_cannot_be_said_stays_a_formula() {
    for formula in [
        "${sum} > 3",
        "regex(${name}, '^a')",
        "${age} + 1 > 3",
        "${age}",
        "(${age} > 3) = (${one} = 'a')",
        "string-length(${name}) > 3",
        "${age} = 1 = 1",
    ] {
        assert!(said(formula).starts_with('‹'), "{formula}: {}", said(formula));
    }
    assert_eq!(
        said("${one} = 'a' and not(${sum} > 3)"),
        "(1 is a and ‹not(${sum} > 3)›)"
    );
}

/// Rules over the questions that stand in no repeat.
fn any_rule() -> impl Strategy<Value = String> {
    let comparison = prop::sample::select(vec!["=", "!=", "<", "<=", ">", ">="]);
    let option = prop::sample::select(vec!["a", "b", "c"]);
    let leaf = prop_oneof![
        (prop::sample::select(vec!["one", "many"]), option.clone())
            .prop_map(|(question, option)| format!("selected(${{{question}}}, '{option}')")),
        (prop::sample::select(vec!["=", "!="]), option)
            .prop_map(|(how, option)| format!("${{one}} {how} '{option}'")),
        (comparison.clone(), 0..4).prop_map(|(how, number)| format!("${{age}} {how} {number}")),
        (comparison.clone(), 0..4).prop_map(|(how, number)| format!("{number} {how} ${{count}}")),
        (comparison.clone(), 0..4)
            .prop_map(|(how, number)| format!("count-selected(${{many}}) {how} {number}")),
        (comparison.clone()).prop_map(|how| format!("${{day}} {how} today()")),
        (comparison).prop_map(|how| format!("${{age}} {how} ${{count}}")),
        prop::sample::select(vec![
            "${name} = ''",
            "${many} = 'b'",
            "${many} != ''",
            "${seen} = 'OK'",
            "${name} != 'x'",
            "string-length(${name}) > 0",
            "true()",
        ])
        .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(|rules| format!("({})", rules.join(" and "))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(|rules| format!("({})", rules.join(" or "))),
            inner.prop_map(|rule| format!("not({rule})")),
        ]
    })
}

/// Answers in the order of the numbers, empty where there is none.
fn any_answers() -> impl Strategy<Value = Vec<&'static str>> {
    let questions: [&[&str]; 7] = [
        &["", "a", "b", "c"],
        &["", "a", "b", "a b", "a b c"],
        &["", "0", "1", "2", "3", "7"],
        &["", "2026-02-28", "2026-03-01", "2026-03-02"],
        &["", "x", "18"],
        &["", "OK"],
        &["", "0", "1", "2", "dk"],
    ];
    questions
        .map(|answers| prop::sample::select(answers.to_vec()))
        .to_vec()
}

/// Whether a rule holds as people understand its words.
fn holds(rule: &Rule<'_>, answers: &[&str]) -> Option<bool> {
    let answer = |number: Number| answers[number.question as usize - 1];
    Some(match rule {
        Rule::Always => true,
        Rule::Never => false,
        Rule::All(rules) => {
            let parts: Option<Vec<bool>> = rules.iter().map(|rule| holds(rule, answers)).collect();
            parts?.into_iter().all(|part| part)
        }
        Rule::Any(rules) => {
            let parts: Option<Vec<bool>> = rules.iter().map(|rule| holds(rule, answers)).collect();
            parts?.into_iter().any(|part| part)
        }
        Rule::Formula(_) => return None,
        Rule::Says(Statement { about, not }) => {
            let is = match about {
                Claim::Chosen {
                    question, options, ..
                } => {
                    let mut chosen = answer(*question).split(' ');
                    chosen.any(|name| options.iter().any(|option| option.name == name))
                }
                Claim::Only { question, option } => answer(*question) == option.name,
                Claim::Answered(question) => !answer(*question).is_empty(),
                Claim::Ticked(question) => answer(*question) == "OK",
                Claim::Compared { what, how, with, .. } => {
                    let left = match what {
                        Measure::Answer(question) => answer(*question).to_owned(),
                        Measure::Options(question) => {
                            answer(*question).split_whitespace().count().to_string()
                        }
                        Measure::Block => return None,
                    };
                    let right = match with {
                        Amount::Number(number) => number.to_string(),
                        Amount::Text(text) => text.clone(),
                        Amount::Today => "2026-03-01".to_owned(),
                        Amount::Answer(question) => answer(*question).to_owned(),
                    };
                    compares(*how, &left, &right)
                }
            };
            is != *not
        }
    })
}

/// Nothing is less or more than what is not there; days compare as they are written.
fn compares(how: Comparison, left: &str, right: &str) -> bool {
    if how == Comparison::Equal {
        return left == right;
    }
    let order = match (left.parse::<f64>(), right.parse::<f64>()) {
        (Ok(left), Ok(right)) => left.partial_cmp(&right),
        _ if left.contains('-') && right.contains('-') => Some(left.cmp(right)),
        _ => None,
    };
    order.is_some_and(|order| match how {
        Comparison::Equal => order.is_eq(),
        Comparison::Less => order.is_lt(),
        Comparison::AtMost => order.is_le(),
        Comparison::More => order.is_gt(),
        Comparison::AtLeast => order.is_ge(),
    })
}

fn given_as(name: &str, answer: &str) -> Answer {
    match name {
        "many" => Answer::Many(answer.split(' ').map(str::to_owned).collect()),
        _ => Answer::One(answer.to_owned()),
    }
}

proptest! {
    #[test]
    fn what_is_said_is_true_exactly_when_the_rule_is(rule in any_rule(), answers in any_answers()) {
        let mut definition = definition();
        let expression = Expression::parse(&rule).unwrap();
        let Some(Node::Question(last)) = definition.nodes.iter().find(|node| matches!(node, Node::Question(_))) else {
            panic!("no question")
        };
        let mut asked = last.clone();
        asked.name = "asked".to_owned();
        asked.relevant = Some(expression.clone());
        definition.nodes.push(Node::Question(asked));

        let paper = Paper::of(&definition);
        let said = holds(&paper.numbers.rule(&expression, &[]), &answers);
        let plan = Plan::new(definition.clone()).unwrap();
        let names = ["one", "many", "age", "day", "name", "seen", "count"];
        let given = names.iter().zip(&answers).filter(|(_, answer)| !answer.is_empty());
        let given = Answers(given.map(|(name, answer)| ((*name).to_owned(), given_as(name, answer))).collect());
        let context = context();
        let state = evaluate(&plan, &given, &context);
        let field = FieldPath { repeats: Vec::new(), key: "asked".to_owned() };
        let relevant = state.relevant(state.find(&field).unwrap());
        prop_assert!(said.is_none_or(|said| said == relevant), "{} is {}", rule, relevant);
    }
}
