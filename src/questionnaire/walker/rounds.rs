//! The rounds of a walk: first with one instance of each repeat, now; then, for what is still open,
//! with more instances, and at other moments that rules speak of.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::branches::{self, Branches, Way};
use super::pool;
use super::rules::Rules;
use super::search::{End, Goal, Order, Search};
use super::seen::Doubts;
use super::sketch::Sketch;
use super::witness::{self, Witness};
use super::{Branch, MOST_STEPS, Outcome, Proof, Walk, bones, moments, probes, usage};
use crate::questionnaire::answers::Answers;
use crate::questionnaire::evaluation::{
    Context, Item, MOST_INSTANCES, NodeId, Occurrence, Plan, State, begin, evaluate,
};
use crate::questionnaire::expression::{Expression, Function, Kind, Term};

/// Cells that are laid out for one round, at most.
const MOST_CELLS: usize = 20_000;
/// Cells and options of the engine that it evaluates while a fact is worked out.
const CELLS_A_STEP: usize = 4;
/// Numbers of instances, and days, that rules speak of and that are tried, at most.
const MOST_SPOKEN_OF: usize = 4;
/// Other drafts that are tried for what depends on chance.
const SEEDS: u64 = 24;
/// From now to other days that are tried: a week one by one, for rules about days of the week.
const DAYS_AHEAD: [i64; 9] = [1, 2, 3, 4, 5, 6, 31, 182, 366];

/// What is known of a branch that is neither walked nor impossible.
#[derive(Debug, Clone, Default)]
struct Open {
    doubts: Doubts,
    proof: Proof,
    tried: bool,
    /// A bound was met before everything was tried.
    gave_up: bool,
}

pub(super) fn walk(plan: &Plan, context: &Context) -> Walk {
    let rules = Rules::new(plan);
    let branches = Branches::of(plan, &rules);
    let all = branches.all.iter().take(branches::MOST);
    let mut walker = Walker {
        plan,
        rules: &rules,
        branches: &branches,
        open: all.map(|branch| (*branch, Open::default())).collect(),
        weight: weight(plan, &branches),
        outcomes: HashMap::new(),
        walk: Walk::default(),
    };
    if let Some(bones) = bones::plan(plan) {
        walker.round(&bones, context, 1, |_| true);
        let has_repeats = plan.nodes().any(|node| plan.is_repeat(node));
        for instances in [2, 3]
            .into_iter()
            .chain(numbers_of_instances(plan))
            .filter(|_| has_repeats)
        {
            walker.round(&bones, context, instances, |doubts| {
                doubts.instances || doubts.other
            });
        }
        for now in moments_of(plan, context) {
            let context = Context {
                now,
                ..context.clone()
            };
            walker.round(&bones, &context, 1, |doubts| doubts.clock);
        }
        for seed in 1..=SEEDS {
            let seed = context.seed.wrapping_add(seed);
            let context = Context {
                seed,
                ..context.clone()
            };
            walker.round(&bones, &context, 1, |doubts| doubts.chance);
        }
        for language in &plan.definition().languages {
            let language = language.clone();
            let context = Context {
                language,
                ..context.clone()
            };
            walker.round(&bones, &context, 1, |doubts| doubts.language);
        }
    }
    walker.end()
}

struct Walker<'w> {
    plan: &'w Plan,
    rules: &'w Rules,
    branches: &'w Branches,
    open: HashMap<(NodeId, Way), Open>,
    /// Steps that answers take which are held against the engine.
    weight: u64,
    outcomes: HashMap<(NodeId, Way), Outcome>,
    walk: Walk,
}

/// What a round has at hand.
struct Round<'r, 's> {
    search: Search<'s>,
    places: HashMap<NodeId, Vec<Occurrence>>,
    context: &'r Context,
}

