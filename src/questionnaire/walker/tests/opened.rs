//! Which questionnaires are cleared to be asked.

use super::{YES_NO, form};
use crate::questionnaire::evaluation::Plan;
use crate::questionnaire::evaluation::tests::{context, plan};
use crate::questionnaire::walker::{Barred, Clearance};

fn cleared(plan: &Plan, even_unwalked: bool) -> Result<Clearance, Barred> {
    Clearance::of([("a.md", plan)], context().now, even_unwalked)
}

#[test]
fn what_was_walked_is_cleared_by_its_content() {
    let sound = plan(&form(&["select_one yn;a", "note;n;${a} = 'yes'"], &YES_NO));
    let clearance = cleared(&sound, false).unwrap();
    assert!(clearance.covers(&sound.definition().content_hash().unwrap()));
    assert!(!clearance.covers("another") && !Clearance::none().covers(""));
    assert_eq!(clearance.not_walked, 0);
}

#[test]
fn a_branch_that_can_never_be_taken_bars_whatever_anybody_says() {
    let dead = plan(&form(&["select_one yn;a", "note;n;${a} = 'perhaps'"], &YES_NO));
    for even_unwalked in [false, true] {
        let barred = cleared(&dead, even_unwalked).unwrap_err();
        assert_eq!((barred.impossible, barred.not_walked), (1, 0));
        assert!(barred.findings[0].to_string().contains("never-relevant"));
    }
}

#[test]
fn a_hint_bars_nothing() {
    let redundant = plan(&form(
        &[
            "select_one yn;a",
            "begin_group;g;${a} = 'no'",
            "note;n;${a} = 'no'",
            "end_group",
        ],
        &YES_NO,
    ));
    assert!(cleared(&redundant, false).is_ok());
}

#[test]
fn what_was_given_up_passes_if_somebody_says_so() {
    let hard = plan(&form(
        &["text;t", "note;n;digest(${t}, 'MD5', 'hex') = '0000'"],
        &YES_NO,
    ));
    let barred = cleared(&hard, false).unwrap_err();
    assert_eq!((barred.impossible, barred.not_walked), (0, 1));
    assert_eq!(cleared(&hard, true).unwrap().not_walked, 1);
}
