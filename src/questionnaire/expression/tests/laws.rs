//! Laws that hold for every expression.

use proptest::prelude::*;

use super::outline::{Outline, still};
use crate::questionnaire::expression::{
    Axis, Call, Chain, Evaluation, Expression, Function, Kind, NodeTest, Operator, Path, Span, Start, Step,
    Term,
};

fn term(kind: Kind) -> Term {
    Term {
        kind,
        span: Span::default(),
    }
}

fn name() -> impl Strategy<Value = Box<str>> {
    "(or|and|div|mod|[a-zé_][a-z0-9_.-]{0,5})".prop_map(Into::into)
}

fn test() -> impl Strategy<Value = NodeTest> {
    prop_oneof![
        5 => (proptest::option::weighted(0.1, name()), name())
            .prop_map(|(prefix, local)| NodeTest::Name { prefix, local }),
        1 => Just(NodeTest::AnyName),
        1 => name().prop_map(NodeTest::AnyNameIn),
        1 => Just(NodeTest::Any),
        1 => Just(NodeTest::Text),
        1 => Just(NodeTest::ProcessingInstruction(Some("a".into()))),
    ]
}

fn step(inner: impl Strategy<Value = Term>) -> impl Strategy<Value = Step> {
    let axis = prop_oneof![3 => Just(Axis::Child), 1 => proptest::sample::select(&Axis::ALL[..])];
    (axis, test(), proptest::collection::vec(inner, 0..2)).prop_map(|(axis, test, predicates)| Step {
        axis,
        test,
        predicates,
    })
}

/// Bare `self::node()` at the beginning of a path are not kept by the parser.
fn leading_somewhere(mut steps: Vec<Step>) -> Vec<Step> {
    let nowhere = Step::new(Axis::SelfNode, NodeTest::Any);
    let count = steps.iter().take_while(|step| **step == nowhere).count();
    steps.drain(..count);
    steps
}

fn chain(precedence: u8, first: Term, rest: Vec<(u8, Term)>) -> Kind {
    let all = [
        Operator::Or,
        Operator::And,
        Operator::Equal,
        Operator::NotEqual,
        Operator::Less,
        Operator::GreaterOrEqual,
        Operator::Add,
        Operator::Subtract,
        Operator::Multiply,
        Operator::Divide,
        Operator::Modulo,
    ];
    let fitting: Vec<Operator> = all
        .into_iter()
        .filter(|operator| operator.precedence() == precedence)
        .collect();
    let rest = rest
        .into_iter()
        .map(|(pick, term)| (fitting[usize::from(pick) % fitting.len()], term))
        .collect();
    Kind::Chain(Chain {
        first: Box::new(first),
        rest,
    })
}

fn tree() -> impl Strategy<Value = Term> {
    let leaf = prop_oneof![
        (0.0_f64..1e12).prop_map(Kind::Number),
        (0_u32..100).prop_map(|whole| Kind::Number(f64::from(whole))),
        "[^']{0,8}".prop_map(|text| Kind::Text(text.into())),
        "[^\"]{0,8}".prop_map(|text| Kind::Text(text.into())),
        name().prop_map(Kind::Reference),
        Just(Kind::Path(Path {
            start: Start::Here,
            steps: Vec::new()
        })),
        Just(Kind::Path(Path {
            start: Start::Root,
            steps: Vec::new()
        })),
    ]
    .prop_map(term);
    leaf.prop_recursive(5, 40, 4, |inner| {
        let inner = inner.boxed();
        let steps = |least: usize| proptest::collection::vec(step(inner.clone()), least..4);
        let base = || {
            prop_oneof![
                name().prop_map(|name| term(Kind::Reference(name))),
                inner.clone().prop_filter("nodes", |term| matches!(
                    term.kind,
                    Kind::Path(_) | Kind::Filter { .. }
                )),
            ]
        };
        let call =
            (0_usize..6, proptest::collection::vec(inner.clone(), 3)).prop_map(|(which, arguments)| {
                let (function, count) = [
                    (Function::True, 0),
                    (Function::Not, 1),
                    (Function::StringLength, 1),
                    (Function::Selected, 2),
                    (Function::If, 3),
                    (Function::Concat, 3),
                ][which];
                Kind::Call(Call::new(function, arguments.into_iter().take(count).collect()))
            });
        let operands = proptest::collection::vec((any::<u8>(), inner.clone()), 1..3);
        prop_oneof![
            (1_u8..=6, inner.clone(), operands).prop_map(|(level, first, rest)| chain(level, first, rest)),
            inner.clone().prop_map(|inner| Kind::Negate(Box::new(inner))),
            call,
            steps(0).prop_map(|steps| Kind::Path(Path {
                start: Start::Here,
                steps: leading_somewhere(steps)
            })),
            steps(1).prop_map(|steps| Kind::Path(Path {
                start: Start::Root,
                steps: leading_somewhere(steps)
            })),
            (base(), steps(1)).prop_map(|(base, steps)| {
                Kind::Path(Path {
                    start: Start::Term(Box::new(base)),
                    steps,
                })
            }),
            (base(), proptest::collection::vec(inner.clone(), 1..3)).prop_map(|(base, predicates)| {
                Kind::Filter {
                    base: Box::new(base),
                    predicates,
                }
            }),
            (base(), base()).prop_map(|(first, second)| {
                Kind::Chain(Chain {
                    first: Box::new(first),
                    rest: vec![(Operator::Union, second)],
                })
            }),
        ]
        .prop_map(term)
    })
}

