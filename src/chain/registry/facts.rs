//! What can be known of a model or a release, and its one written form: four cells, which are the
//! same in the database and in every file.

use chrono::NaiveDate;

use super::addresses::Address;
use super::identifiers::{Identifier, Scheme};
use super::licences::{Family, Licence};
use super::openness::{Availability, Component};
use super::terms::{AccessLevel, Basis, Confidence, Modality, Purpose, Relation, coded};

/// Most characters of a name.
const LONGEST: usize = 200;

coded! {
    /// What a fact is about; the first cell.
    Field {
        Name = "name",
        Publisher = "publisher",
        ReleasedOn = "released-on",
        Supersedes = "supersedes",
        Parameters = "parameters",
        Modality = "modality",
        Licence = "licence",
        Purpose = "purpose",
        Identifier = "identifier",
        Access = "access",
        Component = "component",
        Base = "base",
    }
}

coded! {
    /// Which parameters are counted.
    Counted {
        Total = "total",
        /// Those that a mixture model uses at a time.
        Active = "active",
    }
}

coded! {
    /// Which way something goes.
    Direction {
        In = "in",
        Out = "out",
    }
}

/// One thing that is known.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Fact {
    /// The canonical name.
    Name(String),
    Publisher(String),
    ReleasedOn(NaiveDate),
    /// The release that this one is a newer version of.
    Supersedes(Address),
    Parameters(Counted, u64),
    /// In their order, each once.
    Modalities(Direction, Vec<Modality>),
    Licence(Licence),
    /// In their order, each once.
    Purposes(Vec<Purpose>),
    Identifier(Identifier),
    /// From the day of the statement on.
    Access(AccessLevel, Basis),
    Component(Component, Availability),
    /// What it was made from, and how.
    Base(Relation, Address, Confidence),
}

/// The written form of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Cells {
    pub field: String,
    /// Which one, where there can be several.
    pub item: String,
    pub value: String,
    /// What it rests on.
    pub basis: String,
}

/// Why cells are no fact.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{column}: {told}; {mend}")]
pub struct CellFault {
    pub column: &'static str,
    pub told: String,
    pub mend: String,
}

/// What statements must agree on to be about the same thing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slot {
    field: Field,
    item: String,
}

impl Slot {
    /// The field that all statements of the slot are about.
    pub const fn field(&self) -> Field {
        self.field
    }
}

impl Fact {
    /// What it is about.
    pub const fn field(&self) -> Field {
        match self {
            Self::Name(_) => Field::Name,
            Self::Publisher(_) => Field::Publisher,
            Self::ReleasedOn(_) => Field::ReleasedOn,
            Self::Supersedes(_) => Field::Supersedes,
            Self::Parameters(..) => Field::Parameters,
            Self::Modalities(..) => Field::Modality,
            Self::Licence(_) => Field::Licence,
            Self::Purposes(_) => Field::Purpose,
            Self::Identifier(_) => Field::Identifier,
            Self::Access(..) => Field::Access,
            Self::Component(..) => Field::Component,
            Self::Base(..) => Field::Base,
        }
    }

    /// The other release that it names.
    pub const fn other(&self) -> Option<&Address> {
        match self {
            Self::Supersedes(address) | Self::Base(_, address, _) => Some(address),
            Self::Name(_)
            | Self::Publisher(_)
            | Self::ReleasedOn(_)
            | Self::Parameters(..)
            | Self::Modalities(..)
            | Self::Licence(_)
            | Self::Purposes(_)
            | Self::Identifier(_)
            | Self::Access(..)
            | Self::Component(..) => None,
        }
    }

    /// Whether it can be known of a model as a whole.
    pub const fn suits_a_model(&self) -> bool {
        matches!(self.field(), Field::Name | Field::Publisher)
    }

    /// What it competes for with other facts. A release has one licence, and any number of
    /// identifiers.
    pub fn slot(&self) -> Slot {
        let item = match self {
            Self::Name(_)
            | Self::Publisher(_)
            | Self::ReleasedOn(_)
            | Self::Supersedes(_)
            | Self::Licence(_)
            | Self::Purposes(_)
            | Self::Access(..) => String::new(),
            Self::Parameters(counted, _) => counted.as_str().to_owned(),
            Self::Modalities(direction, _) => direction.as_str().to_owned(),
            Self::Component(component, _) => component.as_str().to_owned(),
            Self::Identifier(identifier) => {
                format!("{} {}", identifier.scheme().as_str(), identifier.value())
            }
            Self::Base(relation, base, _) => format!("{} {base}", relation.as_str()),
        };
        Slot {
            field: self.field(),
            item,
        }
    }

