//! Options: what a question offered before against what it offers now, whatever the list is called.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::report::{About, Report};
use super::{Effect, Kind, Subject};
use crate::questionnaire::definition::{Choice, ChoiceList, Definition, Question};

/// Old and new name of a list, with the questions that went from the one to the other.
type Used<'d> = BTreeMap<(&'d str, &'d str), Vec<String>>;

/// Tells how lists changed; `kept` are the questions that are in both definitions.
pub(super) fn compare<'d>(
    report: &mut Report,
    before: &'d Definition,
    after: &'d Definition,
    kept: impl Iterator<Item = (&'d Question, &'d Question)>,
) {
    let mut used: Used<'d> = Used::new();
    for (old, new) in kept {
        if let (Some(was), Some(is)) = (old.kind.list(), new.kind.list()) {
            used.entry((was, is)).or_default().push(new.name.clone());
        }
    }
    // A list that expressions alone look things up in is compared under its name.
    for name in before.lists.keys() {
        if after.lists.contains_key(name) {
            used.entry((name, name)).or_default();
        }
    }
    let nothing = ChoiceList::default();
    for ((was, is), questions) in used {
        let lists = (
            before.lists.get(was).unwrap_or(&nothing),
            after.lists.get(is).unwrap_or(&nothing),
        );
        Lists {
            report,
            list: is,
            questions,
            languages: (&before.default_language, &after.default_language),
        }
        .compare(lists.0, lists.1);
    }
    unused(report, before, after);
}

/// Lists that came or went; where a question used one, that was told of the question.
fn unused(report: &mut Report, before: &Definition, after: &Definition) {
    let mut gone = |of: &Definition, other: &Definition, change: fn(String) -> (String, String)| {
        let questions = of.questions().into_iter();
        let used: BTreeSet<&str> = questions.filter_map(|question| question.kind.list()).collect();
        let here_only = of.lists.keys().filter(|name| !other.lists.contains_key(*name));
        for name in here_only.filter(|name| !used.contains(name.as_str())) {
            let about = About {
                subject: Subject::List(name.clone()),
                questions: Vec::new(),
            };
            report.add(&about, Kind::List, change(name.clone()), Effect::MayChangeAnswers);
        }
    };
    gone(before, after, |name| (name, String::new()));
    gone(after, before, |name| (String::new(), name));
}

struct Lists<'c> {
    report: &'c mut Report,
    /// Name of the new list.
    list: &'c str,
    questions: Vec<String>,
    /// Old and new default language.
    languages: (&'c str, &'c str),
}

impl Lists<'_> {
    fn about(&self, option: &str) -> About {
        About {
            subject: Subject::Choice {
                list: self.list.to_owned(),
                option: option.to_owned(),
            },
            questions: self.questions.clone(),
        }
    }

    fn compare(&mut self, before: &ChoiceList, after: &ChoiceList) {
        let (ChoiceList { choices: old }, ChoiceList { choices: new }) = (before, after);
        let old_keys = keys(old);
        let new_keys = keys(new);
        let known: HashMap<_, &Choice> = old_keys.iter().copied().zip(old).collect();
        let kept: HashMap<_, &Choice> = new_keys.iter().copied().zip(new).collect();
        for (key, choice) in new_keys.iter().zip(new) {
            if let Some(before) = known.get(key) {
                self.option(before, choice);
                continue;
            }
            let label = choice.label.get(self.languages.1, self.languages.1).to_owned();
            let about = self.about(&choice.name);
            self.report.add(
                &about,
                Kind::OptionAdded,
                (String::new(), label),
                Effect::MayChangeAnswers,
            );
        }
        for (key, choice) in old_keys.iter().zip(old) {
            if !kept.contains_key(key) {
                let label = choice.label.get(self.languages.0, self.languages.0).to_owned();
                let about = self.about(&choice.name);
                self.report.add(
                    &about,
                    Kind::OptionRemoved,
                    (label, String::new()),
                    Effect::BreaksSeries,
                );
            }
        }
        let stayed =
            |(name, _): &&(&str, usize), other: &HashMap<_, _>, nth: usize| other.contains_key(&(*name, nth));
        let old_order: Vec<&str> = old_keys
            .iter()
            .filter(|key| stayed(key, &kept, key.1))
            .map(|key| key.0)
            .collect();
        let new_order: Vec<&str> = new_keys
            .iter()
            .filter(|key| stayed(key, &known, key.1))
            .map(|key| key.0)
            .collect();
        self.order(&old_order, &new_order);
    }

    /// Only the stretch that differs is told.
    fn order(&mut self, before: &[&str], after: &[&str]) {
        if before == after {
            return;
        }
        let same = |pairs: &mut dyn Iterator<Item = (&&str, &&str)>| {
            pairs.take_while(|(before, after)| before == after).count()
        };
        let first = same(&mut before.iter().zip(after));
        let last = same(&mut before.iter().rev().zip(after.iter().rev()));
        let stretch = |names: &[&str]| {
            let until = names.len().saturating_sub(last);
            names.get(first..until).unwrap_or_default().join(" ")
        };
        let about = About {
            subject: Subject::List(self.list.to_owned()),
            questions: self.questions.clone(),
        };
        self.report.add(
            &about,
            Kind::OptionOrder,
            (stretch(before), stretch(after)),
            Effect::MayChangeAnswers,
        );
    }

    fn option(&mut self, before: &Choice, after: &Choice) {
        let Choice {
            name: _,
            label,
            media,
            exclusive,
            section,
            data,
        } = before;
        let about = self.about(&after.name);
        let report = &mut *self.report;
        report.words(&about, Kind::OptionLabel, label, &after.label);
        report.media(&about, Kind::OptionMedia, media, &after.media);
        report.value(
            &about,
            Kind::OptionExclusive,
            (exclusive, &after.exclusive),
            Effect::MayChangeAnswers,
            |exclusive| if *exclusive { "yes" } else { "no" }.to_owned(),
        );
        report.words(&about, Kind::OptionSection, section, &after.section);
        let columns = data
            .keys()
            .chain(after.data.keys().filter(|key| !data.contains_key(*key)));
        for column in columns {
            let said = |choice: &Choice| choice.data.get(column).map(|value| format!("{column}={value}"));
            report.value(
                &about,
                Kind::OptionData,
                (&said(before), &said(after)),
                Effect::MayChangeAnswers,
                |cell| cell.clone().unwrap_or_default(),
            );
        }
    }
}

/// Each option by its name and how often the name occurred before it.
fn keys(choices: &[Choice]) -> Vec<(&str, usize)> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    choices
        .iter()
        .map(|choice| {
            let nth = seen.entry(&choice.name).or_default();
            *nth += 1;
            (choice.name.as_str(), *nth)
        })
        .collect()
}
