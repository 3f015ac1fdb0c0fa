//! Files among the answers: how long they live.

use super::*;
use crate::questionnaire::definition::Upload;
use crate::questionnaire::files::PIECE;
use crate::questionnaire::validation::FaultKind;
use crate::responses::attachments::{self, Attachment, NotStored, receive};

const LEAVES: &str = "\
| survey |
| | type | name | label::English (en) | relevant | exposure |
| | select_one age | age | Your age | | quasi |
| | text | drinks | Do you drink tea? | | public |
| | file | note | Your notes | | text |
| | file | label | The label | ${drinks} = 'yes' | text |
| | begin_repeat | pots | Pot | | |
| | file | pot | The pot | | text |
| | end_repeat | | | | |
| choices |
| | list_name | name | label::English (en) |
| | age | under | Under 18 |
| | age | over | 18 or over |
";

/// Bytes that one code may have here.
const TOTAL: u64 = 2_000_000;

fn leaves() -> Study {
    tea(LEAVES)
}

fn ending(name: &str) -> &str {
    name.rsplit_once('.').unwrap().1
}

fn text(length: usize) -> Vec<u8> {
    b"tea ".iter().copied().cycle().take(length).collect()
}

impl Site {
    async fn store(&self, hash: &CodeHash, content: Vec<u8>) -> Result<Attachment, NotStored> {
        let received = receive(&Upload::File, content, "My tea, by Ada.txt").unwrap();
        attachments::store(&self.store, self.now, hash, TOTAL, received).await
    }

    async fn add(&self, hash: &CodeHash) -> String {
        self.store(hash, text(10)).await.unwrap().name
    }

    /// Saves answers in place of those that are there.
    async fn answers(&self, hash: &CodeHash, answers: Answers) -> Result<Saved, Refused> {
        let draft = self.draft(hash).await.unwrap();
        self.save(draft, answers).await
    }

    async fn content(&self, hash: &CodeHash, name: &str) -> Option<Vec<u8>> {
        let (hash, name) = (hash.clone(), name.to_owned());
        let read = self.store.read(move |db| {
            let Some(file) = attachments::file_of_code(db, &hash, &name)? else {
                return Ok::<_, StoreError>(None);
            };
            let mut content = Vec::new();
            for number in 0.. {
                match attachments::piece(db, file.id, number)? {
                    Some(piece) => content.extend(piece),
                    None => break,
                }
            }
            Ok(Some(content))
        });
        read.await.unwrap()
    }

    async fn names(&self, hash: &CodeHash) -> Vec<String> {
        let hash = hash.clone();
        let files = self.store.read(move |db| attachments::of_code(db, &hash)).await;
        files.unwrap().into_iter().map(|file| file.name).collect()
    }

