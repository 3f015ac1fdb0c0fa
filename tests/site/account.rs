//! Signing in and out, and looking after an account.

use soundings::people::{Permission, Refused, keys};

use crate::support::site::{PASSPHRASE, TestSite};

#[test]
fn whoever_knows_the_password_gets_in_and_out_again() {
    let site = TestSite::empty();
    let ada = site.moderator("ada");

    ada.get("/account")
        .is(200)
        .says("ada@example.org")
        .says("all studies");
    let out = ada.post("/sign-out", &[]);
    assert_eq!((out.status, out.location.as_str()), (303, "/sign-in"));
    assert_eq!(ada.get("/account").location, "/sign-in");
}

#[test]
fn the_answer_does_not_tell_whether_there_is_an_account() {
    let site = TestSite::empty();
    let email = site.account("ada", None);
    let visitor = site.visitor();

    let wrong = visitor.post("/sign-in", &[("email", &email), ("password", "not the password")]);
    let nobody = visitor.post(
        "/sign-in",
        &[("email", "bo@example.org"), ("password", PASSPHRASE)],
    );

    wrong.is(422).says("do not fit together");
    nobody.is(422);
    assert_eq!(wrong.body.replace("ada@", "bo@"), nobody.body);
}

#[test]
fn guessing_is_slowed_down_whoever_guesses_at_whom() {
    let site = TestSite::empty();
    let visitor = site.visitor();
    let guess = |name: &str| {
        let email = format!("{name}@example.org");
        visitor
            .post("/sign-in", &[("email", &email), ("password", "guess")])
            .status
    };

    let answers: Vec<u16> = (0..12).map(|_| guess("ada")).collect();

    assert_eq!(answers[..10], [422; 10]);
    assert_eq!(answers[10..], [429; 2]);
    assert_eq!(guess("bo"), 422);
}

#[test]
fn the_first_administrator_sets_address_and_password_once() {
    let site = TestSite::empty();
    let token = site.write(keys::first_key).unwrap();
    let address = format!("/account/key/{}", token.reveal());
    let visitor = site.visitor();

    visitor.get(&address).is(200).says("Set your password");
    let short = [("email", "no address"), ("new", "short"), ("repeated", "short")];
    let refused = visitor.post(&address, &short);
    refused
        .is(422)
        .says("not an e-mail address")
        .says("value=\"no address\"");
    let weak = [
        ("email", "ada@example.org"),
        ("new", "passwordpassword"),
        ("repeated", "passwordpassword"),
    ];
    visitor.post(&address, &weak).is(422).says("too easy to guess");
    let differs = [
        ("email", "ada@example.org"),
        ("new", PASSPHRASE),
        ("repeated", "another one"),
    ];
    visitor
        .post(&address, &differs)
        .is(422)
        .says("The two new passwords differ");
    let good = [
        ("email", "ada@example.org"),
        ("new", PASSPHRASE),
        ("repeated", PASSPHRASE),
    ];
    let welcome = visitor.follow(&visitor.post(&address, &good));
    welcome.is(200).says("ada@example.org").says("administer");

    site.visitor()
        .post(&address, &good)
        .is(404)
        .says("no longer works");
    assert!(site.write(keys::first_key).is_none());
}

#[test]
fn a_changed_password_signs_out_everywhere_else() {
    let site = TestSite::empty();
    let (phone, desk) = (site.moderator("ada"), site.visitor());
    desk.post(
        "/sign-in",
        &[("email", "ada@example.org"), ("password", PASSPHRASE)],
    );
    let new = "copper meadow tram riddle";

    let wrong = [("current", "not mine"), ("new", new), ("repeated", new)];
    desk.post("/account/password", &wrong)
        .is(422)
        .says("not your current password");
    let right = [("current", PASSPHRASE), ("new", new), ("repeated", new)];
    desk.follow(&desk.post("/account/password", &right))
        .is(200)
        .says("The password is changed");

    assert_eq!(phone.get("/account").status, 303);
    desk.get("/account").is(200);
    let again = site
        .visitor()
        .post("/sign-in", &[("email", "ada@example.org"), ("password", new)]);
    assert_eq!(again.status, 303);
}

#[test]
fn the_account_remembers_its_language() {
    let site = TestSite::empty();
    let ada = site.moderator("ada");

    ada.get("/account").says("Your account");
    let changed = ada.post("/account/language", &[("language", "zh-Hans")]);

    ada.follow(&changed).says("您的账号").says("语言已记住");
    ada.get("/moderate").says("待审核");
}

#[test]
fn signing_out_everywhere_ends_every_session() {
    let site = TestSite::empty();
    let (phone, desk) = (site.moderator("ada"), site.visitor());
    desk.post(
        "/sign-in",
        &[("email", "ada@example.org"), ("password", PASSPHRASE)],
    );

    desk.post("/account/sign-out-everywhere", &[]).is(303);

    assert_eq!(desk.get("/account").status, 303);
    assert_eq!(phone.get("/account").status, 303);
}

#[test]
fn a_form_of_another_site_changes_nothing() {
    let site = TestSite::empty();
    let ada = site.moderator("ada");

    ada.post_from("/sign-out", &[], "https://elsewhere.example")
        .is(403);

    ada.get("/account").is(200);
}

#[test]
fn a_closed_account_is_out_at_once() {
    let site = TestSite::empty();
    let ada = site.signed_in("ada", Permission::Administrator);

    site.write(|tx, now| {
        let email = soundings::people::Email::parse("ada@example.org").ok_or(Refused::NoSuchAccount)?;
        let account = soundings::people::accounts::by_email(tx, &email)?.ok_or(Refused::NoSuchAccount)?;
        soundings::people::accounts::close(tx, now, None, account.id)
    });

    assert_eq!(ada.get("/account").status, 303);
}