impl Walker<'_> {
    /// Walks what is open with so many instances of each repeat, at the moment of the context.
    fn round(&mut self, bones: &Plan, context: &Context, instances: usize, wanted: impl Fn(Doubts) -> bool) {
        let is_wanted = |branch: &&(NodeId, Way)| {
            let open = self.open.get(branch);
            open.is_some_and(|open| !open.tried || wanted(open.doubts))
        };
        let open: Vec<(NodeId, Way)> = self.branches.all.iter().filter(is_wanted).copied().collect();
        let is_first = self.outcomes.is_empty() && self.walk.steps == 0;
        if !is_first && (open.is_empty() || self.walk.steps > MOST_STEPS)
            || cells(bones, instances) > MOST_CELLS
        {
            return;
        }
        self.walk.steps += self.weight.saturating_mul(instances as u64);
        let laid = bones::layout(bones, instances);
        let state = evaluate(bones, &laid, context);
        let begun = begin(self.plan, context);
        self.hold(begun.clone(), context);
        let today = context
            .now
            .with_timezone(&context.zone.at(context.now))
            .date_naive();
        let usages = usage::usages(self.plan, &state);
        let conditions = probes::conditions(self.plan);
        let mut round = Round {
            search: Search::new(
                Sketch::new(&state, self.rules, &begun, &conditions),
                pool::pools(self.plan, &usages, today),
            ),
            places: places(&state),
            context,
        };
        round.search.sketch.steps = self.walk.steps;
        for branch in open {
            if !self.outcomes.contains_key(&branch) && round.search.sketch.steps <= MOST_STEPS {
                self.look_for(branch, &mut round);
            }
        }
        let Round { search, places, .. } = &mut round;
        if is_first {
            self.walk.traps = probes::traps(self.plan, self.branches, search, places);
            self.walk.dead = probes::dead(self.plan, &conditions, search, places);
        }
        self.walk.steps = search.sketch.steps;
    }

    /// Looks for answers that walk the branch in the first or the last instance of its node.
    fn look_for(&mut self, branch: (NodeId, Way), round: &mut Round<'_, '_>) {
        let (node, way) = branch;
        let places = round.places.get(&node).map_or(&[][..], Vec::as_slice);
        let mut ends: Vec<Occurrence> = places.first().into_iter().chain(places.last()).copied().collect();
        ends.dedup();
        let mut doubts = Doubts::NONE;
        let mut gave_up = false;
        let mut proof = Proof::default();
        for at in ends {
            for goal in self.branches.goals(&round.search.sketch, at, way) {
                match self.reach(branch, &goal, round, &mut proof.questions) {
                    End::Found => return,
                    End::Nothing(more) => doubts = doubts.and(more),
                    End::GaveUp => gave_up = true,
                }
            }
            proof.by_place |= way == Way::LeftOut && probes::fails_alone(&mut round.search, at);
        }
        if doubts.any() || gave_up {
            doubts.other |= gave_up;
            let open = Open {
                doubts,
                proof,
                tried: true,
                gave_up,
            };
            self.open.insert(branch, open);
        } else {
            self.open.remove(&branch);
            self.outcomes.insert(branch, Outcome::Impossible(proof));
        }
    }

    /// Searches for the goal in one order after the other, until one leads to an end.
    fn reach(
        &mut self,
        branch: (NodeId, Way),
        goal: &Goal,
        round: &mut Round<'_, '_>,
        met: &mut BTreeSet<NodeId>,
    ) -> End {
        for order in Order::ALL {
            let (context, weight) = (round.context, self.weight);
            let accept = |sketch: &mut Sketch<'_>| {
                sketch.steps += weight;
                self.hold(witness::document(sketch), context).contains(&branch)
            };
            let end = round.search.run(goal, order, met, accept);
            if end != End::GaveUp {
                return end;
            }
        }
        End::GaveUp
    }

    /// Holds answers against the engine, and ticks off whatever they walk.
    fn hold(&mut self, answers: Answers, context: &Context) -> HashSet<(NodeId, Way)> {
        let state = evaluate(self.plan, &answers, context);
        let walked = witness::walked(&state, self.rules, self.branches);
        let context = context.clone();
        let witness = Arc::new(Witness { answers, context });
        for branch in &walked {
            if self.open.remove(branch).is_some() {
                self.outcomes
                    .insert(*branch, Outcome::Walked(Arc::clone(&witness)));
            }
        }
        walked
    }

    fn end(mut self) -> Walk {
        for (branch, open) in std::mem::take(&mut self.open) {
            // That a rule adds nothing where it stands is no more than a hint, and a multiple choice
            // should take any two options: that nothing was found is enough.
            let is_tried_out = open.tried && !open.gave_up;
            let outcome = if is_tried_out && (open.proof.by_place || branch.1 == Way::Together) {
                Outcome::Impossible(open.proof)
            } else {
                Outcome::NotWalked
            };
            self.outcomes.insert(branch, outcome);
        }
        for (node, way) in &self.branches.all {
            let outcome = self.outcomes.get(&(*node, *way)).unwrap_or(&Outcome::NotWalked);
            // What is always asked, since it says so, is no branch either.
            let twin = (*node, Way::LeftOut);
            let is_fixed = match (way, self.outcomes.get(&twin)) {
                (Way::Asked, Some(twin)) => self.is_fixed(*node, Way::LeftOut, twin),
                (Way::Asked, None) => self.is_counted_by_itself(*node, outcome),
                _ => self.is_fixed(*node, *way, outcome),
            };
            if !is_fixed {
                self.walk.branches.push(Branch {
                    node: *node,
                    way: *way,
                    outcome: outcome.clone(),
                });
            }
        }
        self.walk.branches.sort_by_key(|branch| (branch.node, branch.way));
        self.walk.kinds.clone_from(&self.branches.kinds);
        self.walk
    }

    /// Whether a repeat without a rule of its own has the instances that its count says, whatever is
    /// answered.
    fn is_counted_by_itself(&self, node: NodeId, outcome: &Outcome) -> bool {
        let Some(Item::Group(group)) = self.plan.item(node) else {
            return false;
        };
        let count = group.repeat.as_ref().and_then(|repeat| repeat.count.as_ref());
        matches!(outcome, Outcome::Walked(_)) && count.is_some_and(Expression::is_constant)
    }

    /// Whether no answer decides about it, and the author means it so: a rule that is written to hold
    /// always, or a filter that picks some of a shared list.
    fn is_fixed(&self, node: NodeId, way: Way, outcome: &Outcome) -> bool {
        let Outcome::Impossible(proof) = outcome else {
            return false;
        };
        if !proof.questions.is_empty() {
            return false;
        }
        let is_constant = |rule: Option<&Expression>| rule.is_none_or(Expression::is_constant);
        match (way, self.plan.item(node)) {
            (Way::LeftOut, Some(Item::Question(question))) => is_constant(question.relevant.as_ref()),
            (Way::LeftOut, Some(Item::Group(group))) => is_constant(group.relevant.as_ref()),
            (Way::Offered(_), _) => {
                let kinds = self.branches.kinds.get(&node).map_or(0, Vec::len);
                let walks = |kind| {
                    matches!(
                        self.outcomes.get(&(node, Way::Offered(kind))),
                        Some(Outcome::Walked(_))
                    )
                };
                (0..kinds).any(walks)
            }
            (Way::Asked | Way::Accepted | Way::Refused | Way::Withheld | Way::Together, _) | (_, None) => {
                false
            }
        }
    }
}

