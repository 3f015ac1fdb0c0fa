//! Faults say where, what and how to mend it; no input is too hostile.

use super::outline::{Outline, still};
use crate::questionnaire::expression::{DEEPEST, Evaluation, EvaluationFault, Expression, Function};

#[test]
fn a_fault_has_a_code_a_place_and_a_mend() {
    for (source, code, position, mend) in [
        ("", "expression-empty", 0, "write an expression"),
        ("${a} == 1", "expression-operator", 5, "write `=`"),
        ("${a} && ${b}", "expression-operator", 5, "write `and`"),
        ("a AND b", "expression-operator", 2, "write `and`"),
        ("!${a}", "expression-operator", 0, "write `not(…)`"),
        ("${a} = ‘x’", "expression-curly-quote", 7, "straight"),
        ("${a} = 'x", "expression-open-text", 7, "close"),
        ("${a = 1", "expression-reference", 0, "${name}"),
        ("$age > 3", "expression-variable", 0, "${age}"),
        ("1e3 + 1", "expression-exponent", 0, "1000000"),
        ("(1 + 2", "expression-unclosed", 0, "`)`"),
        ("if(a = 1, 'x'", "expression-unclosed", 2, "`)`"),
        ("1 + 2)", "expression-unopened", 5, "remove"),
        ("1 +", "expression-operand-missing", 3, "complete"),
        ("1 + * 2", "expression-operator-missing", 6, "operator"),
        ("${a} ${b}", "expression-operator-missing", 5, "operator"),
        (
            "selcted(${a}, 'x')",
            "expression-unknown-function",
            0,
            "`selected()`",
        ),
        ("1 + round(1, 2, 3)", "expression-arguments", 4, "1 to 2"),
        (
            "area(${a})",
            "expression-unsupported-function",
            0,
            "documentation",
        ),
        ("count('a')", "expression-nodes-expected", 6, "path"),
        ("regex(., '(?=a)b')", "expression-pattern", 9, "look-around"),
        (
            "${last-saved#a}",
            "expression-unsupported-feature",
            0,
            "documentation",
        ),
        ("foo::bar", "expression-axis", 0, "child"),
    ] {
        let fault = Expression::parse(source).expect_err(source);
        assert_eq!((fault.code(), fault.position()), (code, position), "{source}");
        assert!(fault.mend().contains(mend), "{source}: {}", fault.mend());
    }
}

#[test]
fn the_column_counts_characters_and_all_faults_of_meaning_are_found() {
    let fault = Expression::parse("concat('é😀', lenght(.))").unwrap_err();
    assert_eq!((fault.position(), fault.column), (17, 14));
    let (_, faults) = Expression::examine("foo(1) + bar(2) + substr()").unwrap();
    assert_eq!(faults.len(), 3);
}

#[test]
fn nesting_is_refused_before_the_stack_ends_and_allowed_until_then() {
    let shapes: [(&str, &str, &str); 5] = [
        ("(", "1", ")"),
        ("if(true(), ", "1", ", 2)"),
        ("-", "1", ""),
        ("a[", "1", "]"),
        ("1 or 2 and 3 = (", "1", ")"),
    ];
    let (tree, still) = (Outline::new("a"), still());
    for (open, inner, close) in shapes {
        let nested = |levels: usize| format!("{}{inner}{}", open.repeat(levels), close.repeat(levels));
        let fault = Expression::parse(&nested(5_000.min(32_000 / (open.len() + close.len())))).unwrap_err();
        assert_eq!(fault.code(), "expression-too-deep");
        let deep = (1..=DEEPEST)
            .rev()
            .find_map(|levels| Expression::parse(&nested(levels)).ok())
            .unwrap();
        assert_eq!(Expression::parse(&deep.to_string()).unwrap(), deep.clone());
        Evaluation::new(&tree, &still, 1).value(&deep).unwrap();
    }
    assert_eq!(
        Expression::parse(&"1 ".repeat(40_000)).unwrap_err().code(),
        "expression-too-long"
    );
    let long = vec!["${a} = 1"; 2_500].join(" or ");
    assert!(
        !Evaluation::new(&tree, &still, 0)
            .truth(&Expression::parse(&long).unwrap())
            .unwrap()
    );
}

#[test]
fn a_costly_expression_ends_in_a_fault() {
    let rows = "    row: 1\n".repeat(150);
    let (tree, mut still) = (Outline::new(&format!("data\n{rows}")), still());
    still.budget = 20_000;
    for source in [
        "//*[//*[//*]]",
        "count(//row[. = //row[. = 2]])",
        "concat(join(',', //row[../row]), '')",
    ] {
        let expression = Expression::parse(source).unwrap();
        let fault = Evaluation::new(&tree, &still, 0).value(&expression).unwrap_err();
        assert_eq!(fault, EvaluationFault::TooCostly, "{source}");
    }
}

#[test]
fn every_function_is_on_the_page_for_authors() {
    let page = include_str!("../../../../docs/expressions.md");
    for function in Function::ALL {
        let name = format!("`{}(", function.name());
        assert!(page.contains(&name), "{name} is not in docs/expressions.md");
    }
}
