//! Checked lines on their way into the store, some hundred to a transaction.

use anyhow::Context;

use crate::id::PublicId;
use crate::questionnaire::shelf::Shelf;
use crate::responses::import::{Checked, Target, seal_lines};
use crate::store::Store;

/// Lines that share a transaction.
const SIZE: usize = 500;

/// The study with this key, ready to check lines.
pub async fn target(store: &Store, shelf: &Shelf, key: &str) -> anyhow::Result<Target> {
    let (shelf, wanted) = (shelf.clone(), key.to_owned());
    let target = store.read(move |db| Target::read(db, &shelf, &wanted)).await?;
    target.with_context(|| format!("there is no study {key:?}; `soundings study list` names them all"))
}

/// Collects lines and stores them.
pub struct Batch {
    store: Store,
    waiting: Vec<(PublicId, Checked)>,
    /// Lines that were not in the store before.
    pub added: usize,
    /// Lines that were.
    pub known: usize,
}

impl Batch {
    /// Nothing yet.
    pub fn new(store: Store) -> Self {
        Self {
            store,
            waiting: Vec::with_capacity(SIZE),
            added: 0,
            known: 0,
        }
    }

    /// Takes a line, and stores what waits once that is enough.
    pub async fn push(&mut self, id: PublicId, line: Checked) -> anyhow::Result<()> {
        self.waiting.push((id, line));
        if self.waiting.len() >= SIZE {
            self.store_waiting().await?;
        }
        Ok(())
    }

    /// Stores what waits; nothing else does.
    pub async fn store_waiting(&mut self) -> anyhow::Result<()> {
        let lines = std::mem::replace(&mut self.waiting, Vec::with_capacity(SIZE));
        let count = lines.len();
        let added = self.store.write(move |tx| seal_lines(tx, &lines)).await?;
        self.added += added;
        self.known += count - added;
        Ok(())
    }
}