fn places(state: &State<'_>) -> HashMap<NodeId, Vec<Occurrence>> {
    let mut places: HashMap<NodeId, Vec<Occurrence>> = HashMap::new();
    for at in state.occurrences() {
        places.entry(state.node(at)).or_default().push(at);
    }
    places
}

/// What it costs to evaluate the questionnaire once with one instance of each repeat.
fn weight(plan: &Plan, branches: &Branches) -> u64 {
    let options = branches.kinds.values().flatten().map(Vec::len).sum::<usize>();
    ((plan.nodes().count() + options) / CELLS_A_STEP) as u64
}

/// Cells of a layout with so many instances of each repeat.
fn cells(plan: &Plan, instances: usize) -> usize {
    let around = |node: NodeId| {
        let repeats = std::iter::successors(plan.repeat_around(node), |repeat| plan.repeat_around(*repeat));
        repeats.fold(1, |cells: usize, _| cells.saturating_mul(instances))
    };
    plan.nodes().map(around).fold(0, usize::saturating_add)
}

fn expressions(plan: &Plan) -> impl Iterator<Item = &Expression> {
    let of_node = |node| match plan.item(node) {
        Some(Item::Question(question)) => question.expressions(),
        Some(Item::Group(group)) => group.expressions(),
        None => Vec::new(),
    };
    plan.nodes().flat_map(of_node).map(|(_, expression)| expression)
}

/// Numbers in rules that count instances or ask for their place, and one more.
fn numbers_of_instances(plan: &Plan) -> impl Iterator<Item = usize> {
    let counts = |term: &Term| {
        let functions = [
            Function::Count,
            Function::CountNonEmpty,
            Function::Position,
            Function::Last,
        ];
        matches!(&term.kind, Kind::Call(call) if call.function().is_some_and(|function| functions.contains(&function)))
    };
    let mut numbers = BTreeSet::new();
    for expression in expressions(plan).filter(|expression| expression.root().parts().any(counts)) {
        for term in expression.root().parts() {
            if let Kind::Number(number) = term.kind {
                let least =
                    (0..MOST_INSTANCES).find(|whole| number <= f64::from(u32::try_from(*whole).unwrap_or(0)));
                numbers.extend(least.into_iter().flat_map(|least| [least, least + 1]));
            }
        }
    }
    numbers
        .into_iter()
        .filter(|number| *number > 3)
        .take(2 * MOST_SPOKEN_OF)
}

/// Days to come that rules speak of and the days after them, and some others, at noon.
fn moments_of(plan: &Plan, context: &Context) -> Vec<DateTime<Utc>> {
    let today = context.now.date_naive();
    let mut days = BTreeSet::new();
    for expression in expressions(plan) {
        for term in expression.root().parts() {
            if let Kind::Text(text) = &term.kind {
                days.extend(moments::day(text).filter(|day| *day > today));
            }
        }
    }
    let noon = |day: chrono::NaiveDate| day.and_hms_opt(12, 0, 0).map(|noon| noon.and_utc());
    let spoken_of = days.into_iter().take(MOST_SPOKEN_OF).filter_map(noon);
    let ahead = DAYS_AHEAD.map(|days| context.now + TimeDelta::days(days));
    spoken_of
        .flat_map(|day| [day, day + TimeDelta::days(1)])
        .chain(ahead)
        .collect()
}
