//! `README.md` of an edition: what it is, what it can bear, and how to read it in.

mod changes;
mod listing;

use std::fmt::Write;
use std::io;

use super::file::{Folder, Written};
use super::manifest::Attachments;
use crate::chain::registry::export::Table;
use crate::dataset::columns::{Layout, Profile};
use crate::dataset::disclosure::Withheld;
use crate::dataset::facts::{Facts, NOT_ASKED, meaning};
use crate::questionnaire::definition::Missing;

/// A sentence in English and Chinese.
pub(super) type Pair = (&'static str, &'static str);

/// The language of one half of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    English,
    Chinese,
}

impl Half {
    pub(super) const fn of(self, pair: Pair) -> &'static str {
        match self {
            Self::English => pair.0,
            Self::Chinese => pair.1,
        }
    }

    const fn tag(self) -> &'static str {
        self.of(("en", "zh-Hans"))
    }
}

/// The tables whose rows people made, and those about the chain.
pub(super) type Described<'d> = (&'d Layout, &'d [Table]);

/// Writes the file; `files` are those that stand beside it.
///
/// # Errors
/// When the disk is full.
pub fn write(
    folder: &Folder,
    facts: &Facts,
    tables: Described<'_>,
    files: &[Written],
    attachments: Option<&Attachments>,
) -> io::Result<Written> {
    let mut text = String::new();
    for half in [Half::English, Half::Chinese] {
        // Writing to a string cannot fail.
        let _ = half_of(&mut text, half, facts, tables, (files, attachments));
    }
    folder.write("README.md", text.as_bytes())
}

fn half_of(
    text: &mut String,
    half: Half,
    facts: &Facts,
    tables: Described<'_>,
    files: (&[Written], Option<&Attachments>),
) -> std::fmt::Result {
    head(text, half, facts)?;
    cautions(text, half)?;
    listing::write(text, half, tables, files, facts.has_workbook)?;
    changes::write(text, half, &facts.revisions)?;
    missing(text, half)?;
    protection(text, half, facts)?;
    reading(text, half)?;
    writeln!(text, "## {}\n", half.of(("Citing and licence", "引用与许可")))?;
    writeln!(text, "> {}\n", facts.citation(half.tag()))?;
    writeln!(
        text,
        "{}\n",
        half.of((
            "Licence of the data: Creative Commons Attribution 4.0 (CC BY 4.0). Please do not try to recognise anybody.",
            "数据许可：知识共享署名 4.0（CC BY 4.0）。请勿尝试识别任何个人。",
        ))
    )
}

fn head(text: &mut String, half: Half, facts: &Facts) -> std::fmt::Result {
    let title = facts.study.title(half.tag());
    let profile = match facts.profile {
        Profile::Public => half.of(("public edition", "公开版")),
        Profile::Restricted => half.of((
            "restricted edition, for signed-in researchers",
            "受限版，供登录的研究者使用",
        )),
    };
    match half {
        Half::English => writeln!(text, "# {title}: edition {} ({profile})\n", facts.number)?,
        Half::Chinese => writeln!(text, "# {title}：第 {} 版（{profile}）\n", facts.number)?,
    }
    let days = match facts.days {
        None => String::new(),
        Some((first, last)) => match half {
            Half::English => format!(", submitted from {first} to {last} (UTC)"),
            Half::Chinese => format!("，提交日期 {first} 至 {last}（UTC）"),
        },
    };
    match half {
        Half::English => writeln!(text, "{} accepted submissions{days}.\n", facts.rows)?,
        Half::Chinese => writeln!(text, "共 {} 份已采纳的答卷{days}。\n", facts.rows)?,
    }
    if facts.study.asks_to_publish && facts.profile == Profile::Public {
        let consent = (
            "Only people who agreed to publication are in it.",
            "仅收录同意公开的参与者。",
        );
        writeln!(text, "{}\n", half.of(consent))?;
    }
    if facts.profile == Profile::Public {
        for rule in &facts.study.public_rows {
            let (questionnaire, question, choices) =
                (&rule.questionnaire, &rule.question, rule.choices.join(", "));
            match half {
                Half::English => writeln!(
                    text,
                    "Of the questionnaire {questionnaire}, only submissions that answered {question} with {choices} are in it.\n"
                )?,
                Half::Chinese => writeln!(
                    text,
                    "问卷 {questionnaire} 仅收录 {question} 选择 {choices} 的答卷。\n"
                )?,
            }
        }
    }
    writeln!(
        text,
        "{}",
        half.of((
            "| questionnaire | role | submissions |",
            "| 问卷 | 角色 | 答卷数 |"
        ))
    )?;
    writeln!(text, "| --- | --- | ---: |")?;
    for (questionnaire, role, count) in facts.by_questionnaire() {
        writeln!(text, "| {questionnaire} | {role} | {count} |")?;
    }
    writeln!(text)?;
    let named = [
        (("Sponsor", "资助方"), &facts.study.sponsor),
        (("Controller", "数据控制者"), &facts.study.controller),
        (("Ethics review", "伦理审查"), &facts.study.ethics),
    ];
    for (name, who) in named {
        if let Some(who) = who {
            writeln!(text, "- {}: {}", half.of(name), who.get(half.tag(), "en"))?;
        }
    }
    writeln!(text)
}

