//! How each fact is worked out from others and from what is supposed.

use std::rc::Rc;

use super::rules::{Formula, NodeRules, Rule, Source};
use super::seen::{Doubts, Seen, Wait};
use super::sketch::{Fact, Noted, Sketch, Status};
use crate::questionnaire::answers::Answer;
use crate::questionnaire::definition::{Initial, Question, Source as ListSource};
use crate::questionnaire::evaluation::Occurrence;
use crate::questionnaire::expression::{BUDGET, Evaluation, Expression, Tree};

/// What even the shortest expression costs, in steps of an evaluation.
const LEAST_SPENT: u64 = 8;

/// What came of working out a fact.
pub(super) enum Computed {
    Known(Status),
    Open(Vec<Wait>),
    Missing,
}

impl Computed {
    fn text(text: &str, doubts: Doubts) -> Self {
        Self::Known(Status::Text(text.into(), doubts))
    }
}

impl From<Seen> for Computed {
    fn from(seen: Seen) -> Self {
        match seen {
            Seen::Known(truth, doubts) => Self::Known(Status::Truth(truth, doubts)),
            Seen::Open(waits) => Self::Open(waits),
            Seen::Missing => Self::Missing,
        }
    }
}

impl<'s> Sketch<'s> {
    /// Works a fact out. What it needs first is noted.
    pub fn compute(&self, fact: Fact) -> Computed {
        self.noted.replace(Noted::default());
        self.waits.borrow_mut().clear();
        match fact {
            Fact::Value(at) => self.value(at),
            Fact::Exists(at) => self.exists(at).into(),
            Fact::Asked(at) => self.asked(at).into(),
            Fact::Holds(at, rule, item) => {
                self.own.set((rule == Rule::Constraint).then_some(at));
                let seen = self.rule(at, rule, item);
                self.own.set(None);
                seen.into()
            }
            Fact::Answered(at) => self.given(at, |text| !text.is_empty()).into(),
            Fact::Several(at) => self
                .given(at, |text| text.split_ascii_whitespace().nth(1).is_some())
                .into(),
            Fact::Acceptable(at) => self.acceptable(at).into(),
            Fact::Complete(at) => {
                let asked = self.seen(Fact::Asked(at)).not();
                let required = self.seen(Fact::Holds(at, Rule::Required, None)).not();
                let given = match self.supposition(at) {
                    Some(text) => Seen::Known(!text.is_empty(), Doubts::NONE),
                    None => Seen::Known(true, Doubts::NONE),
                };
                Seen::any([given, required, asked].into_iter()).into()
            }
            Fact::Part(at, number) => match self.parts.get(number) {
                Some(condition) => self.formula(&condition.formula, at, None, true).into(),
                None => Seen::Known(true, Doubts::OTHER).into(),
            },
        }
    }

    pub fn question(&self, at: Occurrence) -> Option<(&'s Question, &'s NodeRules)> {
        let rules = self.rules.of(self.bones.node(at))?;
        Some((self.bones.question(at)?, rules))
    }

    fn value(&self, at: Occurrence) -> Computed {
        let Some((_, rules)) = self.question(at) else {
            return Computed::text("", Doubts::NONE);
        };
        match rules.source {
            Source::Answer => match self.supposition(at) {
                Some(text) => self.if_asked(at, Rc::clone(text), Doubts::NONE),
                // Nobody needs to be asked for what is not asked for.
                None => match self.seen(Fact::Asked(at)) {
                    Seen::Known(false, doubts) => Computed::text("", doubts),
                    Seen::Missing => Computed::Missing,
                    Seen::Known(true, _) | Seen::Open(_) => Computed::Open(self.wait_for(at)),
                },
            },
            Source::Fixed => self.fixed(at),
            Source::Calculated => match &rules.calculation {
                Some(calculation) => match self.seen(Fact::Asked(at)) {
                    Seen::Known(false, doubts) => Computed::text("", doubts),
                    Seen::Open(waits) => Computed::Open(waits),
                    Seen::Missing => Computed::Missing,
                    Seen::Known(true, doubts) => self.calculated(calculation, at, doubts),
                },
                None => Computed::text("", Doubts::NONE),
            },
        }
    }

    /// The text if the question is asked; an empty one is empty either way.
    fn if_asked(&self, at: Occurrence, text: Rc<str>, doubts: Doubts) -> Computed {
        if text.is_empty() {
            return Computed::Known(Status::Text(text, doubts));
        }
        match self.seen(Fact::Asked(at)) {
            Seen::Known(true, more) => Computed::Known(Status::Text(text, doubts.and(more))),
            Seen::Known(false, more) => Computed::text("", doubts.and(more)),
            Seen::Open(waits) => Computed::Open(waits),
            Seen::Missing => Computed::Missing,
        }
    }

