//! The registry as tables of text.

use super::said;
use crate::chain::registry::changes::{Known, Subject};
use crate::chain::registry::dossier::Dossier;
use crate::chain::registry::facts::{Counted, Direction, Fact, listed};
use crate::chain::registry::licences::{Family, Licence};
use crate::chain::registry::openness::Availability;
use crate::chain::registry::queries;
use crate::chain::registry::statements::Statement;
use crate::chain::registry::terms::SizeBand;
use crate::store::{Instant, Snapshot, StoreError};

/// A column: its name, its type in a data package, and what it holds, in English and Chinese.
pub type Column = (&'static str, &'static str, &'static str, &'static str);

/// A table.
#[derive(Debug, Clone)]
pub struct Table {
    /// Name of its files, without their ending.
    pub name: &'static str,
    /// In English and Chinese.
    pub description: (&'static str, &'static str),
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
}

pub(super) const MODEL: Column = ("model", "string", "Key of the model", "模型键");
const RELEASE: Column = (
    "release",
    "string",
    "Key of the release within its model",
    "模型内的发布版本键",
);
pub(super) const ON: Column = (
    "on",
    "date",
    "Day from which it holds, or on which the source said so",
    "生效日期，或来源作出说明的日期",
);
pub(super) const SOURCE: Column = ("source", "string", "Who says so", "信息来源");

/// All tables of the registry, as it was at a moment.
pub fn tables(db: &mut Snapshot<'_>, until: Instant) -> Result<Vec<Table>, StoreError> {
    let mut all = queries::everything(db)?;
    all.retain(|(_, kept)| kept.recorded_at <= until);
    let mut known = Known::default();
    for (subject, kept) in &all {
        known.add(subject.clone(), kept.clone());
    }
    let addresses = known.subjects.keys().filter_map(Subject::address);
    let dossiers: Vec<Dossier> = addresses
        .filter_map(|address| Dossier::of(&known, &address))
        .collect();
    Ok(vec![
        models(&dossiers),
        releases(&dossiers),
        identifiers(&dossiers),
        access_events(&dossiers),
        components(&dossiers),
        release_edges(&dossiers),
        said::statements(&all),
    ])
}

/// The cells of a row about a release, and of the statement that it rests on.
fn row(dossier: &Dossier, own: &[&str], statement: &Statement) -> Vec<String> {
    let address = [dossier.address.model.as_str(), dossier.address.release.as_str()];
    let mut cells: Vec<String> = address.iter().chain(own).map(|cell| (*cell).to_owned()).collect();
    cells.push(statement.on.to_string());
    cells.push(statement.source.as_str().to_owned());
    cells
}

pub(super) fn text<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn models(dossiers: &[Dossier]) -> Table {
    let mut rows: Vec<Vec<String>> = dossiers
        .iter()
        .map(|dossier| vec![dossier.address.model.to_string(), dossier.model_name().to_owned()])
        .collect();
    rows.dedup_by(|one, other| one.first() == other.first());
    Table {
        name: "models",
        description: ("Models", "模型"),
        columns: vec![MODEL, ("name", "string", "Name of the model", "模型名称")],
        rows,
    }
}

/// Releases with what holds of each.
pub fn releases(dossiers: &[Dossier]) -> Table {
    let row = |dossier: &Dossier| {
        let modalities = |direction| listed(dossier.modalities(direction).iter().map(|one| one.as_str()));
        let licence = dossier.licence();
        vec![
            dossier.address.model.to_string(),
            dossier.address.release.to_string(),
            dossier.name().to_owned(),
            text(dossier.publisher()),
            text(dossier.released_on()),
            text(dossier.supersedes()),
            text(dossier.parameters(Counted::Total)),
            text(dossier.parameters(Counted::Active)),
            text(dossier.band().map(SizeBand::as_str)),
            modalities(Direction::In),
            modalities(Direction::Out),
            text(licence.and_then(Licence::id)),
            text(licence.and_then(Licence::family).map(Family::as_str)),
            listed(dossier.purposes().iter().map(|one| one.as_str())),
            text(dossier.timeline().last().map(|step| step.level.as_str())),
            text(dossier.completeness().map(|found| found.class.as_str())),
        ]
    };
    Table {
        name: "releases",
        description: (
            "Releases, each with what holds after all that was said",
            "各发布版本及其现行信息",
        ),
        columns: vec![
            MODEL,
            RELEASE,
            ("name", "string", "Canonical name", "规范名称"),
            ("publisher", "string", "Who published it", "发布方"),
            ("released_on", "date", "Day of publication", "发布日期"),
            (
                "supersedes",
                "string",
                "The release that it is a newer version of, as model/release",
                "所取代的旧版本，写作 model/release",
            ),
            ("parameters_total", "integer", "Number of parameters", "参数总量"),
            (
                "parameters_active",
                "integer",
                "Parameters that a mixture model uses at a time",
                "混合专家模型每次激活的参数量",
            ),
            (
                "size_band",
                "string",
                "Band of the number of parameters",
                "参数规模档",
            ),
            (
                "modality_in",
                "string",
                "What it takes; codes with spaces between",
                "输入模态，多个代码以空格分隔",
            ),
            (
                "modality_out",
                "string",
                "What it gives; codes with spaces between",
                "输出模态，多个代码以空格分隔",
            ),
            ("licence", "string", "SPDX licence expression", "SPDX 许可表达式"),
            ("licence_family", "string", "Family of the licence", "许可类别"),
            (
                "purpose",
                "string",
                "What it is meant for; codes with spaces between",
                "用途，多个代码以空格分隔",
            ),
            (
                "access_level",
                "string",
                "Level of access said last, A0 to A6",
                "最近一次说明的可及性等级，A0 至 A6",
            ),
            (
                "mof_class",
                "string",
                "Class of the Model Openness Framework, computed from the components",
                "模型开放性框架（MOF）等级，由组件计算得出",
            ),
        ],
        rows: dossiers.iter().map(row).collect(),
    }
}

