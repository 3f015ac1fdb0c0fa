//! From a call to the function that it names.

use std::borrow::Cow;

use crate::questionnaire::expression::environment::Environment;
use crate::questionnaire::expression::evaluate::{Evaluation, Focus, Outcome};
use crate::questionnaire::expression::fault::EvaluationFault;
use crate::questionnaire::expression::function::Function;
use crate::questionnaire::expression::number;
use crate::questionnaire::expression::syntax::{Call, Callee, Span, Term};
use crate::questionnaire::expression::tree::{NodeSet, Tree};
use crate::questionnaire::expression::value::Value;

/// The arguments of a call, not yet evaluated.
pub(super) struct Given<'e, 'a, T: Tree, E> {
    pub evaluation: &'e Evaluation<'a, T, E>,
    pub call: &'a Call,
    pub span: Span,
    pub focus: Focus<T::Node>,
}

impl<'a, T: Tree, E: Environment> Given<'_, 'a, T, E> {
    pub fn has(&self, index: usize) -> bool {
        index < self.call.arguments.len()
    }

    pub fn term(&self, index: usize) -> Outcome<&'a Term> {
        self.call.arguments.get(index).ok_or_else(|| self.unknown())
    }

    fn unknown(&self) -> EvaluationFault {
        let name = match &self.call.callee {
            Callee::Known(function) => function.name().to_owned(),
            Callee::Unknown(name) => name.to_string(),
        };
        EvaluationFault::UnknownFunction {
            name,
            position: self.span.start,
        }
    }

    pub fn value(&self, index: usize) -> Outcome<Value<'a, T::Node>> {
        self.evaluation.term(self.term(index)?, self.focus)
    }

    pub fn truth(&self, index: usize) -> Outcome<bool> {
        self.evaluation.truth_of(self.term(index)?, self.focus)
    }

    pub fn number(&self, index: usize) -> Outcome<f64> {
        self.evaluation.number_of(self.term(index)?, self.focus)
    }

    pub fn text(&self, index: usize) -> Outcome<Cow<'a, str>> {
        self.evaluation.text_of(self.term(index)?, self.focus)
    }

    pub fn nodes(&self, index: usize) -> Outcome<NodeSet<T::Node>> {
        self.evaluation.nodes_of(self.term(index)?, self.focus)
    }

    /// The text of an argument that may be left out, else that of the current node.
    pub fn text_or_here(&self) -> Outcome<Cow<'a, str>> {
        if self.has(0) {
            self.text(0)
        } else {
            Ok(self.evaluation.tree.text(self.focus.node))
        }
    }

    /// The texts of all arguments from `index` on, nodes giving one each. If the nodes are all that is
    /// given, those that are not asked are left out.
    pub fn texts_from(&self, index: usize) -> Outcome<Vec<Cow<'a, str>>> {
        let mut texts = Vec::new();
        for term in self.call.arguments.iter().skip(index) {
            match self.evaluation.term(term, self.focus)? {
                Value::Nodes(nodes) => {
                    self.evaluation.spend(nodes.len())?;
                    let given = nodes.iter().filter(|node| self.is_given(*node, index));
                    texts.extend(given.map(|node| self.evaluation.tree.text(node)));
                }
                value => texts.push(value.text(self.evaluation.tree)),
            }
        }
        Ok(texts)
    }

    /// The numbers of all arguments from `index` on, nodes giving one each. If the nodes are all that is
    /// given, those that are not asked are left out.
    pub fn numbers_from(&self, index: usize) -> Outcome<Vec<f64>> {
        let tree = self.evaluation.tree;
        let mut numbers = Vec::new();
        for term in self.call.arguments.iter().skip(index) {
            match self.evaluation.term(term, self.focus)? {
                Value::Nodes(nodes) => {
                    self.evaluation.spend(nodes.len())?;
                    let given = nodes.iter().filter(|node| self.is_given(*node, index));
                    numbers.extend(given.map(|node| number::from_text(&tree.text(node))));
                }
                value => numbers.push(value.number(tree)),
            }
        }
        Ok(numbers)
    }

    /// Whether a node counts among the arguments from `index` on: one of several arguments always does.
    fn is_given(&self, node: T::Node, index: usize) -> bool {
        self.call.arguments.len() > index + 1 || self.evaluation.tree.is_relevant(node)
    }
}

impl<'a, T: Tree, E: Environment> Evaluation<'a, T, E> {
    pub(in crate::questionnaire::expression) fn call(
        &self,
        call: &'a Call,
        span: Span,
        focus: Focus<T::Node>,
    ) -> Outcome<Value<'a, T::Node>> {
        let given = Given {
            evaluation: self,
            call,
            span,
            focus,
        };
        let Some(function) = call.function() else {
            return Err(given.unknown());
        };
        match function {
            Function::True => Ok(true.into()),
            Function::False => Ok(false.into()),
            Function::Boolean => Ok(given.truth(0)?.into()),
            Function::Not => Ok((!given.truth(0)?).into()),
            Function::If => given.value(if given.truth(0)? { 1 } else { 2 }),
            Function::BooleanFromString => {
                let text = given.text(0)?;
                Ok((text == "true" || text == "1").into())
            }
            Function::Checklist | Function::WeightedChecklist => given.checklist(function),
            Function::Coalesce
            | Function::Once
            | Function::String
            | Function::Concat
            | Function::Join
            | Function::Substr
            | Function::Substring
            | Function::SubstringBefore
            | Function::SubstringAfter
            | Function::StringLength
            | Function::Contains
            | Function::StartsWith
            | Function::EndsWith
            | Function::Translate
            | Function::NormalizeSpace
            | Function::Regex
            | Function::Uuid => given.of_texts(function),
            Function::Base64Decode | Function::Digest => given.digested(function),
            Function::Selected | Function::SelectedAt | Function::CountSelected | Function::ChoiceName => {
                given.selection(function)
            }
            Function::Date
            | Function::DateTime
            | Function::DecimalDateTime
            | Function::DecimalTime
            | Function::FormatDate
            | Function::FormatDateTime
            | Function::Now
            | Function::Today => given.dated(function),
            Function::Count
            | Function::CountNonEmpty
            | Function::Current
            | Function::Instance
            | Function::Itext
            | Function::Last
            | Function::LocalName
            | Function::Name
            | Function::Position
            | Function::Pulldata
            | Function::Randomize => given.of_nodes(function),
            Function::IndexedRepeat => given.indexed_repeat(),
            _ => given.reckoned(function),
        }
    }
}
