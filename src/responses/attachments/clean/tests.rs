//! What is left of a picture, and that nothing else is.

use img_parts::png::PngChunk;
use img_parts::riff::RiffChunk;
use proptest::prelude::*;

use super::*;

const SECRET: &[u8] = b"52.5200 N 13.4050 E Ada's telephone";

/// An Exif block that tells a secret beside the orientation.
fn exif(turned: u8) -> Vec<u8> {
    let mut block = only_orientation(turned).to_vec();
    block.extend(SECRET);
    block
}

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker][..], &length, body].concat()
}

const SCAN: &[u8] = b"\x12\xff\x00\x34\xff\xd0\x56";

fn jpeg(turned: u8) -> Vec<u8> {
    [
        &[0xff, 0xd8][..],
        &segment(0xe0, &[b"JFIF\0\x01\x02\0\0\x48\0\x48\x01\x01", SECRET].concat()),
        &segment(0xe1, &[b"Exif\0\0", &exif(turned)[..]].concat()),
        &segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", SECRET].concat()),
        &segment(0xe2, b"ICC_PROFILE\0\x01\x01colours"),
        &segment(0xe2, &[b"MPF\0", SECRET].concat()),
        &segment(0xed, SECRET),
        &segment(0xfe, SECRET),
        &segment(0xdb, &[0; 65]),
        &segment(0xc2, &[8, 0, 16, 0, 24, 1, 1, 0x11, 0]),
        &segment(0xc4, &[0; 20]),
        &segment(0xda, &[1, 1, 0, 0, 0, 0]),
        SCAN,
        &segment(0xfe, SECRET),
        &segment(0xda, &[1, 1, 0, 1, 5, 0]),
        SCAN,
        &[0xff, 0xff, 0xd9],
        SECRET,
        &segment(0xe1, SECRET),
    ]
    .concat()
}

fn png() -> Vec<u8> {
    let header = b"\0\0\0\x18\0\0\0\x10\x08\x02\0\0\0";
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, body) in [
        (b"IHDR", &header[..]),
        (b"tEXt", SECRET),
        (b"iTXt", SECRET),
        (b"tIME", SECRET),
        (b"eXIf", &exif(3)),
        (b"prVt", SECRET),
        (b"IDAT", b"pixels"),
        (b"IEND", b""),
    ] {
        let chunk = PngChunk::new(*kind, Bytes::copy_from_slice(body));
        bytes.extend(chunk.encoder().bytes());
    }
    bytes.extend(SECRET);
    bytes
}

fn webp() -> Vec<u8> {
    let chunk =
        |id: &[u8; 4], body: &[u8]| RiffChunk::new(*id, RiffContent::Data(Bytes::copy_from_slice(body)));
    let subchunks = vec![
        chunk(b"VP8X", &[0b0000_1100, 0, 0, 0, 23, 0, 0, 15, 0, 0]),
        chunk(b"VP8 ", b"\x50\x5a\x00\x9d\x01\x2a\x18\x00\x10\x00"),
        chunk(b"EXIF", &exif(8)),
        chunk(b"XMP ", SECRET),
        chunk(b"mine", SECRET),
    ];
    let kind = Some(*b"WEBP");
    let riff = RiffChunk::new(*b"RIFF", RiffContent::List { kind, subchunks });
    [&riff.encoder().bytes()[..], SECRET].concat()
}

fn gif() -> Vec<u8> {
    let secret = [&[u8::try_from(SECRET.len()).unwrap()][..], SECRET, &[0]].concat();
    [
        &b"GIF89a\x18\0\x10\0\x80\0\0"[..],
        &[1; 6],
        b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0",
        b"\x21\xfe",
        &secret,
        b"\x21\xff\x0bXMP DataXMP",
        &secret,
        b"\x21\xf9\x04\0\0\0\0\0",
        b"\x2c\0\0\0\0\x18\0\x10\0\0\x02\x03abc\0",
        b"\x3b",
        SECRET,
    ]
    .concat()
}

fn all() -> [(FileKind, Vec<u8>); 4] {
    [
        (FileKind::Jpeg, jpeg(6)),
        (FileKind::Png, png()),
        (FileKind::Webp, webp()),
        (FileKind::Gif, gif()),
    ]
}

