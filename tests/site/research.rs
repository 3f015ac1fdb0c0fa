//! Researchers: ordering editions, and who may read which file.

use sha2::{Digest, Sha256};

use crate::participant::{Participant, tea};
use crate::support::site::{Answer, Browser, TestSite};

/// The study about tea with `drinkers` accepted submissions; gives their codes.
fn record(site: &TestSite, drinkers: usize) -> Vec<Participant> {
    site.add_study(&tea());
    let people = (0..drinkers)
        .map(|number| {
            let mut person = Participant::begins(site, "tea", "drinkers", "en");
            let wish = format!("WISH-{number}");
            person.answers_everything(&[("drinks", "no"), ("wish", &wish)], "send");
            person.page.says("have arrived");
            person
        })
        .collect();
    site.accept_all("tea");
    people
}

#[track_caller]
pub fn order(site: &TestSite, researcher: &Browser, profile: &str) -> Answer {
    let ordered = researcher.post("/research/tea/order", &[("profile", profile)]);
    researcher.follow(&ordered).is(200).says("http-equiv=\"refresh\"");
    site.work();
    let after = researcher.get("/research");
    after.is(200).does_not_say("http-equiv=\"refresh\"");
    after
}

#[test]
fn an_order_becomes_an_edition_that_everybody_can_read() {
    let site = TestSite::empty();
    record(&site, 3);
    let rita = site.researcher("rita");
    let stranger = site.visitor();
    stranger
        .get("/editions/tea")
        .is(200)
        .does_not_say("/editions/tea/1");

    order(&site, &rita, "public").says("/editions/tea/1\"");

    let list = stranger.get("/editions/tea");
    list.is(200).says("/editions/tea/1\"");
    let edition = stranger.get("/editions/tea/1");
    edition.is(200).says("submissions.csv").says("SHA256SUMS");
    let sums = stranger.get("/editions/tea/1/SHA256SUMS");
    let mut files = 0;
    for line in sums.is(200).body.lines() {
        let (digest, name) = line.split_once("  ").unwrap();
        // A workbook is no text.
        if name == "submissions.xlsx" {
            continue;
        }
        let file = stranger.get(&format!("/editions/tea/1/{name}"));
        let own = Sha256::digest(file.is(200).body.as_bytes());
        let own = own
            .iter()
            .fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
        assert_eq!(own, digest, "{name}");
        files += 1;
    }
    assert!(files >= 6, "{}", sums.body);
    let csv = stranger.get("/editions/tea/1/submissions.csv");
    csv.says("sys_id,").does_not_say("WISH-");
    assert!(csv.header("content-type").starts_with("text/csv"));
    assert_eq!(
        csv.header("content-disposition"),
        "attachment; filename=\"tea-1-submissions.csv\""
    );
}

#[test]
fn a_file_is_sent_with_tag_and_length() {
    let site = TestSite::empty();
    record(&site, 1);
    order(&site, &site.researcher("rita"), "public");
    let stranger = site.visitor();
    let path = "/editions/tea/1/codebook.csv";

    let plain = stranger.head(path);
    plain.is(200);
    let tag = plain.header("etag").to_owned();
    let length: usize = plain.header("content-length").parse().unwrap();

    assert!(tag.starts_with('"'), "{tag:?}");
    assert_eq!(length, stranger.get(path).body.len());
    assert_eq!(plain.header("cache-control"), "public, max-age=3600");
    let again = stranger.get_if_changed(path, &tag);
    again.is(304);
    assert_eq!(again.body, "");
}

#[test]
fn restricted_files_are_for_researchers_of_the_study_alone() {
    let site = TestSite::empty();
    record(&site, 2);
    let rita = site.researcher("rita");
    order(&site, &rita, "restricted").says("/editions/tea/1\"");
    let file = "/editions/tea/1/submissions.csv";

    let own = rita.get(file);
    own.is(200).says("WISH-0");
    assert_eq!(own.header("cache-control"), "no-store");
    rita.get("/editions/tea").says("/editions/tea/1\"");

    let stranger = site.visitor();
    let sent_away = stranger.get(file);
    assert_eq!((sent_away.status, sent_away.location.as_str()), (303, "/sign-in"));
    sent_away.does_not_say("WISH-");
    stranger
        .get("/editions/tea")
        .is(200)
        .does_not_say("/editions/tea/1");
    stranger.get("/editions/tea/1").is(404);
    let mo = site.moderator("mo");
    mo.get(file).is(403).does_not_say("WISH-");
    mo.get("/editions/tea/1").is(404);
    let elsewhere = researcher_of(&site, "elsa", "open-models");
    elsewhere.get(file).is(403).does_not_say("WISH-");
    elsewhere.get("/editions/tea").does_not_say("/editions/tea/1");
    for name in ["manifest.json", "SHA256SUMS", "README.md", "codebook.csv"] {
        assert_eq!(stranger.get(&format!("/editions/tea/1/{name}")).status, 303);
    }
}

