//! JPEG files without metadata, segment by segment.
//!
//! Written by hand since what phones append behind the first picture must go too, and later
//! scans of a progressive picture may have metadata between them: ISO/IEC 10918-1, annex B.

use super::clean::{drawable, only_orientation, orientation};

const START: [u8; 2] = [0xff, 0xd8];
const END: u8 = 0xd9;
const SCAN: u8 = 0xda;
const APP0: u8 = 0xe0;
const APP1: u8 = 0xe1;
const APP2: u8 = 0xe2;
const APP14: u8 = 0xee;

/// The picture alone; none when it is cut short or no picture.
pub(super) fn clean(content: &[u8]) -> Option<Vec<u8>> {
    let mut rest = content.strip_prefix(&START)?;
    let mut out = Vec::with_capacity(content.len());
    out.extend(START);
    let (mut framed, mut scanned, mut turned) = (false, false, false);
    loop {
        let (marker, after) = marker(rest)?;
        if marker == END {
            out.extend([0xff, END]);
            return (framed && scanned).then_some(out);
        }
        let length = usize::from(u16::from_be_bytes(*after.first_chunk()?));
        let (segment, behind) = after.split_at_checked(length)?;
        let body = segment.get(2..)?;
        rest = behind;
        match marker {
            APP0 if body.starts_with(b"JFIF\0") => {
                // Version and density; then a thumbnail of no size.
                put(&mut out, APP0, &[body.get(..12)?, &[0, 0]].concat());
            }
            APP1 if body.starts_with(b"Exif\0\0") && !turned => {
                if let Some(how) = orientation(body.get(6..)?) {
                    put(
                        &mut out,
                        APP1,
                        &[b"Exif\0\0", &only_orientation(how)[..]].concat(),
                    );
                    turned = true;
                }
            }
            // Without these colours come out wrong.
            APP2 if body.starts_with(b"ICC_PROFILE\0") => put(&mut out, APP2, body),
            APP14 if body.starts_with(b"Adobe") => put(&mut out, APP14, body),
            SCAN => {
                put(&mut out, SCAN, body);
                let end = rest.windows(2).position(ends_scan)?;
                let (scan, behind) = rest.split_at_checked(end)?;
                out.extend(scan);
                rest = behind;
                scanned = true;
            }
            // Frames and tables.
            0xc0..=0xcf | 0xdb..=0xdf => {
                if !matches!(marker, 0xc4 | 0xc8 | 0xcc | 0xdb..=0xdf) {
                    let [_, high, low, wide, narrow] = *body.first_chunk()?;
                    let height = u16::from_be_bytes([high, low]);
                    drawable(u16::from_be_bytes([wide, narrow]).into(), height.into())?;
                    framed = true;
                }
                put(&mut out, marker, body);
            }
            _ => {}
        }
    }
}

/// The next marker and what comes after it; stray bytes before it are passed over.
fn marker(rest: &[u8]) -> Option<(u8, &[u8])> {
    let begin = rest.iter().position(|byte| *byte == 0xff)?;
    let after = rest.get(begin..)?;
    let at = after.iter().position(|byte| *byte != 0xff)?;
    let (code, behind) = after.get(at..)?.split_first()?;
    // A restart or a stuffed byte stands within a scan only.
    (!matches!(code, 0x00 | 0x01 | 0xd0..=0xd8)).then_some((*code, behind))
}

fn ends_scan(pair: &[u8]) -> bool {
    matches!(pair, [0xff, code] if !matches!(code, 0x00 | 0xd0..=0xd7))
}

fn put(out: &mut Vec<u8>, marker: u8, body: &[u8]) {
    // A segment that was read has a length that can be written.
    let length = u16::try_from(body.len() + 2).unwrap_or(u16::MAX);
    out.extend([0xff, marker]);
    out.extend(length.to_be_bytes());
    out.extend(body);
}
