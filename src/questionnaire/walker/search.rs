//! The search for answers that bring about a goal: supposes them one by one, those first that the
//! goal depends on, and takes back what cannot lead there.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use rand::seq::SliceRandom;

use super::MOST_STEPS;
use super::pool::Pool;
use super::seen::{Doubts, Seen, Wait};
use super::sketch::{Fact, Sketch};
use crate::questionnaire::evaluation::{NodeId, Occurrence};

/// Facts worked out for one goal in one order, at most.
const STEPS: u64 = 30_000;
/// Finished suppositions that are tried on the engine for one goal in one order, at most.
const TRIES: usize = 12;

/// What is to be so, all at once.
#[derive(Debug, Clone)]
pub(super) struct Goal {
    pub conditions: Vec<(Fact, bool)>,
    /// The question whose answer is not to be accepted; all others are.
    pub breaks: Option<Occurrence>,
    /// Required questions are answered, as far as it depends on them.
    pub complete: bool,
}

impl Goal {
    pub fn of(conditions: Vec<(Fact, bool)>) -> Self {
        Self {
            conditions,
            breaks: None,
            complete: false,
        }
    }
}

/// In which order the answers of a pool are tried.
#[derive(Debug, Clone, Copy)]
pub(super) enum Order {
    AsGiven,
    LastFirst,
    /// Drawn with this seed.
    Drawn(u64),
}

impl Order {
    /// One after the other, until something is found.
    pub const ALL: [Self; 4] = [Self::AsGiven, Self::LastFirst, Self::Drawn(1), Self::Drawn(2)];
}

/// How a search ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Found,
    /// Everything was tried. Without doubts it is proved that there is nothing.
    Nothing(Doubts),
    /// The bound was met before everything was tried.
    GaveUp,
}

/// A question whose answers are supposed one after the other.
struct Choice {
    question: Occurrence,
    rest: std::vec::IntoIter<Rc<str>>,
    /// Whether one is supposed at the moment.
    is_made: bool,
}

/// A sketch, and what there is to suppose in it.
pub(super) struct Search<'s> {
    pub sketch: Sketch<'s>,
    pools: HashMap<NodeId, Pool>,
    /// The answers that were supposed when a goal was reached last: they are tried first.
    habits: HashMap<NodeId, Rc<str>>,
}

impl<'s> Search<'s> {
    pub fn new(sketch: Sketch<'s>, pools: HashMap<NodeId, Pool>) -> Self {
        Self {
            sketch,
            pools,
            habits: HashMap::new(),
        }
    }

