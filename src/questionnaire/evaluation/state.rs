//! Answers laid over a plan: relevance, values and calculations of every question.

use std::borrow::Cow;
use std::cell::{Cell as Shared, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use super::layout::{Cell, DOCUMENT, Layout, Wish, cell_of};
use super::plan::{Compiled, Entry, Rule};
use super::rules::evaluate_with;
use super::{Context, Coordinates, FieldPath, Item, NodeId, Plan};
use crate::chain::registry::Asked;
use crate::questionnaire::answers::{Answer, Answers};
use crate::questionnaire::definition::{Choice, ChoiceList, Question, QuestionKind, Text};
use crate::questionnaire::expression::Tree;

/// A node of the plan within certain instances of the repeats around it.
///
/// An occurrence belongs to the [`State`] that named it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Occurrence(pub(super) u32);

/// What a person's answers come to.
#[derive(Debug)]
pub struct State<'a> {
    pub(super) plan: &'a Plan,
    pub(super) answers: Cow<'a, Answers>,
    pub(super) context: &'a Context,
    pub(super) layout: Layout,
    /// Steps that are left for all rules together.
    pub(super) left: Shared<u64>,
    /// Options that are answers to other questions, by the question that offers them.
    pub(super) made: BTreeMap<Occurrence, ChoiceList>,
    /// Releases that were asked for and not looked up before.
    pub(super) lacked: RefCell<BTreeSet<Asked>>,
}

/// Lays answers over a plan and evaluates its rules.
pub fn evaluate<'a>(plan: &'a Plan, answers: &'a Answers, context: &'a Context) -> State<'a> {
    evaluate_with(plan, answers, context, Wish::default())
}

