//! The files of an edition, as its README lists them.

use std::fmt::Write;

use super::{Described, Half, Pair};
use crate::dataset::columns::Layout;
use crate::dataset::writers::Written;
use crate::dataset::writers::manifest::Attachments;

const FILES: [(&str, Pair); 8] = [
    (
        "submissions.csv",
        (
            "the record: one row for each submission",
            "正式记录：每份答卷一行",
        ),
    ),
    (
        "submissions-excel.csv",
        (
            "the same for spreadsheets; text that looks like a formula has a leading '",
            "供电子表格使用；形似公式的文字前加 '",
        ),
    ),
    (
        "submissions.xlsx",
        (
            "the same as a workbook; text beyond 32,767 characters is cut there",
            "工作簿格式；超过 32,767 个字符的文字会被截断",
        ),
    ),
    (
        "codebook.csv",
        (
            "one row for each column: wording, values, exposure, who was asked when",
            "每列一行：措辞、取值、公开程度、询问对象与条件",
        ),
    ),
    (
        "choices.csv",
        (
            "the codes of all choice lists with their labels",
            "全部选项列表的代码和标签",
        ),
    ),
    (
        "changes.csv",
        (
            "how the questionnaires changed from version to version, and why",
            "问卷各版本之间的变更及原因",
        ),
    ),
    (
        "datapackage.json",
        (
            "the same for programs (Frictionless Data Package 2.0)",
            "供程序读取（Frictionless Data Package 2.0）",
        ),
    ),
    (
        "submissions.sps",
        (
            "syntax for SPSS and PSPP: names, formats, labels",
            "SPSS 与 PSPP 语法：变量名、格式与标签",
        ),
    ),
];

/// Writes the section.
pub(super) fn write(
    text: &mut String,
    half: Half,
    (layout, chain): Described<'_>,
    (files, attachments): (&[Written], Option<&Attachments>),
    has_workbook: bool,
) -> std::fmt::Result {
    writeln!(text, "## {}\n", half.of(("Files", "文件")))?;
    writeln!(
        text,
        "{}",
        half.of(("| file | rows | what |", "| 文件 | 行数 | 内容 |"))
    )?;
    writeln!(text, "| --- | ---: | --- |")?;
    for file in files {
        let rows = file.rows.map(|rows| rows.to_string()).unwrap_or_default();
        let known = FILES.iter().find(|(name, _)| *name == file.name);
        let of_chain = chain
            .iter()
            .find(|table| format!("{}.csv", table.name) == file.name);
        let what = known
            .map(|(_, what)| *what)
            .or(of_chain.map(|table| table.description));
        let what = what.map_or_else(
            || instances(half, layout, &file.name),
            |what| half.of(what).to_owned(),
        );
        writeln!(text, "| {} | {rows} | {what} |", file.name)?;
    }
    if let Some(attachments) = attachments {
        let what = half.of((
            "files that people added; the cells hold their paths",
            "参与者添加的文件；单元格中为其路径",
        ));
        writeln!(text, "| files/ | {} | {what} |", attachments.files)?;
    }
    writeln!(
        text,
        "| manifest.json, SHA256SUMS | | {} |\n",
        half.of((
            "sizes and checksums; `sha256sum -c SHA256SUMS` checks them",
            "大小与校验和；可用 `sha256sum -c SHA256SUMS` 核对",
        ))
    )?;
    if !has_workbook {
        let no_workbook = (
            "There is no workbook: a spreadsheet cannot hold this many rows or columns.",
            "没有工作簿文件：行数或列数超出电子表格的上限。",
        );
        writeln!(text, "{}\n", half.of(no_workbook))?;
    }
    writeln!(text, "{}\n", half.of((
        "Names are the same in every questionnaire: the same name is the same question with the same options. A multiple choice has one column for each option, `question__option`; a ranking one for each place, `question__1` being the first. Rows are in the order of a random number.",
        "各问卷中同名即同题，选项相同。多选题每个选项一列，列名为 `题名__选项`；排序题每个名次一列，`题名__1` 为第一位。各行按随机编号排列。",
    )))
}

/// What the table of a repeated group is.
fn instances(half: Half, layout: &Layout, file: &str) -> String {
    let repeat = layout
        .tables
        .iter()
        .find(|table| file == format!("{}.csv", table.name));
    let path = repeat.map(|table| table.path.join(" / ")).unwrap_or_default();
    match half {
        Half::English => {
            format!("one row for each instance of the repeated group {path}; sys_id leads to the submission")
        }
        Half::Chinese => format!("重复题组 {path} 的每个实例一行；sys_id 对应答卷"),
    }
}
