//! Which questions and groups came, went, were renamed or stand elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::matching::{Pairs, Placed, Sheet};
use super::report::{About, Report};
use super::{Effect, Kind, Subject};
use crate::questionnaire::definition::{Node, Question, QuestionKind, Text};

/// Both sheets, and which node is which.
pub(super) struct Moves<'c, 'd> {
    pub old: &'c Sheet<'d>,
    pub new: &'c Sheet<'d>,
    pub pairs: &'c Pairs,
    /// New nodes that overtook a neighbour.
    overtaking: BTreeSet<usize>,
    /// Names that several questions of a definition have, so that their groups tell them apart.
    shared: BTreeSet<&'d str>,
}

impl<'c, 'd> Moves<'c, 'd> {
    pub(super) fn new(old: &'c Sheet<'d>, new: &'c Sheet<'d>, pairs: &'c Pairs) -> Self {
        let mut moves = Self {
            old,
            new,
            pairs,
            overtaking: BTreeSet::new(),
            shared: shared(old).union(&shared(new)).copied().collect(),
        };
        let mut neighbours: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
        for (at, placed) in new.nodes.iter().enumerate() {
            if pairs.backward[at].is_some_and(|was| moves.same_group(was, at)) {
                neighbours.entry(placed.parent).or_default().push(at);
            }
        }
        for at in neighbours.values() {
            let were: Vec<usize> = at.iter().filter_map(|at| pairs.backward[*at]).collect();
            let stayed = longest_rising(&were);
            let passed = at.iter().zip(&were).filter(|(_, was)| !stayed.contains(was));
            moves.overtaking.extend(passed.map(|(at, _)| *at));
        }
        moves
    }

    fn same_group(&self, was: usize, is: usize) -> bool {
        match (self.old.nodes[was].parent, self.new.nodes[is].parent) {
            (None, None) => true,
            (Some(was), Some(is)) => self.pairs.forward[was] == Some(is),
            (None, Some(_)) | (Some(_), None) => false,
        }
    }

    /// Tells of a node that is new.
    pub(super) fn added(&self, report: &mut Report, at: usize, language: &str) {
        let placed = &self.new.nodes[at];
        let (effect, said) = match placed.node {
            Node::Question(question) if question.kind.is_shown() => {
                (Effect::MayChangeAnswers, said(question, language))
            }
            Node::Question(question) => (Effect::Cosmetic, said(question, language)),
            Node::Group(_) => (Effect::Cosmetic, place(self.new, at)),
        };
        report.add(&about(placed), Kind::Added, (String::new(), said), effect);
    }

    /// Tells of a node that is gone.
    pub(super) fn removed(&self, report: &mut Report, at: usize, language: &str) {
        let placed = &self.old.nodes[at];
        let (effect, said) = match placed.node {
            Node::Question(question) => {
                let effect = if has_answers(question) {
                    Effect::BreaksSeries
                } else {
                    Effect::MayChangeAnswers
                };
                (effect, said(question, language))
            }
            Node::Group(_) => (Effect::Cosmetic, place(self.old, at)),
        };
        report.add(&about(placed), Kind::Removed, (said, String::new()), effect);
    }

    /// Tells whether a node that is in both has another name, or stands elsewhere.
    pub(super) fn moved(&self, report: &mut Report, was: usize, is: usize) {
        let (old, new) = (&self.old.nodes[was], &self.new.nodes[is]);
        let mut about = self.about(is);
        if old.name() != new.name() {
            let effect = match new.node {
                Node::Question(question) => {
                    about.questions.insert(0, old.name().to_owned());
                    series_or_nothing(has_answers(question))
                }
                Node::Group(_) => {
                    // A repeat names a file; the path through groups names only what shares its name.
                    if new.group().is_none_or(|group| group.repeat.is_none()) {
                        about.questions.retain(|name| self.shared.contains(name.as_str()));
                    }
                    series_or_nothing(!about.questions.is_empty())
                }
            };
            let names = (old.name().to_owned(), new.name().to_owned());
            report.add(&about, Kind::Renamed, names, effect);
            about = self.about(is);
        }
        let elsewhere = !self.same_group(was, is);
        if elsewhere || self.overtaking.contains(&is) {
            let told_apart = elsewhere && about.questions.iter().any(|name| self.is_shared(name));
            let effect = if told_apart {
                Effect::BreaksSeries
            } else {
                Effect::MayChangeAnswers
            };
            let places = (place(self.old, was), place(self.new, is));
            report.add(&about, Kind::Moved, places, effect);
        }
        if let Some(question) = new.question() {
            self.surroundings(report, &about, question, (was, is));
        }
    }

