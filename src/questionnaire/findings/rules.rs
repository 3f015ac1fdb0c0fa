//! What the checks of rules say.

use super::Severity;
use super::code::codes;

impl Rules {
    pub const fn as_str(&self) -> &'static str {
        self.word()
    }
}

codes! {
    /// A remark on a rule.
    Rules;
    // Conditions
    QuestionAsCondition { name: String } = Warning "question-as-condition":
        "“{name}” alone is true whether it is answered or not.", "Write ${{{name}}} != '' to ask whether it is answered, or compare it with what is meant.";
    QuestionWithTruth { name: String, truth: String } = Warning "question-with-truth":
        "“{name}” is compared with {truth}, which asks whether the question exists and not what it says.", "Compare with a text, as in ${{{name}}} = 'true'.";
    TruthWithText { text: String } = Warning "truth-with-text":
        "Something that is true or false is compared with “{text}”: any text that is not empty counts as true.", "Use the condition itself, or not(…).";
    OwnAnswer { name: String } = Warning "own-answer-in-rule":
        "The rule decides about “{name}” and looks at its own answer (.), which comes later.", "Refer to another question, or write a constraint.";
    DayDecides = Hint "day-in-relevance":
        "The rule depends on the day: what is asked changes while a draft lies.", "Leave it if that is meant; else store the day in a calculation with once(today()).";
    // Types
    NumberWithText { name: String, text: String } = Warning "number-with-text":
        "“{name}” is a number and never equals “{text}”.", "Compare it with a number.";
    DayWithNumber { name: String, number: String } = Warning "date-with-number":
        "“{name}” is a date, which counts as days since 1970, and is compared with {number}.", "Compare it with a date, as in date('2026-01-31').";
    DayWithText { name: String, text: String } = Warning "date-with-text":
        "“{name}” is a date and is compared with “{text}”, which is none.", "Write the date as '2026-01-31'.";
    OptionAsNumber { name: String } = Warning "option-as-number":
        "The options of “{name}” are no numbers, but it is used as one.", "Compare it with the name of an option, or give the options numbers as names.";
    NumberOfOptions { name: String } = Warning "several-as-number":
        "“{name}” may hold several options and is used as a number.", "Use count-selected(${{{name}}}), or selected(${{{name}}}, 'option').";
    AnswerAsNumber { name: String } = Warning "text-as-number":
        "“{name}” is no number, but is calculated with.", "Ask for an integer or decimal, or use another question.";
    TextAsNumber { text: String } = Warning "literal-as-number":
        "“{text}” is no number, but is calculated with.", "Join texts with concat(…).";
    TimeAsNumber { name: String } = Warning "time-as-number":
        "“{name}” is a time of day, which is no number.", "Use decimal-time(${{{name}}}), the part of the day that has passed.";
    // Options
    NoOptions { name: String, function: String } = Warning "no-options":
        "{function}() looks for options, but “{name}” has none.", "Compare the answer itself.";
    OneAsSeveral { name: String, function: String } = Hint "one-as-several":
        "{function}() is meant for several options, but “{name}” takes one.", "Compare the answer itself.";
    SeveralAsOne { name: String, option: String } = Hint "several-as-one":
        "The comparison is true only if “{option}” is the one option chosen in “{name}”, which takes several.", "Write selected(${{{name}}}, '{option}') if others may be chosen too.";
    SeveralAsText { name: String, function: String } = Warning "several-as-text":
        "{function}() sees the names of all options chosen in “{name}”, joined by blanks.", "Use selected(${{{name}}}, 'option').";
    SelectedWords { text: String } = Warning "selected-with-space":
        "No option is called “{text}”: names have no blanks.", "Ask for each option with a selected() of its own.";
    UnknownColumnValue { column: String, value: String, list: String } = Warning "filter-value-unknown":
        "No option of the list “{list}” has “{value}” in its column “{column}”.", "Correct the value, or the column.";
    // Repeats
    TooManyInstances { name: String, count: String, most: usize } = Warning "too-many-instances":
        "“{name}” asks for {count} instances, of which no more than {most} are there.", "Ask for {most} at most, or ask in another way.";
    TooManyNodes { name: String, nodes: usize, most: usize } = Hint "repeats-may-overflow":
        "With the repeats in it “{name}” may hold {nodes} questions; beyond {most} no further instance is added.", "Leave it if nobody adds so many; else bound the repeats with repeat_count.";
    // Answers that are not there
    EmptyInArithmetic { name: String } = Warning "empty-in-arithmetic":
        "If “{name}” is not answered there is no result, and every comparison with it fails.", "Make it required, or write coalesce(${{{name}}}, 0) if nothing counts as 0.";
    RequiredLocked { name: String } = Warning "required-but-locked":
        "“{name}” must be answered, but nobody can: it is read-only and has no value.", "Give it a default or a calculation, or clear one of the two cells.";
}
