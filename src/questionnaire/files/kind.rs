//! What a file is, by its content; its name is never believed.
//!
//! Only what is listed here is stored or shown. Nothing that a browser would run is among it: no
//! HTML, no SVG, no program, no document with macros. Archives are never unpacked.

use std::io::Cursor;

use zip::ZipArchive;

use crate::questionnaire::definition::Upload;

/// Every kind of file that is let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    Jpeg,
    Png,
    Webp,
    Gif,
    Mp3,
    Ogg,
    /// Sound in an MP4 file.
    M4a,
    Wav,
    Webm,
    /// An MP4 file that holds moving pictures.
    Mp4,
    Pdf,
    /// UTF-8.
    Text,
    Csv,
    Docx,
    Xlsx,
    Odt,
}

/// The kinds that a question takes.
pub const fn kinds(upload: &Upload) -> &'static [FileKind] {
    match upload {
        Upload::Image { .. } => &[FileKind::Jpeg, FileKind::Png, FileKind::Webp, FileKind::Gif],
        Upload::Audio => &[
            FileKind::Mp3,
            FileKind::Ogg,
            FileKind::M4a,
            FileKind::Wav,
            FileKind::Webm,
        ],
        Upload::File => &[
            FileKind::Pdf,
            FileKind::Text,
            FileKind::Csv,
            FileKind::Docx,
            FileKind::Xlsx,
            FileKind::Odt,
        ],
    }
}

impl FileKind {
    const ALL: [Self; 16] = [
        Self::Jpeg,
        Self::Png,
        Self::Webp,
        Self::Gif,
        Self::Mp3,
        Self::Ogg,
        Self::M4a,
        Self::Wav,
        Self::Webm,
        Self::Mp4,
        Self::Pdf,
        Self::Text,
        Self::Csv,
        Self::Docx,
        Self::Xlsx,
        Self::Odt,
    ];

    /// The ending of its names, without the point.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Gif => "gif",
            Self::Mp3 => "mp3",
            Self::Ogg => "ogg",
            Self::M4a => "m4a",
            Self::Wav => "wav",
            Self::Webm => "webm",
            Self::Mp4 => "mp4",
            Self::Pdf => "pdf",
            Self::Text => "txt",
            Self::Csv => "csv",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Odt => "odt",
        }
    }

    /// The kind whose names have this ending.
    pub fn with_ending(ending: &str) -> Option<Self> {
        if ending.eq_ignore_ascii_case("jpeg") {
            return Some(Self::Jpeg);
        }
        Self::ALL
            .into_iter()
            .find(|kind| kind.ending().eq_ignore_ascii_case(ending))
    }

    /// The kind whose names are like this one.
    pub fn named(name: &str) -> Option<Self> {
        Self::with_ending(name.rsplit_once('.')?.1)
    }

    /// As browsers are told.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
            Self::Mp3 => "audio/mpeg",
            Self::Ogg => "audio/ogg",
            Self::M4a => "audio/mp4",
            Self::Wav => "audio/wav",
            Self::Webm => "video/webm",
            Self::Mp4 => "video/mp4",
            Self::Pdf => "application/pdf",
            Self::Text => "text/plain; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Odt => "application/vnd.oasis.opendocument.text",
        }
    }

    /// Whether it is a picture.
    pub const fn is_image(self) -> bool {
        match self {
            Self::Jpeg | Self::Png | Self::Webp | Self::Gif => true,
            Self::Mp3
            | Self::Ogg
            | Self::M4a
            | Self::Wav
            | Self::Webm
            | Self::Mp4
            | Self::Pdf
            | Self::Text
            | Self::Csv
            | Self::Docx
            | Self::Xlsx
            | Self::Odt => false,
        }
    }

    /// What `content` is. `name` only tells a table from other text, between which nothing else
    /// does.
    pub fn of(content: &[u8], name: &str) -> Option<Self> {
        let Some(found) = infer::get(content) else {
            return text(content, name);
        };
        match found.mime_type() {
            "image/jpeg" => Some(Self::Jpeg),
            "image/png" => Some(Self::Png),
            "image/webp" => Some(Self::Webp),
            "image/gif" => Some(Self::Gif),
            "audio/mpeg" => Some(Self::Mp3),
            "audio/ogg" | "audio/opus" => Some(Self::Ogg),
            "audio/x-wav" => Some(Self::Wav),
            "video/webm" => Some(Self::Webm),
            "video/mp4" if holds_pictures(content) => Some(Self::Mp4),
            "audio/m4a" | "video/mp4" => Some(Self::M4a),
            // Elsewhere than at the beginning it is a file that wants to be two things.
            "application/pdf" => content.starts_with(b"%PDF-").then_some(Self::Pdf),
            _ if content.starts_with(b"PK\x03\x04") => document(content),
            _ => None,
        }
    }
}

/// UTF-8 without signs that no text has, and nothing that a program would take for its own.
fn text(content: &[u8], name: &str) -> Option<FileKind> {
    let text = std::str::from_utf8(content).ok()?;
    let is_stray = |sign: char| sign.is_control() && !matches!(sign, '\n' | '\r' | '\t');
    let begins = text.trim_start_matches('\u{feff}').trim_start();
    if text.chars().any(is_stray) || begins.starts_with('<') || begins.starts_with("#!") {
        return None;
    }
    let is_table = name
        .rsplit_once('.')
        .is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("csv"));
    Some(if is_table { FileKind::Csv } else { FileKind::Text })
}