const CAUTIONS: [Pair; 5] = [
    (
        "**No margin of error.** People took part because they wanted to. Nobody was drawn at random, so shares describe those who answered, not a population, and no interval or test against a population applies.",
        "**没有误差范围。** 参与者均为自愿参加，并非随机抽样。各项比例只描述作答者，不代表总体，也不适用任何针对总体的区间估计或检验。",
    ),
    (
        "**No rates.** How many people use a model is not known; reports of problems cannot be turned into rates per user.",
        "**不能计算发生率。** 模型的使用人数未知，问题报告不能换算成每用户的发生率。",
    ),
    (
        "**Reports are allegations.** What somebody reports is what they saw and believed; it does not establish a cause or a fault.",
        "**报告只是陈述。** 报告反映的是报告者的所见所想，并不证明原因或过错。",
    ),
    (
        "**No ranking of capability.** Opinions about models are opinions; they do not show that one model does as well as another.",
        "**不是能力排名。** 对模型的评价是意见，不能证明一个模型与另一个模型能力相当。",
    ),
    (
        "**Accepted does not mean verified.** Moderators keep out what is plainly not an answer; they do not check facts.",
        "**采纳不等于核实。** 审核员只排除明显无效的答卷，并不核实事实。",
    ),
];

fn cautions(text: &mut String, half: Half) -> std::fmt::Result {
    writeln!(
        text,
        "## {}\n",
        half.of(("What these data cannot say", "这些数据不能说明什么"))
    )?;
    for caution in CAUTIONS {
        writeln!(text, "- {}", half.of(caution))?;
    }
    writeln!(text)
}

fn missing(text: &mut String, half: Half) -> std::fmt::Result {
    writeln!(
        text,
        "## {}\n",
        half.of(("Cells without an answer", "没有答案的单元格"))
    )?;
    writeln!(text, "{}", half.of(("| cell | means |", "| 单元格 | 含义 |")))?;
    writeln!(text, "| --- | --- |")?;
    writeln!(
        text,
        "| {} | {} |",
        half.of(("(empty)", "（空）")),
        half.of(NOT_ASKED)
    )?;
    for missing in Missing::ALL {
        writeln!(text, "| `{}` | {} |", missing.code(), half.of(meaning(missing)))?;
    }
    writeln!(text, "\n{}\n", half.of((
        "A 0 is always an answer: the option was offered and not chosen. It never means that nothing was said.",
        "0 始终是一个答案：该选项已提供但未选择，绝不表示未作答。",
    )))
}

fn protection(text: &mut String, half: Half, facts: &Facts) -> std::fmt::Result {
    writeln!(text, "## {}\n", half.of(("Disclosure control", "披露控制")))?;
    let k = facts.study.k;
    if facts.profile == Profile::Restricted {
        return writeln!(text, "{}\n", half.of((
            "None has been applied: this edition holds free text and quasi-identifiers as answered. It may not be passed on.",
            "未作处理：本版包含原样的自由文字和准标识符，不得转交他人。",
        )));
    }
    let Withheld { submissions, cells } = &facts.withheld;
    match half {
        Half::English => writeln!(
            text,
            "Free text is left out. Where fewer than {k} submissions of a questionnaire share the values of all quasi-identifiers (exposure `quasi` in the codebook), these values are replaced by `.w`. This was done in {submissions} of {} submissions.\n",
            facts.rows
        )?,
        Half::Chinese => writeln!(
            text,
            "不含自由文字。同一问卷中，若全部准标识符（代码本中 exposure 为 `quasi`）取值相同的答卷少于 {k} 份，则这些值以 `.w` 代替。{} 份答卷中有 {submissions} 份作此处理。\n",
            facts.rows
        )?,
    }
    if cells.is_empty() {
        return Ok(());
    }
    writeln!(
        text,
        "{}",
        half.of(("| column | cells withheld |", "| 列 | 隐去的单元格 |"))
    )?;
    writeln!(text, "| --- | ---: |")?;
    for (table, column, count) in cells {
        let file = if table == "submissions" {
            String::new()
        } else {
            format!("{table}.csv: ")
        };
        writeln!(text, "| {file}{column} | {count} |")?;
    }
    writeln!(text)
}

const READING: &str = r#"```r
# R
none <- c("", ".s", ".d", ".r", ".n", ".w", ".x")
d <- read.csv("submissions.csv", na.strings = none, check.names = FALSE, fileEncoding = "UTF-8")
# R, readr: every code kept as text, nothing guessed
d <- readr::read_csv("submissions.csv", na = character(), col_types = readr::cols(.default = "c"))
```

```python
# pandas (keep_default_na=False: "NA" is Namibia)
import pandas as pd
none = ["", ".s", ".d", ".r", ".n", ".w", ".x"]
d = pd.read_csv("submissions.csv", keep_default_na=False, na_values=none)
```

```stata
* Stata: destring turns .s .d .r .n .w .x into its extended missing values
import delimited using "submissions.csv", varnames(1) case(preserve) stringcols(_all) encoding("utf-8") bindquote(strict) clear
destring *, replace
```

```spss
* SPSS and PSPP: names, formats and value labels are in the syntax file.
INCLUDE "submissions.sps".
```
"#;

fn reading(text: &mut String, half: Half) -> std::fmt::Result {
    writeln!(text, "## {}\n", half.of(("Reading it in", "读取数据")))?;
    writeln!(text, "{READING}")?;
    writeln!(
        text,
        "{}\n",
        half.of((
            "Excel and LibreOffice: open `submissions.xlsx`, or `submissions-excel.csv`.",
            "Excel 与 LibreOffice：打开 `submissions.xlsx` 或 `submissions-excel.csv`。",
        ))
    )
}
