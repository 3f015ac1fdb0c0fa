//! Participants: from consent to the receipt and back, with scripts off.

use crate::participant::{Participant, fill, no_cookie, only, stored, study_in_english, tea};
use crate::support::form::Form;
use crate::support::site::TestSite;

/// Who answers what, and words of the receipt's copy in that language.
fn answers_the_stock_study(questionnaire: &str, wishes: &[(&str, &str)], said: [&str; 2]) {
    let site = TestSite::with_the_stock_study();
    for ((language, thanks), said) in [("en", "Your answers have arrived"), ("zh-Hans", "回答已收到")]
        .into_iter()
        .zip(said)
    {
        let mut person = Participant::begins(&site, "open-models", questionnaire, language);
        person
            .page
            .says(&format!("<html lang=\"{language}\">"))
            .says(&person.code);

        person.answers_everything(wishes, "send");

        person.page.is(200).says(thanks).says(&person.code).says(said);
        assert_eq!(site.count("drafts"), 0);
        assert_eq!(
            site.count(&format!("submissions WHERE language = '{language}'")),
            1
        );
    }
    for answers in stored(&site) {
        let answers = answers.as_object().unwrap();
        assert!(answers.len() > 10, "{answers:?}");
        assert!(answers.values().all(|answer| !answer.is_null()), "{answers:?}");
    }
}

#[test]
fn a_publisher_answers_the_stock_study_in_either_language() {
    let said = [
        "Which model release are you answering about?",
        "权重采用哪种许可？",
    ];
    answers_the_stock_study("publisher", &[], said);
}

#[test]
fn a_deployer_answers_the_stock_study_in_either_language() {
    let trials = [("d_trials_n", "2")];
    let said = ["Which model release was it? (2)", "是哪一个模型版本？ (2)"];
    answers_the_stock_study("deployer", &trials, said);
}

#[test]
fn a_provider_answers_the_stock_study_in_either_language() {
    answers_the_stock_study("provider", &[], ["It is easy to work with.", "易于使用"]);
}

#[test]
fn a_user_answers_the_stock_study_in_either_language() {
    let said = ["How often do you use this service?", "您多久使用一次这项服务？"];
    answers_the_stock_study("user", &[], said);
}

#[test]
fn anybody_reports_an_incident_in_either_language() {
    let said = ["What should have happened?", "本来应当怎样？"];
    answers_the_stock_study("report", &[("i_kind", "rk.inc")], said);
}

#[test]
fn the_study_page_leads_to_every_place_in_the_chain() {
    let site = TestSite::with_the_stock_study();
    let visitor = site.visitor();

    visitor.get("/").is(200).says("/studies/open-models\"");
    let study = visitor.get("/studies/open-models");

    for questionnaire in ["publisher", "deployer", "provider", "user", "report"] {
        let address = format!("/studies/open-models/{questionnaire}");
        study.says(&format!("\"{address}\""));
        visitor.get(&address).is(200).says("type=\"checkbox\"");
    }
    study.says("A word with two meanings");
}

#[test]
fn the_time_it_takes_is_told_where_the_study_does_not_say_it() {
    let site = TestSite::with_the_stock_study();
    site.add_study(&tea());
    let visitor = site.visitor();
    let study = visitor.get("/studies/open-models");
    study.is(200).says("about 9 minutes").says("about 6 minutes");
    visitor
        .get("/studies/open-models/publisher")
        .says("about 9 minutes");
    // Most of a report's questions concern few people.
    study.says("2 to 5 minutes");
    visitor
        .get("/studies/open-models/report?language=zh-Hans")
        .says("2 至 5 分钟");
    visitor.get("/studies/tea").says("about one minute");
    visitor.get("/studies/tea/drinkers").says("about one minute");
}

