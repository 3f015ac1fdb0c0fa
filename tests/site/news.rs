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
pub fn reports(site: &TestSite, language: &'static str, wishes: &[(&str, &str)]) -> Participant {
    let mut person = Participant::begins(site, "open-models", "report", language);
    person.answers_everything(wishes, "send");
    person
}

/// Somebody reports that something wrong was said.
#[track_caller]
fn reports_wrong(site: &TestSite, what: &str) {
    let wishes = [("i_what", what), ("i_kind", "rk.inc"), ("i_problem", "pb.wrong")];
    reports(site, "en", &wishes);
}

/// A moderator accepts what waits longest.
#[track_caller]
fn accepts(moderator: &Browser) {
    let case = moderator.get(&first_case(&moderator.get("/moderate")));
    let accept = [("verdict", "accept"), ("round", "0")];
    moderator.post(&form(&case), &accept).is(303);
}

/// The issues of the list, the newest first.
pub fn issues(moderator: &Browser) -> Vec<String> {
    let list = moderator.get("/moderate/issues");
    list.is(200);
    let mut found: Vec<String> = Vec::new();
    for part in list.body.split("href=\"/moderate/issues/").skip(1) {
        let address = format!("/moderate/issues/{}", part.split('"').next().unwrap());
        found.push(address);
    }
    found
}

/// The number at the end of an address.
pub fn id(address: &str) -> &str {
    address.rsplit('/').next().unwrap()
}

/// Does something with an issue and comes to the page that follows.
#[track_caller]
pub fn does(moderator: &Browser, issue: &str, fields: &[(&str, &str)]) -> Answer {
    let done = moderator.post(issue, fields);
    done.is(303);
    moderator.follow(&done)
}

