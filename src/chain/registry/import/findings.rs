//! Remarks on what was read: what is wrong, where, and how to mend it.

use std::fmt;

use crate::chain::registry::terms::coded;

coded! {
    /// What a finding is about. The codes are stable.
    Code {
        FileUnreadable = "file.unreadable",
        FileUnknown = "file.unknown",
        FileTooLarge = "file.too_large",
        ColumnMissing = "table.column_missing",
        ColumnUnknown = "table.column_unknown",
        RowUnreadable = "table.row_unreadable",
        CellUnreadable = "table.cell_unreadable",
        RecordIncomplete = "record.incomplete",
        ComponentUnknown = "record.component_unknown",
        LicenceUnreadable = "record.licence_unreadable",
        DayUnreadable = "record.day_unreadable",
        AddressUnknown = "record.address_unknown",
        OriginUnknown = "record.origin_unknown",
        RelationUnknown = "record.relation_unknown",
        NotOfModels = "statement.not_of_models",
        DayToCome = "statement.day_to_come",
        ReasonMissing = "statement.reason_missing",
        BaseUnknown = "statement.base_unknown",
        OwnBase = "statement.own_base",
        IdentifierTaken = "statement.identifier_taken",
        KnownByAnotherName = "statement.known_by_another_name",
    }
}

impl Code {
    /// Whether nothing is imported while it stands.
    pub const fn is_error(self) -> bool {
        match self {
            Self::FileUnreadable
            | Self::FileUnknown
            | Self::FileTooLarge
            | Self::ColumnMissing
            | Self::RowUnreadable
            | Self::CellUnreadable
            | Self::RecordIncomplete
            | Self::NotOfModels
            | Self::DayToCome
            | Self::ReasonMissing
            | Self::BaseUnknown
            | Self::OwnBase => true,
            Self::ColumnUnknown
            | Self::ComponentUnknown
            | Self::LicenceUnreadable
            | Self::DayUnreadable
            | Self::AddressUnknown
            | Self::OriginUnknown
            | Self::RelationUnknown
            | Self::IdentifierTaken
            | Self::KnownByAnotherName => false,
        }
    }

    /// What to do about it, or what was done.
    pub const fn mend(self) -> &'static str {
        match self {
            Self::FileUnreadable => "save the file again as UTF-8 in its format",
            Self::FileUnknown => {
                "give a table with the columns of ours, a Model Openness Tool record, a README.md with front matter, or SPDX 3 JSON"
            }
            Self::FileTooLarge => "split the file",
            Self::ColumnMissing => "add the column to the first row",
            Self::ColumnUnknown => "the column was left out",
            Self::RowUnreadable => "give the row as many cells as the first row has",
            Self::CellUnreadable => "see the format in docs/administrators.md",
            Self::RecordIncomplete => "complete the record, or leave the file out",
            Self::ComponentUnknown => "left out; use a name of the framework, version 1.0",
            Self::LicenceUnreadable => "kept as not stated; use an SPDX identifier or LicenseRef-",
            Self::DayUnreadable => "the day of reading was taken; write the day as 2025-04-28",
            Self::AddressUnknown => "left out; only repositories on known hubs are identifiers",
            Self::OriginUnknown => "left out; import the base too, or add the line in a table of ours",
            Self::RelationUnknown => "taken as derived; use adapter, finetune, merge or quantized",
            Self::NotOfModels => "name a release in the row",
            Self::DayToCome => "import it when the day has come",
            Self::ReasonMissing => "say in the column reason why it is taken back",
            Self::BaseUnknown => "add a row with the name of that release",
            Self::OwnBase => "name another release",
            Self::IdentifierTaken => {
                "left out; take it back from the other release first if it is wrong there"
            }
            Self::KnownByAnotherName => "what is said of it was added there",
        }
    }
}

/// Where something was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    pub file: String,
    /// From 1, where it is known.
    pub line: Option<u64>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}", self.file),
            None => f.write_str(&self.file),
        }
    }
}

/// One remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub code: Code,
    pub place: Place,
    pub told: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let weight = if self.code.is_error() { "error" } else { "note" };
        let (code, mend) = (self.code.as_str(), self.code.mend());
        write!(f, "{}: {weight} [{code}] {}; {mend}", self.place, self.told)
    }
}

/// All remarks, in the order in which they were made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// Adds a remark.
    pub fn add(&mut self, code: Code, place: Place, told: impl Into<String>) {
        let told = told.into();
        self.0.push(Finding { code, place, told });
    }

    /// Adds the remarks of another list.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// All of them.
    pub fn all(&self) -> &[Finding] {
        &self.0
    }

    /// How many keep everything from being imported.
    pub fn errors(&self) -> usize {
        self.0.iter().filter(|finding| finding.code.is_error()).count()
    }
}
