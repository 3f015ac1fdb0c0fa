//! An expression: its text, the tree it was read into, and what can be told without evaluating it.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::fault::SyntaxFault;
use super::function::{Function, Sort};
use super::parse;
use super::syntax::{Kind, Operator, Path, Start, Step, Term};

/// A parsed expression; serialised as its source text, and read again from it.
///
/// Cheap to clone. Two expressions are equal when their trees are; `source` may differ in spaces.
#[derive(Clone)]
pub struct Expression {
    source: Arc<str>,
    root: Arc<Term>,
}

impl Expression {
    /// Reads an expression. Of several faults it gives the first; [`Self::examine`] gives all.
    pub fn parse(source: &str) -> Result<Self, SyntaxFault> {
        let (expression, faults) = Self::examine(source)?;
        match faults.into_iter().next() {
            Some(fault) => Err(fault),
            None => Ok(expression),
        }
    }

    /// Reads an expression and gives all faults of meaning, such as functions that do not exist.
    ///
    /// With faults the expression is for looking at: evaluating what is wrong in it is a fault,
    /// unless a short circuit of `and`, `or` or `if` passes it by.
    ///
    /// # Errors
    /// The first fault of grammar, after which nothing can be told.
    pub fn examine(source: &str) -> Result<(Self, Vec<SyntaxFault>), SyntaxFault> {
        let (root, mut faults) = parse::parse(source)?;
        faults.sort_by_key(|fault| fault.span.start);
        Ok((
            Self {
                source: source.into(),
                root: Arc::new(root),
            },
            faults,
        ))
    }

    /// A part of an expression, standing alone, in canonical spelling.
    pub fn of(term: &Term) -> Self {
        Self {
            source: term.to_string().into(),
            root: Arc::new(term.clone()),
        }
    }

    /// The text it was parsed from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The tree.
    pub fn root(&self) -> &Term {
        &self.root
    }

    /// The names in `${name}`, in order of appearance, with repetitions.
    pub fn references(&self) -> impl Iterator<Item = &str> {
        self.root.parts().filter_map(|term| match &term.kind {
            Kind::Reference(name) => Some(&**name),
            _ => None,
        })
    }

    /// Whether it calls this function.
    pub fn uses(&self, function: Function) -> bool {
        self.root
            .parts()
            .any(|term| matches!(&term.kind, Kind::Call(call) if call.function() == Some(function)))
    }

    /// Whether its value depends on the moment or on chance: `now()`, `today()`, `random()`,
    /// `uuid()`, or `randomize()` without a seed.
    pub fn is_volatile(&self) -> bool {
        self.root.parts().any(|term| match &term.kind {
            Kind::Call(call) => match call.function() {
                Some(Function::Now | Function::Today | Function::Random | Function::Uuid) => true,
                Some(Function::Randomize) => call.arguments.len() == 1,
                _ => false,
            },
            _ => false,
        })
    }

    /// Whether it looks at the node it belongs to: `.`, a relative path, `position()`, `current()`,
    /// `once()`, or a function that takes the node where it is given nothing.
    pub fn uses_context(&self) -> bool {
        self.root.parts().any(|term| match &term.kind {
            Kind::Path(Path {
                start: Start::Here, ..
            }) => true,
            Kind::Call(call) => match call.function() {
                Some(Function::Current | Function::Once | Function::Last) => true,
                Some(function) => call.arguments.is_empty() && function.arity().most == Some(1),
                None => false,
            },
            _ => false,
        })
    }

    /// Whether its value is always the same: no references, no paths, nothing volatile.
    pub fn is_constant(&self) -> bool {
        let outside = [
            Function::Instance,
            Function::Pulldata,
            Function::ChoiceName,
            Function::Itext,
            Function::IndexedRepeat,
        ];
        let reads = |term: &Term| match &term.kind {
            Kind::Reference(_) | Kind::Path(_) => true,
            Kind::Call(call) => call.function().is_none_or(|function| outside.contains(&function)),
            _ => false,
        };
        !self.is_volatile() && !self.uses_context() && !self.root.parts().any(reads)
    }

    /// `Some` if it is literally `true()` or `false()`.
    pub fn literal_truth(&self) -> Option<bool> {
        match &self.root.kind {
            Kind::Call(call) => match call.function()? {
                Function::True => Some(true),
                Function::False => Some(false),
                _ => None,
            },
            _ => None,
        }
    }
}

impl Term {
    /// What the term gives, as far as that is known without evaluating it.
    pub fn sort(&self) -> Sort {
        match &self.kind {
            Kind::Number(_) | Kind::Negate(_) => Sort::Number,
            Kind::Text(_) => Sort::Text,
            Kind::Reference(_) | Kind::Path(_) | Kind::Filter { .. } => Sort::Nodes,
            Kind::Call(call) => call.function().map_or(Sort::Any, Function::sort),
            Kind::Chain(chain) => match chain.rest.first().map(|(operator, _)| *operator) {
                Some(Operator::Union) => Sort::Nodes,
                Some(operator) if operator.precedence() >= Operator::Add.precedence() => Sort::Number,
                Some(_) => Sort::Boolean,
                None => chain.first.sort(),
            },
        }
    }

    /// The term and everything within it, in order of appearance.
    pub fn parts(&self) -> impl Iterator<Item = &Self> {
        let mut waiting = vec![self];
        std::iter::from_fn(move || {
            let term = waiting.pop()?;
            let from = waiting.len();
            waiting.extend(term.children());
            if let Some(added) = waiting.get_mut(from..) {
                added.reverse();
            }
            Some(term)
        })
    }

    /// The terms directly within this one, in order of appearance.
    pub fn children(&self) -> Vec<&Self> {
        match &self.kind {
            Kind::Number(_) | Kind::Text(_) | Kind::Reference(_) => Vec::new(),
            Kind::Negate(inner) => vec![inner],
            Kind::Chain(chain) => std::iter::once(&*chain.first)
                .chain(chain.rest.iter().map(|(_, term)| term))
                .collect(),
            Kind::Call(call) => call.arguments.iter().collect(),
            Kind::Filter { base, predicates } => std::iter::once(&**base).chain(predicates).collect(),
            Kind::Path(path) => path.children(),
        }
    }
}

impl Path {
    fn children(&self) -> Vec<&Term> {
        let start = match &self.start {
            Start::Term(term) => Some(&**term),
            Start::Root | Start::Here => None,
        };
        start
            .into_iter()
            .chain(self.steps.iter().flat_map(|step: &Step| &step.predicates))
            .collect()
    }
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.root == other.root
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_tuple("Expression").field(&self.source).finish()
    }
}

/// In canonical spelling; [`Expression::source`] is as the author wrote it.
impl fmt::Display for Expression {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.fmt(to)
    }
}

impl Serialize for Expression {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.source)
    }
}

impl<'de> Deserialize<'de> for Expression {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let source = String::deserialize(from)?;
        Self::parse(&source).map_err(serde::de::Error::custom)
    }
}