fn identifiers(dossiers: &[Dossier]) -> Table {
    let rows = dossiers.iter().flat_map(|dossier| {
        let identifiers = dossier.identifiers().into_iter();
        identifiers.map(|(identifier, statement)| {
            row(
                dossier,
                &[identifier.scheme().as_str(), identifier.value()],
                statement,
            )
        })
    });
    Table {
        name: "identifiers",
        description: ("Names that others give to releases", "发布版本的各种标识"),
        columns: vec![
            MODEL,
            RELEASE,
            (
                "scheme",
                "string",
                "Form of the name: purl, hub, api, cn-filing, sha256 or text",
                "标识类型：purl、hub、api、cn-filing、sha256 或 text",
            ),
            ("value", "string", "The name", "标识"),
            ON,
            SOURCE,
        ],
        rows: rows.collect(),
    }
}

fn access_events(dossiers: &[Dossier]) -> Table {
    let rows = dossiers.iter().flat_map(|dossier| {
        let steps = dossier.timeline().into_iter();
        steps.map(|step| {
            row(
                dossier,
                &[step.level.as_str(), step.basis.as_str()],
                step.statement,
            )
        })
    });
    Table {
        name: "access_events",
        description: ("The history of access to releases", "发布版本可及性的历史"),
        columns: vec![
            MODEL,
            RELEASE,
            (
                "level",
                "string",
                "A0 (not available) to A6 (weights, code and training information)",
                "A0（不可用）至 A6（权重、代码和训练信息）",
            ),
            (
                "basis",
                "string",
                "What it rests on: announced, terms, catalogue or observed",
                "依据：announced 公告、terms 条款、catalogue 目录、observed 观察",
            ),
            ON,
            SOURCE,
        ],
        rows: rows.collect(),
    }
}

fn components(dossiers: &[Dossier]) -> Table {
    let mut rows = Vec::new();
    for dossier in dossiers {
        for statement in dossier.holding() {
            if let Fact::Component(component, availability) = &statement.fact {
                let licence = match availability {
                    Availability::Absent => "",
                    Availability::Under(licence) => licence.as_str(),
                };
                let published = if *availability == Availability::Absent {
                    "0"
                } else {
                    "1"
                };
                let open = if availability.is_open() { "1" } else { "0" };
                rows.push(row(
                    dossier,
                    &[component.as_str(), published, licence, open],
                    statement,
                ));
            }
        }
    }
    Table {
        name: "components",
        description: (
            "Components of the Model Openness Framework",
            "模型开放性框架（MOF）的组件",
        ),
        columns: vec![
            MODEL,
            RELEASE,
            ("component", "string", "One of the 17 components", "17 个组件之一"),
            (
                "published",
                "integer",
                "1 if it is published, else 0",
                "已发布为 1，否则为 0",
            ),
            (
                "licence",
                "string",
                "SPDX licence expression, or L.none where none is stated",
                "SPDX 许可表达式；未说明时为 L.none",
            ),
            (
                "open",
                "integer",
                "1 if the licence is open, so that the component counts, else 0",
                "许可为开放许可、可计入时为 1，否则为 0",
            ),
            ON,
            SOURCE,
        ],
        rows,
    }
}

fn release_edges(dossiers: &[Dossier]) -> Table {
    let mut rows = Vec::new();
    for dossier in dossiers {
        for statement in dossier.holding() {
            if let Fact::Base(relation, base, confidence) = &statement.fact {
                let own = [
                    base.model.as_str(),
                    base.release.as_str(),
                    relation.as_str(),
                    confidence.as_str(),
                ];
                rows.push(row(dossier, &own, statement));
            }
        }
    }
    Table {
        name: "release_edges",
        description: ("What releases were made from", "发布版本由什么制成"),
        columns: vec![
            MODEL,
            RELEASE,
            (
                "base_model",
                "string",
                "Key of the model of the base",
                "基础模型的模型键",
            ),
            (
                "base_release",
                "string",
                "Key of the release that is the base",
                "基础发布版本的键",
            ),
            ("relation", "string", "How it was made", "制作方式"),
            (
                "confidence",
                "string",
                "claimed, matched or confirmed",
                "claimed 声称、matched 匹配或 confirmed 确认",
            ),
            ON,
            SOURCE,
        ],
        rows,
    }
}
