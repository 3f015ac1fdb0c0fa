//! Moderators and their queue.

use crate::support::site::{Answer, TestSite};

/// Where the first submission of a list leads.
#[track_caller]
pub fn first_case(list: &Answer) -> String {
    let (_, rest) = list.body.split_once("<ol class=\"queue\">").expect("a list");
    let (_, rest) = rest.split_once("href=\"").expect("a link");
    rest.split('"')
        .next()
        .unwrap()
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}

/// Where the form of a submission leads.
#[track_caller]
pub fn form(case: &Answer) -> String {
    let (_, rest) = case
        .body
        .split_once("<form method=\"post\" action=\"/moderate/")
        .expect("a form");
    format!(
        "/moderate/{}",
        rest.split('"')
            .next()
            .unwrap()
            .replace("&#38;", "&")
            .replace("&amp;", "&")
    )
}

const ACCEPT: [(&str, &str); 2] = [("verdict", "accept"), ("round", "0")];

#[test]
fn a_moderator_clears_the_queue_from_the_oldest_on() {
    let site = TestSite::with_the_stock_study();
    site.simulate(3);
    let ada = site.moderator("ada");

    let queue = ada.get("/moderate");
    queue.is(200).says("3 submissions wait");
    let mut case = ada.get(&first_case(&queue));
    for _ in 0..2 {
        case.is(200).says("Answers").says("not asked");
        case = ada.follow(&ada.post(&form(&case), &ACCEPT));
        case.says("Accepted.");
    }
    let end = ada.follow(&ada.post(&form(&case), &ACCEPT));

    end.says("Nothing waits here").says("Accepted.");
    let decided = ada.get("/moderate/decided");
    decided.says("accepted").says("by you");
    ada.get(&first_case(&decided))
        .is(200)
        .says("Decide again")
        .says("What was decided so far");
}

#[test]
fn of_two_moderators_the_second_is_told_what_the_first_decided() {
    let site = TestSite::with_the_stock_study();
    site.simulate(1);
    let (ada, bo) = (site.moderator("ada"), site.moderator("bo"));
    let case = first_case(&ada.get("/moderate"));
    let (adas, bos) = (ada.get(&case), bo.get(&case));

    ada.post(&form(&adas), &ACCEPT).is(303);
    let reject = [
        ("verdict", "reject"),
        ("reason", "off_topic"),
        ("note", "Kept & shown"),
        ("round", "0"),
    ];
    let late = bo.post(&form(&bos), &reject);

    late.is(409)
        .says("Your decision was not taken")
        .says("by another moderator")
        .says("Kept &#38; shown");
    late.says("name=\"round\" value=\"1\"")
        .does_not_say("ada@example.org");
    let overruled = [
        ("verdict", "reject"),
        ("reason", "off_topic"),
        ("note", ""),
        ("round", "1"),
    ];
    bo.post(&form(&late), &overruled).is(303);
    let case = ada.get(&case);
    case.says("rejected")
        .says("accepted")
        .says("by you")
        .says("by another moderator");
}

#[test]
fn a_decision_with_faults_keeps_what_was_typed() {
    let site = TestSite::with_the_stock_study();
    site.simulate(1);
    let ada = site.moderator("ada");
    let case = ada.get(&first_case(&ada.get("/moderate")));

    let none = ada.post(&form(&case), &[("note", "A note"), ("round", "0")]);
    none.is(422)
        .says("Choose a verdict.")
        .says("Choose a reason.")
        .says("A note</textarea>");
    let other = [("verdict", "return"), ("reason", "off_topic"), ("round", "0")];
    ada.post(&form(&case), &other)
        .is(422)
        .says("belongs to another verdict");
    let long = "x".repeat(1_001);
    let noted = [("verdict", "accept"), ("note", long.as_str()), ("round", "0")];
    ada.post(&form(&case), &noted)
        .is(422)
        .says("The note is too long.")
        .says(&long);

    ada.get("/moderate").says("1 submission waits");
}

#[test]
fn only_what_has_an_author_can_be_returned() {
    let site = TestSite::with_the_stock_study();
    site.simulate(1);
    let ada = site.moderator("ada");
    let case = ada.get(&first_case(&ada.get("/moderate")));
    let back = [
        ("verdict", "return"),
        ("reason", "needs_detail"),
        ("note", "Which one?"),
        ("round", "0"),
    ];

    ada.post(&form(&case), &back)
        .is(409)
        .says("This submission was imported");
    site.database
        .execute("UPDATE submissions SET code_hash = 'somebody'");
    ada.post(&form(&case), &back).is(303);

    assert_eq!(
        site.database.texts("SELECT code_hash AS text FROM drafts"),
        ["somebody"]
    );
}

#[test]
fn filters_narrow_the_queue_and_stay_on() {
    let site = TestSite::with_the_stock_study();
    site.simulate(40);
    let ada = site.moderator("ada");

    let all = ada.get("/moderate").body.matches("/moderate/0").count();
    let chinese = ada.get("/moderate?answered_in=zh-Hans");
    let some = chinese.body.matches("/moderate/0").count();

    assert!(some > 0 && some < all, "{some} of {all}");
    let case = ada.get(&first_case(&chinese));
    let next = ada.post(&form(&case), &ACCEPT);
    assert!(next.location.contains("answered_in=zh-Hans"), "{}", next.location);
    ada.follow(&next).says("简体中文");
}

#[test]
fn a_moderator_reads_labels_in_their_own_language() {
    let site = TestSite::with_the_stock_study();
    site.simulate(1);
    let ada = site.moderator("ada");
    ada.post("/account/language", &[("language", "zh-Hans")]);

    let case = ada.get(&first_case(&ada.get("/moderate")));

    case.says("作出决定")
        .says("填写语言")
        .does_not_say("moderate-")
        .does_not_say("skipped");
}

#[test]
fn nobody_else_sees_submissions() {
    let site = TestSite::with_the_stock_study();
    site.simulate(1);
    let case = first_case(&site.moderator("ada").get("/moderate"));

    assert_eq!(site.visitor().get("/moderate").location, "/sign-in");
    assert_eq!(site.visitor().get(&case).location, "/sign-in");
    site.researcher("bo").get(&case).is(403);
    site.signed_in("cy", soundings::people::Permission::Administrator)
        .get("/moderate")
        .is(403);
    site.moderator("di")
        .get("/moderate/00000000000000000000000000000000")
        .is(404);
    site.moderator("ed").get("/moderate/nonsense").is(404);
}
