//! Files as answers: names that only whoever stores them may say.

use serde_json::{Value, json};

use super::{answers, context, document, plan, posted};
use crate::questionnaire::evaluation::{DocumentFault, begin, read_document, read_fields, settle};

const FORM: &str = "| survey |
    | | type | name | label | relevant | default | calculation | trigger |
    | | begin_group | p | P | | | | |
    | | image | photo | Photo | | cat.jpg | | |
    | | text | t | T | | | | |
    | | file | more | More | ${t} = 'x' | | 'made up' | |
    | | begin_repeat | r | R | | | | |
    | | audio | sound | Sound | | | | |
    | | end_repeat | | | | | | |
    | | end_group | | | | | | |
    | | begin_group | q | Q | | | | |
    | | file | other | Other | | | | |
    | | end_group | | | | | | |";

fn post(before: Value, fields: &[(&str, &str)]) -> Value {
    let plan = plan(FORM);
    let mut answers = answers(before);
    read_fields(&plan, 0, &posted(fields), &context(), &mut answers);
    document(&answers)
}

#[test]
fn a_page_without_a_word_about_a_file_leaves_it_as_it_is() {
    let before = json!({"photo": "image-1.jpg", "r": [{"sound": "audio-1.ogg"}, {"sound": null}]});
    let after = post(before.clone(), &[("t", "y")]);
    assert_eq!((&after["photo"], &after["r"]), (&before["photo"], &before["r"]));
    assert_eq!(post(json!({}), &[])["photo"], Value::Null);
}

#[test]
fn a_file_is_named_replaced_and_taken_away_by_its_own_field_only() {
    let before = json!({"photo": "image-1.jpg"});
    let fields = [
        ("photo", "claimed.jpg"),
        ("photo[other]", "claimed.jpg"),
        ("other[file]", "elsewhere.pdf"),
    ];
    assert_eq!(post(before.clone(), &fields)["photo"], "image-1.jpg");
    assert_eq!(post(before.clone(), &fields)["other"], Value::Null);
    let after = post(
        before.clone(),
        &[
            ("photo[file]", "image-2.jpg"),
            ("r[2]/sound[file]", "audio-2.ogg"),
        ],
    );
    assert_eq!(after["photo"], "image-2.jpg");
    assert_eq!(after["r"][1]["sound"], "audio-2.ogg");
    assert_eq!(post(before, &[("photo[file]", "")])["photo"], Value::Null);
}

#[test]
fn no_rule_of_the_author_says_which_file_there_is() {
    let plan = plan(FORM);
    assert_eq!(document(&begin(&plan, &context())), json!({}));
    let asked = answers(json!({"t": "x"}));
    let settled = settle(&plan, &asked, &context());
    assert_eq!(document(settled.answers())["more"], Value::Null);
}

#[test]
fn what_is_not_asked_in_the_end_mentions_no_file() {
    let plan = plan(FORM);
    let given = answers(
        json!({"t": "y", "more": "file-1.pdf", "photo": "image-1.jpg", "r": [{"sound": "audio-1.ogg"}]}),
    );
    let names = |answers| plan.files_in(answers).into_iter().collect::<Vec<_>>();
    assert_eq!(names(&given), ["audio-1.ogg", "file-1.pdf", "image-1.jpg"]);
    let settled = settle(&plan, &given, &context());
    assert_eq!(names(settled.answers()), ["audio-1.ogg", "image-1.jpg"]);
}

#[test]
fn a_field_of_a_file_leads_to_its_question_on_its_page() {
    let plan = plan(FORM);
    let path = |name| plan.file_field(0, name).map(|(path, _)| path.to_string());
    assert_eq!(path("photo"), Some("photo".to_owned()));
    assert_eq!(path("r[3]/sound"), Some("r[3]/sound".to_owned()));
    for name in [
        "t",
        "other",
        "r[0]/sound",
        "r[101]/sound",
        "sound",
        "photo[file]",
        "photo[x]",
        "",
        "r[1]/",
    ] {
        assert_eq!(path(name), None, "{name}");
    }
    for name in ["photo[file]", "r[2]/sound[file]", "other[file]"] {
        assert!(plan.names_a_file(name), "{name}");
    }
    for name in ["photo", "t[file]", "photo[was]"] {
        assert!(!plan.names_a_file(name), "{name}");
    }
}

#[test]
fn a_document_brings_no_files() {
    let plan = plan(FORM);
    let faults = read_document(
        &plan,
        &json!({"photo": "a.jpg", "r": [{"sound": "b.ogg"}], "more": null}),
    );
    assert_eq!(
        faults.unwrap_err(),
        [
            DocumentFault::File("photo".into()),
            DocumentFault::File("r[1]/sound".into())
        ]
    );
    assert!(read_document(&plan, &json!({"photo": null})).is_ok());
}
