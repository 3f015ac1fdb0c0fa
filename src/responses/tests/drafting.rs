//! Beginning, saving, coming back, and being too young.

use super::*;

#[tokio::test]
async fn a_code_leads_back_to_what_was_answered() {
    let site = Site::open().await;
    let (code, _) = site.begun().await;

    let hash = site.key.hash(&code.to_string().to_lowercase().parse().unwrap());
    let draft = site.draft(&hash).await.unwrap();
    site.save(draft, given(&[("drinks", "yes")])).await.unwrap();

    let draft = site.draft(&hash).await.unwrap();
    assert_eq!(draft.answers.get("drinks"), Some(&Answer::One("yes".to_owned())));
    assert_eq!(draft.consent.ticks, ["take_part"]);
    assert_eq!(draft.version.study_key, "tea");
}

#[tokio::test]
async fn of_two_tabs_the_second_is_told_that_the_first_saved() {
    let site = Site::open().await;
    let (_, hash) = site.begun().await;
    let (one, two) = (site.draft(&hash).await.unwrap(), site.draft(&hash).await.unwrap());

    assert!(matches!(
        site.save(one, given(&[("drinks", "yes")])).await,
        Ok(Saved::Kept)
    ));
    assert!(matches!(
        site.save(two, given(&[("drinks", "no")])).await,
        Err(Refused::Changed)
    ));

    let kept = site.draft(&hash).await.unwrap().answers;
    assert_eq!(kept, given(&[("drinks", "yes")]));
}

#[tokio::test]
async fn whoever_is_too_young_leaves_nothing_behind() {
    let site = Site::open().await;
    let (_, hash) = site.begun().await;
    let draft = site.draft(&hash).await.unwrap();

    let saved = site
        .save(draft, given(&[("age", "under"), ("wish", "sweets")]))
        .await;

    assert!(matches!(saved, Ok(Saved::TooYoung)));
    assert_eq!(
        (site.count("drafts").await, site.count("submissions").await),
        (0, 0)
    );
    assert!(site.receipt(&hash).await.is_none());
}

#[tokio::test]
async fn nobody_begins_without_the_consent_that_is_needed() {
    let site = Site::open().await;
    let with = |ticks: &[&str]| {
        let mut start = site.start();
        start.consent.ticks = ticks.iter().map(|tick| (*tick).to_owned()).collect();
        start
    };

    assert!(matches!(
        site.begin(with(&[])).await,
        Err(Refused::ConsentMissing)
    ));
    assert!(matches!(
        site.begin(with(&["quote"])).await,
        Err(Refused::ConsentMissing)
    ));
    assert!(matches!(
        site.begin(with(&["take_part", "soul"])).await,
        Err(Refused::UnknownConsent)
    ));
    assert!(site.begin(with(&["take_part", "quote"])).await.is_ok());
    assert_eq!(site.count("drafts").await, 1);
}

#[tokio::test]
async fn what_cannot_be_begun_says_why() {
    let site = Site::open().await;
    let but = |change: fn(&mut Start)| {
        let mut start = site.start();
        change(&mut start);
        start
    };

    let study = site.begin(but(|start| start.study = "coffee".to_owned())).await;
    let questionnaire = site
        .begin(but(|start| start.questionnaire = "pourers".to_owned()))
        .await;
    let language = site.begin(but(|start| start.language = "fr".to_owned())).await;
    let now = site.now;
    site.store
        .write(move |tx| versions::close(tx, now, "tea"))
        .await
        .unwrap();
    let closed = site.begin(site.start()).await;

    assert!(matches!(study, Err(Refused::NoSuchQuestionnaire)));
    assert!(matches!(questionnaire, Err(Refused::NoSuchQuestionnaire)));
    assert!(matches!(language, Err(Refused::UnknownLanguage)));
    assert!(matches!(closed, Err(Refused::StudyClosed)));
}

#[tokio::test]
async fn the_language_changes_and_the_answers_stay() {
    let site = Site::open().await;
    let hash = site.answered(&[("drinks", "yes")]).await;
    let draft = site.draft(&hash).await.unwrap();
    let now = site.now;

    site.store
        .write(move |tx| draft::change_language(tx, now, &draft, "zh-Hans"))
        .await
        .unwrap();

    let draft = site.draft(&hash).await.unwrap();
    assert_eq!(
        (draft.language.as_str(), draft.answers),
        ("zh-Hans", given(&[("drinks", "yes")]))
    );
}

#[tokio::test]
async fn the_receipt_of_a_draft_says_on_which_page_to_go_on() {
    let site = Site::open().await;
    let (_, hash) = site.begun().await;
    let page = async || match site.receipt(&hash).await.unwrap().status {
        Status::Draft { page, .. } => page,
        other => panic!("{other:?}"),
    };

    assert_eq!(page().await, 0);
    let draft = site.draft(&hash).await.unwrap();
    site.save(draft, given(&[("age", "over"), ("drinks", "no")]))
        .await
        .unwrap();
    assert_eq!(page().await, 1);
}

#[tokio::test]
async fn drafts_that_nobody_touches_are_discarded() {
    let site = Site::open().await;
    let (_, old) = site.begun().await;
    let before = site.now.plus(TimeDelta::seconds(1));

    let discarded = site
        .store
        .write(move |tx| draft::discard_old_drafts(tx, before, 100))
        .await;

    assert_eq!(discarded.unwrap(), 1);
    assert!(site.draft(&old).await.is_none());
}
