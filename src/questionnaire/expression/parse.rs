//! From tokens to a syntax tree: the grammar of `XPath` 1.0 without variables.
//!
//! Faults of grammar end the reading. Faults of meaning (a function that does not exist, a wrong
//! number of arguments, a value where nodes are needed) are collected, so that all are reported.

use std::sync::Arc;

use winnow::stream::{Stream as _, TokenSlice};

use super::fault::{Problem, SyntaxFault};
use super::function::{Function, Sort};
use super::pattern;
use super::syntax::{Call, Callee, Chain, Kind, NEGATION, NodeTest, Operator, Path, Span, Start, Step, Term};
use super::token::{Spanned, Token, tokens};

/// Longest source in bytes.
pub const LONGEST: usize = 32 * 1024;
/// Deepest nesting of parentheses, arguments, predicates and operators.
pub const DEEPEST: usize = 120;
/// Most literal patterns of one expression; compiling them takes time.
const MOST_PATTERNS: usize = 100;

type Parsed<T> = Result<T, SyntaxFault>;

/// The tree of the source, and its faults of meaning.
pub(super) fn parse(source: &str) -> Parsed<(Term, Vec<SyntaxFault>)> {
    let whole = Span {
        start: 0,
        end: source.len(),
    };
    if source.len() > LONGEST {
        return Err(SyntaxFault::new(
            Problem::TooLong { limit: LONGEST },
            whole,
            source,
        ));
    }
    let tokens = tokens(source)?;
    if tokens.is_empty() {
        return Err(SyntaxFault::new(Problem::Empty, whole, source));
    }
    let mut parser = Parser {
        input: TokenSlice::new(&tokens),
        source,
        faults: Vec::new(),
        patterns: 0,
    };
    let term = parser.expression(0, 0)?;
    match parser.peek() {
        None => Ok((term, parser.faults)),
        Some(next) => Err(parser.unexpected(next)),
    }
}

pub(super) struct Parser<'t, 's> {
    input: TokenSlice<'t, Spanned<'s>>,
    source: &'s str,
    faults: Vec<SyntaxFault>,
    patterns: usize,
}

