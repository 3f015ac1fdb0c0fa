//! The codebook: one entry for each column, in words that a reader of the data needs.

use super::columns::{
    Column, Content, Item, Kind, Layout, ListedOption, Part, Profile, System, TableLayout, Use, Wording,
};
use super::facts::meaning;
use super::writers::rds;
use crate::chain::registry::export::{Column as ChainColumn, Table};
use crate::questionnaire::definition::{Exposure, Missing, Text};

/// The header of `codebook.csv`; labels follow in each language, then what changed.
pub const HEADER: [&str; 15] = [
    "file",
    "column",
    "question",
    "questionnaires",
    "question_type",
    "values",
    "list",
    "option",
    "exposure",
    "proxy",
    "policy_question",
    "asked_if",
    "constraint",
    "versions",
    "missing_codes",
];

/// What `codebook.csv` says about one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// In the order of [`HEADER`].
    pub facts: [String; HEADER.len()],
    /// For each language of the layout: label, label of the option, hint.
    pub labels: Vec<[String; 3]>,
    /// What changed in which version.
    pub changed_in: String,
    /// As `labels`, in the words of earlier versions where they were others.
    pub earlier: Vec<[String; 3]>,
}

/// The entries of all tables, in the order of their columns; those about the chain come last.
pub fn entries(layout: &Layout, chain: &[Table]) -> Vec<Entry> {
    let of_table = |table| tables_entries(layout, table);
    let of_chain = |table| chain_entries(layout, table);
    let asked = layout.tables.iter().flat_map(of_table);
    asked.chain(chain.iter().flat_map(of_chain)).collect()
}

fn chain_entries(layout: &Layout, table: &Table) -> Vec<Entry> {
    let exposure = match table.name {
        rds::NAME => Exposure::Text,
        _ => Exposure::Public,
    };
    let entry = |(name, kind, english, chinese): &ChainColumn| {
        let values = if *kind == "string" { "text" } else { kind };
        let file = format!("{}.csv", table.name);
        own_entry(layout, [&file, name, values], exposure, (english, chinese))
    };
    table.columns.iter().map(entry).collect()
}

fn tables_entries(layout: &Layout, table: &TableLayout) -> Vec<Entry> {
    let columns = table.columns.iter();
    columns.map(|column| entry(layout, table, column)).collect()
}

fn entry(layout: &Layout, table: &TableLayout, column: &Column) -> Entry {
    match &column.content {
        Content::System(system) => system_entry(layout, table, column, system),
        Content::Item { item, part } => item_entry(layout, table, column, &table.items[*item], *part),
    }
}

fn system_entry(layout: &Layout, table: &TableLayout, column: &Column, system: &System) -> Entry {
    let values = match system {
        System::Version | System::Instance(_) => "integer",
        System::SubmittedOn => "date",
        System::Id
        | System::Questionnaire
        | System::Role
        | System::Language
        | System::Tier
        | System::Unlisted => "text",
    };
    let file = format!("{}.csv", table.name);
    own_entry(
        layout,
        [&file, &column.name, values],
        system.exposure(),
        system_label(system),
    )
}

/// The entry of a column that nobody was asked for: file, name and kind of values.
fn own_entry(
    layout: &Layout,
    [file, column, values]: [&str; 3],
    exposure: Exposure,
    (english, chinese): (&str, &str),
) -> Entry {
    let mut facts: [String; HEADER.len()] = Default::default();
    file.clone_into(&mut facts[0]);
    column.clone_into(&mut facts[1]);
    facts[4] = "system".into();
    values.clone_into(&mut facts[5]);
    facts[8] = exposure.as_str().into();
    let label = |language: &String| {
        let label = if language.starts_with("zh") {
            chinese
        } else {
            english
        };
        [label.to_owned(), String::new(), String::new()]
    };
    Entry {
        facts,
        labels: layout.languages.iter().map(label).collect(),
        changed_in: String::new(),
        earlier: layout.languages.iter().map(|_| Default::default()).collect(),
    }
}

