//! Lines that were answered elsewhere.

use super::*;
use crate::responses::import::{Line, NotChecked, Target, seal_lines};

async fn target(site: &Site) -> Target {
    let shelf = site.shelf.clone();
    let target = site.store.read(move |db| Target::read(db, &shelf, "tea")).await;
    target.unwrap().unwrap()
}

fn line(json: &str) -> Line {
    serde_json::from_str(json).unwrap()
}

#[tokio::test]
async fn a_line_is_sealed_once_under_its_own_number() {
    let site = Site::open().await;
    let target = target(&site).await;
    let line = line(
        r#"{"questionnaire":"drinkers","language":"en","answers":{"drinks":"yes","cups":2},"consent":["quote"]}"#,
    );
    let id = PublicId::of_import([7; 16]);

    for expected in [1, 0] {
        let checked = target.check(&site.store, &line, 5, site.now).await.unwrap();
        let added = site.store.write(move |tx| seal_lines(tx, &[(id, checked)])).await;
        assert_eq!(added.unwrap(), expected);
    }

    assert_eq!(site.count("submissions").await, 1);
}

#[tokio::test]
async fn a_line_with_faults_says_where_and_which() {
    let site = Site::open().await;
    let target = target(&site).await;
    let faults = async |json: &str| match target.check(&site.store, &line(json), 5, site.now).await {
        Err(NotChecked::Faulty(faults)) => faults
            .iter()
            .map(|fault| format!("{} {}", fault.field(), fault.code()))
            .collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };

    assert_eq!(
        faults(r#"{"questionnaire":"x","language":"en","answers":{}}"#).await,
        ["questionnaire unknown-questionnaire"]
    );
    assert_eq!(
        faults(r#"{"questionnaire":"drinkers","language":"x","answers":{}}"#).await,
        ["language unknown-language"]
    );
    assert_eq!(
        faults(r#"{"questionnaire":"drinkers","language":"en","answers":{},"consent":["x"]}"#).await,
        ["consent unknown-consent"]
    );
    assert_eq!(
        faults(r#"{"questionnaire":"drinkers","language":"en","answers":{"age":"under"}}"#).await,
        ["answers too-young"]
    );
    assert_eq!(
        faults(r#"{"questionnaire":"drinkers","language":"en","answers":{"x":"y"}}"#).await,
        ["answers unknown-key"]
    );
    assert_eq!(
        faults(r#"{"questionnaire":"drinkers","language":"en","answers":{"age":"old","cups":"x"}}"#).await,
        ["age unknown-choice", "drinks required"]
    );
}
