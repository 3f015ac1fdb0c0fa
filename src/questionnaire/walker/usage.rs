//! How rules use the answer to a question: what they compare it with, and whether that is all.
//!
//! If it is, the answers fall into a few kinds that no rule can tell apart within, and one of each
//! stands for all; see [`pool`](super::pool).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::constants::{Constant, Hints, constant};
use crate::questionnaire::evaluation::{Item, NodeId, Plan, State, reads_the_unnamed};
use crate::questionnaire::expression::{
    Call, Chain, Expression, Function, Kind, NodeTest, Operator, Path, Term,
};

/// What a question is compared with, in all rules together.
#[derive(Debug, Clone, Default)]
pub(super) struct Usage {
    /// Texts, among them options by name and days.
    pub texts: BTreeSet<String>,
    pub numbers: Vec<f64>,
    /// Numbers of chosen options.
    pub counts: BTreeSet<usize>,
    /// Numbers of characters.
    pub lengths: BTreeSet<usize>,
    /// Regular expressions that it is held against.
    pub patterns: BTreeSet<String>,
    /// Texts that it is said to begin or end with, or to contain.
    pub affixes: BTreeSet<String>,
    /// The rules that use it in another way as well, by node and column.
    pub free_in: BTreeSet<(NodeId, &'static str)>,
    /// What stands in the rules that use it in another way.
    pub hints: Hints,
}

/// How often what a calculation is compared with is handed on to what it is made of.
const GENERATIONS: usize = 4;
/// The usage of every question.
pub(super) fn usages(plan: &Plan, bones: &State<'_>) -> HashMap<NodeId, Usage> {
    let mut names: BTreeMap<String, Vec<NodeId>> = BTreeMap::new();
    for node in plan.nodes() {
        if let Some(Item::Question(question)) = plan.item(node) {
            names.entry(question.name.clone()).or_default().push(node);
        }
    }
    let mut reader = Reader {
        names,
        bones,
        own: None,
        free: BTreeSet::new(),
        hints: Hints::default(),
        usages: HashMap::new(),
        flows: Vec::new(),
    };
    for node in plan.nodes() {
        let rules = match plan.item(node) {
            Some(Item::Question(question)) => question.expressions(),
            Some(Item::Group(group)) => group.expressions(),
            None => continue,
        };
        for (column, expression) in rules {
            reader.rule(plan, node, column, expression);
        }
    }
    reader.hand_on();
    reader.usages
}

/// What a comparison looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    Value(NodeId),
    Length(NodeId),
    Count(NodeId),
}

impl Usage {
    /// Whether the texts that it is compared with are all such, or empty.
    pub fn texts_are(&self, such: impl Fn(&str) -> bool) -> bool {
        self.texts.iter().all(|text| text.is_empty() || such(text))
    }

    /// Whether any rule uses it otherwise than by comparing it.
    pub fn is_free(&self) -> bool {
        !self.free_in.is_empty()
    }
}

impl Subject {
    const fn node(self) -> NodeId {
        match self {
            Self::Value(node) | Self::Length(node) | Self::Count(node) => node,
        }
    }
}

struct Reader<'r> {
    /// Paths may lead to any node of a name.
    names: BTreeMap<String, Vec<NodeId>>,
    bones: &'r State<'r>,
    /// What `.` means in the rule that is being read.
    own: Option<NodeId>,
    /// Questions that this rule uses freely, and the literals in it.
    free: BTreeSet<NodeId>,
    hints: Hints,
    usages: HashMap<NodeId, Usage>,
    /// From a calculation to what it is made of.
    flows: Vec<(NodeId, NodeId)>,
}

