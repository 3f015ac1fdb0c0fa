//! Rules.

use super::report::{About, Report};
use super::{Effect, Kind};
use crate::questionnaire::expression::Expression;

impl Report {
    /// A rule; spelling that means the same is cosmetic.
    pub(super) fn rule(
        &mut self,
        about: &About,
        kind: Kind,
        before: Option<&Expression>,
        after: Option<&Expression>,
        effect: Effect,
    ) {
        let (old, new) = (
            before.map(Expression::source).unwrap_or_default(),
            after.map(Expression::source).unwrap_or_default(),
        );
        if old == new && before.is_some() == after.is_some() {
            return;
        }
        let effect = if before == after { Effect::Cosmetic } else { effect };
        self.add(about, kind, (old.to_owned(), new.to_owned()), effect);
    }
}
