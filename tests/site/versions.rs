//! A questionnaire that changes while people answer it, and what it says about its changes.

use soundings::questionnaire::study::Study;

use crate::moderate::{first_case, form};
use crate::participant::{Participant, stored, tea, tea_with};
use crate::support::site::TestSite;

/// Tea, in the second version: other words, an option less, one page less.
fn second() -> Study {
    tea_with(&[
        ("Cups a day", "How many cups a day?"),
        ("每天几杯", "每天喝几杯？"),
        ("| | taste | lemon | Lemon | 柠檬 | |\n", ""),
        (
            "| | begin_group | third | The end | 最后 | | | | | | |\n\
             | | text | wish | A wish | 愿望 | | | | | | text |\n\
             | | end_group | | | | | | | | | |\n",
            "",
        ),
    ])
}

const WHY: &str = "Nobody wished for anything, and lemon was chosen by mistake.";

/// Number of the version of each submission, by revision and time.
fn versions(site: &TestSite) -> Vec<String> {
    site.database.texts(
        "SELECT CAST(v.number AS TEXT) AS text FROM submissions s JOIN questionnaire_versions v \
         ON v.id = s.version_id ORDER BY s.revision, s.submitted_at, s.id",
    )
}

#[test]
fn a_draft_ends_under_the_version_that_it_began_under() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let mut person = Participant::begins(&site, "tea", "drinkers", "en");
    let mut page = person.form();
    page.set("drinks", "yes").tick("taste", "lemon", true);

    site.publish(&second(), WHY);

    person.press(&page, "next");
    person
        .page
        .is(200)
        .says("Cups a day")
        .does_not_say("How many cups");
    let mut page = person.form();
    page.set("cups", "3");
    person.press(&page, "language:zh-Hans");
    person.page.is(200).says("每天几杯");
    person.open(&person.at("1"));
    person.page.is(200).says("柠檬");
    person.open(&person.at("3"));
    person.page.is(200).says("愿望");
    let mut page = person.form();
    page.set("wish", "WISH");
    person.open(&person.at("send"));
    person.page.is(200).says("最后");
    person.open(&person.at("2"));
    let mut pot = person.form();
    pot.set("pots[1]/pot", "POT");
    person.press(&pot, "next");
    person.press(&page, "send");

    person.page.is(200).says("愿望").says("WISH").says("柠檬");
    assert_eq!(versions(&site), ["1"]);
    let answers = stored(&site).remove(0);
    assert_eq!(answers["taste"], serde_json::json!(["lemon"]));
    assert_eq!(answers["wish"], "WISH");
}

#[test]
fn whoever_begins_after_the_change_is_asked_the_new_version() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let mut early = Participant::begins(&site, "tea", "drinkers", "en");
    site.publish(&second(), WHY);

    let mut late = Participant::begins(&site, "tea", "drinkers", "en");
    late.page.is(200).says("Milk").does_not_say("Lemon");
    late.answers_everything(&[("drinks", "yes"), ("pots[1]/pot", "POT")], "send");
    late.page.is(200).says("How many cups a day?");
    assert_eq!(versions(&site), ["2"]);
    early.answers_everything(&[("drinks", "no"), ("wish", "WISH")], "send");

    let mut all = versions(&site);
    all.sort();
    assert_eq!(all, ["1", "2"]);
}

#[test]
fn what_is_returned_is_corrected_under_its_own_version() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let mut person = Participant::begins(&site, "tea", "drinkers", "en");
    person.answers_everything(&[("drinks", "yes"), ("cups", "4"), ("wish", "WISH")], "send");
    site.publish(&second(), WHY);

    let ada = site.moderator("ada");
    let case = ada.get(&first_case(&ada.get("/moderate")));
    case.says("Cups a day")
        .says("A wish")
        .does_not_say("How many cups");
    let back = [
        ("verdict", "return"),
        ("reason", "needs_detail"),
        ("note", "Which pot?"),
        ("round", "0"),
    ];
    ada.post(&form(&case), &back).is(303);

    person.open(&person.at("receipt"));
    person.page.is(200).says("Which pot?").says("Cups a day");
    person.open(&person.at("2"));
    let mut page = person.form();
    assert_eq!(page.value("cups"), "4");
    page.set("cups", "5");
    person.press(&page, "next");
    person.page.says("A wish");
    let last = person.form();
    person.press(&last, "send");

    person
        .page
        .is(200)
        .says("Cups a day")
        .does_not_say("How many cups");
    assert_eq!(versions(&site), ["1", "1"]);
}

#[test]
fn a_questionnaire_that_is_asked_no_more_lets_its_drafts_end() {
    let site = TestSite::empty();
    let mut two = tea();
    let mut other = two.questionnaires[0].clone();
    other.0.key = "guests".to_owned();
    two.questionnaires.push(other);
    site.add_study(&two);
    let mut person = Participant::begins(&site, "tea", "guests", "en");

    site.publish(&tea(), "The guests are asked no more.");

    site.visitor().get("/studies/tea/guests").is(404);
    person.answers_everything(&[("drinks", "no")], "send");
    person.page.is(200).says("have arrived");
    assert_eq!(versions(&site), ["1"]);
    site.visitor().get("/studies/tea/guests/versions").is(200);
}