    /// Searches; `accept` says whether the suppositions do what they should on the engine. The questions
    /// on which anything was supposed are met.
    pub fn run(
        &mut self,
        goal: &Goal,
        order: Order,
        met: &mut BTreeSet<NodeId>,
        mut accept: impl FnMut(&mut Sketch<'_>) -> bool,
    ) -> End {
        if self.sketch.steps > MOST_STEPS {
            return End::GaveUp;
        }
        let last = self.sketch.steps + STEPS;
        let mut tries = 0;
        let mut doubts = Doubts::NONE;
        let mut choices: Vec<Choice> = Vec::new();
        let mut supposed: BTreeSet<NodeId> = BTreeSet::new();
        self.sketch.clear();
        let end = loop {
            if self.sketch.steps > last || tries > TRIES {
                break End::GaveUp;
            }
            match state(&mut self.sketch, goal) {
                Seen::Open(waits) => match self.choice(&waits, order) {
                    Some(choice) => {
                        supposed.insert(self.sketch.bones.node(choice.question));
                        choices.push(choice);
                    }
                    None => doubts.other = true,
                },
                Seen::Known(true, more) => {
                    if accept(&mut self.sketch) {
                        self.keep_habits();
                        break End::Found;
                    }
                    tries += 1;
                    doubts = doubts.and(more).and(Doubts::OTHER);
                }
                Seen::Known(false, more) => doubts = doubts.and(more),
                // `truth` works everything out.
                Seen::Missing => doubts.other = true,
            }
            if !next(&mut self.sketch, &mut choices) {
                doubts.other |= !self.is_exhausted(&supposed);
                break End::Nothing(doubts);
            }
        };
        for _ in choices.iter().filter(|choice| choice.is_made) {
            self.sketch.retract();
        }
        met.extend(supposed);
        end
    }

    /// What to suppose next: first a question of which all kinds of answers are known, since what such
    /// questions alone refute is proved.
    fn choice(&self, waits: &[Wait], order: Order) -> Option<Choice> {
        let open = self.sketch.open_answers(waits);
        let pool = |question: Occurrence| self.pools.get(&self.sketch.bones.node(question));
        let is_plain = |(question, _): &&(Occurrence, bool)| pool(*question).is_some_and(Pool::is_exact);
        let (question, decides) = open.iter().find(is_plain).or(open.first()).copied()?;
        let mut answers = pool(question).map_or_else(Vec::new, |pool| ordered(pool, order));
        if decides && !answers.is_empty() {
            // No answer rarely makes that something is asked.
            answers.rotate_left(1);
        }
        if let (Order::AsGiven, Some(habit)) = (order, self.habits.get(&self.sketch.bones.node(question)))
            && let Some(place) = answers.iter().position(|answer| answer == habit)
            && let Some(front) = answers.get_mut(..=place)
        {
            front.rotate_right(1);
        }
        Some(Choice {
            question,
            rest: answers.into_iter(),
            is_made: false,
        })
    }

    fn keep_habits(&mut self) {
        for (question, text) in self.sketch.supposed().filter(|(_, text)| !text.is_empty()) {
            self.habits.insert(self.sketch.bones.node(question), text.into());
        }
    }

    /// Whether of all these questions every kind of answer was tried that the rules in question tell
    /// apart.
    fn is_exhausted(&self, tried: &BTreeSet<NodeId>) -> bool {
        let read = self.sketch.columns_read();
        let is_exact = |node: &NodeId| self.pools.get(node).is_some_and(|pool| pool.is_exact_for(&read));
        tried.iter().all(is_exact)
    }
}

/// Supposes the next answer there is to suppose.
fn next(sketch: &mut Sketch<'_>, choices: &mut Vec<Choice>) -> bool {
    while let Some(choice) = choices.last_mut() {
        if choice.is_made {
            sketch.retract();
        }
        if let Some(answer) = choice.rest.next() {
            sketch.suppose(choice.question, answer);
            choice.is_made = true;
            return true;
        }
        choices.pop();
    }
    false
}

fn ordered(pool: &Pool, order: Order) -> Vec<Rc<str>> {
    let mut answers = pool.answers.clone();
    match order {
        Order::AsGiven => {}
        Order::LastFirst => answers.reverse(),
        Order::Drawn(seed) => answers.shuffle(&mut Xoshiro256PlusPlus::seed_from_u64(seed)),
    }
    answers
}

/// Whether the goal is reached, as far as it can be told from what is supposed.
fn state(sketch: &mut Sketch<'_>, goal: &Goal) -> Seen {
    sketch.pass(sketch.supposed().count() + goal.conditions.len());
    let supposed: Vec<Occurrence> = sketch.supposed().map(|(question, _)| question).collect();
    let acceptable = supposed
        .iter()
        .copied()
        .filter(|question| goal.breaks != Some(*question));
    let complete = supposed.iter().copied().filter(|_| goal.complete);
    let conditions = goal.conditions.iter().copied();
    let all: Vec<(Fact, bool)> = conditions
        .chain(acceptable.map(|question| (Fact::Acceptable(question), true)))
        .chain(complete.map(|question| (Fact::Complete(question), true)))
        .collect();
    let mut seen = Vec::with_capacity(all.len());
    for (fact, wanted) in all {
        let own = sketch.truth(fact);
        let own = if wanted { own } else { own.not() };
        if let Seen::Known(false, doubts) = &own
            && !doubts.any()
        {
            return own;
        }
        seen.push(own);
    }
    Seen::all(seen.into_iter())
}
