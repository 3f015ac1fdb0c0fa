//! Whoever answers with scripts and whoever answers without end with the same submission: tried on
//! questionnaires that nobody would write.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use regex::Regex;
use soundings::questionnaire::definition::Definition;
use soundings::questionnaire::xlsform;

use crate::participant::{Participant, stored, study_in_english};
use crate::support::form::{Form, Input};
use crate::support::invented;
use crate::support::live::Live;
use crate::support::site::TestSite;

/// Each takes some seconds; `SOUNDINGS_INVENTED` says how many to try instead.
const QUESTIONNAIRES: u64 = 10;
/// Nobody presses buttons more often than this.
const PATIENCE: usize = 60;

#[test]
fn with_scripts_and_without_the_submission_is_the_same() {
    let site = TestSite::empty();
    let (mut submitted, mut stuck) = (0, 0);
    let wished = std::env::var("SOUNDINGS_INVENTED").ok();
    let questionnaires = wished.map_or(QUESTIONNAIRES, |wish| wish.parse().unwrap());
    for seed in 0..questionnaires {
        let table = invented::questionnaire(seed);
        // What is calculated once is kept when a draft begins or a page is saved; the two begin with
        // seeds of their own, and one of them saves more often.
        let table = table.replace("once(", "concat(");
        let definition = xlsform::import(table.as_bytes(), "q.md").definition.unwrap();
        let study = study_in_english(&format!("s{seed}"), &table);
        site.add_broken_study(&study);
        let ends = [false, true].map(|scripts| {
            let mut person = Person::begins(&site, seed, &definition, scripts);
            person.answers();
            person.end(&site)
        });
        match &ends[0] {
            End::Submitted(_) => submitted += 1,
            End::Stuck(_) => stuck += 1,
        }
        assert_eq!(ends[0], ends[1], "questionnaire {seed}:\n{table}");
    }
    assert!(submitted > stuck, "{submitted} submitted, {stuck} stuck");
}

/// How it ended.
#[derive(Debug, PartialEq)]
enum End {
    Submitted(serde_json::Value),
    /// On this page there is a question that cannot be answered, such as a choice of nothing.
    Stuck(String),
}

/// Somebody who has made up their mind: what they answer to a question hangs on its name, on what is
/// offered, and on how often the answer was refused.
struct Person {
    seed: u64,
    scripts: bool,
    screen: Participant,
    refused: BTreeMap<String, u32>,
    /// Keys of questions that nobody may leave open.
    needed: Vec<String>,
    submissions: usize,
}

impl Person {
    fn begins(site: &TestSite, seed: u64, definition: &Definition, scripts: bool) -> Self {
        let screen = Participant::begins(site, &format!("s{seed}"), "drinkers", "en");
        // The two draw the same numbers.
        site.database
            .execute(&format!("UPDATE drafts SET seed = {}", seed + 1));
        let needed = definition.questions().into_iter();
        Self {
            seed,
            scripts,
            screen,
            refused: BTreeMap::new(),
            needed: needed
                .filter(|question| question.required.is_some())
                .map(|question| question.name.clone())
                .collect(),
            submissions: stored(site).len(),
        }
    }

    fn end(&self, site: &TestSite) -> End {
        let stored = stored(site);
        match stored.get(self.submissions) {
            Some(answers) => End::Submitted(answers.clone()),
            None => End::Stuck(self.screen.form().action.rsplit('/').next().unwrap().to_owned()),
        }
    }

    fn answers(&mut self) {
        for _ in 0..PATIENCE {
            if !self
                .screen
                .page
                .body
                .contains("<form method=\"post\" action=\"/answer/")
            {
                return;
            }
            let form = self.screen.form();
            let action = form.action.clone();
            if action.ends_with("/send") {
                self.screen.press(&form, "");
                continue;
            }
            if self.scripts {
                self.fills_in_live();
            } else {
                self.fills_in();
            }
            for name in faulty(&self.screen.page.body) {
                *self.refused.entry(name).or_default() += 1;
            }
            if !self.scripts && self.screen.form().action != action {
                self.looks_back(&action);
            }
        }
        // Whoever is stuck goes no further with scripts either.
    }

    /// Gives every question its answer, and presses the button.
    fn fills_in(&mut self) {
        while let Some(button) = self.button(&self.screen.form()) {
            let form = self.screen.form();
            self.screen.press(&form, &button);
        }
        let mut form = self.screen.form();
        for name in shown(&form) {
            self.answers_one(&mut form, &name);
        }
        // Not `send`: there may be something to look at again.
        self.screen.press(&form, "next");
    }

    /// Goes back to see whether what was offered is still the same, and answers again if not.
    fn looks_back(&mut self, action: &str) {
        let next = std::mem::replace(&mut self.screen.page, self.screen.browser.get(action));
        let mut form = self.screen.form();
        let mut changed = self.button(&form).is_some();
        for name in shown(&form) {
            changed |= self.answers_one(&mut form, &name);
        }
        if !changed {
            self.screen.page = next;
        }
    }

