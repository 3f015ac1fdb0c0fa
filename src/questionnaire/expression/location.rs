//! The grammar of paths: steps, axes, node tests and predicates.

use super::fault::{Problem, SyntaxFault};
use super::parse::{Parser, descent};
use super::syntax::{Axis, Kind, NodeTest, Path, Span, Start, Step, Term};
use super::token::{Spanned, Token};

type Parsed<T> = Result<T, SyntaxFault>;

impl Parser<'_, '_> {
    /// A path that begins at the root or at the current node.
    pub(super) fn path(&mut self, depth: usize) -> Parsed<Term> {
        let begin = self.peek().map(|next| next.span).unwrap_or_default();
        let mut steps = Vec::new();
        let (start, end) = if self.take(Token::Slash).is_some() {
            let end = if self.at_step() {
                self.steps(&mut steps, depth)?
            } else {
                begin.end
            };
            (Start::Root, end)
        } else if self.take(Token::Descent).is_some() {
            steps.push(descent());
            (Start::Root, self.steps(&mut steps, depth)?)
        } else {
            (Start::Here, self.steps(&mut steps, depth)?)
        };
        // Steps that lead nowhere are dropped where a path begins.
        let nowhere = steps.iter().take_while(|step| step.is_self()).count();
        steps.drain(..nowhere);
        let span = Span {
            start: begin.start,
            end,
        };
        Ok(Term {
            kind: Kind::Path(Path { start, steps }),
            span,
        })
    }

    /// Whether a step begins with the next token.
    fn at_step(&self) -> bool {
        matches!(
            self.peek().map(|next| next.token),
            Some(
                Token::Name { .. }
                    | Token::AnyName
                    | Token::AnyNameIn(_)
                    | Token::Dot
                    | Token::DotDot
                    | Token::At
            )
        )
    }

    /// One or more steps; gives the end of the last.
    pub(super) fn steps(&mut self, steps: &mut Vec<Step>, depth: usize) -> Parsed<usize> {
        loop {
            let (step, end) = self.step(depth)?;
            steps.push(step);
            if self.take(Token::Descent).is_some() {
                steps.push(descent());
            } else if self.take(Token::Slash).is_none() {
                return Ok(end);
            }
        }
    }

    fn step(&mut self, depth: usize) -> Parsed<(Step, usize)> {
        let Some(next) = self.peek() else {
            return Err(self.operand_missing());
        };
        let (axis, test, mut end) = match next.token {
            Token::Dot => {
                self.skip();
                (Axis::SelfNode, NodeTest::Any, next.span.end)
            }
            Token::DotDot => {
                self.skip();
                (Axis::Parent, NodeTest::Any, next.span.end)
            }
            Token::At => {
                self.skip();
                let (test, end) = self.node_test()?;
                (Axis::Attribute, test, end)
            }
            Token::Name { prefix: None, local } if self.peek_second() == Some(Token::Axis) => {
                let Some(axis) = Axis::ALL.into_iter().find(|axis| axis.name() == local) else {
                    return Err(self.fault(
                        Problem::Axis {
                            found: local.to_owned(),
                        },
                        next.span,
                    ));
                };
                self.skip();
                self.skip();
                let (test, end) = self.node_test()?;
                (axis, test, end)
            }
            _ => {
                let (test, end) = self.node_test()?;
                (Axis::Child, test, end)
            }
        };
        let predicates = self.predicates(depth)?;
        if let Some(last) = predicates.last() {
            end = last.span.end;
        }
        Ok((
            Step {
                axis,
                test,
                predicates,
            },
            end,
        ))
    }

    fn node_test(&mut self) -> Parsed<(NodeTest, usize)> {
        let Some(Spanned { token, span }) = self.peek() else {
            return Err(self.operand_missing());
        };
        let test = match token {
            Token::Name { prefix: None, local } if self.peek_second() == Some(Token::Open) => {
                return self.node_type(local, span);
            }
            Token::Name { prefix, local } => NodeTest::Name {
                prefix: prefix.map(Into::into),
                local: local.into(),
            },
            Token::AnyName => NodeTest::AnyName,
            Token::AnyNameIn(prefix) => NodeTest::AnyNameIn(prefix.into()),
            _ => return Err(self.operand_missing()),
        };
        self.skip();
        Ok((test, span.end))
    }

    /// `node()` and its like; the name and the parenthesis are the next tokens.
    fn node_type(&mut self, name: &str, span: Span) -> Parsed<(NodeTest, usize)> {
        let mut test = match name {
            "node" => NodeTest::Any,
            "text" => NodeTest::Text,
            "comment" => NodeTest::Comment,
            "processing-instruction" => NodeTest::ProcessingInstruction(None),
            _ => {
                let feature = format!("{name}() as a step of a path");
                return Err(self.fault(Problem::RefusedFeature { feature }, span));
            }
        };
        self.skip();
        let open = self.peek().map_or(span, |next| next.span);
        self.skip();
        if let (
            NodeTest::ProcessingInstruction(target),
            Some(Spanned {
                token: Token::Text(text),
                ..
            }),
        ) = (&mut test, self.peek())
        {
            *target = Some(text.into());
            self.skip();
        }
        let close = self.close(open, Token::Close)?;
        Ok((test, close.end))
    }

    /// The predicates that follow, if any.
    pub(super) fn predicates(&mut self, depth: usize) -> Parsed<Vec<Term>> {
        let mut found = Vec::new();
        while let Some(open) = self.take(Token::OpenBracket) {
            let mut predicate = self.expression(0, depth + 1)?;
            let close = self.close(open, Token::CloseBracket)?;
            predicate.span.end = close.end - 1;
            found.push(predicate);
        }
        Ok(found)
    }
}
