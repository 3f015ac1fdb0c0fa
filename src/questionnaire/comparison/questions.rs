//! Questions, field by field.

use super::report::{About, Report};
use super::{Effect, Kind, kinds};
use crate::questionnaire::definition::{Initial, Question};
use crate::questionnaire::expression::Expression;

/// Tells how a question changed that is in both definitions; its name and where it stands are told
/// elsewhere, the options of its list too.
pub(super) fn compare(report: &mut Report, before: &Question, after: &Question) {
    let Question {
        name: _,
        kind,
        label,
        hint,
        guidance,
        media,
        required,
        required_message,
        relevant,
        constraint,
        constraint_message,
        calculation,
        trigger,
        initial,
        read_only,
        appearance,
        exposure,
        proxy,
        policy_question,
        row: _,
    } = before;
    let about = &About::question(&after.name);
    kinds::compare(report, about, kind, &after.kind);
    report.words(about, Kind::Label, label, &after.label);
    report.words(about, Kind::Hint, hint, &after.hint);
    report.words(about, Kind::Guidance, guidance, &after.guidance);
    report.media(about, Kind::Media, media, &after.media);
    report.words(
        about,
        Kind::RequiredMessage,
        required_message,
        &after.required_message,
    );
    report.words(
        about,
        Kind::ConstraintMessage,
        constraint_message,
        &after.constraint_message,
    );
    let asked = Effect::MayChangeAnswers;
    // What nobody types is what its formula says.
    let computed = if after.kind.is_asked() {
        Effect::MayChangeAnswers
    } else {
        Effect::BreaksSeries
    };
    let rules: [(Kind, &Option<Expression>, &Option<Expression>, Effect); 5] = [
        (Kind::Relevant, relevant, &after.relevant, asked),
        (Kind::Required, required, &after.required, asked),
        (Kind::Constraint, constraint, &after.constraint, asked),
        (Kind::ReadOnly, read_only, &after.read_only, asked),
        (Kind::Calculation, calculation, &after.calculation, computed),
    ];
    for (kind, before, after, effect) in rules {
        report.rule(about, kind, before.as_ref(), after.as_ref(), effect);
    }
    let words = |words: &Vec<String>| words.join(" ");
    report.value(about, Kind::Trigger, (trigger, &after.trigger), asked, words);
    start(report, about, initial.as_ref(), after.initial.as_ref());
    report.value(
        about,
        Kind::Appearance,
        (appearance, &after.appearance),
        asked,
        words,
    );
    report.value(
        about,
        Kind::Exposure,
        (exposure, &after.exposure),
        Effect::Cosmetic,
        |exposure| exposure.as_str().to_owned(),
    );
    report.value(
        about,
        Kind::Proxy,
        (proxy, &after.proxy),
        Effect::BreaksSeries,
        |proxy| if *proxy { "yes" } else { "no" }.to_owned(),
    );
    report.value(
        about,
        Kind::PolicyQuestion,
        (policy_question, &after.policy_question),
        Effect::Cosmetic,
        |tag| tag.clone().unwrap_or_default(),
    );
}

/// The value a question starts with: text and formula are told alike, since an author writes both
/// in one column.
fn start(report: &mut Report, about: &About, before: Option<&Initial>, after: Option<&Initial>) {
    let said = |initial: Option<&Initial>| match initial {
        None => String::new(),
        Some(Initial::Literal(text)) => text.clone(),
        Some(Initial::Expression(expression)) => expression.source().to_owned(),
    };
    let (old, new) = (said(before), said(after));
    if old == new && before == after {
        return;
    }
    let effect = if before == after {
        Effect::Cosmetic
    } else {
        Effect::MayChangeAnswers
    };
    report.add(about, Kind::Default, (old, new), effect);
}