    /// Gives one question after the other its answer, each of which may change the page.
    fn fills_in_live(&mut self) {
        let browser = &self.screen.browser;
        let mut live = Live::of(&self.screen.page);
        for turn in 0..200 {
            let mut form = live.form();
            if let Some(button) = self.button(&form) {
                live.look(browser, &form, &button, "");
                continue;
            }
            let open = shown(&form);
            let Some(name) = open.iter().find(|name| self.answers_one(&mut form, name)) else {
                break;
            };
            live.look(browser, &form, "look", name);
            if turn % 3 == 0 {
                let whole = live.whole(browser);
                assert_eq!(live.questions(), whole.questions(), "{}", self.seed);
            }
        }
        let form = live.form();
        let last = form.buttons.iter().any(|button| button == "send");
        let answer = live.press(browser, &form, if last { "send" } else { "next" });
        self.screen.page = match answer.status {
            303 => browser.follow(&answer),
            _ => answer,
        };
    }

    /// A button that adds an instance, while there are fewer than the person wants.
    fn button(&self, form: &Form) -> Option<String> {
        let add = |button: &&String| {
            let Some(repeat) = button.strip_prefix("add:") else {
                return false;
            };
            let there = form.buttons.iter().filter(|other| {
                let of_it = other
                    .strip_prefix("remove:")
                    .and_then(|rest| rest.split_once(':'));
                of_it.is_some_and(|(_, path)| path == repeat)
            });
            there.count() <= self.fate(repeat, 2)
        };
        form.buttons.iter().find(add).cloned()
    }

    /// Sets a question to what the person wants, and says whether that is new.
    fn answers_one(&self, form: &mut Form, name: &str) -> bool {
        let before = form.fields();
        let refused = self.refused.get(name).copied().unwrap_or(0) > 0;
        let key = name.rsplit('/').next().unwrap().to_owned();
        if !refused && !self.needed.contains(&key) && self.fate(name, 4) == 0 {
            return false;
        }
        let inputs: Vec<Input> = form.inputs(name).cloned().collect();
        let offered: Vec<&str> = inputs
            .iter()
            .map(|input| input.value.as_str())
            .filter(|value| !value.is_empty())
            .collect();
        let kind = inputs
            .first()
            .map(|input| (input.kind.as_str(), input.mode.as_str()));
        let of = |from: &[&str], last: &str| {
            let value = if refused {
                last
            } else {
                from[self.fate(name, from.len())]
            };
            value.to_owned()
        };
        let favourite = offered.iter().min_by_key(|value| self.hash(&(name, **value)));
        match kind {
            None => self.ranks(form, name, refused),
            Some(("radio" | "option", _)) => {
                if let Some(favourite) = favourite {
                    form.set(name, favourite);
                }
            }
            Some(("checkbox", _)) => {
                for value in &offered {
                    let wanted = if refused {
                        favourite == Some(value)
                    } else {
                        self.fate(&format!("{name} {value}"), 2) == 0
                    };
                    form.tick(name, value, wanted);
                }
            }
            Some((_, "numeric")) => {
                form.set(name, &of(&["many", "07", "2", "0", "3"], "4"));
            }
            Some((_, "decimal")) => {
                form.set(name, &of(&["1e3", "0.5", "2.50", "-3"], "4"));
            }
            Some(("date", _)) => {
                form.set(name, &of(&["soon", "2026-03-01", "2026-04-01"], "2026-03-01"));
            }
            Some(_) => {
                form.set(name, &of(&["longer than it may be", "*bold*", "x", "a b"], "x"));
            }
        }
        form.fields() != before
    }

    fn ranks(&self, form: &mut Form, name: &str, refused: bool) {
        let start = format!("{name}[");
        let mut fields: Vec<String> = form
            .names()
            .into_iter()
            .filter(|field| field.starts_with(&start))
            .collect();
        fields.sort_by_key(|field| self.hash(field));
        let half = !refused && self.fate(name, 3) == 0;
        for (place, field) in fields.iter().enumerate() {
            let position = if half { 1 } else { place + 1 };
            form.set(field, &position.to_string());
        }
    }

    fn fate(&self, of: &str, among: usize) -> usize {
        usize::try_from(self.hash(&of) % among as u64).unwrap()
    }

    fn hash(&self, of: &impl Hash) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.seed, of).hash(&mut hasher);
        hasher.finish()
    }
}

/// Names of the questions that can be answered, in their order.
fn shown(form: &Form) -> Vec<String> {
    let seen = form.value(".seen");
    seen.split_whitespace().map(str::to_owned).collect()
}

/// Names of the fields that a refused page marks.
fn faulty(body: &str) -> Vec<String> {
    let fault = Regex::new("<p class=\"fault\" id=\"f-([^\"]+)-e\"").unwrap();
    fault
        .captures_iter(body)
        .map(|found| found[1].to_owned())
        .collect()
}
