//! What a walk says to authors.

use std::collections::BTreeSet;

use super::branches::Kinds;
use super::unknown;
use super::{Branch, Outcome, Proof, Trap, Walk, Way};
use crate::questionnaire::answers::{Answer, Answers};
use crate::questionnaire::definition::Question;
use crate::questionnaire::evaluation::{Item, NodeId, Plan};
use crate::questionnaire::expression::{Expression, Function, Kind, Term};
use crate::questionnaire::findings::{Code, Findings, Place, Routing};

/// Names that one message lists.
const MOST_NAMES: usize = 6;

/// The remarks on a walk; `place` is the survey sheet. Of a definition that was stored nobody knows
/// the rows any more.
pub(super) fn remarks(plan: &Plan, walk: &Walk, place: &Place) -> Remarks {
    let mut author = Author {
        plan,
        walk,
        place,
        remarks: Remarks::default(),
    };
    author.pages();
    for branch in &walk.branches {
        author.branch(branch);
    }
    for (node, kinds) in &walk.kinds {
        author.offers(*node, kinds);
    }
    for trap in &walk.traps {
        author.trap(trap);
    }
    for dead in &walk.dead {
        let condition = dead.condition.clone();
        let code = if dead.holds {
            Routing::ConditionAlways { condition }
        } else {
            Routing::ConditionNever { condition }
        };
        author.add(dead.node, dead.column, code);
    }
    author.remarks
}

/// What is said, and how much of it bars a study: of very many findings not all are kept.
#[derive(Debug, Default)]
pub struct Remarks {
    pub findings: Findings,
    /// The remarks on branches that keep a study from being opened.
    pub bars: usize,
}

struct Author<'w> {
    plan: &'w Plan,
    walk: &'w Walk,
    place: &'w Place,
    remarks: Remarks,
}