#[test]
fn a_report_becomes_an_issue_and_two_of_the_same_are_joined_and_parted_again() {
    let site = TestSite::with_the_stock_study();
    let ada = site.moderator("ada");
    for what in [DOSE, SLOW, SAME_DOSE] {
        reports_wrong(&site, what);
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
        reports_wrong(&site, what);
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
    assert_eq!(
        issues(&ada),
        std::slice::from_ref(&issue),
        "it comes back as what it was"
    );

    person.browser.post(&person.at("withdraw"), &[]).is(200);
    assert!(issues(&ada).is_empty());
    assert_eq!(site.count("issue_reports"), 0, "nothing of what it said is left");
    assert_eq!(site.count("issues WHERE release IS NOT NULL"), 0);
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

/// A site with a release whose publisher has shown that it is theirs; gives the claim's address too.
fn claimed() -> (TestSite, Browser, Browser, String) {
    let site = TestSite::with_the_stock_study();
    crate::models::imported(&site);
    let (publisher, ada) = (site.visitor(), site.moderator("ada"));
    let claim = crate::claims::stated(&publisher, "P");
    let case = crate::claims::case_of(&ada);
    let confirm = [
        ("verdict", "confirm"),
        ("round", "1"),
        ("reason", "I saw it in the card."),
    ];
    ada.post(&case, &confirm).is(303);
    (site, ada, publisher, claim)
}

/// A report about the release that is claimed, accepted, with its issue.
#[track_caller]
fn of_amber(
    site: &TestSite,
    ada: &Browser,
    language: &'static str,
    wishes: &[(&str, &str)],
) -> (Participant, String) {
    let about = [("i_kind", "rk.inc"), ("i_problem", "pb.wrong")];
    let person = reports(site, language, &[wishes, &about].concat());
    accepts(ada);
    let issue = issues(ada).remove(0);
    let release = [
        ("do", "release"),
        ("release", "amber/7b"),
        ("reason", "They say Amber"),
    ];
    does(ada, &issue, &release).says("About the release amber/7b");
    (person, issue)
}

/// Where the publisher finds its only issue.
#[track_caller]
fn only_issue(publisher: &Browser, claim: &str) -> String {
    let list = of_publisher(publisher, claim);
    assert_eq!(list.len(), 1, "one issue only");
    list[0].clone()
}

/// The issues that the publisher sees, the newest first.
#[track_caller]
pub fn of_publisher(publisher: &Browser, claim: &str) -> Vec<String> {
    let list = publisher.get(&format!("{claim}/issues"));
    let before = format!("href=\"{claim}/issues/");
    let found = list.is(200).body.split(&before).skip(1);
    found
        .map(|part| format!("{claim}/issues/{}", part.split('"').next().unwrap()))
        .collect()
}

#[test]
fn a_publisher_answers_once_and_every_reporter_reads_it() {
    let (site, ada, publisher, claim) = claimed();
    let (lin, first) = of_amber(&site, &ada, "en", &[("i_what", DOSE), ("i_share", "sl.pub")]);
    let (wang, second) = of_amber(
        &site,
        &ada,
        "zh-Hans",
        &[
            (
                "i_what",
                "问答服务告诉我母亲，药量可以按包装上说明的两倍服用，这是错误的，请尽快改正这个问题，谢谢你们的工作。",
            ),
            ("i_share", "sl.pass"),
            ("i_when", "2026-01-17"),
        ],
    );
    does(
        &ada,
        &second,
        &[("do", "join"), ("other", id(&first)), ("reason", "The same dose")],
    );

    publisher
        .get(&claim)
        .is(200)
        .says("What is reported of the release");
    let issue = only_issue(&publisher, &claim);
    let page = publisher.get(&issue);
    page.is(200).says("2 reports").says("allegations");
    page.does_not_say(DOSE).does_not_say("两倍");
    assert!(!page.body.replace(&claim, "").contains("T0"));
    let lins = site.visitor();
    lins.get(&lin.at("receipt"))
        .says("has not answered")
        .says("can see this report since");

    publisher
        .post(&issue, &[("outcome", ""), ("english", " ")])
        .is(422)
        .says("Choose what becomes of it")
        .says("at least one of the two");
    let words = ("english", "We look at it & will tell.");
    publisher
        .post(&issue, &[("outcome", "fo.wait"), words, ("chinese", "")])
        .is(303);

    for (person, says) in [
        (&lin, "We look at it &#38; will tell."),
        (&wang, "发布方没有提供中文答复"),
    ] {
        person.browser.get(&person.at("receipt")).is(200).says(says);
    }
    lins.get(&lin.at("receipt"))
        .says("The publisher is looking at it");
    let release = lins.get("/models/amber/7b");
    release
        .is(200)
        .says("Alleged: ")
        .says("We look at it &#38; will tell.")
        .does_not_say(DOSE);
    lins.get("/models/amber/7b/issues")
        .is(200)
        .says("Report 1")
        .does_not_say("Report 2")
        .does_not_say(DOSE);

    // Nobody reads when another one noticed or told: Lin's own receipt tells of Lin's report alone.
    lins.get(&lin.at("receipt")).does_not_say("2026-01-17");

    // Another answer takes the place of the first, which stays to be seen.
    let fixed = [
        ("outcome", "fo.fixed"),
        ("english", "Mended on Friday."),
        ("chinese", "周五已修复。"),
    ];
    publisher.post(&issue, &fixed).is(303);
    let receipt = wang.browser.get(&wang.at("receipt"));
    receipt
        .says("周五已修复。")
        .says("发布方此前的答复")
        .says("We look at it");
    assert!(receipt.body.find("周五已修复").unwrap() < receipt.body.find("We look at it").unwrap());
    assert_eq!(site.count("issue_replies"), 2);
    assert_eq!(site.count("audit WHERE event = 'issue.answered'"), 2);

    // One publisher's words never stand as another's.
    let llama = [
        ("do", "release"),
        ("release", "llama/8b"),
        ("reason", "They mean Llama"),
    ];
    ada.post(&first, &llama)
        .is(422)
        .says("has answered")
        .says("They mean Llama");

    // A report that is parted again keeps what it heard; the other issue has heard nothing.
    let page = ada.get(&first);
    let (_, rest) = page.body.split_once("name=\"entry\" value=\"").unwrap();
    does(
        &ada,
        &first,
        &[("do", "undo"), ("entry", &rest[..32]), ("reason", "Not the same")],
    );
    wang.browser
        .get(&wang.at("receipt"))
        .does_not_say("周五已修复。")
        .says("尚未答复");
    lins.get(&lin.at("receipt")).says("Mended on Friday.");
}

#[test]
fn everything_that_is_told_of_a_release_is_within_reach_on_light_pages() {
    let (site, ada, publisher, claim) = claimed();
    for _ in 0..11 {
        of_amber(&site, &ada, "en", &[("i_what", DOSE), ("i_share", "sl.pub")]);
    }
    let answer = |number: usize| format!("Answer {number:02}. {}The end.", "We looked at it. ".repeat(200));
    let issues = of_publisher(&publisher, &claim);
    for (number, issue) in issues.iter().enumerate() {
        let words = answer(number);
        let reply = [("outcome", "fo.expl"), ("english", words.as_str())];
        publisher.post(issue, &reply).is(303);
    }

    // The release's own page has their beginnings only.
    let release = site.visitor().get("/models/amber/7b");
    release.is(200).says("Answer 00.").says("Answer 04.");
    release.does_not_say("The end.").does_not_say("Answer 05.");

    // One page after the other has every answer whole, and none twice.
    let (mut address, mut read, mut pages) = ("/models/amber/7b/issues".to_owned(), String::new(), 0);
    loop {
        let page = site.visitor().get(&address);
        read.push_str(&page.is(200).body);
        pages += 1;
        assert!(pages <= 11, "the pages come to an end");
        assert!(page.body.matches("The end.").count() <= 4, "a page stays light");
        assert_eq!(page.body.contains("Back to the latest"), pages > 1);
        let Some((before, _)) = page.body.split_once("\" rel=\"next\"") else {
            break;
        };
        address = before.rsplit('"').next().unwrap().replace("&#38;", "&");
    }
    assert_eq!(pages, 3);
    // By no number of an issue can its lines be found in the file of hops.
    for (number, issue) in issues.iter().enumerate() {
        let issue = issue.rsplit('/').next().unwrap();
        assert!(!read.contains(issue), "issue {number}");
        assert_eq!(read.matches(&answer(number)).count(), 1, "answer {number}");
    }
    // Behind the last there is nothing; what is no number is no wish.
    for behind in ["11", "4294967295"] {
        site.visitor()
            .get(&format!("/models/amber/7b/issues?after={behind}"))
            .is(200)
            .says("There is nothing older.");
    }
    for stray in ["-1", "4294967296", "yesterday"] {
        site.visitor()
            .get(&format!("/models/amber/7b/issues?after={stray}"))
            .is(200)
            .says("Answer 00.");
    }

    // An issue takes ten answers, and its pages show them all.
    for _ in 1..10 {
        let reply = [("outcome", "fo.expl"), ("english", "As before.")];
        publisher.post(&issues[0], &reply).is(303);
    }
    publisher
        .get(&issues[0])
        .is(200)
        .says("10 answers were given")
        .does_not_say("<textarea");
    let reply = [("outcome", "fo.fixed"), ("english", "One more.")];
    publisher.post(&issues[0], &reply).is(409);
    assert_eq!(site.count("issue_replies"), 20);
}

#[test]
fn nobody_sees_more_of_a_report_than_its_reporter_allows() {
    let (site, ada, publisher, claim) = claimed();
    let secret = "I tell this to moderators alone, and nobody else may ever see any part of it.";
    let (person, hidden) = of_amber(&site, &ada, "en", &[("i_what", secret), ("i_share", "sl.mod")]);
    publisher
        .get(&format!("{claim}/issues"))
        .is(200)
        .says("Nothing has been reported");
    person
        .browser
        .get(&person.at("receipt"))
        .says("does not see this report");
    let visitor = site.visitor();
    visitor.get("/models/amber/7b").does_not_say("Alleged");

    let (_, quoted) = of_amber(&site, &ada, "en", &[("i_what", DOSE), ("i_share", "sl.quote")]);
    // The box for being quoted was not ticked, so the words stay where they are.
    let issue = only_issue(&publisher, &claim);
    ada.get(&quoted).does_not_say("The words tell who nobody is");
    publisher.get(&issue).says("1 report").does_not_say(DOSE);
    visitor
        .get("/models/amber/7b/issues")
        .says("Report 1")
        .does_not_say(DOSE);

    // Joining shows the publisher no more of the report that is for moderators alone.
    does(
        &ada,
        &hidden,
        &[("do", "join"), ("other", id(&quoted)), ("reason", "One thing")],
    );
    publisher.get(&issue).says("1 report").does_not_say(secret);
    visitor
        .get("/models/amber/7b/issues")
        .does_not_say("Report 2")
        .does_not_say(secret);
    assert!(
        !issue.contains(id(&quoted)),
        "what tells its time stays in the house"
    );
}

#[test]
fn words_are_quoted_only_when_everybody_agrees() {
    let (site, ada, publisher, claim) = claimed();
    let mut person = Participant::begins_with(&site, "open-models", "report", &["quote"]);
    let about = [
        ("i_kind", "rk.inc"),
        ("i_problem", "pb.wrong"),
        ("i_what", DOSE),
        ("i_share", "sl.quote"),
    ];
    person.answers_everything(&about, "send");
    accepts(&ada);
    let issue = issues(&ada).remove(0);
    does(
        &ada,
        &issue,
        &[
            ("do", "release"),
            ("release", "amber/7b"),
            ("reason", "They say Amber"),
        ],
    );
    let page = ada.get(&issue);
    let shown = only_issue(&publisher, &claim);
    publisher.get(&shown).does_not_say(DOSE);
    let (_, rest) = page
        .says("The words tell who nobody is")
        .body
        .split_once("name=\"do\" value=\"words\"")
        .unwrap();
    let (_, rest) = rest.split_once("name=\"report\" value=\"").unwrap();
    let report = &rest[..32];
    does(
        &ada,
        &issue,
        &[
            ("do", "words"),
            ("report", report),
            ("pass", "yes"),
            ("reason", "Read"),
        ],
    );
    publisher.get(&shown).says(DOSE);
    site.visitor().get("/models/amber/7b/issues").says(DOSE);
    does(
        &ada,
        &issue,
        &[
            ("do", "words"),
            ("report", report),
            ("reason", "A name after all"),
        ],
    );
    publisher.get(&shown).does_not_say(DOSE);
}

#[test]
fn a_flaw_under_embargo_is_between_the_publisher_and_the_moderators() {
    let (site, ada, publisher, claim) = claimed();
    let flaw = [
        ("i_what", DOSE),
        ("i_share", "sl.quote"),
        ("i_problem", "pb.security"),
    ];
    let (_, issue) = of_amber(&site, &ada, "en", &flaw);
    ada.get(&issue).says("kept back");
    let visitor = site.visitor();
    visitor.get("/models/amber/7b").does_not_say("Alleged");
    visitor
        .get("/models/amber/7b/issues")
        .says("Nothing has been reported");
    let shown = only_issue(&publisher, &claim);
    publisher.get(&shown).says("nobody but you and the moderators");

    let looking = [("outcome", "fo.wait"), ("english", "We are on it.")];
    publisher.post(&shown, &looking).is(303);
    visitor
        .get("/models/amber/7b/issues")
        .says("Nothing has been reported");
    let fixed = [("outcome", "fo.newver"), ("english", "Mended in 7b.1.")];
    publisher.post(&shown, &fixed).is(303);
    visitor
        .get("/models/amber/7b/issues")
        .says("Alleged: ")
        .says("Mended in 7b.1.");
}

#[test]
fn only_the_publisher_of_the_release_sees_and_answers() {
    let (site, ada, publisher, claim) = claimed();
    of_amber(&site, &ada, "en", &[("i_what", DOSE), ("i_share", "sl.pass")]);
    let shown = only_issue(&publisher, &claim);
    let number = id(&shown);
    // Somebody with a claim that is not confirmed, and a deployer.
    let other = crate::claims::begun(&site.visitor(), "P", true);
    let refused = publisher.get(&format!("{other}/issues/{number}"));
    assert_ne!(refused.status, 200);
    refused.does_not_say("pb.");
    let stranger = publisher.get(&format!("/claim/AAAA-AAAA-AAAA-AAAA/issues/{number}"));
    assert_ne!(stranger.status, 200);
    publisher
        .get(&format!("{claim}/issues/{}", "0".repeat(32)))
        .is(404);
}

/// A moment of the week before this one, as the databases write it.
fn last_week(site: &TestSite, days: i64) -> String {
    let monday =
        soundings::chain::lineage::week::begins(soundings::chain::lineage::week::of(site.site.clock.now()));
    let moment = monday.utc() - chrono::TimeDelta::days(days);
    match site.database.settings() {
        soundings::settings::Database::Sqlite(_) => moment.timestamp_micros().to_string(),
        soundings::settings::Database::Postgres(_) => format!("'{}'", moment.to_rfc3339()),
    }
}

#[test]
fn the_clock_counts_what_was_known_on_monday_and_nothing_of_fewer_than_ten() {
    let (site, ada, publisher, claim) = claimed();
    let noticed = (site.site.clock.now().utc().date_naive() - chrono::Days::new(60)).to_string();
    let told = (site.site.clock.now().utc().date_naive() - chrono::Days::new(50)).to_string();
    for number in 0..12 {
        let what =
            format!("Report number {number}: the service answered with something that is not true at all.");
        let route = if number < 11 { "fr.inapp" } else { "fr.none" };
        let wishes = [
            ("i_what", what.as_str()),
            ("i_share", "sl.pass"),
            ("i_when", &noticed),
            ("i_told", route),
            ("i_told_on", &told),
        ];
        of_amber(&site, &ada, "en", &wishes);
    }
    site.work();
    let clock = site.visitor().get("/clock/open-models");
    clock
        .is(200)
        .says("Issues counted: <strong>fewer than 10</strong>");

    // All that happened a fortnight ago, as far as the database knows.
    let before = last_week(&site, 14);
    for (table, column) in [
        ("issues", "opened_at"),
        ("issue_reports", "taken_in_at"),
        ("claims", "since"),
    ] {
        site.database
            .execute(&format!("UPDATE {table} SET {column} = {before}"));
    }
    site.database.execute("DELETE FROM clock_figures");
    let issue = publisher.get(&format!("{claim}/issues"));
    let (_, rest) = issue.body.split_once(&format!("href=\"{claim}/issues/")).unwrap();
    let answer = [
        ("outcome", "fo.expl"),
        ("english", "Answered after Monday: it does not count yet."),
    ];
    publisher
        .post(&format!("{claim}/issues/{}", &rest[..32]), &answer)
        .is(303);
    site.work();

    let clock = site.visitor().get("/clock/open-models");
    clock
        .is(200)
        .says("Issues counted: <strong>10</strong>")
        .says("asked to answer within 30 days");
    let row = |name: &str| {
        let (_, rest) = clock
            .body
            .split_once(&format!("<th scope=\"row\">{name}</th>"))
            .expect(name);
        let row = rest.split("</tr>").next().unwrap();
        row.split("<td class=\"number\">")
            .skip(1)
            .map(|cell| cell.split('<').next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    // 12 issues were noticed, all came to the publisher by this platform, 11 told the service after 10 days.
    assert_eq!(
        row("The service was told"),
        ["10", "0 %", "90 %", "not known yet", "10 days"]
    );
    assert_eq!(row("The publisher was told")[0], "10");
    assert_eq!(row("The publisher answered"), ["fewer than 10"; 5]);
    clock
        .says("<svg class=\"curves\"")
        .says("<dt>Answered in time</dt><dd>fewer than 10</dd>");
    // Nothing changes until next Monday, whatever is reported or taken back.
    site.database.execute("DELETE FROM issue_reports");
    site.work();
    assert_eq!(site.visitor().get("/clock/open-models").body, clock.body);
}

#[test]
fn a_report_is_handed_over_in_files_that_nobody_sends_but_the_person() {
    let (site, ada, publisher, claim) = claimed();
    let wishes = [("i_what", DOSE), ("i_share", "sl.pass"), ("i_when", "2026-01-05")];
    let (person, issue) = of_amber(&site, &ada, "zh-Hans", &wishes);
    let receipt = person.browser.get(&person.at("receipt"));
    receipt.is(200).says("本站不会代为发送");
    let own = |file: &str| {
        let got = person.browser.get(&person.at(&format!("hand-over/{file}")));
        assert_eq!(
            got.headers["content-disposition"],
            format!("attachment; filename=\"{file}\"")
        );
        got.is(200).body.clone()
    };

    let incident: serde_json::Value = serde_json::from_str(&own("incident-database.json")).unwrap();
    assert_eq!(incident["incident_date"], "2026-01-05");
    assert!(incident["title"].as_str().unwrap().contains("Amber 7B"));
    assert!(incident["title"].as_str().unwrap().ends_with("(alleged)"));
    assert!(incident["text"].as_str().unwrap().contains(DOSE));
    assert!(incident["text"].as_str().unwrap().chars().count() >= 80);
    assert!(
        incident["deployers"][0]
            .as_str()
            .unwrap()
            .starts_with("[fill in:")
    );
    let flaw: serde_json::Value = serde_json::from_str(&own("flaw-report.json")).unwrap();
    assert_eq!(flaw["flaw_description"][0], DOSE);
    assert_eq!(
        flaw["system_versions"][0], "Amber 7B <i>",
        "a file is no page: nothing is escaped"
    );
    assert!(own("ai-act-article-89.md").contains("Article 89(2)"));
    assert!(own("complaint-en.md").contains(DOSE));
    let chinese = own("complaint-zh-Hans.md");
    assert!(
        chinese.contains("第十五条")
            && chinese.contains("【请填写：姓名】")
            && chinese.contains("发现问题：2026-01-05")
    );
    person.browser.get(&person.at("hand-over/else.json")).is(404);

    // A moderator hands over no more than the reporter lets go, and to a public database nothing of this.
    ada.get(&format!("{issue}/hand-over/complaint-en.md"))
        .is(200)
        .does_not_say(DOSE)
        .does_not_say("2026-01-05");
    ada.get(&format!("{issue}/hand-over/incident-database.json"))
        .is(404);
    ada.get(&issue)
        .says("complaint-en.md")
        .does_not_say("incident-database.json");
    // The publisher hands over no more than it sees: neither words nor days.
    let shown = only_issue(&publisher, &claim);
    for file in [
        "incident-database.json",
        "flaw-report.json",
        "ai-act-article-89.md",
        "complaint-zh-Hans.md",
    ] {
        let got = publisher.get(&format!("{shown}/hand-over/{file}"));
        got.is(200).does_not_say(DOSE).does_not_say("2026-01-05");
    }
    site.visitor()
        .get(&format!("{issue}/hand-over/complaint-en.md"))
        .is(303);
}

#[test]
fn the_file_of_hops_holds_what_may_be_published_and_nothing_else() {
    let (site, ada, _, _) = claimed();
    let sends = |boxes: &[&str], wishes: &[(&str, &str)]| {
        let mut person = Participant::begins_with(&site, "open-models", "report", boxes);
        let all = [
            ("i_what", DOSE),
            ("i_problem", "pb.wrong"),
            ("i_when", "2026-01-05"),
            ("i_told", "fr.support"),
            ("i_told_on", "2026-01-09"),
        ];
        person.answers_everything(&[wishes, &all].concat(), "send");
        accepts(&ada);
        person
    };
    let rows = || {
        let read = site.site.store.read(|db| {
            let study = soundings::questionnaire::versions::study(db, "open-models")?
                .unwrap()
                .id;
            soundings::news::propagation::hop_rows(db, study, soundings::clock::Clock::running().now())
        });
        site.run(read).unwrap()
    };
    let public = [("i_kind", "rk.inc"), ("i_share", "sl.pub")];
    sends(&[], &public);
    sends(&["publish_open"], &[("i_kind", "rk.inc"), ("i_share", "sl.pass")]);
    sends(
        &["publish_open"],
        &[("i_kind", "rk.praise"), ("i_share", "sl.pub")],
    );
    sends(
        &["publish_open"],
        &[
            ("i_kind", "rk.flaw"),
            ("i_share", "sl.pub"),
            ("i_problem", "pb.security"),
        ],
    );
    assert!(rows().is_empty(), "no box, no share, no problem, or an embargo");

    let person = sends(&["publish_open"], &public);
    let found = rows();
    assert_eq!(found.len(), 5, "one line for each hop after noticing");
    let told = found
        .iter()
        .find(|row| row.hop.as_str() == "told_service")
        .unwrap();
    assert_eq!(
        (told.days, told.censored, told.at_latest, told.route.as_str()),
        (Some(4), false, false, "fr.support")
    );
    assert_eq!(found.iter().filter(|row| row.censored).count(), 4);
    let numbers = site.database.texts(
        "SELECT CAST(COUNT(*) AS TEXT) AS text FROM submissions s JOIN issues i ON i.public_id = s.public_id",
    );
    assert_eq!(numbers, ["0"], "the numbers of issues are their own");

    person.browser.post(&person.at("withdraw"), &[]).is(200);
    assert!(rows().is_empty());
}

#[test]
fn a_flaw_that_is_kept_back_is_in_no_edition() {
    let site = TestSite::with_the_stock_study();
    let (ada, rita) = (site.moderator("ada"), site.researcher("rita"));
    for problem in ["pb.wrong", "pb.security"] {
        let mut person = Participant::begins_with(&site, "open-models", "report", &["publish_open"]);
        let wishes = [("i_what", DOSE), ("i_share", "sl.pub"), ("i_problem", problem)];
        person.answers_everything(&wishes, "send");
        accepts(&ada);
    }
    let edition = |number: u32, profile| {
        let ordered = rita.post("/research/open-models/order", &[("profile", profile)]);
        rita.follow(&ordered).is(200);
        site.work();
        let file = rita.get(&format!("/editions/open-models/{number}/submissions.csv"));
        let rows = file.is(200).body.trim_end().lines().skip(1);
        rows.map(str::to_owned).collect::<Vec<_>>()
    };
    for (number, profile) in [(1, "public"), (2, "restricted")] {
        let rows = edition(number, profile);
        assert_eq!(rows.len(), 1, "{profile}: {rows:?}");
        assert!(!rows[0].contains("pb.security"), "{profile}");
    }
    let flaw = issues(&ada).remove(0);
    does(&ada, &flaw, &[("do", "lift"), ("reason", "It is mended")]);
    let rows = edition(3, "restricted");
    assert!(rows.iter().any(|row| row.contains("pb.security")), "{rows:?}");
}

#[test]
fn what_is_kept_back_stays_so_wherever_it_is_moved() {
    let site = TestSite::with_the_stock_study();
    let ada = site.moderator("ada");
    for what in [DOSE, SAME_DOSE] {
        reports_wrong(&site, what);
        accepts(&ada);
    }
    let found = issues(&ada);
    let joined = does(
        &ada,
        &found[0],
        &[("do", "join"), ("other", id(&found[1])), ("reason", "One thing")],
    );
    let until = site.site.clock.now().utc().date_naive() + chrono::Days::new(200);
    let until = until.to_string();
    let embargo = [("do", "embargo"), ("until", until.as_str()), ("reason", "A flaw")];
    does(&ada, &found[1], &embargo).says("kept back");
    let (_, entry) = joined.body.split_once("name=\"entry\" value=\"").unwrap();
    let undo = [("do", "undo"), ("entry", &entry[..32]), ("reason", "Not one")];
    does(&ada, &found[1], &undo).says("kept back");
    ada.get(&found[0]).says("kept back").says(&until);
}

#[test]
fn an_issue_is_of_one_release_that_is_known_and_keeps_its_day() {
    let (site, ada, publisher, claim) = claimed();
    let words = "Not the same assistant as the other one";
    let (_, issue) = of_amber(&site, &ada, "en", &[("i_what", DOSE), ("i_share", "sl.pass")]);
    only_issue(&publisher, &claim);
    // Another release of the registry, or a typing error, is told apart.
    let unknown = [("do", "release"), ("release", "amber/8b"), ("reason", "A slip")];
    ada.post(&issue, &unknown)
        .is(422)
        .says("Name a release as the registry does")
        .says("amber/8b");
    // What was accepted once is counted from then on, also after another look at it.
    let before = site
        .database
        .texts("SELECT CAST(taken_in_at AS TEXT) AS text FROM issue_reports");
    let case = first_case(&ada.get("/moderate/decided"));
    let reject = [("verdict", "reject"), ("reason", "off_topic"), ("round", "1")];
    ada.post(&form(&ada.get(&case)), &reject).is(303);
    let accept = [("verdict", "accept"), ("round", "2")];
    ada.post(&form(&ada.get(&case)), &accept).is(303);
    let after = site
        .database
        .texts("SELECT CAST(taken_in_at AS TEXT) AS text FROM issue_reports");
    assert_eq!(before, after);

    let (_, other) = of_amber(&site, &ada, "en", &[("i_what", SLOW), ("i_share", "sl.pass")]);
    let llama = [
        ("do", "release"),
        ("release", "llama/8b"),
        ("reason", "They say Llama"),
    ];
    does(&ada, &other, &llama);
    let join = [("do", "join"), ("other", id(&issue)), ("reason", words)];
    ada.post(&other, &join)
        .is(422)
        .says("the same release")
        .says(words);
}

#[test]
fn a_correction_goes_to_the_publisher_of_the_release_that_it_names() {
    let site = TestSite::with_the_stock_study();
    let ada = site.moderator("ada");
    let about = |release| {
        [
            ("i_what", DOSE),
            ("i_kind", "rk.inc"),
            ("i_problem", "pb.wrong"),
            ("i_release", release),
        ]
    };
    let mut person = reports(&site, "en", &about("01ai.yi-1.5-34b-chat"));
    accepts(&ada);
    let release = || site.database.texts("SELECT release AS text FROM issues");
    assert_eq!(release(), ["01ai.yi-1.5-34b-chat"]);
    let case = ada.get(&first_case(&ada.get("/moderate/decided")));
    let back = [("verdict", "return"), ("reason", "needs_detail"), ("round", "1")];
    ada.post(&form(&case), &back).is(303);

    person.open(&person.at("1"));
    let mut corrected = person.form();
    corrected.set("i_release", "alibaba.qwen-7b-chat");
    person.press(&corrected, "next");
    person.answers_everything(&[], "send");
    accepts(&ada);
    assert_eq!(release(), ["alibaba.qwen-7b-chat"]);
    assert_eq!(site.count("issue_entries WHERE kind = 'release'"), 1);
}
