//! `soundings rds`: estimates of respondent-driven sampling from a table of who brought whom.
//!
//! It takes the file of an edition, or any CSV with the columns that `as.rds.data.frame` of the R package
//! RDS wants. It needs no database.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use serde::Serialize;

use crate::dataset::statistics::rds::{CAUTION, Outcome, Undetermined};
use crate::dataset::statistics::{Respondent, Sample};
use crate::dataset::writers::rds::{ID, MISSING, NETWORK_SIZE, RECRUITER, WAVE};

/// The longest file that is read, in bytes; it is held in memory.
const LONGEST: u64 = 100 << 20;
/// How many faults of a file are told.
const MOST_TOLD: usize = 5;

/// What is to be estimated, and from what.
#[derive(clap::Args)]
pub struct Wanted {
    /// A CSV with `id`, `recruiter.id` (any text that is nobody's id for all seeds), network sizes and,
    /// if it has it, `wave`
    pub file: PathBuf,
    /// The column whose groups are estimated
    #[arg(long, value_name = "COLUMN")]
    pub outcome: String,
    /// The column with network sizes
    #[arg(long, value_name = "COLUMN", default_value = NETWORK_SIZE)]
    pub network_size: String,
    #[arg(long, default_value = "text")]
    pub format: Format,
}

/// How estimates are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// A table for people.
    Text,
    /// An object for programs, with all digits.
    Json,
}

/// What is printed.
#[derive(Debug, Serialize)]
struct Estimates<'s> {
    outcome: &'s str,
    respondents: usize,
    seeds: usize,
    /// The last one.
    wave: u32,
    /// Respondents whose network size is missing or zero, and so presumed to be the greatest.
    network_sizes_presumed: usize,
    groups: Vec<Group<'s>>,
    /// Why there is no RDS-I.
    rds_1_undetermined: Option<&'static str>,
    caution: &'static str,
    #[serde(skip)]
    why: Option<Undetermined>,
}

#[derive(Debug, Serialize)]
struct Group<'s> {
    #[serde(rename = "group")]
    name: &'s str,
    respondents: usize,
    share: f64,
    rds_1: Option<f64>,
    rds_2: f64,
}

/// Prints RDS-I and RDS-II for every group of the outcome, with the caution.
pub fn run(wanted: &Wanted) -> anyhow::Result<()> {
    let path = wanted.file.display();
    let bytes = bytes(&wanted.file).with_context(|| format!("cannot read {path}"))?;
    let sample =
        read(&bytes, &wanted.outcome, &wanted.network_size).with_context(|| format!("cannot use {path}"))?;
    let estimates = estimates(&sample, &wanted.outcome)?;
    let output = match wanted.format {
        Format::Text => lines(&estimates),
        Format::Json => serde_json::to_string_pretty(&estimates)? + "\n",
    };
    // Unlike print!, it may be cut short by who reads it.
    io::stdout().write_all(output.as_bytes())?;
    Ok(())
}

fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LONGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST {
        bail!("it is longer than {} MB", LONGEST >> 20);
    }
    Ok(bytes)
}

/// The sample that a table tells of, with the outcome as its only column. A cell that is empty or `NA` is
/// missing.
///
/// # Errors
/// When a column is missing, a cell is no number, or the rows are no sample.
pub fn read(table: &[u8], outcome: &str, network_size: &str) -> anyhow::Result<Sample> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(table);
    let header = reader.headers()?.clone();
    let place = |name: &str| header.iter().position(|column| column == name);
    let needed = |name: &str| place(name).with_context(|| format!("it has no column {name}"));
    let (id, recruiter) = (needed(ID)?, needed(RECRUITER)?);
    let (size, value, wave) = (needed(network_size)?, needed(outcome)?, place(WAVE));
    let mut respondents = Vec::new();
    for record in reader.records() {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |place: usize| record.get(place).unwrap_or_default();
        let known = |place: usize| Some(cell(place)).filter(|text| !text.is_empty() && *text != MISSING);
        let Some(own) = known(id) else {
            bail!("line {line} has no id");
        };
        let number = |text: &str| {
            let number = text.parse::<f64>().ok();
            let number = number.filter(|size| size.is_finite() && *size >= 0.0);
            number.with_context(|| {
                format!("line {line} has the network size {text}, which is no number from 0 up")
            })
        };
        let whole = |text: &str| {
            let whole = text.parse::<u32>();
            whole.with_context(|| format!("line {line} has the wave {text}, which is no whole number"))
        };
        respondents.push(Respondent {
            id: own.to_owned(),
            recruiter: Some(cell(recruiter).to_owned()),
            network_size: known(size).map(number).transpose()?,
            wave: wave.and_then(known).map(whole).transpose()?,
            values: vec![known(value).map(str::to_owned)],
        });
    }
    without_marker(&mut respondents)?;
    Sample::new(vec![outcome.to_owned()], respondents).map_err(|faults| {
        let told: Vec<String> = faults.iter().take(MOST_TOLD).map(ToString::to_string).collect();
        let rest = faults.len() - told.len();
        anyhow::anyhow!(
            "{} faults: {}{}",
            faults.len(),
            told.join("; "),
            if rest > 0 { "; …" } else { "" }
        )
    })
}

/// Takes the recruiter away from all who name the one that is nobody's id: they are the seeds. As in R, two
/// such texts are refused, because one of them may be an id that is misspelt.
fn without_marker(respondents: &mut [Respondent]) -> anyhow::Result<()> {
    let ids: HashSet<String> = respondents
        .iter()
        .map(|respondent| respondent.id.clone())
        .collect();
    let mut marker: Option<String> = None;
    for respondent in respondents {
        let Some(recruiter) = respondent.recruiter.take_if(|recruiter| !ids.contains(recruiter)) else {
            continue;
        };
        match &marker {
            Some(marker) if *marker != recruiter => bail!(
                "{} was brought by `{recruiter}` and somebody else by `{marker}`, neither of which is an id; \
                give all seeds the same recruiter.id, such as `seed`",
                respondent.id
            ),
            Some(_) => {}
            None => marker = Some(recruiter),
        }
    }
    Ok(())
}