#[test]
fn only_the_first_box_is_needed_and_none_is_ticked_in_advance() {
    let site = TestSite::with_the_stock_study();
    let visitor = site.visitor();
    let mut form = Form::of(visitor.get("/studies/open-models/user").is(200));
    let boxes: Vec<String> = form
        .names()
        .into_iter()
        .filter(|name| name.starts_with("tick-"))
        .collect();
    assert_eq!(boxes.len(), 5);
    assert!(boxes.iter().all(|name| form.value(name).is_empty()));

    form.tick("tick-quote", "yes", true).set("language", "zh-Hans");
    let refused = form.press(&visitor, "");

    refused
        .is(422)
        .says("Without this we may not ask you anything")
        .says("<a href=\"#tick-take_part\">")
        .says("id=\"tick-take_part\"");
    no_cookie(&refused);
    assert_eq!(site.count("drafts"), 0);
    let mut again = Form::of(&refused);
    assert_eq!(again.value("tick-quote"), "yes");
    assert_eq!(again.value("language"), "zh-Hans");
    again.tick("tick-take_part", "yes", true);
    again.press(&visitor, "").is(303);
    let consent = site
        .database
        .texts("SELECT CAST(consent AS TEXT) AS text FROM drafts");
    assert!(
        consent[0].contains("take_part") && consent[0].contains("quote"),
        "{consent:?}"
    );
    assert!(!consent[0].contains("publish_open"), "{consent:?}");
}

#[test]
fn faults_are_listed_with_links_and_everything_typed_stays() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let mut person = Participant::begins(&site, "tea", "drinkers", "en");
    let mut form = person.form();
    form.tick("taste", "milk", true);

    person.press(&form, "next");

    person
        .page
        .is(422)
        .says("<a href=\"#f-drinks\">Do you drink tea?</a> Please answer this question.")
        .says("id=\"f-drinks\"");
    let mut form = person.form();
    assert_eq!(form.value("taste"), "milk");
    form.set("drinks", "yes");
    person.press(&form, "next");
    let mut form = person.form();
    form.set("cups", "a lot");
    person.press(&form, "next");
    person
        .page
        .is(422)
        .says("<a href=\"#f-cups\">Cups a day</a> Please write a number.");
    let mut form = person.form();
    assert_eq!(form.value("cups"), "a lot");
    form.set("cups", "51");
    person.press(&form, "next");
    person.page.is(422).says("Nobody drinks so much.");
    assert_eq!(person.form().value("cups"), "51");
}

#[test]
fn faults_are_told_in_chinese_too() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let mut person = Participant::begins(&site, "tea", "drinkers", "zh-Hans");
    let form = person.form();

    person.press(&form, "next");

    person
        .page
        .is(422)
        .says("有 1 处回答需要再看一下")
        .says("<a href=\"#f-drinks\">您喝茶吗？</a> 请回答此题。");
}

#[test]
fn a_question_that_becomes_relevant_is_shown_before_going_on() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let mut person = Participant::begins(&site, "tea", "drinkers", "en");
    let mut form = person.form();
    assert!(!form.has("why"));

    form.set("drinks", "no");
    person.press(&form, "next");

    person
        .page
        .is(200)
        .says("there is more on this page now")
        .says("Why not?");
    let mut form = person.form();
    assert_eq!(form.value("drinks"), "no");
    form.set("why", "Coffee");
    person.press(&form, "next");
    person.page.is(200).says("A wish");
}

#[test]
fn a_page_that_is_not_asked_is_passed_over_in_both_directions() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let mut person = Participant::begins(&site, "tea", "drinkers", "en");
    let mut form = person.form();
    form.set("drinks", "no");
    person.press(&form, "next");
    let form = person.form();
    person.press(&form, "next");
    person.page.says("A wish").says("Page 2 of 2");

    person.open(&person.at("2"));
    person.page.is(200).says("A wish");
    let form = person.form();
    person.press(&form, "back");

    person.page.is(200).says("Do you drink tea?").says("Page 1 of 2");
}

#[test]
fn answers_that_became_irrelevant_are_not_stored() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let mut person = Participant::begins(&site, "tea", "drinkers", "en");
    let mut form = person.form();
    form.set("drinks", "no");
    person.press(&form, "next");
    let mut form = person.form();
    form.set("why", "SECRET-COFFEE");
    person.press(&form, "next");
    let form = person.form();
    person.press(&form, "back");

    let mut form = person.form();
    form.set("drinks", "yes");
    person.press(&form, "next");
    let mut form = person.form();
    form.set("cups", "3").set("pots[1]/pot", "blue");
    person.press(&form, "next");
    let mut form = person.form();
    form.set("wish", "More");
    person.press(&form, "send");

    person.page.says("have arrived").does_not_say("SECRET-COFFEE");
    let answers = only(&site);
    assert_eq!(answers["drinks"], "yes");
    assert_eq!(answers["cups"], "3");
    assert!(answers.get("why").is_none(), "{answers}");
    assert_eq!(answers["taste"], serde_json::Value::Null, "shown and skipped");
}

