//! Which ways a questionnaire can take, one after the other in the order of the sheet, and what has
//! to be so for each to be taken.

use std::collections::{BTreeMap, BTreeSet};

use super::rules::{NodeRules, Rule, Rules, Source};
use super::search::Goal;
use super::sketch::{Fact, Sketch};
use crate::questionnaire::definition::{Choice, QuestionKind, Selection};
use crate::questionnaire::evaluation::{Item, NodeId, Occurrence, Plan};
use crate::questionnaire::expression::{Axis, Expression, Function, Kind, NodeTest, Path, Start, Tree};

/// Branches of one questionnaire that are looked at; what is beyond counts as not walked.
pub(super) const MOST: usize = 20_000;

/// A way to take at a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Way {
    /// It is asked, so all groups around it are.
    Asked,
    /// It is left out though the group around it is asked.
    LeftOut,
    /// An answer keeps the constraint.
    Accepted,
    /// An answer breaks the constraint.
    Refused,
    /// A kind of options, by its number, is on offer.
    Offered(usize),
    /// Some option is kept back by the filter.
    Withheld,
    /// Two options are chosen together.
    Together,
}

/// Options that a filter cannot tell apart.
pub type Kinds = Vec<Vec<usize>>;
/// By question.
pub type AllKinds = BTreeMap<NodeId, Kinds>;

/// What there is to walk in a plan.
#[derive(Debug)]
pub(super) struct Branches {
    pub all: Vec<(NodeId, Way)>,
    /// The options of each question that has a filter, as places in its list.
    pub kinds: AllKinds,
}

impl Branches {
    pub fn of(plan: &Plan, rules: &Rules) -> Self {
        let mut branches = Self {
            all: Vec::new(),
            kinds: BTreeMap::new(),
        };
        for node in plan.nodes() {
            if let Some(own) = rules.of(node) {
                branches.at(plan, node, own);
            }
        }
        branches
    }

    fn at(&mut self, plan: &Plan, node: NodeId, rules: &NodeRules) {
        let may_fail = rules.relevance.as_ref().is_some_and(|rule| !rule.is_always());
        if may_fail || rules.count.is_some() {
            self.all.push((node, Way::Asked));
        }
        // A counted repeat may well have an instance whatever is answered.
        if may_fail {
            self.all.push((node, Way::LeftOut));
        }
        if rules.source != Source::Answer {
            return;
        }
        let selection = plan.question(node).and_then(|question| question.kind.selection());
        if let (Some(selection), Some(_), Some(list)) = (selection, &rules.filter, plan.list(node))
            && !list.choices.is_empty()
        {
            let kinds = kinds(selection, &list.choices);
            self.all
                .extend((0..kinds.len()).map(|kind| (node, Way::Offered(kind))));
            self.all.push((node, Way::Withheld));
            self.kinds.insert(node, kinds);
        }
        if rules.constraint.as_ref().is_some_and(|rule| !rule.is_always()) {
            self.all.extend([(node, Way::Accepted), (node, Way::Refused)]);
        }
        if let Some(Item::Question(question)) = plan.item(node)
            && matches!(question.kind, QuestionKind::SelectMultiple(_))
            && plan.list(node).is_some_and(|list| list.choices.len() > 1)
        {
            self.all.push((node, Way::Together));
        }
    }

