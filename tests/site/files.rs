//! Files that people add to their answers, with scripts off: from choosing to taking back.

use crate::participant::{Participant, only, pots};
use crate::support::form::{BOUNDARY, part};
use crate::support::site::{Answer, Browser, TestSite};

/// What must never be stored.
const SECRET: &[u8] = b"52.5200 N, Ada's telephone";

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker][..], &length, body].concat()
}

/// A photograph as a telephone takes it, of some size.
pub fn photograph(size: usize) -> Vec<u8> {
    [
        &[0xff, 0xd8][..],
        &segment(0xe1, &[b"Exif\0\0MM\0*", SECRET].concat()),
        &segment(0xfe, SECRET),
        &segment(0xdb, &[0; 65]),
        &segment(0xc0, &[8, 0, 16, 0, 16, 1, 1, 0x11, 0]),
        &segment(0xda, &[1, 1, 0, 0, 63, 0]),
        &vec![0x55; size],
        &[0xff, 0xd9],
        SECRET,
    ]
    .concat()
}

const SOUND: &[u8] = b"OggS\0\x02 and so on";

pub fn begun(site: &TestSite) -> Participant {
    site.add_study(&pots());
    Participant::begins(site, "tea", "drinkers", "en")
}

/// Comes to the second page with a photograph.
pub fn with_a_photograph(site: &TestSite) -> Participant {
    let mut person = begun(site);
    let mut form = person.form();
    form.choose("photo", "ada-at-home.jpg", &photograph(600_000));
    person.press(&form, "next");
    person.page.is(200).says("Your tea");
    person
}

/// Where the first stored file of a page is.
#[track_caller]
pub fn file_on(page: &Answer) -> String {
    let start = page
        .body
        .find("/files/")
        .unwrap_or_else(|| panic!("no file: {}", page.body));
    let before = page.body[..start].rfind('"').unwrap() + 1;
    let (address, _) = page.body[before..].split_once('"').unwrap();
    address.to_owned()
}

fn holds(content: &[u8], secret: &[u8]) -> bool {
    content.windows(secret.len()).any(|window| window == secret)
}

#[test]
fn a_photograph_goes_from_the_page_to_the_moderator_and_away_again() {
    let site = TestSite::empty();
    let mut person = with_a_photograph(&site);

    person.open(&person.at("1"));
    person.page.says("JPG, 600.1 kB").does_not_say("ada-at-home");
    let address = file_on(&person.page);
    let (answer, content) = person.browser.fetch(&address, "");
    answer.is(200);
    assert_eq!(
        content.len(),
        600_000 + photograph(0).len() - 2 * SECRET.len() - 10 - 4 - SECRET.len() - 4
    );
    assert!(!holds(&content, b"Ada"));
    assert_eq!(answer.header("content-type"), "image/jpeg");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(
        answer
            .header("content-disposition")
            .starts_with("inline; filename=\"image-")
    );
    assert!(
        answer
            .header("content-security-policy")
            .starts_with("default-src 'none'; sandbox")
    );

    person.answers_everything(
        &[("shop[latitude]", "52.52"), ("shop[longitude]", "13.4")],
        "send",
    );
    person
        .page
        .is(200)
        .says("Your answers have arrived")
        .says(&address);
    let name = address.rsplit('/').next().unwrap().to_owned();
    assert_eq!(only(&site)["photo"], name.as_str());

    let ada = site.moderator("ada");
    let case_address = crate::moderate::first_case(&ada.get("/moderate"));
    let case = ada.get(&case_address);
    let shown = file_on(&case);
    case.says(&format!("<img class=\"evidence\" src=\"{shown}\""));
    assert_eq!(ada.fetch(&shown, "").1, content);
    site.visitor().get(&shown).is(303);
    ada.get(&shown.replace("image-", "image-0")).is(404);

    let withdraw = person.at("withdraw");
    person.browser.post(&withdraw, &[]).is(200);
    assert_eq!(site.count("attachments"), 0);
    assert_eq!(site.count("attachment_pieces"), 0);
    person.browser.get(&address).is(404);
    ada.get(&shown).is(404);
}

#[test]
fn only_whoever_holds_the_code_can_look_at_a_file() {
    let site = TestSite::empty();
    let mut ada = with_a_photograph(&site);
    ada.open(&ada.at("1"));
    let address = file_on(&ada.page);
    let eve = Participant::begins(&site, "tea", "drinkers", "en");

    eve.browser.get(&address.replace(&ada.code, &eve.code)).is(404);
    eve.browser
        .get(&address.replace(&ada.code, "0000-0000-0000"))
        .is(404);
    ada.browser.fetch(&address, "").0.is(200);
}

