//! Answers that walk a branch: made from what was supposed, and held against the engine, which alone
//! says what they do.

use std::collections::{BTreeSet, HashSet};

use super::branches::{Branches, Way};
use super::rules::{Rules, Source};
use super::sketch::Sketch;
use crate::questionnaire::answers::Answers;
use crate::questionnaire::definition::{Initial, Question, QuestionKind};
use crate::questionnaire::evaluation::{Context, FieldPath, NodeId, Occurrence, State, answer};
use crate::questionnaire::expression::Tree;
use crate::questionnaire::validation::{Extent, FaultKind, faults};

/// Answers under which a branch is taken, and in which circumstances.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    pub answers: Answers,
    pub context: Context,
}

/// The answers that a sketch supposes, on top of those that a draft begins with.
pub(super) fn document(sketch: &mut Sketch<'_>) -> Answers {
    let mut answers = sketch.begun.clone();
    let supposed: Vec<(Occurrence, String)> = sketch
        .supposed()
        .map(|(question, text)| (question, text.to_owned()))
        .collect();
    for (question, text) in supposed {
        if let Some(kind) = sketch.bones.question(question).map(|question| &question.kind) {
            sketch
                .bones
                .field(question)
                .put(&mut answers, answer(kind, &text));
        }
    }
    for at in sketch.bones.occurrences() {
        keep_along(sketch, at, &mut answers);
    }
    answers
}

/// Instances that were laid, and what stands in them though nobody answers it.
fn keep_along(sketch: &mut Sketch<'_>, at: Occurrence, answers: &mut Answers) {
    let bones = sketch.bones;
    if let Some((_, laid)) = bones.instance(at) {
        let counted = sketch
            .rules
            .of(bones.node(at))
            .is_some_and(|rules| rules.count.is_some());
        if laid > 1 && !counted {
            bones.field(at).reach(answers, laid);
        }
        return;
    }
    let (Some(question), Some(rules)) = (bones.question(at), sketch.rules.of(bones.node(at))) else {
        return;
    };
    let text = match (rules.source, &rules.initial) {
        (Source::Calculated, _) if rules.triggered => sketch.text_of(at).map(|text| text.to_string()),
        (Source::Fixed, Some(Initial::Literal(text))) => {
            let field = bones.field(at);
            (!field.repeats.is_empty() && field.is_within(answers)).then(|| text.clone())
        }
        _ => None,
    };
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        bones.field(at).put(answers, answer(&question.kind, &text));
    }
}

/// The branches that answers walk; none if they are not accepted, except that they may be unfinished,
/// and that one may break its constraint, which is then all they show.
pub(super) fn walked(state: &State<'_>, rules: &Rules, branches: &Branches) -> HashSet<(NodeId, Way)> {
    let mut refused: Vec<(FieldPath, bool)> = Vec::new();
    for fault in faults(state, Extent::Whole) {
        match fault.kind {
            FaultKind::Required { .. } => {}
            FaultKind::Constraint { .. } => refused.push((fault.field, true)),
            _ => refused.push((fault.field, false)),
        }
    }
    match refused.as_slice() {
        [] => {}
        [(field, true)] => {
            let at = state.find(field).map(|at| (state.node(at), Way::Refused));
            return at.into_iter().collect();
        }
        _ => return HashSet::new(),
    }
    let mut seen = Seen {
        state,
        rules,
        branches,
        walked: HashSet::new(),
        there: BTreeSet::new(),
    };
    for at in state.occurrences() {
        seen.look(at);
    }
    seen.look_for_nothing();
    seen.walked
}

struct Seen<'s> {
    state: &'s State<'s>,
    rules: &'s Rules,
    branches: &'s Branches,
    walked: HashSet<(NodeId, Way)>,
    /// Nodes that are asked somewhere.
    there: BTreeSet<NodeId>,
}

impl Seen<'_> {
    fn look(&mut self, at: Occurrence) {
        let state = self.state;
        let node = state.node(at);
        if !state.relevant(at) {
            let around = Tree::parent(state, at);
            if around.is_none_or(|around| state.relevant(around)) {
                self.walked.insert((node, Way::LeftOut));
            }
            return;
        }
        self.walked.insert((node, Way::Asked));
        self.there.insert(node);
        if let Some(question) = state.question(at).filter(|_| state.takes_answer(at)) {
            self.look_at_answer(at, node, question);
        }
    }

    fn look_at_answer(&mut self, at: Occurrence, node: NodeId, question: &Question) {
        let state = self.state;
        if question.constraint.is_some() && !state.unanswered(at) {
            self.walked.insert((node, Way::Accepted));
        }
        if matches!(question.kind, QuestionKind::SelectMultiple(_)) && state.chosen(at).nth(1).is_some() {
            self.walked.insert((node, Way::Together));
        }
        let (Some(kinds), Some(list)) = (self.branches.kinds.get(&node), state.plan().list(node)) else {
            return;
        };
        let offered: HashSet<&str> = state
            .choices(at)
            .iter()
            .map(|choice| choice.name.as_str())
            .collect();
        for (kind, places) in kinds.iter().enumerate() {
            let mut choices = places.iter().filter_map(|place| list.choices.get(*place));
            let is_offered = choices.any(|choice| offered.contains(choice.name.as_str()));
            let way = if is_offered {
                Way::Offered(kind)
            } else {
                Way::Withheld
            };
            self.walked.insert((node, way));
        }
    }

    /// Counted repeats of which there is no instance.
    fn look_for_nothing(&mut self) {
        let plan = self.state.plan();
        for node in plan.nodes() {
            let counted = self.rules.of(node).is_some_and(|rules| rules.count.is_some());
            let around = plan
                .parent(node)
                .is_none_or(|around| self.there.contains(&around));
            if counted && around && !self.there.contains(&node) {
                self.walked.insert((node, Way::LeftOut));
            }
        }
    }
}
