//! `recruitment.csv`: who brought whom, for the R package RDS.
//!
//! `as.rds.data.frame(read.csv("recruitment.csv"))` reads it as it stands, because the columns have the
//! names that the package looks for by itself: `id`, `recruiter.id`, `network.size.variable`. Its other
//! formats want more: `read.rdsat` wants coupons instead of recruiters, and `read.rdsobj` is R code that
//! is run. `wave` is what `get.wave` counts; the columns of the sample follow.
//!
//! Unlike its neighbours it takes no protected rows, but a [`Sample`] that somebody has decided may be
//! shown ([`Sample::re_rooted`]).

use std::io;

use super::codebook::table;
use super::file::{Folder, Written};
use crate::dataset::statistics::{Respondent, Sample};

pub const NAME: &str = "recruitment.csv";

/// The columns that every such file has, in their order.
pub const COLUMNS: [&str; 4] = [ID, RECRUITER, NETWORK_SIZE, WAVE];
pub const ID: &str = "id";
pub const RECRUITER: &str = "recruiter.id";
pub const NETWORK_SIZE: &str = "network.size.variable";
pub const WAVE: &str = "wave";

/// Stands as the recruiter of seeds. R wants one text that is nobody's id.
pub const SEED: &str = "seed";

/// What R reads as missing, in columns of text too, where an empty cell would be a value.
pub const MISSING: &str = "NA";

/// What `read.csv` takes for something else than text if a whole column is such, in any case of letters.
const NO_TEXT: [&str; 8] = ["na", "nan", "inf", "infinity", "t", "f", "true", "false"];

/// Words of R's own, which no column may be called.
const WORDS: [&str; 10] = [
    "NULL", "break", "else", "for", "function", "if", "in", "next", "repeat", "while",
];

/// Why R would not read back what is written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("there is no respondent, and the R package RDS reads no file without a seed")]
    Nobody,
    #[error(
        "R does not read the id {0} as it is written: begin it with a letter, go on with letters, digits, - and _, and do not call it `{SEED}` or by a word for numbers, truth or what is missing"
    )]
    Id(String),
    #[error(
        "R renames the column {0}: begin it with a letter, go on with letters, digits, `.` and _, and use no name twice, nor a word of R"
    )]
    Column(String),
    #[error("{id} has a network size that is no number from 0 up")]
    NetworkSize { id: String },
    #[error("{id} has the value {value} in {column}, which R reads as missing; write it in another way")]
    Value {
        id: String,
        column: String,
        value: String,
    },
}

impl Fault {
    /// Stable, for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Id(_) => "id",
            Self::Column(_) => "column",
            Self::NetworkSize { .. } => "network-size",
            Self::Value { .. } => "value",
        }
    }
}

/// All that keeps R from reading the sample as it is, save that it takes a column in which every value is a
/// number for numbers. The rules on recruitment hold for any [`Sample`].
pub fn check(sample: &Sample) -> Vec<Fault> {
    let mut faults = Vec::new();
    if sample.respondents().is_empty() {
        faults.push(Fault::Nobody);
    }
    for (place, column) in sample.columns().iter().enumerate() {
        let before = sample.columns().iter().take(place);
        let mut taken = before.map(String::as_str).chain(COLUMNS).chain(WORDS);
        if taken.any(|name| name == column) || is_word(column) || !is_name(column, "._") {
            faults.push(Fault::Column(column.clone()));
        }
    }
    for respondent in sample.respondents() {
        let id = &respondent.id;
        if is_word(id) || id == SEED || !is_name(id, "-_") {
            faults.push(Fault::Id(id.clone()));
        }
        if respondent
            .network_size
            .is_some_and(|size| !(size.is_finite() && size >= 0.0))
        {
            faults.push(Fault::NetworkSize { id: id.clone() });
        }
        for (column, value) in sample.columns().iter().zip(&respondent.values) {
            let Some(value) = value else { continue };
            if value.trim() == MISSING || value.trim().is_empty() {
                faults.push(Fault::Value {
                    id: id.clone(),
                    column: column.clone(),
                    value: value.clone(),
                });
            }
        }
    }
    faults
}

