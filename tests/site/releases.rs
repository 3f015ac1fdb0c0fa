//! Releases of the registry in questionnaires: found, kept in a person's own words, matched by
//! moderators, and told by editions. Scripts are off.

use crate::participant::{Participant, only, stored, study_in_english, tea};
use crate::support::form::Form;
use crate::support::site::{Answer, Browser, TestSite};

const TABLE: &str = "\
| survey |
| | type | name | label::English (en) | required | relevant | calculation | exposure |
| | begin_group | first | Your model | | | | |
| | select_one_from_file releases.csv | release | Which model? | yes | | | public |
| | text | why | Why that one? | | | | public |
| | calculate | maker | | | | pulldata('releases', 'publisher', 'name', ${release}) | public |
| | calculate | filed | | | | pulldata('releases', 'name', 'cn-filing', 'Beijing-Amber-20240821') | public |
| | end_group | | | | | | |
| | begin_group | second | Its maker | | | | |
| | note | made | Made by ${maker}, called ${release}. | | ${maker} != '' | | |
| | text | wish | A wish | | | | public |
| | end_group | | | | | | |
";

/// A site with the registry and the study.
fn site() -> TestSite {
    let site = TestSite::empty();
    crate::models::imported(&site);
    site.add_study(&study_in_english("models", TABLE));
    site
}

fn begins(site: &TestSite) -> Participant {
    Participant::begins(site, "models", "drinkers", "en")
}

/// Types a name and presses Find.
#[track_caller]
fn finds(person: &mut Participant, typed: &str) {
    let mut form = person.form();
    form.set(".search:release", typed);
    person.press(&form, "search:release").page.is(200);
}

/// Goes on from the first page to the receipt.
#[track_caller]
fn sends(person: &mut Participant) {
    let form = person.form();
    person.press(&form, "next");
    let form = person.form();
    person.press(&form, "send");
    person.page.is(200).says("have arrived");
}

/// Sends words for a release of which nothing is known.
#[track_caller]
fn types(site: &TestSite, words: &str) -> Participant {
    let mut person = begins(site);
    finds(&mut person, words);
    sends(&mut person);
    person
}

#[test]
fn a_release_is_found_by_misspelt_chinese_and_filed_names() {
    let site = site();
    for (typed, address, name) in [
        ("Lamma 8b", "llama/8b", "Llama 8B"),
        ("ＬＬＡＭＡ", "llama/8b", "Meta &#38; Co"),
        ("文心一言", "文心/4", "文心一言 4.0"),
        ("文心一個", "文心/4", "文心一言 4.0"),
        ("beijing amber 20240821", "amber/7b", "Amber 7B &#60;i&#62;"),
        ("20240821", "amber/7b", "Beijing-Amber-20240821"),
        (
            "https://huggingface.co/LLM360/Amber",
            "amber/7b",
            "hf:LLM360/Amber",
        ),
        ("llm360/amber", "amber/7b", "hf:LLM360/Amber"),
    ] {
        let mut person = begins(&site);
        finds(&mut person, typed);
        let offered = format!("name=\"release\" value=\"{address}\"");
        person
            .page
            .says(&offered)
            .says(name)
            .says("None of these. Keep what I typed:");
        let form = person.form();
        assert_eq!(form.value(".search:release"), typed);
        assert_eq!(
            form.value("release"),
            "text:",
            "what was typed is kept until one is chosen"
        );
    }
}

#[test]
fn a_release_that_is_chosen_is_the_answer_and_what_is_known_of_it_is_looked_up() {
    let site = site();
    let mut person = begins(&site);
    let mut form = person.form();
    form.set("why", "It is kind.").set(".search:release", "lama 8");
    // Going on with a name that nobody has looked up looks it up.
    person.press(&form, "next");
    let mut form = person.form();
    assert_eq!(form.value("why"), "It is kind.");
    form.set("release", "llama/8b");
    person.press(&form, "next");
    person.page.says("Made by Meta &amp; Co, called Llama 8B.");

    let form = person.form();
    person.press(&form, "back");
    let form = person.form();
    assert_eq!(form.value("release"), "llama/8b");
    assert_eq!(form.value("why"), "It is kind.");
    person
        .page
        .says("<bdi>Llama 8B</bdi>")
        .says("Meta &#38; Co</small>");
    sends(&mut person);

    person.page.says("Llama 8B").does_not_say("llama/8b");
    let answers = only(&site);
    assert_eq!(answers["release"], "llama/8b");
    assert_eq!(answers["maker"], "Meta & Co");
    assert_eq!(answers["filed"], "amber/7b");
    assert_eq!(site.count("submission_names"), 0);
}

