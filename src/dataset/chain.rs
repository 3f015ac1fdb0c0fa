//! The tables about the chain in an edition: how invitations travelled, and what the registry says.
//!
//! They count what everybody could see on the Monday before the edition was begun, accepted submissions
//! whether published or not, and hang on no row of the other tables: nobody can tell which submission
//! came by which chain.

use super::columns::FrozenVersion;
use super::writers::{Folder, Written, codebook};
use crate::chain::Audience;
use crate::chain::lineage::{Chain, week};
use crate::chain::links::LinkKey;
use crate::chain::registry::export::{self, Column, Table};
use crate::id::StudyId;
use crate::moderation::lineage;
use crate::store::{Instant, Snapshot, StoreError};

/// Tables of the registry that join an edition.
const OF_REGISTRY: [&str; 3] = ["releases", "release_edges", "access_events"];

/// The tables; none if the study asks nobody in particular along the chain.
pub(super) fn tables(
    db: &mut Snapshot<'_>,
    key: &LinkKey,
    study: StudyId,
    versions: &[FrozenVersion],
    begun: Instant,
) -> Result<Vec<Table>, StoreError> {
    let in_chain = |version: &FrozenVersion| matches!(version.audience, Audience::Role(_));
    if !versions.iter().any(in_chain) {
        return Ok(Vec::new());
    }
    let figures = lineage::figures(db, key, study, week::of(begun))?;
    let mut tables = vec![chains(&figures.chains())];
    let registry = export::tables(db, begun)?.into_iter();
    tables.extend(registry.filter(|table| OF_REGISTRY.contains(&table.name)));
    Ok(tables)
}

const CHAIN: Column = (
    "chain",
    "integer",
    "Number of a place in the chain, in this edition only",
    "链条位置的编号，仅在本版内有效",
);
const ABOVE: Column = (
    "above",
    "integer",
    "Number of the nearest place upstream of which anything can be told; empty at the top",
    "上游最近的可公布位置的编号；最上层为空",
);
const DEPTH: Column = (
    "depth",
    "integer",
    "Times that an invitation was handed on between the study and this place",
    "邀请从研究到此位置被转交的次数",
);
const ROLE: Column = (
    "role",
    "string",
    "Whose questionnaire was answered: P, D, S, U, or any",
    "所填问卷的角色：P、D、S、U 或 any",
);
const TIER: Column = (
    "tier",
    "string",
    "How they came: T0 openly, T1 by a channel, T2 by a person, T3 by somebody whose control was shown",
    "到达方式：T0 公开入口，T1 渠道链接，T2 个人链接，T3 已确认控制权者发出的链接",
);
const SUBMISSIONS: Column = (
    "submissions",
    "integer",
    "Accepted submissions that stand at this place, to the nearest 5; too few at a place further down stand here",
    "此位置的已采纳答卷数，取 5 的倍数；下游数量不足的并入此处",
);

fn chains(chains: &[Chain]) -> Table {
    let row = |chain: &Chain| {
        vec![
            chain.number.to_string(),
            chain.above.map_or_else(String::new, |above| above.to_string()),
            chain.depth.to_string(),
            chain.group.audience().as_str().to_owned(),
            chain.group.tier.as_str().to_owned(),
            chain.submissions.to_string(),
        ]
    };
    Table {
        name: "chains",
        description: (
            "How invitations travelled: sums over ten submissions or more, up to the Monday before the edition was begun",
            "邀请的传递情况：均为十份以上答卷的合计，截至本版开始制作前的星期一",
        ),
        columns: vec![CHAIN, ABOVE, DEPTH, ROLE, TIER, SUBMISSIONS],
        rows: chains.iter().map(row).collect(),
    }
}

/// Writes the tables.
pub(super) fn write(folder: &Folder, tables: &[Table]) -> std::io::Result<Vec<Written>> {
    let write = |table: &Table| {
        let name = format!("{}.csv", table.name);
        let header: Vec<String> = table.columns.iter().map(|column| column.0.to_owned()).collect();
        codebook::table(folder, &name, &header, table.rows.iter().cloned())
    };
    tables.iter().map(write).collect()
}
