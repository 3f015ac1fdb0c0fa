//! GIF files without comments and without the blocks that programs leave in them, such as XMP.

use super::clean::drawable;

const EXTENSION: u8 = 0x21;
const IMAGE: u8 = 0x2c;
const TRAILER: u8 = 0x3b;
const GRAPHIC_CONTROL: u8 = 0xf9;
const APPLICATION: u8 = 0xff;

/// The picture alone; none when it is cut short or no picture.
pub(super) fn clean(content: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(content.len());
    let (header, mut rest) = content.split_first_chunk::<13>()?;
    if !header.starts_with(b"GIF87a") && !header.starts_with(b"GIF89a") {
        return None;
    }
    let [_, _, _, _, _, _, w0, w1, h0, h1, flags, ..] = *header;
    drawable(
        u16::from_le_bytes([w0, w1]).into(),
        u16::from_le_bytes([h0, h1]).into(),
    )?;
    out.extend(header);
    out.extend(take(&mut rest, colours(flags))?);
    let mut drawn = false;
    loop {
        match take(&mut rest, 1)? {
            [TRAILER] => {
                out.push(TRAILER);
                return drawn.then_some(out);
            }
            [IMAGE] => {
                let place = take(&mut rest, 9)?;
                out.push(IMAGE);
                out.extend(place);
                out.extend(take(&mut rest, colours(*place.last()?))?);
                out.extend(take(&mut rest, 1)?);
                out.extend(blocks(&mut rest)?);
                drawn = true;
            }
            [EXTENSION] => {
                let label = take(&mut rest, 1)?;
                let blocks = blocks(&mut rest)?;
                let drawing = match label {
                    [GRAPHIC_CONTROL] => true,
                    // How often an animation runs.
                    [APPLICATION] => [&b"\x0bNETSCAPE2.0"[..], b"\x0bANIMEXTS1.0"]
                        .iter()
                        .any(|name| blocks.starts_with(name)),
                    _ => false,
                };
                if drawing {
                    out.push(EXTENSION);
                    out.extend(label);
                    out.extend(blocks);
                }
            }
            _ => return None,
        }
    }
}

fn take<'c>(rest: &mut &'c [u8], count: usize) -> Option<&'c [u8]> {
    let (taken, behind) = rest.split_at_checked(count)?;
    *rest = behind;
    Some(taken)
}

/// Bytes of the table of colours that these flags announce.
const fn colours(flags: u8) -> usize {
    if flags & 0x80 == 0 {
        0
    } else {
        3 << ((flags & 7) + 1)
    }
}

/// Blocks of data, each behind its length, up to the empty one.
fn blocks<'c>(rest: &mut &'c [u8]) -> Option<&'c [u8]> {
    let all = *rest;
    loop {
        let length = usize::from(*take(rest, 1)?.first()?);
        if length == 0 {
            return all.get(..all.len() - rest.len());
        }
        take(rest, length)?;
    }
}
