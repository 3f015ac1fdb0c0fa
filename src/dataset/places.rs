//! Places and files in cells.
//!
//! A place tells who somebody is, so that public files have it to the degree only, about a hundred
//! kilometres, and only where the author calls it a quasi-identifier; a file they never have.

use std::borrow::Cow;

use super::columns::{Part, Profile};
use super::table::Cell;
use crate::questionnaire::definition::{Exposure, Missing, QuestionKind};
use crate::questionnaire::evaluation::Coordinates;

/// Folder of an edition in which files lie.
pub(super) const FOLDER: &str = "files";

/// Whether an edition carries such a question beyond what its exposure says.
pub(super) fn may_carry(profile: Profile, exposure: Exposure, kind: &QuestionKind) -> bool {
    match (profile, kind) {
        (Profile::Public, QuestionKind::Upload(_)) => false,
        (Profile::Public, QuestionKind::Geopoint) => exposure == Exposure::Quasi,
        _ => true,
    }
}

/// One number of a place; what is not known was passed over.
pub(super) fn place<'d>(written: &Cow<'d, str>, part: Part) -> Cell<'d> {
    match part {
        Part::Coordinate(number) => known(Coordinates::of(written).parts().get(number)),
        Part::Whole | Part::Option(_) | Part::Place(_) | Part::Words => Cell::Value(written.clone()),
    }
}

/// The same in whole degrees. What cannot be read cannot be made less exact either.
pub(super) fn degree<'d>(written: &str, part: Part) -> Cell<'d> {
    let Some(degrees) = Coordinates::of(written).whole_degrees() else {
        return Cell::Missing(Missing::Withheld);
    };
    match part {
        Part::Coordinate(number) => known(degrees.get(number)),
        Part::Whole | Part::Option(_) | Part::Place(_) | Part::Words => Cell::Value(degrees.join(" ").into()),
    }
}

/// Where the file lies within the edition.
pub(super) fn file<'d>(name: &str) -> Cell<'d> {
    Cell::Value(format!("{FOLDER}/{name}").into())
}

fn known<'d>(number: Option<&String>) -> Cell<'d> {
    match number {
        Some(number) if !number.is_empty() => Cell::Value(number.clone().into()),
        Some(_) | None => Cell::Missing(Missing::Skipped),
    }
}
