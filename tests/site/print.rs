//! A questionnaire to print: numbers, boxes, and the routing in words.

use soundings::questionnaire::study::{self, Study};

use crate::participant::tea;
use crate::support::site::{Answer, TestSite};

/// The texts of the page in order, each on a line of its own.
fn lines(page: &Answer) -> String {
    let main = page.body.split_once("<div class=\"paper\"").unwrap().1;
    let main = main.split_once("</main>").unwrap().0;
    let texts = main.split('<').filter_map(|part| part.split_once('>'));
    let texts = texts.map(|(_, text)| text.trim()).filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn tells(page: &Answer, wanted: &str) {
    let said = lines(page.is(200));
    let wanted: Vec<&str> = wanted
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let wanted = wanted.join("\n");
    assert!(said.contains(&wanted), "wanted:\n{wanted}\n\nsaid:\n{said}");
}

#[test]
fn questions_have_numbers_and_the_routing_is_in_words() {
    let site = TestSite::empty();
    site.add_study(&tea());
    let english = site.visitor().get("/studies/tea/drinkers/print");
    tells(
        &english,
        "You
         1
         Do you drink tea?
         (required)
         Yes
         No
         Answer 2 only if question 1 is “No”.
         2
         Why not?
         3
         What do you put into it?
         Milk
         Lemon
         Nothing
         (on its own)
         Your pots
         Answer 4 to 5 only if question 1 is “Yes”.
         4
         Cups a day
         Nobody drinks so much.
         Pot
         Answer 5 once for each: Pot. Copy this block as often as you need it.
         5
         Which pot is it?
         (required)
         The end
         6
         A wish",
    );
    let chinese = site.visitor().get("/studies/tea/drinkers/print?language=zh-Hans");
    tells(&chinese, "仅当第 1 题选择“否”时，回答第 2 题。\n2\n为什么不喝？");
    tells(&chinese, "仅当第 1 题选择“是”时，回答第 4 至 5 题。");
    tells(&chinese, "第 5 题请就每一项“茶壶”各填一次，可按需复印本部分。");
}

#[test]
fn everybody_can_print_every_questionnaire_of_the_stock_study() {
    let site = TestSite::with_the_stock_study();
    let visitor = site.visitor();
    for questionnaire in ["publisher", "deployer", "provider", "user", "report"] {
        let consent = format!("/studies/open-models/{questionnaire}");
        visitor.get(&consent).says(&format!("\"{consent}/print\""));
        for language in ["en", "zh-Hans"] {
            let page = visitor.get(&format!("{consent}/print?language={language}"));
            page.is(200).says(&format!("lang=\"{language}\" dir=\"ltr\""));
            assert_eq!(page.header("set-cookie"), "");
            // Their rules can all be said.
            page.does_not_say("this holds:")
                .does_not_say("下列公式成立")
                .does_not_say("${");
        }
    }
    assert_eq!(site.count("drafts"), 0);
    visitor.get("/studies/open-models/nobody/print").is(404);
    visitor.get("/studies/nothing/user/print").is(404);
}

/// One questionnaire in English and Arabic with whatever paper can show.
fn gallery() -> Study {
    let settings = r#"
        key = "gallery"
        languages = ["en"]
        title = "Gallery"
        [controller]
        name = "Somebody"
        contact = "here"
        [consent]
        version = "1"
        text = "Text"
        [[consent.ticks]]
        key = "take_part"
        required = true
        text = "I take part."
        [[questionnaires]]
        key = "all"
        file = "all.md"
        role = "any"
        title = "All"
    "#;
    let questions = "
        | survey |
        | | type | name | label::English (en) | label::العربية (ar) | hint::English (en) | required | relevant | choice_filter | calculation | appearance | parameters | repeat_count | exposure |
        | | note | hello | Write clearly. | اكتب بوضوح | | | | | | | | | |
        | | integer | age | How old are you? | كم عمرك؟ | | | | | | | | | public |
        | | calculate | double | | | | | | | ${age} * 2 | | | | public |
        | | begin_group | rate | Rate these | قيّم | | | ${age} >= 18 | | | table-list | | | |
        | | select_one mark | rate_a | The start | البداية | | yes | | | | | | | public |
        | | select_one mark | rate_b | The end | النهاية | | | selected(${rate_a}, 'good') | | | | | | public |
        | | end_group | | | | | | | | | | | | |
        | | rank mark | order | Put in order | رتّب | | | | | | | | | public |
        | | range | scale | How likely? | ما مدى الاحتمال؟ | | | | | | | start=0 end=4 step=2 | | public |
        | | acknowledge | seen | I have read it | قرأته | | | | | | | | | public |
        | | text | why | You said ${age}, or ${double}: why? | لماذا ${age}؟ | | ${rate_b} != '' | ${double} > 30 and ${seen} = 'OK' | | | | | | text |
        | | select_one mark | again | And again? | مجددا؟ | Take your time. | | | name != ${rate_a} | | | | | public |
        | | select_one long | place | Where? | أين؟ | | | | | | | | | public |
        | | begin_repeat | trips | Trip | رحلة | | | | | | | | ${age} | |
        | | date | day | When? | متى؟ | | | position(..) > 1 | | | | | | public |
        | | end_repeat | | | | | | | | | | | | |
        | choices |
        | | list_name | name | label::English (en) | label::العربية (ar) |
        | | mark | good | Good | جيد |
        | | mark | bad | Bad | سيئ |
        ";
    let long: Vec<String> = (0..61)
        .map(|place| format!("| | long | p{place} | P{place} | م |"))
        .collect();
    let files = [
        ("study.toml".to_owned(), settings.as_bytes().to_vec()),
        (
            "all.md".to_owned(),
            format!("{questions}\n{}", long.join("\n")).into_bytes(),
        ),
    ];
    let reading = study::read(&files);
    reading
        .study
        .unwrap_or_else(|| panic!("{:#?}", reading.findings.sorted()))
}

#[test]
fn whatever_can_be_asked_can_be_printed() {
    let site = TestSite::empty();
    site.add_study(&gallery());
    let page = site.visitor().get("/studies/gallery/all/print");
    tells(
        &page,
        "Write clearly.
         1
         How old are you?
         Answer 2 only if the answer to question 1 is at least 18.
         2
         Rate these
         Good
         Bad
         2.1
         The start
         (required)
         2.2
         The end
         Answer 2.2 only if question 2.1 is “Good”.
         3
         Put in order
         Number these from 1 to 2; 1 comes first.
         Good
         Bad
         4
         How likely?
         0
         2
         4
         5
         I have read it
         Answer 6 only if this holds: ${double} &#62; 30 and question 5 is ticked.
         6
         You said [answer to 1], or [computed]: why?
         (required if question 2.2 is answered)
         7
         And again?
         Take your time.
         Which of these can be chosen depends on question 2.1.
         Good
         Bad
         8
         Where?
         Write the answer in words.
         Trip
         Answer 9 as often as answered in question 1, once for each: Trip. Copy this block as often as you need it.
         Answer 9 only if the number of this block is more than 1.
         9
         When?
         Year, month, day",
    );
}

#[test]
fn a_questionnaire_in_a_language_that_the_site_has_not_is_printed_in_it() {
    let site = TestSite::empty();
    site.add_study(&gallery());
    let page = site.visitor().get("/studies/gallery/all/print?language=ar");
    page.is(200).says("lang=\"ar\" dir=\"rtl\"");
    tells(
        &page,
        "كم عمرك؟\nAnswer 2 only if the answer to question 1 is at least 18.\n2\nقيّم",
    );
    page.says("href=\"/studies/gallery/all/print?language=en\"");
}
