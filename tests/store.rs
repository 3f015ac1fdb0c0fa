//! What the store promises to everybody who writes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

mod support;

use soundings::people::{Email, accounts};
use soundings::store::{Store, StoreError, migrations};
use support::database::TestDatabase;

/// Joins an account, then panics or refuses if it is told to.
async fn write(store: Store, number: usize) -> Result<(), String> {
    let now = soundings::clock::Clock::running().now();
    store
        .write(move |tx| {
            let email = Email::parse(&format!("{number}@example.org")).unwrap();
            accounts::join(tx, now, &email, "en").map_err(|_| StoreError::Conflict)?;
            match number % 7 {
                3 => panic!("a test breaks off on purpose"),
                5 => Err(StoreError::Conflict),
                _ => Ok(()),
            }
        })
        .await
        .map_err(|fault| fault.to_string())
}

#[test]
fn a_change_that_panics_or_refuses_takes_nothing_of_the_others_with_it() {
    let database = TestDatabase::empty();
    migrations::run(database.settings()).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let kept: Vec<usize> = runtime.block_on(async {
        let store = Store::open(database.settings()).unwrap();
        let mut writing = Vec::new();
        for number in 0..200 {
            writing.push((number, tokio::spawn(write(store.clone(), number))));
        }
        let mut kept = Vec::new();
        for (number, task) in writing {
            if task.await.unwrap().is_ok() {
                kept.push(number);
            }
        }
        kept
    });
    assert!(kept.iter().all(|number| !matches!(number % 7, 3 | 5)));
    assert_eq!(
        kept.len(),
        (0..200).filter(|number| !matches!(number % 7, 3 | 5)).count()
    );

    // What was acknowledged is there for a stranger who opens the database anew, and nothing else.
    let mut stored = database.texts("SELECT email AS text FROM accounts");
    let mut expected: Vec<String> = kept
        .iter()
        .map(|number| format!("{number}@example.org"))
        .collect();
    stored.sort();
    expected.sort();
    assert_eq!(stored, expected);
}
