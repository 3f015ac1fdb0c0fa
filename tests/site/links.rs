//! Invitations that are handed down the chain, from one who has answered to the next.

use std::collections::BTreeSet;

use soundings::chain::Role;
use soundings::chain::links::{self, Limits, LinkKind, Wish};
use soundings::questionnaire::versions;

use crate::moderate::{first_case, form};
use crate::participant::Participant;
use crate::support::site::{Answer, TestSite};

/// A deployer who has answered about the first release of the list, at the receipt.
fn deployer(site: &TestSite) -> Participant {
    let mut person = Participant::begins(site, "open-models", "deployer", "en");
    person.answers_everything(&[], "send");
    person.page.is(200).says("Hand on invitations");
    person
}

/// Makes a personal link for a step, and gives its address.
fn hands_on(person: &mut Participant, role: &str) -> String {
    person.open(&person.at("links"));
    let made = person
        .browser
        .post(&person.at("links"), &[("kind", "personal"), ("role", role)]);
    let page = person.browser.follow(&made);
    addresses(page.is(200)).pop().unwrap()
}

/// The links on a page, without the site's own address.
pub fn addresses(page: &Answer) -> Vec<String> {
    let parts = page.body.split("/l/").skip(1);
    let tokens = parts.map(|part| part.chars().take(22).collect::<String>());
    let all: BTreeSet<String> = tokens.filter(|token| token.len() == 22).collect();
    let mut addresses: Vec<String> = Vec::new();
    for part in page.body.split("/l/").skip(1) {
        let token: String = part.chars().take(22).collect();
        let address = format!("/l/{token}");
        if all.contains(&token) && !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    addresses
}

pub fn tiers(site: &TestSite) -> Vec<String> {
    site.database
        .texts("SELECT tier AS text FROM submissions ORDER BY submitted_at, revision")
}

#[test]
fn a_link_carries_the_release_down_and_counts_once() {
    let site = TestSite::with_the_stock_study();
    let mut deployer = deployer(&site);
    let link = hands_on(&mut deployer, "S");

    let visitor = site.visitor();
    visitor.get(&link).is(200).says("You were handed an invitation");
    let consent = format!("{link}/provider");
    let mut provider = Participant::begins_at(&site, &consent, "en");
    let release = site.database.texts("SELECT release AS text FROM links");
    assert_eq!(
        provider.form().value("release"),
        release[0],
        "the release is filled in"
    );
    provider.answers_everything(&[], "send");

    assert_eq!(tiers(&site), ["T0", "T2"]);
    visitor
        .get(&link)
        .is(200)
        .says("has been used")
        .does_not_say("Read what it is about");
    // Whoever began before it was used up is not turned away.
    let mut late = Participant::begins_at(&site, &consent, "en");
    late.answers_everything(&[], "send");
    assert_eq!(tiers(&site), ["T0", "T2", "T0"]);
}

#[test]
fn depth_grows_from_step_to_step() {
    let site = TestSite::with_the_stock_study();
    let mut deployer = deployer(&site);
    let link = hands_on(&mut deployer, "S");
    let mut provider = Participant::begins_at(&site, &format!("{link}/provider"), "en");
    provider.answers_everything(&[], "send");
    hands_on(&mut provider, "U");

    let depths = site
        .database
        .texts("SELECT CAST(depth AS TEXT) AS text FROM links ORDER BY depth");
    assert_eq!(depths, ["1", "2"]);
    let parents = site
        .database
        .texts("SELECT role AS text FROM links WHERE parent_id IS NOT NULL");
    assert_eq!(parents, ["U"]);
}

#[test]
fn a_person_hands_on_three_links_of_their_own_and_sees_them_again() {
    let site = TestSite::with_the_stock_study();
    let mut person = deployer(&site);
    let made: Vec<String> = (0..3).map(|_| hands_on(&mut person, "U")).collect();
    assert_eq!(made.iter().collect::<BTreeSet<_>>().len(), 3);

    person.open(&person.at("links"));
    assert_eq!(addresses(&person.page), made, "the same, each time");
    person.page.does_not_say("You can hand on");
    let address = person.at("links");
    person
        .browser
        .post(&address, &[("kind", "personal"), ("role", "U")])
        .is(422)
        .says("as many links of this kind");
    person
        .browser
        .post(&address, &[("kind", "personal"), ("role", "P")])
        .is(404);
    person
        .browser
        .post(
            &address,
            &[("kind", "channel"), ("role", "U"), ("audience", "My customers")],
        )
        .is(422)
        .says("for about how many people")
        .says("My customers");
    let channel = [
        ("kind", "channel"),
        ("role", "U"),
        ("audience", "My customers"),
        ("expected", "200"),
    ];
    let shown = person.browser.follow(&person.browser.post(&address, &channel));
    shown.is(200).says("My customers");
    let picture = person.browser.get(&person.at("links/4/qr"));
    picture.is(200).says("<svg");
    assert_eq!(picture.header("content-type"), "image/svg+xml");
    person.browser.get(&person.at("links/5/qr")).is(404);
}

#[test]
fn an_end_user_has_nobody_to_hand_links_to() {
    let site = TestSite::with_the_stock_study();
    let mut person = Participant::begins(&site, "open-models", "user", "en");
    person.answers_everything(&[], "send");
    person.page.is(200).does_not_say("Hand on invitations");
    person.browser.get(&person.at("links")).is(404);
    let draft = Participant::begins(&site, "open-models", "deployer", "en");
    draft.browser.get(&draft.at("links")).is(404);
}

#[test]
fn a_short_code_leads_where_its_link_leads() {
    let site = TestSite::with_the_stock_study();
    let mut person = deployer(&site);
    hands_on(&mut person, "U");
    person.open(&person.at("links"));
    let (_, rest) = person.page.body.split_once("<strong class=\"code\">").unwrap();
    let code: String = rest.chars().take(11).collect();

    let visitor = site.visitor();
    let typed = code.to_lowercase().replace('-', "  ");
    let found = visitor.post("/l", &[("code", &typed)]);
    let page = visitor.follow(&found);
    page.is(200).says("You were handed an invitation");
    let mut wrong: Vec<char> = code.chars().collect();
    wrong[0] = if wrong[0] == '7' { '8' } else { '7' };
    let wrong: String = wrong.into_iter().collect();
    visitor
        .post("/l", &[("code", &wrong)])
        .is(422)
        .says("There is no such invitation.")
        .says(&wrong);
    visitor
        .get(&format!("/l/{wrong}"))
        .is(404)
        .says("There is no such invitation");
    visitor.get("/l/..%2f..").is(404);
}

/// A channel link of the study itself.
fn channel(site: &TestSite, expected: i32, most_uses: Option<i32>) -> String {
    let key = site.site.links.clone();
    let token = site.write(move |tx, _| {
        let study = versions::study(tx, "open-models")?.unwrap();
        let wish = Wish {
            study: study.id,
            kind: LinkKind::Channel,
            role: Role::User,
            release: None,
            audience: Some(("Readers".to_owned(), expected)),
            limits: Limits {
                most_uses,
                ..Limits::default()
            },
        };
        links::issue(tx, &key, &wish).map(|(_, shown)| shown.token.reveal().to_owned())
    });
    format!("/l/{token}")
}

#[test]
fn a_channel_that_is_flooded_is_told_and_one_that_is_called_back_is_closed() {
    let site = TestSite::with_the_stock_study();
    let link = channel(&site, 1, None);
    for _ in 0..2 {
        let mut person = Participant::begins_at(&site, &format!("{link}/user"), "en");
        person.answers_everything(&[], "send");
    }
    assert_eq!(tiers(&site), ["T1", "T1"]);
    let found = site.write(move |tx, _| {
        let study = versions::study(tx, "open-models")?.unwrap();
        links::of_study(tx, study.id)
    });
    assert!(found[0].is_flooded() && found[0].uses == 2);
    let id = found[0].id;
    let mo = site.moderator("mo");
    mo.get("/moderate").is(200).says("flooded channel");
    mo.get(&first_case(&mo.get("/moderate")))
        .says("The link of the study for “Readers” was meant for about 1 people; 2 answers came by it.");
    site.write(move |tx, _| links::revoke(tx, id));
    site.visitor().get(&link).is(200).says("called back");
}

#[test]
fn a_correction_came_as_what_it_corrects() {
    let site = TestSite::with_the_stock_study();
    let link = channel(&site, 10, None);
    let mut person = Participant::begins_at(&site, &format!("{link}/user"), "en");
    person.answers_everything(&[], "send");
    let ada = site.moderator("ada");
    let case = ada.get(&first_case(&ada.get("/moderate")));
    let back = [("verdict", "return"), ("reason", "needs_detail"), ("round", "0")];
    ada.post(&form(&case), &back).is(303);
    person.open(&person.at("1"));
    person.answers_everything(&[], "send");

    assert_eq!(tiers(&site), ["T1", "T1"]);
    let uses = site
        .database
        .texts("SELECT CAST(uses AS TEXT) AS text FROM links");
    assert_eq!(uses, ["1"], "one person came by it, once");
}

#[test]
fn the_database_alone_does_not_tell_who_handed_on_what_or_came_by_it() {
    let site = TestSite::with_the_stock_study();
    let mut deployer = deployer(&site);
    let link = hands_on(&mut deployer, "S");
    let mut provider = Participant::begins_at(&site, &format!("{link}/provider"), "en");
    provider.answers_everything(&[], "send");
    let token = link.trim_start_matches("/l/");

    let texts = |query: &str| {
        site.database
            .texts(query)
            .into_iter()
            .collect::<BTreeSet<String>>()
    };
    let of_submissions: BTreeSet<String> = [
        "SELECT code_hash AS text FROM submissions",
        "SELECT came_by AS text FROM submissions WHERE came_by IS NOT NULL",
    ]
    .iter()
    .flat_map(|query| texts(query))
    .collect();
    let of_links: BTreeSet<String> = ["token_hash", "code_hash", "issuer"]
        .iter()
        .flat_map(|column| texts(&format!("SELECT {column} AS text FROM links")))
        .collect();
    assert_eq!((of_submissions.len(), of_links.len()), (3, 3));
    assert!(of_submissions.is_disjoint(&of_links));
    for stored in of_submissions.iter().chain(&of_links) {
        assert!(!stored.contains(token) && !stored.contains(&deployer.code));
    }
}

/// The fields of a channel link with further ones.
fn channel_with<'f>(further: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let mut fields = vec![
        ("kind", "channel"),
        ("role", "U"),
        ("audience", "My customers"),
        ("expected", "1"),
    ];
    fields.extend(further);
    fields
}

