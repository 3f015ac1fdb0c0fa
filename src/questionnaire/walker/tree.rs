//! The tree that expressions see while answers are being supposed, and the notes it takes of what
//! they look at.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::rules::Source;
use super::seen::Seen;
use super::sketch::{Fact, Sketch, Status};
use super::unknown;
use crate::questionnaire::evaluation::{Item, Occurrence};
use crate::questionnaire::expression::{Environment, NodeSet, Tree, Value, Zone};

impl Sketch<'_> {
    fn note_value(&self, at: Occurrence) -> String {
        let fact = Fact::Value(at);
        // A constraint is asked about an answer before anybody asks whether it counts. A calculation
        // such as `once(…)` finds nothing the first time.
        if self.own.get() == Some(at) {
            let supposed = self.supposition(at).map(ToString::to_string);
            if supposed.is_none()
                && self
                    .question(at)
                    .is_some_and(|(_, rules)| rules.source == Source::Answer)
            {
                let waits = self.wait_for(at);
                self.noted.borrow_mut().open.extend(waits);
            }
            return supposed.unwrap_or_default();
        }
        match self.seen(fact) {
            Seen::Known(_, doubts) => {
                let mut noted = self.noted.borrow_mut();
                noted.doubts = noted.doubts.and(doubts);
            }
            Seen::Open(waits) => self.noted.borrow_mut().open.extend(waits),
            Seen::Missing => {}
        }
        match self.status(fact) {
            Some(Status::Text(text, _)) => text.to_string(),
            Some(Status::Truth(..) | Status::Open(_)) | None => String::new(),
        }
    }

    /// Notes that what is evaluated depends on how many instances there are.
    fn note_instances(&self) {
        self.noted.borrow_mut().doubts.instances = true;
    }

    /// Notes that what is evaluated may read otherwise in another language.
    fn note_language(&self) {
        let several = self.bones.plan().definition().languages.len() > 1;
        self.noted.borrow_mut().doubts.language |= several;
    }

    /// Whether the instance is there, as far as is known.
    fn stands(&self, at: Occurrence) -> bool {
        if !self.is_counted(at) {
            return true;
        }
        match self.seen(Fact::Exists(at)) {
            Seen::Known(stands, _) => stands,
            Seen::Open(waits) => {
                self.noted.borrow_mut().open.extend(waits);
                true
            }
            Seen::Missing => true,
        }
    }

    /// The instances of repeats around a node, itself included.
    fn instances_around(&self, at: Occurrence) -> Vec<Occurrence> {
        std::iter::successors(Some(at), |at| Tree::parent(self.bones, *at))
            .filter(|at| self.is_instance(*at))
            .collect()
    }

    fn is_instance(&self, at: Occurrence) -> bool {
        self.bones.item(at).is_some() && self.bones.plan().is_repeat(self.bones.node(at))
    }

    fn is_listed(&self, at: Occurrence) -> bool {
        self.bones.item(at).is_none()
    }
}

impl Tree for Sketch<'_> {
    type Node = Occurrence;

    fn root(&self) -> Occurrence {
        Tree::root(self.bones)
    }

    fn parent(&self, node: Occurrence) -> Option<Occurrence> {
        Tree::parent(self.bones, node)
    }

    fn children(&self, node: Occurrence) -> impl Iterator<Item = Occurrence> + '_ {
        let children: Vec<Occurrence> = Tree::children(self.bones, node).collect();
        if children.iter().any(|child| self.is_instance(*child)) {
            self.note_instances();
        }
        children.into_iter().filter(|child| self.stands(*child))
    }

    fn name(&self, node: Occurrence) -> &str {
        Tree::name(self.bones, node)
    }

    fn text(&self, node: Occurrence) -> Cow<'_, str> {
        if self.is_listed(node) {
            if Tree::name(self.bones, node) == "label" {
                self.note_language();
            }
            return Tree::text(self.bones, node);
        }
        if let Some(Item::Question(_)) = self.bones.item(node) {
            return Cow::Owned(self.note_value(node));
        }
        // Groups nest no deeper than the importer lets them.
        Cow::Owned(Tree::children(self, node).map(|child| self.text(child)).collect())
    }

    fn is_relevant(&self, node: Occurrence) -> bool {
        if self.is_listed(node) {
            return true;
        }
        match self.seen(Fact::Asked(node)) {
            Seen::Known(asked, doubts) => {
                let mut noted = self.noted.borrow_mut();
                noted.doubts = noted.doubts.and(doubts);
                asked
            }
            Seen::Open(waits) => {
                self.noted.borrow_mut().open.extend(waits);
                true
            }
            Seen::Missing => true,
        }
    }

    fn resolve(&self, name: &str, from: Occurrence) -> NodeSet<Occurrence> {
        let found = Tree::resolve(self.bones, name, from);
        let mine = self.instances_around(from);
        let is_mine = |at: &Occurrence| mine.contains(at);
        let afar = |at: Occurrence| {
            self.instances_around(at)
                .into_iter()
                .any(|around| !is_mine(&around))
        };
        if !found.iter().any(afar) {
            return found;
        }
        self.note_instances();
        found
            .iter()
            .filter(|at| {
                self.instances_around(*at)
                    .into_iter()
                    .all(|around| self.stands(around))
            })
            .collect()
    }

    fn itext(&self, id: &str) -> Option<Value<'_, Occurrence>> {
        self.note_language();
        Tree::itext(self.bones, id)
    }

    fn pulled(&self, id: &str, column: &str, key_column: &str, key: &str) -> Option<Cow<'_, str>> {
        let found = Tree::pulled(self.bones, id, column, key_column, key)?;
        // The registry may say anything of other releases.
        self.noted.borrow_mut().doubts.other = true;
        Some(found)
    }

    fn instance(&self, id: &str) -> Option<Occurrence> {
        let definition = self.bones.plan().definition();
        self.noted.borrow_mut().doubts.other |= unknown::is_unknown_instance(definition, id);
        Tree::instance(self.bones, id)
    }
}

impl Environment for Sketch<'_> {
    fn now(&self) -> DateTime<Utc> {
        self.noted.borrow_mut().doubts.clock = true;
        self.bones.context().now
    }

    fn zone(&self) -> Zone {
        self.bones.context().zone
    }

    fn random(&self) -> f64 {
        self.noted.borrow_mut().doubts.chance = true;
        self.chance.draw()
    }

    fn choice_label(&self, value: &str, question: &str) -> Option<Cow<'_, str>> {
        self.note_language();
        // What a label mentions is not supposed here.
        self.noted.borrow_mut().doubts.other = true;
        self.bones.label_of(value, question, Tree::root(self.bones))
    }
}
