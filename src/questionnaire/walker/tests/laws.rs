//! What holds for all rules: the walker says what trying all answers says.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use proptest::prelude::*;

use super::name;
use crate::questionnaire::answers::{Answer, Answers};
use crate::questionnaire::evaluation::tests::{context, plan};
use crate::questionnaire::evaluation::{FieldPath, Plan, evaluate};
use crate::questionnaire::validation::{Extent, FaultKind, faults};
use crate::questionnaire::walker::{Outcome, Way, walk};

/// What a rule may ask of the questions before it.
fn part() -> impl Strategy<Value = String> {
    let one = prop_oneof![Just("a"), Just("b")];
    let option = prop_oneof![Just("x"), Just("y"), Just("z"), Just("")];
    let comparison = prop_oneof![Just("="), Just("!=")];
    let order = prop_oneof![Just("<"), Just(">="), Just("="), Just("!=")];
    prop_oneof![
        (one, comparison, option).prop_map(|(name, sign, option)| format!("${{{name}}} {sign} '{option}'")),
        prop_oneof![Just("x"), Just("y")].prop_map(|option| format!("selected(${{m}}, '{option}')")),
        (order.clone(), 0..3).prop_map(|(sign, count)| format!("count-selected(${{m}}) {sign} {count}")),
        (order.clone(), 0..4).prop_map(|(sign, number)| format!("${{n}} {sign} {number}")),
        (order, 0..4).prop_map(|(sign, number)| format!("${{twice}} {sign} {number}")),
    ]
}

fn rule() -> impl Strategy<Value = String> {
    part().prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4)
                .prop_map(|several| format!("({})", several.join(" and "))),
            prop::collection::vec(inner.clone(), 2..4)
                .prop_map(|several| format!("({})", several.join(" or "))),
            inner.prop_map(|one| format!("not({one})")),
        ]
    })
}

/// Rules of `b`, of `n`, of the page and of each note on it.
fn rules() -> impl Strategy<Value = Vec<String>> {
    let first = prop_oneof![
        Just("${a} = 'x'"),
        Just("${a} != 'y'"),
        Just("selected(${m}, 'z')")
    ];
    (first, rule(), prop::collection::vec(rule(), 2)).prop_map(|(first, page, notes)| {
        let mut rules = vec![first.to_owned(), page];
        rules.extend(notes);
        rules
    })
}

fn table(rules: &[String]) -> String {
    let mut table = format!(
        "| survey |
        | | type | name | label | relevant | constraint | calculation |
        | | select_one l | a | A | | | |
        | | select_multiple l | m | M | | count-selected(.) < 3 | |
        | | select_one l | b | B | {} | | |
        | | integer | n | N | ${{b}} != 'z' | . >= 0 and . < 4 | |
        | | calculate | twice | | | | 2 * ${{n}} |
        | | begin_group | g | G | {} | | |\n",
        rules[0], rules[1]
    );
    for (at, rule) in rules[2..].iter().enumerate() {
        let _ = writeln!(table, "| | note | n{at} | N | {rule} | | |");
    }
    table
        + "| | end_group | | | | | |
        | choices |
        | | list_name | name | label |
        | | l | x | X |
        | | l | y | Y |
        | | l | z | Z |"
}

/// All answers that there are, but for those that differ in nothing a rule can ask.
fn all_answers() -> Vec<Answers> {
    let one = || ["", "x", "y", "z"].map(|text| Answer::One(text.to_owned()));
    let several = ["", "x", "y", "z", "x y", "x z", "y z"]
        .map(|names| Answer::Many(names.split_whitespace().map(str::to_owned).collect()));
    let numbers = ["", "0", "1", "2", "3"].map(|text| Answer::One(text.to_owned()));
    let mut all = Vec::new();
    for a in one() {
        for m in &several {
            for b in one() {
                for n in &numbers {
                    let mut answers = Answers::default();
                    for (key, answer) in [("a", &a), ("m", m), ("b", &b), ("n", n)] {
                        answers.set(key, answer.clone());
                    }
                    all.push(answers);
                }
            }
        }
    }
    all
}

