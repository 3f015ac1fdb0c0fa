//! What proposals change.

use super::{kept, now, statement};
use crate::chain::registry::changes::{Effect, Known, Plan, Proposal, Subject, Voice, plan};
use crate::chain::registry::import::findings::{Code, Place};
use crate::chain::registry::statements::{Line, Standing};

/// A proposal about `a/1` or another address.
fn proposal(address: &str, field: &str, item: &str, value: &str, on: &str) -> Proposal {
    Proposal {
        subject: subject(address),
        statement: statement(field, item, value, on),
        voice: Voice::Given,
        place: Place::default(),
    }
}

fn subject(address: &str) -> Subject {
    let (model, release) = address
        .split_once('/')
        .map_or((address, None), |(m, r)| (m, Some(r)));
    Subject {
        model: model.parse().unwrap(),
        release: release.map(|release| release.parse().unwrap()),
    }
}

/// The registry knows that the licence of `a/1` has been MIT since 2024.
fn known() -> Known {
    let mut known = Known::default();
    known.add(subject("a/1"), kept("licence", "", "MIT", "2024-01-01"));
    known.add(
        subject("a/1"),
        kept("identifier", "hub", "hf:a/one", "2024-01-01"),
    );
    known
}

fn effects(plan: &Plan) -> Vec<&'static str> {
    let word = |effect: &Effect| match effect {
        Effect::New => "new",
        Effect::Changed(_) => "changed",
        Effect::Corrected(_) => "corrected",
        Effect::Same => "same",
        Effect::Conflict(_) => "conflict",
    };
    plan.changes.iter().map(|change| word(&change.effect)).collect()
}

fn planned(proposals: Vec<Proposal>) -> Plan {
    plan(known(), proposals, now(), None)
}

fn codes(plan: &Plan) -> Vec<Code> {
    plan.findings.all().iter().map(|finding| finding.code).collect()
}

#[test]
fn a_statement_is_new_changed_the_same_or_a_conflict() {
    for (value, on, effect) in [
        ("MIT", "2024-01-01", "same"),
        ("MIT", "2025-01-01", "same"),
        ("Apache-2.0", "2025-01-01", "changed"),
        ("Apache-2.0", "2023-01-01", "new"),
        ("Apache-2.0", "2024-01-01", "conflict"),
    ] {
        let plan = planned(vec![proposal("a/1", "licence", "", value, on)]);
        assert_eq!(effects(&plan), [effect], "{value} {on}");
    }
    let plan = planned(vec![proposal("a/1", "publisher", "", "A", "2024-01-01")]);
    assert_eq!(effects(&plan), ["new"]);
    assert!(plan.new_releases.is_empty());
}

#[test]
fn a_conflict_with_a_reason_is_a_correction_and_stays_one() {
    let contrary = proposal("a/1", "licence", "", "Apache-2.0", "2024-01-01");
    let reason = Line::typed("reason", "the card was misread").unwrap();
    let first = plan(known(), vec![contrary.clone()], now(), Some(&reason));
    assert_eq!(effects(&first), ["corrected"]);
    let stored = first.additions().next().unwrap();
    assert_eq!(stored.statement.reason.as_ref(), Some(&reason));

    let was = proposal("a/1", "licence", "", "MIT", "2024-01-01");
    let again = plan(first.known.clone(), vec![contrary, was], now(), None);
    assert_eq!(
        effects(&again),
        ["same", "same"],
        "what was corrected was said once"
    );
}

#[test]
fn rows_of_one_file_count_one_after_the_other() {
    let plan = planned(vec![
        proposal("b/1", "access", "", "A3", "2023-01-01"),
        proposal("b/1", "access", "", "A5", "2024-01-01"),
        proposal("b/1", "access", "", "A5", "2024-06-01"),
        proposal("b/1", "access", "", "A4", "2024-01-01"),
    ]);
    assert_eq!(effects(&plan), ["new", "changed", "same", "conflict"]);
    assert_eq!(plan.new_releases.len(), 1);
}

#[test]
fn what_cannot_stand_is_told_and_left_out() {
    let mut back = proposal("a/1", "licence", "", "MIT", "2025-01-01");
    back.statement.standing = Standing::Withdrawn;
    for (proposal, code) in [
        (
            proposal("a/1", "licence", "", "MIT", "2025-06-02"),
            Code::DayToCome,
        ),
        (back, Code::ReasonMissing),
        (
            proposal("a", "licence", "", "MIT", "2025-01-01"),
            Code::NotOfModels,
        ),
        (
            proposal("a/1", "base", "ad.sft", "a/1", "2025-01-01"),
            Code::OwnBase,
        ),
        (
            proposal("a/1", "base", "ad.sft", "z/1", "2025-01-01"),
            Code::BaseUnknown,
        ),
        (
            proposal("b/1", "identifier", "hub", "hf:a/one", "2025-01-01"),
            Code::IdentifierTaken,
        ),
    ] {
        let plan = planned(vec![proposal]);
        assert_eq!((effects(&plan), codes(&plan)), (vec![], vec![code]));
    }
}

#[test]
fn a_base_may_stand_in_the_same_file() {
    let plan = planned(vec![
        proposal("a/1", "base", "ad.sft", "z/1", "2025-01-01"),
        proposal("z/1", "name", "", "Z", "2025-01-01"),
    ]);
    assert_eq!(effects(&plan), ["new", "new"]);
}

#[test]
fn guessed_names_give_way_to_identifiers_that_are_known() {
    let guessed = |mut proposal: Proposal, voice| {
        proposal.voice = voice;
        proposal
    };
    let plan = planned(vec![
        guessed(
            proposal("a-one/1", "identifier", "hub", "hf:a/one", "2025-01-01"),
            Voice::Guessed,
        ),
        guessed(
            proposal("a-one/1", "publisher", "", "A", "2025-01-01"),
            Voice::Guessed,
        ),
        guessed(
            proposal("c/1", "base", "ad.sft", "a-one/1", "2025-01-01"),
            Voice::Guessed,
        ),
    ]);
    assert_eq!(effects(&plan), ["same", "new", "new"]);
    assert_eq!(codes(&plan), [Code::KnownByAnotherName]);
    let subjects: Vec<_> = plan
        .changes
        .iter()
        .map(|one| one.proposal.subject.to_string())
        .collect();
    assert_eq!(subjects, ["a/1", "a/1", "c/1"]);
    assert_eq!(plan.changes[2].proposal.statement.fact.cells().value, "a/1");
}

#[test]
fn what_is_mentioned_in_passing_changes_nothing_that_is_known() {
    let mut mention = proposal("a/1", "licence", "", "Apache-2.0", "2025-01-01");
    mention.voice = Voice::Mentioned;
    assert_eq!(effects(&planned(vec![mention])), ["same"]);
}

#[test]
fn two_releases_of_a_file_never_become_one() {
    let mut plan = vec![
        proposal("x/1", "identifier", "hub", "hf:a/one", "2025-01-01"),
        proposal("y/1", "identifier", "hub", "hf:a/one", "2025-01-01"),
    ];
    for one in &mut plan {
        one.voice = Voice::Guessed;
    }
    let plan = planned(plan);
    let subjects: Vec<_> = plan
        .changes
        .iter()
        .map(|one| one.proposal.subject.to_string())
        .collect();
    assert_eq!(subjects, ["a/1"]);
    assert_eq!(codes(&plan), [Code::KnownByAnotherName, Code::IdentifierTaken]);
}