/// Somebody who may read one study, which is added for that.
fn researcher_of(site: &TestSite, name: &str, study: &'static str) -> Browser {
    use soundings::people::{self, Authority, Email, Permission, Refused, accounts};
    site.add_study(&crate::support::site::stock_study());
    let email = site.account(name, None);
    site.write(move |tx, now| {
        let email = Email::parse(&email).ok_or(Refused::NoSuchAccount)?;
        let account = accounts::by_email(tx, &email)?.ok_or(Refused::NoSuchAccount)?;
        let study = soundings::questionnaire::versions::study(tx, study)?.ok_or(Refused::NoSuchAccount)?;
        people::grant(
            tx,
            now,
            Authority::Operator,
            account.id,
            Permission::Researcher,
            Some(study.id),
        )
    });
    site.sign_in(name)
}

#[test]
fn a_withdrawal_replaces_the_edition_by_a_revision() {
    let site = TestSite::empty();
    let people = record(&site, 3);
    let rita = site.researcher("rita");
    order(&site, &rita, "restricted");
    rita.get("/editions/tea/1/submissions.csv").is(200).says("WISH-1");

    let address = people[1].at("withdraw");
    people[1].browser.post(&address, &[]).is(200);
    site.work();

    rita.get("/editions/tea/1").is(404);
    rita.get("/editions/tea/1/submissions.csv").is(404);
    rita.get("/editions/tea/1.1").is(200);
    let revised = rita.get("/editions/tea/1.1/submissions.csv");
    revised
        .is(200)
        .says("WISH-0")
        .does_not_say("WISH-1")
        .says("WISH-2");
    let list = rita.get("/editions/tea");
    list.says("/editions/tea/1.1\"").does_not_say("/editions/tea/1\"");
    site.work();
    rita.get("/editions/tea/1.1").is(200);
    rita.get("/editions/tea/1.2").is(404);
}

#[test]
fn ordering_again_without_news_makes_no_new_number() {
    let site = TestSite::empty();
    record(&site, 1);
    let rita = site.researcher("rita");
    order(&site, &rita, "public");

    order(&site, &rita, "public");

    site.visitor().get("/editions/tea/2").is(404);
    assert_eq!(site.count("editions"), 1);
    assert_eq!(site.count("edition_orders WHERE outcome = '1'"), 2);
}

#[test]
fn what_is_not_in_the_manifest_is_not_sent() {
    let site = TestSite::empty();
    record(&site, 1);
    order(&site, &site.researcher("rita"), "public");
    let stranger = site.visitor();
    let folder = site.exports().join("tea").join("1");
    std::fs::write(folder.join("left-behind.csv"), "SECRET").unwrap();
    std::fs::write(site.exports().join("outside.csv"), "SECRET").unwrap();

    for name in [
        "left-behind.csv",
        "nothing.csv",
        "..",
        "%2e%2e",
        "..%2f..%2foutside.csv",
        "%2e%2e%2f%2e%2e%2foutside.csv",
        "..%5c..%5coutside.csv",
        "....//outside.csv",
        "..%252f..%252foutside.csv",
        "%2fetc%2fpasswd",
        "submissions.csv%00",
        "submissions.csv%00.md",
        "SUBMISSIONS.CSV",
        "submissions.csv%20",
        "./submissions.csv",
        "",
    ] {
        let answer = stranger.get(&format!("/editions/tea/1/{name}"));
        assert_eq!(answer.status, 404, "{name}: {}", answer.body);
        answer.does_not_say("SECRET").does_not_say("root:");
    }
    for place in [
        "..",
        "%2e%2e",
        "1/..",
        "01",
        "1.0",
        "+1",
        "1.1",
        "0",
        "-1",
        "1e0",
        "%2e%2e%2f1",
    ] {
        let answer = stranger.get(&format!("/editions/tea/{place}/submissions.csv"));
        assert_eq!(answer.status, 404, "{place}: {}", answer.body);
    }
    stranger.get("/editions/%2e%2e/1/outside.csv").is(404);
}

#[test]
fn an_order_needs_a_known_study_and_profile() {
    let site = TestSite::empty();
    record(&site, 1);
    let rita = site.researcher("rita");

    for profile in ["", "everything", "Public"] {
        rita.post("/research/tea/order", &[("profile", profile)]).is(400);
    }
    rita.post("/research/nothing/order", &[("profile", "public")])
        .is(404);

    assert_eq!(site.count("edition_orders"), 0);
}
