//! Claims on releases: made with a code, shown by a string, confirmed by a moderator; and what a claimant
//! hands on.

use soundings::people::{self, Authority, Email, Permission, accounts};

use crate::links::{addresses, tiers};
use crate::participant::Participant;
use crate::support::site::{Answer, Browser, TestSite};

const PLACE: &str = "https://example.org/amber/README.md";

/// A site with a release to claim and the stock study.
fn site() -> TestSite {
    let site = TestSite::with_the_stock_study();
    crate::models::imported(&site);
    site
}

/// Makes a claim on a release, and gives the address of its page.
pub fn begun(browser: &Browser, role: &str, named: bool) -> String {
    let mut fields = vec![("organisation", "Amber Labs"), ("role", role)];
    if named {
        fields.push(("named", "yes"));
    }
    let made = browser.post("/models/amber/7b/claim", &fields);
    made.is(303);
    made.location
}

/// Makes a claim that waits for a moderator.
pub fn stated(browser: &Browser, role: &str) -> String {
    let claim = begun(browser, role, true);
    browser
        .post(&format!("{claim}/place"), &[("place", PLACE)])
        .is(303);
    claim
}

/// The address of the only claim that moderators have.
pub fn case_of(moderator: &Browser) -> String {
    let list = moderator.get("/moderate/claims");
    let (_, rest) = list
        .is(200)
        .body
        .split_once("/moderate/claims/")
        .expect("a claim");
    let id: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
    format!("/moderate/claims/{id}")
}

fn decides(moderator: &Browser, case: &str, verdict: &str, round: &str) -> Answer {
    let reason = ("reason", "I saw it in the card.");
    moderator.post(case, &[("verdict", verdict), ("round", round), reason])
}

/// A claim of a publisher that a moderator has confirmed.
fn confirmed(site: &TestSite) -> (Browser, String, Browser, String) {
    let (publisher, mo) = (site.visitor(), site.moderator("mo"));
    let claim = stated(&publisher, "P");
    let case = case_of(&mo);
    decides(&mo, &case, "confirm", "1").is(303);
    (publisher, claim, mo, case)
}

/// Hands a link on under a claim, and gives its address.
fn hands_on(browser: &Browser, claim: &str, fields: &[(&str, &str)]) -> String {
    let made = browser.post(&format!("{claim}/links/open-models"), fields);
    let page = browser.follow(&made);
    addresses(page.is(200)).pop().unwrap()
}

#[test]
fn a_claim_goes_from_string_to_confirmation_and_back() {
    let site = site();
    let publisher = site.visitor();
    let release = publisher.get("/models/amber/7b");
    release.is(200).says("/models/amber/7b/claim");
    release.does_not_say("Amber Labs");
    publisher
        .get("/models/amber/7b/claim")
        .is(200)
        .says("Claim this release");
    publisher.get("/models/amber/8b/claim").is(404);

    let claim = begun(&publisher, "P", true);
    let page = publisher.get(&claim);
    page.is(200)
        .says("soundings-claim-")
        .says("Place the string below");
    let (_, rest) = page.body.split_once("<code>").unwrap();
    let given = rest.split('<').next().unwrap().to_owned();
    let mo = site.moderator("mo");
    mo.get("/moderate/claims").is(200).says("No claim waits.");

    publisher
        .post(&format!("{claim}/place"), &[("place", "javascript:alert(1)")])
        .is(422)
        .says("begins with https://")
        .says("javascript:alert(1)");
    publisher
        .post(&format!("{claim}/place"), &[("place", PLACE)])
        .is(303);
    publisher.get(&claim).is(200).says("waits for a moderator");
    let case = case_of(&mo);
    mo.get(&case).is(200).says(&given).says(PLACE).says("Amber Labs");
    publisher.get("/models/amber/7b").does_not_say("Amber Labs");

    mo.post(&case, &[("verdict", "confirm"), ("round", "1"), ("reason", " ")])
        .is(422)
        .says("Say why");
    decides(&mo, &case, "withdraw", "1").is(409);
    decides(&mo, &case, "confirm", "0").is(409).says("has changed");
    decides(&mo, &case, "confirm", "1").is(303);
    decides(&site.moderator("ada"), &case, "refuse", "1").is(409);
    publisher
        .get("/models/amber/7b")
        .says("Amber Labs controls a page where this release is published");
    publisher.get(&claim).is(200).says("I saw it in the card.");
    publisher
        .post(&format!("{claim}/place"), &[("place", PLACE)])
        .is(409);

    decides(&mo, &case, "withdraw", "2").is(303);
    publisher.get("/models/amber/7b").does_not_say("Amber Labs");
    publisher.get(&claim).is(200).says("no longer confirmed");
    assert_eq!(site.count("claim_steps"), 3);
    assert_eq!(site.count("audit WHERE event = 'claim.decided'"), 2);
}