/// Pieces of expressions in any order.
fn scraps() -> impl Strategy<Value = String> {
    const SCRAPS: &[&str] = &[
        "(",
        ")",
        "[",
        "]",
        ",",
        "/",
        "//",
        ".",
        "..",
        "*",
        "-",
        "+",
        "=",
        "!=",
        "<",
        "|",
        "@",
        "::",
        " and ",
        " or ",
        "mod",
        "1",
        "2.5",
        "'a'",
        "\"",
        "${a}",
        "${",
        "}",
        "data",
        "a",
        "child::",
        "node()",
        "if(",
        "count(",
        "concat(",
        "substr('aé😀', ",
        "round(",
        "date(",
        "regex('a', ",
        "position()",
        "-1",
        "99999999999999999999",
        "randomize(",
        "uuid(",
        "format-date('2024-01-01', '%",
        "translate(",
        "é",
        "😀",
        "\u{0}",
        "$",
        "{",
        "e5",
        "selected-at(",
    ];
    proptest::collection::vec(proptest::sample::select(SCRAPS), 0..25).prop_map(|scraps| scraps.concat())
}

fn survives(source: &str) {
    let Ok((expression, faults)) = Expression::examine(source) else {
        return;
    };
    let tree = Outline::new("data\n    a: 1 é\n    a: 2024-01-01");
    let mut still = still();
    still.budget = 5_000;
    let evaluation = Evaluation::new(&tree, &still, 2);
    let _ = evaluation.value(&expression).map(|value| value.text(&tree));
    if faults.is_empty() {
        let printed = expression.to_string();
        assert_eq!(
            Expression::parse(&printed).as_ref(),
            Ok(&expression),
            "{source} printed as {printed}"
        );
    }
}

#[test]
fn steps_that_lead_nowhere_are_left_out_at_the_beginning() {
    for (source, printed) in [
        ("./.", "."),
        ("././a", "a"),
        ("./.. ", ".."),
        ("./.[. = 1]", ".[. = 1]"),
        ("/.", "/"),
        ("/./a", "/a"),
    ] {
        survives(source);
        assert_eq!(Expression::parse(source).unwrap().to_string(), printed);
    }
}

#[test]
fn printing_nests_no_deeper_than_what_was_read() {
    let deepest = format!("//*//**{}*|/+a", "-".repeat(118));
    assert!(Expression::parse(&deepest).is_ok() && Expression::parse(&deepest.replace("--", "---")).is_err());
    survives(&deepest);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn reading_what_was_printed_gives_the_same_tree(tree in tree()) {
        let printed = tree.to_string();
        let (read, _) = Expression::examine(&printed).map_err(|fault| TestCaseError::fail(format!("{printed}: {fault}")))?;
        prop_assert_eq!(read.root(), &tree, "{}", printed);
    }

    #[test]
    fn no_text_makes_the_room_panic(source in ".{0,60}") {
        survives(&source);
    }

    #[test]
    fn no_pile_of_scraps_makes_the_room_panic(source in scraps()) {
        survives(&source);
    }

    #[test]
    fn an_expression_survives_serialisation(tree in tree()) {
        let expression = Expression::examine(&tree.to_string()).unwrap().0;
        let json = serde_json::to_string(&expression).unwrap();
        if let Ok(read) = serde_json::from_str::<Expression>(&json) {
            prop_assert_eq!(read, expression);
        }
    }
}