    /// Counts what an evaluation has cost.
    fn spend(&self, evaluation: &Evaluation<'_, Self, Self>) {
        let spent = BUDGET.saturating_sub(evaluation.left());
        self.spent.set(self.spent.get() + LEAST_SPENT + spent);
    }

    fn calculated(&self, calculation: &'s Expression, at: Occurrence, doubts: Doubts) -> Computed {
        self.own.set(Some(at));
        let evaluation = Evaluation::new(self, self, at);
        let outcome = evaluation.stored(calculation);
        self.spend(&evaluation);
        self.own.set(None);
        // A calculation that waits for a trigger may still have its old value.
        let triggered = self.question(at).is_some_and(|(_, rules)| rules.triggered);
        let mut noted = self.noted.borrow_mut();
        noted.doubts.other |= outcome.is_err() || triggered;
        let doubts = doubts.and(noted.doubts);
        if !noted.needs.is_empty() {
            Computed::Missing
        } else if !noted.open.is_empty() {
            Computed::Open(std::mem::take(&mut noted.open))
        } else {
            Computed::text(&outcome.unwrap_or_default(), doubts)
        }
    }

    /// What nobody answers: metadata, hidden values, and what is locked.
    fn fixed(&self, at: Occurrence) -> Computed {
        let Some((_, rules)) = self.question(at) else {
            return Computed::text("", Doubts::NONE);
        };
        let field = self.bones.field(at);
        let metadata = Tree::text(self.bones, at);
        let begun = || match self.begun.get(&field.key) {
            Some(Answer::One(text)) => text.clone(),
            Some(Answer::Many(names)) => names.join(" "),
            Some(Answer::Skipped | Answer::Repeated(_)) | None => String::new(),
        };
        match &rules.initial {
            _ if !metadata.is_empty() => self.if_asked(at, metadata.as_ref().into(), Doubts::CLOCK),
            _ if field.repeats.is_empty() => self.if_asked(at, begun().into(), Doubts::NONE),
            Some(Initial::Literal(text)) => self.if_asked(at, text.as_str().into(), Doubts::NONE),
            // Evaluated when the instance was added, when other answers may have stood there.
            Some(Initial::Expression(_)) => Computed::text("", Doubts::OTHER),
            None => Computed::text("", Doubts::NONE),
        }
    }

    /// Whether the instances around exist, this one included.
    fn exists(&self, at: Occurrence) -> Seen {
        let Some(rules) = self.rules.of(self.bones.node(at)) else {
            return Seen::Known(true, Doubts::NONE);
        };
        let (Some(count), Some((number, _)), Some(around)) = (
            &rules.count,
            self.bones.instance(at),
            Tree::parent(self.bones, at),
        ) else {
            return Seen::Known(true, Doubts::NONE);
        };
        let evaluation = Evaluation::new(self, self, around);
        let outcome = evaluation.number(count);
        self.spend(&evaluation);
        let has_so_many = |count: f64| u32::try_from(number).is_ok_and(|number| count >= f64::from(number));
        self.settled(outcome.is_ok_and(has_so_many), false)
    }

    fn asked(&self, at: Occurrence) -> Seen {
        let around = match Tree::parent(self.bones, at) {
            Some(around) if self.rules.of(self.bones.node(around)).is_some() => {
                self.seen(Fact::Asked(around))
            }
            _ => Seen::Known(true, Doubts::NONE),
        };
        let exists = if self.is_counted(at) {
            self.seen(Fact::Exists(at))
        } else {
            Seen::Known(true, Doubts::NONE)
        };
        let own = self.seen_rule(at, Rule::Relevance, None);
        Seen::all([around, exists, own].into_iter())
    }

    pub fn is_counted(&self, at: Occurrence) -> bool {
        let rules = self.rules.of(self.bones.node(at));
        rules.is_some_and(|rules| rules.count.is_some())
    }

    /// The rule as a fact of its own, unless there is none.
    fn seen_rule(&self, at: Occurrence, rule: Rule, item: Option<Occurrence>) -> Seen {
        let rules = self.rules.of(self.bones.node(at));
        match rules.and_then(|rules| rules.rule(rule)) {
            Some(_) => self.seen(Fact::Holds(at, rule, item)),
            None => Seen::Known(rule.otherwise(), Doubts::NONE),
        }
    }

    fn rule(&self, at: Occurrence, rule: Rule, item: Option<Occurrence>) -> Seen {
        let rules = self.rules.of(self.bones.node(at));
        // What is chosen among answers is filtered in the instance of each answer.
        let (at, item) = match item {
            Some(answer) if self.bones.item(answer).is_some() => (answer, None),
            _ => (at, item),
        };
        match rules.and_then(|rules| rules.rule(rule)) {
            Some(formula) => self.formula(formula, at, item, rule.otherwise()),
            None => Seen::Known(rule.otherwise(), Doubts::NONE),
        }
    }