#[test]
fn a_claimant_comes_back_by_the_code_and_nobody_without_it() {
    let site = site();
    let publisher = site.visitor();
    let claim = begun(&publisher, "P", false);
    let code = claim.trim_start_matches("/claim/");
    let typed = code.to_lowercase().replace('-', " ");
    let visitor = site.visitor();
    let found = visitor.post("/claim", &[("code", &typed)]);
    assert_eq!(found.is(303).location, claim);
    visitor
        .post("/claim", &[("code", "")])
        .is(422)
        .says("Type the claim code");
    visitor
        .post("/claim", &[("code", "0000-0000-0000")])
        .is(422)
        .says("There is no claim with this code");
    visitor
        .get("/claim/0000-0000-0000")
        .is(404)
        .says("There is no such claim");
    visitor
        .post("/claim", &[("code", "abc")])
        .is(422)
        .says("A letter or digit is wrong");
    let stored = site.database.texts("SELECT code_hash AS text FROM claims");
    assert!(
        stored
            .iter()
            .all(|stored| stored.len() == 64 && !stored.contains(code))
    );
    let links = visitor.get(&format!("{claim}/links/open-models"));
    links.is(403).says("The claim is not confirmed");
}

#[test]
fn what_a_claim_needs_is_asked_for_again() {
    let site = site();
    let visitor = site.visitor();
    let address = "/models/amber/7b/claim";
    visitor
        .post(address, &[("organisation", ""), ("role", "U")])
        .is(422)
        .says("Say which organisation")
        .says("Choose what you do");
    visitor
        .post(address, &[("organisation", &"x".repeat(121)), ("role", "P")])
        .is(422)
        .says("at most 120 characters");
    visitor
        .post(address, &[("organisation", "<b>&"), ("role", "")])
        .is(422)
        .says("Choose what you do")
        .says("&#60;b&#62;");
    assert_eq!(site.count("claims"), 0);
}

#[test]
fn an_organisation_is_a_short_code_until_it_wants_to_be_named() {
    let site = site();
    let (publisher, claim, ..) = confirmed(&site);
    publisher.get("/models/amber/7b").says("Amber Labs controls");
    publisher.post(&format!("{claim}/name"), &[]).is(303);
    let release = publisher.get("/models/amber/7b");
    release
        .does_not_say("Amber Labs")
        .says("An organisation that is not named here (");
    let (_, rest) = release.body.split_once("not named here (").unwrap();
    let node: String = rest.chars().take(9).collect();
    publisher.get(&claim).says(&node);

    let link = hands_on(&publisher, &claim, &[("kind", "personal"), ("role", "D")]);
    site.visitor()
        .get(&link)
        .is(200)
        .says(&node)
        .does_not_say("Amber Labs");
    publisher
        .post(&format!("{claim}/name"), &[("named", "yes")])
        .is(303);
    site.visitor()
        .get(&link)
        .says("Amber Labs, who showed that the release is theirs");
}

