//! What changed between the versions of the questionnaires, as the README tells it.

use std::fmt::Write;

use super::Half;
use crate::dataset::history::Revision;
use crate::questionnaire::comparison::Effect;

/// Writes the section, unless nothing ever changed.
pub(super) fn write(text: &mut String, half: Half, revisions: &[Revision]) -> std::fmt::Result {
    if revisions.is_empty() {
        return Ok(());
    }
    let title = ("How the questionnaires changed", "问卷的变更");
    writeln!(text, "## {}\n", half.of(title))?;
    writeln!(
        text,
        "{}",
        half.of((
            "| questionnaire | version | published | changes | of these break a series | why |",
            "| 问卷 | 版本 | 发布日期 | 变更 | 其中中断序列 | 原因 |"
        ))
    )?;
    writeln!(text, "| --- | ---: | --- | ---: | ---: | --- |")?;
    for revision in revisions {
        let reason = revision.reason.get(half.tag(), "en").replace('|', "\\|");
        writeln!(
            text,
            "| {} | {} | {} | {} | {} | {reason} |",
            revision.questionnaire,
            revision.number,
            revision.published_on,
            revision.changes.len(),
            revision.count(Effect::BreaksSeries),
        )?;
    }
    writeln!(text, "\n{}\n", half.of((
        "`changes.csv` has each change with the words before and after. What it calls `breaks_series` does not stand in one series with what came before; after what `may_change_answers`, people were asked in other words or under other conditions; `cosmetic` touches no answer. `sys_version` tells which version a row answered, and `changed_in` of the codebook which columns to look at.",
        "`changes.csv` 逐条列出变更前后的内容。标为 `breaks_series` 的变更使前后数据不能放在同一序列中比较；标为 `may_change_answers` 的变更意味着措辞或条件不同，可能影响回答；标为 `cosmetic` 的变更不影响回答。`sys_version` 表示该行所填的问卷版本，代码本的 `changed_in` 指出需要留意的列。",
    )))
}
