//! Findings: remarks on a questionnaire or a study, each with its place, a stable code and a mend.
//!
//! What each code says lives in [`code`], [`rules`] and [`routing`]; this file says where a remark
//! stands and in which order remarks are told.

pub mod code;
pub mod routing;
pub mod rules;

use std::fmt;

use serde::{Serialize, Serializer, ser::SerializeStruct};

pub use code::Code;
pub use routing::Routing;
pub use rules::Rules;

/// How bad it is. An error keeps the questionnaire out; nothing else does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Error,
    Warning,
    Hint,
}

impl Severity {
    /// The word used in output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Hint => "hint",
        }
    }
}

/// Where a remark stands; what is unknown is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// File name, without folders.
    pub file: Option<String>,
    pub sheet: Option<String>,
    /// Row of the sheet, 1 being the first; in CSV and Markdown the header row is 1.
    pub row: Option<u32>,
    /// Name of the column, or the path of a key in `study.toml`.
    pub column: Option<String>,
}

impl Place {
    /// A whole file.
    pub fn file(name: &str) -> Self {
        Self {
            file: Some(name.to_owned()),
            ..Self::default()
        }
    }

    /// A sheet of the file.
    #[must_use]
    pub fn sheet(mut self, name: &str) -> Self {
        self.sheet = Some(name.to_owned());
        self
    }

    /// A row of the sheet.
    #[must_use]
    pub fn row(mut self, row: u32) -> Self {
        self.row = Some(row);
        self
    }

    /// A column of the row, of the sheet, or a key of the file.
    #[must_use]
    pub fn column(mut self, column: &str) -> Self {
        self.column = Some(column.to_owned());
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sheet = self.sheet.as_deref().unwrap_or("-");
        match self.row {
            Some(row) => write!(f, "{sheet}:{row}")?,
            None => write!(f, "{sheet}")?,
        }
        match &self.column {
            Some(column) => write!(f, " ({column})"),
            None => Ok(()),
        }
    }
}

/// One remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub code: Code,
    pub place: Place,
}

impl Finding {
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// What is wrong, in English.
    pub fn message(&self) -> String {
        self.code.message()
    }

    /// How to mend it, in English.
    pub fn mend(&self) -> String {
        self.code.mend()
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = self.severity().as_str();
        let code = self.code.as_str();
        write!(
            f,
            "{} {severity} {code}: {} — {}",
            self.place,
            self.message(),
            self.mend()
        )
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Finding", 8)?;
        object.serialize_field("severity", self.severity().as_str())?;
        object.serialize_field("code", self.code.as_str())?;
        object.serialize_field("file", &self.place.file)?;
        object.serialize_field("sheet", &self.place.sheet)?;
        object.serialize_field("row", &self.place.row)?;
        object.serialize_field("column", &self.place.column)?;
        object.serialize_field("message", &self.message())?;
        object.serialize_field("mend", &self.mend())?;
        object.end()
    }
}

/// Findings as they are collected; each is kept once, and no more than anybody reads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    kept: Vec<Finding>,
    /// How many were not kept.
    left_out: usize,
    has_errors: bool,
}

/// A file made to do harm could have millions.
const MOST: usize = 10_000;

impl Findings {
    pub fn add(&mut self, place: Place, code: Code) {
        let is_first_error = code.severity() == Severity::Error && !self.has_errors;
        self.has_errors |= is_first_error;
        if self.kept.len() < MOST || is_first_error {
            self.kept.push(Finding { code, place });
        } else {
            self.left_out += 1;
        }
    }

    pub fn append(&mut self, other: Self) {
        self.left_out += other.left_out;
        self.extend(
            other
                .kept
                .into_iter()
                .map(|finding| (finding.place, finding.code)),
        );
    }

    pub fn extend(&mut self, others: impl IntoIterator<Item = (Place, Code)>) {
        for (place, code) in others {
            self.add(place, code);
        }
    }

    /// Whether the questionnaire must be refused.
    pub const fn has_errors(&self) -> bool {
        self.has_errors
    }

    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.kept.iter()
    }

    /// All findings by file, sheet, row and column.
    pub fn sorted(mut self) -> Vec<Finding> {
        self.kept.sort_by(|a, b| {
            let by_place = a.place.cmp(&b.place);
            by_place
                .then_with(|| a.severity().cmp(&b.severity()))
                .then_with(|| a.code.as_str().cmp(b.code.as_str()))
        });
        self.kept.dedup();
        if self.left_out > 0 {
            self.kept.push(Finding {
                place: Place::default(),
                code: Code::MoreFindings { more: self.left_out },
            });
        }
        self.kept
    }
}

/// Numbers of rows for a message, of very many the first: `3, 7 and 12 more`.
pub(in crate::questionnaire) fn listed(rows: impl IntoIterator<Item = u32>) -> String {
    const SHOWN: usize = 10;
    let mut rows = rows.into_iter();
    let shown: Vec<String> = rows.by_ref().take(SHOWN).map(|row| row.to_string()).collect();
    match rows.count() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Code, Findings, MOST, Place, Routing, Rules, Severity, listed};

    #[test]
    fn every_code_of_rules_and_branches_is_in_the_documentation() {
        let page = include_str!("../../docs/findings.md");
        let told: Vec<String> = page
            .lines()
            .filter_map(|line| line.strip_prefix("| `"))
            .map(|line| line.split(" | ").take(2).collect::<Vec<_>>().join(" "))
            .collect();
        let codes = Rules::ALL.iter().chain(Routing::ALL);
        let codes = codes.map(|(code, severity)| format!("{code}` {}", severity.as_str()));
        assert_eq!(told, codes.collect::<Vec<_>>());
    }

    #[test]
    fn every_code_is_another() {
        let codes = Code::ALL.iter().chain(Rules::ALL).chain(Routing::ALL);
        let mut codes: Vec<&str> = codes.map(|(code, _)| *code).collect();
        codes.sort_unstable();
        let mut once = codes.clone();
        once.dedup();
        assert_eq!(codes, once);
    }

    #[test]
    fn a_rule_or_a_branch_keeps_no_questionnaire_out() {
        let is_error = |severity: &Severity| *severity == Severity::Error;
        let mut rules = Rules::ALL.iter();
        assert!(!rules.any(|(_, severity)| is_error(severity)));
        let errors = Routing::ALL.iter().filter(|(_, severity)| is_error(severity));
        assert_eq!(
            errors.map(|(code, _)| *code).collect::<Vec<_>>(),
            ["cannot-be-opened"]
        );
    }

    #[test]
    fn of_very_many_findings_the_first_are_kept_and_one_error() {
        let mut findings = Findings::default();
        for _ in 0..MOST + 5 {
            findings.add(Place::default(), Code::SprawlingSheet);
        }
        assert!(!findings.has_errors());
        findings.add(Place::default().row(7), Code::MissingName);
        assert!(findings.has_errors());
        let told: Vec<_> = findings
            .sorted()
            .iter()
            .map(|finding| finding.code.as_str())
            .collect();
        assert_eq!(told, ["sprawling-sheet", "missing-name", "more-findings"]);
    }

    #[test]
    fn long_lists_of_rows_are_cut() {
        assert_eq!(listed([3, 7]), "3, 7");
        assert_eq!(listed(1..=12), "1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more");
    }
}
