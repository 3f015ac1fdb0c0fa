//! News that travels: reports become issues, people say which are the same, publishers answer.

use crate::moderate::{first_case, form};
use crate::participant::Participant;
use crate::support::site::{Answer, Browser, TestSite};

/// A report in words of its own.
const DOSE: &str =
    "The assistant told my mother to take twice the dose that is printed on the package of her medicine.";
const SAME_DOSE: &str =
    "Assistant told my mother she should take twice the dose printed on the medicine's package!";
const SLOW: &str =
    "After the update on Monday every answer takes more than a minute, and half of the requests time out.";

/// Somebody reports something to the end.
#[track_caller]
fn reports(site: &TestSite, language: &'static str, wishes: &[(&str, &str)]) -> Participant {
    let mut person = Participant::begins(site, "open-models", "report", language);
    person.answers_everything(wishes, "send");
    person
}

/// A moderator accepts what waits longest.
#[track_caller]
fn accepts(moderator: &Browser) {
    let case = moderator.get(&first_case(&moderator.get("/moderate")));
    let accept = [("verdict", "accept"), ("round", "0")];
    moderator.post(&form(&case), &accept).is(303);
}

/// The issues of the list, the newest first.
fn issues(moderator: &Browser) -> Vec<String> {
    let list = moderator.get("/moderate/issues");
    list.is(200);
    let mut found: Vec<String> = Vec::new();
    for part in list.body.split("href=\"/moderate/issues/").skip(1) {
        let address = format!("/moderate/issues/{}", part.split('"').next().unwrap());
        found.push(address);
    }
    found
}

fn id(address: &str) -> &str {
    address.rsplit('/').next().unwrap()
}

/// Does something with an issue and comes to the page that follows.
#[track_caller]
fn does(moderator: &Browser, issue: &str, fields: &[(&str, &str)]) -> Answer {
    let done = moderator.post(issue, fields);
    done.is(303);
    moderator.follow(&done)
}

#[test]
fn a_report_becomes_an_issue_and_two_of_the_same_are_joined_and_parted_again() {
    let site = TestSite::with_the_stock_study();
    let ada = site.moderator("ada");
    for what in [DOSE, SLOW, SAME_DOSE] {
        reports(
            &site,
            "en",
            &[("i_what", what), ("i_kind", "rk.inc"), ("i_problem", "pb.wrong")],
        );
    }
    ada.get("/moderate/issues")
        .is(200)
        .says("no report has been accepted");
    for _ in 0..3 {
        accepts(&ada);
    }

    let found = issues(&ada);
    assert_eq!(found.len(), 3, "each report is an issue of its own");
    let (second, first) = (&found[0], &found[2]);
    let page = ada.get(second);
    page.is(200)
        .says(SAME_DOSE.trim_end_matches('!').split('\'').next().unwrap());
    page.says(id(first)).says("% alike").does_not_say(id(&found[1]));

    let nothing = ada.post(second, &[("do", "join"), ("other", id(first)), ("reason", " ")]);
    nothing.is(422).says("Say why");
    let joined = does(
        &ada,
        second,
        &[("do", "join"), ("other", id(first)), ("reason", "The same dose")],
    );
    joined
        .says("2 reports")
        .says(DOSE)
        .says("The same dose")
        .says("Undo");
    assert_eq!(issues(&ada).len(), 2);
    ada.get(second).is(200).says("were joined to");

    let (_, entry) = joined.body.split_once("name=\"entry\" value=\"").unwrap();
    let entry = &entry[..32];
    let parted = does(
        &ada,
        first,
        &[("do", "undo"), ("entry", entry), ("reason", "Another drug")],
    );
    parted.says("1 report").says("Undone").says("Another drug");
    assert_eq!(issues(&ada).len(), 3);
    let again = ada.post(
        first,
        &[("do", "undo"), ("entry", entry), ("reason", "Once more")],
    );
    again.is(422).says("can no longer be undone");
    assert_eq!(site.count("audit WHERE event = 'issue.changed'"), 2);
}

