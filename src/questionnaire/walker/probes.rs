//! What else the search can tell: required questions with nothing to choose, and conditions within
//! rules that never hold or always do.

use std::collections::{BTreeSet, HashMap};

use super::branches::Branches;
use super::rules::{Formula, Rule};
use super::search::{End, Goal, Order, Search};
use super::sketch::{Fact, Sketch};
use crate::questionnaire::answers::Answers;
use crate::questionnaire::evaluation::{Item, NodeId, Occurrence, Plan, evaluate};
use crate::questionnaire::expression::{Expression, Function, Kind, Operator, Term, Tree};

/// A required question of which the filter leaves nothing to choose, under answers like these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trap {
    pub node: NodeId,
    pub answers: Answers,
}

/// A condition within a rule that comes out the same whatever is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dead {
    pub node: NodeId,
    /// Column of the survey sheet.
    pub column: &'static str,
    /// As it is written, in canonical spelling.
    pub condition: String,
    pub holds: bool,
}

/// A condition within a rule, and where it stands.
#[derive(Debug)]
pub(super) struct Condition {
    pub node: NodeId,
    pub column: &'static str,
    pub formula: Formula,
    text: String,
    /// Whether it would be a mistake too if it always held.
    both_ways: bool,
}

/// The alternatives of relevance, and the conditions of `if()` in calculations.
pub(super) fn conditions(plan: &Plan) -> Vec<Condition> {
    let mut found = Found(Vec::new());
    for node in plan.nodes() {
        let (relevant, calculation) = match plan.item(node) {
            Some(Item::Question(question)) => (question.relevant.as_ref(), question.calculation.as_ref()),
            Some(Item::Group(group)) => (group.relevant.as_ref(), None),
            None => (None, None),
        };
        if let Some(relevant) = relevant {
            found.alternatives(node, relevant.root());
        }
        for term in calculation
            .into_iter()
            .flat_map(|calculation| calculation.root().parts())
        {
            if let Kind::Call(call) = &term.kind
                && let (Some(Function::If), Some(condition)) = (call.function(), call.arguments.first())
            {
                found.add(node, "calculation", condition, true);
            }
        }
    }
    found.0
}

struct Found(Vec<Condition>);

impl Found {
    fn alternatives(&mut self, node: NodeId, term: &Term) {
        let Kind::Chain(chain) = &term.kind else { return };
        let is_or = matches!(chain.rest.first(), Some((Operator::Or, _)));
        let is_and = matches!(chain.rest.first(), Some((Operator::And, _)));
        for child in term.children() {
            if is_or {
                self.add(node, "relevant", child, false);
            }
            if is_or || is_and {
                self.alternatives(node, child);
            }
        }
    }

    fn add(&mut self, node: NodeId, column: &'static str, condition: &Term, both_ways: bool) {
        let expression = Expression::of(condition);
        if expression.references().next().is_some() {
            self.0.push(Condition {
                node,
                column,
                formula: Formula::of(&expression),
                text: expression.source().to_owned(),
                both_ways,
            });
        }
    }
}

/// The conditions that are proved to come out one way only, of those whose node is asked at all.
pub(super) fn dead(
    plan: &Plan,
    conditions: &[Condition],
    search: &mut Search<'_>,
    places: &HashMap<NodeId, Vec<Occurrence>>,
) -> Vec<Dead> {
    let mut dead = Vec::new();
    for (number, condition) in conditions.iter().enumerate() {
        let Some(at) = places
            .get(&condition.node)
            .and_then(|places| places.first())
            .copied()
        else {
            continue;
        };
        // A rule of relevance is asked where what is around is; a calculation where it is itself.
        let asked = match condition.column {
            "relevant" => {
                Tree::parent(search.sketch.bones, at).filter(|_| plan.parent(condition.node).is_some())
            }
            _ => Some(at),
        };
        let asked = asked.map(|asked| (Fact::Asked(asked), true));
        let mut never = |wanted: Option<bool>| {
            let part = wanted.map(|holds| (Fact::Part(at, number), holds));
            never(search, &Goal::of(part.into_iter().chain(asked).collect()))
        };
        for holds in [false, true] {
            if (condition.both_ways || !holds) && never(Some(!holds)) && !never(None) {
                dead.push(Dead {
                    node: condition.node,
                    column: condition.column,
                    condition: condition.text.clone(),
                    holds,
                });
            }
        }
    }
    dead
}

/// Whether everything was tried and nothing is in doubt. What is found is not held against the engine:
/// nothing is claimed of it.
fn never(search: &mut Search<'_>, goal: &Goal) -> bool {
    let end = search.run(goal, Order::AsGiven, &mut BTreeSet::new(), |_| true);
    matches!(end, End::Nothing(doubts) if !doubts.any())
}

/// Whether the rule of relevance can fail if nobody minds whether it is asked at all.
pub(super) fn fails_alone(search: &mut Search<'_>, at: Occurrence) -> bool {
    let goal = Goal::of(vec![(Fact::Holds(at, Rule::Relevance, None), false)]);
    let rules = search.sketch.rules.of(search.sketch.bones.node(at));
    rules.is_some_and(|rules| rules.relevance.is_some())
        && search.run(&goal, Order::AsGiven, &mut BTreeSet::new(), |_| true) == End::Found
}

/// Required questions with a filter, and answers under which it leaves nothing.
pub(super) fn traps(
    plan: &Plan,
    branches: &Branches,
    search: &mut Search<'_>,
    places: &HashMap<NodeId, Vec<Occurrence>>,
) -> Vec<Trap> {
    let mut traps = Vec::new();
    for node in branches.kinds.keys() {
        let Some(at) = places.get(node).and_then(|places| places.first()).copied() else {
            continue;
        };
        if search
            .sketch
            .rules
            .of(*node)
            .is_none_or(|rules| rules.required.is_none())
        {
            continue;
        }
        let goal = branches.nothing_offered(&search.sketch, at);
        let mut found = None;
        let accept = |sketch: &mut Sketch<'_>| {
            let answers = super::witness::document(sketch);
            let context = sketch.bones.context();
            let state = evaluate(plan, &answers, context);
            let there = state.find(&sketch.bones.field(at));
            let is_trap = there
                .is_some_and(|at| state.relevant(at) && state.required(at) && state.choices(at).is_empty());
            found = is_trap.then_some(answers);
            is_trap
        };
        search.run(&goal, Order::AsGiven, &mut BTreeSet::new(), accept);
        traps.extend(found.map(|answers| Trap { node: *node, answers }));
    }
    traps
}