#[test]
fn whoever_hands_on_limits_a_link_and_says_how_it_speaks() {
    let site = TestSite::with_the_stock_study();
    let person = deployer(&site);
    let address = person.at("links");
    for wrong in [
        ("until", "2001-01-01"),
        ("until", "tomorrow"),
        ("most", "0"),
        ("most", "many"),
        ("per_hour", "1001"),
    ] {
        person
            .browser
            .post(&address, &channel_with(&[wrong]))
            .is(422)
            .says("Look at the limits")
            .says(wrong.1);
    }
    assert_eq!(site.count("links"), 0);
    let limits = [
        ("until", "2099-12-31"),
        ("most", "2"),
        ("per_hour", "50"),
        ("speaks", "zh-Hans"),
    ];
    let made = person.browser.post(&address, &channel_with(&limits));
    let page = person.browser.follow(&made);
    page.is(200)
        .says("Good until the end of 2099-12-31")
        .says("For at most 2 answers")
        .says("At most 50 begin in an hour")
        .says("Opens in: 简体中文");
    let link = addresses(&page).pop().unwrap();

    let visitor = site.visitor();
    visitor.get(&link).is(200).says("您收到一份邀请");
    visitor
        .get(&format!("{link}?language=en"))
        .is(200)
        .says("You were handed an invitation");
    let consent = format!("{link}/user");
    visitor.get(&consent).is(200).says("value=\"zh-Hans\" checked");
    for _ in 0..2 {
        let mut user = Participant::begins_at(&site, &consent, "en");
        user.answers_everything(&[], "send");
    }
    visitor.get(&link).is(200).says("已被使用");
    site.expire("links");
    visitor.get(&link).is(200).says("已过期");

    // The channel was for one person, and two came.
    let mo = site.moderator("mo");
    let queue = mo.get("/moderate");
    assert_eq!(queue.body.matches("flooded channel").count(), 2);
    mo.get("/moderate?language=zh-Hans").is(200).says("渠道涌入过多");
}