    fn formula(
        &self,
        formula: &'s Formula,
        at: Occurrence,
        item: Option<Occurrence>,
        otherwise: bool,
    ) -> Seen {
        let inner = |formula| self.formula(formula, at, item, otherwise);
        match formula {
            Formula::Constant(truth) => Seen::Known(*truth, Doubts::NONE),
            Formula::Part(part) => self.part(part, at, item, otherwise),
            Formula::Not(negated) => inner(negated).not(),
            Formula::All(several) => Seen::all(several.iter().map(inner)),
            Formula::Any(several) => Seen::any(several.iter().map(inner)),
        }
    }

    fn part(&self, part: &'s Expression, at: Occurrence, item: Option<Occurrence>, otherwise: bool) -> Seen {
        let before = self.noted.replace(Noted::default());
        let evaluation = Evaluation::new(self, self, at);
        let evaluation = match item {
            Some(item) => evaluation.with_focus(item),
            None => evaluation,
        };
        let outcome = evaluation.truth(part);
        self.spend(&evaluation);
        let failed = outcome.is_err();
        let seen = self.settled(outcome.unwrap_or(otherwise), failed);
        self.noted.borrow_mut().needs.extend(before.needs);
        seen
    }

    /// What an outcome is worth after what was noted on the way.
    fn settled(&self, truth: bool, failed: bool) -> Seen {
        let mut noted = self.noted.borrow_mut();
        let mut doubts = noted.doubts;
        doubts.other |= failed;
        if !noted.needs.is_empty() {
            Seen::Missing
        } else if !noted.open.is_empty() {
            Seen::Open(std::mem::take(&mut noted.open))
        } else {
            Seen::Known(truth, doubts)
        }
    }

    /// Whether the answer that is supposed is so, be it asked for or not.
    fn given(&self, at: Occurrence, is_so: impl Fn(&str) -> bool) -> Seen {
        match self.supposition(at) {
            Some(text) => Seen::Known(is_so(text), Doubts::NONE),
            None => Seen::Open(self.wait_for(at)),
        }
    }

    fn acceptable(&self, at: Occurrence) -> Seen {
        let Some(text) = self.supposition(at).filter(|text| !text.is_empty()) else {
            return Seen::Known(true, Doubts::NONE);
        };
        let constraint = self.seen_rule(at, Rule::Constraint, None);
        let among_answers = self.question(at).and_then(|(question, _)| {
            let selection = question.kind.selection()?;
            (selection.source == ListSource::Answers).then_some(selection.list.as_str())
        });
        let offered = if let Some(repeated) = among_answers {
            let is_given = |name| self.is_given(at, repeated, name);
            Seen::all(text.split_ascii_whitespace().map(is_given))
        } else {
            let items = text
                .split_ascii_whitespace()
                .filter_map(|name| self.item_named(at, name));
            Seen::all(items.map(|item| self.seen_rule(at, Rule::Filter, Some(item))))
        };
        let asked = self.seen(Fact::Asked(at)).not();
        let kept = Seen::all([constraint, offered].into_iter());
        Seen::any([kept, asked].into_iter())
    }

    /// Whether a repeated question has this answer in an instance that passes the filter.
    fn is_given(&self, at: Occurrence, repeated: &str, name: &str) -> Seen {
        let found = Tree::resolve(self, repeated, at);
        let in_instance = |one: Occurrence| {
            let value = match (self.seen(Fact::Value(one)), self.status(Fact::Value(one))) {
                (Seen::Known(_, doubts), Some(Status::Text(text, _))) => Seen::Known(**text == *name, doubts),
                (seen, _) => seen,
            };
            let passes = self.seen_rule(at, Rule::Filter, Some(one));
            Seen::all([value, passes].into_iter())
        };
        Seen::any(found.iter().map(in_instance))
    }

    /// The item of a choice, where a filter may keep it back.
    fn item_named(&self, at: Occurrence, name: &str) -> Option<Occurrence> {
        let (question, rules) = self.question(at)?;
        rules.filter.as_ref()?;
        let list = &question.kind.selection()?.list;
        let choices = &self.bones.plan().definition().lists.get(list)?.choices;
        let place = choices.iter().position(|choice| choice.name == name)?;
        self.items(list).nth(place)
    }

    /// The items of a list, in its order.
    pub fn items(&self, list: &str) -> impl Iterator<Item = Occurrence> {
        let root = Tree::instance(self.bones, list).and_then(|list| Tree::children(self.bones, list).next());
        root.into_iter().flat_map(|root| Tree::children(self.bones, root))
    }
}
