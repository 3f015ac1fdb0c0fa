//! What people send: simulated answers as the posts of the pages that a browser would make.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use soundings::questionnaire::answers::{Answer, Answers};
use soundings::questionnaire::evaluation::{Context, Plan, State, evaluate, read_document};
use soundings::questionnaire::study;

use super::client::Client;
use super::server::program;

/// What one person does, from consent to the last page.
pub struct Journey {
    /// Where it begins.
    consent: String,
    /// Number of each page that is asked, with its fields.
    pages: Vec<(usize, String)>,
}

/// Makes up journeys through `questionnaires` of the stock study.
pub fn made_up(
    folder: &Path,
    database: Option<&str>,
    questionnaires: &[&str],
    count: usize,
) -> Result<Vec<Journey>, Box<dyn Error>> {
    let file = folder.join("simulated.jsonl");
    let simulation = program(folder, database)
        .args([
            "submissions",
            "simulate",
            "open-models",
            "--count",
            &count.to_string(),
            "--out",
        ])
        .arg(&file)
        .output()?;
    if !simulation.status.success() {
        return Err(String::from_utf8_lossy(&simulation.stderr).into());
    }
    let stock = study::read(&soundings::cli::study::stock())
        .study
        .ok_or("no stock study")?;
    let mut plans = BTreeMap::new();
    for (entry, definition) in stock.questionnaires {
        plans.insert(
            entry.key,
            Plan::new(definition).map_err(|problems| format!("{problems:?}"))?,
        );
    }
    let mut journeys = Vec::new();
    for line in std::fs::read_to_string(&file)?.lines() {
        let line: serde_json::Value = serde_json::from_str(line)?;
        let key = line["questionnaire"].as_str().unwrap_or_default();
        if questionnaires.contains(&key) {
            let plan = plans.get(key).ok_or("an unknown questionnaire")?;
            let answers = read_document(plan, &line["answers"]).map_err(|faults| format!("{faults:?}"))?;
            journeys.push(Journey {
                consent: format!("/studies/open-models/{key}"),
                pages: pages(plan, &answers),
            });
        }
    }
    Ok(journeys)
}

fn pages(plan: &Plan, answers: &Answers) -> Vec<(usize, String)> {
    let now = chrono::Utc::now();
    let context = Context {
        language: "en".to_owned(),
        seed: 1,
        begun_at: now,
        now,
        zone: soundings::questionnaire::expression::Zone::default(),
        registry: std::sync::Arc::default(),
    };
    let state = evaluate(plan, answers, &context);
    let asked = (0..plan.pages().len()).filter(|page| state.page_relevant(*page));
    asked.map(|page| (page + 1, fields(&state, page))).collect()
}

/// The fields of a page as a browser would encode them.
fn fields(state: &State<'_>, page: usize) -> String {
    let mut fields = Vec::new();
    for at in state.occurrences() {
        if state.page(at) != Some(page) || state.question(at).is_none() || !state.relevant(at) {
            continue;
        }
        let name = state.field(at).to_string();
        match state.answer(at) {
            Some(Answer::One(value)) => fields.push((name, value.clone())),
            Some(Answer::Many(values)) => {
                fields.extend(values.iter().map(|value| (name.clone(), value.clone())));
            }
            _ => {}
        }
    }
    fields.push(("go".to_owned(), "next".to_owned()));
    serde_urlencoded::to_string(fields).unwrap_or_default()
}

impl Journey {
    /// Consents and answers every page but does not send; answers the receipt code.
    pub async fn prepare(&self, client: &mut Client) -> std::io::Result<String> {
        let begun = client
            .post(&self.consent, "tick-take_part=on&language=en")
            .await?;
        let code = begun.location.split('/').nth(2).unwrap_or_default().to_owned();
        for (number, fields) in &self.pages {
            let path = format!("/answer/{code}/{number}");
            // A page on which something became relevant is shown once more.
            let mut status = 0;
            for _ in 0..3 {
                status = client.post(&path, fields).await?.status;
                if status == 303 {
                    break;
                }
            }
            if status != 303 {
                return Err(std::io::Error::other(format!("page {number} answers {status}")));
            }
        }
        Ok(code)
    }

    /// What the script sends when an answer on a page was changed, given the page as it came.
    pub fn look(&self, number: usize, page: &str) -> Option<String> {
        let (_, fields) = self.pages.iter().find(|(page, _)| *page == number)?;
        let marks = page
            .split(" data-v=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        let fields = fields.strip_suffix("go=next")?;
        let marks: Vec<&str> = marks.collect();
        Some(format!("{fields}go=look&.have={}", marks.join("+")))
    }

    /// Number of requests that [`Journey::prepare`] makes at least.
    pub fn requests(&self) -> usize {
        self.pages.len() + 1
    }
}

/// Sends what was prepared; answers whether it was acknowledged.
pub async fn send(client: &mut Client, code: &str) -> std::io::Result<bool> {
    let answer = client.post(&format!("/answer/{code}/send"), "").await?;
    Ok(answer.status == 303 && answer.location == format!("/answer/{code}/receipt"))
}
