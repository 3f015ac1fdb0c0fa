//! Pages that keep up while they are being filled in, seen from the site: what a look answers, and that it
//! leaves nothing behind.

use crate::participant::{Participant, only, study_in_english, tea};
use crate::support::form::Form;
use crate::support::live::Live;
use crate::support::site::TestSite;

const HOUSE: &str = "\
| survey |
| | type | name | label | required | relevant | constraint | constraint_message | repeat_count | calculation | default | appearance |
| | begin_group | first | First | | | | | | | | |
| | integer | rooms | How many rooms? | | | . < 5 | Four at most. | | | | |
| | begin_repeat | room | Room | | | | | ${rooms} | | | |
| | select_multiple use | use | What for? | | | | | | | cook | |
| | end_repeat | | | | | | | | | | |
| | begin_repeat | guest | Guest | | | | | | | | |
| | select_one yes | here | Is the guest here? | | | | | | | | |
| | text | called | What is the guest called? | | ${here} = 'y' | | | | | ${rooms} | |
| | end_repeat | | | | | | | | | | |
| | text | guests | Guests | | | | | | count(${guest}) | | |
| | end_group | | | | | | | | | | |
| | begin_group | second | Second | | ${rooms} > 0 | | | | | | |
| | text | wish | A wish | | | | | | | | |
| | end_group | | | | | | | | | | |
| choices |
| | list_name | name | label |
| | use | cook | Cooking |
| | use | sleep | Sleeping |
| | yes | y | Yes |
| | yes | n | No |
";

fn house(site: &TestSite) -> Participant {
    site.add_study(&study_in_english("house", HOUSE));
    Participant::begins(site, "house", "drinkers", "en")
}

fn drafts(site: &TestSite) -> Vec<String> {
    let row = "CAST(answers AS TEXT) || CAST(saved_at AS TEXT)";
    site.database.texts(&format!("SELECT {row} AS text FROM drafts"))
}

#[test]
fn a_look_shows_what_an_answer_changes_and_stores_nothing() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let person = Participant::begins(&site, "tea", "drinkers", "en");
    let before = drafts(&site);
    let mut live = Live::of(&person.page);
    assert!(!live.form().has("why"));

    let mut form = live.form();
    form.set("drinks", "no");
    live.look(&person.browser, &form, "look", "");

    assert!(live.form().has("why"));
    assert_eq!(live.form().value("drinks"), "no");
    assert_eq!(live.news, "One question was added.");
    form.set("drinks", "yes");
    live.look(&person.browser, &form, "look", "");
    assert!(!live.form().has("why"));
    assert_eq!(drafts(&site), before, "nothing was stored");
}

#[test]
fn a_look_speaks_the_language_of_the_page() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let person = Participant::begins(&site, "tea", "drinkers", "zh-Hans");
    let mut live = Live::of(&person.page);
    let mut form = live.form();
    form.set("drinks", "no");

    live.look(&person.browser, &form, "look", "");

    assert_eq!(live.news, "增加了 1 个问题。");
}

#[test]
fn only_what_has_changed_is_sent() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let person = Participant::begins(&site, "tea", "drinkers", "en");
    let form = person.form();
    let mark = person
        .page
        .body
        .split("id=\"b-drinks\" data-v=\"")
        .nth(1)
        .unwrap();
    let mark = mark.split('"').next().unwrap();
    let ask = |have: &str| {
        let mut fields = vec![("drinks", ""), ("go", "look"), (".have", have)];
        fields.push((".seen", "drinks taste"));
        person.browser.post(&form.action, &fields)
    };

    ask(mark)
        .is(200)
        .says("<i id=\"b-drinks\"></i>")
        .says("id=\"b-taste\" data-v=");
    ask("").is(200).does_not_say("<i id=").says("Do you drink tea?");
}

#[test]
fn faults_are_told_of_questions_that_were_left_and_of_no_other() {
    let site = TestSite::empty();
    let person = house(&site);
    let mut live = Live::of(&person.page);
    let mut form = live.form();
    form.set("rooms", "9");

    live.look(&person.browser, &form, "look", "");
    assert!(!live.questions().contains("Four at most."));

    live.look(&person.browser, &live.form(), "look", "rooms");
    assert!(live.questions().contains("<p class=\"fault\" id=\"f-rooms-e\""));
    assert_eq!(live.news, "How many rooms?: Four at most.");

    // It stays as long as it is true, and is told once.
    live.look(&person.browser, &live.form(), "look", "");
    assert!(live.questions().contains("Four at most."));
    assert_eq!(live.news, "");
    let mut form = live.form();
    form.set("rooms", "2");
    live.look(&person.browser, &form, "look", "");
    assert!(!live.questions().contains("Four at most."));
}

