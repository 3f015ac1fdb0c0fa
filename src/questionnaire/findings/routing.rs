//! What the branch walker says of the ways through a questionnaire.

use super::Severity;
use super::code::codes;

impl Routing {
    pub const fn as_str(&self) -> &'static str {
        self.word()
    }

    /// Whether a study with such a branch cannot be opened, whatever anybody decides.
    pub const fn bars(&self) -> bool {
        match self {
            Self::NeverRelevant { .. }
            | Self::AlwaysRelevant { .. }
            | Self::PageNeverReached { .. }
            | Self::RefusesAll { .. }
            | Self::NeverAnswered { .. }
            | Self::NothingOffered { .. }
            | Self::NeverOffered { .. }
            | Self::OneOfSeveral { .. } => true,
            Self::SwitchedOff { .. }
            | Self::RuleImplied { .. }
            | Self::RefusesNone { .. }
            | Self::FilterWithoutEffect { .. }
            | Self::OfferMayBeEmpty { .. }
            | Self::SeveralLimitedToOne { .. }
            | Self::ConditionNever { .. }
            | Self::ConditionAlways { .. }
            | Self::NotWalked { .. }
            | Self::CannotBeOpened { .. } => false,
        }
    }
}

codes! {
    /// A remark on a branch.
    Routing;
    NeverRelevant { name: String, to: String } = Warning "never-relevant":
        "“{name}” is never relevant: whatever is answered{to}, its rule fails.", "Correct the rule, or remove the row.";
    AlwaysRelevant { name: String } = Warning "always-relevant":
        "“{name}” is always relevant although its rule refers to answers: everyone sees it.", "Compare the answer, as in ${{question}} = 'option' or ${{question}} != ''; or clear the cell.";
    SwitchedOff { name: String } = Hint "switched-off":
        "“{name}” is switched off: its rule is written to fail.", "Leave it if that is meant; else clear the cell.";
    PageNeverReached { page: String } = Warning "page-never-reached":
        "Nobody reaches the page “{page}”: nothing on it is ever relevant.", "Correct the rules of the page or of its questions, or remove it.";
    RuleImplied { name: String } = Hint "rule-without-effect":
        "The rule of “{name}” always holds where it stands, since what is around it is relevant only then.", "Leave it, or clear the cell.";
    RefusesAll { name: String } = Warning "constraint-refuses-all":
        "No answer to “{name}” keeps its constraint.", "Correct the constraint.";
    NeverAnswered { name: String } = Warning "required-never-answered":
        "“{name}” must be answered, but no answer keeps its constraint: nobody gets past it.", "Correct the constraint.";
    RefusesNone { name: String } = Hint "constraint-without-effect":
        "Every answer to “{name}” keeps its constraint.", "Correct the constraint, or clear the cell.";
    NothingOffered { name: String } = Warning "nothing-offered":
        "The choice filter of “{name}” leaves no option, whatever is answered.", "Correct the filter or the columns of the options.";
    NeverOffered { name: String, options: String } = Warning "options-never-offered":
        "“{name}” never offers {options}: its choice filter keeps them back whatever is answered.", "Correct the filter or the columns of these options, or remove them.";
    FilterWithoutEffect { name: String } = Hint "filter-without-effect":
        "The choice filter of “{name}” never keeps an option back.", "Correct the filter, or clear the cell.";
    OfferMayBeEmpty { name: String, answers: String } = Warning "offer-may-be-empty":
        "“{name}” must be answered, but with {answers} there is nothing to choose.", "Add an option for this case, or make it required only where there is something to choose.";
    OneOfSeveral { name: String } = Warning "only-one-of-several":
        "“{name}” is a multiple choice, but no two of its options can be chosen together.", "Correct the constraint or the exclusive options, or make it a select_one.";
    SeveralLimitedToOne { name: String } = Hint "several-limited-to-one":
        "“{name}” is a multiple choice of which one option at most can be chosen.", "Make it a select_one: then nobody has to be told.";
    ConditionNever { condition: String } = Warning "condition-never-holds":
        "The condition “{condition}” never holds here, whatever is answered.", "Correct it, or remove it.";
    ConditionAlways { condition: String } = Warning "condition-always-holds":
        "The condition “{condition}” always holds here, whatever is answered.", "Correct it, or remove it.";
    NotWalked { what: String } = Warning "branch-not-walked":
        "No answers were found with which {what}, and no proof that there are none.", "Try it by hand, or write the rule more simply; who is sure opens the study with --even-unwalked.";
    CannotBeOpened { questionnaire: String, branches: usize } = Error "cannot-be-opened":
        "The study cannot be opened: {branches} ways through “{questionnaire}” can never be taken.", "Mend the warnings about them.";
}
