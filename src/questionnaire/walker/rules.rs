//! Rules cut into parts that hold or do not hold on their own, so that what a rule comes to can be
//! known before all of its answers are.

use std::collections::HashMap;

use crate::questionnaire::definition::{Group, Initial, Question};
use crate::questionnaire::evaluation::{Item, NodeId, Plan};
use crate::questionnaire::expression::{Call, Expression, Function, Kind, Operator, Term};

/// A rule as parts joined by *and*, *or* and *not*.
#[derive(Debug)]
pub(super) enum Formula {
    Constant(bool),
    Part(Expression),
    Not(Box<Self>),
    All(Vec<Self>),
    Any(Vec<Self>),
}

impl Formula {
    pub fn of(expression: &Expression) -> Self {
        Self::cut(expression.root())
    }

    fn cut(term: &Term) -> Self {
        match &term.kind {
            Kind::Chain(chain) => match chain.rest.first() {
                Some((Operator::And, _)) => Self::All(term.children().into_iter().map(Self::cut).collect()),
                Some((Operator::Or, _)) => Self::Any(term.children().into_iter().map(Self::cut).collect()),
                _ => Self::part(term),
            },
            Kind::Call(call) => Self::cut_call(call).unwrap_or_else(|| Self::part(term)),
            _ => Self::part(term),
        }
    }

    fn cut_call(call: &Call) -> Option<Self> {
        match (call.function()?, call.arguments.as_slice()) {
            (Function::True, []) => Some(Self::Constant(true)),
            (Function::False, []) => Some(Self::Constant(false)),
            (Function::Not, [inner]) => Some(Self::Not(Box::new(Self::cut(inner)))),
            // The condition is written twice below, which may not add up.
            (Function::If, [condition, _, _]) if condition.parts().any(is_branching) => None,
            (Function::If, [condition, then, otherwise]) => Some(Self::Any(vec![
                Self::All(vec![Self::cut(condition), Self::cut(then)]),
                Self::All(vec![
                    Self::Not(Box::new(Self::cut(condition))),
                    Self::cut(otherwise),
                ]),
            ])),
            _ => None,
        }
    }

    fn part(term: &Term) -> Self {
        Self::Part(Expression::of(term))
    }

    /// Whether it holds whatever is answered, since it says so.
    pub const fn is_always(&self) -> bool {
        matches!(self, Self::Constant(true))
    }
}

fn is_branching(term: &Term) -> bool {
    matches!(&term.kind, Kind::Call(call) if call.function() == Some(Function::If))
}

/// Where the value of a question comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// A person gives it, or can change what a trigger has filled in.
    Answer,
    /// Its calculation makes it.
    Calculated,
    /// It is what it was when the draft began.
    Fixed,
}

/// Which rule of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Rule {
    Relevance,
    Constraint,
    Required,
    Filter,
}

impl Rule {
    /// The column of the survey sheet.
    pub const fn column(self) -> &'static str {
        match self {
            Self::Relevance => "relevant",
            Self::Constraint => "constraint",
            Self::Required => "required",
            Self::Filter => "choice_filter",
        }
    }

    /// What the engine takes a rule to be that it cannot evaluate.
    pub const fn otherwise(self) -> bool {
        match self {
            Self::Relevance | Self::Constraint | Self::Filter => true,
            Self::Required => false,
        }
    }
}

/// The rules of one node.
#[derive(Debug)]
pub(super) struct NodeRules {
    pub relevance: Option<Formula>,
    pub constraint: Option<Formula>,
    pub required: Option<Formula>,
    pub filter: Option<Formula>,
    pub calculation: Option<Expression>,
    /// Of a counted repeat.
    pub count: Option<Expression>,
    pub source: Source,
    /// The value that it starts with.
    pub initial: Option<Initial>,
    /// Its calculation runs only when a trigger is answered.
    pub triggered: bool,
}

impl NodeRules {
    pub fn rule(&self, rule: Rule) -> Option<&Formula> {
        match rule {
            Rule::Relevance => self.relevance.as_ref(),
            Rule::Constraint => self.constraint.as_ref(),
            Rule::Required => self.required.as_ref(),
            Rule::Filter => self.filter.as_ref(),
        }
    }

    fn of_question(question: &Question) -> Self {
        let formula = |rule: &Option<Expression>| rule.as_ref().map(Formula::of);
        let selection = question.kind.selection();
        Self {
            relevance: formula(&question.relevant),
            constraint: formula(&question.constraint),
            required: formula(&question.required),
            filter: selection.and_then(|selection| formula(&selection.filter)),
            calculation: question.calculation.clone(),
            count: None,
            source: source(question),
            initial: question.initial.clone(),
            triggered: !question.trigger.is_empty(),
        }
    }

    fn of_group(group: &Group) -> Self {
        Self {
            relevance: group.relevant.as_ref().map(Formula::of),
            constraint: None,
            required: None,
            filter: None,
            calculation: None,
            count: group.repeat.as_ref().and_then(|repeat| repeat.count.clone()),
            source: Source::Fixed,
            initial: None,
            triggered: false,
        }
    }
}

fn source(question: &Question) -> Source {
    if question.is_answered() {
        Source::Answer
    } else if question.calculation.is_some() {
        Source::Calculated
    } else {
        Source::Fixed
    }
}

/// The rules of a plan, by node.
#[derive(Debug)]
pub(super) struct Rules {
    by_node: HashMap<NodeId, NodeRules>,
}

impl Rules {
    pub fn new(plan: &Plan) -> Self {
        let by_node = plan.nodes().filter_map(|node| {
            let rules = match plan.item(node)? {
                Item::Question(question) => NodeRules::of_question(question),
                Item::Group(group) => NodeRules::of_group(group),
            };
            Some((node, rules))
        });
        Self {
            by_node: by_node.collect(),
        }
    }

    pub fn of(&self, node: NodeId) -> Option<&NodeRules> {
        self.by_node.get(&node)
    }
}