    async fn returned(&self, hash: &CodeHash) {
        let Outcome::Submitted(id) = self.submit(hash).await.unwrap() else {
            panic!("nobody here is too young")
        };
        self.decide(id, "return").await;
        let now = self.now;
        self.store
            .write(move |tx| super::super::reopen(tx, now, id))
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_file_lies_in_pieces_and_comes_back_whole_under_a_name_of_ours() {
    let site = Site::open_with(leaves()).await;
    let (_, hash) = site.begun().await;
    let content = text(2 * PIECE + 1);

    let stored = site.store(&hash, content.clone()).await.unwrap();

    assert!(
        stored.name.starts_with("file-") && ending(&stored.name) == "txt",
        "{}",
        stored.name
    );
    assert!(!stored.name.contains("Ada"));
    assert_eq!(site.count("attachment_pieces").await, 3);
    assert_eq!(site.content(&hash, &stored.name).await, Some(content));
}

#[tokio::test]
async fn a_file_lives_from_draft_to_submission_and_is_gone_when_it_is_withdrawn() {
    let site = Site::open_with(leaves()).await;
    let (_, hash) = site.begun().await;
    let name = site.add(&hash).await;
    site.answers(&hash, given(&[("note", &name)])).await.unwrap();
    assert_eq!(site.count("attachments WHERE kept_at IS NOT NULL").await, 1);

    site.submit(&hash).await.unwrap();

    assert!(site.content(&hash, &name).await.is_some());
    assert_eq!(site.receipt(&hash).await.unwrap().files.len(), 1);

    site.withdraw(&hash).await.unwrap();

    assert_eq!(site.count("attachments").await, 0);
    assert_eq!(site.count("attachment_pieces").await, 0);
}

#[tokio::test]
async fn a_file_that_is_replaced_or_taken_away_is_deleted_at_once() {
    let site = Site::open_with(leaves()).await;
    let (_, hash) = site.begun().await;
    let first = site.add(&hash).await;
    site.answers(&hash, given(&[("note", &first)])).await.unwrap();
    let second = site.add(&hash).await;
    site.answers(&hash, given(&[("note", &second)])).await.unwrap();
    assert_eq!(site.names(&hash).await, [second]);

    site.answers(&hash, given(&[])).await.unwrap();

    assert_eq!(site.count("attachment_pieces").await, 0);
}

#[tokio::test]
async fn a_file_of_a_question_that_is_not_asked_in_the_end_is_not_submitted() {
    let site = Site::open_with(leaves()).await;
    let (_, hash) = site.begun().await;
    let (label, pot) = (site.add(&hash).await, site.add(&hash).await);
    let mut answers = given(&[("drinks", "yes"), ("label", &label)]);
    answers.set("pots", Answer::Repeated(vec![given(&[("pot", &pot)])]));
    site.answers(&hash, answers.clone()).await.unwrap();
    answers.set("drinks", Answer::One("no".to_owned()));
    site.answers(&hash, answers).await.unwrap();
    assert_eq!(site.names(&hash).await.len(), 2, "it may become relevant again");

    site.submit(&hash).await.unwrap();

    assert_eq!(site.names(&hash).await, [pot]);
}

#[tokio::test]
async fn the_last_page_can_bring_a_file_in_the_write_that_submits() {
    let site = Site::open_with(leaves()).await;
    let (_, hash) = site.begun().await;
    let name = site.add(&hash).await;
    let stranded = site.add(&hash).await;
    let last = given(&[("note", &name)]);

    super::super::submit(&site.store, site.now, &site.shelf, &hash, move |_, answers| {
        *answers = last.clone();
    })
    .await
    .unwrap();

    assert_eq!(site.names(&hash).await, [name]);
    assert_eq!(site.content(&hash, &stranded).await, None);
}

#[tokio::test]
async fn a_correction_keeps_the_files_and_what_was_sent_before() {
    let site = Site::open_with(leaves()).await;
    let (_, hash) = site.begun().await;
    let first = site.add(&hash).await;
    site.answers(&hash, given(&[("note", &first)])).await.unwrap();
    site.returned(&hash).await;
    assert_eq!(site.draft(&hash).await.unwrap().files.len(), 1);

    let second = site.add(&hash).await;
    site.answers(&hash, given(&[("note", &second)])).await.unwrap();
    site.submit(&hash).await.unwrap();

    let mut names = site.names(&hash).await;
    names.sort();
    let mut both = [first, second];
    both.sort();
    assert_eq!(names, both);
}

#[tokio::test]
async fn answers_cannot_mention_a_file_of_somebody_else_or_none_at_all() {
    let site = Site::open_with(leaves()).await;
    let (_, ada) = site.begun().await;
    let (_, eve) = site.begun().await;
    let of_ada = site.add(&ada).await;

    for name in [
        of_ada.as_str(),
        "image-00000000000000000000.jpg",
        "../../etc/passwd",
    ] {
        let answers = given(&[("note", name)]);
        assert!(matches!(
            site.answers(&eve, answers.clone()).await,
            Err(Refused::Changed)
        ));
        let submitted = super::super::submit(&site.store, site.now, &site.shelf, &eve, move |_, into| {
            *into = answers.clone();
        });
        assert!(matches!(submitted.await, Err(Refused::Changed)));
    }
    assert_eq!(site.content(&eve, &of_ada).await, None);
    assert_eq!(site.count("submissions").await, 0);
}

#[tokio::test]
async fn files_go_with_a_draft_that_is_old_and_what_broke_off_goes_too() {
    let site = Site::open_with(leaves()).await;
    let mut hashes = Vec::new();
    for _ in 0..3 {
        let (_, hash) = site.begun().await;
        let name = site.add(&hash).await;
        site.answers(&hash, given(&[("note", &name)])).await.unwrap();
        hashes.push(hash);
    }
    site.add(&hashes[0]).await;
    let later = site.now.plus(TimeDelta::hours(3));
    let earlier = site.now.plus(-TimeDelta::hours(3));

    let stranded = |before| {
        site.store
            .write(move |tx| attachments::discard_stranded(tx, before, 5))
    };
    assert_eq!(stranded(earlier).await.unwrap(), 0);
    assert_eq!(stranded(later).await.unwrap(), 1);
    assert_eq!(site.count("attachments").await, 3);

    let old = |before| {
        site.store
            .write(move |tx| draft::discard_old_drafts(tx, before, 2))
    };
    assert_eq!(old(earlier).await.unwrap(), 0);
    assert_eq!(old(later).await.unwrap(), 2);
    assert_eq!(site.count("attachment_pieces").await, 1);
    assert_eq!(old(later).await.unwrap(), 1);
    assert_eq!(
        site.count("drafts").await + site.count("attachment_pieces").await,
        0
    );
}

#[tokio::test]
async fn nothing_is_kept_of_somebody_too_young() {
    let site = Site::open_with(leaves()).await;
    let (_, hash) = site.begun().await;
    let name = site.add(&hash).await;

    let saved = site
        .answers(&hash, given(&[("age", "under"), ("note", &name)]))
        .await;

    assert_eq!(saved.unwrap(), Saved::TooYoung);
    assert_eq!(site.count("attachment_pieces").await, 0);
}

#[tokio::test]
async fn one_person_has_room_for_so_much_and_no_more() {
    let site = Site::open_with(leaves()).await;
    let (_, hash) = site.begun().await;
    site.store(&hash, text(1_500_000)).await.unwrap();

    let more = site.store(&hash, text(600_000)).await;
    assert!(
        matches!(
            more,
            Err(NotStored::Fault(FaultKind::FilesTooLarge { most: TOTAL }))
        ),
        "{more:?}"
    );

    for _ in 1..attachments::MOST_FILES {
        site.add(&hash).await;
    }
    let more = site.store(&hash, text(1)).await;
    assert!(
        matches!(more, Err(NotStored::Fault(FaultKind::TooManyFiles { .. }))),
        "{more:?}"
    );
    let (_, other) = site.begun().await;
    site.add(&other).await;
}

#[tokio::test]
async fn there_is_no_place_for_a_file_without_a_draft() {
    let site = Site::open_with(leaves()).await;
    let (_, hash) = site.begun().await;
    site.submit(&hash).await.unwrap();

    let refused = site.store(&hash, text(1)).await;

    assert!(
        matches!(refused, Err(NotStored::Refused(Refused::NoSuchCode))),
        "{refused:?}"
    );
    assert_eq!(site.count("attachments").await, 0);
}

#[test]
fn a_file_is_taken_for_what_it_is() {
    let taken = |upload: &Upload, content: &[u8]| {
        receive(upload, content.to_vec(), "photo.jpg").map(|received| received.name().to_owned())
    };
    let image = Upload::Image { max_pixels: None };
    assert_eq!(taken(&image, b""), Err(FaultKind::FileEmpty));
    assert_eq!(taken(&image, b"only words"), Err(FaultKind::FileOfOtherKind));
    assert_eq!(taken(&image, b"%PDF-1.7"), Err(FaultKind::FileOfOtherKind));
    assert_eq!(taken(&image, b"\xff\xd8\xff\xe0"), Err(FaultKind::FileDamaged));
    assert_eq!(ending(&taken(&Upload::Audio, b"ID3\x03\0\0\0").unwrap()), "mp3");
    assert_eq!(ending(&taken(&Upload::File, b"%PDF-1.7").unwrap()), "pdf");
}
