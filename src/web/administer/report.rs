//! What a file would change in the registry, and what is wrong with it, in words.

use crate::chain::registry::Statement;
use crate::chain::registry::changes::{Change, Effect, Plan};
use crate::chain::registry::import::findings::Finding;
use crate::language::Language;

/// Most lines of each kind; the rest is counted.
const MOST: usize = 100;

/// One clear report.
pub struct Report {
    /// Errors first.
    pub findings: Vec<Remark>,
    pub more_findings: usize,
    pub errors: usize,
    pub new_releases: usize,
    /// Statements that say something new, that take the place of others, that are known, that
    /// contradict.
    pub new: usize,
    pub changed: usize,
    pub known: usize,
    pub conflicts: usize,
    /// What would change, conflicts first.
    pub lines: Vec<Line>,
    pub more_lines: usize,
}

/// A finding.
pub struct Remark {
    pub is_error: bool,
    pub place: String,
    /// What it is about, and how to mend it: the text is `import-<key>`.
    pub key: String,
    /// What exactly, as the reader of the file says it.
    pub told: String,
}

/// A statement that says something else than before, or for the first time.
pub struct Line {
    /// End of the text key.
    pub effect: &'static str,
    pub subject: String,
    pub field: String,
    pub now: String,
    /// What stands, with its source.
    pub before: String,
    pub source: String,
}

impl Report {
    /// The report on a plan.
    pub fn of(language: Language, plan: &Plan) -> Self {
        let mut findings: Vec<&Finding> = plan.findings.all().iter().collect();
        findings.sort_by_key(|finding| !finding.code.is_error());
        let mut changes: Vec<(u8, &Change)> = plan
            .changes
            .iter()
            .filter_map(|change| Some((rank(&change.effect)?, change)))
            .collect();
        changes.sort_by_key(|(rank, _)| *rank);
        let count = |fits: fn(&Effect) -> bool| plan.count(fits);
        Self {
            more_findings: findings.len().saturating_sub(MOST),
            findings: findings.into_iter().take(MOST).map(remark).collect(),
            errors: plan.findings.errors(),
            new_releases: plan.new_releases.len(),
            new: count(|effect| matches!(effect, Effect::New)),
            changed: count(|effect| matches!(effect, Effect::Changed(_) | Effect::Corrected(_))),
            known: count(|effect| matches!(effect, Effect::Same)),
            conflicts: count(|effect| matches!(effect, Effect::Conflict(_))),
            more_lines: changes.len().saturating_sub(MOST),
            lines: changes
                .into_iter()
                .take(MOST)
                .map(|(_, change)| line(language, change))
                .collect(),
        }
    }

    /// Whether there is something to store and nothing in its way but a reason.
    pub fn can_be_imported(&self) -> bool {
        self.errors == 0 && self.new + self.changed + self.conflicts > 0
    }
}

/// What is looked at first; nothing of what is known already.
fn rank(effect: &Effect) -> Option<u8> {
    match effect {
        Effect::Conflict(_) => Some(0),
        Effect::Corrected(_) => Some(1),
        Effect::Changed(_) => Some(2),
        Effect::New => Some(3),
        Effect::Same => None,
    }
}

fn remark(finding: &Finding) -> Remark {
    Remark {
        is_error: finding.code.is_error(),
        place: finding.place.to_string(),
        key: format!("import-{}", finding.code.as_str().replace(['.', '_'], "-")),
        told: finding.told.clone(),
    }
}

fn line(language: Language, change: &Change) -> Line {
    let statement = &change.proposal.statement;
    let (effect, before) = match &change.effect {
        Effect::New => ("new", None),
        Effect::Same => ("known", None),
        Effect::Changed(before) => ("changed", Some(before)),
        Effect::Corrected(before) => ("corrected", Some(before)),
        Effect::Conflict(before) => ("conflict", Some(before)),
    };
    let key = format!("registry-field-{}", statement.fact.field().as_str());
    Line {
        effect,
        subject: change.proposal.subject.to_string(),
        field: language.text(&key).into_owned(),
        now: said(statement),
        before: before.map_or_else(String::new, |before| {
            format!("{} ({})", said(before), before.source.as_str())
        }),
        source: statement.source.as_str().to_owned(),
    }
}

/// A statement in its cells, with its day.
fn said(statement: &Statement) -> String {
    let cells = statement.fact.cells();
    let standing = if statement.stands() { "" } else { "withdrawn" };
    let on = statement.on.to_string();
    let cells = [cells.item.as_str(), &cells.value, &cells.basis, standing, &on];
    let cells: Vec<&str> = cells.into_iter().filter(|cell| !cell.is_empty()).collect();
    cells.join(" · ")
}
