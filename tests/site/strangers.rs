//! Who may not open what, tried on every address of the contents page.

use soundings::people::Permission;
use soundings::settings::Database;
use soundings::web::routes::{Audience, ROUTES, Route};

use crate::participant::Participant;
use crate::support::site::{Answer, Browser, TestSite};

/// A site in which every address leads somewhere: a submission, a draft and an edition.
struct Furnished {
    site: TestSite,
    submission: String,
    /// A file of that submission.
    file: String,
    code: String,
    /// A claim that a moderator has not decided on.
    claim: String,
    /// A file for the registry that an administrator sent.
    upload: String,
    issue: String,
}

impl Furnished {
    fn new() -> Self {
        let site = TestSite::with_the_stock_study();
        site.simulate(2);
        crate::news::reports(&site, "en", &[("i_share", "sl.pub")]);
        site.accept_all("open-models");
        let rita = site.researcher("rita");
        rita.post("/research/open-models/order", &[("profile", "public")])
            .is(303);
        site.work();
        crate::files::with_a_photograph(&site).answers_everything(&[], "send");
        let person = Participant::begins(&site, "tea", "drinkers", "en");
        let mo = site.moderator("mo");
        let queue = mo.get("/moderate");
        let file = crate::files::file_on(&mo.get(&crate::moderate::first_case(&queue)));
        crate::models::imported(&site);
        crate::claims::stated(&site.visitor(), "P");
        let claim = crate::claims::case_of(&mo);
        let upload = crate::import::sent(&site.signed_in("olga", Permission::Administrator), "x.csv", "");
        site.simulate(3);
        let submission = crate::moderate::first_case(&queue);
        let submission = submission.trim_start_matches("/moderate/");
        let submission = submission.split('?').next().unwrap().to_owned();
        let issue = crate::news::issues(&mo).remove(0);
        Self {
            issue: crate::news::id(&issue).to_owned(),
            file: file.rsplit('/').next().unwrap().to_owned(),
            site,
            submission,
            code: person.code,
            upload: upload.rsplit('/').next().unwrap().to_owned(),
            claim: claim.rsplit('/').next().unwrap().to_owned(),
        }
    }

    /// The address of a route with something real in the place of each name.
    fn address(&self, route: &Route) -> String {
        let questionnaire = "user";
        route
            .path
            .replace("{study}", "open-models")
            .replace("{questionnaire}", questionnaire)
            .replace("{number}", "1")
            .replace("{code}", &self.code)
            .replace("{page}", "1")
            .replace("{submission}", &self.submission)
            .replace("{model}", "amber")
            .replace("{release}", "7b")
            .replace("{upload}", &self.upload)
            .replace("{claim}", &self.claim)
            .replace("{issue}", &self.issue)
            .replace("hand-over/{file}", "hand-over/complaint-en.md")
            .replace("{token}", "no-such-token")
            .replace("{name}", &self.file)
            .replace("{hash}", "no-such-hash")
            .replace(
                "{file}",
                if route.path.starts_with("/assets") {
                    "style.css"
                } else {
                    "submissions.csv"
                },
            )
    }

    fn ask(&self, browser: &Browser, route: &Route) -> Answer {
        let address = self.address(route);
        assert!(
            !address.contains('{'),
            "give {address} something to stand for its names"
        );
        match route.method {
            "GET" => browser.get(&address),
            "POST" => browser.post(&address, FIELDS),
            other => panic!("teach this test to send {other}"),
        }
    }

    /// The rows of every table that a request could change.
    fn everything(&self) -> Vec<String> {
        let tables = [
            ("submissions", "id, round, verdict, withdrawn_at, answers"),
            ("drafts", "id, language, saved_at, answers"),
            ("attachments", "id, name, kept_at"),
            ("decisions", "id, verdict"),
            ("editions", "id"),
            ("edition_orders", "id, outcome"),
            ("accounts", "id, language, password_hash"),
            ("account_keys", "key_hash"),
            ("sessions", "token_hash"),
            ("grants", "id, permission"),
            ("audit", "id"),
            ("studies", "id, state"),
            ("releases", "id, name"),
            ("claims", "id, standing, is_named"),
            ("issues", "id, release, joined_to, embargo_until"),
            ("issue_entries", "id"),
            ("issue_replies", "id"),
            ("claim_steps", "id"),
            ("registry_uploads", "id"),
            ("registry_statements", "id"),
        ];
        let written = |column: &str| match self.site.database.settings() {
            Database::Sqlite(_) => format!("COALESCE(HEX({column}), '-')"),
            Database::Postgres(_) => format!("COALESCE(CAST({column} AS TEXT), '-')"),
        };
        let mut rows = Vec::new();
        for (table, columns) in tables {
            let parts: Vec<String> = columns.split(", ").map(written).collect();
            let query = format!("SELECT {} AS text FROM {table}", parts.join(" || ' ' || "));
            let mut found = self.site.database.texts(&query);
            found.sort();
            rows.extend(found.into_iter().map(|row| format!("{table} {row}")));
        }
        rows
    }
}

