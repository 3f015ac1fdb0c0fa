//! What a study would change, in lines for a person, and asking that person why.

use std::fmt::Write as _;
use std::io::{self, BufRead, Write};

use crate::language::Language;
use crate::questionnaire::comparison::{Change, Effect, Reason, Subject};
use crate::questionnaire::publishing::Prospect;

/// Every change of every new version, those that break a series loudly.
pub(super) fn told(prospects: &[Prospect]) -> String {
    let mut lines = String::new();
    for prospect in prospects.iter().filter(|one| !one.changes.is_empty()) {
        // Writing to a string cannot fail.
        let _ = writeln!(lines, "{} version {}:", prospect.key, prospect.number);
        for change in &prospect.changes {
            let _ = writeln!(lines, "  {}", line(change));
        }
        if prospect.breaks_a_series() {
            let (key, answered) = (&prospect.key, prospect.answered);
            let plural = if answered == 1 { "" } else { "s" };
            let _ = writeln!(
                lines,
                "  !! {answered} submission{plural} answered {key} before: the series ends where !! stands"
            );
        }
    }
    lines
}

fn line(change: &Change) -> String {
    let mark = match change.effect {
        Effect::BreaksSeries => "!! BREAKS THE SERIES ",
        Effect::MayChangeAnswers => "! ",
        Effect::Cosmetic => "",
    };
    let subject = match &change.subject {
        Subject::Questionnaire => String::new(),
        Subject::Question(name) => format!("{name}: "),
        Subject::Group(name) => format!("group {name}: "),
        Subject::Choice { list, option } => format!("{list}/{option}: "),
        Subject::List(name) => format!("list {name}: "),
        Subject::Table(id) => format!("table {id}: "),
        Subject::Media(name) => format!("file {name}: "),
    };
    let words = Language::fallback().text(&format!("change-kind-{}", change.kind.as_str()));
    let language = change
        .language
        .as_ref()
        .map_or_else(String::new, |tag| format!(" ({tag})"));
    format!(
        "{mark}{subject}{words}{language}: {} → {}",
        quoted(&change.before),
        quoted(&change.after)
    )
}

/// In one line, and visible when it is nothing.
fn quoted(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        "–".to_owned()
    } else {
        format!("“{line}”")
    }
}

/// Asks why these items change until there is a reason; none when the input ends.
pub(super) fn ask(
    items: &str,
    language: &str,
    mut input: impl BufRead,
    mut output: impl Write,
) -> io::Result<Option<Reason>> {
    writeln!(
        output,
        "Common items change ({items}). Why? Everybody can read it."
    )?;
    loop {
        write!(output, "Reason: ")?;
        output.flush()?;
        let mut typed = String::new();
        if input.read_line(&mut typed)? == 0 {
            writeln!(output)?;
            return Ok(None);
        }
        match Reason::typed(&typed, language) {
            Ok(reason) => return Ok(Some(reason)),
            Err(fault) => writeln!(output, "{fault}")?,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::comparison::Kind;

    fn asked(typed: &str) -> (Option<Reason>, String) {
        let mut output = Vec::new();
        let reason = ask("age", "en", typed.as_bytes(), &mut output).unwrap();
        (reason, String::from_utf8(output).unwrap())
    }

    #[test]
    fn a_person_is_asked_until_there_is_a_reason() {
        let (reason, output) = asked("\nbecause\n  the old words   misled\n");
        let words = reason.unwrap();
        assert_eq!(words.text().get("en", "en"), "the old words misled");
        assert_eq!(output.matches("Reason: ").count(), 3, "{output}");
        assert_eq!(output.matches("at least ten letters").count(), 2, "{output}");
    }

    #[test]
    fn whoever_ends_the_input_gives_no_reason() {
        assert!(asked("").0.is_none());
        assert!(asked("no\n").0.is_none());
    }

    #[test]
    fn a_change_is_one_line_and_a_broken_series_a_loud_one() {
        let change = |effect, language: Option<&str>| Change {
            kind: Kind::Label,
            subject: Subject::Question("age".to_owned()),
            questions: vec!["age".to_owned()],
            language: language.map(str::to_owned),
            before: "How\nold?".to_owned(),
            after: String::new(),
            effect,
        };
        assert_eq!(
            line(&change(Effect::MayChangeAnswers, Some("en"))),
            "! age: wording (en): “How old?” → –"
        );
        assert_eq!(
            line(&change(Effect::BreaksSeries, None)),
            "!! BREAKS THE SERIES age: wording: “How old?” → –"
        );
    }
}
