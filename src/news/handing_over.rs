//! Files by which a person hands an issue over to others: the matter, and the two formats that are data.
//!
//! Nothing is ever sent from here. What the files say is what their reader may see anyway; what nobody
//! here knows stays a marked blank, for the person to fill in. Formats: what the AI Incident Database
//! asks a submission for (dossier R12), and the AI Flaw Report of Longpre et al. 2025, In-House
//! Evaluation Is Not Enough, section 3.

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::id::PublicId;

/// Fewest characters of the text of a submission to the AI Incident Database.
const FEWEST: usize = 80;

/// What is handed over about an issue. All labels are in one language.
#[derive(Debug, Clone, Default)]
pub struct Matter {
    pub number: Option<PublicId>,
    /// What the issue is called.
    pub title: String,
    /// What the release is called, if that is known.
    pub release: Option<String>,
    /// Who publishes it, as the registry says.
    pub publisher: Option<String>,
    /// The first day on which it was noticed.
    pub noticed_on: Option<NaiveDate>,
    pub accounts: Vec<Account>,
    /// Names of the hops that were made, with their days where they may be told.
    pub course: Vec<(String, String)>,
    /// What the publisher answered: day and words.
    pub replies: Vec<(String, String)>,
}

/// What one reporter says.
#[derive(Debug, Clone, Default)]
pub struct Account {
    /// What was chosen: name of the question, label of the question, labels of the options.
    pub lines: Vec<(&'static str, String, String)>,
    /// What was written: name of the question, its label, the words.
    pub words: Vec<(&'static str, String, String)>,
    /// BCP 47 tag of the language of the words.
    pub language: String,
}

impl Matter {
    /// Everything that was written, or failing that what was chosen.
    pub fn text(&self) -> String {
        let mut text: Vec<String> = Vec::new();
        for account in &self.accounts {
            text.extend(account.words.iter().map(|(_, _, words)| words.clone()));
        }
        if text.join("\n\n").chars().count() < FEWEST {
            for account in &self.accounts {
                text.extend(
                    account
                        .lines
                        .iter()
                        .map(|(_, label, options)| format!("{label} {options}")),
                );
            }
        }
        text.join("\n\n")
    }

    /// The distinct options that were chosen for a question.
    pub fn chosen(&self, name: &str) -> Vec<&str> {
        distinct(self.accounts.iter().flat_map(|account| &account.lines), name)
    }

    /// The distinct words that were written for a question.
    pub fn written(&self, name: &str) -> Vec<&str> {
        distinct(self.accounts.iter().flat_map(|account| &account.words), name)
    }
}

fn distinct<'m>(lines: impl Iterator<Item = &'m (&'static str, String, String)>, name: &str) -> Vec<&'m str> {
    let mut found: Vec<&str> = Vec::new();
    for (asked, _, said) in lines {
        if *asked == name && !found.contains(&said.as_str()) {
            found.push(said);
        }
    }
    found
}

/// A place that the person fills in.
pub fn blank(what: &str) -> String {
    format!("[fill in: {what}]")
}

fn or_blank(known: Option<&str>, what: &str) -> Value {
    known.map_or_else(|| Value::from(blank(what)), Value::from)
}

fn list_or_blank(known: &[&str], what: &str) -> Value {
    if known.is_empty() {
        json!([blank(what)])
    } else {
        json!(known)
    }
}

/// A submission to the AI Incident Database. Its text has at least 80 characters, or says that more are
/// needed.
pub fn incident_submission(matter: &Matter) -> Value {
    use super::reports::question::AFFECTED;
    let mut text = matter.text();
    let length = text.chars().count();
    if length < FEWEST {
        text.push_str("\n\n");
        text.push_str(&blank(&format!(
            "what happened; at least {FEWEST} characters are asked for, here are {length}"
        )));
    }
    let day = matter.noticed_on.map(|day| day.to_string());
    json!({
        "title": match &matter.release {
            Some(release) => format!("{}: {release} (alleged)", matter.title),
            None => format!("{} (alleged)", matter.title),
        },
        "url": blank("public address of a source, if there is one"),
        "text": text,
        "incident_date": or_blank(day.as_deref(), "date of the incident, YYYY-MM-DD"),
        "date_published": blank("date of the source, YYYY-MM-DD"),
        "date_downloaded": blank("date on which you read the source, YYYY-MM-DD"),
        "authors": [blank("author of the source")],
        "submitters": [blank("your name, or Anonymous")],
        "developers": list_or_blank(&matter.publisher.iter().map(String::as_str).collect::<Vec<_>>(), "alleged developer of the system"),
        "deployers": [blank("alleged deployer of the system")],
        "harmed_parties": list_or_blank(&matter.chosen(AFFECTED), "alleged harmed or nearly harmed parties"),
        "implicated_systems": list_or_blank(&matter.release.iter().map(String::as_str).collect::<Vec<_>>(), "system"),
        "language": matter.accounts.first().map_or("en", |account| account.language.split('-').next().unwrap_or("en")),
        "editor_notes": "Reported on a consultation site that does not know who reported it. All statements are allegations.",
    })
}

/// An AI Flaw Report.
pub fn flaw_report(matter: &Matter) -> Value {
    use super::reports::question::{
        AFFECTED, CONFIGURATION, EXPECTED, HARM, PROBLEM, REPEATABLE, SEVERITY, WHAT, WHERE,
    };
    let day = matter.noticed_on.map(|day| day.to_string());
    json!({
        "reporter_id": blank("your name or a pseudonym, or leave it out"),
        "report_id": matter.number.map(|number| number.to_string()),
        "report_status": if matter.replies.is_empty() { "submitted" } else { "answered by the publisher" },
        "system_versions": list_or_blank(&matter.release.iter().map(String::as_str).collect::<Vec<_>>(), "system and version"),
        "configuration": list_or_blank(&matter.written(CONFIGURATION), "version, quantisation, runtime, temperature"),
        "session_id": blank("session or conversation, if the system gives one"),
        "flaw_timestamp": or_blank(day.as_deref(), "when it occurred"),
        "flaw_description": list_or_blank(&matter.written(WHAT), "what happened"),
        "expected_behaviour": list_or_blank(&matter.written(EXPECTED), "what should have happened"),
        "policy_violation": blank("the term, policy or expectation that is violated, and why"),
        "reproducibility": list_or_blank(&matter.chosen(REPEATABLE), "whether it happens again"),
        "tags": {
            "developer": or_blank(matter.publisher.as_deref(), "developer"),
            "flaw_type": list_or_blank(&matter.chosen(PROBLEM), "kind of flaw"),
            "severity": list_or_blank(&matter.chosen(SEVERITY), "severity"),
            "prevalence": blank("how often it occurs, for about how many people"),
            "impacts": list_or_blank(&matter.chosen(HARM), "impacts"),
            "impacted_stakeholders": list_or_blank(&matter.chosen(AFFECTED), "who is affected"),
            "risk_source": list_or_blank(&matter.chosen(WHERE), "where in the chain it arose"),
        },
        "proposed_disclosure": blank("what may be published, and when"),
        "reports": matter.accounts.len(),
    })
}
