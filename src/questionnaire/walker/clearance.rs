//! Leave to ask: proof that the contents of questionnaires were walked, without which no study opens
//! and no open study gets a new version.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::{Tally, walk_at};
use crate::questionnaire::definition::Definition;
use crate::questionnaire::evaluation::Plan;
use crate::questionnaire::findings::{Finding, Findings, Place};
use crate::questionnaire::study::Study;

/// Proof that some contents were walked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clearance {
    contents: BTreeSet<String>,
    /// Branches that were neither walked nor proved to be impossible, and that somebody let pass.
    pub not_walked: usize,
}

/// Why there is no clearance.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Barred {
    /// All that is to be said about the branches, by file and column.
    pub findings: Vec<Finding>,
    /// Ways that can never be taken though they should be.
    pub impossible: usize,
    pub not_walked: usize,
}

impl Clearance {
    /// For what is not asked of anybody yet.
    pub fn none() -> Self {
        Self::default()
    }

    /// Walks questionnaires, each with the name of its file. What nobody could walk passes only if
    /// somebody says so.
    ///
    /// # Errors
    /// The findings, when a branch can never be taken, or was not walked and nobody let it pass.
    pub fn of<'q>(
        questionnaires: impl IntoIterator<Item = (&'q str, &'q Plan)>,
        now: DateTime<Utc>,
        even_unwalked: bool,
    ) -> Result<Self, Barred> {
        let mut clearance = Self::none();
        let mut findings = Findings::default();
        let mut impossible = 0;
        for (file, plan) in questionnaires {
            let walk = walk_at(plan, now);
            let remarks = walk.remarks(plan, &Place::file(file).sheet("survey"));
            findings.append(remarks.findings);
            impossible += remarks.bars;
            let Tally { not_walked, .. } = walk.tally();
            clearance.not_walked += not_walked;
            clearance.contents.extend(plan.definition().content_hash());
        }
        let not_walked = clearance.not_walked;
        if impossible > 0 || not_walked > 0 && !even_unwalked {
            return Err(Barred {
                findings: findings.sorted(),
                impossible,
                not_walked,
            });
        }
        Ok(clearance)
    }

    /// Walks all questionnaires of a study that is not stored yet. One that cannot be compiled, which no
    /// reading lets through, is not cleared.
    ///
    /// # Errors
    /// As [`Clearance::of`].
    pub fn of_study(study: &Study, now: DateTime<Utc>, even_unwalked: bool) -> Result<Self, Barred> {
        let plan = |definition: &Definition| Plan::new(definition.clone()).ok();
        let plans: Vec<(&str, Plan)> = study
            .questionnaires
            .iter()
            .filter_map(|(entry, definition)| Some((entry.file.as_str(), plan(definition)?)))
            .collect();
        Self::of(plans.iter().map(|(file, plan)| (*file, plan)), now, even_unwalked)
    }

    /// Whether a definition with this content hash was walked.
    pub fn covers(&self, content_hash: &str) -> bool {
        self.contents.contains(content_hash)
    }
}
