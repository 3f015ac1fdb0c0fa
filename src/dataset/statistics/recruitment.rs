//! Who brought whom to take part, as trees that grow from seeds, and what must hold of them.
//!
//! The rules are those of `as.rds.data.frame` and `get.wave` in the R package RDS (0.9-10), which stop
//! at the first row that breaks one. Here every row that does is named.

use std::collections::HashMap;

/// Somebody who took part.
#[derive(Debug, Clone, PartialEq)]
pub struct Respondent {
    pub id: String,
    /// The id of the one who brought them; a seed has none.
    pub recruiter: Option<String>,
    /// How many of those who could take part they say they know.
    pub network_size: Option<f64>,
    /// Steps from the seed, if somebody has counted them: they must come out the same here.
    pub wave: Option<u32>,
    /// One for each column of the sample; nothing where it is not known.
    pub values: Vec<Option<String>>,
}

/// Respondents in the order in which they were given: each id once, and everybody but a seed brought by
/// somebody among them, without a circle.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    columns: Vec<String>,
    respondents: Vec<Respondent>,
    recruiters: Vec<Option<usize>>,
    waves: Vec<u32>,
}

/// Why respondents are no sample.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("{id} stands for several respondents; give each an id of their own")]
    SameId { id: String },
    #[error("{id} was brought by {recruiter}, who is not there; add that row or make {id} a seed")]
    NoSuchRecruiter { id: String, recruiter: String },
    #[error(
        "{id} is in a circle: whoever brought them was in the end brought by them; make one of them a seed"
    )]
    Circle { id: String },
    #[error("{id} is given wave {stated}, but is {counted} steps from the seed; correct it or leave it out")]
    OtherWave { id: String, stated: u32, counted: u32 },
    #[error("{id} has {found} values for {wanted} columns")]
    Values { id: String, wanted: usize, found: usize },
}

impl Fault {
    /// Stable, for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SameId { .. } => "same-id",
            Self::NoSuchRecruiter { .. } => "no-such-recruiter",
            Self::Circle { .. } => "circle",
            Self::OtherWave { .. } => "other-wave",
            Self::Values { .. } => "values",
        }
    }
}

/// Where counting of waves stands with a respondent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wave {
    Unknown,
    /// On the way up from the respondent that is being counted.
    OnTheWay,
    /// In a circle, or below one.
    Endless,
    Counted(u32),
}

impl Sample {
    /// A sample with these columns beside the ones that every sample has.
    ///
    /// Takes time and memory in proportion to the rows, however deep the trees are.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the rows.
    pub fn new(columns: Vec<String>, respondents: Vec<Respondent>) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut rows = HashMap::with_capacity(respondents.len());
        for (row, respondent) in respondents.iter().enumerate() {
            let id = &respondent.id;
            if rows.insert(id.as_str(), row).is_some() {
                faults.push(Fault::SameId { id: id.clone() });
            }
            if respondent.values.len() != columns.len() {
                faults.push(Fault::Values {
                    id: id.clone(),
                    wanted: columns.len(),
                    found: respondent.values.len(),
                });
            }
        }
        let mut recruiters = Vec::with_capacity(respondents.len());
        for respondent in &respondents {
            let recruiter = respondent.recruiter.as_deref();
            let row = recruiter.and_then(|recruiter| rows.get(recruiter).copied());
            if let (Some(recruiter), None) = (recruiter, row) {
                faults.push(Fault::NoSuchRecruiter {
                    id: respondent.id.clone(),
                    recruiter: recruiter.to_owned(),
                });
            }
            recruiters.push(row);
        }
        let mut waves = Vec::with_capacity(respondents.len());
        for (respondent, wave) in respondents.iter().zip(counted(&recruiters)) {
            let id = respondent.id.clone();
            match wave {
                Wave::Counted(counted) => {
                    if let Some(stated) = respondent.wave.filter(|stated| *stated != counted) {
                        faults.push(Fault::OtherWave { id, stated, counted });
                    }
                    waves.push(counted);
                }
                Wave::Endless | Wave::OnTheWay | Wave::Unknown => faults.push(Fault::Circle { id }),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Self {
            columns,
            respondents,
            recruiters,
            waves,
        })
    }