impl<'a> State<'a> {
    /// The plan that was evaluated.
    pub fn plan(&self) -> &'a Plan {
        self.plan
    }

    /// The context it was evaluated under.
    pub fn context(&self) -> &'a Context {
        self.context
    }

    /// The answers it was evaluated from, as given.
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// The answers, to keep.
    pub fn into_answers(self) -> Answers {
        self.answers.into_owned()
    }

    /// Every occurrence in questionnaire order, groups before what they contain, the instances
    /// of a repeat one after the other. A repeated group has one occurrence for each instance.
    pub fn occurrences(&self) -> impl Iterator<Item = Occurrence> + use<> {
        let end = u32::try_from(self.layout.cells.len()).unwrap_or(u32::MAX);
        (DOCUMENT + 2..end).map(Occurrence)
    }

    /// What a group's occurrence directly contains; a repeat within it with each of its instances.
    pub fn children(&self, occurrence: Occurrence) -> Vec<Occurrence> {
        Tree::children(self, occurrence).collect()
    }

    /// The group around it.
    pub fn parent(&self, occurrence: Occurrence) -> Option<Occurrence> {
        Tree::parent(self, occurrence)
    }

    /// The node of the plan.
    pub fn node(&self, occurrence: Occurrence) -> NodeId {
        self.cell(occurrence).map_or(NodeId::ROOT, |cell| cell.node)
    }

    /// The question or group.
    pub fn item(&self, occurrence: Occurrence) -> Option<Item<'a>> {
        self.entry(occurrence).map(|entry| match &entry.item {
            Compiled::Question(question) => Item::Question(question),
            Compiled::Group(group) => Item::Group(group),
        })
    }

    /// The question, if it is one.
    pub fn question(&self, occurrence: Occurrence) -> Option<&'a Question> {
        self.entry(occurrence)?.question()
    }

    /// The name of its HTML field, and the place of its answer; of an instance of a repeat, the
    /// path of the repeat.
    pub fn field(&self, occurrence: Occurrence) -> FieldPath {
        let Some(entry) = self.entry(occurrence) else {
            return FieldPath::default();
        };
        let own = self.cell(occurrence).map_or(0, |cell| cell.block);
        let outer = match self.block(own) {
            Some(block) if entry.is_repeat() => block.parent,
            _ => own,
        };
        let mut repeats = Vec::new();
        let mut at = outer;
        while let Some(block) = self.block(at).filter(|block| block.scope != 0) {
            let head = self
                .plan
                .scopes
                .get(block.scope)
                .map_or(NodeId::ROOT, |scope| scope.head);
            repeats.push((self.plan.key(head).to_owned(), block.number));
            at = block.parent;
        }
        repeats.reverse();
        FieldPath {
            repeats,
            key: entry.key.clone(),
        }
    }

    /// The occurrence that a field's name stands for; of a repeat its first instance.
    pub fn find(&self, field: &FieldPath) -> Option<Occurrence> {
        let mut block = self.block(0)?;
        for (key, number) in &field.repeats {
            let repeat = self.plan.entry(self.plan.scopes.get(block.scope)?.find(key)?)?;
            let ordinal = self
                .plan
                .scopes
                .get(repeat.scope)
                .filter(|_| repeat.is_repeat())?
                .ordinal;
            block = self.block(*block.nested.get(ordinal)?.get(number.checked_sub(1)?)?)?;
        }
        let node = self.plan.scopes.get(block.scope)?.find(&field.key)?;
        let entry = self.plan.entry(node)?;
        if entry.is_repeat() {
            let ordinal = self.plan.scopes.get(entry.scope)?.ordinal;
            return self
                .block(*block.nested.get(ordinal)?.first()?)
                .map(|block| Occurrence(block.base));
        }
        Some(Occurrence(cell_of(self.plan, block, node)))
    }

    /// For an instance of a repeat its number, counted from 1, and how many there are.
    pub fn instance(&self, occurrence: Occurrence) -> Option<(usize, usize)> {
        let entry = self.entry(occurrence).filter(|entry| entry.is_repeat())?;
        let block = self.block(self.cell(occurrence)?.block)?;
        let ordinal = self.plan.scopes.get(entry.scope)?.ordinal;
        Some((block.number, self.block(block.parent)?.nested.get(ordinal)?.len()))
    }

    /// Whether it is asked: neither its own rule nor that of a group around it says otherwise.
    pub fn relevant(&self, occurrence: Occurrence) -> bool {
        self.cell(occurrence).is_some_and(|cell| cell.relevant)
    }

    /// Whether an answer must be given.
    pub fn required(&self, occurrence: Occurrence) -> bool {
        let Some(entry) = self.entry(occurrence) else {
            return false;
        };
        let expression = entry.question().and_then(|question| question.required.as_ref());
        self.rule(entry.required, expression, occurrence, false)
    }

    /// Whether the person may not change the value, as in everything that is calculated.
    pub fn read_only(&self, occurrence: Occurrence) -> bool {
        let Some(entry) = self.entry(occurrence) else {
            return true;
        };
        let expression = entry.question().and_then(|question| question.read_only.as_ref());
        self.rule(entry.read_only, expression, occurrence, false)
    }

    /// The value in its written form, as typed or calculated; several choices are joined by
    /// blanks. Empty when unanswered or irrelevant.
    pub fn value(&self, occurrence: Occurrence) -> &str {
        self.cell(occurrence)
            .filter(|cell| cell.relevant)
            .map_or("", |cell| &cell.value)
    }

    /// The names chosen, in a multiple choice or ranking (or the one in a single choice).
    pub fn chosen(&self, occurrence: Occurrence) -> impl Iterator<Item = &str> {
        let kind = self.question(occurrence).map(|question| &question.kind);
        let several = matches!(
            kind,
            Some(QuestionKind::SelectMultiple(_) | QuestionKind::Rank(_))
        );
        self.value(occurrence)
            .split(move |sign: char| several && sign.is_ascii_whitespace())
            .filter(|name| !name.is_empty())
    }

    /// What the answers hold for it, be it relevant or not.
    pub fn answer(&self, occurrence: Occurrence) -> Option<&Answer> {
        let cell = self.cell(occurrence)?;
        self.answers_of(cell.block)?.get(&self.plan.entry(cell.node)?.key)
    }

    /// The answers given within a block, if it has any.
    fn answers_of(&self, block: u32) -> Option<&Answers> {
        let own = self.block(block)?;
        if own.scope == 0 {
            return Some(&self.answers);
        }
        let head = self.plan.scopes.get(own.scope)?.head;
        match self.answers_of(own.parent)?.get(self.plan.key(head))? {
            Answer::Repeated(instances) => instances.get(own.number.checked_sub(1)?),
            Answer::Skipped | Answer::One(_) | Answer::Many(_) => None,
        }
    }

    /// The position that a ranking gives to a choice, as typed.
    pub fn position(&self, occurrence: Occurrence, choice: &str) -> Option<String> {
        match self.answer(occurrence)? {
            Answer::Many(names) => names
                .iter()
                .position(|name| name == choice)
                .map(|position| (position + 1).to_string()),
            Answer::One(typed) => super::field::typed_ranks(typed)
                .find(|(name, _)| *name == choice)
                .map(|(_, position)| position.to_owned()),
            Answer::Skipped | Answer::Repeated(_) => None,
        }
    }

    /// The choices on offer, filtered and in the order in which they are shown.
    pub fn choices(&self, occurrence: Occurrence) -> Vec<&Choice> {
        self.offered(occurrence)
    }

    /// The label in the person's language, as Markdown; what `${name}` stands for is inserted
    /// with Markdown's own signs escaped, choices by their labels.
    pub fn label(&self, occurrence: Occurrence) -> Cow<'a, str> {
        match self.item(occurrence) {
            Some(Item::Question(question)) => self.text(&question.label, occurrence),
            Some(Item::Group(group)) => self.text(&group.label, occurrence),
            None => Cow::Borrowed(""),
        }
    }

    /// The hint, like [`label`](Self::label).
    pub fn hint(&self, occurrence: Occurrence) -> Cow<'a, str> {
        match self.item(occurrence) {
            Some(Item::Question(question)) => self.text(&question.hint, occurrence),
            Some(Item::Group(group)) => self.text(&group.hint, occurrence),
            None => Cow::Borrowed(""),
        }
    }

    /// The guidance, like [`label`](Self::label).
    pub fn guidance(&self, occurrence: Occurrence) -> Cow<'a, str> {
        self.question(occurrence).map_or(Cow::Borrowed(""), |question| {
            self.text(&question.guidance, occurrence)
        })
    }

    /// The label of a choice on offer, like [`label`](Self::label).
    pub fn choice_label<'t>(&self, occurrence: Occurrence, choice: &'t Choice) -> Cow<'t, str> {
        self.text(&choice.label, occurrence)
    }

    /// A text of the questionnaire as seen from an occurrence, like [`label`](Self::label).
    pub fn text<'t>(&self, text: &'t Text, occurrence: Occurrence) -> Cow<'t, str> {
        self.filled(self.words(text), occurrence)
    }

    /// Whether the person answers it, rather than a calculation.
    pub fn takes_answer(&self, occurrence: Occurrence) -> bool {
        self.entry(occurrence).is_some_and(Entry::takes_answer)
    }

    /// The numbers of a place, as typed if they are none.
    pub fn coordinates(&self, occurrence: Occurrence) -> Coordinates {
        match self.answer(occurrence) {
            Some(Answer::One(typed)) if self.relevant(occurrence) => Coordinates::of(typed),
            _ => Coordinates::of(self.value(occurrence)),
        }
    }

    /// Whether nothing has been given. A ranking that is no order yet has been given, and so have
    /// coordinates that are no place.
    pub fn unanswered(&self, occurrence: Occurrence) -> bool {
        let half_given = || {
            let kind = self.question(occurrence).map(|question| &question.kind);
            matches!(kind, Some(QuestionKind::Rank(_) | QuestionKind::Geopoint))
                && matches!(self.answer(occurrence), Some(Answer::One(typed)) if !typed.is_empty())
        };
        self.value(occurrence).is_empty() && !half_given()
    }

    /// Whether the author's constraint holds; one that cannot be evaluated does.
    pub fn keeps_constraint(&self, occurrence: Occurrence) -> bool {
        let constraint = self
            .question(occurrence)
            .and_then(|question| question.constraint.as_ref());
        self.rule(Rule::Evaluated, constraint, occurrence, true)
    }

    /// A text in the person's language, as the author wrote it.
    pub(super) fn words<'t>(&self, text: &'t Text) -> &'t str {
        text.get(&self.context.language, &self.plan.definition.default_language)
    }

    pub(super) fn cell(&self, occurrence: Occurrence) -> Option<&Cell> {
        self.layout.cells.get(occurrence.0 as usize)
    }

    pub(super) fn entry(&self, occurrence: Occurrence) -> Option<&'a Entry> {
        let plan = self.plan;
        plan.entry(self.cell(occurrence)?.node)
    }
}
