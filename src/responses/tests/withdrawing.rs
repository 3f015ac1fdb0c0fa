//! Taking answers back.

use super::*;

#[tokio::test]
async fn withdrawn_answers_are_gone_and_the_receipt_says_when() {
    let site = Site::open().await;
    let (hash, _) = site.submitted(&[("drinks", "yes"), ("wish", "more")]).await;

    assert_eq!(site.withdraw(&hash).await.unwrap(), Withdrawn::Now);
    assert_eq!(site.withdraw(&hash).await.unwrap(), Withdrawn::Before);

    let receipt = site.receipt(&hash).await.unwrap();
    assert_eq!(
        receipt.status,
        Status::Withdrawn {
            on: site.now.utc().date_naive()
        }
    );
    assert_eq!(receipt.answers, None);
    assert_eq!(site.count("submissions WHERE answers IS NOT NULL").await, 0);
}

#[tokio::test]
async fn a_withdrawn_draft_leaves_nothing() {
    let site = Site::open().await;
    let hash = site.answered(&[("drinks", "yes")]).await;

    assert_eq!(site.withdraw(&hash).await.unwrap(), Withdrawn::Now);

    assert_eq!(site.count("drafts").await, 0);
    assert!(matches!(site.withdraw(&hash).await, Err(Refused::NoSuchCode)));
    assert!(matches!(site.submit(&hash).await, Err(Refused::NoSuchCode)));
}

#[tokio::test]
async fn withdrawing_takes_back_every_revision_and_the_open_correction() {
    let site = Site::open().await;
    let (hash, first) = site.submitted(&[("drinks", "yes"), ("wish", "one")]).await;
    site.decide(first, "return").await;
    let now = site.now;
    site.store
        .write(move |tx| super::super::reopen(tx, now, first))
        .await
        .unwrap();
    site.submit(&hash).await.unwrap();

    site.withdraw(&hash).await.unwrap();

    assert_eq!(site.count("submissions").await, 2);
    assert_eq!(site.count("submissions WHERE answers IS NOT NULL").await, 0);
    let reopened = site
        .store
        .write(move |tx| super::super::reopen(tx, now, first))
        .await;
    assert!(matches!(reopened, Err(Refused::Withdrawn)));
}