#[test]
fn what_is_wrong_with_a_file_keeps_everything_else() {
    let site = TestSite::with_room(1, 2);
    let mut person = begun(&site);
    let wrong: [(&[u8], &str); 4] = [
        (&photograph(1_000_001), "larger than 1 MB"),
        (
            b"<html><script>alert(1)</script>",
            "not a file of one of the kinds",
        ),
        (&photograph(10)[..60], "damaged or cut short"),
        (b"", "is empty"),
    ];
    for (number, (content, words)) in wrong.into_iter().enumerate() {
        let cups = number.to_string();
        let mut form = person.form();
        form.choose("photo", "photo.jpg", content).set("cups", &cups);
        form.choose("whistle", "whistle.ogg", SOUND);
        person.press(&form, if number == 3 { "back" } else { "next" });
        person.page.is(422).says(words).says("<a href=\"#f-photo\">");
        assert_eq!(person.form().value("cups"), cups);
        person.page.says("audio-").does_not_say("image-");
    }
    assert_eq!(site.count("attachments"), 1, "the sound alone, and only the last");

    let mut form = person.form();
    form.choose("photo", "photo.jpg", &photograph(900_000))
        .set("cups", "99");
    person.press(&form, "next");
    person.page.is(422).says("Nobody drinks so much.").says("image-");
    assert_eq!(site.count("attachments"), 2);

    let mut form = person.form();
    form.set("cups", "9")
        .choose("photo", "other.jpg", &photograph(900_000));
    person.press(&form, "next");
    person.page.is(200).says("Your tea");
    assert_eq!(site.count("attachments"), 2, "replaced");

    let mut form = person.form();
    form.choose("teas[1]/recipe", "notes.txt", &b"tea ".repeat(240_000));
    person.press(&form, "add:teas");
    let mut form = person.form();
    form.choose("teas[2]/recipe", "notes.txt", &b"tea ".repeat(240_000));
    person.press(&form, "next");
    person
        .page
        .is(422)
        .says("All your files together would be larger than 2 MB");
}

#[test]
fn a_stored_file_answers_the_question_until_it_is_removed() {
    let site = TestSite::empty();
    let mut person = begun(&site);
    let form = person.form();
    person.press(&form, "next");
    person.page.is(422).says("Please answer this question");
    let mut form = person.form();
    form.choose("photo", "photo.jpg", &photograph(10));
    person.press(&form, "language:zh-Hans");
    person.page.is(200).says("image-").says("删除此文件");
    assert_eq!(site.count("attachments"), 1);

    // The same page without a file, in parts and in one.
    let form = person.form();
    person.press(&form, "next");
    person.page.is(200);
    person.open(&person.at("1"));
    person.page.says("image-");
    let at = person.at("1");
    person.browser.post(&at, &[("cups", "2"), ("go", "next")]).is(303);
    person.open(&at);
    person.page.says("image-");

    let form = person.form();
    let removed = form.press(&person.browser, "discard:photo");
    assert_eq!(removed.location, format!("{at}#f-photo"));
    person.open(&at);
    person.page.does_not_say("image-");
    assert_eq!(site.count("attachment_pieces"), 0);
    let form = person.form();
    person.press(&form, "next");
    person.page.is(422);
}

#[test]
fn a_file_stays_with_its_instance_and_comes_with_a_question_that_the_page_has_just_made_relevant() {
    let site = TestSite::empty();
    let mut person = begun(&site);
    let mut body = part("broken", None, b"yes");
    body.extend(part("crack", Some("crack.jpg"), &photograph(10)));
    body.extend(part("photo", Some("photo.jpg"), &photograph(10)));
    body.extend(part("go", None, b"next"));
    body.extend(format!("--{BOUNDARY}--").bytes());
    let shown = person.browser.post_parts(&person.at("1"), &body);
    shown
        .is(200)
        .says("there is more on this page now")
        .says("image-");
    assert_eq!(site.count("attachments WHERE kept_at IS NOT NULL"), 2);

    person.open(&person.at("2"));
    let mut form = person.form();
    form.choose("teas[1]/recipe", "one.txt", b"one");
    person.press(&form, "add:teas");
    let mut form = person.form();
    form.choose("teas[2]/recipe", "two.csv", b"two,2");
    person.press(&form, "next");
    person.open(&person.at("send"));
    person.browser.post(&person.at("send"), &[]).is(303);

    let answers = only(&site);
    let recipe = |number: usize| answers["teas"][number]["recipe"].as_str().unwrap();
    let read = |name: &str| person.browser.fetch(&person.at(&format!("files/{name}")), "");
    assert_eq!(read(recipe(0)).1, b"one");
    let (answer, content) = read(recipe(1));
    assert_eq!(content, b"two,2");
    assert!(
        answer
            .header("content-disposition")
            .starts_with("attachment; filename=\"file-")
    );
    assert!(answers["crack"].is_string());
}

#[test]
fn a_page_says_nothing_about_files_that_is_believed() {
    let site = TestSite::empty();
    let mut ada = with_a_photograph(&site);
    ada.open(&ada.at("1"));
    let name = file_on(&ada.page).rsplit('/').next().unwrap().to_owned();
    let eve = Participant::begins(&site, "tea", "drinkers", "en");
    let at = eve.at("1");

    for claim in ["photo", "photo[file]", "photo[other]", "crack[file]"] {
        eve.browser
            .post(&at, &[(claim, &name), ("broken", "yes"), ("go", "next")])
            .is(422);
        let body = [
            part(claim, None, name.as_bytes()),
            format!("--{BOUNDARY}--").into_bytes(),
        ]
        .concat();
        eve.browser.post_parts(&at, &body).is(422);
    }
    eve.browser.get(&at).does_not_say(&name);
    assert_eq!(site.count("attachments"), 1);
}

