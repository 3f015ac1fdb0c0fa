//! Cells that hold expressions.

use super::references;
use crate::questionnaire::definition::Initial;
use crate::questionnaire::expression::{Expression, Problem, SyntaxFault};
use crate::questionnaire::findings::{Code, Findings, Place};

/// Parses an expression; each fault becomes a finding with its position.
pub(super) fn expression(text: &str, place: &Place, findings: &mut Findings) -> Option<Expression> {
    if text.is_empty() {
        return None;
    }
    let (expression, faults) = match Expression::examine(text) {
        Ok((expression, faults)) => (Some(expression), faults),
        Err(fault) => (None, vec![fault]),
    };
    let sound = faults.is_empty();
    for fault in faults {
        findings.add(place.clone(), code(&fault));
    }
    expression.filter(|_| sound)
}

fn code(fault: &SyntaxFault) -> Code {
    match &fault.problem {
        Problem::RefusedFunction { name } => Code::Unsupported {
            feature: format!("The function {name}()"),
        },
        // The same is said of references in texts.
        Problem::RefusedFeature { feature } if feature.as_str() == "last-saved" => references::last_saved(),
        Problem::RefusedFeature { feature } => Code::Unsupported {
            feature: format!("“{feature}” in expressions"),
        },
        problem => Code::Expression {
            kind: fault.code(),
            position: fault.column,
            reason: problem.to_string(),
            mend: fault.mend(),
        },
    }
}

/// A rule that may be written as yes or no; no is no rule.
pub(super) fn condition(text: &str, place: &Place, findings: &mut Findings) -> Option<Expression> {
    match yes_no(text) {
        Some(true) => expression("true()", place, findings),
        Some(false) => None,
        None => expression(text, place, findings),
    }
}

/// A rule that may be written as yes or no, where no says something too.
pub(super) fn rule(text: &str, place: &Place, findings: &mut Findings) -> Option<Expression> {
    match yes_no(text) {
        Some(true) => expression("true()", place, findings),
        Some(false) => expression("false()", place, findings),
        None => expression(text, place, findings),
    }
}

/// Yes or no in the spellings of spreadsheets.
pub(super) fn yes_no(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "yes" | "true" | "true()" => Some(true),
        "no" | "false" | "false()" => Some(false),
        _ => None,
    }
}

/// A yes or no column of ours; anything else is a finding, empty is no.
pub(super) fn flag(text: &str, place: &Place, findings: &mut Findings) -> bool {
    if text.is_empty() {
        return false;
    }
    yes_no(text).unwrap_or_else(|| {
        findings.add(
            place.clone(),
            Code::NotYesNo {
                word: text.to_owned(),
            },
        );
        false
    })
}

/// The starting value: an expression if it calls a function, names a question or calculates.
///
/// `hyphens` says that the type's literals contain `-`, as dates do.
pub(super) fn initial(text: &str, hyphens: bool, place: &Place, findings: &mut Findings) -> Option<Initial> {
    if text.is_empty() {
        return None;
    }
    if is_dynamic(text, hyphens) {
        return expression(text, place, findings).map(Initial::Expression);
    }
    Some(Initial::Literal(text.to_owned()))
}

fn is_dynamic(text: &str, hyphens: bool) -> bool {
    let outside = outside_quotes(text);
    outside.contains("${") || calls_function(&outside) || (!hyphens && calculates(&outside))
}

/// The text without what stands in quotes.
fn outside_quotes(text: &str) -> String {
    let mut quote = None;
    let mut outside = String::new();
    for character in text.chars() {
        match (quote, character) {
            (None, '\'' | '"') => quote = Some(character),
            (None, other) => outside.push(other),
            (Some(open), closing) if open == closing => quote = None,
            (Some(_), _) => {}
        }
    }
    // An apostrophe in a sentence quotes nothing.
    if quote.is_some() { text.to_owned() } else { outside }
}

/// Whether a name stands right before a bracket that is closed later.
fn calls_function(text: &str) -> bool {
    let closed = text.contains(')');
    closed
        && text.split('(').rev().skip(1).any(|front| {
            front
                .chars()
                .next_back()
                .is_some_and(|last| last.is_ascii_alphanumeric() || last == '-')
        })
}

/// Whether numbers are joined by operators, and nothing else occurs.
fn calculates(text: &str) -> bool {
    let number = |part: &str| part.trim().parse::<f64>().is_ok();
    let parts: Vec<&str> = text
        .split(['+', '*', '-'])
        .flat_map(|part| part.split(" div "))
        .collect();
    parts.len() > 1 && parts.iter().all(|part| number(part))
}

#[cfg(test)]
mod tests {
    use super::{is_dynamic, yes_no};

    #[test]
    fn defaults_that_calculate_are_told_from_those_that_are_values() {
        for dynamic in ["today()", "${a}", "concat('x', ${b})", "1 + 1", "once(uuid())"] {
            assert!(is_dynamic(dynamic, false), "{dynamic}");
        }
        for literal in [
            "yes",
            "-1",
            "2024-01-01",
            "a b",
            "don't know (yet)",
            "it's",
            "foo-bar",
        ] {
            assert!(!is_dynamic(literal, literal.starts_with('2')), "{literal}");
        }
    }

    #[test]
    fn yes_has_many_spellings() {
        assert_eq!(yes_no("TRUE"), Some(true));
        assert_eq!(yes_no("No"), Some(false));
        assert_eq!(yes_no("maybe"), None);
    }
}
