//! What `${name}` means inside and outside repeats.

use super::outline::Outline;
use crate::questionnaire::expression::{Cycle, Expression, Function, order};

fn household() -> Outline {
    Outline::new(
        "data
    town: Ulm
    person
        name: Ana
        age: 34
        pet
            kind: cat
        pet
            kind: dog
    person
        name: Li
        age: 7
        pet
            kind: hen",
    )
}

#[test]
fn a_reference_means_its_own_instance_inside_a_repeat_and_all_outside() {
    let tree = household();
    let age = tree.node("age", 2);
    assert_eq!(tree.at(age, "${name}").unwrap(), "Li");
    assert_eq!(tree.at(age, "${town}").unwrap(), "Ulm");
    assert_eq!(tree.at(age, "join(' ', ${kind})").unwrap(), "hen");
    assert_eq!(tree.at(age, "count(${person})").unwrap(), "2");
    assert_eq!(tree.at(age, "position(..)").unwrap(), "2");
    assert_eq!(
        tree.at(tree.node("town", 1), "join(' ', ${name})").unwrap(),
        "Ana Li"
    );
    assert_eq!(
        tree.at(
            tree.node("kind", 2),
            "concat(${name}, ' ', ${kind}, ' ', position(..))"
        )
        .unwrap(),
        "Ana dog 2"
    );
}

#[test]
fn an_instance_is_found_by_number_from_anywhere() {
    let tree = household();
    for node in [tree.node("town", 1), tree.node("age", 1), tree.node("kind", 3)] {
        assert_eq!(
            tree.at(node, "indexed-repeat(${name}, ${person}, 2)").unwrap(),
            "Li"
        );
        assert_eq!(
            tree.at(node, "indexed-repeat(${name}, ${person}, 3)").unwrap(),
            ""
        );
    }
    let town = tree.node("town", 1);
    assert_eq!(
        tree.at(town, "indexed-repeat(${kind}, ${person}, 1, ${pet}, 2)")
            .unwrap(),
        "dog"
    );
    assert_eq!(
        tree.at(town, "${person}[${town} = 'Ulm' and age < 18]/name")
            .unwrap(),
        "Li"
    );
}

#[test]
fn an_expression_tells_what_it_looks_at() {
    let parsed = Expression::parse("if(${a} = 1, ${b}[${c} > 2], concat(${a}, 'x'))").unwrap();
    assert_eq!(parsed.references().collect::<Vec<_>>(), ["a", "b", "c", "a"]);
    assert!(parsed.uses(Function::Concat) && !parsed.is_constant() && !parsed.is_volatile());
    assert!(Expression::parse("today() > '2024-01-01'").unwrap().is_volatile());
    assert!(Expression::parse("1 + 2 = 3").unwrap().is_constant());
    assert!(Expression::parse("string-length() > 2").unwrap().uses_context());
    assert_eq!(
        Expression::parse(" false( ) ").unwrap().literal_truth(),
        Some(false)
    );
}

#[test]
fn calculations_come_after_what_they_refer_to_or_the_cycle_is_named() {
    let calculations = [
        ("total", vec!["net", "tax"]),
        ("tax", vec!["net", "rate"]),
        ("net", vec![]),
    ];
    assert_eq!(order(&calculations), Ok(vec![2, 1, 0]));
    let circle = [
        ("a", vec![]),
        ("b", vec!["a", "c"]),
        ("c", vec!["d"]),
        ("d", vec!["b"]),
    ];
    let path = ["b", "c", "d", "b"].map(str::to_owned).to_vec();
    assert_eq!(order(&circle), Err(Cycle { path }));
    assert_eq!(order(&[("a", vec!["a"])]).unwrap_err().to_string(), "a → a");
}
