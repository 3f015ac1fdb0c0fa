//! `recruitment.csv`: who brought whom, for the R package RDS.
//!
//! `as.rds.data.frame(read.csv("recruitment.csv"))` reads it as it stands, because the columns have the
//! names that the package looks for by itself: `id`, `recruiter.id`, `network.size.variable`. Its other
//! formats want more: `read.rdsat` wants coupons instead of recruiters, and `read.rdsobj` is R code that
//! is run. `wave` is what `get.wave` counts.
//!
//! What may be told of whom is decided where the rows come from ([`Recruit`]).

use crate::chain::lineage::Recruit;
use crate::chain::registry::export::{Column, Table};

/// Of the table.
pub const NAME: &str = "recruitment";

pub const ID: &str = "id";
pub const RECRUITER: &str = "recruiter.id";
pub const NETWORK_SIZE: &str = "network.size.variable";
pub const WAVE: &str = "wave";

/// Stands as the recruiter of seeds. R wants one text that is nobody's id.
pub const SEED: &str = "seed";

/// What R reads as missing, in columns of text too, where an empty cell would be a value.
pub const MISSING: &str = "NA";

const COLUMNS: [Column; 7] = [
    (
        ID,
        "string",
        "Number of somebody who took part, in this edition only; it leads to no other file",
        "参与者编号，仅在本版内有效，与其他文件无关",
    ),
    (
        RECRUITER,
        "string",
        "Who brought them; `seed` for those whom nobody brought, or of whom that may not be told",
        "由谁邀请；无人邀请或不可公布的为 seed",
    ),
    (
        NETWORK_SIZE,
        "number",
        "Left empty: it would tell people apart, and invitations along a chain are no ground for weights",
        "留空：该数值可能使人被识别，且沿链条的邀请不能作为加权依据",
    ),
    (
        WAVE,
        "integer",
        "Steps from the seed, 0 for seeds",
        "距起点的步数，起点为 0",
    ),
    (
        "role",
        "string",
        "Whose questionnaire they answered: P, D, S, U, or any",
        "所填问卷的角色：P、D、S、U 或 any",
    ),
    (
        "tier",
        "string",
        "How they came: T0 openly, T1 by a channel, T2 by a person, T3 by somebody whose control was shown",
        "到达方式：T0 公开入口，T1 渠道链接，T2 个人链接，T3 已确认控制权者发出的链接",
    ),
    (
        "re_rooted",
        "boolean",
        "Whether they stand as a seed only because it may not be told who brought them, or those counted with them",
        "是否仅因其（或与其一并统计者）的邀请人不可公布而列为起点",
    ),
];

/// The table; no recruit comes before whoever brought them.
pub fn table(recruits: &[Recruit]) -> Table {
    let mut waves: Vec<u32> = Vec::with_capacity(recruits.len());
    let mut rows = Vec::with_capacity(recruits.len());
    for (number, recruit) in recruits.iter().enumerate() {
        let above = recruit.recruiter.and_then(|row| waves.get(row));
        let wave = above.map_or(0, |above| above + 1);
        waves.push(wave);
        rows.push(vec![
            id(number),
            recruit.recruiter.map_or_else(|| SEED.to_owned(), id),
            String::new(),
            wave.to_string(),
            recruit.group.audience().as_str().to_owned(),
            recruit.group.tier.as_str().to_owned(),
            recruit.is_re_rooted.to_string(),
        ]);
    }
    Table {
        name: NAME,
        description: (
            "Who brought whom, for the R package RDS, up to the Monday before the edition was begun; trees are cut where too few could be told of",
            "谁邀请了谁，供 R 软件包 RDS 读取，截至本版开始制作前的星期一；人数过少处树被截断",
        ),
        columns: COLUMNS.to_vec(),
        rows,
    }
}

/// Begins with a letter, so that R takes it for text.
fn id(number: usize) -> String {
    format!("c{}", number + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::Role;
    use crate::chain::lineage::Group;
    use crate::chain::links::Tier;
    use crate::dataset::statistics::{Respondent, Sample};

    /// By the rules of `as.rds.data.frame` and `get.wave`, of which [`Sample`] names each that is broken.
    #[test]
    fn the_rows_are_a_sample_as_the_r_package_wants_it() {
        let recruit = |role, recruiter| Recruit {
            group: Group {
                role: Some(role),
                tier: Tier::Personal,
            },
            recruiter,
            is_re_rooted: false,
        };
        let table = table(&[
            recruit(Role::Deployer, None),
            recruit(Role::Provider, Some(0)),
            recruit(Role::User, Some(1)),
            recruit(Role::Deployer, None),
        ]);
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
        let respondents = table.rows.iter().map(|row| Respondent {
            id: row[0].clone(),
            recruiter: (row[1] != SEED).then(|| row[1].clone()),
            network_size: row[2].parse().ok(),
            wave: row[3].parse().ok(),
            values: Vec::new(),
        });
        let sample = Sample::new(Vec::new(), respondents.collect()).unwrap();
        assert_eq!(sample.waves(), [0, 1, 2, 0]);
        assert_eq!(sample.recruiters(), [None, Some(0), Some(1), None]);
        for name in table.columns.iter().map(|column| column.0) {
            let plain = |letter: char| letter.is_ascii_lowercase() || "._".contains(letter);
            assert!(name.chars().all(plain), "R renames no {name}");
        }
    }
}