#[test]
fn an_exclusive_option_with_another_is_a_fault() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let mut person = Participant::begins(&site, "tea", "drinkers", "en");
    let mut form = person.form();
    form.set("drinks", "yes");
    form.tick("taste", "lemon", true).tick("taste", "none", true);

    person.press(&form, "next");

    person
        .page
        .is(422)
        .says("“Nothing” stands on its own.")
        .says("<a href=\"#f-taste\">");
    let mut form = person.form();
    assert_eq!(form.value("taste"), "lemon none");
    form.tick("taste", "none", false);
    person.press(&form, "next");
    person.page.is(200).says("Cups a day");
}

#[test]
fn a_repeated_group_grows_and_shrinks_by_buttons() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let mut person = Participant::begins(&site, "tea", "drinkers", "en");
    let mut form = person.form();
    form.set("drinks", "yes");
    person.press(&form, "next");
    let add = |person: &mut Participant, form: &Form| {
        let button = form
            .buttons
            .iter()
            .find(|button| button.starts_with("add:"))
            .unwrap()
            .clone();
        person.press(form, &button);
    };

    let mut form = person.form();
    form.set("cups", "4");
    while form.names().iter().filter(|name| name.ends_with("/pot")).count() < 3 {
        add(&mut person, &form);
        form = person.form();
    }
    for (number, name) in ["blue", "green", "white"].iter().enumerate() {
        form.set(&format!("pots[{}]/pot", number + 1), name);
    }
    let remove = form
        .buttons
        .iter()
        .find(|button| button.starts_with("remove:2:"))
        .unwrap()
        .clone();
    person.press(&form, &remove);

    let form = person.form();
    assert_eq!(form.value("cups"), "4");
    assert_eq!(form.value("pots[1]/pot"), "blue");
    assert_eq!(form.value("pots[2]/pot"), "white");
    assert!(!form.has("pots[3]/pot"));
    person.answers_everything(&[], "send");
    person
        .page
        .says("have arrived")
        .says("white")
        .does_not_say("green");
    assert_eq!(
        only(&site)["pots"],
        serde_json::json!([{"pot": "blue"}, {"pot": "white"}])
    );
}

#[test]
fn a_fault_within_a_repeated_group_links_to_its_own_instance() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let mut person = Participant::begins(&site, "tea", "drinkers", "en");
    let mut form = person.form();
    form.set("drinks", "yes");
    person.press(&form, "next");
    let mut form = person.form();
    while form.names().iter().filter(|name| name.ends_with("/pot")).count() < 2 {
        let button = form
            .buttons
            .iter()
            .find(|button| button.starts_with("add:"))
            .unwrap()
            .clone();
        person.press(&form, &button);
        form = person.form();
    }
    form.set("pots[1]/pot", "blue").set("pots[2]/pot", "");

    person.press(&form, "next");

    let form = person.form();
    let id = &form.inputs("pots[2]/pot").next().unwrap().id;
    person.page.is(422).says(&format!("<a href=\"#{id}\">"));
    assert_eq!(form.value("pots[1]/pot"), "blue");
    assert_ne!(*id, form.inputs("pots[1]/pot").next().unwrap().id);
}

#[test]
fn whoever_is_too_young_leaves_nothing_behind() {
    let site = TestSite::with_the_stock_study();
    for go in ["next", "back", "language:zh-Hans", "send"] {
        let mut person = Participant::begins(&site, "open-models", "user", "en");
        assert_eq!(site.count("drafts"), 1);
        let mut form = person.form();
        fill(&mut form, &[("u_age", "ag.min")]);

        person.press(&form, go);

        person
            .page
            .is(200)
            .says("Nothing that you entered has been stored.");
        assert_eq!(site.count("drafts"), 0, "{go}");
        assert_eq!(site.count("submissions"), 0, "{go}");
        person.open(&person.at("1"));
        person.page.is(404).says("Nothing is stored under this code");
    }
}

