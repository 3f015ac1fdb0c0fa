//! Releases of the registry: in answers, in `pulldata()`, in texts, and what a context lacks of them.

use std::sync::Arc;

use serde_json::json;

use super::{answers, at, context, plan};
use crate::chain::registry::{Asked, Excerpt};
use crate::questionnaire::evaluation::{Context, State, evaluate};
use crate::questionnaire::validation::{self, Extent, FaultKind};

const TABLE: &str = "\
| survey | | | | | |
| | type | name | label | calculation | relevant |
| | select_one_from_file releases.csv | release | Which? | | |
| | calculate | maker | | pulldata('releases', 'publisher', 'name', ${release}) | |
| | text | number | Number | | |
| | calculate | filed | | pulldata('releases.csv', 'label', 'cn-filing', ${number}) | |
| | text | said | You said ${release}. | | |
";

fn known() -> Context {
    let excerpt = Excerpt::default().with(&[
        ("name", "llama/8b"),
        ("label", "Llama *8B*"),
        ("publisher", "Meta"),
        ("cn-filing", "Beijing-1"),
    ]);
    Context {
        registry: Arc::new(excerpt),
        ..context()
    }
}

fn value<'s>(state: &'s State<'_>, name: &str) -> &'s str {
    state.value(at(state, name))
}

fn asked(column: &str, value: &str) -> Asked {
    Asked {
        column: column.to_owned(),
        value: value.to_owned(),
    }
}

#[test]
fn what_is_known_of_a_release_is_looked_up_by_its_address_and_by_identifiers() {
    let (plan, known) = (plan(TABLE), known());
    let given = answers(json!({"release": "llama/8b", "number": "Beijing-1"}));
    let state = evaluate(&plan, &given, &known);
    assert_eq!(
        (value(&state, "maker"), value(&state, "filed")),
        ("Meta", "Llama *8B*")
    );
    assert!(state.lacked().is_empty());
    assert!(validation::faults(&state, Extent::Whole).is_empty());
    assert_eq!(state.label(at(&state, "said")), "You said Llama \\*8B\\*.");
    assert_eq!(
        state.choices(at(&state, "release")).len(),
        1,
        "nothing but what was chosen"
    );
}

#[test]
fn what_the_context_does_not_have_is_said_and_comes_to_nothing() {
    let (plan, nothing) = (plan(TABLE), context());
    let given = answers(json!({"release": "llama/8b", "number": "Beijing-1"}));
    let state = evaluate(&plan, &given, &nothing);
    assert_eq!((value(&state, "maker"), value(&state, "filed")), ("", ""));
    let lacked: Vec<Asked> = state.lacked().into_iter().collect();
    assert_eq!(
        lacked,
        [asked("cn-filing", "Beijing-1"), asked("name", "llama/8b")]
    );
    let faults = validation::faults(&state, Extent::Whole);
    assert!(
        matches!(faults.as_slice(), [fault] if matches!(fault.kind, FaultKind::UnknownChoice { .. })),
        "{faults:?}"
    );
}

#[test]
fn words_are_an_answer_and_ask_for_nothing() {
    let (plan, nothing) = (plan(TABLE), context());
    let given = answers(json!({"release": "text:my *own*"}));
    let state = evaluate(&plan, &given, &nothing);
    assert_eq!(value(&state, "maker"), "");
    assert!(state.lacked().is_empty());
    assert!(validation::faults(&state, Extent::Whole).is_empty());
    assert_eq!(state.label(at(&state, "said")), "You said my \\*own\\*.");
    for broken in ["text:", "text: ", "Llama 8B"] {
        let given = answers(json!({"release": broken}));
        let state = evaluate(&plan, &given, &nothing);
        assert_eq!(validation::faults(&state, Extent::Whole).len(), 1, "{broken}");
    }
}
