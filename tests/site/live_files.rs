//! Files and places on pages that keep up while they are being filled in.

use crate::files::{begun, photograph, with_a_photograph};
use crate::participant::{Participant, only, study_in_english};
use crate::support::live::Live;
use crate::support::site::TestSite;

#[test]
fn a_look_says_of_a_file_only_that_it_was_chosen() {
    let site = TestSite::empty();
    let person = begun(&site);
    let browser = site.visitor();
    let mut live = Live::of(&person.page);
    let missing = "Please answer this question";
    live.look(&browser, &live.form(), "look", "photo");
    assert!(live.questions().contains(missing), "nothing was chosen");

    let mut form = live.form();
    form.choose("photo", "photo.jpg", &photograph(10))
        .set("broken", "yes");
    live.look(&browser, &form, "look", "photo");

    assert!(!live.questions().contains(missing));
    assert_eq!(site.count("attachments"), 0);
    let mut form = live.form();
    form.choose("photo", "photo.jpg", &photograph(10))
        .choose("crack", "crack.jpg", &photograph(20));
    live.press(&browser, &form, "next").is(303);
    assert_eq!(site.count("attachments WHERE kept_at IS NOT NULL"), 2);
}

#[test]
fn a_page_that_may_ask_for_a_file_or_a_place_is_ready_for_it() {
    let site = TestSite::empty();
    let table = "\
| survey |
| | type | name | label | relevant |
| | text | name | Your name | |
| | image | face | Your face | ${name} = 'Ada' |
| | geopoint | home | Your home | ${name} = 'Ada' |
";
    site.add_study(&study_in_english("face", table));
    let person = Participant::begins(&site, "face", "drinkers", "en");
    assert!(!person.form().has("face"));
    assert!(person.form().in_parts);
    person.page.says("/assets/device.");
    let policy = person.page.header("permissions-policy");
    assert!(policy.contains("geolocation=(self)"), "{policy}");
}

#[test]
fn a_stored_file_stays_while_the_page_changes() {
    let site = TestSite::empty();
    let mut person = with_a_photograph(&site);
    let browser = site.visitor();
    let first = person.at("1");
    person.open(&first);
    let mut live = Live::of(&person.page);
    let mut form = live.form();
    form.set("cups", "3").set("broken", "yes");

    live.look(&browser, &form, "look", "photo");

    assert!(live.questions().contains("image-") && !live.questions().contains("Please answer"));
    live.press(&browser, &live.form(), "next").is(303);
    person.open(&first);
    person.page.says("image-");
    assert_eq!(person.form().value("cups"), "3");
}

#[test]
fn a_file_that_was_chosen_stays_with_its_instance_when_the_one_before_it_is_taken_away() {
    let site = TestSite::empty();
    let mut person = with_a_photograph(&site);
    let form = person.form();
    person.press(&form, "add:teas");
    let mut form = person.form();
    form.choose("teas[1]/recipe", "one.txt", b"one")
        .choose("teas[2]/recipe", "two.txt", b"two");

    person.press(&form, "remove:1:teas");

    person.page.is(200);
    person.answers_everything(&[("shop[latitude]", ""), ("shop[longitude]", "")], "send");
    let answers = only(&site);
    assert_eq!(answers["teas"].as_array().unwrap().len(), 1);
    let name = answers["teas"][0]["recipe"].as_str().unwrap();
    let (_, content) = person.browser.fetch(&person.at(&format!("files/{name}")), "");
    assert_eq!(content, b"two");
    assert_eq!(
        site.count("attachments WHERE kept_at IS NOT NULL"),
        2,
        "the photograph and this"
    );
}

#[test]
fn an_instance_taken_away_on_the_page_takes_its_stored_file_along() {
    let site = TestSite::empty();
    let mut person = with_a_photograph(&site);
    let form = person.form();
    person.press(&form, "add:teas");
    let mut form = person.form();
    form.choose("teas[1]/recipe", "one.txt", b"one")
        .choose("teas[2]/recipe", "two.txt", b"two");
    person.press(&form, "language:zh-Hans");
    let kept: Vec<String> = names(&person.page.body);
    let browser = site.visitor();
    let mut live = Live::of(&person.page);

    live.look(&browser, &live.form(), "remove:1:teas", "");

    assert_eq!(names(live.questions()), kept[1..], "that of the other is shown");
    live.press(&browser, &live.form(), "back").is(303);
    let second = person.at("2");
    person.open(&second);
    assert_eq!(names(&person.page.body), kept[1..]);
}

/// Names of the stored files that a page shows.
fn names(body: &str) -> Vec<String> {
    let parts = body.split("/files/file-").skip(1);
    parts
        .map(|part| part.split('"').next().unwrap().to_owned())
        .collect()
}

#[test]
fn how_exactly_a_place_is_kept_stays_as_it_was_chosen() {
    let site = TestSite::empty();
    let person = with_a_photograph(&site);
    let browser = site.visitor();
    let mut live = Live::of(&person.page);
    let mut form = live.form();
    form.set("shop[latitude]", "52.5163")
        .set("shop[longitude]", "13.3777")
        .set("shop[decimals]", "1");

    live.look(&browser, &form, "look", "shop");

    assert_eq!(live.form().value("shop[decimals]"), "1");
    assert_eq!(live.form().value("shop[latitude]"), "52.5");
    let refused = {
        let mut form = live.form();
        form.set("shop[longitude]", "east");
        live.press(&browser, &form, "next")
    };
    refused.is(422);
    assert_eq!(Live::of(&refused).form().value("shop[decimals]"), "1");
}
