//! Pages: how a questionnaire is cut into them, and which of them show anything.

use std::ops::Range;

use super::plan::{Entry, NodeId, Page};
use super::state::{Occurrence, State};

/// Cuts the questionnaire into pages and tells every node its page.
///
/// Each top-level group is a page, and so is each run of top-level questions. In the style `pages`
/// it is as in other programs: a question is a page, unless it stands in a group with the appearance
/// `field-list`, which is a page in whole; so is a repeat. What shows nothing is no page.
pub(super) fn cut(entries: &mut [Entry], in_page_style: bool) -> Vec<Page> {
    let mut pages: Vec<Page> = Vec::new();
    for page in drafts(entries, in_page_style) {
        let spans: Vec<Range<usize>> = page
            .nodes
            .iter()
            .filter_map(|node| Some(node.index()..entries.get(node.index())?.end as usize))
            .collect();
        let mut within = spans
            .iter()
            .filter_map(|span| entries.get(span.clone()))
            .flatten();
        if !within.any(|entry| entry.question().is_some_and(|question| question.kind.is_shown())) {
            continue;
        }
        for span in spans {
            for entry in entries.get_mut(span).into_iter().flatten() {
                entry.page = Some(pages.len());
            }
        }
        pages.push(page);
    }
    pages
}

fn drafts(entries: &[Entry], in_page_style: bool) -> Vec<Page> {
    let mut drafts: Vec<Page> = Vec::new();
    let mut run_open = false;
    let mut at = NodeId(1);
    while let Some(entry) = entries.get(at.index()) {
        let mut next = NodeId(entry.end);
        match entry.group() {
            Some(_) if in_page_style && !entry.is_field_list() && !entry.is_repeat() => {
                // Its questions are pages of their own.
                next = NodeId(at.0 + 1);
                run_open = false;
            }
            Some(_) => {
                drafts.push(Page {
                    group: Some(at),
                    nodes: vec![at],
                });
                run_open = false;
            }
            None => {
                match drafts.last_mut() {
                    Some(page) if run_open => page.nodes.push(at),
                    _ => drafts.push(Page {
                        group: None,
                        nodes: vec![at],
                    }),
                }
                run_open = !in_page_style;
            }
        }
        at = next;
    }
    drafts
}

impl State<'_> {
    /// The occurrences that stand on a page and not within another one on it: its group, its questions,
    /// or the instances of its repeated group.
    pub fn on_page(&self, page: usize) -> Vec<Occurrence> {
        let nodes = self.plan.pages.get(page).map_or(&[][..], |page| &page.nodes);
        let mut found = Vec::new();
        for node in nodes {
            let mut span = self.span(*node);
            while let Some(at) = span.next() {
                found.push(Occurrence(at));
                span.start = self.cell(Occurrence(at)).map_or(at + 1, |cell| cell.end);
            }
        }
        found
    }

    /// The cells of a node outside of repeats, with all that they contain.
    fn span(&self, node: NodeId) -> Range<u32> {
        let (Some(entry), Some(whole)) = (self.plan.entry(node), self.block(0)) else {
            return 0..0;
        };
        let end = |at: u32| self.cell(Occurrence(at)).map_or(at, |cell| cell.end);
        if !entry.is_repeat() {
            let at = self.occurrence(whole, node).0;
            return at..end(at);
        }
        let ordinal = self.plan.scopes.get(entry.scope).map_or(0, |scope| scope.ordinal);
        let bases: Vec<u32> = whole
            .nested
            .get(ordinal)
            .into_iter()
            .flatten()
            .filter_map(|number| Some(self.block(*number)?.base))
            .collect();
        match (bases.first(), bases.last()) {
            (Some(first), Some(last)) => *first..end(*last),
            _ => 0..0,
        }
    }

    /// Whether the page shows anything.
    pub fn page_relevant(&self, page: usize) -> bool {
        let nodes = self.plan.pages.get(page).map_or(&[][..], |page| &page.nodes);
        nodes
            .iter()
            .flat_map(|node| self.span(*node))
            .map(Occurrence)
            .any(|at| self.relevant(at) && self.question(at).is_some_and(|question| question.kind.is_shown()))
    }

    /// The next page that shows anything; after `None`, the first that does.
    pub fn page_after(&self, page: Option<usize>) -> Option<usize> {
        let from = page.map_or(0, |page| page.saturating_add(1));
        (from..self.plan.pages.len()).find(|page| self.page_relevant(*page))
    }

    /// The last page before this one that shows anything.
    pub fn page_before(&self, page: usize) -> Option<usize> {
        (0..page.min(self.plan.pages.len()))
            .rev()
            .find(|page| self.page_relevant(*page))
    }

    /// The page on which it stands.
    pub fn page(&self, occurrence: Occurrence) -> Option<usize> {
        self.entry(occurrence)?.page
    }
}