impl Author<'_> {
    fn add(&mut self, node: NodeId, column: &str, code: Routing) {
        let row = match self.plan.item(node) {
            Some(Item::Question(question)) => question.row.0,
            Some(Item::Group(group)) => group.row.0,
            None => 0,
        };
        let mut place = self.place.clone().column(column);
        if row > 0 {
            place = place.row(row);
        }
        self.remarks.bars += usize::from(code.bars());
        self.remarks.findings.add(place, Code::Routing(code));
    }

    fn name(&self, node: NodeId) -> String {
        match self.plan.item(node) {
            Some(Item::Question(question)) => question.name.clone(),
            Some(Item::Group(group)) => group.name.clone(),
            None => String::new(),
        }
    }

    /// Whether something around the node is never relevant, or is not known to be: nothing further is
    /// said about what it contains.
    fn is_within_closed(&self, node: NodeId) -> bool {
        let around = std::iter::successors(self.plan.parent(node), |around| self.plan.parent(*around));
        around.into_iter().any(|around| self.is_closed(around))
    }

    fn is_closed(&self, node: NodeId) -> bool {
        let asked = self.walk.outcome(node, Way::Asked);
        matches!(asked, Some(Outcome::Impossible(_) | Outcome::NotWalked))
    }

    /// Whether it is written not to be asked.
    fn is_switched_off(&self, node: NodeId) -> bool {
        let rule = match self.plan.item(node) {
            Some(Item::Question(question)) => question.relevant.as_ref(),
            Some(Item::Group(group)) => group.relevant.as_ref(),
            None => None,
        };
        rule.and_then(Expression::literal_truth) == Some(false)
    }

    fn is_impossible(&self, node: NodeId, way: Way) -> bool {
        matches!(self.walk.outcome(node, way), Some(Outcome::Impossible(_)))
    }

    /// Pages on which everything that can be seen is never relevant.
    fn pages(&mut self) {
        for page in self.plan.pages() {
            let mut within: Vec<NodeId> = page.nodes.clone();
            let mut at = 0;
            while let Some(node) = within.get(at) {
                within.extend(self.plan.children(*node).collect::<Vec<_>>());
                at += 1;
            }
            let is_shown = |node: &&NodeId| {
                let question = self.plan.question(**node);
                question.is_some_and(|question| question.kind.is_shown())
            };
            let is_out = |node: &NodeId| {
                let around = std::iter::successors(Some(*node), |around| self.plan.parent(*around));
                around
                    .into_iter()
                    .any(|around| self.is_impossible(around, Way::Asked))
            };
            let is_off = |node: &NodeId| {
                let around = std::iter::successors(Some(*node), |around| self.plan.parent(*around));
                around.into_iter().any(|around| self.is_switched_off(around))
            };
            let shown = || within.iter().filter(is_shown);
            if let Some(first) = page.nodes.first().copied()
                && shown().all(is_out)
                && !shown().all(is_off)
            {
                let page = self.name(first);
                self.add(first, "relevant", Routing::PageNeverReached { page });
            }
        }
    }

    fn branch(&mut self, branch: &Branch) {
        let Branch { node, way, outcome } = branch;
        if self.is_within_closed(*node) || *way != Way::Asked && self.is_closed(*node) {
            return;
        }
        match outcome {
            Outcome::Walked(_) => {}
            Outcome::Impossible(proof) => self.impossible(*node, *way, proof),
            // What is not known is told already, by its file.
            Outcome::NotWalked if unknown::is_any_unknown(self.plan.definition()) => {}
            Outcome::NotWalked => {
                let (column, what) = self.in_words(*node, *way);
                self.add(*node, column, Routing::NotWalked { what });
            }
        }
    }

    fn impossible(&mut self, node: NodeId, way: Way, proof: &Proof) {
        let name = self.name(node);
        let question = self.plan.question(node);
        match way {
            Way::Asked if self.is_switched_off(node) => {
                self.add(node, "relevant", Routing::SwitchedOff { name });
            }
            Way::Asked if self.is_reported_page(node) => {}
            Way::Asked => {
                let to = self.names(&proof.questions);
                self.add(node, "relevant", Routing::NeverRelevant { name, to });
            }
            Way::LeftOut if proof.by_place => self.add(node, "relevant", Routing::RuleImplied { name }),
            Way::LeftOut => self.add(node, "relevant", Routing::AlwaysRelevant { name }),
            Way::Accepted => {
                let code = if question.is_some_and(|question| question.required.is_some()) {
                    Routing::NeverAnswered { name }
                } else {
                    Routing::RefusesAll { name }
                };
                self.add(node, "constraint", code);
            }
            Way::Refused => self.add(node, "constraint", Routing::RefusesNone { name }),
            Way::Withheld => self.add(node, "choice_filter", Routing::FilterWithoutEffect { name }),
            Way::Together if self.has_no_answer(node) => {}
            Way::Together => {
                let code = if question.is_some_and(counts_options) || self.leaves_one(node) {
                    Routing::SeveralLimitedToOne { name }
                } else {
                    Routing::OneOfSeveral { name }
                };
                self.add(node, "constraint", code);
            }
            // All of a question's options are told at once.
            Way::Offered(_) => {}
        }
    }

    fn is_reported_page(&self, node: NodeId) -> bool {
        let pages = self.plan.pages();
        pages.iter().any(|page| page.group == Some(node)) && self.is_impossible(node, Way::Asked)
    }

    /// Whether nothing at all can be answered, which is said already.
    fn has_no_answer(&self, node: NodeId) -> bool {
        self.is_impossible(node, Way::Accepted) || self.offers_nothing(node)
    }

    fn offers_nothing(&self, node: NodeId) -> bool {
        let kinds = self.walk.kinds.get(&node).map_or(0, Vec::len);
        kinds > 0 && (0..kinds).all(|kind| self.is_impossible(node, Way::Offered(kind)))
    }

    fn offers(&mut self, node: NodeId, kinds: &Kinds) {
        if self.is_within_closed(node) || self.is_closed(node) {
            return;
        }
        let name = self.name(node);
        if self.offers_nothing(node) {
            return self.add(node, "choice_filter", Routing::NothingOffered { name });
        }
        let choices = self.plan.list(node).map_or(&[][..], |list| &list.choices);
        let kinds = kinds.iter().enumerate();
        let never = kinds.filter(|(kind, _)| self.is_impossible(node, Way::Offered(*kind)));
        let names: Vec<&str> = never
            .flat_map(|(_, places)| places)
            .filter_map(|place| choices.get(*place))
            .map(|choice| choice.name.as_str())
            .collect();
        if !names.is_empty() {
            let options = listed(&names);
            self.add(node, "choice_filter", Routing::NeverOffered { name, options });
        }
    }

    fn trap(&mut self, trap: &Trap) {
        let name = self.name(trap.node);
        let answers = told(&trap.answers);
        self.add(trap.node, "required", Routing::OfferMayBeEmpty { name, answers });
    }

    /// ` to “a” and “b”`, or nothing.
    fn names(&self, nodes: &BTreeSet<NodeId>) -> String {
        let names: Vec<String> = nodes.iter().map(|node| self.name(*node)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        if names.is_empty() {
            String::new()
        } else {
            format!(" to {}", listed(&names))
        }
    }

    /// Whether all options but one are exclusive, as the author has written.
    fn leaves_one(&self, node: NodeId) -> bool {
        let choices = self.plan.list(node).into_iter().flat_map(|list| &list.choices);
        choices.filter(|choice| !choice.exclusive).nth(1).is_none()
    }

    /// The column that decides, and what would come about.
    fn in_words(&self, node: NodeId, way: Way) -> (&'static str, String) {
        let name = self.name(node);
        match way {
            Way::Asked => ("relevant", format!("“{name}” is relevant")),
            Way::LeftOut => ("relevant", format!("“{name}” is left out")),
            Way::Accepted => ("constraint", format!("“{name}” keeps its constraint")),
            Way::Refused => ("constraint", format!("“{name}” breaks its constraint")),
            Way::Together => (
                "constraint",
                format!("two options of “{name}” are chosen together"),
            ),
            Way::Withheld => ("choice_filter", format!("an option of “{name}” is kept back")),
            Way::Offered(kind) => {
                let places = self.walk.kinds.get(&node).and_then(|kinds| kinds.get(kind));
                let choices = self.plan.list(node).map_or(&[][..], |list| &list.choices);
                let first = places.and_then(|places| choices.get(*places.first()?));
                let option = first.map_or("", |choice| choice.name.as_str());
                ("choice_filter", format!("“{name}” offers “{option}”"))
            }
        }
    }
}

