//! The tree of a study's invitations: the study, those who hand links on, their links, and so on down.

use std::collections::BTreeMap;

use super::pooling::{By, Place, Tree};
use super::queries::{self, LinkRow};
use crate::chain::links::{LinkKey, LinkKind};
use crate::id::{LinkId, StudyId};
use crate::store::{Snapshot, StoreError};

/// What stands at a place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node {
    /// The study itself: its open pages.
    Study,
    /// Somebody who handed links on, by the keyed hash that is stored with these.
    Issuer(String),
    Link(LinkId),
}

impl Node {
    /// The text under which it is stored.
    pub(super) fn stored(&self) -> String {
        match self {
            Self::Study => "study".to_owned(),
            Self::Issuer(hash) => format!("issuer {hash}"),
            Self::Link(id) => format!("link {id}"),
        }
    }
}

/// The tree, and the way from a link to its place.
#[derive(Debug, Clone, Default)]
pub struct Tracks {
    pub tree: Tree,
    nodes: BTreeMap<Node, Place>,
    kinds: BTreeMap<LinkId, LinkKind>,
    /// Links between the study and a place, by its number.
    depths: BTreeMap<Place, i32>,
}

/// The tree of a study as its links are.
pub fn read(db: &mut Snapshot<'_>, study: StudyId) -> Result<Tracks, StoreError> {
    Ok(Tracks::of(queries::links(db, study)?))
}

impl Tracks {
    /// `links` come with those of least depth first, so that none comes before its parent.
    pub(super) fn of(links: Vec<LinkRow>) -> Self {
        let mut tracks = Self::default();
        tracks.nodes.insert(Node::Study, Place::ROOT);
        for link in links {
            let above = link.parent.map(Node::Link);
            let above = above.and_then(|node| tracks.place(&node)).unwrap_or(Place::ROOT);
            let issuer = match link.issuer {
                None => Place::ROOT,
                Some(hash) => tracks.add(Node::Issuer(hash), above, link.depth),
            };
            tracks.add(Node::Link(link.id), issuer, link.depth);
            tracks.kinds.insert(link.id, link.kind);
        }
        tracks
    }

    fn add(&mut self, node: Node, parent: Place, depth: i32) -> Place {
        let tree = &mut self.tree;
        let place = *self.nodes.entry(node).or_insert_with(|| tree.add(parent));
        self.depths.insert(place, depth);
        place
    }

    /// Where a node stands; nothing if it is not in the tree.
    pub fn place(&self, node: &Node) -> Option<Place> {
        self.nodes.get(node).copied()
    }

    /// Where somebody hands links on; nothing if they do not. `code_hash` is what is stored of their code.
    pub fn hands_on_at(&self, key: &LinkKey, code_hash: &str) -> Option<Place> {
        self.place(&Node::Issuer(key.handed_on_by(code_hash)))
    }

    /// Where somebody stands who came by a link, and by what they came. Who came by none, or by one
    /// that is not of this study, came to the study itself.
    pub fn arrival(&self, link: Option<LinkId>) -> (Place, By) {
        let known = link.and_then(|id| Some((id, self.place(&Node::Link(id))?, *self.kinds.get(&id)?)));
        match known {
            None => (Place::ROOT, By::Nothing),
            Some((id, place, LinkKind::Personal)) => (place, By::Personal(id)),
            Some((id, place, LinkKind::Channel | LinkKind::Open)) => (place, By::Shared(id)),
        }
    }

    /// Every node with its place and depth, in no order that means something.
    pub(super) fn nodes(&self) -> impl Iterator<Item = (&Node, Place, i32)> {
        let depth = |place: &Place| self.depths.get(place).copied().unwrap_or(0);
        self.nodes
            .iter()
            .map(move |(node, place)| (node, *place, depth(place)))
    }
}
