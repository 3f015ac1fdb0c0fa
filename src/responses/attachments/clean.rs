//! Pictures without what they tell about their origin: place, time, camera, owner, comments,
//! thumbnails, and whatever a phone appends behind the picture.
//!
//! Only the parts that are needed to draw a picture are copied; what is not known is left out. Of
//! the metadata nothing stays but the orientation, without which photographs lie on their side.
//! Pixels are never decoded, so that a small file cannot become a large one here.

use img_parts::png::Png;
use img_parts::riff::RiffContent;
use img_parts::webp::WebP;
use img_parts::{Bytes, ImageEXIF};

use super::{gif, jpeg};
use crate::questionnaire::files::FileKind;

/// Pixels of a picture that somebody else's browser can be asked to draw.
const MOST_PIXELS: u64 = 250_000_000;

/// The content as it may be stored; none when a picture is damaged or too large to be drawn.
///
/// What is no picture stays as it is.
pub(super) fn clean(kind: FileKind, content: Vec<u8>) -> Option<Vec<u8>> {
    match kind {
        FileKind::Jpeg => jpeg::clean(&content),
        FileKind::Png => png(content),
        FileKind::Webp => webp(content),
        FileKind::Gif => gif::clean(&content),
        FileKind::Mp3
        | FileKind::Ogg
        | FileKind::M4a
        | FileKind::Wav
        | FileKind::Webm
        | FileKind::Mp4
        | FileKind::Pdf
        | FileKind::Text
        | FileKind::Csv
        | FileKind::Docx
        | FileKind::Xlsx
        | FileKind::Odt => Some(content),
    }
}

/// Nothing when a picture of this size cannot be drawn.
pub(super) fn drawable(width: u32, height: u32) -> Option<()> {
    let pixels = u64::from(width) * u64::from(height);
    (1..=MOST_PIXELS).contains(&pixels).then_some(())
}

fn png(content: Vec<u8>) -> Option<Vec<u8>> {
    const DRAWN: [&[u8; 4]; 15] = [
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT",
        b"pHYs", b"acTL", b"fcTL", b"fdAT",
    ];
    let mut png = Png::from_bytes(Bytes::from(content)).ok()?;
    let has = |kind: &[u8; 4]| png.chunk_by_type(*kind).is_some();
    let is_whole = png.chunks().first()?.kind() == *b"IHDR" && has(b"IDAT") && has(b"IEND");
    let (width, height) = png.dimensions().filter(|_| is_whole)?;
    drawable(width, height)?;
    let turned = png.exif().and_then(|exif| orientation(&exif));
    png.chunks_mut().retain(|chunk| DRAWN.contains(&&chunk.kind()));
    png.set_exif(turned.map(|turned| Bytes::copy_from_slice(&only_orientation(turned))));
    Some(png.encoder().bytes().into())
}

fn webp(content: Vec<u8>) -> Option<Vec<u8>> {
    const DRAWN: [&[u8; 4]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
    const HAS_XMP: u8 = 0b100;
    let mut webp = WebP::from_bytes(Bytes::from(content)).ok()?;
    let is_whole = [b"VP8 ", b"VP8L", b"ANMF"].iter().any(|id| webp.has_chunk(**id));
    let (width, height) = webp.dimensions().filter(|_| is_whole)?;
    drawable(width, height)?;
    let turned = webp.exif().and_then(|exif| orientation(&exif));
    webp.chunks_mut().retain(|chunk| DRAWN.contains(&&chunk.id()));
    for chunk in webp
        .chunks_mut()
        .iter_mut()
        .filter(|chunk| chunk.id() == *b"VP8X")
    {
        if let RiffContent::Data(data) = chunk.content_mut() {
            let mut header = data.to_vec();
            *header.first_mut()? &= !HAS_XMP;
            *data = header.into();
        }
    }
    webp.set_exif(turned.map(|turned| Bytes::copy_from_slice(&only_orientation(turned))));
    Some(webp.encoder().bytes().into())
}

/// How a picture is to be turned, 2 to 8, as its Exif block says: a TIFF file of which the first
/// directory is enough. Upright pictures need not say so.
pub(super) fn orientation(exif: &[u8]) -> Option<u8> {
    const ORIENTATION: u16 = 0x0112;
    let little = match exif.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| -> Option<u16> {
        let bytes = exif.get(at..)?.first_chunk().copied()?;
        Some(if little {
            u16::from_le_bytes(bytes)
        } else {
            u16::from_be_bytes(bytes)
        })
    };
    let bytes = exif.get(4..8)?.first_chunk().copied()?;
    let directory = if little {
        u32::from_le_bytes(bytes)
    } else {
        u32::from_be_bytes(bytes)
    };
    let directory = usize::try_from(directory).ok()?.min(exif.len());
    let turned = (0..usize::from(short(directory)?))
        .map(|entry| directory + 2 + entry * 12)
        .find(|entry| short(*entry) == Some(ORIENTATION))
        .and_then(|entry| short(entry + 8))?;
    u8::try_from(turned)
        .ok()
        .filter(|turned| (2..=8).contains(turned))
}

/// An Exif block that says nothing else.
pub(super) const fn only_orientation(turned: u8) -> [u8; 26] {
    let mut block = *b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\0\0\0\0\0\0\0\0";
    block[18] = turned;
    block
}

#[cfg(test)]
mod tests;
