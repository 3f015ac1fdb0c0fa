//! Courses of issues, as people would tell them.

use super::*;

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
}

/// Noticed on the 1st, sent on the 20th, taken in on the 22nd.
fn told(routes: &[&str], told_on: Option<u32>) -> Told {
    Told {
        routes: routes.iter().map(|route| (*route).to_owned()).collect(),
        share: Share::Publisher,
        noticed_on: Some(day(1)),
        told_on: told_on.map(day),
        sent_on: day(20),
        taken_in_on: day(22),
    }
}

fn course(reports: &[Told]) -> Course {
    Course::of(reports, &Recorded::new(), &[], None, day(31))
}

#[test]
fn one_route_into_the_chain_has_the_day_on_which_somebody_was_told() {
    let course = course(&[told(&["fr.support"], Some(5))]);
    assert_eq!(course.made[&Hop::ToldService], When::On(day(5)));
    assert_eq!(course.days_to(Hop::ToldService), Some((4, true)));
    assert_eq!(course.routes_to(Hop::ToldService), ["fr.support"]);
}

#[test]
fn of_several_routes_it_is_only_known_by_when_they_were_taken() {
    for routes in [&["fr.inapp", "fr.deployer"][..], &["fr.inapp", "fr.social"]] {
        let course = course(&[told(routes, Some(5))]);
        assert_eq!(course.made[&Hop::ToldService], When::By(day(20)));
    }
    let undated = course(&[told(&["fr.inapp"], None)]);
    assert_eq!(undated.made[&Hop::ToldService], When::By(day(20)));
    // Of two reports the surer and earlier one counts.
    let both = course(&[told(&["fr.inapp"], None), told(&["fr.support"], Some(7))]);
    assert_eq!(both.made[&Hop::ToldService], When::On(day(7)));
}

#[test]
fn whom_nobody_told_is_open_until_the_report_and_the_publisher_until_now() {
    let course = course(&[told(&["fr.none"], None), told(&["fr.social"], Some(2))]);
    assert_eq!(course.days_to(Hop::ToldService), Some((19, false)));
    assert_eq!(course.days_to(Hop::ToldPublisher), Some((30, false)));
    assert!(course.came_to(Hop::Noticed) && !course.came_to(Hop::ToldService));
}

#[test]
fn who_skips_a_hop_has_come_past_it() {
    let course = course(&[told(&["fr.repo"], Some(3))]);
    assert!(course.came_to(Hop::ToldService) && course.came_to(Hop::ToldPublisher));
    assert_eq!(
        course.days_to(Hop::ToldService),
        Some((19, false)),
        "it was not told itself"
    );
}

#[test]
fn this_platform_tells_a_publisher_who_claimed_the_release_what_may_be_passed_on() {
    let mut hidden = told(&["fr.none"], None);
    hidden.share = Share::Moderators;
    let since = Some(day(10));
    let kept = Course::of(&[hidden.clone()], &Recorded::new(), &[], since, day(31));
    assert!(!kept.came_to(Hop::ToldPublisher) && kept.shown_since.is_none());

    let passed = Course::of(
        &[hidden, told(&["fr.none"], None)],
        &Recorded::new(),
        &[],
        since,
        day(31),
    );
    assert_eq!(passed.shown_since, Some(day(22)), "when it was accepted");
    assert_eq!(passed.routes_to(Hop::ToldPublisher), [HERE]);
    let late = Course::of(
        &[told(&["fr.none"], None)],
        &Recorded::new(),
        &[],
        Some(day(25)),
        day(31),
    );
    assert_eq!(
        late.made[&Hop::ToldPublisher],
        When::On(day(25)),
        "when it was claimed"
    );
    assert_eq!(late.days_to_first_reply(), Some((6, false)));
}

#[test]
fn resolved_is_what_the_last_replies_agree_on() {
    let reports = [told(&["fr.maker"], Some(2))];
    let replied = |replies: &[(u32, Outcome)]| {
        let replies: Vec<_> = replies.iter().map(|(on, outcome)| (day(*on), *outcome)).collect();
        Course::of(&reports, &Recorded::new(), &replies, None, day(31))
    };
    let fixed = replied(&[
        (23, Outcome::Waiting),
        (25, Outcome::Fixed),
        (27, Outcome::NewVersion),
    ]);
    assert_eq!(fixed.made[&Hop::Acknowledged], When::On(day(23)));
    assert_eq!(fixed.made[&Hop::Resolved], When::On(day(25)));
    assert_eq!(fixed.days_to_first_reply(), Some((21, true)));
    let again = replied(&[(23, Outcome::Fixed), (25, Outcome::Waiting)]);
    assert!(!again.made.contains_key(&Hop::Resolved));
}

#[test]
fn what_a_moderator_recorded_stands_over_what_was_reported() {
    let recorded = Recorded::from([(Hop::ToldService, None), (Hop::Acknowledged, Some(day(30)))]);
    let course = Course::of(&[told(&["fr.inapp"], Some(4))], &recorded, &[], None, day(31));
    assert!(!course.made.contains_key(&Hop::ToldService));
    assert_eq!(course.made[&Hop::Acknowledged], When::On(day(30)));
}

#[test]
fn days_that_contradict_each_other_count_as_none() {
    let mut early = told(&["fr.inapp"], Some(1));
    early.noticed_on = Some(day(9));
    assert_eq!(
        course(&[early.clone()]).days_to(Hop::ToldService),
        Some((0, true))
    );
    early.noticed_on = None;
    assert_eq!(course(&[early]).days_to(Hop::ToldService), None);
}

#[test]
fn every_route_leads_somewhere_once() {
    for (at, (route, _)) in ROUTES.iter().enumerate() {
        assert!(ROUTES.iter().skip(at + 1).all(|(other, _)| other != route));
    }
    assert_eq!(leads("other"), Leads::Outside);
}