fn item_entry(layout: &Layout, table: &TableLayout, column: &Column, item: &Item, part: Part) -> Entry {
    let option = match part {
        Part::Option(option) => item.options.get(option),
        Part::Whole | Part::Place(_) | Part::Coordinate(_) | Part::Words => None,
    };
    let label = |language: &String| {
        let of_part = match part {
            Part::Whole => String::new(),
            Part::Option(_) => option
                .map_or("", |option| text(&option.label, item, language))
                .to_owned(),
            Part::Place(place) => place.to_string(),
            Part::Coordinate(number) => coordinate(number, language).to_owned(),
            Part::Words => in_words(language).to_owned(),
        };
        [
            by_use(item, |one| {
                one.label.get(language, &one.default_language).to_owned()
            }),
            of_part,
            by_use(item, |one| {
                one.hint.get(language, &one.default_language).to_owned()
            }),
        ]
    };
    Entry {
        facts: [
            format!("{}.csv", table.name),
            column.name.clone(),
            item.name.clone(),
            joined(item.uses.iter().map(|one| one.questionnaire.clone())),
            by_use(item, |one| one.question_type.to_owned()),
            values(item, part).into(),
            item.list.clone().unwrap_or_default(),
            option.map(|option| option.code.clone()).unwrap_or_default(),
            if part == Part::Words {
                Exposure::Text
            } else {
                item.exposure
            }
            .as_str()
            .into(),
            by_use(item, |one| if one.proxy { "yes".into() } else { String::new() }),
            by_use(item, |one| one.policy_question.clone().unwrap_or_default()),
            by_use(item, |one| one.relevance.clone()),
            by_use(item, |one| one.constraint.clone()),
            joined(
                item.uses
                    .iter()
                    .map(|one| span(&one.questionnaire, &one.versions)),
            ),
            joined(
                missing_codes(layout.profile, item)
                    .into_iter()
                    .map(|missing| format!("{} {}", missing.code(), meaning(missing).0)),
            ),
        ],
        labels: layout.languages.iter().map(label).collect(),
        changed_in: joined(item.uses.iter().flat_map(changed_in)),
        earlier: layout
            .languages
            .iter()
            .map(|language| earlier(item, option, language))
            .collect(),
    }
}

fn changed_in(one: &Use) -> impl Iterator<Item = String> + '_ {
    one.changed_in.iter().map(|(version, kinds)| {
        let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
        format!("{} {version}: {}", one.questionnaire, kinds.join(", "))
    })
}

/// Label, label of the option and hint, as earlier versions had them.
fn earlier(item: &Item, option: Option<&ListedOption>, language: &str) -> [String; 3] {
    let of = |pick: fn(&Wording) -> &Text, newest: fn(&Use) -> &Text| {
        joined(item.uses.iter().flat_map(|one| {
            let say = |text: &Text| text.get(language, &one.default_language).to_owned();
            let words = one
                .earlier
                .iter()
                .map(|wording| (one.questionnaire.as_str(), wording.version, say(pick(wording))));
            told_once(words, &say(newest(one)))
        }))
    };
    let options = option.map_or_else(String::new, |option| {
        let say = |label: &Text| text(label, item, language).to_owned();
        earlier_labels(option, say)
    });
    [
        of(|wording| &wording.label, |one| &one.label),
        options,
        of(|wording| &wording.hint, |one| &one.hint),
    ]
}

/// The labels that an option had, each with the versions that say so.
pub fn earlier_labels(option: &ListedOption, say: impl Fn(&Text) -> String) -> String {
    let words = option
        .earlier
        .iter()
        .map(|(questionnaire, version, label)| (questionnaire.as_str(), *version, say(label)));
    joined(told_once(words, &say(&option.label)).into_iter())
}

/// Words by questionnaire and version, those that are the same told together, and those of `newest`
/// not at all.
fn told_once<'w>(words: impl Iterator<Item = (&'w str, i32, String)>, newest: &str) -> Vec<String> {
    let mut told: Vec<(&str, Vec<i32>, String)> = Vec::new();
    for (questionnaire, version, words) in words.filter(|(.., words)| words != newest) {
        let same = |(of, _, said): &&mut (&str, Vec<i32>, String)| *of == questionnaire && *said == words;
        match told.iter_mut().find(same) {
            Some((_, versions, _)) => versions.insert(0, version),
            None => told.push((questionnaire, vec![version], words)),
        }
    }
    told.into_iter()
        .map(|(questionnaire, versions, words)| format!("{}: {words}", span(questionnaire, &versions)))
        .collect()
}

/// A questionnaire with some of its versions, which rise.
pub fn span(questionnaire: &str, versions: &[i32]) -> String {
    let runs: Vec<String> = versions
        .chunk_by(|a, b| a + 1 == *b)
        .filter_map(|run| match run {
            [] => None,
            [only] => Some(only.to_string()),
            [first, .., last] => Some(format!("{first}-{last}")),
        })
        .collect();
    format!("{questionnaire} {}", runs.join(", "))
}

