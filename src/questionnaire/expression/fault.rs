//! What can be wrong with an expression, when it is read and when it is evaluated.

use super::function::Arity;
use super::syntax::Span;

/// Why a text is no expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct SyntaxFault {
    pub problem: Problem,
    /// Bytes of the source.
    pub span: Span,
    /// The place in characters, the first being 1.
    pub column: usize,
}

impl SyntaxFault {
    pub(super) fn new(problem: Problem, span: Span, source: &str) -> Self {
        let column = source
            .char_indices()
            .take_while(|(at, _)| *at < span.start)
            .count()
            + 1;
        Self {
            problem,
            span,
            column,
        }
    }

    /// Stable name of the problem, for lists of findings and translations.
    pub fn code(&self) -> &'static str {
        self.problem.code()
    }

    /// The place in bytes of the source.
    pub fn position(&self) -> usize {
        self.span.start
    }

    /// How to mend it, in English.
    pub fn mend(&self) -> String {
        self.problem.mend()
    }
}

/// What is wrong; the fields are the pieces of the message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error("the expression is empty")]
    Empty,
    #[error("the expression is longer than {limit} bytes")]
    TooLong { limit: usize },
    #[error("the expression is nested more than {limit} levels deep")]
    TooDeep { limit: usize },
    #[error("`{found}` does not belong in an expression")]
    Character { found: String },
    #[error("`{found}` is no operator here")]
    Operator { found: String, instead: Option<String> },
    #[error("curly quotation marks do not mark text")]
    CurlyQuote,
    #[error("the quotation mark is never closed")]
    OpenText,
    #[error("the reference `{found}` is not complete")]
    Reference { found: String },
    #[error("`{found}` is a variable, which questionnaires do not have")]
    Variable { found: String },
    #[error("numbers are written without an exponent")]
    Exponent,
    #[error("the number is too large")]
    NumberTooLarge,
    #[error("something is missing before `{found}`")]
    OperandBefore { found: String },
    #[error("the expression ends where a value is expected")]
    OperandAtEnd,
    #[error("`{found}` follows a value without an operator between them")]
    OperatorMissing { found: String },
    #[error("`{open}` is never closed")]
    Unclosed { open: char },
    #[error("`{close}` closes nothing")]
    Unopened { close: char },
    #[error("`{found}` is no axis")]
    Axis { found: String },
    #[error("there is no function `{name}()`")]
    UnknownFunction {
        name: String,
        nearest: Option<&'static str>,
    },
    #[error("the function `{name}()` is not supported")]
    RefusedFunction { name: String },
    #[error("`{feature}` is not supported")]
    RefusedFeature { feature: String },
    #[error("`{name}()` does not take {given} arguments")]
    Arguments {
        name: &'static str,
        given: usize,
        arity: Arity,
    },
    #[error("`{name}` works on questions or paths, not on values")]
    NodesExpected { name: String },
    #[error("the regular expression cannot be used: {reason}")]
    Pattern { reason: String },
}