    /// Its written form.
    pub fn cells(&self) -> Cells {
        let (item, value, basis) = match self {
            Self::Name(text) | Self::Publisher(text) => ("", text.clone(), ""),
            Self::ReleasedOn(day) => ("", day.to_string(), ""),
            Self::Supersedes(address) => ("", address.to_string(), ""),
            Self::Parameters(counted, number) => (counted.as_str(), number.to_string(), ""),
            Self::Modalities(direction, which) => (
                direction.as_str(),
                listed(which.iter().map(|one| one.as_str())),
                "",
            ),
            Self::Licence(licence) => {
                let family = licence.family().map_or("", Family::as_str);
                (
                    if licence.id().is_some() { family } else { "" },
                    licence.as_str().to_owned(),
                    "",
                )
            }
            Self::Purposes(which) => ("", listed(which.iter().map(|one| one.as_str())), ""),
            Self::Identifier(identifier) => (identifier.scheme().as_str(), identifier.value().to_owned(), ""),
            Self::Access(level, basis) => ("", level.as_str().to_owned(), basis.as_str()),
            Self::Component(component, Availability::Absent) => (component.as_str(), ABSENT.to_owned(), ""),
            Self::Component(component, Availability::Under(licence)) => {
                (component.as_str(), licence.as_str().to_owned(), "")
            }
            Self::Base(relation, base, confidence) => {
                (relation.as_str(), base.to_string(), confidence.as_str())
            }
        };
        Cells {
            field: self.field().as_str().to_owned(),
            item: item.to_owned(),
            value,
            basis: basis.to_owned(),
        }
    }

    /// The fact that cells say.
    ///
    /// # Errors
    /// The first cell that says nothing, with what it could say.
    pub fn read(cells: &Cells) -> Result<Self, CellFault> {
        let field = code("field", &cells.field, Field::ALL, Field::as_str)?;
        let item = cells.item.as_str();
        let value = cells.value.trim();
        let address = || {
            value
                .parse::<Address>()
                .map_err(|told| fault("value", value, told))
        };
        Ok(match field {
            Field::Name => Self::Name(name(value)?),
            Field::Publisher => Self::Publisher(name(value)?),
            Field::ReleasedOn => Self::ReleasedOn(day("value", value)?),
            Field::Supersedes => Self::Supersedes(address()?),
            Field::Parameters => Self::Parameters(
                code("item", item, Counted::ALL, Counted::as_str)?,
                value
                    .parse()
                    .ok()
                    .filter(|number| (1..=1_000_000_000_000_000).contains(number))
                    .ok_or_else(|| {
                        fault(
                            "value",
                            value,
                            "write the whole number of parameters, such as 8200000000",
                        )
                    })?,
            ),
            Field::Modality => Self::Modalities(
                code("item", item, Direction::ALL, Direction::as_str)?,
                several(value, Modality::ALL, Modality::as_str)?,
            ),
            Field::Licence => {
                let family = match item {
                    "" => None,
                    item => Some(code("item", item, Family::ALL, Family::as_str)?),
                };
                Self::Licence(licence(value, family)?)
            }
            Field::Purpose => Self::Purposes(several(value, Purpose::ALL, Purpose::as_str)?),
            Field::Identifier => {
                let scheme = code("item", item, Scheme::ALL, Scheme::as_str)?;
                let identifier = Identifier::parse(scheme, value);
                Self::Identifier(identifier.map_err(|form| fault("value", value, &format!("write {form}")))?)
            }
            Field::Access => Self::Access(
                code("value", value, AccessLevel::ALL, AccessLevel::as_str)?,
                code("basis", &cells.basis, Basis::ALL, Basis::as_str)?,
            ),
            Field::Component => {
                let component = code("item", item, Component::ALL, Component::as_str)?;
                let availability = match value {
                    ABSENT => Availability::Absent,
                    value => Availability::Under(licence(value, None)?),
                };
                Self::Component(component, availability)
            }
            Field::Base => Self::Base(
                code("item", item, Relation::ALL, Relation::as_str)?,
                address()?,
                match cells.basis.as_str() {
                    "" => Confidence::Claimed,
                    basis => code("basis", basis, Confidence::ALL, Confidence::as_str)?,
                },
            ),
        })
    }
}

/// How files say that a component is not published.
const ABSENT: &str = "absent";

/// Codes with spaces between.
pub fn listed<'c>(codes: impl Iterator<Item = &'c str>) -> String {
    codes.collect::<Vec<_>>().join(" ")
}