    /// Names of what is known beside the recruitment.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    pub fn respondents(&self) -> &[Respondent] {
        &self.respondents
    }

    /// Whose row brought the respondent of a row; nothing for seeds.
    pub fn recruiters(&self) -> &[Option<usize>] {
        &self.recruiters
    }

    /// Steps from the seed, by row: 0 for seeds, one more than their recruiter's for all others.
    pub fn waves(&self) -> &[u32] {
        &self.waves
    }
}

/// The wave of every row. Each row is passed twice at most.
fn counted(recruiters: &[Option<usize>]) -> Vec<Wave> {
    let mut waves = vec![Wave::Unknown; recruiters.len()];
    let mut way = Vec::new();
    for row in 0..recruiters.len() {
        // Up to somebody who is counted, a seed, or back into this very way.
        let mut next = Some(row);
        let mut above = None;
        while let Some(here) = next {
            match waves[here] {
                Wave::Unknown => {
                    waves[here] = Wave::OnTheWay;
                    way.push(here);
                    next = recruiters[here];
                }
                Wave::OnTheWay | Wave::Endless => {
                    above = Some(Wave::Endless);
                    break;
                }
                Wave::Counted(wave) => {
                    above = Some(Wave::Counted(wave));
                    break;
                }
            }
        }
        while let Some(here) = way.pop() {
            let wave = match above {
                None => Wave::Counted(0),
                Some(Wave::Counted(wave)) => Wave::Counted(wave + 1),
                Some(Wave::Endless | Wave::OnTheWay | Wave::Unknown) => Wave::Endless,
            };
            waves[here] = wave;
            above = Some(wave);
        }
    }
    waves
}

#[cfg(test)]
mod tests {
    use super::*;

    fn respondent(id: &str, recruiter: Option<&str>) -> Respondent {
        Respondent {
            id: id.to_owned(),
            recruiter: recruiter.map(str::to_owned),
            network_size: None,
            wave: None,
            values: Vec::new(),
        }
    }

    fn sample(rows: &[(&str, Option<&str>)]) -> Result<Sample, Vec<Fault>> {
        let respondents = rows.iter().map(|(id, recruiter)| respondent(id, *recruiter));
        Sample::new(Vec::new(), respondents.collect())
    }

    #[test]
    fn waves_count_the_steps_from_the_seed_whatever_the_order_of_rows() {
        let sample = sample(&[("c", Some("b")), ("a", None), ("b", Some("a")), ("d", Some("a"))]).unwrap();
        assert_eq!(sample.waves(), [2, 0, 1, 1]);
        assert_eq!(sample.recruiters(), [Some(2), None, Some(1), Some(1)]);
    }

    #[test]
    fn every_row_that_breaks_a_rule_is_named() {
        let codes = |faults: Vec<Fault>| faults.iter().map(Fault::code).collect::<Vec<_>>();
        let rows = [("a", None), ("a", None), ("b", Some("nobody"))];
        assert_eq!(
            codes(sample(&rows).unwrap_err()),
            ["same-id", "no-such-recruiter"]
        );
        let circle = [
            ("seed", None),
            ("a", Some("c")),
            ("b", Some("a")),
            ("c", Some("b")),
            ("d", Some("c")),
        ];
        assert_eq!(codes(sample(&circle).unwrap_err()), ["circle"; 4]);
        assert_eq!(codes(sample(&[("a", Some("a"))]).unwrap_err()), ["circle"]);
        let mut late = respondent("b", Some("a"));
        late.wave = Some(2);
        late.values.push(None);
        let faults = Sample::new(Vec::new(), vec![respondent("a", None), late]).unwrap_err();
        assert_eq!(codes(faults), ["values", "other-wave"]);
    }

    #[test]
    fn a_chain_of_a_hundred_thousand_people_is_no_trouble() {
        let rows = (0..100_000).map(|row: u32| {
            let recruiter = row.checked_sub(1).map(|above| above.to_string());
            respondent(&row.to_string(), recruiter.as_deref())
        });
        // From the far end, so that the whole chain is walked at once.
        let sample = Sample::new(Vec::new(), rows.rev().collect()).unwrap();
        assert_eq!(sample.waves()[0], 99_999);
    }
}