impl Reader<'_> {
    fn rule(&mut self, plan: &Plan, node: NodeId, column: &'static str, expression: &Expression) {
        // In a filter it is an option.
        self.own = (column != "choice_filter").then_some(node);
        self.free.clear();
        self.hints = Hints::default();
        self.read(expression.root());
        if reads_the_unnamed(expression) {
            self.free.extend(self.names.values().flatten());
        }
        if column == "choice_filter" {
            self.columns(plan, node);
        }
        let free = std::mem::take(&mut self.free);
        for used in free {
            let usage = self.usages.entry(used).or_default();
            usage.free_in.insert((node, column));
            usage.hints.take(&self.hints);
            if column == "calculation" {
                self.flows.push((node, used));
            }
        }
    }

    /// What stands in the further columns of a list, which a filter may compare with.
    fn columns(&mut self, plan: &Plan, node: NodeId) {
        let choices = plan.list(node).into_iter().flat_map(|list| &list.choices);
        let texts = choices.flat_map(|choice| choice.data.values().cloned()).collect();
        self.hints.take(&Hints {
            texts,
            numbers: Vec::new(),
        });
    }

    /// What a total is compared with tells about its summands.
    fn hand_on(&mut self) {
        for _ in 0..GENERATIONS {
            for (made, of) in self.flows.clone() {
                let Some(own) = self.usages.get(&made).cloned() else {
                    continue;
                };
                let mut hints = own.hints;
                hints.take(&Hints {
                    texts: own.texts,
                    numbers: own.numbers,
                });
                self.usages.entry(of).or_default().hints.take(&hints);
            }
        }
    }

    fn read(&mut self, term: &Term) {
        match &term.kind {
            Kind::Number(number) => self.hints.numbers.push(*number),
            Kind::Text(text) => {
                self.hints.texts.insert(text.to_string());
            }
            Kind::Reference(_) => self.read_freely(term),
            Kind::Chain(chain) => self.read_chain(chain, term),
            Kind::Call(call) => self.read_call(call, term),
            Kind::Path(path) => self.read_path(path, term),
            Kind::Negate(_) | Kind::Filter { .. } => self.read_within(term),
        }
    }

    fn read_within(&mut self, term: &Term) {
        for child in term.children() {
            self.read(child);
        }
    }

    fn read_freely(&mut self, term: &Term) {
        if let Some(Subject::Value(node)) = self.subject(term) {
            self.free.insert(node);
        }
    }

    fn read_path(&mut self, path: &Path, term: &Term) {
        if path.is_here() {
            return self.read_freely(term);
        }
        for step in &path.steps {
            if let NodeTest::Name { prefix: None, local } = &step.test {
                self.free.extend(self.names.get(&**local).into_iter().flatten());
            }
        }
        self.read_within(term);
    }

    fn read_chain(&mut self, chain: &Chain, term: &Term) {
        let logic = |operator: &Operator| matches!(operator, Operator::And | Operator::Or);
        match chain.rest.as_slice() {
            [(operator, right)] if operator.is_comparison() => self.read_comparison(&chain.first, right),
            [(operator, _), ..] if logic(operator) => {
                for child in term.children() {
                    // A question alone is true if it is there at all, whatever it holds.
                    if self.subject(child).is_none() {
                        self.read(child);
                    }
                }
            }
            _ => self.read_within(term),
        }
    }

    fn read_comparison(&mut self, left: &Term, right: &Term) {
        let (subject, other) = match (self.subject(left), self.subject(right)) {
            (Some(subject), None) => (subject, right),
            (None, Some(subject)) => (subject, left),
            (Some(one), Some(other)) => {
                let (one, other) = (one.node(), other.node());
                self.flows.extend([(one, other), (other, one)]);
                self.read(left);
                return self.read(right);
            }
            (None, None) => {
                self.read(left);
                return self.read(right);
            }
        };
        if let Some(constant) = constant(other, self.bones) {
            self.hints.take(&constant.clone().into());
            self.compared(subject, constant);
        } else {
            self.read(left);
            self.read(right);
        }
    }

    fn compared(&mut self, subject: Subject, constant: Constant) {
        let whole = |number: f64| number.is_finite().then(|| whole(number));
        match (subject, constant) {
            (Subject::Value(node), Constant::Number(number)) => self.of(node).numbers.push(number),
            (Subject::Value(node), Constant::Text(text)) => {
                self.of(node).texts.insert(text);
            }
            (Subject::Length(node), constant) => {
                let number = constant.number().and_then(whole);
                self.of(node).lengths.extend(number);
            }
            (Subject::Count(node), constant) => {
                let number = constant.number().and_then(whole);
                self.of(node).counts.extend(number);
            }
        }
    }

    fn of(&mut self, node: NodeId) -> &mut Usage {
        self.usages.entry(node).or_default()
    }

    fn read_call(&mut self, call: &Call, term: &Term) {
        let value = match call.arguments.first().and_then(|first| self.subject(first)) {
            Some(Subject::Value(node)) => Some(node),
            _ => None,
        };
        let second = call
            .arguments
            .get(1)
            .and_then(|second| constant(second, self.bones));
        match (call.function(), value, second) {
            (Some(Function::Not | Function::Boolean), Some(_), _) => {}
            (Some(Function::Selected), Some(node), Some(name)) => {
                self.of(node).texts.insert(name.text());
            }
            (Some(Function::Regex), Some(node), Some(pattern)) => {
                self.of(node).patterns.insert(pattern.text());
                self.free.insert(node);
            }
            (
                Some(Function::StartsWith | Function::EndsWith | Function::Contains),
                Some(node),
                Some(affix),
            ) => {
                self.of(node).affixes.insert(affix.text());
                self.free.insert(node);
            }
            (Some(Function::CountSelected | Function::StringLength), _, _)
                if self.subject(term).is_some() =>
            {
                self.free.extend(value);
            }
            (Some(Function::If), _, _) => {
                for (place, argument) in call.arguments.iter().enumerate() {
                    if place > 0 || self.subject(argument).is_none() {
                        self.read(argument);
                    }
                }
            }
            _ => self.read_within(term),
        }
        if let Some(made) = constant(term, self.bones) {
            self.hints.take(&made.into());
        }
    }

    /// The question behind a term, if the term shows its answer, the length of it or how many
    /// options were chosen.
    fn subject(&self, term: &Term) -> Option<Subject> {
        match &term.kind {
            Kind::Reference(name) => match self.names.get(&**name)?.as_slice() {
                [node] => Some(Subject::Value(*node)),
                _ => None,
            },
            Kind::Path(path) if path.is_here() => self.own.map(Subject::Value),
            Kind::Call(call) => self.subject_of_call(call),
            _ => None,
        }
    }

    fn subject_of_call(&self, call: &Call) -> Option<Subject> {
        let (function, arguments) = (call.function()?, call.arguments.as_slice());
        let first = match (function, arguments) {
            (Function::StringLength, []) => self.own.map(Subject::Value),
            (_, [first, ..]) => self.subject(first),
            _ => None,
        };
        match (function, arguments, first?) {
            (Function::StringLength, _, Subject::Value(node)) => Some(Subject::Length(node)),
            (Function::CountSelected, _, Subject::Value(node)) => Some(Subject::Count(node)),
            (Function::Number | Function::String | Function::Once, [_], same) => Some(same),
            (Function::Coalesce, [_, other], same) if constant(other, self.bones).is_some() => Some(same),
            _ => None,
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates, which is as good as any other length that nothing has"
)]
fn whole(number: f64) -> usize {
    number.max(0.0).floor() as usize
}
