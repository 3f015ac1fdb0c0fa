//! What is read, shown or played.

use super::report::{About, Report};
use super::{Effect, Kind};
use crate::questionnaire::definition::{Media, Text};

impl Report {
    /// Words that people read.
    pub(super) fn words(&mut self, about: &About, kind: Kind, before: &Text, after: &Text) {
        self.text(about, kind, before, after, Effect::MayChangeAnswers);
    }

    /// Names of the files that go with a label.
    pub(super) fn media(&mut self, about: &About, kind: Kind, before: &Media, after: &Media) {
        let Media {
            image: _,
            big_image: _,
            audio: _,
            video: _,
        } = before;
        for ((_, old), (_, new)) in before.columns().into_iter().zip(after.columns()) {
            self.words(about, kind, old, new);
        }
    }
}