/// Whether a track of an MP4 file is handled as video.
fn holds_pictures(content: &[u8]) -> bool {
    // The handler's name, its version and flags, four bytes that are 0, then what it handles.
    content
        .windows(16)
        .any(|box_| box_.starts_with(b"hdlr") && box_.ends_with(b"vide"))
}

/// An office document, by the names of the files in it, of which none is unpacked.
fn document(content: &[u8]) -> Option<FileKind> {
    const ODT: &[u8] = b"mimetypeapplication/vnd.oasis.opendocument.text";
    let archive = ZipArchive::new(Cursor::new(content)).ok()?;
    let names = archive.file_names().collect::<Result<Vec<_>, _>>().ok()?;
    let has = |name: &str| names.iter().any(|one| one == name);
    if names
        .iter()
        .any(|name| name.to_ascii_lowercase().ends_with("vbaproject.bin") || name.starts_with("Basic/"))
    {
        return None;
    }
    // The local header of the first file, which an OpenDocument file does not compress.
    let first = content.get(30..30 + ODT.len());
    if first == Some(ODT) && has("content.xml") {
        Some(FileKind::Odt)
    } else if !has("[Content_Types].xml") {
        None
    } else if has("word/document.xml") {
        Some(FileKind::Docx)
    } else {
        has("xl/workbook.xml").then_some(FileKind::Xlsx)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn archive(names: &[&str]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let stored =
            zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        for name in names {
            archive.start_file(*name, stored).unwrap();
            if *name == "mimetype" {
                let kind = b"application/vnd.oasis.opendocument.text";
                archive.write_all(kind).unwrap();
            }
        }
        archive.finish().unwrap().into_inner()
    }

    fn mp4(handles: &str) -> Vec<u8> {
        let track = format!("hdlr\0\0\0\0\0\0\0\0{handles}\0\0\0\0");
        [b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", track.as_bytes()].concat()
    }

    #[test]
    fn a_file_is_what_it_holds_whatever_it_is_called() {
        let webm = [b"\x1a\x45\xdf\xa3\x42\x82\x84webm".as_slice(), &[0; 300]].concat();
        let known: [(&[u8], FileKind); 15] = [
            (b"\xff\xd8\xff\xe0\0\x10JFIF\0", FileKind::Jpeg),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", FileKind::Png),
            (b"RIFF\x04\0\0\0WEBPVP8 ", FileKind::Webp),
            (b"GIF89a\x01\0\x01\0", FileKind::Gif),
            (b"ID3\x03\0\0\0", FileKind::Mp3),
            (b"OggS\0\x02\0\0", FileKind::Ogg),
            (b"\0\0\0\x18ftypM4A \0\0\0\0", FileKind::M4a),
            (b"RIFF\x24\0\0\0WAVEfmt ", FileKind::Wav),
            (&webm, FileKind::Webm),
            (&mp4("soun"), FileKind::M4a),
            (&mp4("vide"), FileKind::Mp4),
            (b"%PDF-1.7\n", FileKind::Pdf),
            (
                &archive(&["[Content_Types].xml", "word/document.xml"]),
                FileKind::Docx,
            ),
            (
                &archive(&["[Content_Types].xml", "xl/workbook.xml"]),
                FileKind::Xlsx,
            ),
            (&archive(&["mimetype", "content.xml"]), FileKind::Odt),
        ];
        for (content, kind) in known {
            assert_eq!(FileKind::of(content, "page.html"), Some(kind), "{kind:?}");
        }
    }

    #[test]
    fn text_is_text_in_any_language_and_a_table_by_its_name() {
        let text = "\u{feff}名称,数量\r\n茶,\t3\r\n".as_bytes();
        assert_eq!(FileKind::of(text, "notes"), Some(FileKind::Text));
        assert_eq!(FileKind::of(text, "Table.CSV"), Some(FileKind::Csv));
    }

    #[test]
    fn what_could_be_run_or_read_as_something_else_is_not_let_in() {
        let refused: [&[u8]; 13] = [
            b"<!DOCTYPE html><script>alert(1)</script>",
            b"  \n<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>",
            b"\xef\xbb\xbf<?xml version=\"1.0\"?><svg/>",
            b"<p>",
            b"#!/bin/sh\nrm -rf /\n",
            b"MZ\x90\0\x03\0\0\0",
            b"\x7fELF\x02\x01\x01\0",
            b"text with a NUL\0",
            b"\xb2\xe8\xca\xd4 in GB 18030",
            b"<script>alert(1)</script>%PDF-1.7",
            b"PK\x03\x04 and nothing more",
            &archive(&["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"]),
            &archive(&["a.txt"]),
        ];
        for content in refused {
            let shown = String::from_utf8_lossy(content);
            assert_eq!(FileKind::of(content, "photo.jpg"), None, "{shown}");
        }
    }

    #[test]
    fn endings_lead_back_to_their_kind() {
        for kind in FileKind::ALL {
            assert_eq!(FileKind::with_ending(kind.ending()), Some(kind));
        }
        assert_eq!(FileKind::with_ending("JPG"), Some(FileKind::Jpeg));
        assert_eq!(FileKind::with_ending("jpeg"), Some(FileKind::Jpeg));
        assert_eq!(FileKind::with_ending("svg"), None);
    }
}