/// Fields that some form of the site would take.
const FIELDS: &[(&str, &str)] = &[
    ("verdict", "accept"),
    ("round", "0"),
    ("profile", "public"),
    ("language", "zh-Hans"),
    ("tick-take_part", "yes"),
    ("drinks", "yes"),
    ("go", "next"),
];

fn guarded() -> impl Iterator<Item = &'static Route> {
    ROUTES
        .iter()
        .filter(|route| !matches!(route.audience, Audience::Public | Audience::Bearer))
}

#[test]
fn a_stranger_gets_nothing_that_is_not_public() {
    let furnished = Furnished::new();
    let before = furnished.everything();
    let mut tried = 0;
    for route in guarded() {
        let stranger = furnished.site.visitor();
        let answer = furnished.ask(&stranger, route);
        assert!(
            answer.status == 303 && answer.location == "/sign-in",
            "{} {}: {} {}",
            route.method,
            route.path,
            answer.status,
            answer.body
        );
        answer.does_not_say("submissions").does_not_say("example.org");
        tried += 1;
    }
    assert!(tried >= 11, "only {tried} addresses are guarded");
    assert_eq!(furnished.everything(), before);
}

#[test]
fn an_account_gets_only_what_its_permission_opens() {
    let furnished = Furnished::new();
    let people = [
        ("nobody", None),
        ("anna", Some(Permission::Administrator)),
        ("max", Some(Permission::Moderator)),
        ("rhea", Some(Permission::Researcher)),
    ];
    for (name, permission) in people {
        let browser = match permission {
            Some(permission) => furnished.site.signed_in(name, permission),
            None => furnished.site.signed_in_without_permission(name),
        };
        let before = furnished.everything();
        for route in guarded() {
            let opens = match route.audience {
                Audience::SignedIn => true,
                Audience::Moderator => permission == Some(Permission::Moderator),
                Audience::Researcher => permission == Some(Permission::Researcher),
                Audience::Administrator => permission == Some(Permission::Administrator),
                Audience::Public | Audience::Bearer => unreachable!(),
            };
            if opens {
                if route.method == "GET" {
                    furnished.ask(&browser, route).is(200);
                }
                continue;
            }
            let answer = furnished.ask(&browser, route);
            assert_eq!(answer.status, 403, "{name}: {} {}", route.method, route.path);
            answer.says("Not for your account");
        }
        assert_eq!(furnished.everything(), before, "{name}");
    }
}

#[test]
fn a_permission_for_one_study_opens_no_other() {
    let furnished = Furnished::new();
    let site = &furnished.site;
    let email = site.account("stella", None);
    site.write(move |tx, now| {
        use soundings::people::{self, Authority, Email, Refused, accounts};
        let email = Email::parse(&email).ok_or(Refused::NoSuchAccount)?;
        let account = accounts::by_email(tx, &email)?.ok_or(Refused::NoSuchAccount)?;
        let tea = soundings::questionnaire::versions::study(tx, "tea")?.ok_or(Refused::NoSuchAccount)?;
        for permission in [Permission::Moderator, Permission::Researcher] {
            people::grant(tx, now, Authority::Operator, account.id, permission, Some(tea.id))?;
        }
        Ok::<_, Refused>(())
    });
    let stella = site.sign_in("stella");
    // The oldest is of the other study.
    let other = crate::moderate::first_case(&site.moderator("max").get("/moderate"));
    let other = other.split('?').next().unwrap();
    let before = furnished.everything();

    stella.get("/moderate").is(200).does_not_say(other);
    let case = stella.get(other);
    assert!([403, 404].contains(&case.status), "{}", case.body);
    let decided = stella.post(
        &format!("{other}/decision"),
        &[("verdict", "accept"), ("round", "0")],
    );
    assert!([403, 404].contains(&decided.status), "{}", decided.body);
    let issue = format!("/moderate/issues/{}", furnished.issue);
    stella
        .get("/moderate/issues")
        .is(200)
        .does_not_say(&furnished.issue);
    stella.get(&issue).is(404);
    stella.get(&format!("{issue}/hand-over/complaint-en.md")).is(404);
    let lifted = stella.post(&issue, &[("do", "lift"), ("reason", "I want to see it")]);
    lifted.is(404);
    stella
        .get("/research")
        .is(200)
        .does_not_say("/research/open-models/order");
    let ordered = stella.post("/research/open-models/order", &[("profile", "restricted")]);
    ordered.is(403);
    assert_eq!(furnished.everything(), before);
}