#[test]
fn an_issue_is_split_and_what_is_left_stays_together() {
    let site = TestSite::with_the_stock_study();
    let ada = site.moderator("ada");
    for what in [DOSE, SAME_DOSE, SLOW] {
        reports(
            &site,
            "en",
            &[("i_what", what), ("i_kind", "rk.inc"), ("i_problem", "pb.wrong")],
        );
        accepts(&ada);
    }
    let found = issues(&ada);
    for other in &found[..2] {
        does(
            &ada,
            other,
            &[("do", "join"), ("address", &found[2]), ("reason", "All one")],
        );
    }
    let whole = ada.get(&found[2]);
    whole.says("3 reports");
    let ticks: Vec<&str> = whole
        .body
        .split("type=\"checkbox\" name=\"report\" value=\"")
        .skip(1)
        .map(|part| &part[..32])
        .collect();
    assert_eq!(ticks.len(), 3);

    let all: Vec<_> = ticks.iter().map(|report| ("report", *report)).collect();
    let all = [&all[..], &[("do", "split"), ("reason", "x")]].concat();
    ada.post(&found[2], &all).is(422).says("one must stay");
    let slow = does(
        &ada,
        &found[2],
        &[
            ("do", "split"),
            ("report", ticks[2]),
            ("reason", "Slow is not wrong"),
        ],
    );
    slow.says("1 report").says(SLOW).does_not_say(DOSE);
    ada.get(&found[2]).says("2 reports").does_not_say(SLOW);
}

#[test]
fn what_is_withdrawn_or_rejected_later_is_no_issue_any_more() {
    let site = TestSite::with_the_stock_study();
    let ada = site.moderator("ada");
    let person = reports(&site, "en", &[("i_what", DOSE)]);
    accepts(&ada);
    let issue = issues(&ada).remove(0);
    ada.get(&issue).says(DOSE);

    let case = first_case(&ada.get("/moderate/decided"));
    let reject = [("verdict", "reject"), ("reason", "off_topic"), ("round", "1")];
    ada.post(&form(&ada.get(&case)), &reject).is(303);
    assert!(issues(&ada).is_empty());
    let accept = [("verdict", "accept"), ("round", "2")];
    ada.post(&form(&ada.get(&case)), &accept).is(303);
    assert_eq!(issues(&ada), [issue.clone()], "it comes back as what it was");

    person.browser.post(&person.at("withdraw"), &[]).is(200);
    assert!(issues(&ada).is_empty());
    assert_eq!(site.count("issue_reports"), 0, "nothing of what it said is left");
    ada.get(&issue).is(200).does_not_say(DOSE);
}

#[test]
fn a_security_flaw_is_kept_back_until_somebody_says_otherwise() {
    let site = TestSite::with_the_stock_study();
    let ada = site.moderator("ada");
    reports(
        &site,
        "en",
        &[
            ("i_what", DOSE),
            ("i_kind", "rk.flaw"),
            ("i_problem", "pb.security"),
        ],
    );
    accepts(&ada);
    let issue = issues(&ada).remove(0);
    ada.get("/moderate/issues").says("kept back");
    ada.get(&issue)
        .says("only moderators and the publisher know of it")
        .says("by itself");

    let past = [("do", "embargo"), ("until", "2020-01-01"), ("reason", "Long ago")];
    ada.post(&issue, &past)
        .is(422)
        .says("Choose a day to come")
        .says("Long ago");
    does(&ada, &issue, &[("do", "lift"), ("reason", "No flaw after all")]).says("No longer kept back");
    ada.get("/moderate/issues").does_not_say("kept back");

    // A record that it is mended ends the embargo as well.
    let later = site.site.clock.now().utc().date_naive() + chrono::Days::new(30);
    let later = later.to_string();
    does(
        &ada,
        &issue,
        &[("do", "embargo"), ("until", &later), ("reason", "A flaw")],
    )
    .says("kept back");
    let today = site.site.clock.now().utc().date_naive().to_string();
    let mended = [
        ("do", "hop"),
        ("hop", "resolved"),
        ("on", &today),
        ("reason", "They wrote so"),
    ];
    does(&ada, &issue, &mended)
        .says("No longer kept back")
        .says("Resolved: ");
}

#[test]
fn issues_of_other_studies_are_nobodys_business() {
    let site = TestSite::with_the_stock_study();
    let ada = site.moderator("ada");
    reports(&site, "en", &[("i_what", DOSE)]);
    accepts(&ada);
    let issue = issues(&ada).remove(0);
    let rita = site.researcher("rita");
    rita.get(&issue).is(403);
    site.visitor().get(&issue).is(303);
    ada.get("/moderate/issues/00000000000000000000000000000000")
        .is(404);
}
