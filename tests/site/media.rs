//! Pictures, sounds and films that labels show.

use sha2::{Digest, Sha256};

use soundings::cli::questionnaire;
use soundings::cli::study::{self, Addition};

use crate::participant::{Participant, SETTINGS};
use crate::support::site::TestSite;

const PICTURES: &str = "\
| survey |
| | type | name | label::English (en) | label::简体中文 (zh-Hans) | image::English (en) | image::简体中文 (zh-Hans) | big-image::English (en) | audio::English (en) | video::English (en) | exposure | appearance |
| | begin_group | first | Pots | 茶壶 | | | | | | |
| | note | hello | Look and listen | 请看请听 | | | | whistle.ogg | | |
| | text | which | Which pot is it? | 哪个茶壶？ | pot.png | 壶.png | large.png | | film.mp4 | text |
| | select_one pots | pot | Choose one | 请选择 | | | | | | public |
| | select_multiple pots | pots | Choose some | 请选择几个 | | | | | | public |
| | begin_group | table | In a table | 在表中 | | | | | | | table-list |
| | select_one plain | in_row | This pot? | 这个茶壶？ | pot.png | | | | | public |
| | end_group | | | | | | | | | |
| | end_group | | | | | | | | | |
| choices |
| | list_name | name | label::English (en) | label::简体中文 (zh-Hans) | image::English (en) |
| | pots | red | Red | 红 | red.png |
| | plain | y | Yes | 是 | |
| | pots | blue | Blue | 蓝 | pot.png |
";

fn picture(number: u8) -> Vec<u8> {
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(),
        &vec![number; 600_000],
    ]
    .concat()
}

fn hash(content: &[u8]) -> String {
    hex::encode(Sha256::digest(content))
}

const SOUND: &[u8] = b"OggS\0\x02 and so on";
const FILM: &[u8] = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isomhdlr\0\0\0\0\0\0\0\0vide\0\0\0\0";

/// A site with the study, read from a folder as the command reads it.
fn site() -> TestSite {
    let site = TestSite::empty();
    let folder = site.database.folder().join("study");
    std::fs::create_dir(&folder).unwrap();
    let files: [(&str, &[u8]); 8] = [
        ("study.toml", SETTINGS.as_bytes()),
        ("drinkers.md", PICTURES.as_bytes()),
        ("pot.png", &picture(1)),
        ("壶.png", &picture(2)),
        ("large.png", &picture(3)),
        ("red.png", &picture(4)),
        ("whistle.ogg", SOUND),
        ("film.mp4", FILM),
    ];
    for (name, content) in files {
        std::fs::write(folder.join(name), content).unwrap();
    }
    let (store, clock) = (&site.site.store, site.site.clock);
    for _ in 0..2 {
        let addition = Addition {
            folder: Some(folder.clone()),
            ..Addition::default()
        };
        site.run(study::add(store, clock, addition)).unwrap();
    }
    site.run(study::open(store, &site.site.shelf, clock, "tea", false))
        .unwrap();
    site
}

#[test]
fn a_page_shows_and_plays_what_the_labels_name_in_each_language() {
    let site = site();
    assert_eq!(site.count("media"), 6);
    assert_eq!(site.count("media_pieces"), 4 * 3 + 2);
    let english = Participant::begins(&site, "tea", "drinkers", "en");
    let page = &english.page;

    page.says(&format!(
        "<audio controls preload=\"none\" src=\"/media/{}\">",
        hash(SOUND)
    ));
    page.says(&format!(
        "<video controls preload=\"none\" src=\"/media/{}\">",
        hash(FILM)
    ));
    page.says(&format!(
        "<a href=\"/media/{}\" target=\"_blank\" aria-label=\"Show the picture larger\"><img src=\"/media/{}\" alt=\"\"",
        hash(&picture(3)),
        hash(&picture(1))
    ));
    let red = format!(
        "<img src=\"/media/{}\" alt=\"\" loading=\"lazy\"",
        hash(&picture(4))
    );
    assert_eq!(page.body.matches(&red).count(), 2, "in both questions");
    page.says("options pictured");
    let (_, table) = page.body.split_once("class=\"matrix\">").expect(&page.body);
    let row = format!("<img src=\"/media/{}\"", hash(&picture(1)));
    assert!(table.contains(&row), "a row of a table shows its picture");
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("media-src 'self'") && policy.contains("img-src 'self'"),
        "{policy}"
    );

    let chinese = Participant::begins(&site, "tea", "drinkers", "zh-Hans");
    chinese
        .page
        .says(&format!("<img src=\"/media/{}\"", hash(&picture(2))));
}

#[test]
fn a_medium_is_sent_whole_or_in_part_and_never_changes() {
    let site = site();
    let visitor = site.visitor();
    let pot = picture(1);
    let address = format!("/media/{}", hash(&pot));

    let (answer, content) = visitor.fetch(&address, "");
    assert_eq!((answer.status, &content), (200, &pot));
    assert_eq!(answer.header("content-type"), "image/png");
    assert_eq!(
        answer.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert_eq!(answer.header("accept-ranges"), "bytes");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert!(
        answer
            .header("content-security-policy")
            .starts_with("default-src 'none'; sandbox")
    );

    let whole = pot.len();
    for (range, from, to) in [
        ("bytes=0-0", 0, 1),
        ("bytes=262143-262145", 262_143, 262_146),
        ("bytes=500000-", 500_000, whole),
        ("bytes=-10", whole - 10, whole),
        ("bytes=599000-9999999", 599_000, whole),
    ] {
        let (part, content) = visitor.fetch(&address, range);
        assert_eq!(part.status, 206, "{range}");
        assert!(content == pot[from..to], "{range}");
        let told = format!("bytes {from}-{}/{whole}", to - 1);
        assert_eq!(part.header("content-range"), told);
        assert_eq!(part.header("content-length"), (to - from).to_string());
    }
    for range in ["bytes=0-1,5-6", "lines=1-2", "bytes=b-a", "bytes"] {
        assert_eq!(visitor.fetch(&address, range).1.len(), whole, "{range}");
    }
    let (beyond, _) = visitor.fetch(&address, &format!("bytes={whole}-"));
    assert_eq!(
        (beyond.status, beyond.header("content-range")),
        (416, format!("bytes */{whole}").as_str())
    );
    visitor.head(&address).is(200);
    for other in [
        "",
        "x",
        "../assets/style.css",
        &hash(b"other"),
        &hash(&pot).to_uppercase(),
    ] {
        visitor.get(&format!("/media/{other}")).is(404);
    }
    assert!(
        site.database
            .try_execute("UPDATE media SET media_type = 'text/html'")
            .is_err()
    );
    assert!(site.database.try_execute("DELETE FROM media_pieces").is_err());
}

#[test]
fn an_exported_questionnaire_takes_its_media_along() {
    let site = site();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("drinkers.xlsx");
    let write = || questionnaire::export(&site.site.store, &site.site.shelf, "tea", "drinkers", &out);
    site.run(write()).unwrap();
    for (name, content) in [
        ("pot.png", picture(1)),
        ("壶.png", picture(2)),
        ("whistle.ogg", SOUND.to_vec()),
    ] {
        assert_eq!(
            std::fs::read(folder.path().join(name)).unwrap(),
            content,
            "{name}"
        );
    }
    assert!(!questionnaire::check(&out, questionnaire::Format::Text, site.site.clock).unwrap());
    let again = site.run(write()).unwrap_err().to_string();
    assert!(
        again.ends_with("is there already; nothing was written"),
        "{again}"
    );
}
