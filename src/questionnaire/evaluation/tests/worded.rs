//! Labels that mention answers.

use serde_json::json;

use super::{answers, at, context, field, plan};
use crate::questionnaire::answers::Answer;
use crate::questionnaire::evaluation::{Context, evaluate};

const FORM: &str = "| survey |
    | | type | name | label::English (en) | label::简体中文 (zh-Hans) | hint::English (en) |
    | | text | who | Who? | 谁？ | |
    | | select_multiple l | what | What did **${who}** do? | ${who}做了什么？ | |
    | | note | sum | ${who}: ${what} | ${who}：${what} | Costs $5 {or so} |
    | choices |
    | | list_name | name | label::English (en) | label::简体中文 (zh-Hans) |
    | | l | run | Ran | 跑 |
    | | l | sit | Sat | 坐 |";

#[test]
fn answers_are_inserted_in_the_language_with_markdown_made_harmless() {
    let plan = plan(FORM);
    let given = answers(json!({"who": "A_da [x](http://e.org)", "what": ["run", "sit"]}));
    let mut context = context();
    let english = context.clone();
    let state = evaluate(&plan, &given, &english);
    assert_eq!(
        state.label(at(&state, "what")),
        r"What did **A\_da \[x\](http://e.org)** do?"
    );
    let note = state.occurrences().last().unwrap();
    assert_eq!(state.label(note), r"A\_da \[x\](http://e.org): Ran, Sat");
    assert_eq!(state.hint(note), "Costs $5 {or so}");
    context.language = "zh-Hans".to_owned();
    let state = evaluate(&plan, &given, &context);
    assert!(state.label(note).ends_with("：跑、坐"));
    let choice = state.choices(at(&state, "what"))[0];
    assert_eq!(state.choice_label(at(&state, "what"), choice), "跑");
}

#[test]
fn a_choice_is_called_by_its_label_in_the_language_of_the_person() {
    let plan = plan(
        "| survey |
        | | type | name | label::English (en) | label::Français (fr) | calculation |
        | | select_one l | q | Q | Q | |
        | | calculate | named | | | jr:choice-name(${q}, '${q}') |
        | | calculate | by_path | | | jr:choice-name(${q}, '/data/q') |
        | choices |
        | | list_name | name | label::English (en) | label::Français (fr) |
        | | l | a | Apple | Pomme |",
    );
    let (given, mut context) = (answers(json!({"q": "a"})), context());
    let read = |context: &crate::questionnaire::evaluation::Context| {
        let state = evaluate(&plan, &given, context);
        ["named", "by_path"].map(|name| state.value(at(&state, name)).to_owned())
    };
    assert_eq!(read(&context), ["Apple", "Apple"]);
    "fr".clone_into(&mut context.language);
    assert_eq!(read(&context), ["Pomme", "Pomme"]);
}

#[test]
fn what_runs_in_the_other_direction_stays_in_its_place() {
    let plan = plan(FORM);
    let label = |who: &str, language: &str| {
        let given = answers(json!({"who": who}));
        let context = Context {
            language: language.to_owned(),
            ..context()
        };
        let state = evaluate(&plan, &given, &context);
        state.label(at(&state, "what")).into_owned()
    };
    assert_eq!(label("Ada", "en"), "What did **Ada** do?");
    assert_eq!(label("ليلى", "en"), "What did **\u{2068}ليلى\u{2069}** do?");
    assert_eq!(label("Ada", "ar"), "What did **\u{2068}Ada\u{2069}** do?");
    assert_eq!(label("a\u{202e}b\u{2069}", "en"), "What did **ab** do?");
    assert_eq!(label("", "ar"), "What did **** do?");
}

#[test]
fn a_choice_whose_label_mentions_an_answer_is_called_by_all_of_it() {
    let plan = plan(
        "| survey |
        | | type | name | label | calculation |
        | | text | pet | Pet | |
        | | select_one l | q | Q | |
        | | calculate | named | | jr:choice-name(${q}, '${q}') |
        | | text | n | You said ${q} | |
        | choices |
        | | list_name | name | label |
        | | l | a | A dog named ${pet} or ${q} |",
    );
    let (given, context) = (answers(json!({"q": "a", "pet": "Rex"})), context());
    let mut state = evaluate(&plan, &given, &context);
    assert_eq!(state.label(at(&state, "n")), "You said A dog named Rex or a");
    assert_eq!(state.value(at(&state, "named")), "A dog named Rex or a");
    assert!(state.give(&field("pet"), Answer::One("Tom".to_owned())));
    assert_eq!(state.value(at(&state, "named")), "A dog named Tom or a");
}

#[test]
fn a_translated_label_is_found_by_the_name_that_converters_give_it() {
    let plan = plan(
        "| survey |
        | | type | name | label::English (en) | label::Français (fr) | calculation |
        | | select_one l | q | Q | Q | |
        | | calculate | named | | | jr:itext(instance('l')/root/item[name = ${q}]/itextId) |
        | choices |
        | | list_name | name | label::English (en) | label::Français (fr) |
        | | l | a | Apple | Pomme |
        | | l | b | Bread | Pain |",
    );
    let (given, mut context) = (answers(json!({"q": "b"})), context());
    let read = |context: &crate::questionnaire::evaluation::Context| {
        let state = evaluate(&plan, &given, context);
        state.value(at(&state, "named")).to_owned()
    };
    assert_eq!(read(&context), "Bread");
    "fr".clone_into(&mut context.language);
    assert_eq!(read(&context), "Pain");
}
