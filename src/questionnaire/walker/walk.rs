//! A walk: the branches of a questionnaire, and what became of each.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::branches::{AllKinds, Way};
use super::probes::{Dead, Trap};
use super::remarks::{self, Remarks};
use super::rounds;
use super::stand_in;
use super::witness::Witness;
use crate::questionnaire::evaluation::{Context, NodeId, Plan};
use crate::questionnaire::expression::Zone;
use crate::questionnaire::findings::Place;

/// Facts that are worked out for one questionnaire, and what else takes as long, at most.
pub const MOST_STEPS: u64 = 1_500_000;

/// What became of a branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Walked(Arc<Witness>),
    /// Proved: it can never be taken.
    Impossible(Proof),
    /// Neither walked nor proved to be impossible.
    NotWalked,
}

/// What a proof rests on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proof {
    /// The questions whose answers were all tried.
    pub questions: BTreeSet<NodeId>,
    /// The rule alone could come out so, yet not where it stands: what is around is not asked then.
    pub by_place: bool,
}

/// One way that a questionnaire can take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    pub node: NodeId,
    pub way: Way,
    pub outcome: Outcome,
}

/// All branches of a questionnaire, in the order of the sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Walk {
    pub branches: Vec<Branch>,
    /// Options that a filter may keep back, by question and kind, as places in the list.
    pub kinds: AllKinds,
    /// Required questions of which the filter may leave nothing to choose.
    pub traps: Vec<Trap>,
    /// Conditions within rules that never hold, or always do.
    pub dead: Vec<Dead>,
    /// Facts that were worked out.
    pub steps: u64,
}

impl Walk {
    /// What became of a branch; nothing where there is no such branch.
    pub fn outcome(&self, node: NodeId, way: Way) -> Option<&Outcome> {
        let at = self
            .branches
            .binary_search_by(|branch| (branch.node, branch.way).cmp(&(node, way)))
            .ok()?;
        self.branches.get(at).map(|branch| &branch.outcome)
    }

    /// What an author should know; `sheet` is the survey sheet of the file.
    pub fn remarks(&self, plan: &Plan, sheet: &Place) -> Remarks {
        remarks::remarks(plan, self, sheet)
    }

    /// How many branches there are, and what became of them.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for branch in &self.branches {
            match branch.outcome {
                Outcome::Walked(_) => tally.walked += 1,
                Outcome::Impossible(_) => tally.impossible += 1,
                Outcome::NotWalked => tally.not_walked += 1,
            }
        }
        tally
    }
}

/// Branches by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub walked: usize,
    pub impossible: usize,
    pub not_walked: usize,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, more: Self) {
        self.walked += more.walked;
        self.impossible += more.impossible;
        self.not_walked += more.not_walked;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.walked + self.impossible + self.not_walked;
        write!(f, "{} of {all} branches walked", self.walked)?;
        if self.impossible > 0 {
            write!(f, ", {} can never be taken", self.impossible)?;
        }
        if self.not_walked > 0 {
            write!(f, ", {} not walked", self.not_walked)?;
        }
        Ok(())
    }
}

/// Walks every branch of a questionnaire.
pub fn walk(plan: &Plan, context: &Context) -> Walk {
    let context = Context {
        registry: Arc::new(stand_in::registry(plan)),
        ..context.clone()
    };
    rounds::walk(plan, &context)
}

/// Walks every branch as somebody would who answers at this moment, in the default language.
pub fn walk_at(plan: &Plan, now: DateTime<Utc>) -> Walk {
    let context = Context {
        language: plan.definition().default_language.clone(),
        seed: 0,
        begun_at: now,
        now,
        zone: Zone::default(),
        registry: Arc::default(),
    };
    walk(plan, &context)
}
