//! Rules that look at what they cannot: a question's own answer in the rule whether it is asked, and
//! the day in rules about the way.

use super::kinds::is_own;
use super::rules::Rule;
use crate::questionnaire::expression::{Function, Kind};
use crate::questionnaire::findings::{Code, Rules};

pub(super) fn check(rule: Rule<'_>, add: &mut impl FnMut(Code)) {
    let terms = || rule.expression.root().parts();
    let own = rule
        .own
        .filter(|_| matches!(rule.column, "relevant" | "required"));
    if let Some(own) = own
        && terms().any(is_own)
    {
        let name = own.name.clone();
        add(Code::Rules(Rules::OwnAnswer { name }));
    }
    let asks_the_day = |kind: &Kind| matches!(kind, Kind::Call(call) if matches!(call.function(), Some(Function::Today | Function::Now)));
    if rule.column == "relevant" && terms().any(|term| asks_the_day(&term.kind)) {
        add(Code::Rules(Rules::DayDecides));
    }
}
