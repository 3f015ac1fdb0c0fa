//! From frozen versions to a layout: all versions of all questionnaires, merged by name.
//!
//! The newest version of a questionnaire gives the order and the wording; what only older ones
//! have is put where it stood. What versions disagree on is settled so that nothing is lost or
//! told too far: types widen, options keep their column, the strictest exposure wins.

use std::collections::HashSet;

use super::columns::{FrozenVersion, Item, Kind, Layout, Profile, Reading, Span, TableLayout, Use, Wording};
use super::history::Touched;
use super::naming;
use super::options::{self, spans};
use super::places;
use crate::questionnaire::comparison;
use crate::questionnaire::definition::{ChoiceList, Exposure, Group, Node, Question, QuestionKind};
use crate::questionnaire::expression::Expression;

/// The tables that these versions give for this profile.
pub fn layout(versions: &[FrozenVersion], profile: Profile) -> Layout {
    let mut newest_first: Vec<&FrozenVersion> = versions.iter().collect();
    // What the study no longer asks has a negative position, and comes last.
    let place = |version: &FrozenVersion| (version.position < 0, version.position);
    newest_first.sort_by(|a, b| {
        (place(a), &a.questionnaire, -a.number).cmp(&(place(b), &b.questionnaire, -b.number))
    });
    let found: Vec<Placed<'_>> = newest_first.iter().flat_map(|version| placed(version)).collect();
    let touched = Touched::by(versions);
    let mut tables: Vec<TableLayout> = vec![TableLayout::new("submissions".into(), Vec::new())];
    for key in ordered(&found) {
        let occurrences: Vec<&Placed<'_>> = found.iter().filter(|placed| placed.key() == key).collect();
        let Some(item) = item(&occurrences, &touched, profile) else {
            continue;
        };
        if let Some(table) = tables.iter_mut().find(|table| table.path == key.path) {
            table.items.push(item);
        } else {
            let mut new = TableLayout::new(naming::file(key.path, &tables), key.path.to_vec());
            new.items.push(item);
            tables.push(new);
        }
    }
    for table in &mut tables {
        table.columns = naming::columns(table, profile);
    }
    let lists = options::lists(&newest_first, &tables);
    Layout {
        profile,
        languages: languages(&newest_first),
        tables,
        lists,
    }
}

/// A question of one version, with the groups around it.
struct Placed<'d> {
    version: &'d FrozenVersion,
    question: &'d Question,
    /// Key under which its answers stand.
    name: String,
    /// Keys of the repeated groups around it.
    path: Vec<String>,
    /// Conditions of the groups and of the question.
    relevance: Vec<&'d str>,
}

/// What makes two questions the same item.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key<'p> {
    path: &'p [String],
    name: &'p str,
}

impl Placed<'_> {
    fn key(&self) -> Key<'_> {
        Key {
            path: &self.path,
            name: &self.name,
        }
    }

    fn list(&self) -> Option<(&str, &ChoiceList)> {
        let name = &self.question.kind.selection()?.list;
        let list = self.version.definition.lists.get(name)?;
        Some((name, list))
    }
}

/// The questions of a version that have answers, in the order of the sheet.
fn placed(version: &FrozenVersion) -> Vec<Placed<'_>> {
    let mut found = Vec::new();
    let top = Scope {
        path: Vec::new(),
        groups: Vec::new(),
        conditions: Vec::new(),
        shared: shared_names(&version.definition.nodes),
    };
    walk(version, &version.definition.nodes, &top, &mut found);
    found
}

/// Where a walk over the sheet stands.
struct Scope<'d> {
    /// Keys of the repeats from the top.
    path: Vec<String>,
    /// Names of the groups since the innermost repeat.
    groups: Vec<&'d str>,
    conditions: Vec<&'d str>,
    /// Names that several nodes of the innermost repeat have.
    shared: HashSet<&'d str>,
}

impl<'d> Scope<'d> {
    /// The key under which answers of `name` stand: the name, unless it is shared.
    fn key(&self, name: &'d str) -> String {
        if self.shared.contains(name) {
            [self.groups.as_slice(), &[name]].concat().join("/")
        } else {
            name.to_owned()
        }
    }

