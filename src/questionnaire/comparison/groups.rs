//! Groups and repeats.

use super::moves::Moves;
use super::report::{About, Report};
use super::{Effect, Kind};
use crate::questionnaire::definition::{Group, Repeat};

/// Tells how a group changed that is in both definitions; where it stands is told elsewhere.
pub(super) fn compare(report: &mut Report, moves: &Moves<'_, '_>, at: usize, before: &Group, after: &Group) {
    let Group {
        name: _,
        label,
        hint,
        relevant,
        appearance,
        repeat,
        children: _,
        row: _,
    } = before;
    let about = moves.about(at);
    // The words over a table are part of every question in it; those over a page are of none.
    let over = About {
        subject: about.subject.clone(),
        questions: if before.is_matrix() || after.is_matrix() {
            about.questions.clone()
        } else {
            Vec::new()
        },
    };
    report.words(&over, Kind::Label, label, &after.label);
    report.words(&over, Kind::Hint, hint, &after.hint);
    report.rule(
        &about,
        Kind::Relevant,
        relevant.as_ref(),
        after.relevant.as_ref(),
        Effect::MayChangeAnswers,
    );
    report.value(
        &about,
        Kind::Appearance,
        (appearance, &after.appearance),
        Effect::MayChangeAnswers,
        |words| words.join(" "),
    );
    repeats(report, &about, repeat.as_ref(), after.repeat.as_ref());
}

fn repeats(report: &mut Report, about: &About, before: Option<&Repeat>, after: Option<&Repeat>) {
    report.value(
        about,
        Kind::Repeated,
        (&before.is_some(), &after.is_some()),
        Effect::BreaksSeries,
        |repeated| if *repeated { "repeat" } else { "group" }.to_owned(),
    );
    let count = |repeat: Option<&Repeat>| {
        let Repeat { count } = repeat?;
        count.clone()
    };
    report.rule(
        about,
        Kind::RepeatCount,
        count(before).as_ref(),
        count(after).as_ref(),
        Effect::MayChangeAnswers,
    );
}
