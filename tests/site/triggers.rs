//! Questions that are filled in when another one changes, and that people can change too: which of the
//! two was changed last is told by what the page says that they held.

use crate::participant::{Participant, only, study_in_english};
use crate::support::live::Live;
use crate::support::site::TestSite;

const NAMES: &str = "\
| survey |
| | type | name | label | calculation | trigger | appearance |
| | begin_group | you | You | | | |
| | text | full | Your name | | | |
| | text | short | What shall we call you? | ${full} | ${full} | |
| | text | town | Your town | | | |
| | end_group | | | | | |
| | begin_group | taste | Your taste | | | table-list |
| | select_one likes | tea | Tea | | | |
| | select_one likes | milk | Milk | ${tea} | ${tea} | |
| | end_group | | | | | |
| choices |
| | list_name | name | label |
| | likes | y | Yes |
| | likes | n | No |
";

fn begins(site: &TestSite) -> Participant {
    site.add_study(&study_in_english("names", NAMES));
    Participant::begins(site, "names", "drinkers", "en")
}

/// Fills the first page in, goes on, and comes back to it.
fn saves(person: &mut Participant, answers: &[(&str, &str)]) -> String {
    let first = person.at("1");
    person.open(&first);
    let mut form = person.form();
    for (name, value) in answers {
        form.set(name, value);
    }
    person.press(&form, "next");
    person.open(&first);
    person.form().value("short")
}

#[test]
fn what_was_changed_last_holds_without_scripts() {
    let site = TestSite::empty();
    let mut person = begins(&site);
    let form = person.form();
    assert!(form.has("full[was]") && form.has("short[was]"));
    assert!(!form.has("town[was]"), "nothing hangs on it");

    assert_eq!(saves(&mut person, &[("full", "Ada Lovelace")]), "Ada Lovelace");
    assert_eq!(person.form().value("short[was]"), "Ada Lovelace");
    assert_eq!(saves(&mut person, &[("short", "Ada")]), "Ada");
    assert_eq!(
        saves(&mut person, &[("town", "London")]),
        "Ada",
        "nothing triggered it"
    );
    assert_eq!(saves(&mut person, &[("full", "Grace Hopper")]), "Grace Hopper");
    let both = [("full", "Mary Somerville"), ("short", "Mary")];
    assert_eq!(saves(&mut person, &both), "Mary", "what somebody types stands");
    assert_eq!(
        saves(&mut person, &[("short", "")]),
        "",
        "so does what somebody takes away"
    );
}

#[test]
fn what_was_changed_last_holds_with_scripts() {
    let site = TestSite::empty();
    let mut person = begins(&site);
    let browser = site.visitor();
    let mut live = Live::of(&person.page);
    let mut change = |name: &str, value: &str| {
        let mut form = live.form();
        form.set(name, value);
        live.look(&browser, &form, "look", name);
        assert_eq!(live.form().value(&format!("{name}[was]")), value);
        live.form().value("short")
    };

    assert_eq!(change("full", "Ada Lovelace"), "Ada Lovelace");
    assert_eq!(change("short", "Ada"), "Ada");
    assert_eq!(change("full", "Grace Hopper"), "Grace Hopper");
    assert_eq!(change("short", "Grace"), "Grace");
    live.press(&browser, &live.form(), "next").is(303);

    assert_eq!(saves(&mut person, &[]), "Grace", "going on triggers nothing");
}

#[test]
fn rows_of_a_table_say_what_they_held_as_well() {
    let site = TestSite::empty();
    let mut person = begins(&site);
    let second = person.at("2");
    person.open(&second);
    let mut form = person.form();
    assert!(form.has("tea[was]") && form.has("milk[was]"));
    form.set("tea", "y");
    person.press(&form, "back");
    person.open(&second);
    let mut form = person.form();
    assert_eq!(form.value("milk"), "y");
    form.set("milk", "n");

    person.press(&form, "send");

    person.page.says("have arrived");
    let answers = only(&site);
    assert_eq!(
        (answers["tea"].as_str(), answers["milk"].as_str()),
        (Some("y"), Some("n"))
    );
}