/// The relevance that some accepted answers show: `name asked`, or `name left out` where the group
/// around is asked.
fn shown(plan: &Plan, all: &[Answers]) -> BTreeSet<String> {
    let context = context();
    let mut shown = BTreeSet::new();
    for answers in all {
        let state = evaluate(plan, answers, &context);
        let accepted = |kind: &FaultKind| matches!(kind, FaultKind::Required { .. });
        if !faults(&state, Extent::Whole)
            .iter()
            .all(|fault| accepted(&fault.kind))
        {
            continue;
        }
        let group = state
            .occurrences()
            .find(|at| plan.key(state.node(*at)) == "g")
            .unwrap();
        for (key, within) in [
            ("b", false),
            ("n", false),
            ("g", false),
            ("n0", true),
            ("n1", true),
        ] {
            let at = state
                .occurrences()
                .find(|at| plan.key(state.node(*at)).rsplit('/').next() == Some(key))
                .unwrap();
            if state.relevant(at) {
                shown.insert(format!("{key} asked"));
            } else if !within || state.relevant(group) {
                shown.insert(format!("{key} left out"));
            }
        }
    }
    shown
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn what_is_walked_or_impossible_is_what_trying_all_answers_shows(rules in rules()) {
        let plan = plan(&table(&rules));
        let shown = shown(&plan, &all_answers());
        for branch in &walk(&plan, &context()).branches {
            let way = match branch.way {
                Way::Asked => "asked",
                Way::LeftOut => "left out",
                _ => continue,
            };
            let branch_name = format!("{} {way}", name(&plan, branch));
            match &branch.outcome {
                Outcome::Walked(_) => prop_assert!(shown.contains(&branch_name), "{branch_name} is walked"),
                Outcome::Impossible(_) => prop_assert!(!shown.contains(&branch_name), "{branch_name} is impossible"),
                // A sum is not solved, only tried.
                Outcome::NotWalked => prop_assert!(!shown.contains(&branch_name), "{branch_name} was given up"),
            }
        }
    }

    #[test]
    fn a_dead_branch_is_found_wherever_it_stands(rules in rules(), at in 1..4_usize) {
        let mut rules = rules;
        rules[at] = format!("({}) and ${{a}} = 'x' and ${{a}} = 'y'", rules[at]);
        let plan = plan(&table(&rules));
        let dead = ["", "g", "n0", "n1"][at];
        let walk = walk(&plan, &context());
        let branch = walk.branches.iter().find(|branch| name(&plan, branch) == dead && branch.way == Way::Asked);
        let is_impossible = matches!(branch.map(|branch| &branch.outcome), Some(Outcome::Impossible(_)));
        prop_assert!(is_impossible, "{:?}", branch);
    }

    #[test]
    fn every_witness_does_what_it_is_said_to_do(rules in rules()) {
        let plan = plan(&table(&rules));
        for branch in &walk(&plan, &context()).branches {
            let Outcome::Walked(witness) = &branch.outcome else { continue };
            let state = evaluate(&plan, &witness.answers, &witness.context);
            let at = state.occurrences().find(|at| state.node(*at) == branch.node).unwrap();
            let breaks = faults(&state, Extent::Whole)
                .iter()
                .any(|fault| fault.field == FieldPath::top(plan.key(branch.node)) && matches!(fault.kind, FaultKind::Constraint { .. }));
            match branch.way {
                Way::Asked => prop_assert!(state.relevant(at)),
                Way::LeftOut => prop_assert!(!state.relevant(at)),
                Way::Accepted => prop_assert!(state.relevant(at) && !state.unanswered(at) && !breaks),
                Way::Refused => prop_assert!(breaks),
                Way::Together => prop_assert!(state.chosen(at).count() > 1),
                Way::Offered(_) | Way::Withheld => {}
            }
        }
    }
}