#[test]
fn the_list_of_faults_of_a_refused_page_grows_shorter() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let mut person = Participant::begins(&site, "tea", "drinkers", "en");
    let form = person.form();
    person.press(&form, "next");
    person.page.is(422).says("One answer needs another look");
    let mut live = Live::of(&person.page);
    let mut form = live.form();
    assert!(form.has(".refused"));

    form.set("drinks", "yes");
    live.look(&person.browser, &form, "look", "");

    assert!(!live.form().has(".refused"));
    assert!(!live.questions().contains("faulty"));
}

#[test]
fn parts_grow_and_shrink_on_the_page_and_are_stored_with_it() {
    let site = TestSite::empty();
    let mut person = house(&site);
    let browser = site.visitor();
    let mut live = Live::of(&person.page);
    let mut form = live.form();
    form.set("rooms", "2");
    live.look(&browser, &form, "look", "");
    assert_eq!(
        live.form().value("room[2]/use"),
        "cook",
        "an instance begins with its default"
    );
    let mut form = live.form();
    form.tick("room[2]/use", "cook", false).set("guest[1]/here", "n");
    live.look(&browser, &form, "add:guest", "");
    let mut form = live.form();
    form.set("guest[2]/here", "y");
    live.look(&browser, &form, "look", "");
    assert_eq!(
        live.form().value("guest[2]/called"),
        "2",
        "the default knows what was typed"
    );
    let mut form = live.form();
    form.set("guest[2]/called", "Bea");
    live.look(&browser, &form, "add:guest", "");
    live.look(&browser, &live.form(), "remove:1:guest", "");
    let form = live.form();
    assert_eq!(form.value("guest[1]/called"), "Bea");
    assert!(form.has("guest[2]/here") && !form.has("guest[3]/here"));
    assert!(!form.has("guest[2]/called"));
    assert_eq!(form.value("room[2]/use"), "");

    // The same page may come twice.
    for _ in 0..2 {
        live.press(&browser, &live.form(), "next").is(303);
    }

    let second = person.at("2");
    person.open(&second);
    let mut form = person.form();
    form.set("wish", "More");
    person.press(&form, "send");
    person.page.says("have arrived");
    let answers = only(&site);
    assert_eq!(
        answers["guest"],
        serde_json::json!([{"here": "y", "called": "Bea"}, {"here": null}])
    );
    assert_eq!(
        answers["room"],
        serde_json::json!([{"use": ["cook"]}, {"use": null}])
    );
    assert_eq!(answers["guests"], "2");
}

#[test]
fn what_went_away_is_kept_and_comes_back() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let mut person = Participant::begins(&site, "tea", "drinkers", "en");
    let browser = site.visitor();
    let mut live = Live::of(&person.page);
    for (name, value) in [("drinks", "no"), ("why", "Coffee"), ("drinks", "yes")] {
        let mut form = live.form();
        form.set(name, value);
        live.look(&browser, &form, "look", "");
    }
    assert!(!live.form().has("why"));
    live.press(&browser, &live.form(), "next").is(303);

    let first = person.at("1");
    person.open(&first);
    let mut live = Live::of(&person.page);
    let mut form = live.form();
    form.set("drinks", "no");
    live.look(&browser, &form, "look", "");
    assert_eq!(live.form().value("why"), "Coffee");
}

#[test]
fn questions_that_the_page_has_shown_are_not_shown_again_as_new() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let person = Participant::begins(&site, "tea", "drinkers", "en");
    let mut live = Live::of(&person.page);
    let mut form = live.form();
    form.set("drinks", "no");
    live.look(&person.browser, &form, "look", "");

    let answer = live.press(&person.browser, &live.form(), "next");

    answer.is(303);
    assert!(answer.location.ends_with("/3"), "{}", answer.location);
    let kept = &drafts(&site)[0];
    assert!(
        kept.contains("\"why\":null") || kept.contains("\"why\": null"),
        "it was passed over: {kept}"
    );
}