#[test]
fn a_link_that_is_used_faster_than_its_limit_says_when_to_come_back() {
    let site = TestSite::with_the_stock_study();
    let mut person = deployer(&site);
    let made = person
        .browser
        .post(&person.at("links"), &channel_with(&[("per_hour", "2")]));
    let link = addresses(&person.browser.follow(&made)).pop().unwrap();
    let consent = format!("{link}/user");
    let visitor = site.visitor();
    // Whoever forgot a box has not begun.
    for _ in 0..3 {
        visitor.post(&consent, &[]).is(422);
    }
    for _ in 0..2 {
        visitor.post(&consent, &[("tick-take_part", "yes")]).is(303);
    }
    let late = visitor.post(&consent, &[("tick-take_part", "yes")]);
    late.is(429).says("Please come back in a while");
    let seconds: u32 = late.header("retry-after").parse().unwrap();
    assert!((1..=1800).contains(&seconds), "{seconds}");
    let other = hands_on(&mut person, "U");
    let other = format!("{other}/user");
    visitor.post(&other, &[("tick-take_part", "yes")]).is(303);
}

#[test]
fn a_person_calls_back_what_they_handed_on_and_only_that() {
    let site = TestSite::with_the_stock_study();
    let (mut one, other) = (deployer(&site), deployer(&site));
    let link = hands_on(&mut one, "U");
    one.open(&one.at("links"));
    one.page.says(&one.at("links/1/call-back"));
    one.open(&one.at("links/1/call-back"));
    one.page
        .is(200)
        .says("Call this link back?")
        .says("cannot be undone");
    site.visitor().get(&link).does_not_say("called back");
    other.browser.get(&other.at("links/1/call-back")).is(404);
    other.browser.post(&other.at("links/1/call-back"), &[]).is(404);
    let done = one.browser.post(&one.at("links/1/call-back"), &[]);
    one.browser.follow(&done).is(200).does_not_say(&link);
    site.visitor().get(&link).is(200).says("called back");
    one.browser.get(&one.at("links/1/call-back")).is(404);
}
