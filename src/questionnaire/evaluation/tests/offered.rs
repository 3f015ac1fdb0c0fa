//! Choices on offer.

use serde_json::json;

use super::{answers, at, context, plan};
use crate::questionnaire::evaluation::evaluate;

fn names(markdown: &str, given: serde_json::Value, question: &str, seed: u64) -> Vec<String> {
    let plan = plan(markdown);
    let mut context = context();
    context.seed = seed;
    let given = answers(given);
    let state = evaluate(&plan, &given, &context);
    state
        .choices(at(&state, question))
        .iter()
        .map(|choice| choice.name.clone())
        .collect()
}

const CITIES: &str = "| survey |
    | | type | name | label | choice_filter |
    | | select_one land | land | Land | |
    | | select_one city | city | City | land = ${land} |
    | choices |
    | | list_name | name | label | land |
    | | land | d | Germany | |
    | | land | c | China | |
    | | city | b | Berlin | d |
    | | city | s | Shanghai | c |
    | | city | h | Hamburg | d |";

#[test]
fn a_filter_reads_columns_of_the_choice_and_other_answers() {
    assert_eq!(names(CITIES, json!({"land": "d"}), "city", 1), ["b", "h"]);
    assert_eq!(names(CITIES, json!({}), "city", 1), [""; 0]);
}

const ORDER: &str = "| survey |
    | | type | name | label | parameters |
    | | select_multiple l | m | M | randomize=true |
    | | select_one l | fixed | F | randomize=true seed=42 |
    | | select_one l | plain | P | |
    | choices |
    | | list_name | name | label |
    | | l | a | A |
    | | l | other | Other |
    | | l | b | B |
    | | l | dk | Do not know |
    | | l | c | C |
    | | l | d | D |
    | | l | e | E |";

#[test]
fn a_random_order_is_that_of_the_seed_and_leaves_the_last_in_place() {
    let drawn = names(ORDER, json!({}), "m", 42);
    assert_eq!(drawn[5..], ["other", "dk"]);
    assert_eq!(drawn, names(ORDER, json!({}), "m", 42));
    assert_eq!(drawn, names(ORDER, json!({}), "fixed", 7));
    let orders: std::collections::BTreeSet<Vec<String>> =
        (0..50).map(|seed| names(ORDER, json!({}), "m", seed)).collect();
    assert!(orders.len() > 20);
    assert_eq!(
        names(ORDER, json!({}), "plain", 42),
        ["a", "other", "b", "dk", "c", "d", "e"]
    );
}

#[test]
fn a_seed_that_is_not_answered_is_zero() {
    let form = ORDER
        .replace(
            "| | select_one l | plain",
            "| | integer | n | N | |\n    | | select_one l | plain",
        )
        .replace("seed=42", "seed=${n}");
    let order = names(&form, json!({}), "fixed", 1);
    assert_eq!(order, names(&form, json!({"n": "0"}), "fixed", 2));
    assert_ne!(order, names(&form, json!({"n": "1"}), "fixed", 1));
}

#[test]
fn the_order_is_exactly_that_of_other_programs() {
    let state = |seed: i64| {
        let mut seed = seed % 2_147_483_647;
        let mut out: Vec<usize> = Vec::new();
        for index in 0..5 {
            seed = seed * 16_807 % 2_147_483_647;
            #[expect(
                clippy::cast_precision_loss,
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss
            )]
            let place = ((seed - 1) as f64 / 2_147_483_646.0 * (index + 1) as f64).floor() as usize;
            out.push(index);
            out.swap(place, index);
        }
        out.iter()
            .map(|index| ["a", "b", "c", "d", "e"][*index].to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(ORDER, json!({}), "m", 42)[..5], state(42));
    assert_eq!(names(ORDER, json!({}), "m", 2_147_483_647 + 3)[..5], state(3));
}
