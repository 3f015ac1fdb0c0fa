//! A town: one publisher, five deployers, twenty providers, four hundred users, who hand invitations on as they like.
//! What the script knows of them is what the pages and files tell, and no more than may be told.

use std::collections::BTreeMap;
use std::fmt::Write;

use chrono::TimeDelta;
use soundings::moderation::lineage;
use soundings::questionnaire::{study, versions};

use crate::participant::Participant;
use crate::support::invented::Chance;
use crate::support::site::{Answer, TestSite};

const STUDY: &str = r#"
key = "town"
version = "1"
languages = ["en"]
title = { en = "A town" }
short_title = { en = "A town" }
summary = { en = "Who came by whose invitation" }
description = { en = "A town." }
sponsor = { en = "Nobody" }
[controller]
name = { en = "The town" }
contact = { en = "town@example.org" }
[ethics]
reference = { en = "None" }
[thresholds]
k = 5
table_k = 10
[consent]
version = "1"
text = { en = "Taking part is voluntary." }
purpose = { en = "To learn." }
categories = { en = "Answers." }
recipients = { en = "Everybody." }
retention = { en = "24 months." }
rights = { en = "All." }
[[consent.ticks]]
key = "take_part"
required = true
text = { en = "I take part." }
"#;

/// A question for each step.
fn town() -> study::Study {
    let mut settings = STUDY.to_owned();
    let mut files = Vec::new();
    for (key, role) in [
        ("publisher", "P"),
        ("deployer", "D"),
        ("provider", "S"),
        ("user", "U"),
    ] {
        let _ = write!(
            settings,
            "[[questionnaires]]\nkey = \"{key}\"\nrole = \"{role}\"\nfile = \"{key}.md\"\n\
             title = {{ en = \"{key}\" }}\ndescription = {{ en = \"{key}\" }}\n"
        );
        let questionnaire = "| survey |\n| | type | name | label | exposure |\n| | text | opinion | What do you think? | text |\n";
        files.push((format!("{key}.md"), questionnaire.as_bytes().to_vec()));
    }
    settings += "[[questionnaires]]\nkey = \"report\"\nrole = \"report\"\nfile = \"report.md\"\n\
        title = { en = \"report\" }\ndescription = { en = \"report\" }\n";
    files.push((
        "report.md".to_owned(),
        crate::town_news::REPORT.as_bytes().to_vec(),
    ));
    files.push(("study.toml".to_owned(), settings.into_bytes()));
    let reading = study::read(&files);
    reading
        .study
        .unwrap_or_else(|| panic!("{:#?}", reading.findings.sorted()))
}

/// Somebody who has answered, and where.
struct Person {
    page: Participant,
    /// Links that they may still hand to single persons, or a link for many, once they have made some.
    links: Vec<String>,
}

fn answers(site: &TestSite, address: &str) -> Person {
    let mut page = Participant::begins_at(site, address, "en");
    page.answers_everything(&[], "send");
    page.page.is(200);
    Person {
        page,
        links: Vec::new(),
    }
}

impl Person {
    /// Makes a link for the next step.
    fn hands_on(&mut self, role: &str, kind: &str) -> String {
        let at = self.page.at("links");
        let fields = [
            ("kind", kind),
            ("role", role),
            ("audience", "people of the town"),
            ("expected", "40"),
        ];
        let made = self.page.browser.post(&at, &fields);
        let page = self.page.browser.follow(&made);
        let known = |link: &String| self.links.contains(link);
        let link = links(page.is(200)).into_iter().find(|link| !known(link)).unwrap();
        self.links.push(link.clone());
        link
    }
}

/// The links on a page.
fn links(page: &Answer) -> Vec<String> {
    let parts = page.body.split("/l/").skip(1);
    let tokens = parts.map(|part| part.chars().take(22).collect::<String>());
    tokens.map(|token| format!("/l/{token}")).collect()
}