#[test]
fn every_change_that_another_site_sends_is_refused() {
    let furnished = Furnished::new();
    let people = [
        furnished.site.visitor(),
        furnished.site.moderator("max"),
        furnished.site.researcher("rhea"),
        furnished.site.signed_in("anna", Permission::Administrator),
    ];
    let before = furnished.everything();
    let origins = ["https://elsewhere.example", "null", "http://127.0.0.1", ""];
    let mut tried = 0;
    for route in ROUTES.iter().filter(|route| route.method == "POST") {
        for browser in &people {
            for origin in origins {
                let address = furnished.address(route);
                let answer = browser.post_from(&address, FIELDS, origin);
                assert_eq!(answer.status, 403, "{address} from {origin:?}");
                answer.says("This came from another site");
                tried += 1;
            }
            let address = furnished.address(route);
            for claim in ["cross-site", "same-site"] {
                browser.post_fetched(&address, FIELDS, claim).is(403);
            }
        }
    }
    assert!(tried >= 150, "{tried}");
    assert_eq!(furnished.everything(), before);
    people[1].get("/account").is(200);
}

#[test]
fn every_answer_carries_the_security_headers() {
    let furnished = Furnished::new();
    let people = [
        furnished.site.visitor(),
        furnished.site.moderator("max"),
        furnished.site.researcher("rhea"),
    ];
    for browser in &people {
        for route in ROUTES.iter().filter(|route| route.method == "GET") {
            has_the_headers(&furnished.ask(browser, route), route.path);
        }
    }
    let visitor = furnished.site.visitor();
    has_the_headers(&visitor.get("/no/such/page"), "404");
    has_the_headers(&visitor.post("/no/such/page", &[]), "404");
    has_the_headers(
        &visitor.post_from("/sign-in", &[], "https://elsewhere.example"),
        "403",
    );
    has_the_headers(&visitor.post("/healthz", &[]), "405");
    has_the_headers(&visitor.post_bytes("/sign-in", b"email=%FF&%=&password"), "400");
}

#[track_caller]
fn has_the_headers(answer: &Answer, what: &str) {
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("default-src 'none'"), "{what}: {policy:?}");
    assert!(policy.contains("frame-ancestors 'none'"), "{what}: {policy:?}");
    assert!(
        !policy.contains("unsafe") && !policy.contains('*'),
        "{what}: {policy:?}"
    );
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("x-frame-options", "DENY"),
    ] {
        assert_eq!(answer.header(name), value, "{what}: {name}");
    }
    let cache = answer.header("cache-control");
    let is_file = what.contains("{file}") && answer.status == 200;
    assert!(is_file || cache == "no-store", "{what}: {cache:?}");
    // What the policy forbids is not there to begin with.
    if answer.header("content-type").starts_with("text/html") {
        for forbidden in ["<style", " style=\"", " onclick=", "javascript:", "src=\"http"] {
            answer.does_not_say(forbidden);
        }
        // Only sources of the registry lead elsewhere, and they are not told from where.
        let elsewhere = answer.body.matches("href=\"http").count();
        let sources = "<a rel=\"nofollow noreferrer\" href=\"http";
        assert_eq!(elsewhere, answer.body.matches(sources).count(), "{what}");
        let inline = answer.body.matches("<script").count();
        assert_eq!(
            inline,
            answer.body.matches("<script src=\"/assets/").count(),
            "{what}"
        );
    }
}

#[test]
fn what_is_not_there_is_said_in_the_visitors_language() {
    let site = TestSite::with_the_stock_study();
    for (language, words) in [
        ("en", ["Nothing is here", "Nothing is stored under this code"]),
        ("zh-Hans", ["此处没有内容", "此回执码下没有内容"]),
    ] {
        let visitor = site.visitor().reading(language);
        for path in [
            "/nothing",
            "/studies/nothing",
            "/studies/open-models/nothing",
            "/editions/nothing",
            "/editions/open-models/9",
            "/editions/open-models/x",
            "/assets/nothing.css",
            "/.env",
            "/answer",
        ] {
            visitor
                .get(path)
                .is(404)
                .says(&format!("<html lang=\"{language}\">"))
                .says(words[0]);
        }
        visitor.get("/answer/0000-0000-0000/1").is(404).says(words[1]);
        visitor.get("/answer/what/receipt").is(404).says(words[1]);
        let forged = visitor.post_from("/receipt", &[], "https://elsewhere.example");
        forged.is(403).says(&format!("<html lang=\"{language}\">"));
    }
    let chosen = site.visitor().get("/nothing?language=zh-Hans");
    chosen.is(404).says("此处没有内容");
}

#[test]
fn the_site_says_whether_it_lives_without_a_cookie() {
    let site = TestSite::empty();
    for path in ["/healthz", "/readyz"] {
        let answer = site.visitor().get(path);
        assert_eq!(answer.is(200).header("set-cookie"), "");
    }
}