    /// Tells whether a question that went from group to group is repeated otherwise, or asked under
    /// other conditions. What a group itself changed is told of the group.
    fn surroundings(
        &self,
        report: &mut Report,
        about: &About,
        question: &Question,
        (was, is): (usize, usize),
    ) {
        let (around_old, around_new) = (self.old.around(was), self.new.around(is));
        let same = around_old
            .iter()
            .map(|at| self.pairs.forward[*at])
            .eq(around_new.iter().map(|at| Some(*at)));
        if same {
            return;
        }
        let repeats = |sheet: &Sheet<'_>, around: &[usize]| -> Vec<String> {
            let groups = around.iter().filter_map(|at| sheet.nodes[*at].group());
            let repeats = groups.filter(|group| group.repeat.is_some());
            repeats.map(|group| group.name.clone()).collect()
        };
        let (old, new) = (repeats(self.old, &around_old), repeats(self.new, &around_new));
        let effect = if has_answers(question) {
            Effect::BreaksSeries
        } else {
            Effect::MayChangeAnswers
        };
        report.value(about, Kind::Repeated, (&old, &new), effect, |names| {
            names.join("/")
        });
        let conditions = |sheet: &Sheet<'_>, around: &[usize]| -> Vec<String> {
            let groups = around.iter().filter_map(|at| sheet.nodes[*at].group());
            let rules = groups.filter_map(|group| group.relevant.as_ref());
            rules.map(ToString::to_string).collect()
        };
        let (old, new) = (
            conditions(self.old, &around_old),
            conditions(self.new, &around_new),
        );
        report.value(
            about,
            Kind::Enclosing,
            (&old, &new),
            Effect::MayChangeAnswers,
            |rules| rules.join(" and "),
        );
    }

    fn is_shared(&self, name: &str) -> bool {
        self.shared.contains(name)
    }

    /// A node of the new sheet; a group with the questions in it that were there before.
    pub(super) fn about(&self, at: usize) -> About {
        let mut about = about(&self.new.nodes[at]);
        if self.new.nodes[at].group().is_some() {
            let within = self.new.questions_within(at);
            let kept = within.filter(|(at, _)| self.pairs.backward[*at].is_some());
            about.questions = kept.map(|(_, question)| question.name.clone()).collect();
        }
        about
    }
}

fn about(placed: &Placed<'_>) -> About {
    match placed.node {
        Node::Question(question) => About::question(&question.name),
        Node::Group(group) => About {
            subject: Subject::Group(group.name.clone()),
            questions: Vec::new(),
        },
    }
}

const fn series_or_nothing(breaks: bool) -> Effect {
    if breaks {
        Effect::BreaksSeries
    } else {
        Effect::Cosmetic
    }
}

/// Whether there is a column of its answers.
pub(super) fn has_answers(question: &Question) -> bool {
    question.kind != QuestionKind::Note
}

/// A question in its words, or what type it has.
fn said(question: &Question, language: &str) -> String {
    let Question { label, kind, .. } = question;
    let label: &Text = label;
    match label.get(language, language) {
        "" => kind.as_str().to_owned(),
        words => words.to_owned(),
    }
}

/// Names of the groups around a node, and which one it is among its neighbours.
fn place(sheet: &Sheet<'_>, at: usize) -> String {
    let groups = sheet.around(at).into_iter().map(|at| sheet.nodes[at].name());
    let own = sheet.nodes[at].place.to_string();
    let path: Vec<&str> = groups.chain([own.as_str()]).collect();
    path.join("/")
}

fn shared<'d>(sheet: &Sheet<'d>) -> BTreeSet<&'d str> {
    let mut seen = BTreeSet::new();
    let names = sheet.nodes.iter().filter_map(Placed::question);
    names
        .filter(|question| !seen.insert(question.name.as_str()))
        .map(|question| question.name.as_str())
        .collect()
}

/// The most of these numbers that rise from left to right; all of them differ.
fn longest_rising(numbers: &[usize]) -> BTreeSet<usize> {
    // For each length the index of the smallest number that ends such a run, and who stands before whom.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::new();
    for (at, number) in numbers.iter().enumerate() {
        let length = ends.partition_point(|end| numbers[*end] < *number);
        before.push(length.checked_sub(1).and_then(|last| ends.get(last).copied()));
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let last = ends.last().copied();
    std::iter::successors(last, |at| before[*at])
        .map(|at| numbers[at])
        .collect()
}