#[test]
fn too_young_at_a_second_look_leaves_nothing_behind_either() {
    let site = TestSite::with_the_stock_study();
    let mut person = Participant::begins(&site, "open-models", "user", "zh-Hans");
    let mut form = person.form();
    fill(&mut form, &[("u_age", "ag.25")]);
    person.press(&form, "next");
    person.open(&person.at("1"));
    let mut form = person.form();
    form.set("u_age", "ag.min");

    person.press(&form, "next");

    person.page.is(200).says("您填写的内容均未保存");
    assert_eq!(site.count("drafts") + site.count("submissions"), 0);
}

#[test]
fn sending_twice_gives_the_same_receipt() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let mut person = Participant::begins(&site, "tea", "drinkers", "en");
    let mut form = person.form();
    form.set("drinks", "no");
    person.press(&form, "next");
    let form = person.form();
    person.press(&form, "next");
    let last = person.form();

    let answers: Vec<String> = (0..3)
        .map(|_| last.press(&person.browser, "send").location)
        .collect();
    person.open(&person.at("send"));
    let once_more = person.browser.post(&person.at("send"), &[]);

    let receipt = person.at("receipt");
    assert_eq!(answers, [receipt.as_str(); 3]);
    assert_eq!(once_more.location, receipt);
    person.page.says("Your answers have arrived");
    assert_eq!(site.count("submissions"), 1);
}

#[test]
fn everything_can_be_looked_at_before_it_is_sent() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let mut person = Participant::begins(&site, "tea", "drinkers", "en");
    person.answers_everything(&[("drinks", "yes"), ("cups", "2")], "next");

    person.page.is(200).says("Check and send").says("2 answered");
    assert_eq!(site.count("submissions"), 0);
    let form = person.form();
    person.press(&form, "");

    person.page.is(200).says("Your answers have arrived");
    assert_eq!(only(&site)["cups"], "2");
}

#[test]
fn what_was_passed_over_is_asked_for_before_sending() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let mut person = Participant::begins(&site, "tea", "drinkers", "en");

    person.open(&person.at("3"));
    let form = person.form();
    person.press(&form, "send");

    person.page.says("/1?check\"");
    assert_eq!(site.count("submissions"), 0);
    let refused = person.browser.post(&person.at("send"), &[]);
    refused.is(422).says("/1?check\"");
    person.open(&person.at("1?check"));
    person.page.says("<a href=\"#f-drinks\">");
}

#[test]
fn the_code_brings_a_draft_back_on_another_device() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let mut person = Participant::begins(&site, "tea", "drinkers", "en");
    let mut form = person.form();
    form.set("drinks", "yes");
    person.press(&form, "next");
    let mut form = person.form();
    form.set("cups", "7");
    person.press(&form, "next");

    let desk = site.visitor();
    let typed = person.code.to_lowercase().replace('-', " ");
    let found = desk.post("/receipt", &[("code", &typed)]);
    no_cookie(&found);
    let receipt = desk.follow(&found);

    receipt
        .is(200)
        .says("Not sent yet")
        .says("Go on with your answers");
    receipt.says(&format!("href=\"/answer/{}/3\"", person.code));
    let page = desk.get(&person.at("2"));
    assert_eq!(Form::of(&page).value("cups"), "7");
}

#[test]
fn a_wrong_code_is_told_from_a_mistyped_one() {
    let site = TestSite::empty();
    let visitor = site.visitor();

    let empty = visitor.post("/receipt", &[("code", " ")]);
    empty.is(422).says("Please enter your receipt code.");
    let mistyped = visitor.post("/receipt", &[("code", "7QK2-M9XF-3TZA\"><b>")]);
    mistyped
        .is(422)
        .says("a letter or digit is wrong or missing")
        .says("7QK2-M9XF-3TZA&#34;&#62;&#60;b&#62;");
    let unknown = visitor.post("/receipt", &[("code", "0000-0000-0000")]);
    unknown.is(422).says("Nothing is stored under this code");
    visitor
        .get("/answer/0000-0000-0000/1")
        .is(404)
        .says("Nothing is stored");
    visitor
        .get("/answer/nonsense/receipt")
        .is(404)
        .says("Nothing is stored");
    let chinese = site.visitor().reading("zh-Hans");
    chinese
        .post("/receipt", &[("code", "x")])
        .is(422)
        .says("这不是有效的回执码");
}

