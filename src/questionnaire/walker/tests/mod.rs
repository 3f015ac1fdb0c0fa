//! Questionnaires as Markdown tables, and what becomes of their branches.

mod filed;
mod laws;
mod opened;
mod proved;
mod told;
mod tried;

use super::{Outcome, Walk, Way, walk};
use crate::questionnaire::evaluation::tests::{context, plan};
use crate::questionnaire::evaluation::{Item, Plan};

/// A questionnaire of rows whose cells are parted by semicolons, in the order of `COLUMNS`, and of
/// choices `list;name`, with a further column `up` if there is a third cell.
fn form(rows: &[&str], choices: &[&str]) -> String {
    const COLUMNS: [&str; 9] = [
        "type",
        "name",
        "label",
        "relevant",
        "constraint",
        "calculation",
        "choice_filter",
        "required",
        "repeat_count",
    ];
    let line = |cells: &[&str]| format!("| | {} |\n", cells.join(" | "));
    let mut table = format!("| survey |\n{}", line(&COLUMNS));
    for row in rows {
        let mut cells: Vec<&str> = row.split(';').map(str::trim).collect();
        if cells.len() > 1 {
            cells.insert(2, "Label");
        }
        cells.resize(COLUMNS.len(), "");
        table.push_str(&line(&cells));
    }
    table.push_str("| choices |\n| | list_name | name | label | up |\n");
    for choice in choices {
        let mut cells: Vec<&str> = choice.split(';').map(str::trim).collect();
        cells.insert(2, "Label");
        cells.resize(4, "");
        table.push_str(&line(&cells));
    }
    table
}

const YES_NO: [&str; 2] = ["yn;yes", "yn;no"];

fn walked(table: &str) -> (Plan, Walk) {
    let plan = plan(table);
    let walk = walk(&plan, &context());
    (plan, walk)
}

fn name(plan: &Plan, branch: &super::Branch) -> String {
    match plan.item(branch.node) {
        Some(Item::Question(question)) => question.name.clone(),
        Some(Item::Group(group)) => group.name.clone(),
        None => String::new(),
    }
}

/// `name way` of the branches that came out so.
fn those(table: &str, wanted: impl Fn(&Outcome) -> bool) -> Vec<String> {
    let (plan, walk) = walked(table);
    let branches = walk.branches.iter().filter(|branch| wanted(&branch.outcome));
    branches
        .map(|branch| format!("{} {}", name(&plan, branch), word(branch.way)))
        .collect()
}

fn word(way: Way) -> String {
    match way {
        Way::Asked => "asked".to_owned(),
        Way::LeftOut => "left out".to_owned(),
        Way::Accepted => "accepted".to_owned(),
        Way::Refused => "refused".to_owned(),
        Way::Offered(kind) => format!("offered {kind}"),
        Way::Withheld => "withheld".to_owned(),
        Way::Together => "together".to_owned(),
    }
}

fn not_walked(table: &str) -> Vec<String> {
    those(table, |outcome| !matches!(outcome, Outcome::Walked(_)))
}

fn impossible(table: &str) -> Vec<String> {
    let given_up = those(table, |outcome| matches!(outcome, Outcome::NotWalked));
    assert!(given_up.is_empty(), "{given_up:?}");
    not_walked(table)
}