fn is_word(text: &str) -> bool {
    NO_TEXT.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether a text is a letter, then letters, digits and these.
fn is_name(text: &str, others: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || others.contains(letter))
}

/// Writes the file. [`check`] says whether R can read it.
///
/// # Errors
/// When it cannot be made, or the disk is full.
pub fn write(folder: &Folder, sample: &Sample) -> io::Result<Written> {
    let header: Vec<String> = COLUMNS
        .iter()
        .map(|name| (*name).to_owned())
        .chain(sample.columns().iter().cloned())
        .collect();
    let rows = sample.respondents().iter().zip(sample.waves());
    table(
        folder,
        NAME,
        &header,
        rows.map(|(respondent, wave)| record(respondent, *wave)),
    )
}

fn record(respondent: &Respondent, wave: u32) -> Vec<String> {
    let missing = || MISSING.to_owned();
    let own = [
        respondent.id.clone(),
        respondent.recruiter.clone().unwrap_or_else(|| SEED.to_owned()),
        respondent
            .network_size
            .map_or_else(missing, |size| size.to_string()),
        wave.to_string(),
    ];
    let values = respondent.values.iter().cloned();
    own.into_iter()
        .chain(values.map(|value| value.unwrap_or_else(missing)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn respondent(id: &str, recruiter: Option<&str>, value: Option<&str>) -> Respondent {
        Respondent {
            id: id.to_owned(),
            recruiter: recruiter.map(str::to_owned),
            network_size: None,
            wave: None,
            values: vec![value.map(str::to_owned)],
        }
    }

    fn sample(column: &str, respondents: Vec<Respondent>) -> Sample {
        Sample::new(vec![column.to_owned()], respondents).unwrap()
    }

    #[test]
    fn the_file_has_the_columns_that_the_r_package_looks_for() {
        let mut respondents = vec![
            respondent("c2", Some("c1"), Some("end, user")),
            respondent("c1", None, None),
        ];
        respondents[0].network_size = Some(12.0);
        let sample = sample("role", respondents);
        assert_eq!(check(&sample), []);
        let place = tempfile::tempdir().unwrap();
        let written = write(&Folder::new(place.path().to_owned()), &sample).unwrap();
        assert_eq!(written.rows, Some(2));
        let text = std::fs::read_to_string(place.path().join(NAME)).unwrap();
        assert_eq!(
            text,
            "id,recruiter.id,network.size.variable,wave,role\nc2,c1,12,1,\"end, user\"\nc1,seed,NA,0,NA\n"
        );
    }

    #[test]
    fn what_r_would_rename_lose_or_take_for_numbers_is_named() {
        let codes = |sample: &Sample| check(sample).iter().map(Fault::code).collect::<Vec<_>>();
        assert_eq!(codes(&sample("role", Vec::new())), ["nobody"]);
        for id in ["007", "1e5", "Inf", "T", "NA", "seed", "a b", "", "人"] {
            let found = sample("role", vec![respondent(id, None, None)]);
            assert_eq!(check(&found), [Fault::Id(id.to_owned())]);
        }
        for column in ["wave", "id", "my role", "role-1", "2nd", "for", "NULL", "TRUE"] {
            let found = sample(column, vec![respondent("c1", None, None)]);
            assert_eq!(check(&found), [Fault::Column(column.to_owned())]);
        }
        assert_eq!(
            codes(&sample("country", vec![respondent("c1", None, Some("NA"))])),
            ["value"]
        );
        for size in [-1.0, f64::NAN, f64::INFINITY] {
            let mut row = respondent("c1", None, None);
            row.network_size = Some(size);
            assert_eq!(codes(&sample("role", vec![row])), ["network-size"]);
        }
    }
}
