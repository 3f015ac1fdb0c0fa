//! The lineage of a release as a drawing: bases above it, what was made from it below. Each
//! release stands on a line of its own and hangs on one other; what is connected twice is told by
//! the table beside it.

use std::collections::BTreeMap;

use crate::chain::registry::Address;
use crate::chain::registry::lineage::{Edge, Lineage};
use crate::chain::registry::terms::Confidence;

/// In pixels of the drawing.
const ROW: usize = 30;
const STEP: usize = 22;
const RADIUS: usize = 6;
const LETTER: usize = 8;
/// Most letters of a name; wide ones count twice.
const LETTERS: usize = 36;

/// A drawing.
#[derive(Debug, Default)]
pub struct Drawing {
    pub width: usize,
    pub height: usize,
    pub nodes: Vec<Node>,
    pub lines: Vec<Line>,
}

/// A release.
#[derive(Debug)]
pub struct Node {
    pub x: usize,
    pub y: usize,
    /// Where the name begins, and its base line.
    pub text: (usize, usize),
    pub name: String,
    /// The one that the page is about.
    pub is_here: bool,
}

/// The line between two releases.
#[derive(Debug)]
pub struct Line {
    pub path: String,
    /// Only one side says so.
    pub is_claimed: bool,
}

/// What hangs on each release: further bases on what they led to, further results on what they
/// came from.
type Hanging<'l> = BTreeMap<&'l Address, Vec<(&'l Address, &'l Edge)>>;

fn hanging(lineage: &Lineage) -> Hanging<'_> {
    let generations: BTreeMap<_, _> = lineage
        .relatives
        .iter()
        .map(|one| (&one.address, one.generation))
        .collect();
    let mut hanging = Hanging::new();
    for relative in lineage
        .relatives
        .iter()
        .filter(|relative| relative.generation != 0)
    {
        let towards = relative.generation - relative.generation.signum();
        let nearer = |edge: &&Edge| {
            let (own, other) = if relative.generation < 0 {
                (&edge.base, &edge.derived)
            } else {
                (&edge.derived, &edge.base)
            };
            *own == relative.address && generations.get(other) == Some(&towards)
        };
        if let Some(edge) = lineage.edges.iter().find(nearer) {
            let holder = if relative.generation < 0 {
                &edge.derived
            } else {
                &edge.base
            };
            hanging.entry(holder).or_default().push((&relative.address, edge));
        }
    }
    hanging
}

/// A release with its depth and the line to what it hangs on.
type Row<'l> = (&'l Address, usize, Option<(&'l Address, &'l Edge)>);

/// All that hangs on a release, each before what hangs on it.
fn rows<'l>(
    holder: &'l Address,
    depth: usize,
    hanging: &Hanging<'l>,
    fits: &impl Fn(&Address) -> bool,
    into: &mut Vec<Row<'l>>,
) {
    for (address, edge) in hanging
        .get(holder)
        .into_iter()
        .flatten()
        .filter(|(address, _)| fits(address))
    {
        into.push((address, depth, Some((holder, edge))));
        rows(address, depth + 1, hanging, fits, into);
    }
}

/// Draws a lineage; nothing if the release stands alone.
pub fn draw(lineage: &Lineage, here: &Address) -> Option<Drawing> {
    let here = &lineage
        .relative(here)
        .filter(|_| lineage.relatives.len() > 1)?
        .address;
    let hanging = hanging(lineage);
    let is_base = |address: &Address| lineage.relative(address).is_some_and(|one| one.generation < 0);
    let mut all = Vec::new();
    rows(here, 1, &hanging, &is_base, &mut all);
    all.reverse();
    all.push((here, 0, None));
    rows(here, 1, &hanging, &|address| !is_base(address), &mut all);

    let places: BTreeMap<&Address, (usize, usize)> = all
        .iter()
        .enumerate()
        .map(|(row, (address, depth, _))| (*address, (RADIUS * 2 + depth * STEP, ROW / 2 + row * ROW)))
        .collect();
    let mut drawing = Drawing {
        height: all.len() * ROW,
        ..Drawing::default()
    };
    for (address, _, hangs_on) in &all {
        let (Some((x, y)), Some(relative)) = (places.get(address).copied(), lineage.relative(address)) else {
            continue;
        };
        if let Some((holder, edge)) = hangs_on
            && let Some((from, level)) = places.get(holder)
        {
            drawing.lines.push(Line {
                path: format!("M{from} {level}V{y}H{x}"),
                is_claimed: edge.confidence == Confidence::Claimed,
            });
        }
        let (name, letters) = shortened(&relative.name);
        let start = x + RADIUS * 2;
        drawing.width = drawing.width.max(start + letters * LETTER + RADIUS);
        drawing.nodes.push(Node {
            x,
            y,
            text: (start, y + RADIUS - 1),
            name,
            is_here: *address == here,
        });
    }
    Some(drawing)
}

/// A name that has room, and the room that it takes in letters.
fn shortened(name: &str) -> (String, usize) {
    let room = |letter: char| if letter > '\u{2e7f}' { 2 } else { 1 };
    let whole: usize = name.chars().map(room).sum();
    if whole <= LETTERS {
        return (name.to_owned(), whole);
    }
    let mut taken = 1;
    let fits = |letter: &char| {
        taken += room(*letter);
        taken <= LETTERS
    };
    let mut short: String = name.chars().take_while(fits).collect();
    short.push('…');
    (short, LETTERS)
}
