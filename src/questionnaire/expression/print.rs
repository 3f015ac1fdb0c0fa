//! From a syntax tree back to text, such that reading it again gives the same tree.

use std::fmt::{Display, Formatter, Result, Write as _};

use super::syntax::{Axis, Call, Callee, Chain, Kind, NEGATION, NodeTest, Path, Start, Step, Term};

impl Display for Term {
    fn fmt(&self, to: &mut Formatter<'_>) -> Result {
        match &self.kind {
            Kind::Number(value) => write!(to, "{value}"),
            Kind::Text(text) => write_text(text, to),
            Kind::Reference(name) => write!(to, "${{{name}}}"),
            Kind::Chain(chain) => write_chain(chain, to),
            Kind::Negate(inner) => {
                to.write_char('-')?;
                write_operand(inner, NEGATION, to)
            }
            Kind::Call(call) => write!(to, "{call}"),
            Kind::Path(path) => write!(to, "{path}"),
            Kind::Filter { base, predicates } => {
                // Predicates after predicates would be read as one list.
                if matches!(base.kind, Kind::Filter { .. }) {
                    write!(to, "({base})")?;
                } else {
                    write_base(base, to)?;
                }
                write_predicates(predicates, to)
            }
        }
    }
}

/// A text in the quotation marks that it does not contain; a source cannot contain both.
fn write_text(text: &str, to: &mut Formatter<'_>) -> Result {
    let mark = if text.contains('\'') { '"' } else { '\'' };
    write!(to, "{mark}{text}{mark}")
}

fn write_chain(chain: &Chain, to: &mut Formatter<'_>) -> Result {
    let precedence = chain
        .rest
        .first()
        .map_or(0, |(operator, _)| operator.precedence());
    write_operand(&chain.first, precedence, to)?;
    for (operator, term) in &chain.rest {
        write!(to, " {} ", operator.symbol())?;
        write_operand(term, precedence, to)?;
    }
    Ok(())
}

/// An operand of operators of this precedence, in parentheses where it needs them.
fn write_operand(term: &Term, precedence: u8, to: &mut Formatter<'_>) -> Result {
    let own = match &term.kind {
        Kind::Chain(chain) => chain
            .rest
            .first()
            .map_or(0, |(operator, _)| operator.precedence()),
        Kind::Negate(_) if precedence > NEGATION => NEGATION,
        // An operator behind `/` would be read as a step.
        Kind::Path(Path {
            start: Start::Root,
            steps,
        }) if steps.is_empty() => return to.write_str("/."),
        _ => u8::MAX,
    };
    if own <= precedence {
        write!(to, "({term})")
    } else {
        write!(to, "{term}")
    }
}

impl Display for Call {
    fn fmt(&self, to: &mut Formatter<'_>) -> Result {
        match &self.callee {
            Callee::Known(function) => to.write_str(function.name())?,
            Callee::Unknown(name) => to.write_str(name)?,
        }
        to.write_char('(')?;
        for (index, argument) in self.arguments.iter().enumerate() {
            if index > 0 {
                to.write_str(", ")?;
            }
            write!(to, "{argument}")?;
        }
        to.write_char(')')
    }
}

impl Display for Path {
    fn fmt(&self, to: &mut Formatter<'_>) -> Result {
        let mut separator = match &self.start {
            Start::Root => "/",
            Start::Here if self.steps.is_empty() => return to.write_char('.'),
            Start::Here => "",
            Start::Term(term) => {
                write_base(term, to)?;
                "/"
            }
        };
        if self.steps.is_empty() {
            return to.write_str(separator);
        }
        let mut steps = self.steps.iter().peekable();
        let mut shortened = false;
        while let Some(step) = steps.next() {
            to.write_str(separator)?;
            shortened = step.is_descent() && !shortened && !separator.is_empty() && steps.peek().is_some();
            if !shortened {
                write!(to, "{step}")?;
            }
            separator = "/";
        }
        Ok(())
    }
}

/// What predicates or steps follow: in parentheses unless it is a reference or a call.
fn write_base(term: &Term, to: &mut Formatter<'_>) -> Result {
    match &term.kind {
        Kind::Reference(_) | Kind::Call(_) | Kind::Filter { .. } | Kind::Text(_) | Kind::Number(_) => {
            write!(to, "{term}")
        }
        _ => write!(to, "({term})"),
    }
}

fn write_predicates(predicates: &[Term], to: &mut Formatter<'_>) -> Result {
    predicates
        .iter()
        .try_for_each(|predicate| write!(to, "[{predicate}]"))
}

impl Display for Step {
    fn fmt(&self, to: &mut Formatter<'_>) -> Result {
        match (self.axis, &self.test) {
            (Axis::SelfNode, NodeTest::Any) => to.write_char('.')?,
            (Axis::Parent, NodeTest::Any) => to.write_str("..")?,
            (Axis::Child, test) => write!(to, "{test}")?,
            (Axis::Attribute, test) => write!(to, "@{test}")?,
            (axis, test) => write!(to, "{}::{test}", axis.name())?,
        }
        write_predicates(&self.predicates, to)
    }
}

impl Display for NodeTest {
    fn fmt(&self, to: &mut Formatter<'_>) -> Result {
        match self {
            Self::Name {
                prefix: Some(prefix),
                local,
            } => write!(to, "{prefix}:{local}"),
            Self::Name { prefix: None, local } => to.write_str(local),
            Self::AnyName => to.write_char('*'),
            Self::AnyNameIn(prefix) => write!(to, "{prefix}:*"),
            Self::Any => to.write_str("node()"),
            Self::Text => to.write_str("text()"),
            Self::Comment => to.write_str("comment()"),
            Self::ProcessingInstruction(None) => to.write_str("processing-instruction()"),
            Self::ProcessingInstruction(Some(target)) => {
                to.write_str("processing-instruction(")?;
                write_text(target, to)?;
                to.write_char(')')
            }
        }
    }
}
