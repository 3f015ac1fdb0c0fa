//! From a draft to a submission, once, whatever happens at the same time.

use super::*;

#[tokio::test]
async fn a_submission_holds_what_was_asked_and_nothing_else() {
    let site = Site::open().await;
    let (hash, _) = site
        .submitted(&[("age", "over"), ("drinks", "no"), ("cups", "7")])
        .await;

    let receipt = site.receipt(&hash).await.unwrap();

    assert_eq!(receipt.status, Status::Waiting);
    assert_eq!(receipt.revision, 1);
    assert_eq!(receipt.submitted_on.unwrap().to_string(), "2027-03-01");
    let mut expected = given(&[("age", "over"), ("drinks", "no")]);
    expected.set("wish", Answer::Skipped);
    assert_eq!(receipt.answers, Some(expected));
    assert_eq!(site.count("drafts").await, 0);
}

#[tokio::test]
async fn faults_are_all_told_and_what_was_typed_is_kept() {
    let site = Site::open().await;
    let hash = site.answered(&[("age", "over")]).await;

    let refused = super::super::submit(&site.store, site.now, &site.shelf, &hash, |_, answers| {
        answers.set("drinks", Answer::One("perhaps".to_owned()));
    })
    .await;

    let Err(Refused::Faulty(faults)) = refused else {
        panic!("{refused:?}");
    };
    let told: Vec<_> = faults
        .iter()
        .map(|fault| (fault.field.to_string(), fault.kind.code(), fault.page))
        .collect();
    assert_eq!(told, [("drinks".to_owned(), "unknown-choice", 0)]);
    let kept = site.draft(&hash).await.unwrap().answers;
    assert_eq!(kept, given(&[("age", "over"), ("drinks", "perhaps")]));
    assert_eq!(site.count("submissions").await, 0);
}

#[tokio::test]
async fn submitting_twice_gives_the_same_submission() {
    let site = Site::open().await;
    let (hash, first) = site.submitted(&[("drinks", "yes")]).await;

    let second = site.submit(&hash).await.unwrap();

    assert_eq!(second, Outcome::Submitted(first));
    assert_eq!(site.count("submissions").await, 1);
}

#[tokio::test]
async fn of_many_who_submit_the_same_draft_at_once_all_get_the_same_submission() {
    let site = Site::open().await;
    for _ in 0..10 {
        let hash = site.answered(&[("drinks", "yes"), ("cups", "3")]).await;
        let racers: Vec<_> = (0..8)
            .map(|_| {
                let (store, shelf, hash, now) =
                    (site.store.clone(), site.shelf.clone(), hash.clone(), site.now);
                tokio::spawn(async move { super::super::submit(&store, now, &shelf, &hash, |_, _| {}).await })
            })
            .collect();
        let mut outcomes = Vec::new();
        for racer in racers {
            outcomes.push(racer.await.unwrap().unwrap());
        }
        outcomes.dedup();
        assert_eq!(outcomes.len(), 1);
    }
    assert_eq!(
        (site.count("submissions").await, site.count("drafts").await),
        (10, 0)
    );
}

#[tokio::test]
async fn the_age_ends_a_submit_too() {
    let site = Site::open().await;
    let hash = site.answered(&[("drinks", "yes")]).await;

    let outcome = super::super::submit(&site.store, site.now, &site.shelf, &hash, |_, answers| {
        answers.set("age", Answer::One("under".to_owned()));
    })
    .await;

    assert_eq!(outcome.unwrap(), Outcome::TooYoung);
    assert_eq!(
        (site.count("drafts").await, site.count("submissions").await),
        (0, 0)
    );
}

#[tokio::test]
async fn a_closed_study_takes_nothing_more_and_keeps_what_it_has() {
    let site = Site::open().await;
    let (sealed, first) = site.submitted(&[("drinks", "yes")]).await;
    let begun = site.answered(&[("drinks", "yes")]).await;
    let now = site.now;
    site.store
        .write(move |tx| versions::close(tx, now, "tea"))
        .await
        .unwrap();

    assert!(matches!(site.submit(&begun).await, Err(Refused::StudyClosed)));
    assert_eq!(site.submit(&sealed).await.unwrap(), Outcome::Submitted(first));
    assert!(matches!(
        site.submit(&site.key.hash(&Code::random(&mut rand::rng()))).await,
        Err(Refused::NoSuchCode)
    ));
}

#[tokio::test]
async fn a_draft_that_changed_after_it_was_read_is_not_sealed() {
    let site = Site::open().await;
    let hash = site.answered(&[("drinks", "yes")]).await;
    let (shelf, wanted, now) = (site.shelf.clone(), hash.clone(), site.now);
    let prepared = site
        .store
        .read(move |db| super::super::prepare(db, now, &shelf, &wanted, |_, _| {}))
        .await
        .unwrap();
    let draft = site.draft(&hash).await.unwrap();
    site.save(draft, given(&[("drinks", "no")])).await.unwrap();

    let sealed = site
        .store
        .write(move |tx| super::super::seal(tx, now, &prepared))
        .await;

    assert!(matches!(sealed, Err(Refused::Changed)));
    assert_eq!(site.count("submissions").await, 0);
}