impl Problem {
    /// Stable name of the problem.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "expression-empty",
            Self::TooLong { .. } => "expression-too-long",
            Self::TooDeep { .. } => "expression-too-deep",
            Self::Character { .. } => "expression-character",
            Self::Operator { .. } => "expression-operator",
            Self::CurlyQuote => "expression-curly-quote",
            Self::OpenText => "expression-open-text",
            Self::Reference { .. } => "expression-reference",
            Self::Variable { .. } => "expression-variable",
            Self::Exponent => "expression-exponent",
            Self::NumberTooLarge => "expression-number-too-large",
            Self::OperandBefore { .. } | Self::OperandAtEnd => "expression-operand-missing",
            Self::OperatorMissing { .. } => "expression-operator-missing",
            Self::Unclosed { .. } => "expression-unclosed",
            Self::Unopened { .. } => "expression-unopened",
            Self::Axis { .. } => "expression-axis",
            Self::UnknownFunction { .. } => "expression-unknown-function",
            Self::RefusedFunction { .. } => "expression-unsupported-function",
            Self::RefusedFeature { .. } => "expression-unsupported-feature",
            Self::Arguments { .. } => "expression-arguments",
            Self::NodesExpected { .. } => "expression-nodes-expected",
            Self::Pattern { .. } => "expression-pattern",
        }
    }

    /// How to mend it, in English.
    pub fn mend(&self) -> String {
        match self {
            Self::Empty => "write an expression or leave the cell empty".to_owned(),
            Self::TooLong { .. } | Self::TooDeep { .. } => {
                "move parts of it into calculate questions and refer to those".to_owned()
            }
            Self::Operator {
                instead: Some(instead),
                ..
            } => format!("write `{instead}`"),
            Self::Operator { .. } => "use one of = != < <= > >= + - * div mod and or |".to_owned(),
            Self::Character { .. } => "remove it, or put it into quotation marks if it is text".to_owned(),
            Self::CurlyQuote => "write straight quotation marks: ' or \"".to_owned(),
            Self::OpenText => "close the text with the same quotation mark that opens it".to_owned(),
            Self::Reference { .. } => "write ${name} with the name of a question".to_owned(),
            Self::Variable { found } => format!(
                "write ${{{}}} to refer to a question",
                found.trim_start_matches('$')
            ),
            Self::Exponent => "write all digits, such as 1000000 instead of 1e6".to_owned(),
            Self::NumberTooLarge => "write a smaller number".to_owned(),
            Self::OperandBefore { .. } => "complete the value before it, or remove it".to_owned(),
            Self::OperandAtEnd => "complete the expression".to_owned(),
            Self::OperatorMissing { .. } => "put an operator, such as `and` or `=`, between them".to_owned(),
            Self::Unclosed { open: '(' } => "add the missing `)`".to_owned(),
            Self::Unclosed { .. } => "add the missing `]`".to_owned(),
            Self::Unopened { .. } => "remove it, or add the bracket that opens it".to_owned(),
            Self::Axis { .. } => "use child, parent, self, ancestor, descendant or a sibling axis".to_owned(),
            Self::UnknownFunction {
                nearest: Some(nearest),
                ..
            } => format!("did you mean `{nearest}()`?"),
            Self::UnknownFunction { nearest: None, .. } => {
                "see the list of functions in the documentation".to_owned()
            }
            Self::RefusedFunction { .. } | Self::RefusedFeature { .. } => {
                "remove it; the documentation lists what a text survey has instead".to_owned()
            }
            Self::Arguments { arity, .. } => match (arity.least, arity.most) {
                (0, Some(0)) => "leave the parentheses empty".to_owned(),
                (least, Some(most)) if least == most => format!("give {least}"),
                (least, Some(most)) => format!("give {least} to {most}"),
                (least, None) => format!("give at least {least}, in pairs where they belong together"),
            },
            Self::NodesExpected { .. } => "give a ${name} or a path".to_owned(),
            Self::Pattern { .. } => {
                "rewrite it without look-around and back-references, and check its brackets".to_owned()
            }
        }
    }
}

/// Why an expression has no value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvaluationFault {
    /// The step budget is used up.
    #[error("the expression takes too long to evaluate")]
    TooCostly,
    /// Only after [`super::Expression::examine`].
    #[error("there is no function `{name}()` with these arguments")]
    UnknownFunction { name: String, position: usize },
    #[error("nodes are expected, not a value")]
    NodesExpected { position: usize },
    #[error("the regular expression cannot be used: {reason}")]
    Pattern { reason: String, position: usize },
    #[error("there is no instance `{id}`")]
    Instance { id: String, position: usize },
    #[error("there is no text `{id}`")]
    Itext { id: String, position: usize },
}

impl EvaluationFault {
    /// Stable name of the fault.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooCostly => "expression-too-costly",
            Self::UnknownFunction { .. } => "expression-unknown-function",
            Self::NodesExpected { .. } => "expression-nodes-expected",
            Self::Pattern { .. } => "expression-pattern",
            Self::Instance { .. } => "expression-instance",
            Self::Itext { .. } => "expression-itext",
        }
    }

    /// The place in bytes of the source; of [`Self::TooCostly`] it is the beginning.
    pub const fn position(&self) -> usize {
        match self {
            Self::TooCostly => 0,
            Self::UnknownFunction { position, .. }
            | Self::NodesExpected { position }
            | Self::Pattern { position, .. }
            | Self::Instance { position, .. }
            | Self::Itext { position, .. } => *position,
        }
    }
}
