//! Accepted submissions as rows: what each answer becomes in each column.
//!
//! A row of any version is written, whatever the newer versions did to its questions: an option
//! that was removed has its column, a question that the version did not have is empty.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::NaiveDate;

use super::answers::Given;
use super::columns::{Content, FrozenVersion, Item, Kind, Layout, Part, Reading, System, TableLayout};
use super::places;
use super::releases::{self, Names};
use super::values::{moment, plain_number};
use crate::id::VersionId;
use crate::questionnaire::definition::Missing;

/// An accepted submission as the store has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// As text in the usual form with hyphens.
    pub public_id: String,
    pub version: VersionId,
    pub language: String,
    pub tier: String,
    /// Day in UTC.
    pub submitted_on: NaiveDate,
    /// The document of answers as JSON.
    pub answers: Option<String>,
}

/// What stands in one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Empty: the question was not asked.
    NotAsked,
    Missing(Missing),
    Value(Cow<'a, str>),
    /// Whether an option of a multiple choice is chosen.
    Flag(bool),
}

impl Cell<'_> {
    /// The cell as written in data files.
    pub fn text(&self) -> &str {
        match self {
            Self::NotAsked => "",
            Self::Missing(missing) => missing.code(),
            Self::Value(value) => value,
            Self::Flag(true) => "1",
            Self::Flag(false) => "0",
        }
    }
}

/// The cells of one submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'a> {
    pub version: VersionId,
    pub submitted_on: NaiveDate,
    /// One cell for each column of `submissions`.
    pub cells: Vec<Cell<'a>>,
    /// Rows of the repeats' tables.
    pub repeated: Vec<RepeatedRow<'a>>,
}

/// One instance of a repeated group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepeatedRow<'a> {
    /// Index into [`Layout::tables`].
    pub table: usize,
    pub cells: Vec<Cell<'a>>,
}

/// Why a submission gives no row. Either means that the database was changed behind our back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// The document is not one of answers.
    Document,
    /// The version is not among those of the layout.
    UnknownVersion,
}

/// Fills rows of one layout.
pub struct Table<'l> {
    layout: &'l Layout,
    versions: HashMap<VersionId, VersionView<'l>>,
    names: Names,
}

/// What a version has of each table.
struct VersionView<'l> {
    version: &'l FrozenVersion,
    /// Number of the version as text.
    number: String,
    /// For each table the item under each key.
    items: Vec<HashMap<&'l str, (usize, &'l Reading)>>,
}

type Entries<'d> = [(Cow<'d, str>, Given<'d>)];

impl<'l> Table<'l> {
    /// Rows of `layout`, which was made of `versions`.
    pub fn new(layout: &'l Layout, versions: &'l [FrozenVersion]) -> Self {
        let items_of = |version: &FrozenVersion, table: &'l TableLayout| {
            let readings = table.items.iter().enumerate().filter_map(|(index, item)| {
                Some((item.name.as_str(), (index, item.readings.get(&version.id)?)))
            });
            readings.collect()
        };
        let view = |version: &'l FrozenVersion| VersionView {
            version,
            number: version.number.to_string(),
            items: layout
                .tables
                .iter()
                .map(|table| items_of(version, table))
                .collect(),
        };
        Self {
            layout,
            versions: versions
                .iter()
                .map(|version| (version.id, view(version)))
                .collect(),
            names: Names::new(),
        }
    }

    /// With the releases that words mean.
    #[must_use]
    pub fn with_names(self, names: Names) -> Self {
        Self { names, ..self }
    }

    /// The row of a submission, with those of its repeats.
    ///
    /// # Errors
    /// [`Unreadable`], and then no edition can be made: a row is never left out.
    pub fn row<'a>(&'a self, submission: &'a Accepted) -> Result<Row<'a>, Unreadable> {
        let view = self
            .versions
            .get(&submission.version)
            .ok_or(Unreadable::UnknownVersion)?;
        let given = match submission
            .answers
            .as_deref()
            .map(serde_json::from_str::<Given<'a>>)
        {
            None => Vec::new(),
            Some(Ok(Given::Instance(entries))) => entries,
            Some(Ok(_) | Err(_)) => return Err(Unreadable::Document),
        };
        let mut row = Row {
            version: submission.version,
            submitted_on: submission.submitted_on,
            cells: Vec::new(),
            repeated: Vec::new(),
        };
        let filling = Filling {
            layout: self.layout,
            view,
            names: &self.names,
            submission,
        };
        row.cells = filling.cells(0, &[], &given);
        filling.repeats(&[], &[], &given, &mut row.repeated);
        Ok(row)
    }
}

