//! The order in which calculations that refer to each other are evaluated.

use std::collections::HashMap;

/// Calculations that wait for each other.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", path.join(" → "))]
pub struct Cycle {
    /// Each refers to the next; the last is the first again.
    pub path: Vec<String>,
}

/// The indices of the calculations, each after those it refers to; otherwise as given.
///
/// A calculation is its name and the names it refers to. Names of no calculation are passed over.
///
/// # Errors
/// The first cycle met, if there is any.
pub fn order(calculations: &[(&str, Vec<&str>)]) -> Result<Vec<usize>, Cycle> {
    let by_name: HashMap<&str, usize> = calculations
        .iter()
        .enumerate()
        .map(|(index, (name, _))| (*name, index))
        .collect();
    let mut state = vec![State::New; calculations.len()];
    let mut ordered = Vec::with_capacity(calculations.len());
    for start in 0..calculations.len() {
        // Each entry is a calculation and how many of its references have been looked at.
        let mut way = vec![(start, 0)];
        while let Some((index, looked)) = way.pop() {
            match state.get(index) {
                Some(State::Done) | None => continue,
                Some(_) => {}
            }
            set(&mut state, index, State::Open);
            let references = calculations
                .get(index)
                .map_or(&[][..], |(_, references)| references);
            let Some(name) = references.get(looked) else {
                set(&mut state, index, State::Done);
                ordered.push(index);
                continue;
            };
            way.push((index, looked + 1));
            let Some(next) = by_name.get(name).copied() else {
                continue;
            };
            if state.get(next) == Some(&State::Open) {
                return Err(cycle(calculations, &way, next));
            }
            way.push((next, 0));
        }
    }
    Ok(ordered)
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

fn set(states: &mut [State], index: usize, to: State) {
    if let Some(state) = states.get_mut(index) {
        *state = to;
    }
}

fn cycle(calculations: &[(&str, Vec<&str>)], way: &[(usize, usize)], closing: usize) -> Cycle {
    let name = |index: usize| calculations.get(index).map(|(name, _)| (*name).to_owned());
    let from = way.iter().position(|(index, _)| *index == closing).unwrap_or(0);
    let indices = way.iter().skip(from).map(|(index, _)| *index).chain([closing]);
    Cycle {
        path: indices.filter_map(name).collect(),
    }
}
