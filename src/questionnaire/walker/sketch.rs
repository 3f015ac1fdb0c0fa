//! What can be told from some of the answers: a tree over the bones of a questionnaire whose texts
//! are supposed one after the other, and facts that are known, open or not worked out yet.
//!
//! Expressions are evaluated by the engine itself, over this tree. Where one reads an answer that is
//! not supposed yet, what comes of it counts for nothing, and the fact is open. What a fact needs is
//! worked out before it, on a stack of its own: rules may depend on each other as deep as they like.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::facts::Computed;
use super::probes::Condition;
use super::rules::{Rule, Rules};
use super::seen::{Doubts, Seen, Wait};
use crate::questionnaire::answers::Answers;
use crate::questionnaire::evaluation::{NodeId, Occurrence, State};
use crate::questionnaire::expression::Chance;

/// Something that is so or not, or the text of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Fact {
    Value(Occurrence),
    /// A counted repeat has this instance.
    Exists(Occurrence),
    Asked(Occurrence),
    /// The rule holds at a question, for this item of its list if it is a filter.
    Holds(Occurrence, Rule, Option<Occurrence>),
    Answered(Occurrence),
    /// Two options or more are chosen.
    Several(Occurrence),
    /// What is supposed could be the answer: it is on offer and keeps the constraint, or the question
    /// is not asked at all.
    Acceptable(Occurrence),
    /// It is not left empty though it is asked and required.
    Complete(Occurrence),
    /// A condition apart from the rules, by its number.
    Part(Occurrence, usize),
}

/// What is known of a fact, or what it waits for.
#[derive(Debug, Clone)]
pub(super) enum Status {
    Truth(bool, Doubts),
    Text(Rc<str>, Doubts),
    Open(Vec<Wait>),
}

/// What an evaluation came across.
#[derive(Debug, Default)]
pub(super) struct Noted {
    /// Facts that are not worked out yet.
    pub needs: Vec<Fact>,
    pub open: Vec<Wait>,
    pub doubts: Doubts,
}

/// Suppositions about answers, and what follows.
#[derive(Debug)]
pub(super) struct Sketch<'s> {
    pub bones: &'s State<'s>,
    pub rules: &'s Rules,
    /// What a draft begins with.
    pub begun: &'s Answers,
    /// Conditions that are looked at apart from the rules they stand in.
    pub parts: &'s [Condition],
    /// The first first, each with the length of the trail before it.
    order: Vec<(Occurrence, usize)>,
    supposed: HashMap<Occurrence, Rc<str>>,
    facts: HashMap<Fact, Status>,
    /// What the facts were before they changed, the last change last.
    trail: Vec<(Fact, Option<Status>)>,
    /// The facts that looked at something while it was open.
    lookers: HashMap<Wait, HashSet<Fact>>,
    /// The facts that were worked out since the search began.
    looked: HashSet<Fact>,
    pub(super) noted: RefCell<Noted>,
    /// What was open when it was looked at, in all of the evaluation.
    pub(super) waits: RefCell<Vec<Wait>>,
    /// Draws other numbers than the draft will: what depends on them is tried on the engine.
    pub(super) chance: Chance,
    /// The question whose calculation or constraint is being evaluated.
    pub(super) own: Cell<Option<Occurrence>>,
    /// Steps of evaluations that are not counted yet.
    pub(super) spent: Cell<u64>,
    /// Facts worked out so far, and what else took as long.
    pub steps: u64,
}

/// Steps of an evaluation that take as long as working out a fact.
const SPENT_A_STEP: u64 = 32;
/// Facts, or suppositions, that are passed by as fast as one is worked out.
const PASSED_A_STEP: usize = 16;

impl<'s> Sketch<'s> {
    pub fn new(bones: &'s State<'s>, rules: &'s Rules, begun: &'s Answers, parts: &'s [Condition]) -> Self {
        Self {
            bones,
            rules,
            begun,
            parts,
            order: Vec::new(),
            supposed: HashMap::new(),
            facts: HashMap::new(),
            trail: Vec::new(),
            lookers: HashMap::new(),
            looked: HashSet::new(),
            noted: RefCell::default(),
            waits: RefCell::default(),
            chance: Chance::of(bones.context().seed),
            own: Cell::new(None),
            spent: Cell::new(0),
            steps: 0,
        }
    }

    /// Begins a search: only what no answer changes is kept.
    pub fn clear(&mut self) {
        self.pass(self.facts.len());
        self.order.clear();
        self.supposed.clear();
        self.facts.retain(|_, status| !matches!(status, Status::Open(_)));
        self.trail.clear();
        self.lookers.clear();
        self.looked.clear();
    }

    /// Counts the way past so many facts or suppositions.
    pub fn pass(&mut self, many: usize) {
        self.steps += (many / PASSED_A_STEP) as u64;
    }

    /// Supposes an answer, on top of the others, and works out again what looked for it.
    pub fn suppose(&mut self, question: Occurrence, text: Rc<str>) {
        self.order.push((question, self.trail.len()));
        self.supposed.insert(question, text);
        let mut again: Vec<Fact> = self.lookers_of(Wait::Answer(question));
        while let Some(fact) = again.pop() {
            if !matches!(self.facts.get(&fact), Some(Status::Open(_))) {
                continue;
            }
            let before = self.facts.remove(&fact);
            self.trail.push((fact, before));
            self.work_out(fact);
            if !matches!(self.facts.get(&fact), Some(Status::Open(_))) {
                again.extend(self.lookers_of(Wait::Fact(fact)));
            }
        }
    }