/// Whether one of these choices was made for a question outside any repeat.
///
/// # Errors
/// [`Unreadable::Document`].
pub fn chose_any(submission: &Accepted, question: &str, choices: &[String]) -> Result<bool, Unreadable> {
    let Some(answers) = submission.answers.as_deref() else {
        return Ok(false);
    };
    let Ok(Given::Instance(entries)) = serde_json::from_str::<Given<'_>>(answers) else {
        return Err(Unreadable::Document);
    };
    let chosen = |code: &Cow<'_, str>| choices.iter().any(|choice| **choice == **code);
    Ok(entries.iter().any(|(key, given)| match given {
        Given::One(code) => key == question && chosen(code),
        Given::Many(codes) => key == question && codes.iter().any(chosen),
        Given::Skipped | Given::Instance(_) | Given::Instances(_) => false,
    }))
}

/// The filling of one submission's row.
struct Filling<'a> {
    layout: &'a Layout,
    view: &'a VersionView<'a>,
    names: &'a Names,
    submission: &'a Accepted,
}

impl<'a> Filling<'a> {
    /// Rows of the repeated groups found among `given`, and of those within them.
    fn repeats(
        &self,
        path: &[&str],
        numbers: &[usize],
        given: &Entries<'a>,
        rows: &mut Vec<RepeatedRow<'a>>,
    ) {
        for (key, given) in given {
            let Given::Instances(instances) = given else {
                continue;
            };
            let path = [path, &[key.as_ref()]].concat();
            let table = self
                .layout
                .tables
                .iter()
                .position(|table| table.path.iter().eq(path.iter()));
            for (index, instance) in instances.iter().enumerate() {
                let numbers = [numbers, &[index + 1]].concat();
                if let Some(table) = table {
                    let cells = self.cells(table, &numbers, instance);
                    rows.push(RepeatedRow { table, cells });
                }
                self.repeats(&path, &numbers, instance, rows);
            }
        }
    }

    fn cells(&self, table: usize, numbers: &[usize], given: &Entries<'a>) -> Vec<Cell<'a>> {
        let layout = &self.layout.tables[table];
        let items = &self.view.items[table];
        let mut answered: Vec<Option<(&Reading, Answered<'_, 'a>)>> = vec![None; layout.items.len()];
        for (key, given) in given {
            if let Some((index, reading)) = items.get(key.as_ref()) {
                answered[*index] = Some((reading, Answered::of(&layout.items[*index], given)));
            }
        }
        let mut numbers = numbers.iter();
        let cell = |column: &super::columns::Column| match &column.content {
            Content::System(System::Instance(_)) => numbers
                .next()
                .map_or(Cell::NotAsked, |number| Cell::Value(number.to_string().into())),
            Content::System(system) => self.system(system, layout, &answered),
            Content::Item { item, part } => match &answered[*item] {
                None => Cell::NotAsked,
                Some((reading, response)) => response.cell(&layout.items[*item], reading, *part, self.names),
            },
        };
        layout.columns.iter().map(cell).collect()
    }

    fn system(
        &self,
        system: &System,
        layout: &TableLayout,
        answered: &[Option<(&Reading, Answered<'_, 'a>)>],
    ) -> Cell<'a> {
        let text: &'a str = match system {
            System::Id => &self.submission.public_id,
            System::Questionnaire => &self.view.version.questionnaire,
            System::Version => &self.view.number,
            System::Role => self.view.version.audience.as_str(),
            System::Language => &self.submission.language,
            System::SubmittedOn => return Cell::Value(self.submission.submitted_on.to_string().into()),
            System::Tier => &self.submission.tier,
            System::Instance(_) => return Cell::NotAsked,
            System::Unlisted => return unlisted(layout, answered),
        };
        Cell::Value(text.into())
    }
}