#[test]
fn a_name_that_nobody_knows_is_accepted_and_goes_with_the_answers() {
    let site = site();
    let mut person = begins(&site);
    finds(&mut person, "  Tiny   Tea Model ");
    person.page.says("No model of a similar name is known here.");
    let form = person.form();
    person.press(&form, "next");
    person.page.says("A wish").does_not_say("Made by");
    let form = person.form();
    person.press(&form, "back");
    let form = person.form();
    assert_eq!(form.value("release"), "text:");
    assert_eq!(form.value(".search:release"), "Tiny Tea Model");
    sends(&mut person);

    person.page.says("Tiny Tea Model").does_not_say("text:");
    assert_eq!(only(&site)["release"], "text:Tiny Tea Model");
    assert_eq!(site.count("submission_names WHERE same = 'Tiny Tea Model'"), 1);
    let form = Form::of(person.browser.get(&person.at("withdraw")).is(200));
    person.press(&form, "");
    assert_eq!(site.count("submission_names"), 0);
}

#[test]
fn neither_a_forged_address_nor_nothing_is_a_release() {
    let site = site();
    for (release, told) in [
        ("llama/9b", true),
        ("nonsense", true),
        ("", true),
        ("text:", true),
        ("llama/8b", false),
    ] {
        let person = begins(&site);
        let address = person.at("1");
        let fields = [("go", "next"), (".seen", "release why"), ("release", release)];
        let answer = person.browser.post(&address, &fields);
        assert_eq!(answer.status == 422, told, "{release}");
    }
}

#[test]
fn the_page_stays_light() {
    let site = site();
    let mut table = "model,release,field,item,value,on,source\n".to_owned();
    table.extend((0..200).map(|number| {
        format!(
            "many,{number},name,,Many Models Instruct {number},2024-01-01,x\n\
             many,{number},publisher,,A publisher with a long name,2024-01-01,x\n\
             many,{number},identifier,hub,hf:publisher/many-models-instruct-{number},2024-01-01,x\n"
        )
    }));
    crate::models::imports(&site, &table);
    let mut person = begins(&site);
    finds(&mut person, "many models instruct");
    assert_eq!(
        person.page.body.matches("name=\"release\" value=\"many/").count(),
        10
    );
    person.page.says("<bdi>Many Models Instruct 0</bdi>");
}

/// The columns of an edition that begin with the release, in the order of the wishes.
fn rows(csv: &Answer, names: &[&str]) -> Vec<Vec<String>> {
    let text = csv.is(200).body.trim_start_matches('\u{feff}').to_owned();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let place = |name: &&str| header.iter().position(|column| column == *name);
    let places: Vec<Option<usize>> = names.iter().map(place).collect();
    let cell = |row: &csv::StringRecord, place: &Option<usize>| match place {
        Some(place) => row.get(*place).unwrap().to_owned(),
        None => "no column".to_owned(),
    };
    let mut rows: Vec<Vec<String>> = reader
        .records()
        .map(|row| row.unwrap())
        .map(|row| places.iter().map(|place| cell(&row, place)).collect())
        .collect();
    rows.sort();
    rows
}