    fn lookers_of(&self, wait: Wait) -> Vec<Fact> {
        self.lookers.get(&wait).into_iter().flatten().copied().collect()
    }

    /// Takes the last supposition back, with all that followed from it.
    pub fn retract(&mut self) {
        let Some((question, length)) = self.order.pop() else {
            return;
        };
        self.supposed.remove(&question);
        for (fact, before) in self.trail.split_off(length).into_iter().rev() {
            match before {
                Some(status) => self.facts.insert(fact, status),
                None => self.facts.remove(&fact),
            };
        }
    }

    /// The answers supposed, the first first.
    pub fn supposed(&self) -> impl Iterator<Item = (Occurrence, &str)> {
        let text = |question| self.supposed.get(question).map_or("", |text| &**text);
        self.order
            .iter()
            .map(move |(question, _)| (*question, text(question)))
    }

    pub(super) fn supposition(&self, question: Occurrence) -> Option<&Rc<str>> {
        self.supposed.get(&question)
    }

    /// Whether the fact holds; never [`Seen::Missing`].
    pub fn truth(&mut self, fact: Fact) -> Seen {
        if !self.facts.contains_key(&fact) {
            self.work_out(fact);
        }
        self.seen(fact)
    }

    /// The text of a question, if it is known.
    pub fn text_of(&mut self, question: Occurrence) -> Option<Rc<str>> {
        self.work_out(Fact::Value(question));
        match self.status(Fact::Value(question)) {
            Some(Status::Text(text, _)) => Some(Rc::clone(text)),
            _ => None,
        }
    }

    /// The answers that something waits for in the end, the first first, each with whether it is to
    /// decide on the way whether something is asked.
    pub fn open_answers(&self, waits: &[Wait]) -> Vec<(Occurrence, bool)> {
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        let mut left: Vec<(Wait, bool)> = waits.iter().rev().map(|wait| (*wait, false)).collect();
        while let Some((wait, decides)) = left.pop() {
            if !seen.insert(wait) {
                continue;
            }
            match wait {
                Wait::Answer(question) => found.push((question, decides)),
                Wait::Fact(fact) => {
                    let decides = decides || matches!(fact, Fact::Asked(_));
                    if let Some(Status::Open(next)) = self.facts.get(&fact) {
                        left.extend(next.iter().rev().map(|wait| (*wait, decides)));
                    }
                }
            }
        }
        found
    }

    fn work_out(&mut self, fact: Fact) {
        let mut waiting = vec![fact];
        let mut begun = HashSet::new();
        while let Some(fact) = waiting.last().copied() {
            if self.facts.contains_key(&fact) {
                waiting.pop();
                continue;
            }
            begun.insert(fact);
            self.looked.insert(fact);
            let computed = self.compute(fact);
            self.steps += 1 + self.spent.take() / SPENT_A_STEP;
            let status = match computed {
                Computed::Known(status) => status,
                Computed::Open(waits) => {
                    for wait in std::mem::take(self.waits.get_mut()) {
                        self.lookers.entry(wait).or_default().insert(fact);
                    }
                    Status::Open(waits)
                }
                Computed::Missing => {
                    let needs = std::mem::take(&mut self.noted.get_mut().needs);
                    for need in needs {
                        // What depends on itself is empty where it does; no proof rests on it.
                        if begun.contains(&need) {
                            let nothing = match need {
                                Fact::Value(_) => Status::Text("".into(), Doubts::OTHER),
                                _ => Status::Truth(true, Doubts::OTHER),
                            };
                            self.set(need, nothing);
                        } else {
                            waiting.push(need);
                        }
                    }
                    continue;
                }
            };
            self.set(fact, status);
            waiting.pop();
        }
    }

    fn set(&mut self, fact: Fact, status: Status) {
        let before = self.facts.insert(fact, status);
        self.trail.push((fact, before));
    }

    pub(super) fn status(&self, fact: Fact) -> Option<&Status> {
        self.facts.get(&fact)
    }

    /// The columns of the nodes whose rules were read since the search began.
    pub fn columns_read(&self) -> HashSet<(NodeId, &'static str)> {
        let column = |fact: &Fact| match *fact {
            Fact::Value(at) => Some((self.bones.node(at), "calculation")),
            Fact::Exists(at) => Some((self.bones.node(at), "repeat_count")),
            Fact::Holds(at, rule, _) => Some((self.bones.node(at), rule.column())),
            Fact::Part(_, number) => self.parts.get(number).map(|part| (part.node, part.column)),
            Fact::Asked(_)
            | Fact::Answered(_)
            | Fact::Several(_)
            | Fact::Acceptable(_)
            | Fact::Complete(_) => None,
        };
        self.looked.iter().filter_map(column).collect()
    }

    /// What is known of a fact; that it was looked at is noted unless it is known.
    pub(super) fn seen(&self, fact: Fact) -> Seen {
        match self.status(fact) {
            Some(Status::Truth(truth, doubts)) => Seen::Known(*truth, *doubts),
            Some(Status::Text(text, doubts)) => Seen::Known(!text.is_empty(), *doubts),
            Some(Status::Open(_)) => {
                self.waits.borrow_mut().push(Wait::Fact(fact));
                Seen::Open(vec![Wait::Fact(fact)])
            }
            None => {
                self.noted.borrow_mut().needs.push(fact);
                Seen::Missing
            }
        }
    }

    /// What waits for an answer, which is noted.
    pub(super) fn wait_for(&self, question: Occurrence) -> Vec<Wait> {
        self.waits.borrow_mut().push(Wait::Answer(question));
        vec![Wait::Answer(question)]
    }
}
