//! Whole definitions: the way from two of them to the list of changes.

use std::collections::{BTreeMap, BTreeSet};

use super::matching::{Pairs, Sheet};
use super::moves::Moves;
use super::report::{About, Report};
use super::{Change, Effect, Kind, Subject, groups, lists, questions};
use crate::questionnaire::definition::{Choice, Definition, Media, Node, Question, Table, Text};

/// Everything that differs, in the order of the new sheet: the questionnaire as a whole, its
/// questions and groups, what is gone, then options and files.
pub fn compare(before: &Definition, after: &Definition) -> Vec<Change> {
    let mut report = Report::default();
    whole(&mut report, before, after);
    let (old, new) = (Sheet::of(before), Sheet::of(after));
    let pairs = Pairs::of(&old, &new);
    let moves = Moves::new(&old, &new, &pairs);
    for (is, placed) in new.nodes.iter().enumerate() {
        let Some(was) = pairs.backward[is] else {
            moves.added(&mut report, is, &after.default_language);
            continue;
        };
        moves.moved(&mut report, was, is);
        match (old.nodes[was].node, placed.node) {
            (Node::Question(old), Node::Question(new)) => questions::compare(&mut report, old, new),
            (Node::Group(old), Node::Group(new)) => groups::compare(&mut report, &moves, is, old, new),
            // Never paired.
            (Node::Question(_), Node::Group(_)) | (Node::Group(_), Node::Question(_)) => {}
        }
    }
    for (was, _) in pairs.forward.iter().enumerate().filter(|(_, is)| is.is_none()) {
        moves.removed(&mut report, was, &before.default_language);
    }
    let kept = pairs
        .forward
        .iter()
        .enumerate()
        .filter_map(|(was, is)| Some((old.nodes[was].question()?, new.nodes[(*is)?].question()?)));
    lists::compare(&mut report, before, after, kept);
    looked_up(&mut report, &before.tables, &after.tables);
    in_registry(&mut report, &before.registry, &after.registry);
    files(&mut report, &before.media, after);
    report.changes
}

/// What is not of any question; the nodes, lists and files are compared by [`compare`].
fn whole(report: &mut Report, before: &Definition, after: &Definition) {
    let Definition {
        form_id,
        author_version,
        title,
        languages,
        default_language,
        style,
        instance_name,
        nodes: _,
        lists: _,
        tables: _,
        registry: _,
        media: _,
    } = before;
    let about = &About {
        subject: Subject::Questionnaire,
        questions: Vec::new(),
    };
    asked_in(report, about, languages, &after.languages);
    let may_change = Effect::MayChangeAnswers;
    let texts: [(Kind, &String, &String, Effect); 4] = [
        (
            Kind::DefaultLanguage,
            default_language,
            &after.default_language,
            may_change,
        ),
        (Kind::Title, title, &after.title, Effect::Cosmetic),
        (Kind::FormId, form_id, &after.form_id, Effect::Cosmetic),
        (
            Kind::AuthorVersion,
            author_version,
            &after.author_version,
            Effect::Cosmetic,
        ),
    ];
    for (kind, before, after, effect) in texts {
        report.value(about, kind, (before, after), effect, String::clone);
    }
    report.value(
        about,
        Kind::Style,
        (style, &after.style),
        Effect::Cosmetic,
        |words| words.join(" "),
    );
    report.rule(
        about,
        Kind::InstanceName,
        instance_name.as_ref(),
        after.instance_name.as_ref(),
        Effect::Cosmetic,
    );
}

fn asked_in(report: &mut Report, about: &About, old: &[String], new: &[String]) {
    let effect = Effect::MayChangeAnswers;
    for tag in new.iter().filter(|tag| !old.contains(tag)) {
        report.add(about, Kind::LanguageAdded, (String::new(), tag.clone()), effect);
        report.told_languages.insert(tag.clone());
    }
    for tag in old.iter().filter(|tag| !new.contains(tag)) {
        report.add(about, Kind::LanguageRemoved, (tag.clone(), String::new()), effect);
        report.told_languages.insert(tag.clone());
    }
    let (stayed_old, stayed_new): (Vec<_>, Vec<_>) = (
        old.iter().filter(|tag| new.contains(tag)).cloned().collect(),
        new.iter().filter(|tag| old.contains(tag)).cloned().collect(),
    );
    report.value(
        about,
        Kind::LanguageOrder,
        (&stayed_old, &stayed_new),
        Effect::Cosmetic,
        |tags: &Vec<String>| tags.join(" "),
    );
}