#[test]
fn one_match_by_a_moderator_holds_for_all_who_typed_the_same_and_can_be_undone() {
    let site = site();
    for words in ["Ll4ma the 8th", "Ｌｌ４ma the　8th", "Tea"] {
        types(&site, words);
    }
    site.accept_all("models");
    let mo = site.moderator("mo");
    let rita = site.researcher("rita");
    let order = |profile: &str| {
        let ordered = rita.post("/research/models/order", &[("profile", profile)]);
        rita.follow(&ordered).is(200);
        site.work();
    };
    order("public");
    let columns = ["release", "release__words"];
    let first = rows(&rita.get("/editions/models/1/submissions.csv"), &columns);
    assert_eq!(
        first,
        vec![vec![".w", "no column"]; 3],
        "nobody's words are public"
    );

    let page = mo.get("/moderate/names");
    page.is(200).says("typed 2 times").says("typed once");
    let most = page
        .body
        .find("Ll4ma the 8th")
        .or(page.body.find("Ｌｌ４ma"))
        .unwrap();
    assert!(most < page.body.find(">Tea<").unwrap(), "the most frequent first");
    mo.get("/moderate").says("href=\"/moderate/names\"");
    let key = "Ll4ma the 8th";
    let (_, study) = page.body.split_once("name=\"study\" value=\"").unwrap();
    let id = study.split('"').next().unwrap().to_owned();
    let search = format!("/moderate/names?study={id}&same=Ll4ma+the+8th&words=llama");
    mo.get(&search).is(200).says("value=\"llama/8b\"");

    let decide = |round: &str, go: &str, release: &str, reason: &str| {
        mo.post(
            "/moderate/names",
            &[
                ("study", &id),
                ("same", key),
                ("round", round),
                ("go", go),
                ("release", release),
                ("reason", reason),
                ("words", "llama"),
            ],
        )
    };
    decide("0", "match", "", "As it says")
        .is(422)
        .says("Choose one of the models.")
        .says("value=\"As it says\"");
    decide("0", "match", "llama/99", "").is(422);
    assert_eq!(decide("0", "match", "llama/8b", "It says so.").status, 303);
    decide("0", "match", "amber/7b", "")
        .is(422)
        .says("Somebody else decided");
    let page = mo.get("/moderate/names");
    page.says("It says so.")
        .does_not_say("typed 2 times")
        .says("by you");

    cases_show_what_is_meant(&mo);
    order("public");
    let second = rows(&rita.get("/editions/models/2/submissions.csv"), &["release"]);
    assert_eq!(second, [[".w"], ["llama/8b"], ["llama/8b"]]);
    order("restricted");
    let beside = rows(&rita.get("/editions/models/3/submissions.csv"), &columns);
    let expected = [
        [".w", "Tea"],
        ["llama/8b", "Ll4ma the 8th"],
        ["llama/8b", "Ｌｌ４ma the 8th"],
    ];
    assert_eq!(beside, expected);
    assert!(
        stored(&site)
            .iter()
            .any(|answers| answers["release"] == "text:Ll4ma the 8th")
    );

    // Whoever types it later is matched without anybody's doing.
    types(&site, "Ll4ma the 8th");
    mo.get("/moderate/names").does_not_say("Ll4ma the 8th</h2>");

    decide("1", "undo", "", " ").is(422).says("Say why");
    assert_eq!(decide("1", "undo", "", "It was another.").status, 303);
    mo.get("/moderate/names").says("typed 3 times");
    order("public");
    let fourth = rows(&rita.get("/editions/models/4/submissions.csv"), &["release"]);
    assert_eq!(fourth, vec![vec![".w"]; 3]);
    assert_eq!(site.count("name_meanings"), 2);
    assert_eq!(site.count("audit WHERE event = 'name.matched'"), 2);
    for change in [
        "DELETE FROM name_meanings",
        "UPDATE name_meanings SET reason = ''",
    ] {
        assert!(site.database.try_execute(change).is_err(), "{change}");
    }
}

/// Of three cases two show the release that was meant, and none how words are stored.
fn cases_show_what_is_meant(moderator: &Browser) {
    let decided = moderator.get("/moderate/decided");
    let cases = decided.body.split("href=\"/moderate/").skip(1);
    let cases = cases.map(|link| link.split('"').next().unwrap());
    let cases: Vec<Answer> = cases
        .filter(|link| link.len() == 32)
        .map(|id| moderator.get(&format!("/moderate/{id}")))
        .collect();
    let matched = cases.iter().filter(|case| case.body.contains("llama/8b")).count();
    assert_eq!((cases.len(), matched), (3, 2), "{}", decided.body);
    assert!(cases.iter().all(|case| !case.body.contains("text:")));
}

/// Somebody who moderates the study about tea.
fn moderator_of_tea(site: &TestSite, name: &str) -> Browser {
    use soundings::people::{self, Authority, Email, Permission, Refused, accounts};
    site.add_study(&tea());
    let email = site.account(name, None);
    site.write(move |tx, now| {
        let email = Email::parse(&email).ok_or(Refused::NoSuchAccount)?;
        let account = accounts::by_email(tx, &email)?.ok_or(Refused::NoSuchAccount)?;
        let study = soundings::questionnaire::versions::study(tx, "tea")?.ok_or(Refused::NoSuchAccount)?;
        people::grant(
            tx,
            now,
            Authority::Operator,
            account.id,
            Permission::Moderator,
            Some(study.id),
        )
    });
    site.sign_in(name)
}

#[test]
fn names_are_for_moderators_of_their_study_alone() {
    let site = site();
    types(&site, "Secret words");
    let elsewhere = moderator_of_tea(&site, "eve");
    elsewhere
        .get("/moderate/names")
        .is(200)
        .does_not_say("Secret words");
    site.moderator("mo").get("/moderate/names").says("Secret words");
    site.visitor().get("/moderate/names").is(303);
}