    fn conditions(&self, relevant: Option<&'d Expression>) -> Vec<&'d str> {
        let further = relevant.map(Expression::source);
        self.conditions.iter().copied().chain(further).collect()
    }

    fn within(&self, group: &'d Group) -> Self {
        let mut path = self.path.clone();
        let (groups, shared) = if group.repeat.is_some() {
            path.push(self.key(&group.name));
            (Vec::new(), shared_names(&group.children))
        } else {
            let groups = [self.groups.as_slice(), &[&group.name]].concat();
            (groups, self.shared.clone())
        };
        Self {
            path,
            groups,
            conditions: self.conditions(group.relevant.as_ref()),
            shared,
        }
    }
}

fn walk<'d>(version: &'d FrozenVersion, nodes: &'d [Node], scope: &Scope<'d>, found: &mut Vec<Placed<'d>>) {
    for node in nodes {
        match node {
            Node::Question(question) if matches!(question.kind, QuestionKind::Note) => {}
            Node::Question(question) => found.push(Placed {
                version,
                question,
                name: scope.key(&question.name),
                path: scope.path.clone(),
                relevance: scope.conditions(question.relevant.as_ref()),
            }),
            Node::Group(group) => walk(version, &group.children, &scope.within(group), found),
        }
    }
}

/// Names that more than one question or repeat of the same scope has.
fn shared_names(nodes: &[Node]) -> HashSet<&str> {
    fn count<'d>(nodes: &'d [Node], seen: &mut HashSet<&'d str>, shared: &mut HashSet<&'d str>) {
        for node in nodes {
            let name = match node {
                Node::Question(question) => &question.name,
                Node::Group(group) if group.repeat.is_some() => &group.name,
                Node::Group(group) => {
                    count(&group.children, seen, shared);
                    continue;
                }
            };
            if !seen.insert(name) {
                shared.insert(name);
            }
        }
    }
    let mut shared = HashSet::new();
    count(nodes, &mut HashSet::new(), &mut shared);
    shared
}

