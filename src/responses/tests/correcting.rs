//! Returning and correcting, and what the receipt says of decisions.

use super::*;

#[tokio::test]
async fn a_returned_submission_is_corrected_as_a_further_revision() {
    let site = Site::open().await;
    let (hash, first) = site
        .submitted(&[("age", "over"), ("drinks", "yes"), ("wish", "green")])
        .await;
    site.decide(first, "return").await;
    let now = site.now;
    site.store
        .write(move |tx| super::super::reopen(tx, now, first))
        .await
        .unwrap();
    site.store
        .write(move |tx| super::super::reopen(tx, now, first))
        .await
        .unwrap();

    let Status::Returned {
        reason, note, page, ..
    } = site.receipt(&hash).await.unwrap().status
    else {
        panic!("not returned");
    };
    assert_eq!(
        (reason.as_str(), note.as_deref(), page),
        ("unclear", Some("Which tea?"), 0)
    );
    let draft = site.draft(&hash).await.unwrap();
    assert_eq!(draft.answers.get("wish"), Some(&Answer::One("green".to_owned())));
    assert_eq!(draft.corrects, Some(first));
    site.save(draft, given(&[("drinks", "yes"), ("wish", "green tea")]))
        .await
        .unwrap();
    let Outcome::Submitted(second) = site.submit(&hash).await.unwrap() else {
        panic!("too young");
    };

    assert_ne!(second, first);
    let receipt = site.receipt(&hash).await.unwrap();
    assert_eq!((receipt.revision, receipt.status), (2, Status::Waiting));
    let newer = async |id| {
        site.store
            .read(move |db| super::super::newer_revision_exists(db, id))
            .await
            .unwrap()
    };
    assert!(newer(first).await);
    assert!(!newer(second).await);
    let again = site
        .store
        .write(move |tx| super::super::reopen(tx, now, first))
        .await;
    assert!(matches!(again, Err(Refused::Changed)));
}

#[tokio::test]
async fn the_receipt_tells_what_was_decided() {
    let site = Site::open().await;
    let on = site.now.utc().date_naive();
    let (accepted, id) = site.submitted(&[("drinks", "yes")]).await;
    site.decide(id, "accept").await;
    let (rejected, id) = site.submitted(&[("drinks", "yes")]).await;
    site.decide(id, "reject").await;

    assert_eq!(
        site.receipt(&accepted).await.unwrap().status,
        Status::Accepted { on }
    );
    let status = site.receipt(&rejected).await.unwrap().status;
    let (reason, note) = ("unclear".to_owned(), Some("Which tea?".to_owned()));
    assert_eq!(status, Status::Rejected { on, reason, note });
}

#[tokio::test]
async fn a_draft_that_corrects_is_not_discarded_for_its_age() {
    let site = Site::open().await;
    let (hash, id) = site.submitted(&[("drinks", "yes")]).await;
    let now = site.now;
    site.store
        .write(move |tx| super::super::reopen(tx, now, id))
        .await
        .unwrap();

    let before = now.plus(TimeDelta::days(365));
    let discarded = site
        .store
        .write(move |tx| draft::discard_old_drafts(tx, before, 100))
        .await;

    assert_eq!(discarded.unwrap(), 0);
    assert!(site.draft(&hash).await.is_some());
}