/// Whether the constraint itself says how many options may be chosen.
fn counts_options(question: &Question) -> bool {
    let constraint = question.constraint.as_ref().map(Expression::root);
    constraint
        .into_iter()
        .flat_map(Term::parts)
        .any(|term| match &term.kind {
            Kind::Call(call) if call.function() == Some(Function::CountSelected) => {
                let first = call.arguments.first().map(|first| &first.kind);
                matches!(first, Some(Kind::Path(path)) if path.is_here())
            }
            _ => false,
        })
}

/// `“a”, “b” and 3 more`
fn listed(names: &[&str]) -> String {
    let (told, rest) = names.split_at(names.len().min(MOST_NAMES));
    let mut told: Vec<String> = told.iter().map(|name| format!("“{name}”")).collect();
    if !rest.is_empty() {
        told.push(format!("{} more", rest.len()));
    }
    match told.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => told.concat(),
    }
}

/// The first answers, as `a = 'x'`.
fn told(answers: &Answers) -> String {
    let given = answers.0.iter().filter_map(|(key, answer)| match answer {
        Answer::One(text) if !text.is_empty() => Some(format!("{key} = '{text}'")),
        Answer::Many(names) if !names.is_empty() => Some(format!("{key} = '{}'", names.join(" "))),
        Answer::One(_) | Answer::Many(_) | Answer::Skipped | Answer::Repeated(_) => None,
    });
    let given: Vec<String> = given.take(MOST_NAMES).collect();
    if given.is_empty() {
        "no other answer".to_owned()
    } else {
        given.join(", ")
    }
}