impl<'s> Parser<'_, 's> {
    pub(super) fn peek(&self) -> Option<Spanned<'s>> {
        self.input.peek_token().copied()
    }

    pub(super) fn peek_second(&self) -> Option<Token<'s>> {
        self.input.get(1).map(|next| next.token)
    }

    /// Takes the next token.
    pub(super) fn skip(&mut self) {
        let _ = self.input.next_token();
    }

    /// Takes the next token if it is this one, and says where it stood.
    pub(super) fn take(&mut self, token: Token<'_>) -> Option<Span> {
        let next = self.peek().filter(|next| next.token == token)?;
        self.skip();
        Some(next.span)
    }

    pub(super) fn fault(&self, problem: Problem, span: Span) -> SyntaxFault {
        SyntaxFault::new(problem, span, self.source)
    }

    pub(super) fn written(&self, span: Span) -> String {
        self.source
            .get(span.start..span.end)
            .unwrap_or_default()
            .to_owned()
    }

    /// The fault of a token that cannot follow a complete value.
    fn unexpected(&self, next: Spanned<'_>) -> SyntaxFault {
        let problem = match next.token {
            Token::Close => Problem::Unopened { close: ')' },
            Token::CloseBracket => Problem::Unopened { close: ']' },
            Token::Comma | Token::At | Token::Axis | Token::Slash | Token::Descent => Problem::Character {
                found: self.written(next.span),
            },
            _ => Problem::OperatorMissing {
                found: self.written(next.span),
            },
        };
        self.fault(problem, next.span)
    }

    /// The fault of a missing value before the next token.
    pub(super) fn operand_missing(&self) -> SyntaxFault {
        if let Some(next) = self.peek() {
            return self.fault(
                Problem::OperandBefore {
                    found: self.written(next.span),
                },
                next.span,
            );
        }
        let end = Span {
            start: self.source.len(),
            end: self.source.len(),
        };
        self.fault(Problem::OperandAtEnd, end)
    }

    /// Takes the bracket that closes the one at `open`.
    pub(super) fn close(&mut self, open: Span, closing: Token<'_>) -> Parsed<Span> {
        if let Some(span) = self.take(closing) {
            return Ok(span);
        }
        let mark = if closing == Token::Close { '(' } else { '[' };
        Err(match self.peek() {
            None
            | Some(Spanned {
                token: Token::Close | Token::CloseBracket,
                ..
            }) => self.fault(Problem::Unclosed { open: mark }, open),
            Some(next) => self.unexpected(next),
        })
    }

    fn next_operator(&self) -> Option<Operator> {
        match self.peek()?.token {
            Token::Operator(operator) => Some(operator),
            _ => None,
        }
    }

    /// Operators of at least this precedence with their operands.
    pub(super) fn expression(&mut self, least: u8, depth: usize) -> Parsed<Term> {
        if depth > DEEPEST {
            let span = self.peek().map_or_else(Span::default, |next| next.span);
            return Err(self.fault(Problem::TooDeep { limit: DEEPEST }, span));
        }
        let mut left = self.operand(depth)?;
        while let Some(precedence) = self
            .next_operator()
            .map(Operator::precedence)
            .filter(|found| *found >= least)
        {
            let mut rest = Vec::new();
            while let Some(operator) = self
                .next_operator()
                .filter(|next| next.precedence() == precedence)
            {
                self.skip();
                rest.push((operator, self.expression(precedence + 1, depth + 1)?));
            }
            if precedence == Operator::Union.precedence() {
                self.expect_nodes("|", &left);
                for (_, term) in &rest {
                    self.expect_nodes("|", term);
                }
            }
            let end = rest.last().map_or(left.span.end, |(_, last)| last.span.end);
            let span = Span {
                start: left.span.start,
                end,
            };
            left = Term {
                kind: Kind::Chain(Chain {
                    first: Box::new(left),
                    rest,
                }),
                span,
            };
        }
        Ok(left)
    }

    fn operand(&mut self, depth: usize) -> Parsed<Term> {
        let Some(minus) = self.take(Token::Operator(Operator::Subtract)) else {
            return self.value(depth);
        };
        let inner = self.expression(NEGATION + 1, depth + 1)?;
        let span = Span {
            start: minus.start,
            end: inner.span.end,
        };
        Ok(Term {
            kind: Kind::Negate(Box::new(inner)),
            span,
        })
    }

    fn value(&mut self, depth: usize) -> Parsed<Term> {
        let Some(next) = self.peek() else {
            return Err(self.operand_missing());
        };
        let span = next.span;
        let kind = match next.token {
            Token::Number(value) => Kind::Number(value),
            Token::Text(text) => Kind::Text(text.into()),
            Token::Reference(name) => Kind::Reference(name.into()),
            Token::Open => {
                self.skip();
                let inner = self.expression(0, depth + 1)?;
                self.close(span, Token::Close)?;
                return self.continued(inner, depth);
            }
            Token::Name { prefix, local } if self.calls(prefix, local) => {
                let call = self.call(span, depth)?;
                return self.continued(call, depth);
            }
            _ => return self.path(depth),
        };
        self.skip();
        self.continued(Term { kind, span }, depth)
    }

    /// Whether the name before the next token is that of a function.
    fn calls(&self, prefix: Option<&str>, local: &str) -> bool {
        self.peek_second() == Some(Token::Open)
            && !(prefix.is_none() && matches!(local, "node" | "text" | "comment" | "processing-instruction"))
    }

    /// Predicates and further steps after a value that is no path.
    fn continued(&mut self, base: Term, depth: usize) -> Parsed<Term> {
        let predicates = self.predicates(depth)?;
        let mut term = base;
        if let Some(last) = predicates.last() {
            self.expect_nodes("[", &term);
            let span = Span {
                start: term.span.start,
                end: last.span.end,
            };
            term = Term {
                kind: Kind::Filter {
                    base: Box::new(term),
                    predicates,
                },
                span,
            };
        }
        let mut steps = Vec::new();
        if self.take(Token::Descent).is_some() {
            steps.push(descent());
        } else if self.take(Token::Slash).is_none() {
            return Ok(term);
        }
        self.expect_nodes("/", &term);
        let start = term.span.start;
        let end = self.steps(&mut steps, depth)?;
        let path = Path {
            start: Start::Term(Box::new(term)),
            steps,
        };
        Ok(Term {
            kind: Kind::Path(path),
            span: Span { start, end },
        })
    }

    /// The name is the next token, an opening parenthesis follows.
    fn call(&mut self, name: Span, depth: usize) -> Parsed<Term> {
        self.skip();
        let open = self.peek().map_or(name, |next| next.span);
        self.skip();
        let mut arguments = Vec::new();
        let close = loop {
            if arguments.is_empty()
                && let Some(close) = self.take(Token::Close)
            {
                break close;
            }
            arguments.push(self.expression(0, depth + 1)?);
            if self.take(Token::Comma).is_none() {
                break self.close(open, Token::Close)?;
            }
        };
        let span = Span {
            start: name.start,
            end: close.end,
        };
        let call = self.checked(&self.written(name), arguments, name);
        Ok(Term {
            kind: Kind::Call(call),
            span,
        })
    }

    /// The call, after collecting what is wrong with it.
    fn checked(&mut self, name: &str, arguments: Vec<Term>, span: Span) -> Call {
        let Some(function) = Function::named(name) else {
            let name = name.to_owned();
            let problem = if Function::is_refused(&name) {
                Problem::RefusedFunction { name: name.clone() }
            } else {
                let nearest = Function::nearest(&name).map(Function::name);
                Problem::UnknownFunction {
                    name: name.clone(),
                    nearest,
                }
            };
            self.faults.push(self.fault(problem, span));
            return Call {
                callee: Callee::Unknown(name.into()),
                arguments,
                pattern: None,
            };
        };
        if !function.takes(arguments.len()) {
            let problem = Problem::Arguments {
                name: function.name(),
                given: arguments.len(),
                arity: function.arity(),
            };
            self.faults.push(self.fault(problem, span));
            return Call {
                callee: Callee::Unknown(name.into()),
                arguments,
                pattern: None,
            };
        }
        let nodes = match function {
            Function::IndexedRepeat => vec![0, 1, 3, 5],
            _ if function.needs_nodes() => vec![0],
            _ => Vec::new(),
        };
        for term in nodes.into_iter().filter_map(|at: usize| arguments.get(at)) {
            self.expect_nodes(function.name(), term);
        }
        let pattern = self.pattern(function, &arguments);
        Call {
            callee: Callee::Known(function),
            arguments,
            pattern,
        }
    }

    /// The compiled literal pattern of `regex()`.
    fn pattern(&mut self, function: Function, arguments: &[Term]) -> Option<Arc<regex::Regex>> {
        let (
            Function::Regex,
            Some(Term {
                kind: Kind::Text(text),
                span,
            }),
        ) = (function, arguments.get(1))
        else {
            return None;
        };
        self.patterns += 1;
        let compiled = if self.patterns > MOST_PATTERNS {
            Err("there are too many in one expression".to_owned())
        } else {
            pattern::compile(text)
        };
        match compiled {
            Ok(compiled) => Some(Arc::new(compiled)),
            Err(reason) => {
                self.faults.push(self.fault(Problem::Pattern { reason }, *span));
                None
            }
        }
    }

    fn expect_nodes(&mut self, name: &str, term: &Term) {
        if !matches!(term.sort(), Sort::Nodes | Sort::Any) {
            self.faults.push(self.fault(
                Problem::NodesExpected {
                    name: name.to_owned(),
                },
                term.span,
            ));
        }
    }
}

/// The step between the slashes of `//`.
pub(super) const fn descent() -> Step {
    Step::new(super::syntax::Axis::DescendantOrSelf, NodeTest::Any)
}
