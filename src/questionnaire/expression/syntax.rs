//! The syntax tree of an expression, with the place of every part in the source.
//!
//! Two trees are equal when they mean the same, whatever their places and spelling.

use std::sync::Arc;

use regex::Regex;

use super::function::Function;

/// Bytes of the source from `start` up to, not including, `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

/// A part of an expression that has a value.
#[derive(Debug, Clone)]
pub struct Term {
    pub kind: Kind,
    pub span: Span,
}

impl PartialEq for Term {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

/// What a term is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Finite and not negative: a minus sign is [`Kind::Negate`].
    Number(f64),
    Text(Box<str>),
    /// `${name}`
    Reference(Box<str>),
    Chain(Chain),
    Negate(Box<Term>),
    Call(Call),
    Path(Path),
    /// `base[…]` where the base is no path step, such as `${x}[1]` or `(a | b)[1]`.
    Filter {
        base: Box<Term>,
        predicates: Vec<Term>,
    },
}

/// Terms joined by operators of one precedence, evaluated from the left.
///
/// Flat, so that a long chain of `or` is not a deep tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Chain {
    pub first: Box<Term>,
    /// Never empty.
    pub rest: Vec<(Operator, Term)>,
}

/// A binary operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Union,
}

impl Operator {
    /// As it is written.
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "div",
            Self::Modulo => "mod",
            Self::Union => "|",
        }
    }

    /// `=`, `<` and their like.
    pub const fn is_comparison(self) -> bool {
        matches!(self.precedence(), 3 | 4)
    }

    /// `+`, `*` and their like.
    pub const fn is_arithmetic(self) -> bool {
        matches!(self.precedence(), 5 | 6)
    }

    /// How tightly it binds; a unary minus stands between the last two.
    pub const fn precedence(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And => 2,
            Self::Equal | Self::NotEqual => 3,
            Self::Less | Self::LessOrEqual | Self::Greater | Self::GreaterOrEqual => 4,
            Self::Add | Self::Subtract => 5,
            Self::Multiply | Self::Divide | Self::Modulo => 6,
            Self::Union => 8,
        }
    }
}

/// Precedence of the unary minus.
pub(super) const NEGATION: u8 = 7;

/// A function with its arguments.
#[derive(Debug, Clone)]
pub struct Call {
    pub callee: Callee,
    pub arguments: Vec<Term>,
    /// The second argument of `regex()` where it is a literal.
    pub(super) pattern: Option<Arc<Regex>>,
}

impl Call {
    /// A call of a function that exists.
    pub fn new(function: Function, arguments: Vec<Term>) -> Self {
        Self {
            callee: Callee::Known(function),
            arguments,
            pattern: None,
        }
    }

    /// The function, if there is one of this name.
    pub fn function(&self) -> Option<Function> {
        match self.callee {
            Callee::Known(function) => Some(function),
            Callee::Unknown(_) => None,
        }
    }
}

impl PartialEq for Call {
    fn eq(&self, other: &Self) -> bool {
        self.callee == other.callee && self.arguments == other.arguments
    }
}

/// What is called.
#[derive(Debug, Clone, PartialEq)]
pub enum Callee {
    Known(Function),
    /// Only in expressions read by [`super::Expression::examine`].
    Unknown(Box<str>),
}

/// A walk through the tree of answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    pub start: Start,
    /// May be empty after [`Start::Root`] (`/`) and [`Start::Here`] (`.`).
    pub steps: Vec<Step>,
}

impl Path {
    /// Whether it is `.` alone.
    pub fn is_here(&self) -> bool {
        self.start == Start::Here && self.steps.is_empty()
    }
}

/// Where a path begins.
#[derive(Debug, Clone, PartialEq)]
pub enum Start {
    Root,
    Here,
    Term(Box<Term>),
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub axis: Axis,
    pub test: NodeTest,
    pub predicates: Vec<Term>,
}

impl Step {
    /// A step without predicates.
    pub const fn new(axis: Axis, test: NodeTest) -> Self {
        Self {
            axis,
            test,
            predicates: Vec::new(),
        }
    }

    /// Whether this is the step between the slashes of `//`.
    pub(super) fn is_descent(&self) -> bool {
        self.axis == Axis::DescendantOrSelf && self.test == NodeTest::Any && self.predicates.is_empty()
    }

    /// Whether this is a bare `self::node()`.
    pub(super) fn is_self(&self) -> bool {
        self.axis == Axis::SelfNode && self.test == NodeTest::Any && self.predicates.is_empty()
    }
}

/// The direction of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    Child,
    Parent,
    SelfNode,
    Descendant,
    DescendantOrSelf,
    Ancestor,
    AncestorOrSelf,
    FollowingSibling,
    PrecedingSibling,
    Following,
    Preceding,
    Attribute,
    Namespace,
}

impl Axis {
    /// Every axis.
    pub const ALL: [Self; 13] = [
        Self::Child,
        Self::Parent,
        Self::SelfNode,
        Self::Descendant,
        Self::DescendantOrSelf,
        Self::Ancestor,
        Self::AncestorOrSelf,
        Self::FollowingSibling,
        Self::PrecedingSibling,
        Self::Following,
        Self::Preceding,
        Self::Attribute,
        Self::Namespace,
    ];

    /// As it is written before `::`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Child => "child",
            Self::Parent => "parent",
            Self::SelfNode => "self",
            Self::Descendant => "descendant",
            Self::DescendantOrSelf => "descendant-or-self",
            Self::Ancestor => "ancestor",
            Self::AncestorOrSelf => "ancestor-or-self",
            Self::FollowingSibling => "following-sibling",
            Self::PrecedingSibling => "preceding-sibling",
            Self::Following => "following",
            Self::Preceding => "preceding",
            Self::Attribute => "attribute",
            Self::Namespace => "namespace",
        }
    }

    /// Whether positions on the axis count against document order.
    pub const fn is_reverse(self) -> bool {
        matches!(
            self,
            Self::Ancestor | Self::AncestorOrSelf | Self::Preceding | Self::PrecedingSibling | Self::Parent
        )
    }
}

/// Which nodes of an axis a step takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeTest {
    /// `name` or `prefix:name`
    Name {
        prefix: Option<Box<str>>,
        local: Box<str>,
    },
    /// `*`
    AnyName,
    /// `prefix:*`
    AnyNameIn(Box<str>),
    /// `node()`
    Any,
    /// `text()`
    Text,
    /// `comment()`
    Comment,
    /// `processing-instruction('target')`
    ProcessingInstruction(Option<Box<str>>),
}