/// Options chosen that no frozen version lists, so that even they are not lost.
fn unlisted<'a>(layout: &TableLayout, answered: &[Option<(&Reading, Answered<'_, 'a>)>]) -> Cell<'a> {
    let mut found = Vec::new();
    for (item, answer) in layout.items.iter().zip(answered) {
        let Some((_, Answered::Chosen { codes, .. })) = answer else {
            continue;
        };
        if !matches!(item.kind, Kind::Many | Kind::Ranked) {
            continue;
        }
        let unknown = codes.iter().filter(|code| item.option(code).is_none());
        found.extend(unknown.map(|code| format!("{}={code}", item.name)));
    }
    if found.is_empty() {
        return Cell::NotAsked;
    }
    Cell::Value(found.join("; ").into())
}

/// An answer with its meaning settled once for all columns of its item.
#[derive(Debug, Clone)]
enum Answered<'g, 'd> {
    /// There is no answer, for this reason.
    None(Missing),
    One(&'g Cow<'d, str>),
    Chosen {
        codes: &'g [Cow<'d, str>],
    },
}

impl<'g, 'd> Answered<'g, 'd> {
    fn of(item: &Item, given: &'g Given<'d>) -> Self {
        let codes = match given {
            Given::Skipped | Given::Instance(_) | Given::Instances(_) => return Self::None(Missing::Skipped),
            Given::One(value) if matches!(item.kind, Kind::Many | Kind::Ranked) => {
                std::slice::from_ref(value)
            }
            Given::One(value) => return Self::One(value),
            Given::Many(codes) => codes.as_slice(),
        };
        let missing = |code: &Cow<'_, str>| item.option(code).and_then(|option| option.missing);
        match codes.first() {
            None => Self::None(Missing::Skipped),
            Some(first) => match missing(first) {
                Some(reason) if codes.iter().all(|code| missing(code).is_some()) => Self::None(reason),
                Some(_) | None => Self::Chosen { codes },
            },
        }
    }

    fn cell(&self, item: &Item, reading: &Reading, part: Part, names: &Names) -> Cell<'d> {
        let offered = |option: usize| reading.offers.get(option).copied().unwrap_or(false);
        match (self, part) {
            (Self::None(_), Part::Option(option)) if !offered(option) => Cell::NotAsked,
            (Self::None(reason), _) => Cell::Missing(*reason),
            (Self::One(value), part) if reading.kind == Kind::Release => releases::cell(value, part, names),
            (Self::One(_), Part::Words) => Cell::NotAsked,
            (Self::One(value), part) => single(item, reading, value, part),
            (Self::Chosen { codes }, Part::Whole) => Cell::Value(codes.join(" ").into()),
            (Self::Chosen { codes }, Part::Option(option)) => {
                let chosen = codes.iter().any(|code| *code == item.options[option].code);
                if chosen || offered(option) {
                    Cell::Flag(chosen)
                } else {
                    Cell::NotAsked
                }
            }
            (Self::Chosen { codes }, Part::Place(place)) => codes
                .get(place - 1)
                .map_or(Cell::Missing(Missing::Skipped), |code| Cell::Value(code.clone())),
            (Self::Chosen { .. }, Part::Coordinate(_) | Part::Words) => Cell::Missing(Missing::Skipped),
        }
    }
}

fn single<'d>(item: &Item, reading: &Reading, value: &Cow<'d, str>, part: Part) -> Cell<'d> {
    match reading.kind {
        Kind::One | Kind::Many | Kind::Ranked => match item.option(value).and_then(|option| option.missing) {
            Some(missing) => Cell::Missing(missing),
            None => Cell::Value(value.clone()),
        },
        Kind::Integer | Kind::Decimal => Cell::Value(plain_number(value)),
        Kind::Text | Kind::Date | Kind::Time => Cell::Value(value.clone()),
        Kind::Release => Cell::Missing(Missing::Withheld),
        Kind::Place => places::place(value, part),
        Kind::Degree => places::degree(value, part),
        Kind::File => places::file(value),
        Kind::DateTime => Cell::Value(match moment(value) {
            Some(moment) => moment.format("%Y-%m-%dT%H:%M:%SZ").to_string().into(),
            None => value.clone(),
        }),
        // What cannot be read cannot be cut down to its day either.
        Kind::DayOf => match moment(value) {
            Some(moment) => Cell::Value(moment.date_naive().to_string().into()),
            None => Cell::Missing(Missing::Withheld),
        },
    }
}