#[test]
fn a_town_hands_on_invitations_and_the_figures_tell_of_ten_or_more() {
    let site = TestSite::empty();
    site.add_study(&town());
    let mut chance = Chance::of(7);
    let mut publisher = answers(&site, "/studies/town/publisher");
    // By which tier everybody came, as the script knows it.
    let mut came: BTreeMap<(&str, &str), u64> = BTreeMap::from([(("P", "T0"), 1)]);
    let to_deployers = publisher.hands_on("D", "channel");
    let mut deployers: Vec<Person> = (0..5)
        .map(|number| {
            // Three come by a link of their own, the others by one for all.
            let link = match number {
                0..3 => publisher.hands_on("D", "personal"),
                _ => to_deployers.clone(),
            };
            *came
                .entry(("D", if number < 3 { "T2" } else { "T1" }))
                .or_default() += 1;
            answers(&site, &format!("{link}/deployer"))
        })
        .collect();
    let mut providers: Vec<Person> = Vec::new();
    for number in 0..20 {
        let deployer = &mut deployers[number % 5];
        let (kind, tier) = if number < 15 {
            ("personal", "T2")
        } else {
            ("channel", "T1")
        };
        let link = deployer.hands_on("S", kind);
        *came.entry(("S", tier)).or_default() += 1;
        providers.push(answers(&site, &format!("{link}/provider")));
    }
    // Half of the providers have a page with a link for their users; the others know two or three in person.
    let mut by_provider = [0_u64; 20];
    let channels: Vec<String> = providers
        .iter_mut()
        .take(10)
        .map(|one| one.hands_on("U", "channel"))
        .collect();
    for (number, provider) in providers.iter_mut().enumerate().skip(10) {
        for _ in 0..=1 + chance.below(2) {
            let link = provider.hands_on("U", "personal");
            answers(&site, &format!("{link}/user"));
            by_provider[number] += 1;
            *came.entry(("U", "T2")).or_default() += 1;
        }
    }
    while by_provider.iter().sum::<u64>() + came.get(&("U", "T0")).copied().unwrap_or(0) < 400 {
        if chance.one_in(10) {
            answers(&site, "/studies/town/user");
            *came.entry(("U", "T0")).or_default() += 1;
        } else {
            // The first page is seen by many, the last by few.
            let number = chance.below(10).min(chance.below(10));
            answers(&site, &format!("{}/user", channels[number]));
            by_provider[number] += 1;
            *came.entry(("U", "T1")).or_default() += 1;
        }
    }
    site.accept_all("town");

    every_submission_knows_its_tier(&site, &came);

    let visitor = site.visitor();
    let told = |days| {
        let now = site.site.clock.now().plus(TimeDelta::days(days));
        let header = site
            .run(site.site.store.read(|db| versions::study(db, "town")))
            .unwrap()
            .unwrap();
        site.run(lineage::renew(&site.site.store, &site.site.links, now, header.id))
            .unwrap();
    };
    // This week's answers cannot be told of this week.
    told(0);
    visitor
        .get("/lineage/town")
        .is(200)
        .says("Nothing can be told yet");
    told(8);
    let page = visitor.get("/lineage/town");
    page.is(200).says("Of ten answers from deployers");
    for ((role, tier), count) in &came {
        let cell = site.database.texts(&format!(
            "SELECT CAST(beneath AS TEXT) AS text FROM lineage_figures \
             WHERE place = 'study' AND role = '{role}' AND tier = '{tier}'"
        ));
        match cell.first() {
            // All who came of a group are told of together, unless they are too few.
            Some(told) => assert_eq!(*told, rounded(*count).to_string(), "{role} {tier}"),
            None => assert!(*count < 10, "{role} {tier}: {count}"),
        }
    }
    // A provider whose page brought ten sees them; one who knows three sees them only with others.
    for (number, provider) in providers.iter().enumerate() {
        let page = provider.page.browser.get(&provider.page.at("links"));
        if by_provider[number] >= 10 && number < 10 {
            page.says("What came of your invitations")
                .says(&format!("<strong>{}</strong>", rounded(by_provider[number])))
                .does_not_say("Too few have come");
        } else {
            page.says("Too few have come");
        }
    }
    crate::town_news::travels(&site, &mut chance);
}

fn every_submission_knows_its_tier(site: &TestSite, came: &BTreeMap<(&str, &str), u64>) {
    for ((role, tier), count) in came {
        let condition = format!(
            "submissions s JOIN questionnaire_versions v ON v.id = s.version_id \
             JOIN questionnaires q ON q.id = v.questionnaire_id WHERE q.role = '{role}' AND s.tier = '{tier}'"
        );
        assert_eq!(site.count(&condition) as u64, *count, "{role} {tier}");
    }
}

fn rounded(count: u64) -> u64 {
    (count + 2) / 5 * 5
}