#[test]
fn a_body_that_no_browser_would_send_stores_nothing_and_breaks_nothing() {
    let site = TestSite::with_room(1, 1);
    let person = begun(&site);
    let at = person.at("1");
    let photo = part("photo", Some("a.jpg"), &photograph(10));
    let end = format!("--{BOUNDARY}--\r\n").into_bytes();
    let whole = [&photo[..], &part("cups", None, b"4"), &end].concat();
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");

    for kind in [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=other",
    ] {
        person.browser.post_as(&at, kind, &whole).unwrap().is(400);
    }
    for cut in [
        1,
        30,
        70,
        120,
        photo.len(),
        photo.len() + 40,
        whole.len() - end.len(),
    ] {
        let answer = person.browser.post_as(&at, &kind, &whole[..cut]).unwrap();
        assert!([400, 422].contains(&answer.status), "{cut}: {}", answer.status);
    }
    let many = [part("x", None, b"y").repeat(2_001), end.clone()].concat();
    person.browser.post_parts(&at, &many).is(413);
    let long = [part("wish", None, &vec![b'x'; 300_000]), end.clone()].concat();
    person.browser.post_parts(&at, &long).is(413);
    let long_head = [&b"--"[..], BOUNDARY.as_bytes(), b"\r\nX: ", &vec![b'x'; 100_000]].concat();
    person.browser.post_parts(&at, &long_head).is(400);
    if let Some(answer) = person.browser.try_post_parts(&at, &vec![b'x'; 20_000_000]) {
        answer.is(413);
    }
    assert_eq!(site.count("attachments"), 0);

    // What is odd and harmless is taken.
    let odd = [
        part("photo", Some("../../etc/passwd\\x.jpg"), &photograph(10)),
        part("photo", Some("second.jpg"), &photograph(11)),
        part("nobody", Some("asked.exe"), b"MZ"),
        part("wish", None, b"a\0b"),
        part("go", None, b"next"),
        end.clone(),
    ];
    person.browser.post_parts(&at, &odd.concat()).is(303);
    let stored = site
        .database
        .texts("SELECT name AS text FROM attachments WHERE kept_at IS NOT NULL");
    assert!(stored.iter().all(|name| name.starts_with("image-")), "{stored:?}");
    let files = std::fs::read_dir(&site.site.settings.data).unwrap().count();
    assert_eq!(files, 1, "the secret alone: what was on its way has no name");
}

#[test]
fn files_of_another_site_or_for_a_page_without_one_are_not_taken() {
    let site = TestSite::empty();
    let person = begun(&site);
    let (photo, end) = (
        part("photo", Some("a.jpg"), &photograph(10)),
        format!("--{BOUNDARY}--"),
    );
    let body = [&photo[..], end.as_bytes()].concat();

    let forged = Browser::new(&site.address.replace("127.0.0.1", "localhost"));
    let elsewhere = forged.post_elsewhere(&site.address, &person.at("1"), &body);
    elsewhere.is(403);
    let nobody = person.at("1").replace(&person.code, "0000-0000-0000");
    person.browser.post_parts(&nobody, &body).is(404);
    assert_eq!(person.browser.post_parts("/receipt", &body).status, 422);
    person.browser.post_parts(&person.at("2"), &body).is(303);

    assert_eq!(site.count("attachments"), 0);
}

#[test]
fn who_sends_file_after_file_is_slowed_down() {
    let site = TestSite::empty();
    let person = begun(&site);
    let body = [
        &part("photo", Some("a.jpg"), &photograph(1))[..],
        format!("--{BOUNDARY}--").as_bytes(),
    ]
    .concat();
    let mut statuses = Vec::new();
    for _ in 0..45 {
        statuses.push(person.browser.post_parts(&person.at("1"), &body).status);
    }
    assert_eq!(statuses[0], 303);
    assert_eq!(statuses.last(), Some(&429));
    assert_eq!(site.count("attachments"), 1);
}

#[test]
fn a_correction_keeps_its_files() {
    let site = TestSite::empty();
    let mut person = with_a_photograph(&site);
    person.answers_everything(&[("shop[latitude]", ""), ("shop[longitude]", "")], "send");
    let ada = site.moderator("ada");
    let case = ada.get(&crate::moderate::first_case(&ada.get("/moderate")));
    let back = [("verdict", "return"), ("reason", "needs_detail"), ("round", "0")];
    ada.post(&crate::moderate::form(&case), &back).is(303);

    person.open(&person.at("1"));
    person.page.is(200).says("image-");
    person.answers_everything(&[], "send");

    person.page.says("Your answers have arrived");
    let corrected = ada.get(&crate::moderate::first_case(&ada.get("/moderate")));
    assert_eq!(ada.fetch(&file_on(&corrected), "").0.status, 200);
    assert_eq!(site.count("attachments"), 1);
}
