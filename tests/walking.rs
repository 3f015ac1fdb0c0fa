//! The branch walker on questionnaires that nobody would write: it ends, and what it says it has walked
//! is so.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use soundings::questionnaire::evaluation::{Plan, evaluate};
use soundings::questionnaire::validation::{Extent, FaultKind, faults};
use soundings::questionnaire::walker::{MOST_STEPS, Outcome, Walk, Way, walk_at};
use soundings::questionnaire::xlsform;
use support::invented;

/// What one search may take beyond the bound, which is looked at between searches.
const LAST_SEARCH: u64 = 500_000;

fn walked(table: &str) -> (Plan, Walk) {
    let reading = xlsform::import(table.as_bytes(), "a.md");
    let definition = reading
        .definition
        .unwrap_or_else(|| panic!("{:?}", reading.findings.sorted()));
    let plan = Plan::new(definition).unwrap();
    let noon: DateTime<Utc> = "2026-03-01T12:00:00Z".parse().unwrap();
    let walk = walk_at(&plan, noon);
    (plan, walk)
}

#[test]
fn answers_that_walk_a_branch_are_accepted_by_the_engine() {
    for seed in 1..20 {
        let (plan, walk) = walked(&invented::questionnaire(seed));
        assert!(
            walk.steps < MOST_STEPS + LAST_SEARCH,
            "{seed}: {} steps",
            walk.steps
        );
        for branch in &walk.branches {
            let Outcome::Walked(witness) = &branch.outcome else {
                continue;
            };
            let state = evaluate(&plan, &witness.answers, &witness.context);
            let found = faults(&state, Extent::Whole);
            let mut found = found
                .iter()
                .filter(|fault| !matches!(fault.kind, FaultKind::Required { .. }));
            if branch.way == Way::Refused {
                assert!(matches!(found.next().unwrap().kind, FaultKind::Constraint { .. }));
            }
            assert_eq!(found.next(), None, "{seed}: {branch:?}");
            let mut places = state.occurrences().filter(|at| state.node(*at) == branch.node);
            if branch.way == Way::Asked {
                assert!(places.any(|at| state.relevant(at)), "{seed}: {branch:?}");
            }
        }
    }
}

#[test]
fn a_tangle_of_products_is_given_up_in_time() {
    let mut table = "| survey |\n| | type | name | label | relevant |\n".to_owned();
    for number in 0..30 {
        let _ = writeln!(table, "| | integer | n{number} | N | |");
    }
    let product: Vec<String> = (0..30).map(|number| format!("${{n{number}}}")).collect();
    let _ = writeln!(table, "| | note | s | S | {} = 1234.5 |", product.join(" * "));
    let (_, walk) = walked(&table);
    assert!(walk.steps < LAST_SEARCH, "{} steps", walk.steps);
    assert_eq!(walk.tally().to_string(), "1 of 2 branches walked, 1 not walked");
}

#[test]
fn a_long_list_with_a_filter_is_walked() {
    let mut table = "| survey |\n| | type | name | label | choice_filter |\n\
        | | select_one l | a | A | |\n| | select_one l | b | B | name != ${a} |\n\
        | choices |\n| | list_name | name | label |\n"
        .to_owned();
    for option in 0..3000 {
        let _ = writeln!(table, "| | l | o{option} | Option |");
    }
    let (_, walk) = walked(&table);
    assert_eq!(walk.tally().to_string(), "3001 of 3001 branches walked");
}