fn holds(content: &[u8], part: &[u8]) -> bool {
    content.windows(part.len()).any(|window| window == part)
}

#[test]
fn a_picture_keeps_its_drawing_and_no_secret() {
    let drawing: [&[&[u8]]; 4] = [
        &[SCAN, b"ICC_PROFILE", &[0xff, 0xd9]],
        &[b"pixels", b"IEND"],
        &[b"\x9d\x01\x2a"],
        &[b"\x02\x03abc\0\x3b", b"NETSCAPE2.0\x03\x01\0\0\0"],
    ];
    for ((kind, content), parts) in all().into_iter().zip(drawing) {
        assert_eq!(FileKind::of(&content, ""), Some(kind));
        assert!(holds(&content, SECRET));

        let left = clean(kind, content).unwrap();

        assert!(!holds(&left, b"Ada"), "{kind:?}");
        for part in parts {
            assert!(holds(&left, part), "{kind:?} {part:?}");
        }
        assert_eq!(FileKind::of(&left, ""), Some(kind));
        assert_eq!(clean(kind, left.clone()).unwrap(), left, "{kind:?}");
    }
}

#[test]
fn a_photograph_is_still_turned_the_right_way_up() {
    for turned in 2..=8 {
        let left = clean(FileKind::Jpeg, jpeg(turned)).unwrap();
        let block = [b"Exif\0\0", &only_orientation(turned)[..]].concat();
        assert!(holds(&left, &block), "{turned}");
    }
    assert!(!holds(&clean(FileKind::Jpeg, jpeg(1)).unwrap(), b"Exif"));
    assert!(holds(&clean(FileKind::Png, png()).unwrap(), &only_orientation(3)));
    assert!(holds(
        &clean(FileKind::Webp, webp()).unwrap(),
        &only_orientation(8)
    ));

    let mut big_endian = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x05\0\0".to_vec();
    assert_eq!(orientation(&big_endian), Some(5));
    big_endian.truncate(18);
    assert_eq!(orientation(&big_endian), None);
}

#[test]
fn a_picture_that_is_cut_short_is_refused() {
    for (kind, content) in all() {
        let whole = clean(kind, content).unwrap();
        for cut in 0..whole.len() {
            assert_eq!(clean(kind, whole[..cut].to_vec()), None, "{kind:?} {cut}");
        }
    }
}

#[test]
fn a_small_file_cannot_become_a_picture_beyond_all_bounds() {
    let mut wide = gif();
    wide[6..10].fill(0xff);
    assert_eq!(clean(FileKind::Gif, wide), None);

    let at = |content: &[u8], part: &[u8]| content.windows(part.len()).position(|w| w == part).unwrap();
    let mut wide = jpeg(6);
    let frame = at(&wide, &[8, 0, 16, 0, 24]);
    wide[frame + 1..frame + 5].fill(0xff);
    assert_eq!(clean(FileKind::Jpeg, wide), None);

    let mut wide = webp();
    let canvas = at(&wide, &[23, 0, 0, 15, 0, 0]);
    wide[canvas..canvas + 6].fill(0xff);
    assert_eq!(clean(FileKind::Webp, wide), None);
}

#[test]
fn what_is_no_picture_stays_as_it_is() {
    assert_eq!(
        clean(FileKind::Pdf, b"%PDF-1.7".to_vec()),
        Some(b"%PDF-1.7".to_vec())
    );
}

proptest! {
    /// Nothing that people send makes the program fall over, and nothing grows.
    #[test]
    fn damaged_pictures_are_refused_or_cleaned(
        which in 0usize..4,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let (kind, mut content) = all()[which].clone();
        for (at, byte) in changes {
            let at = at.index(content.len());
            content[at] = byte;
        }
        if let Some(left) = clean(kind, content.clone()) {
            prop_assert!(left.len() <= content.len());
        }
    }

    #[test]
    fn anything_may_stand_behind_a_signature(which in 0usize..4, tail in proptest::collection::vec(any::<u8>(), 0..300)) {
        let signature: [&[u8]; 4] = [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\xff\0\0\0WEBP", b"GIF89a"];
        let _ = clean(all()[which].0, [signature[which], &tail].concat());
    }
}