#[test]
fn whoever_tries_many_codes_is_slowed_down() {
    let site = TestSite::empty();
    let visitor = site.visitor();

    let answers: Vec<u16> = (0..70)
        .map(|_| visitor.get("/answer/0000-0000-0000/receipt").status)
        .collect();

    assert_eq!(answers[..60], [404; 60]);
    assert!(answers[60..].contains(&429), "{answers:?}");
    let late = visitor.get("/answer/0000-0000-0000/receipt");
    if late.status == 429 {
        late.says("Too many tries");
        assert_ne!(late.header("retry-after"), "");
    }
}

#[test]
fn changing_the_language_keeps_the_answers() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let mut person = Participant::begins(&site, "tea", "drinkers", "en");
    let mut form = person.form();
    form.set("drinks", "yes");
    person.press(&form, "next");
    let mut form = person.form();
    form.set("cups", "9");

    person.press(&form, "language:zh-Hans");

    person
        .page
        .is(200)
        .says("<html lang=\"zh-Hans\">")
        .says("每天几杯");
    assert_eq!(person.form().value("cups"), "9");
    person.answers_everything(&[], "send");
    person.page.says("回答已收到");
    assert_eq!(only(&site)["cups"], "9");
    assert_eq!(
        site.database.texts("SELECT language AS text FROM submissions"),
        ["zh-Hans"]
    );
}

#[test]
fn withdrawing_empties_the_answers_for_good() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let mut person = Participant::begins(&site, "tea", "drinkers", "en");
    person.answers_everything(&[("drinks", "no"), ("wish", "SECRET-WISH")], "send");
    person.page.says("SECRET-WISH");

    person.open(&person.at("withdraw"));
    person.page.is(200).says("Withdraw your answers?");
    assert_eq!(site.count("submissions WHERE answers IS NOT NULL"), 1);
    let form = person.form();
    person.press(&form, "");

    person.page.is(200).says("Your answers are deleted");
    assert_eq!(site.count("submissions"), 1);
    assert_eq!(
        site.count("submissions WHERE answers IS NOT NULL OR withdrawn_at IS NULL"),
        0
    );
    person.open(&person.at("receipt"));
    person.page.is(200).says("Withdrawn").does_not_say("SECRET-WISH");
    person.browser.post(&person.at("withdraw"), &[]).is(200);
    let late = person
        .browser
        .post(&person.at("1"), &[("drinks", "yes"), ("go", "next")]);
    assert!(
        late.status == 303 && late.location.ends_with("/receipt"),
        "{}",
        late.body
    );
    assert_eq!(site.count("drafts"), 0);
    site.moderator("ada").get("/moderate").says("Nothing waits here");
}

#[test]
fn withdrawing_a_draft_leaves_no_trace() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let mut person = Participant::begins(&site, "tea", "drinkers", "zh-Hans");

    person.open(&person.at("withdraw"));
    person.page.says("草稿将立即删除");
    let form = person.form();
    person.press(&form, "");

    person.page.is(200).says("您的回答已删除");
    assert_eq!(site.count("drafts") + site.count("submissions"), 0);
    person.open(&person.at("receipt"));
    person.page.is(404);
}

#[test]
fn a_closed_study_takes_nothing_and_says_so_politely() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let mut person = Participant::begins(&site, "tea", "drinkers", "en");
    let mut form = person.form();
    form.set("drinks", "yes");
    person.press(&form, "next");

    site.write(|tx, now| soundings::questionnaire::versions::close(tx, now, "tea"));

    person.page.is(200);
    let mut form = person.form();
    form.set("cups", "5");
    person.press(&form, "next");
    person.page.is(409).says("This study takes no answers at present");
    person.browser.post(&person.at("send"), &[]).is(409);
    person.open(&person.at("2"));
    person.page.is(200).says("Cups a day");
    person.open(&person.at("receipt"));
    person.page.is(200).says("Not sent yet");
    assert_eq!((site.count("drafts"), site.count("submissions")), (1, 0));
    let late = site.visitor();
    let consent = late.get("/studies/tea/drinkers");
    consent
        .is(200)
        .does_not_say("<form method=\"post\" action=\"/studies");
    late.post("/studies/tea/drinkers", &[("tick-take_part", "yes")])
        .is(409);
    assert_eq!(site.count("drafts"), 1);
    person.open(&person.at("withdraw"));
    let form = person.form();
    person.press(&form, "");
    assert_eq!(site.count("drafts"), 0);
}