#[test]
fn what_comes_by_a_confirmed_claimant_is_of_the_highest_tier_while_the_claim_is_confirmed() {
    let site = site();
    let (publisher, claim, mo, case) = confirmed(&site);
    publisher.get(&claim).is(200).says("/links/open-models");
    let channel = [
        ("kind", "channel"),
        ("role", "D"),
        ("audience", "Readers of the card"),
        ("expected", "100"),
    ];
    let channel = hands_on(&publisher, &claim, &channel);
    let personal = hands_on(&publisher, &claim, &[("kind", "personal"), ("role", "D")]);
    let comes = |link: &str| {
        let mut person = Participant::begins_at(&site, &format!("{link}/deployer"), "en");
        person.answers_everything(&[], "send");
    };
    comes(&channel);
    comes(&personal);
    assert_eq!(tiers(&site), ["T3", "T3"]);
    assert_eq!(
        site.database.texts("SELECT DISTINCT release AS text FROM links"),
        ["amber/7b"]
    );

    decides(&mo, &case, "withdraw", "2").is(303);
    comes(&channel);
    assert_eq!(
        tiers(&site),
        ["T3", "T3", "T1"],
        "earlier ones stay what they were"
    );
    publisher
        .post(
            &format!("{claim}/links/open-models"),
            &[("kind", "personal"), ("role", "D")],
        )
        .is(403);
    decides(&mo, &case, "confirm", "3").is(303);
    comes(&channel);
    assert_eq!(tiers(&site), ["T3", "T3", "T1", "T3"]);
    publisher
        .post(
            &format!("{claim}/links/open-models"),
            &[("kind", "personal"), ("role", "U")],
        )
        .is(404);
}

#[test]
fn a_claimant_calls_a_link_back() {
    let site = site();
    let (publisher, claim, ..) = confirmed(&site);
    let link = hands_on(&publisher, &claim, &[("kind", "personal"), ("role", "P")]);
    let page = publisher.get(&format!("{claim}/links/open-models"));
    page.is(200).says(&link);
    let picture = publisher.get(&format!("{claim}/links/open-models/1/qr"));
    picture.is(200).says("<svg");
    let address = format!("{claim}/links/open-models/1/call-back");
    publisher.get(&address).is(200).says("Call this link back?");
    publisher.post(&address, &[]).is(303);
    publisher.get(&address).is(404);
    publisher
        .get(&format!("{claim}/links/open-models"))
        .is(200)
        .does_not_say(&link);
    site.visitor().get(&link).is(200).says("called back");
}

#[test]
fn who_moderates_one_study_decides_on_no_claim() {
    let site = site();
    stated(&site.visitor(), "S");
    let case = case_of(&site.moderator("mo"));
    let email = site.account("stella", None);
    site.write(move |tx, now| {
        let email = Email::parse(&email).ok_or(people::Refused::NoSuchAccount)?;
        let account = accounts::by_email(tx, &email)?.ok_or(people::Refused::NoSuchAccount)?;
        let study = soundings::questionnaire::versions::study(tx, "open-models")?;
        let study = study.ok_or(people::Refused::NoSuchAccount)?.id;
        people::grant(
            tx,
            now,
            Authority::Operator,
            account.id,
            Permission::Moderator,
            Some(study),
        )
    });
    let stella = site.sign_in("stella");
    stella.get("/moderate").is(200).does_not_say("/moderate/claims");
    stella.get("/moderate/claims").is(403);
    stella.get(&case).is(403);
    decides(&stella, &case, "confirm", "1").is(403);
    assert_eq!(site.count("claim_steps WHERE standing = 'confirmed'"), 0);
}

#[test]
fn a_claim_that_nobody_goes_on_with_is_forgotten() {
    let site = site();
    let publisher = site.visitor();
    let (idle, alive) = (begun(&publisher, "P", true), stated(&publisher, "P"));
    site.work();
    publisher.get(&idle).is(200);
    site.age("claims", "since");
    site.work();
    publisher.get(&idle).is(404);
    publisher.get(&alive).is(200);
}

#[test]
fn pages_of_claims_speak_both_languages_and_stay_small() {
    let site = site();
    let (publisher, claim, _, case) = confirmed(&site);
    for number in 0..20 {
        let role = if number % 2 == 0 { "D" } else { "P" };
        hands_on(&publisher, &claim, &[("kind", "personal"), ("role", role)]);
    }
    let links = format!("{claim}/links/open-models");
    let again = publisher.post(&links, &[("kind", "personal"), ("role", "D")]);
    again.is(422).says("as many links of this kind");
    assert!(
        publisher.bytes_as(&links, "br") < 12_000,
        "{}",
        publisher.bytes_as(&links, "br")
    );
    let reader = site.visitor().reading("zh-Hans");
    reader.get(&claim).is(200).says("您的认领").says("已确认");
    reader
        .get("/models/amber/7b/claim")
        .is(200)
        .says("认领此发布版本");
    reader.get("/models/amber/7b").is(200).says("据本站审核员于");
    site.sign_in("mo")
        .get(&format!("{case}?language=zh-Hans"))
        .is(200)
        .says("撤回确认");
}
