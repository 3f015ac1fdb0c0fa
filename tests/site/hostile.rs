//! What no browser would send, and what people type to see whether it breaks.

use std::fmt::Write;

use crate::participant::{Participant, only, tea};
use crate::support::site::TestSite;

const SCRIPT: &str = "</textarea></p><script>alert(1)</script><img src=x onerror=alert(1)>\"'>{{7*7}}";

fn begun(site: &TestSite) -> Participant {
    site.add_study(&tea());
    let mut person = Participant::begins(site, "tea", "drinkers", "en");
    let mut form = person.form();
    form.set("drinks", "yes");
    person.press(&form, "next");
    person
}

#[test]
fn scripts_in_answers_come_back_as_text_everywhere() {
    let site = TestSite::empty();
    let mut person = begun(&site);
    let harmless = |page: &crate::support::site::Answer| {
        page.does_not_say("<script>alert")
            .does_not_say("<img src=x")
            .does_not_say("{{49}}")
            .says("&#60;script&#62;alert(1)");
    };

    let mut form = person.form();
    form.set("cups", SCRIPT);
    person.press(&form, "next");
    harmless(person.page.is(422));
    assert_eq!(person.form().value("cups"), SCRIPT);
    let mut form = person.form();
    form.set("cups", "3").set("pots[1]/pot", SCRIPT);
    person.press(&form, "next");
    let mut form = person.form();
    form.set("wish", SCRIPT);
    person.press(&form, "back");
    person.open(&person.at("3"));
    harmless(person.page.is(200));
    assert_eq!(person.form().value("wish"), SCRIPT);
    let form = person.form();
    person.press(&form, "send");

    harmless(person.page.is(200));
    assert_eq!(only(&site)["wish"], SCRIPT);
    let ada = site.moderator("ada");
    let queue = ada.get("/moderate");
    queue.does_not_say("<script>alert");
    harmless(ada.get(&crate::moderate::first_case(&queue)).is(200));
}

#[test]
fn a_note_with_a_script_reaches_its_author_as_text() {
    let site = TestSite::empty();
    let mut person = begun(&site);
    person.answers_everything(&[], "send");
    let ada = site.moderator("ada");
    let case = ada.get(&crate::moderate::first_case(&ada.get("/moderate")));
    let reject = [
        ("verdict", "reject"),
        ("reason", "off_topic"),
        ("note", SCRIPT),
        ("round", "0"),
    ];
    ada.post(&crate::moderate::form(&case), &reject).is(303);

    person.open(&person.at("receipt"));

    person
        .page
        .says("The moderator writes:")
        .says("&#60;script&#62;")
        .does_not_say("<script>alert");
}

#[test]
fn signs_that_cannot_be_shown_are_left_out() {
    let site = TestSite::empty();
    let mut person = begun(&site);
    let address = person.at("2");

    let answer = person
        .browser
        .post_bytes(&address, b"go=next&cups=4&x%00y=1&pots%5B1%5D%2Fpot=a%00b%01c");
    answer.is(303);
    person.open(&person.at("3"));
    let mut form = person.form();
    form.set("wish", "nul \0 and bell \u{7} and right-to-left \u{202e} end");
    person.press(&form, "send");

    person.page.is(200).says("have arrived");
    let answers = only(&site);
    assert_eq!(answers["pots"], serde_json::json!([{"pot": "abc"}]));
    let wish = answers["wish"].as_str().unwrap();
    assert!(!wish.contains('\0') && !wish.contains('\u{7}'), "{wish:?}");
    assert!(wish.contains("and bell") && wish.ends_with("end"), "{wish:?}");
}

#[test]
fn nul_bytes_in_addresses_and_codes_do_no_harm() {
    let site = TestSite::with_the_stock_study();
    let visitor = site.visitor();

    for path in [
        "/studies/%00",
        "/studies/open-models/%00",
        "/studies/open-models/user%00",
        "/answer/%00/1",
        "/answer/%FF%FE/1",
        "/answer/0000-0000-0000/%00",
        "/editions/%00",
        "/editions/open-models/%00",
        "/editions/open-models/1/%00",
        "/assets/%00",
        "/account/key/%00",
    ] {
        let answer = visitor.get(path);
        assert!(
            (400..500).contains(&answer.status),
            "{path}: {} {}",
            answer.status,
            answer.body
        );
    }
    site.simulate(1);
    let ada = site.moderator("ada");
    for path in [
        "/moderate?study=%00",
        "/moderate?answered_in=%00",
        "/account?language=%00",
    ] {
        let answer = ada.get(path);
        assert!([200, 404].contains(&answer.status), "{path}: {}", answer.status);
    }
    let case = ada.get(&crate::moderate::first_case(&ada.get("/moderate")));
    let reject = [
        ("verdict", "reject"),
        ("reason", "off_topic"),
        ("note", "a\0b"),
        ("round", "0"),
    ];
    ada.post(&crate::moderate::form(&case), &reject).is(303);
    assert_eq!(site.database.texts("SELECT note AS text FROM decisions"), ["ab"]);
    visitor.post("/receipt", &[("code", "\0\0")]).is(422);
    visitor
        .post("/sign-in", &[("email", "a\0b@example.org"), ("password", "\0")])
        .is(422);
}

#[test]
fn a_body_beyond_the_limit_is_refused_and_nothing_is_stored() {
    let site = TestSite::empty();
    let person = begun(&site);
    let before = site
        .database
        .texts("SELECT CAST(answers AS TEXT) AS text FROM drafts");
    let mut body = b"go=next&cups=4&wish=".to_vec();
    body.resize(1024 * 1024, b'x');

    for path in [
        person.at("2"),
        person.at("3"),
        "/receipt".to_owned(),
        "/sign-in".to_owned(),
    ] {
        // The connection may be closed before all of it was sent.
        if let Some(answer) = person.browser.try_post_bytes(&path, &body) {
            answer.is(413).says("Too much at once");
        }
    }

    let after = site
        .database
        .texts("SELECT CAST(answers AS TEXT) AS text FROM drafts");
    assert_eq!(before, after);
    person.browser.get(&person.at("2")).is(200);
}

