//! The tables about the chain in an edition: how invitations travelled, who brought whom, what the registry
//! says, and how far news of issues got.
//!
//! They count what everybody could see on the Monday before the edition was begun, accepted submissions
//! whether published or not, and hang on no row of the other tables: nobody can tell which submission
//! came by which chain.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::Profile;
use super::draft::Content;
use super::propagation::DAYS;
use super::writers::{Folder, Written, codebook, rds};
use crate::chain::Audience;
use crate::chain::lineage::{Chain, rounded, week};
use crate::chain::registry::export::{self, Column, Table};
use crate::id::PublicId;
use crate::moderation::lineage;
use crate::news::propagation::{self, HopRow};
use crate::news::reports::question;
use crate::questionnaire::definition::Exposure;
use crate::store::{Snapshot, StoreError};

/// Tables of the registry that join an edition.
const OF_REGISTRY: [&str; 3] = ["releases", "release_edges", "access_events"];

/// Questions whose answers tell how far an issue came, and of what.
const COURSE: [&str; 4] = [
    question::RELEASE,
    question::NOTICED_ON,
    question::TOLD,
    question::TOLD_ON,
];

/// The tables: of invitations and releases if the study asks people along the chain, of issues if it
/// takes reports and withholds nothing of their course. Only whoever signed an agreement learns of single people who brought whom.
pub(super) fn tables(db: &mut Snapshot<'_>, content: &Content) -> Result<Vec<Table>, StoreError> {
    let (study, monday) = (content.study, week::of(content.begun));
    let asks = |audience: fn(Audience) -> bool| {
        let mut versions = content.versions.iter();
        versions.any(|version| audience(version.audience))
    };
    let mut tables = Vec::new();
    if asks(|audience| matches!(audience, Audience::Role(_))) {
        let figures = lineage::figures(db, &content.links, study, monday)?;
        tables.push(chains(&figures.chains()));
        if content.profile == Profile::Restricted {
            let recruits = lineage::recruits(db, &content.links, study, monday)?;
            tables.push(rds::table(&recruits));
        }
        let registry = export::tables(db, content.begun)?.into_iter();
        tables.extend(registry.filter(|table| OF_REGISTRY.contains(&table.name)));
    }
    if asks(|audience| audience == Audience::Report) && exposes_course(content) {
        let hops = propagation::hop_rows(db, study, week::begins(monday))?;
        let hops = match content.profile {
            Profile::Public => coarse(hops),
            Profile::Restricted => hops,
        };
        tables.push(issue_hops(&hops));
    }
    Ok(tables)
}

/// Whether no version withholds the answers that the course of an issue follows from.
fn exposes_course(content: &Content) -> bool {
    let questions = content
        .versions
        .iter()
        .flat_map(|version| version.definition.questions());
    let mut asked = questions.filter(|question| COURSE.contains(&question.name.as_str()));
    asked.all(|question| question.exposure != Exposure::Withheld)
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

const HOP_COLUMNS: [Column; 7] = [
    (
        "issue",
        "string",
        "Random number of the issue; it leads to no submission",
        "问题的随机编号，与任何答卷无关",
    ),
    (
        "release",
        "string",
        "Release that it is about, as in the questionnaire or the registry; empty if that is not known or, in public files, if fewer than ten issues are about it",
        "涉及的版本，与问卷或登记册一致；不明则为空；公开文件中不足十个问题的版本也为空",
    ),
    (
        "hop",
        "string",
        "Step: told_service, told_deployer, told_publisher, acknowledged or resolved",
        "环节：told_service、told_deployer、told_publisher、acknowledged 或 resolved",
    ),
    (
        "route",
        "string",
        "Routes by which it was made, codes of feedback_route with a blank between; empty if not told",
        "到达该环节的渠道，为 feedback_route 的代码，以空格分隔；未知则为空",
    ),
    (
        "days",
        "integer",
        "Days from noticing to the step or, if it was not made, to the last day of which that is known; in public files the next of 0, 7, 14, 30, 60, 90, 180 and 365, empty beyond",
        "自发现起至该环节的天数；尚未到达的，为至已知尚未到达的最后一天的天数；公开文件中取 0、7、14、30、60、90、180、365 中不小于它的最小值，超出则为空",
    ),
    (
        "censored",
        "boolean",
        "Whether the step was not made as far as is known",
        "据目前所知是否尚未到达",
    ),
    (
        "at_latest",
        "boolean",
        "Whether the step may have been made earlier: of several routes only the day of the first is asked",
        "是否可能更早：多个渠道只询问最早一次的日期",
    ),
];

/// Rows as everybody may have them: days up to the next of [`DAYS`], so that no day of noticing follows from
/// the known day of an answer, and no release of which fewer than ten issues tell.
fn coarse(mut rows: Vec<HopRow>) -> Vec<HopRow> {
    let mut issues: BTreeMap<String, BTreeSet<PublicId>> = BTreeMap::new();
    for row in &rows {
        if let Some(release) = &row.release {
            issues.entry(release.clone()).or_default().insert(row.issue);
        }
    }
    let may_be_named = |release: &String| {
        let count = issues.get(release).map_or(0, BTreeSet::len);
        u64::try_from(count).is_ok_and(|count| rounded(count).is_some())
    };
    for row in &mut rows {
        row.release = row.release.take().filter(may_be_named);
        row.days = row
            .days
            .and_then(|days| DAYS.into_iter().find(|band| days <= *band));
    }
    rows
}

fn issue_hops(rows: &[HopRow]) -> Table {
    let row = |row: &HopRow| {
        vec![
            row.issue.to_string(),
            row.release.clone().unwrap_or_default(),
            row.hop.as_str().to_owned(),
            row.route.clone(),
            row.days.map_or_else(String::new, |days| days.to_string()),
            row.censored.to_string(),
            row.at_latest.to_string(),
        ]
    };
    Table {
        name: "issue_hops",
        description: (
            "How far news of issues got, up to the Monday before the edition was begun: reports that everybody may have, without security flaws under embargo",
            "问题的消息传到了哪一步，截至本版开始制作前的星期一：仅限允许公开的反馈，不含暂不公开的安全漏洞",
        ),
        columns: HOP_COLUMNS.to_vec(),
        rows: rows.iter().map(row).collect(),
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
