//! Signing in and out, and looking after an account.

use soundings::people::{Permission, Refused, keys};

use crate::support::site::{Answer, PASSPHRASE, TestSite};

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

/// The cookie that an answer sets, as name with value and then its flags.
#[track_caller]
fn cookie(answer: &Answer) -> (String, Vec<String>) {
    let mut parts = answer
        .header("set-cookie")
        .split("; ")
        .map(str::to_owned)
        .collect::<Vec<_>>();
    let pair = parts.remove(0);
    parts.sort();
    (pair, parts)
}

#[test]
fn the_session_cookie_is_for_this_site_alone_and_out_of_reach_of_scripts() {
    let site = TestSite::empty();
    let email = site.account("ada", Some(Permission::Moderator));
    let ada = site.visitor();
    assert_eq!(ada.get("/sign-in").header("set-cookie"), "");

    let answer = ada.post("/sign-in", &[("email", &email), ("password", PASSPHRASE)]);

    let (pair, flags) = cookie(&answer);
    let value = pair.strip_prefix("session=").unwrap();
    assert!(value.len() >= 32, "{pair}");
    assert_eq!(flags, ["HttpOnly", "Path=/", "SameSite=Lax"]);
    let stored = site.database.texts("SELECT token_hash AS text FROM sessions");
    assert!(
        !stored.contains(&value.to_owned()),
        "only the token's hash is stored"
    );
    let again = site.visitor();
    let other = again.post("/sign-in", &[("email", &email), ("password", PASSPHRASE)]);
    assert_ne!(cookie(&other).0, pair);
    let out = ada.post("/sign-out", &[]);
    assert!(cookie(&out).1.contains(&"Max-Age=0".to_owned()));
}

#[test]
fn over_tls_the_cookie_is_bound_to_the_host() {
    let site = TestSite::at("https://soundings.example");
    let email = site.account("ada", Some(Permission::Moderator));

    let answer = site
        .visitor()
        .post("/sign-in", &[("email", &email), ("password", PASSPHRASE)]);

    let (pair, flags) = cookie(answer.is(303));
    assert!(pair.starts_with("__Host-session="), "{pair}");
    assert_eq!(flags, ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]);
}

#[test]
fn a_refused_sign_in_sets_no_cookie_and_gives_no_password_back() {
    let site = TestSite::empty();
    let email = site.account("ada", None);

    let refused = site
        .visitor()
        .post("/sign-in", &[("email", &email), ("password", "SECRET-GUESS")]);

    assert_eq!(refused.is(422).header("set-cookie"), "");
    refused.says("ada@example.org").does_not_say("SECRET-GUESS");
}

#[test]
fn an_invented_session_opens_nothing() {
    let site = TestSite::empty();
    site.moderator("ada");
    let stored = site
        .database
        .texts("SELECT token_hash AS text FROM sessions")
        .remove(0);

    for value in [
        stored.as_str(),
        "x",
        "",
        "00000000000000000000000000000000",
        "\u{fc}",
    ] {
        let answer = site
            .visitor()
            .get_with_cookie("/account", &format!("session={value}"));
        assert_eq!(answer.location, "/sign-in", "{value}");
    }
}

#[test]
fn a_new_password_keeps_the_rules_in_either_language() {
    let site = TestSite::empty();
    let ada = site.moderator("ada");
    let long = "eleven otters ".repeat(20);
    let change = |new: &str, repeated: &str| {
        let fields = [("current", PASSPHRASE), ("new", new), ("repeated", repeated)];
        ada.post("/account/password", &fields)
    };

    for (new, said) in [
        ("", "at least 12 characters"),
        ("elevenchars", "at least 12 characters"),
        (long.as_str(), "at most 256 characters"),
        ("aaaaaaaaaaaaaaaa", "too easy to guess"),
        ("ada@example.org1", "too easy to guess"),
        ("qwertyuiop12345", "too easy to guess"),
    ] {
        let refused = change(new, new);
        refused.is(422).says(said).does_not_say("value=\"qwerty");
    }
    change("copper meadow tram riddle", "copper meadow tram ridd1e")
        .is(422)
        .says("The two new passwords differ");
    ada.post("/account/language", &[("language", "zh-Hans")]);
    change("short", "short").is(422).says("12");
    ada.get("/account").says("<html lang=\"zh-Hans\">");
    // None of it has changed anything.
    site.sign_in("ada").get("/account").is(200);
}

#[test]
fn the_same_characters_typed_on_two_devices_are_the_same_password() {
    let site = TestSite::empty();
    let ada = site.moderator("ada");
    let composed = "caf\u{e9} meadow tram riddle";
    let fields = [("current", PASSPHRASE), ("new", composed), ("repeated", composed)];
    ada.post("/account/password", &fields).is(303);

    let decomposed = "cafe\u{301} meadow tram riddle";
    let answer = site.visitor().post(
        "/sign-in",
        &[("email", "ada@example.org"), ("password", decomposed)],
    );

    answer.is(303);
}

#[test]
fn a_slowed_down_guesser_is_told_when_to_come_back_and_the_right_password_waits_too() {
    let site = TestSite::empty();
    let email = site.account("ada", None);
    let visitor = site.visitor().reading("zh-Hans");
    for _ in 0..10 {
        visitor
            .post("/sign-in", &[("email", &email), ("password", "guess")])
            .is(422);
    }

    let late = visitor.post(
        "/sign-in",
        &[("email", "ADA@example.org"), ("password", PASSPHRASE)],
    );

    late.is(429).says("尝试次数过多");
    let wait: u64 = late.header("retry-after").parse().unwrap();
    assert!((1..=31).contains(&wait), "{wait}");
    assert_eq!(late.header("set-cookie"), "");
}

#[test]
fn whoever_tries_many_one_time_addresses_is_slowed_down() {
    let site = TestSite::empty();
    let token = site.write(keys::first_key).unwrap();
    let visitor = site.visitor();

    let answers: Vec<u16> = (0..30)
        .map(|number| visitor.get(&format!("/account/key/{number:0>43}")).status)
        .collect();

    assert_eq!(answers[..20], [404; 20]);
    assert!(answers[20..].contains(&429), "{answers:?}");
    // Whoever has a real one is let through.
    let address = format!("/account/key/{}", token.reveal());
    site.visitor().get(&address).is(200);
}

#[test]
fn a_new_one_time_address_replaces_the_one_before_and_wears_off() {
    let site = TestSite::empty();
    let address = |token: soundings::people::Token| format!("/account/key/{}", token.reveal());
    let first = address(site.write(keys::first_key).unwrap());
    let second = address(site.write(keys::first_key).unwrap());

    site.visitor().get(&first).is(404).says("no longer works");
    site.visitor().get(&second).is(200);
    let stored = site.database.texts("SELECT key_hash AS text FROM account_keys");
    assert_eq!(stored.len(), 1);
    assert!(!second.contains(&stored[0]), "only the token's hash is stored");
    site.expire("account_keys");

    site.visitor().get(&second).is(404).says("no longer works");
    let fields = [
        ("email", "a@example.org"),
        ("new", PASSPHRASE),
        ("repeated", PASSPHRASE),
    ];
    site.visitor().post(&second, &fields).is(404);
    assert_eq!(site.count("accounts WHERE password_hash IS NOT NULL"), 0);
}

#[test]
fn a_session_ends_by_itself() {
    let site = TestSite::empty();
    let ada = site.moderator("ada");
    ada.get("/account").is(200);

    site.expire("sessions");

    assert_eq!(ada.get("/account").location, "/sign-in");
}