#[test]
fn the_buttons_of_a_page_follow_what_is_still_to_come() {
    let site = TestSite::empty();
    let person = house(&site);
    let mut live = Live::of(&person.page);
    assert!(live.form().buttons.iter().any(|button| button == "send"));
    let mut form = live.form();
    form.set("rooms", "1");

    live.look(&person.browser, &form, "look", "");

    assert!(!live.form().buttons.iter().any(|button| button == "send"));
}

#[test]
fn whoever_tries_an_answer_out_is_not_sent_away_for_it() {
    let site = TestSite::with_the_stock_study();
    let person = Participant::begins(&site, "open-models", "user", "en");
    let mut live = Live::of(&person.page);
    let mut form = live.form();
    form.set("u_age", "ag.min");

    live.look(&person.browser, &form, "look", "u_age");

    assert_eq!(site.count("drafts"), 1);
}

#[test]
fn a_look_at_what_was_sent_or_at_nothing_leads_where_a_page_would() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let mut person = Participant::begins(&site, "tea", "drinkers", "en");
    let page = person.form().action;
    let look = [("go", "look"), (".have", ""), ("drinks", "no")];
    let forged = person
        .browser
        .post_from(&page, &look, "https://elsewhere.example");
    forged.is(403);
    person.answers_everything(&[("drinks", "no")], "send");

    let late = person.browser.post(&page, &look);

    late.is(303);
    assert!(late.location.ends_with("/receipt"));
    let nobody = person.browser.post("/answer/0000-0000-0000/1", &look);
    nobody.is(404).does_not_say("id=\"sheet\"");
}

#[test]
fn odd_looks_are_answered_like_any_other() {
    let site = TestSite::empty();
    let person = house(&site);
    let page = person.form().action;
    let odd = [
        (".did", "9:add:guest"),
        (".did", "0:remove:7:guest"),
        (".did", "1:add:nobody[3]/x"),
        (".did", "x"),
        (".seen", "rooms nobody guest[101]/here guest[0]/here [ ]"),
        (".left", "nobody rooms[was] ["),
        (".faulty", "\u{2028} <b>"),
        (".search:nobody", "x"),
        (".have", "zz"),
        ("guest[1]/here", "gravel"),
        ("go", "remove:2:guest"),
    ];

    let answer = person.browser.post(&page, &odd);

    answer.is(200).does_not_say("<b>");
    let many = vec![(".did", "100:add:guest"); 3000];
    let fields: Vec<(&str, &str)> = many.into_iter().chain([("go", "look"), (".have", "")]).collect();
    let grown = person.browser.post(&page, &fields);
    let (_, rest) = grown.is(200).body.split_once("<form").unwrap();
    assert!(rest.contains("remove:100:guest") && !rest.contains("remove:101:guest"));
}

#[test]
fn the_script_is_small() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let person = Participant::begins(&site, "tea", "drinkers", "en");
    let script = person.page.body.split("<script src=\"").nth(1).unwrap();
    let script = script.split('"').next().unwrap();
    for encoding in ["gzip", "br"] {
        let bytes = person.browser.bytes_as(script, encoding);
        assert!((1..4096).contains(&bytes), "{bytes} bytes as {encoding}");
    }
}

#[test]
fn a_questionnaire_from_right_to_left_stands_in_a_page_from_left_to_right() {
    let site = TestSite::empty();
    let table = "\
| survey |
| | type | name | label::English (en) | label::العربية (ar) | required |
| | text | who | Who are you? | من أنت؟ | yes |
| | note | hello | Hello ${who} | مرحبا ${who} | |
";
    let study = study_in_english("two", table);
    site.add_study(&study);
    let mut person = Participant::begins(&site, "two", "drinkers", "en");
    person.page.does_not_say("dir=\"rtl\"").says("العربية");
    let mut form = person.form();
    form.set("who", "Ada (7)");

    person.press(&form, "language:ar");

    person
        .page
        .says("<html lang=\"en\">")
        .says("<div id=\"questions\" lang=\"ar\" dir=\"rtl\">")
        .says("<span lang=\"en\" dir=\"ltr\">(required)</span>")
        .says("مرحبا <bdi>Ada (7)</bdi>");
    let form = Form::of(&person.page);
    assert_eq!(form.value("who"), "Ada (7)");
}