fn fault(column: &'static str, text: &str, mend: &str) -> CellFault {
    CellFault {
        column,
        told: format!("{text:?} cannot be read"),
        mend: mend.to_owned(),
    }
}

fn name(text: &str) -> Result<String, CellFault> {
    let fits = (1..=LONGEST).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    let mend = "write 1 to 200 characters on one line";
    fits.then(|| text.to_owned())
        .ok_or_else(|| fault("value", text, mend))
}

/// A day as files write it.
///
/// # Errors
/// When it is none.
pub fn day(column: &'static str, text: &str) -> Result<NaiveDate, CellFault> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .ok()
        .filter(|day| day.format("%Y-%m-%d").to_string() == text)
        .ok_or_else(|| fault(column, text, "write the day as 2025-04-28"))
}

fn licence(text: &str, family: Option<Family>) -> Result<Licence, CellFault> {
    let text = &name(text)?;
    Licence::parse(text, family).map_err(|told| CellFault {
        column: "value",
        told,
        mend: "or give the code of a family, such as L.none".to_owned(),
    })
}

fn code<T: Copy>(
    column: &'static str,
    text: &str,
    all: &[T],
    as_str: fn(T) -> &'static str,
) -> Result<T, CellFault> {
    all.iter()
        .copied()
        .find(|one| as_str(*one) == text)
        .ok_or_else(|| {
            let known = listed(all.iter().map(|one| as_str(*one)));
            CellFault {
                column,
                told: format!("{text:?} is not known"),
                mend: format!("write one of {known}"),
            }
        })
}

/// Codes with spaces between; each stays once, in the order of the vocabulary.
fn several<T: Copy + PartialEq>(
    text: &str,
    all: &[T],
    as_str: fn(T) -> &'static str,
) -> Result<Vec<T>, CellFault> {
    let mut named = Vec::new();
    for word in text.split_whitespace() {
        named.push(code("value", word, all, as_str)?);
    }
    if named.is_empty() {
        return Err(fault("value", text, "write codes with spaces between"));
    }
    Ok(all.iter().copied().filter(|one| named.contains(one)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(field: &str, item: &str, value: &str, basis: &str) -> Result<Fact, CellFault> {
        Fact::read(&Cells {
            field: field.to_owned(),
            item: item.to_owned(),
            value: value.to_owned(),
            basis: basis.to_owned(),
        })
    }

    #[test]
    fn a_fact_reads_back_from_its_cells() {
        for (field, item, value, basis) in [
            ("name", "", "千问三 8B", ""),
            ("released-on", "", "2025-04-28", ""),
            ("supersedes", "", "qwen/2", ""),
            ("parameters", "active", "3000000000", ""),
            ("modality", "in", "md.text md.image", ""),
            ("licence", "L.community", "LicenseRef-ours", ""),
            ("licence", "", "L.tos", ""),
            ("purpose", "", "NIST200.create.code NIST200.assist.chat", ""),
            ("identifier", "hub", "hf:Qwen/Qwen3-8B", ""),
            ("access", "", "A5", "announced"),
            ("component", "training-code", "absent", ""),
            ("component", "final-parameters", "Apache-2.0", ""),
            ("base", "ad.quant", "qwen3/8b", "matched"),
        ] {
            let fact = read(field, item, value, basis).unwrap();
            assert_eq!(Fact::read(&fact.cells()).as_ref(), Ok(&fact));
            assert_eq!(fact.cells().value, value);
        }
    }

    #[test]
    fn cells_that_say_nothing_are_told_with_what_they_could_say() {
        for (field, item, value, basis, column) in [
            ("colour", "", "red", "", "field"),
            ("name", "", " ", "", "value"),
            ("released-on", "", "28.4.2025", "", "value"),
            ("released-on", "", "2025-4-28", "", "value"),
            ("parameters", "total", "8.2B", "", "value"),
            ("parameters", "total", "0", "", "value"),
            ("parameters", "all", "1", "", "item"),
            ("modality", "in", "", "", "value"),
            ("access", "", "A9", "announced", "value"),
            ("access", "", "A5", "", "basis"),
            ("component", "training-code", "Apache 2", "", "value"),
            ("base", "ad.quant", "hf:Qwen/Qwen3-8B", "", "value"),
        ] {
            let fault = read(field, item, value, basis).unwrap_err();
            assert_eq!(fault.column, column, "{fault}");
        }
    }

    #[test]
    fn several_codes_stand_in_their_order_and_once() {
        let fact = read("modality", "out", "md.image  md.text md.image", "").unwrap();
        assert_eq!(fact.cells().value, "md.text md.image");
    }
}