#[test]
fn thousands_of_fields_are_read_or_refused_but_never_stored_as_such() {
    let site = TestSite::empty();
    let mut person = begun(&site);
    let mut body = String::from("cups=4");
    for number in 0..15_000 {
        write!(body, "&f{number}=1").unwrap();
    }

    let answer = person.browser.post_bytes(&person.at("2"), body.as_bytes());

    assert!([200, 303, 413, 422].contains(&answer.status), "{}", answer.status);
    let draft = site
        .database
        .texts("SELECT CAST(answers AS TEXT) AS text FROM drafts");
    assert!(draft[0].len() < 2_000, "{}", draft[0].len());
    let mut many = String::new();
    for number in 0..15_000 {
        write!(many, "pots[{number}]/pot=x&").unwrap();
    }
    let answer = person.browser.post_bytes(&person.at("2"), many.as_bytes());
    assert!([200, 303, 413, 422].contains(&answer.status), "{}", answer.status);
    let draft = site
        .database
        .texts("SELECT CAST(answers AS TEXT) AS text FROM drafts");
    assert!(draft[0].len() < 10_000, "{}", draft[0].len());
    person.open(&person.at("2"));
    person.page.is(200);
}

#[test]
fn what_is_no_text_is_refused_or_read_as_far_as_possible() {
    let site = TestSite::empty();
    let person = begun(&site);

    for body in [
        &b"wish=%FF%FE&go=next"[..],
        b"\xff\xfe\x00",
        b"wish=%",
        b"%=%&&&==",
        b"wish=%C3%28&cups=%ZZ",
        b"",
    ] {
        let answer = person.browser.post_bytes(&person.at("3"), body);
        assert!(
            [200, 303, 400, 422].contains(&answer.status),
            "{body:?}: {}",
            answer.status
        );
    }
    person.browser.get(&person.at("3")).is(200);
}

#[test]
fn pages_that_do_not_exist_lead_back_or_are_missing() {
    let site = TestSite::empty();
    let person = begun(&site);

    for page in ["0", "99", "18446744073709551615"] {
        let answer = person.browser.get(&person.at(page));
        assert_eq!(answer.status, 303, "{page}: {}", answer.body);
        let reached = person.browser.follow(&answer);
        reached.is(200);
    }
    for page in ["x", "-1", "1.5", "184467440737095516160", "1%20", "%2e%2e"] {
        person.browser.get(&person.at(page)).is(404);
        person.browser.post(&person.at(page), &[("go", "next")]).is(404);
    }
    for page in ["0", "99", "18446744073709551615"] {
        let answer = person
            .browser
            .post(&person.at(page), &[("cups", "4"), ("go", "next")]);
        assert!(
            [200, 303, 422].contains(&answer.status),
            "{page}: {}",
            answer.status
        );
    }
    let draft = site
        .database
        .texts("SELECT CAST(answers AS TEXT) AS text FROM drafts");
    assert!(!draft[0].contains('4'), "{draft:?}");
}

#[test]
fn fields_and_choices_that_are_not_asked_are_not_stored() {
    let site = TestSite::empty();
    let mut person = begun(&site);
    let unknown = [
        ("wish", "a field of another page"),
        ("why", "not relevant"),
        ("first", "a group"),
        ("pots", "a repeat"),
        ("pots[0]/pot", "number none"),
        ("pots[7777777777777777777777]/pot", "too far"),
        ("pots[1]/cups", "not there"),
        ("__proto__", "x"),
        ("go", "next"),
        ("go", "remove:9:pots[9]"),
        ("cups", "4"),
        ("pots[1]/pot", "blue"),
    ];

    person.browser.post(&person.at("2"), &unknown).is(303);
    let forged = [("drinks", "maybe"), ("taste", "gravel"), ("go", "next")];
    let answer = person.browser.post(&person.at("1"), &forged);

    answer.is(422).says("“maybe” is not one of the options.");
    answer.says("“gravel” is not one of the options.");
    let right = [("drinks", "yes"), ("go", "next")];
    person.browser.post(&person.at("1"), &right).is(303);
    person.open(&person.at("3"));
    let form = person.form();
    person.press(&form, "send");
    person.page.says("have arrived");
    let answers = only(&site);
    let mut keys: Vec<&String> = answers.as_object().unwrap().keys().collect();
    keys.sort();
    assert_eq!(keys, ["cups", "drinks", "pots", "taste", "wish"]);
    assert_eq!(answers["wish"], serde_json::Value::Null);
    assert_eq!(answers["pots"], serde_json::json!([{"pot": "blue"}]));
}

#[test]
fn odd_buttons_mean_going_on() {
    let site = TestSite::empty();
    let person = begun(&site);

    for go in [
        "",
        "nonsense",
        "add:",
        "add:nothing",
        "add:pots[1]/pot",
        "remove:0:pots",
        "remove:99999999999999999999:pots",
        "remove:1",
        "language:",
        "language:xx",
        "language:<script>",
    ] {
        let fields = [("cups", "4"), ("pots[1]/pot", "blue"), ("go", go)];
        let answer = person.browser.post(&person.at("2"), &fields);
        assert!(answer.status < 500, "{go}: {} {}", answer.status, answer.body);
    }
    person
        .browser
        .get(&person.at("2"))
        .is(200)
        .says("<html lang=\"en\">");
}