/// The text in a language, else in that of the questionnaire that the item is first asked in.
pub fn text<'t>(text: &'t Text, item: &Item, language: &str) -> &'t str {
    let fallback = item.uses.first().map_or("", |one| one.default_language.as_str());
    text.get(language, fallback)
}

/// What all questionnaires say, or what each says if they differ.
fn by_use(item: &Item, say: impl Fn(&Use) -> String) -> String {
    let said: Vec<String> = item.uses.iter().map(say).collect();
    let Some(first) = said.first() else {
        return String::new();
    };
    if said.iter().all(|other| other == first) {
        return first.clone();
    }
    let named = item.uses.iter().zip(&said).filter(|(_, said)| !said.is_empty());
    joined(named.map(|(one, said)| format!("{}: {said}", one.questionnaire)))
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join("; ")
}

/// What stands in the cells, in a word.
const fn values(item: &Item, part: Part) -> &'static str {
    match (item.kind, part) {
        (_, Part::Option(_)) => "1 chosen, 0 not chosen",
        (_, Part::Words) => "text",
        (Kind::One | Kind::Ranked, _) => "code",
        (Kind::Release, _) => "model/release",
        (Kind::Integer, _) => "integer",
        (Kind::Decimal, _) | (_, Part::Coordinate(_)) => "number",
        (Kind::File, _) => "path of a file",
        (Kind::Date | Kind::DayOf, _) => "date",
        (Kind::Time, _) => "time",
        (Kind::DateTime, _) => "datetime",
        (Kind::Text | Kind::Many | Kind::Place | Kind::Degree, _) => "text",
    }
}

/// What a number of a place is, in words.
pub fn coordinate(number: usize, language: &str) -> &'static str {
    const WORDS: [(&str, &str); 4] = [
        ("latitude in degrees", "纬度（度）"),
        ("longitude in degrees", "经度（度）"),
        ("altitude in metres", "海拔（米）"),
        ("accuracy in metres", "精度（米）"),
    ];
    let (english, chinese) = WORDS.get(number).copied().unwrap_or_default();
    if language.starts_with("zh") {
        chinese
    } else {
        english
    }
}

/// What the column with a person's words holds, in words.
pub fn in_words(language: &str) -> &'static str {
    if language.starts_with("zh") {
        "本人输入的内容"
    } else {
        "in the person's own words"
    }
}

/// The codes that may stand in the item's columns.
fn missing_codes(profile: Profile, item: &Item) -> Vec<Missing> {
    let withheld =
        profile == Profile::Public && item.exposure == Exposure::Quasi || item.kind == Kind::Release;
    let of_options: Vec<Missing> = item.options.iter().filter_map(|option| option.missing).collect();
    let possible = |missing: &Missing| match missing {
        Missing::Skipped => true,
        Missing::NotApplicable if item.kind == Kind::Release => profile.carries(Exposure::Text),
        Missing::DoNotKnow | Missing::PreferNotToSay | Missing::NotApplicable => of_options.contains(missing),
        Missing::Withheld => withheld,
        Missing::Withdrawn => false,
    };
    Missing::ALL.into_iter().filter(possible).collect()
}

/// What one of our own columns holds, in English and Chinese.
pub const fn system_label(system: &System) -> (&'static str, &'static str) {
    match system {
        System::Id => (
            "Random number of the submission; it says nothing about time or person",
            "答卷的随机编号，不反映时间或个人",
        ),
        System::Questionnaire => ("Questionnaire that was answered", "所填问卷"),
        System::Version => ("Version of the questionnaire", "问卷版本"),
        System::Role => (
            "Place in the chain: P publisher, D downloader-deployer, S service provider, U end user, any everybody, report incident form",
            "链条角色：P 开源方，D 下载部署者，S 服务提供商，U 最终用户，any 所有人，report 事件表",
        ),
        System::Language => ("Language in which it was answered", "作答语言"),
        System::SubmittedOn => ("Day of submission (UTC)", "提交日期（UTC）"),
        System::Tier => (
            "How the person got here: T0 openly, T1 to T3 by an invitation handed down the chain",
            "到达方式：T0 公开入口，T1 至 T3 经链条邀请",
        ),
        System::Instance(_) => (
            "Number of the instance within the submission, from 1",
            "答卷内的序号，从 1 起",
        ),
        System::Unlisted => (
            "Options chosen that no version of the questionnaire lists",
            "所选选项中未列入任何问卷版本的选项",
        ),
    }
}