#[test]
fn an_edition_tells_which_version_a_row_answered_and_what_changed() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let mut early = Participant::begins(&site, "tea", "drinkers", "en");
    site.publish(&second(), WHY);
    let mut late = Participant::begins(&site, "tea", "drinkers", "en");
    for person in [&mut early, &mut late] {
        let wishes = [
            ("drinks", "no"),
            ("why", "WHY"),
            ("taste", "milk"),
            ("wish", "WISH"),
        ];
        person.answers_everything(&wishes, "send");
    }
    site.accept_all("tea");
    let rita = site.researcher("rita");
    rita.post("/research/tea/order", &[("profile", "restricted")]);
    site.work();

    let record = rita.get("/editions/tea/1/submissions.csv");
    let mut lines: Vec<Vec<&str>> = record
        .is(200)
        .body
        .lines()
        .map(|line| line.split(',').collect())
        .collect();
    let header = lines.remove(0);
    let column = |name: &str| header.iter().position(|column| *column == name).unwrap();
    let (version, lemon, wish) = (column("sys_version"), column("taste__lemon"), column("wish"));
    lines.sort_by_key(|line| line[version].to_owned());
    assert_eq!([lines[0][version], lines[1][version]], ["1", "2"]);
    assert_eq!([lines[0][lemon], lines[1][lemon]], ["0", ""]);
    assert!(!lines[0][wish].is_empty() && lines[1][wish].is_empty());

    let codebook = rita.get("/editions/tea/1/codebook.csv");
    codebook
        .is(200)
        .says("drinkers 2: option_removed")
        .says("drinkers 1: Cups a day")
        .says("How many cups a day?");
    let changes = rita.get("/editions/tea/1/changes.csv");
    changes
        .is(200)
        .says(WHY)
        .says(",wish,,removed,,A wish,,breaks_series,");
    rita.get("/editions/tea/1")
        .is(200)
        .says("/studies/tea/drinkers/versions\"");
}

#[test]
fn everybody_reads_how_a_questionnaire_changed_and_why() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let stranger = site.visitor();
    stranger.get("/studies/tea").is(200).does_not_say("/versions");
    stranger
        .get("/studies/tea/drinkers/versions")
        .is(200)
        .says("The first version.");

    site.publish(&second(), WHY);

    stranger
        .get("/studies/tea")
        .is(200)
        .says("<a href=\"/studies/tea/drinkers/versions\">Drinkers</a>");
    let page = stranger.get("/studies/tea/drinkers/versions");
    page.is(200)
        .says("Version 2")
        .says(WHY)
        .says("5 changes.")
        .says("2 of them break a series.")
        .says("<code>cups</code>")
        .says("<del lang=\"en\">")
        .says("Cups a day</del>")
        .says("How many cups a day?</ins>")
        .says("Lemon</del>");
    assert!(
        page.body.find("<code>wish</code>") < page.body.find("<code>cups</code>"),
        "the worst comes first"
    );
    let chinese = site.visitor().reading("zh-Hans");
    chinese
        .get("/studies/tea/drinkers/versions")
        .is(200)
        .says("第 2 版")
        .says("中断序列")
        .says("每天喝几杯？</ins>");
    for nothing in ["/studies/tea/cups/versions", "/studies/coffee/drinkers/versions"] {
        stranger.get(nothing).is(404);
    }
}

#[test]
fn a_long_history_is_told_page_by_page() {
    let site = TestSite::empty();
    let of = |cups: &str| tea_with(&[("Cups a day", cups)]);
    site.add_study(&tea());
    let mut many = of("Cups & more");
    for number in 0..100 {
        let mut question = many.questionnaires[0].1.clone();
        let page = question.nodes.remove(2);
        let mut page = serde_json::to_value(&page).unwrap();
        page["group"]["name"] = format!("page{number}").into();
        page["group"]["children"][0]["question"]["name"] = format!("wish{number}").into();
        let page = serde_json::from_value(page).unwrap();
        many.questionnaires[0].1.nodes.push(page);
    }
    site.publish(&many, "A hundred more wishes.");
    site.publish(&of("Cups a week"), "A hundred wishes less.");

    let stranger = site.visitor();
    let newest = stranger.get("/studies/tea/drinkers/versions");
    newest
        .is(200)
        .says("Version 3")
        .does_not_say("Version 2")
        .says("more changes stand in the file changes.csv")
        .says("/studies/tea/drinkers/versions?before=3\"");
    assert!(newest.body.len() < 60_000, "{} bytes", newest.body.len());
    stranger
        .get("/studies/tea/drinkers/versions?before=3")
        .is(200)
        .says("Version 2")
        .does_not_say("Version 3");
    stranger
        .get("/studies/tea/drinkers/versions?before=x")
        .is(200)
        .says("Version 3");
}

#[test]
fn words_of_a_study_are_shown_as_words() {
    let site = TestSite::empty();
    site.add_study(&tea());
    site.publish(
        &tea_with(&[("Cups a day", "<b>Cups</b> & more")]),
        "<script>alert(1)</script> is no reason, or is it?",
    );
    site.visitor()
        .get("/studies/tea/drinkers/versions")
        .is(200)
        .does_not_say("<script>")
        .does_not_say("<b>Cups");
}