#[test]
fn a_returned_submission_is_corrected_under_the_same_code() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let mut person = Participant::begins(&site, "tea", "drinkers", "en");
    person.answers_everything(&[("drinks", "yes"), ("cups", "40")], "send");
    let ada = site.moderator("ada");
    let case = ada.get(&crate::moderate::first_case(&ada.get("/moderate")));
    let back = [
        ("verdict", "return"),
        ("reason", "needs_detail"),
        ("note", "Forty, really?"),
        ("round", "0"),
    ];
    ada.post(&crate::moderate::form(&case), &back).is(303);

    person.open(&person.at("receipt"));
    person
        .page
        .says("A moderator has a question")
        .says("Forty, really?");
    person.open(&person.at("2"));
    let mut form = person.form();
    form.set("cups", "4");
    person.press(&form, "next");
    let form = person.form();
    person.press(&form, "send");

    person.page.says("Your answers have arrived");
    assert_eq!(site.count("submissions"), 2);
    assert_eq!(stored(&site)[1]["cups"], "4");
    ada.get("/moderate").says("1 submission waits");
}

#[test]
fn options_that_only_an_answer_on_the_same_page_makes_are_shown_before_going_on() {
    let site = TestSite::empty();
    let towns = "\
| survey |
| | type | name | label | choice_filter |
| | begin_group | first | First | |
| | select_one land | land | Which country? | |
| | select_one town | town | Which town? | land = ${land} |
| | end_group | | | |
| | begin_group | second | Second | |
| | text | wish | A wish | |
| | end_group | | | |
| choices |
| | list_name | name | label | land |
| | land | fr | France | |
| | land | it | Italy | |
| | town | lyon | Lyon | fr |
| | town | rome | Rome | it |
";
    site.add_study(&study_in_english("towns", towns));
    let mut person = Participant::begins(&site, "towns", "drinkers", "en");
    let mut form = person.form();
    form.set("land", "it");

    person.press(&form, "next");

    person
        .page
        .is(200)
        .says("there is more on this page now")
        .says("Rome")
        .does_not_say("Lyon");
    let form = person.form();
    assert_eq!(form.value("land"), "it");
    person.press(&form, "next");
    person.page.says("A wish");
}

#[test]
fn in_the_style_of_pages_a_page_is_called_as_the_group_around_it() {
    let site = TestSite::empty();
    let table = "\
| survey |
| | type | name | label |
| | text | who | Who are you? |
| | begin_group | home | Where ${who} lives |
| | begin_group | inner | |
| | text | town | Which town? |
| | end_group | | |
| | end_group | | |
| settings |
| | form_title | style |
| | About you | pages |
";
    site.add_study(&crate::participant::study_in_english("you", table));
    let mut person = Participant::begins(&site, "you", "drinkers", "en");
    let title = |words: &str| format!("tabindex=\"-1\">{words}</h1>");
    person.page.says(&title("About you"));
    let mut form = person.form();
    form.set("who", "Ada");

    person.press(&form, "next");

    person.page.says(&title("Where Ada lives")).says("Which town?");
    let receipt = person.browser.get(&person.at("send"));
    receipt.says("Where Ada lives");
}

#[test]
fn the_button_that_adds_an_instance_tells_no_answer_of_another() {
    let site = TestSite::empty();
    let table = "\
| survey |
| | type | name | label |
| | begin_group | home | Home |
| | begin_repeat | child | Child ${called} |
| | text | called | What is the child called? |
| | end_repeat | | |
| | end_group | | |
";
    site.add_study(&crate::participant::study_in_english("kids", table));
    let mut person = Participant::begins(&site, "kids", "drinkers", "en");
    let mut form = person.form();
    form.set("child[1]/called", "Bea");

    person.press(&form, "add:child");

    person
        .page
        .says("Child Bea · 1")
        .says("Remove: Child Bea 1")
        .says("Add: Child<");
}
