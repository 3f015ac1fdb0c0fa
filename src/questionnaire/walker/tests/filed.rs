//! What stands in files beside the questionnaire, and files and places as answers.

use super::{YES_NO, form, not_walked};
use crate::questionnaire::evaluation::Plan;
use crate::questionnaire::evaluation::tests::context;
use crate::questionnaire::findings::Place;
use crate::questionnaire::walker::{Walk, walk};
use crate::questionnaire::xlsform::{Beside, SharedLists, import_with};

/// A questionnaire that looks things up, with such files beside it.
fn looked_up(files: &[(&str, &str)]) -> (Plan, Walk) {
    let table = "| survey |
        | | type | name | label | choice_filter | relevant | calculation |
        | | csv-external | prices | | | | |
        | | select_one_from_file towns.csv | town | Town | | | |
        | | select_one_from_file streets.csv | street | Street | town = ${town} | | |
        | | calculate | price | | | | pulldata('prices', 'price', 'town', ${town}) |
        | | note | dear | Dear | | ${price} > 100 | |
        | | note | north | North | | instance('towns')/root/item[name = ${town}]/side = 'north' | |";
    let files: Vec<(String, Vec<u8>)> = files
        .iter()
        .map(|(name, content)| ((*name).to_owned(), content.as_bytes().to_vec()))
        .collect();
    let reading = import_with(
        table.as_bytes(),
        "a.md",
        &SharedLists::default(),
        Beside::Some(&files),
    );
    let plan = Plan::new(reading.definition.unwrap()).unwrap();
    let walk = walk(&plan, &context());
    (plan, walk)
}

const TOWNS: (&str, &str) = ("towns.csv", "name,label,side\nx,X,north\ny,Y,south\n");
const STREETS: (&str, &str) = ("streets.csv", "name,label,town\na,A,x\nb,B,y\n");

fn codes(plan: &Plan, walk: &Walk) -> Vec<&'static str> {
    let remarks = walk.remarks(plan, &Place::default()).findings.sorted();
    remarks.iter().map(|finding| finding.code.as_str()).collect()
}

#[test]
fn answers_are_looked_up_in_files() {
    let (plan, walk) = looked_up(&[TOWNS, STREETS, ("prices.csv", "town,price\nx,50\ny,200\n")]);
    assert_eq!(codes(&plan, &walk), Vec::<&str>::new());
    let (plan, walk) = looked_up(&[TOWNS, STREETS, ("prices.csv", "town,price\nx,50\ny,60\n")]);
    assert_eq!(codes(&plan, &walk), ["never-relevant"]);
}

#[test]
fn nothing_is_claimed_of_files_that_nobody_has_seen() {
    for files in [&[][..], &[TOWNS][..], &[TOWNS, STREETS][..]] {
        let (plan, walk) = looked_up(files);
        assert_eq!(codes(&plan, &walk), Vec::<&str>::new(), "{files:?}");
        assert!(walk.tally().not_walked > 0 && walk.tally().impossible == 0);
    }
}

#[test]
fn places_and_files_are_tried() {
    let table = form(
        &[
            "geopoint;where;;number(selected-at(., 3)) < 20",
            "note;north;selected-at(${where}, 0) > 52.5",
            "note;high;selected-at(${where}, 2) > 2000",
            "note;somewhere;${where} != ''",
            "image;photo",
            "image;another;${photo} != ''",
            "note;nothing;${photo} = 'x.png'",
        ],
        &YES_NO,
    );
    assert_eq!(not_walked(&table), ["nothing asked"]);
}

#[test]
fn what_a_trigger_fills_in_can_be_changed() {
    let table = "| survey |
        | | type | name | label | trigger | calculation | relevant |
        | | integer | n | N | | | |
        | | text | copy | C | ${n} | ${n} * 2 | |
        | | calculate | kept | | ${n} | ${n} + 1 | |
        | | note | said | S | | | ${copy} = 'by hand' |
        | | note | counted | C | | | ${kept} = 8 |";
    assert_eq!(not_walked(table), Vec::<String>::new());
}

#[test]
fn one_of_the_answers_of_a_repeat_is_chosen() {
    let table = form(
        &[
            "begin_repeat;person",
            "text;name",
            "integer;age",
            "end_repeat",
            "select_one ${name};eldest;;;;${age} > 60",
            "note;ann;${eldest} = 'Ann'",
            "note;someone;${eldest} != ''",
        ],
        &YES_NO,
    );
    assert_eq!(not_walked(&table), Vec::<String>::new());
}

#[test]
fn a_made_up_release_stands_for_those_of_the_registry() {
    let table = form(
        &[
            "select_one_from_file releases.csv;release",
            "calculate;maker;;;pulldata('releases', 'publisher', 'name', ${release})",
            "note;known;${maker} != ''",
            "note;unknown;${maker} = ''",
            "note;in_words;starts-with(${release}, 'text:')",
        ],
        &YES_NO,
    );
    assert_eq!(not_walked(&table), Vec::<String>::new());
}
