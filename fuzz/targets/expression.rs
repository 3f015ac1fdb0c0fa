//! Any text as an expression: read, printed, read again, and evaluated over a few answers.
#![no_main]

use std::borrow::Cow;

use chrono::DateTime;
use libfuzzer_sys::fuzz_target;
use soundings::questionnaire::expression::{Evaluation, Expression, Still, Tree, Zone};

/// A group `g` with three answers, in a row: root, `data`, `g`, `a`, `b`, `b`.
struct Few;

const NAMES: [&str; 6] = ["", "data", "g", "a", "b", "b"];
const TEXTS: [&str; 6] = ["", "", "", "12", "x y", ""];
const PARENTS: [Option<usize>; 6] = [None, Some(0), Some(1), Some(2), Some(2), Some(2)];

impl Tree for Few {
    type Node = usize;

    fn root(&self) -> usize {
        0
    }

    fn parent(&self, node: usize) -> Option<usize> {
        PARENTS[node]
    }

    fn children(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        (0..PARENTS.len()).filter(move |child| PARENTS[*child] == Some(node))
    }

    fn name(&self, node: usize) -> &str {
        NAMES[node]
    }

    fn text(&self, node: usize) -> Cow<'_, str> {
        Cow::Borrowed(TEXTS[node])
    }
}

fuzz_target!(|source: &str| {
    let Ok((expression, faults)) = Expression::examine(source) else {
        return;
    };
    if faults.is_empty() {
        let printed = expression.to_string();
        let again = Expression::parse(&printed).expect("what is printed can be read");
        assert_eq!(again.root(), expression.root(), "{printed}");
    }
    let mut around = Still::new(DateTime::UNIX_EPOCH, Zone::default(), 1);
    around.budget = 50_000;
    for node in [2, 4] {
        let _ = Evaluation::new(&Few, &around, node).stored(&expression);
    }
});