    /// The goals that each take the way at an occurrence of its node: any of them will do.
    pub fn goals(&self, sketch: &Sketch<'_>, at: Occurrence, way: Way) -> Vec<Goal> {
        let around = Tree::parent(sketch.bones, at);
        let around = around.filter(|around| sketch.rules.of(sketch.bones.node(*around)).is_some());
        let asked = (Fact::Asked(at), true);
        let answered = (Fact::Answered(at), true);
        let constraint = |holds| (Fact::Holds(at, Rule::Constraint, None), holds);
        match way {
            Way::Asked => vec![Goal::of(vec![asked])],
            Way::LeftOut => {
                let around = around.map(|around| (Fact::Asked(around), true));
                let conditions = around.into_iter().chain([(Fact::Asked(at), false)]);
                vec![Goal::of(conditions.collect())]
            }
            Way::Accepted => vec![Goal::of(vec![constraint(true), answered, asked])],
            Way::Refused => vec![Goal {
                breaks: Some(at),
                ..Goal::of(vec![constraint(false), answered, asked])
            }],
            Way::Offered(kind) => {
                let item = self.items(sketch, at).get(kind).copied();
                let conditions =
                    item.map(|item| vec![(Fact::Holds(at, Rule::Filter, Some(item)), true), asked]);
                conditions.map(Goal::of).into_iter().collect()
            }
            Way::Withheld => {
                let items = self.items(sketch, at).into_iter();
                let kept_back =
                    |item| Goal::of(vec![(Fact::Holds(at, Rule::Filter, Some(item)), false), asked]);
                items.map(kept_back).collect()
            }
            Way::Together => vec![Goal::of(vec![(Fact::Several(at), true), asked])],
        }
    }

    /// The goal that nothing is on offer where an answer is required.
    pub fn nothing_offered(&self, sketch: &Sketch<'_>, at: Occurrence) -> Goal {
        let items = self.items(sketch, at).into_iter();
        let kept_back = items.map(|item| (Fact::Holds(at, Rule::Filter, Some(item)), false));
        let asked = [
            (Fact::Asked(at), true),
            (Fact::Holds(at, Rule::Required, None), true),
        ];
        Goal {
            complete: true,
            ..Goal::of(kept_back.chain(asked).collect())
        }
    }

    /// One item of the list for each kind of options.
    fn items(&self, sketch: &Sketch<'_>, at: Occurrence) -> Vec<Occurrence> {
        let question = sketch.bones.question(at);
        let selection = question.and_then(|question| question.kind.selection());
        let kinds = self.kinds.get(&sketch.bones.node(at));
        let (Some(selection), Some(kinds)) = (selection, kinds) else {
            return Vec::new();
        };
        let items: Vec<Occurrence> = sketch.items(&selection.list).collect();
        kinds
            .iter()
            .filter_map(|kind| items.get(*kind.first()?).copied())
            .collect()
    }
}

/// Options by what their filter sees of them.
pub(super) fn kinds(selection: &Selection, choices: &[Choice]) -> Kinds {
    let columns = selection.filter.as_ref().and_then(columns);
    let Some(columns) = columns else {
        return (0..choices.len()).map(|place| vec![place]).collect();
    };
    let mut places: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    let mut kinds: Kinds = Vec::new();
    for (place, choice) in choices.iter().enumerate() {
        let look = columns.iter().map(|column| choice.column(column).unwrap_or(""));
        let kind = *places.entry(look.collect()).or_insert(kinds.len());
        match kinds.get_mut(kind) {
            Some(kind) => kind.push(place),
            None => kinds.push(vec![place]),
        }
    }
    kinds
}

/// The columns that a filter looks at, if it looks at nothing else of an option.
fn columns(filter: &Expression) -> Option<BTreeSet<String>> {
    let mut columns = BTreeSet::new();
    for term in filter.root().parts() {
        match &term.kind {
            Kind::Path(path) if path.start == Start::Here => {
                columns.insert(column(path).filter(|column| column != "label")?);
            }
            Kind::Call(call) => match call.function()? {
                Function::Position | Function::Last => return None,
                function if call.arguments.is_empty() && function.arity().most == Some(1) => return None,
                _ => {}
            },
            _ => {}
        }
    }
    Some(columns)
}

fn column(path: &Path) -> Option<String> {
    match path.steps.as_slice() {
        [step] if step.axis == Axis::Child && step.predicates.is_empty() => match &step.test {
            NodeTest::Name { prefix: None, local } => Some(local.to_string()),
            _ => None,
        },
        _ => None,
    }
}