fn estimates<'s>(sample: &'s Sample, column: &'s str) -> anyhow::Result<Estimates<'s>> {
    let outcome = Outcome::new(sample, column)?;
    let rds_1 = outcome.rds_1();
    let groups = outcome
        .groups()
        .iter()
        .zip(outcome.respondents())
        .zip(outcome.plain().into_iter().zip(outcome.rds_2()))
        .enumerate()
        .map(|(place, ((name, respondents), (share, rds_2)))| Group {
            name,
            respondents,
            share,
            rds_1: rds_1.as_ref().ok().and_then(|shares| shares.get(place).copied()),
            rds_2,
        });
    let why = rds_1.as_ref().err().copied();
    Ok(Estimates {
        outcome: column,
        respondents: sample.respondents().len(),
        seeds: sample
            .recruiters()
            .iter()
            .filter(|recruiter| recruiter.is_none())
            .count(),
        wave: sample.waves().iter().copied().max().unwrap_or(0),
        network_sizes_presumed: outcome.presumed(),
        groups: groups.collect(),
        rds_1_undetermined: why.map(Undetermined::code),
        caution: CAUTION,
        why,
    })
}

fn lines(estimates: &Estimates<'_>) -> String {
    let Estimates {
        outcome,
        respondents,
        seeds,
        wave,
        network_sizes_presumed: presumed,
        ..
    } = estimates;
    let mut lines =
        format!("{outcome}: {respondents} respondents, {seeds} of them seeds, up to wave {wave}\n");
    let width = estimates
        .groups
        .iter()
        .map(|row| row.name.chars().count())
        .fold(5, usize::max);
    // Writing to a string cannot fail.
    let _ = writeln!(lines, "{:width$}  respondents   share   RDS-I  RDS-II", "group");
    for Group {
        name,
        respondents,
        share,
        rds_1,
        rds_2,
    } in &estimates.groups
    {
        let rds_1 = rds_1.map_or_else(|| "-".to_owned(), |share| format!("{share:.4}"));
        let _ = writeln!(
            lines,
            "{name:width$}  {respondents:>11}  {share:.4}  {rds_1:>6}  {rds_2:.4}"
        );
    }
    if let Some(why) = estimates.why {
        let _ = writeln!(lines, "There is no RDS-I: {why}.");
    }
    if *presumed > 0 {
        let _ = writeln!(
            lines,
            "{presumed} network sizes were missing or zero and are presumed to be the greatest."
        );
    }
    lines + CAUTION + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "\
        id,recruiter.id,network.size.variable,wave,role\n\
        1,seed,4,0,U\n\
        2,1,2,1,S\n\
        3,2,NA,2,U\n\
        4,2,8,2,\n\
        5,seed,1,0,S\n";

    fn refusal(table: &str) -> String {
        let refused = read(table.as_bytes(), "role", NETWORK_SIZE).unwrap_err();
        format!("{refused:#}")
    }

    #[test]
    fn estimates_are_told_for_every_group_and_never_without_the_caution() {
        let sample = read(TABLE.as_bytes(), "role", NETWORK_SIZE).unwrap();
        let told = estimates(&sample, "role").unwrap();
        let text = lines(&told);
        assert!(
            text.starts_with("role: 5 respondents, 2 of them seeds, up to wave 2\n"),
            "{text}"
        );
        // 1/4 and 1/8 for users, 1/2 and 1 for providers; recruitment went to and fro between them.
        assert!(
            text.contains("U                2  0.5000       -  0.2000"),
            "{text}"
        );
        assert!(
            text.contains("There is no RDS-I: recruitment goes to and fro"),
            "{text}"
        );
        assert!(text.contains("1 network sizes were missing or zero"), "{text}");
        assert!(text.ends_with(&format!("{CAUTION}\n")), "{text}");
        let json = serde_json::to_value(&told).unwrap();
        assert_eq!(json["groups"][0]["group"], "S");
        assert_eq!(json["groups"][0]["rds_2"], 0.8);
        assert_eq!(json["groups"][0]["rds_1"], serde_json::Value::Null);
        assert_eq!(json["rds_1_undetermined"], "to-and-fro");
        assert_eq!(json["caution"], CAUTION);
    }

    #[test]
    fn a_table_that_is_no_sample_is_refused_with_its_rows() {
        assert_eq!(
            refusal("id,recruiter.id,role\n"),
            "it has no column network.size.variable"
        );
        assert!(refusal(&TABLE.replace("2,1,2", "2,1,many")).contains("line 3 has the network size many"));
        assert!(refusal(&TABLE.replace("2,1,2,1", "2,1,2,-1")).contains("line 3 has the wave -1"));
        assert!(refusal(&TABLE.replace("2,1,2", "2,one,2")).contains("2 was brought by `one`"));
        assert!(refusal(&TABLE.replace("5,seed", "4,seed")).contains("4 stands for several respondents"));
        assert!(refusal(&TABLE.replace("2,1,2,1", "2,3,2,1")).contains("2 is in a circle"));
        assert!(refusal(&TABLE.replace("NA,2", "NA,3")).contains("3 is given wave 3, but is 2 steps"));
        assert!(refusal(&TABLE.replace("5,seed", ",seed")).contains("line 6 has no id"));
    }
}
