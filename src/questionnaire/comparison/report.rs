//! Changes as they are found.

use std::collections::BTreeSet;

use super::{Change, Effect, Kind, Subject};
use crate::questionnaire::definition::Text;

/// What is being compared, and whose answers it touches.
pub(super) struct About {
    pub subject: Subject,
    pub questions: Vec<String>,
}

impl About {
    pub(super) fn question(name: &str) -> Self {
        Self {
            subject: Subject::Question(name.to_owned()),
            questions: vec![name.to_owned()],
        }
    }
}

/// The list of changes in the making.
#[derive(Default)]
pub(super) struct Report {
    pub changes: Vec<Change>,
    /// Languages that came or went as a whole, so that their words are not told one by one.
    pub told_languages: BTreeSet<String>,
}

impl Report {
    pub(super) fn add(&mut self, about: &About, kind: Kind, change: (String, String), effect: Effect) {
        self.push(about, kind, None, change, effect);
    }

    /// Tells of a value if it differs.
    pub(super) fn value<T: PartialEq>(
        &mut self,
        about: &About,
        kind: Kind,
        (before, after): (&T, &T),
        effect: Effect,
        say: impl Fn(&T) -> String,
    ) {
        if before != after {
            self.add(about, kind, (say(before), say(after)), effect);
        }
    }

    /// Tells of each language in which words differ. White space that is all the same to a reader is
    /// cosmetic.
    pub(super) fn text(&mut self, about: &About, kind: Kind, before: &Text, after: &Text, effect: Effect) {
        let (Text(before), Text(after)) = (before, after);
        let languages: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for language in languages {
            let (old, new) = (before.get(language), after.get(language));
            if old == new || self.told_languages.contains(language) {
                continue;
            }
            let (old, new) = (old.cloned().unwrap_or_default(), new.cloned().unwrap_or_default());
            let same = old.split_whitespace().eq(new.split_whitespace());
            let effect = if same { Effect::Cosmetic } else { effect };
            self.push(about, kind, Some(language.clone()), (old, new), effect);
        }
    }

    fn push(
        &mut self,
        about: &About,
        kind: Kind,
        language: Option<String>,
        (before, after): (String, String),
        effect: Effect,
    ) {
        self.changes.push(Change {
            kind,
            subject: about.subject.clone(),
            questions: about.questions.clone(),
            language,
            before,
            after,
            effect,
        });
    }
}
