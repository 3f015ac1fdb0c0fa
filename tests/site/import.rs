//! A file for the registry, sent by an administrator through the site: looked at, then imported.

use soundings::people::{self, Authority, Email, Permission, accounts};

use crate::models::TABLE;
use crate::support::form::{BOUNDARY, part};
use crate::support::site::{Answer, Browser, TestSite};

const HEAD: &str = "model,release,field,item,value,basis,on,source,standing,reason\n";

fn send(browser: &Browser, name: &str, content: &[u8]) -> Answer {
    let mut body = part("file", Some(name), content);
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    browser.post_parts("/administer/registry", &body)
}

/// Sends a file, and gives the address of its preview.
pub fn sent(browser: &Browser, name: &str, text: &str) -> String {
    send(browser, name, text.as_bytes()).is(303).location.clone()
}

/// What the preview asks to be sent back.
fn seen(preview: &Answer) -> String {
    let (_, rest) = preview.body.split_once("name=\"seen\" value=\"").expect("a form");
    rest.split('"').next().unwrap().to_owned()
}

#[test]
fn what_is_looked_at_is_what_is_imported() {
    let site = TestSite::empty();
    let anna = site.signed_in("anna", Permission::Administrator);
    anna.get("/administer/registry")
        .is(200)
        .says("Send a file")
        .says("8 MB");
    let address = sent(&anna, "registry.csv", TABLE);
    let preview = anna.get(&address);
    preview
        .is(200)
        .says("Llama 8B")
        .says("registry.csv")
        .says("Amber 7B &#60;i&#62;");
    assert_eq!(site.count("registry_statements"), 0);
    anna.post(&address, &[("seen", "something else")])
        .is(409)
        .says("The registry has changed since you looked");
    assert_eq!(site.count("registry_statements"), 0);

    let done = anna.post(&address, &[("seen", &seen(&preview))]);
    anna.follow(&done).is(200).says("25 statements were stored");
    assert_eq!(site.count("registry_statements"), 25);
    let actors = site
        .database
        .texts("SELECT CASE WHEN actor IS NULL THEN 'nobody' ELSE 'somebody' END AS text FROM audit WHERE event = 'registry.changed'");
    assert_eq!(actors, ["somebody"]);
    anna.get(&address).is(404);
    assert_eq!(site.count("registry_uploads"), 0, "it is let go");

    let again = anna.get(&sent(&anna, "registry.csv", TABLE));
    again
        .is(200)
        .says("There is nothing to import")
        .does_not_say("name=\"seen\"");
}

#[test]
fn a_contradiction_needs_a_reason_which_is_published() {
    let site = TestSite::empty();
    crate::models::imported(&site);
    let anna = site.signed_in("anna", Permission::Administrator);
    let text = format!("{HEAD}llama,8b,licence,,MIT,,2024-04-18,https://example.org/other,,\n");
    let address = sent(&anna, "mend.csv", &text);
    let preview = anna.get(&address);
    preview
        .is(200)
        .says("contradicts")
        .says("LicenseRef-llama3")
        .says("MIT");
    let seen = seen(&preview);
    anna.post(&address, &[("seen", &seen), ("reason", "")])
        .is(422)
        .says("Say why it is right");
    anna.post(&address, &[("seen", &seen), ("reason", "two\nlines")])
        .is(422)
        .says("Give the reason on one line");
    let done = anna.post(&address, &[("seen", &seen), ("reason", "Misread before.")]);
    anna.follow(&done).is(200).says("1 statement was stored");
    site.visitor()
        .get("/models/llama/8b")
        .is(200)
        .says("Misread before.");
}

#[test]
fn what_changed_meanwhile_is_shown_again() {
    let site = TestSite::empty();
    let (anna, otto) = (
        site.signed_in("anna", Permission::Administrator),
        site.signed_in("otto", Permission::Administrator),
    );
    let text = |name: &str| format!("{HEAD}amber,7b,name,,{name},,2024-11-15,a report,,\n");
    let (one, two) = (
        sent(&anna, "a.csv", &text("Amber")),
        sent(&otto, "b.csv", &text("Ambre")),
    );
    let (of_one, of_two) = (seen(&anna.get(&one)), seen(&otto.get(&two)));
    anna.post(&one, &[("seen", &of_one)]).is(303);
    let late = otto.post(&two, &[("seen", &of_two)]);
    late.is(409)
        .says("has changed since you looked")
        .says("contradicts");
    assert_eq!(site.count("registry_statements"), 1);
    assert_ne!(seen(&late), of_two);
}

#[test]
fn every_oddity_is_told_in_both_languages_and_an_error_stops_all() {
    let site = TestSite::empty();
    let anna = site.signed_in("anna", Permission::Administrator);
    let text = format!(
        "{HEAD}amber,7b,name,,Amber,,2024-11-15,a report,,\namber,7b,access,,A9,observed,2024-11-15,me,,\n"
    );
    let address = sent(&anna, "odd.csv", &text);
    anna.get(&address)
        .is(200)
        .says("odd.csv:3")
        .says("A cell cannot be read.")
        .says("Nothing can be imported until the errors are mended")
        .does_not_say("name=\"seen\"");
    anna.get(&format!("{address}?language=zh-Hans"))
        .is(200)
        .says("有一个单元格无法读取");
    anna.post(&address, &[("seen", "")]).is(409);
    anna.get(&sent(&anna, "what.bin", "\u{1}"))
        .is(200)
        .says("It is none of the files that the registry knows");
    assert_eq!(site.count("registry_statements"), 0);
}

#[test]
fn a_file_is_bounded_and_held_for_an_hour() {
    let site = TestSite::empty();
    let anna = site.signed_in("anna", Permission::Administrator);
    send(&anna, "", b"").is(422).says("Choose a file.");
    anna.post("/administer/registry", &[("file", "x")])
        .is(422)
        .says("Choose a file.");
    send(&anna, "large.csv", &vec![b'x'; 8_000_001])
        .is(422)
        .says("The file is too large");
    let address = sent(&anna, "registry.csv", TABLE);
    let page = anna.get(&address);
    site.age("registry_uploads", "sent_at");
    anna.get(&address).is(404);
    anna.post(&address, &[("seen", &seen(&page))]).is(404);
    site.work();
    assert_eq!(site.count("registry_uploads"), 0);
}

#[test]
fn who_administers_one_study_changes_nothing_in_the_registry() {
    let site = TestSite::with_the_stock_study();
    let email = site.account("stella", None);
    site.write(move |tx, now| {
        let email = Email::parse(&email).ok_or(people::Refused::NoSuchAccount)?;
        let account = accounts::by_email(tx, &email)?.ok_or(people::Refused::NoSuchAccount)?;
        let study = soundings::questionnaire::versions::study(tx, "open-models")?;
        let study = study.ok_or(people::Refused::NoSuchAccount)?.id;
        let permission = Permission::Administrator;
        people::grant(tx, now, Authority::Operator, account.id, permission, Some(study))
    });
    let stella = site.sign_in("stella");
    stella
        .get("/account")
        .is(200)
        .does_not_say("/administer/registry");
    stella.get("/administer/registry").is(403);
    send(&stella, "registry.csv", TABLE.as_bytes()).is(403);
    assert_eq!(site.count("registry_uploads"), 0);
}