/// Tables that expressions look things up in.
fn looked_up(report: &mut Report, before: &BTreeMap<String, Table>, after: &BTreeMap<String, Table>) {
    for id in both(before, after) {
        let about = About {
            subject: Subject::Table(id.clone()),
            questions: Vec::new(),
        };
        let (old, new) = (before.get(id), after.get(id));
        let (Some(old), Some(new)) = (old, new) else {
            let said = |table: Option<&Table>| table.map_or_else(String::new, |table| table.file.clone());
            report.add(
                &about,
                Kind::Table,
                (said(old), said(new)),
                Effect::MayChangeAnswers,
            );
            continue;
        };
        let Table { file, columns, rows } = old;
        report.value(
            &about,
            Kind::Table,
            (file, &new.file),
            Effect::Cosmetic,
            String::clone,
        );
        let headers = |columns: &Vec<String>| columns.join(", ");
        report.value(
            &about,
            Kind::Table,
            (columns, &new.columns),
            Effect::MayChangeAnswers,
            headers,
        );
        if rows != &new.rows {
            // The first row that differs stands for all. It is told by its number: what stands in a
            // table is meant for rules, and nobody has exposed it.
            let same = rows.iter().zip(&new.rows).take_while(|(old, new)| old == new);
            let at = same.count();
            let said =
                |rows: &[Vec<String>]| rows.get(at).map_or_else(String::new, |_| format!("#{}", at + 1));
            report.add(
                &about,
                Kind::Table,
                (said(rows), said(&new.rows)),
                Effect::MayChangeAnswers,
            );
        }
    }
}

/// Tables that are the registry, or are it no more.
fn in_registry(report: &mut Report, before: &BTreeSet<String>, after: &BTreeSet<String>) {
    for id in before.symmetric_difference(after) {
        let about = About {
            subject: Subject::Table(id.clone()),
            questions: Vec::new(),
        };
        let said = |ids: &BTreeSet<String>| ids.get(id).map_or_else(String::new, |_| "registry".to_owned());
        report.add(
            &about,
            Kind::Table,
            (said(before), said(after)),
            Effect::MayChangeAnswers,
        );
    }
}

/// Media files: one whose content changed is another picture for whoever is shown it.
fn files(report: &mut Report, before: &BTreeMap<String, String>, after: &Definition) {
    for name in both(before, &after.media) {
        let (old, new) = (before.get(name), after.media.get(name));
        let about = About {
            subject: Subject::Media(name.clone()),
            questions: shown_by(after, name),
        };
        let effect = if old.is_some() && new.is_some() {
            Effect::MayChangeAnswers
        } else {
            Effect::Cosmetic
        };
        report.value(&about, Kind::Media, (&old, &new), effect, |digest| {
            digest.cloned().unwrap_or_default()
        });
    }
}

/// The questions whose label or options show a file.
fn shown_by(definition: &Definition, file: &str) -> Vec<String> {
    let names = |Text(names): &Text| names.values().any(|name| name == file);
    let shows = |media: &Media| media.columns().iter().any(|(_, text)| names(text));
    let offers = |question: &&Question| {
        let choices = question.kind.list().and_then(|list| definition.lists.get(list));
        choices.is_some_and(|list| list.choices.iter().any(|Choice { media, .. }| shows(media)))
    };
    let questions = definition.questions().into_iter();
    questions
        .filter(|question| shows(&question.media) || offers(question))
        .map(|question| question.name.clone())
        .collect()
}

fn both<'m, V>(before: &'m BTreeMap<String, V>, after: &'m BTreeMap<String, V>) -> Vec<&'m String> {
    let new = after.keys().filter(|key| !before.contains_key(*key));
    before.keys().chain(new).collect()
}