/// Keys in questionnaire order. Within a questionnaire, what only older versions have comes
/// after what stood before it; between questionnaires, the first that has an item places it.
fn ordered<'p>(found: &'p [Placed<'_>]) -> Vec<Key<'p>> {
    let mut all: Vec<Key<'p>> = Vec::new();
    let mut seen = HashSet::new();
    for of_questionnaire in found.chunk_by(|a, b| a.version.questionnaire == b.version.questionnaire) {
        let mut order: Vec<Key<'p>> = Vec::new();
        for of_version in of_questionnaire.chunk_by(|a, b| a.version.number == b.version.number) {
            options::merge_in_order(&mut order, of_version.iter().map(Placed::key));
        }
        all.extend(order.into_iter().filter(|key| seen.insert(*key)));
    }
    all
}

/// The item that these occurrences are, newest version of each questionnaire first; none if
/// the profile does not carry it.
fn item(occurrences: &[&Placed<'_>], touched: &Touched<'_>, profile: Profile) -> Option<Item> {
    let newest = occurrences.first()?;
    let exposure = occurrences
        .iter()
        .map(|placed| placed.question.exposure)
        .max_by_key(|exposure| strictness(*exposure))?;
    let may_carry = |placed: &&Placed<'_>| places::may_carry(profile, exposure, &placed.question.kind);
    if !profile.carries(exposure) || !occurrences.iter().all(may_carry) {
        return None;
    }
    let options = options::over(
        occurrences
            .iter()
            .filter_map(|placed| Some((placed.version, placed.list()?.1))),
    );
    let kind_of = |placed: &Placed<'_>| kind(&placed.question.kind, profile);
    let readings = occurrences
        .iter()
        .map(|placed| {
            let reading = Reading {
                kind: kind_of(placed),
                offers: options
                    .iter()
                    .map(|option| {
                        placed
                            .list()
                            .is_some_and(|(_, list)| list.get(&option.code).is_some())
                    })
                    .collect(),
            };
            (placed.version.id, reading)
        })
        .collect();
    Some(Item {
        name: newest.name.clone(),
        kind: occurrences
            .iter()
            .map(|placed| kind_of(placed))
            .reduce(widened)
            .unwrap_or(Kind::Text),
        exposure,
        list: occurrences
            .iter()
            .find_map(|placed| placed.list().map(|(name, _)| name.to_owned())),
        options,
        uses: uses(occurrences, touched),
        readings,
    })
}

const fn strictness(exposure: Exposure) -> u8 {
    match exposure {
        Exposure::Public => 0,
        Exposure::Quasi => 1,
        Exposure::Text => 2,
        Exposure::Withheld => 3,
    }
}

fn kind(question: &QuestionKind, profile: Profile) -> Kind {
    match question {
        QuestionKind::Upload(_) => Kind::File,
        QuestionKind::Geopoint => match profile {
            Profile::Public => Kind::Degree,
            Profile::Restricted => Kind::Place,
        },
        QuestionKind::Text { .. }
        | QuestionKind::Acknowledge
        | QuestionKind::Calculate
        | QuestionKind::Hidden
        | QuestionKind::Note => Kind::Text,
        QuestionKind::Integer => Kind::Integer,
        QuestionKind::Range(scale) if scale.start.fract() == 0.0 && scale.step.fract() == 0.0 => {
            Kind::Integer
        }
        QuestionKind::Decimal | QuestionKind::Range(_) => Kind::Decimal,
        QuestionKind::SelectOne(_) if question.asks_registry() => Kind::Release,
        QuestionKind::SelectOne(_) => Kind::One,
        QuestionKind::SelectMultiple(_) => Kind::Many,
        QuestionKind::Rank(_) => Kind::Ranked,
        QuestionKind::Date | QuestionKind::Today => Kind::Date,
        QuestionKind::Time => Kind::Time,
        QuestionKind::DateTime | QuestionKind::Start | QuestionKind::End => match profile {
            Profile::Public => Kind::DayOf,
            Profile::Restricted => Kind::DateTime,
        },
    }
}

/// The narrowest kind that holds values of both.
fn widened(a: Kind, b: Kind) -> Kind {
    let either = |kinds: [Kind; 2]| kinds.contains(&a) && kinds.contains(&b);
    if a == b {
        a
    } else if either([Kind::Integer, Kind::Decimal]) {
        Kind::Decimal
    } else if either([Kind::Date, Kind::DayOf]) {
        Kind::DayOf
    } else {
        Kind::Text
    }
}

fn uses(occurrences: &[&Placed<'_>], touched: &Touched<'_>) -> Vec<Use> {
    let newest_in = |Span {
                         questionnaire,
                         versions,
                     }: Span| {
        let mut placed_in = occurrences
            .iter()
            .filter(|placed| placed.version.questionnaire == questionnaire);
        let placed = placed_in.next()?;
        let question = placed.question;
        let earlier = placed_in.clone().filter(|earlier| {
            (&earlier.question.label, &earlier.question.hint) != (&question.label, &question.hint)
        });
        Some(Use {
            questionnaire: placed.version.questionnaire.clone(),
            audience: placed.version.audience,
            versions,
            label: question.label.clone(),
            hint: question.hint.clone(),
            earlier: earlier
                .map(|earlier| Wording {
                    version: earlier.version.number,
                    label: earlier.question.label.clone(),
                    hint: earlier.question.hint.clone(),
                })
                .collect(),
            changed_in: changed_in(placed_in.chain([placed]), touched),
            default_language: placed.version.definition.default_language.clone(),
            question_type: question.kind.as_str(),
            relevance: all_of(&placed.relevance),
            constraint: question
                .constraint
                .as_ref()
                .map_or_else(String::new, |constraint| constraint.source().to_owned()),
            proxy: question.proxy,
            policy_question: question.policy_question.clone(),
        })
    };
    spans(occurrences.iter().map(|placed| placed.version))
        .into_iter()
        .filter_map(newest_in)
        .collect()
}

/// What changed of an item in which version, by rising number.
fn changed_in<'p, 'd: 'p>(
    occurrences: impl Iterator<Item = &'p &'p Placed<'d>>,
    touched: &Touched<'_>,
) -> Vec<(i32, Vec<comparison::Kind>)> {
    let mut found: Vec<_> = occurrences
        .filter_map(|placed| {
            let kinds = touched.get(placed.version.id, &placed.question.name)?;
            Some((placed.version.number, kinds.to_vec()))
        })
        .collect();
    found.sort_unstable_by_key(|(number, _)| *number);
    found
}

/// The conjunction of these conditions, as source text.
fn all_of(conditions: &[&str]) -> String {
    match conditions {
        [] => String::new(),
        [only] => (*only).to_owned(),
        several => several
            .iter()
            .map(|condition| format!("({condition})"))
            .collect::<Vec<_>>()
            .join(" and "),
    }
}

/// Language tags in the order in which the questionnaires name them.
fn languages(versions: &[&FrozenVersion]) -> Vec<String> {
    let mut languages: Vec<String> = Vec::new();
    for language in versions.iter().flat_map(|version| &version.definition.languages) {
        if !languages.contains(language) {
            languages.push(language.clone());
        }
    }
    languages
}
