//! The files of people in an edition: written into a folder of their own while the rows are
//! protected, each with its line in `SHA256SUMS`.
//!
//! There can be many and they can be large, so that neither their names nor their content is ever
//! in memory as a whole: names and sums are spilled into files that vanish with the process. The
//! manifest tells how many there are and the digest of their lines, and never each of them.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};

use sha2::{Digest, Sha256};

use super::columns::{Content, Kind, Layout, TableLayout};
use super::disclosure::ProtectedRow;
use super::places::FOLDER;
use super::refused::Refused;
use super::workshop::Bench;
use super::writers::manifest::{Attachments, sum_line};
use super::writers::{Folder, Written};
use crate::id::{PublicId, VersionId};
use crate::responses::attachments;
use crate::store::Snapshot;

/// The files that the rows mention.
pub(super) struct Mentioned<'l> {
    layout: &'l Layout,
    /// A line for each: the submission and the name.
    lines: BufWriter<File>,
}

impl<'l> Mentioned<'l> {
    /// None so far; nothing where the edition carries no files.
    pub(super) fn begin(folder: &Folder, layout: &'l Layout) -> io::Result<Option<Self>> {
        let takes = layout
            .tables
            .iter()
            .any(|table| table.items.iter().any(is_file_in_any));
        if !takes {
            return Ok(None);
        }
        Ok(Some(Self {
            layout,
            lines: BufWriter::new(nameless(folder, "mentioned")?),
        }))
    }

    /// Notes the files of a row.
    pub(super) fn note(&mut self, row: &ProtectedRow<'_>) -> io::Result<()> {
        // The first column of every table is the submission.
        let Some(submission) = row.cells().first() else {
            return Ok(());
        };
        let mut names = Vec::new();
        for (index, table) in self.layout.tables.iter().enumerate() {
            let mut look = |cells: &[super::table::Cell<'_>]| {
                for (column, cell) in table.columns.iter().zip(cells) {
                    if is_file(table, &column.content, row.version())
                        && let Some((FOLDER, name)) = cell.text().split_once('/')
                    {
                        names.push(name.to_owned());
                    }
                }
            };
            match index {
                0 => look(row.cells()),
                _ => row.repeated(index).for_each(look),
            }
        }
        for name in names {
            writeln!(self.lines, "{} {name}", submission.text())?;
        }
        Ok(())
    }

    /// Writes all that were noted.
    pub(super) fn write(self, db: &mut Snapshot<'_>, bench: &Bench) -> Result<Option<Attached>, Refused> {
        let cannot = bench.cannot();
        let mut lines = self
            .lines
            .into_inner()
            .map_err(|error| cannot(error.into_error()))?;
        lines.rewind().map_err(&cannot)?;
        let mut writing: Option<Writing> = None;
        for line in BufReader::new(lines).lines() {
            let line = line.map_err(&cannot)?;
            let Some((submission, name)) = line.split_once(' ') else {
                continue;
            };
            let gone = || Refused::AttachmentGone(name.to_owned());
            let submission: PublicId = submission.parse().map_err(|_| gone())?;
            let file = attachments::file_of_public_id(db, submission, name)?.ok_or_else(gone)?;
            let writing = match &mut writing {
                Some(writing) => writing,
                none => none.insert(Writing::begin(bench.folder()).map_err(&cannot)?),
            };
            let mut out = bench
                .folder()
                .begin(&format!("{FOLDER}/{name}"))
                .map_err(&cannot)?;
            let mut number = 0;
            while let Some(piece) = attachments::piece(db, file.id, number)? {
                out.write_all(&piece).map_err(&cannot)?;
                number += 1;
            }
            let written = out.finish(None).map_err(&cannot)?;
            if written.sha256 != file.sha256 {
                return Err(gone());
            }
            writing.add(&written).map_err(&cannot)?;
        }
        writing
            .map(|writing| writing.finish(bench.folder()))
            .transpose()
            .map_err(&cannot)
    }
}

/// Files being written.
struct Writing {
    sums: BufWriter<File>,
    digest: Sha256,
    files: u64,
    bytes: u64,
}

impl Writing {
    fn begin(folder: &Folder) -> io::Result<Self> {
        fs::create_dir(folder.path().join(FOLDER))?;
        Ok(Self {
            sums: BufWriter::new(nameless(folder, "sums")?),
            digest: Sha256::new(),
            files: 0,
            bytes: 0,
        })
    }

    fn add(&mut self, written: &Written) -> io::Result<()> {
        let line = sum_line(written);
        self.digest.update(&line);
        self.files += 1;
        self.bytes += written.bytes;
        self.sums.write_all(line.as_bytes())
    }

    fn finish(self, folder: &Folder) -> io::Result<Attached> {
        File::open(folder.path().join(FOLDER))?.sync_all()?;
        Ok(Attached {
            summary: Attachments {
                files: self.files,
                bytes: self.bytes,
                sha256: hex::encode(self.digest.finalize()),
            },
            sums: self.sums.into_inner().map_err(io::IntoInnerError::into_error)?,
        })
    }
}

/// Files that stand in the folder.
pub(super) struct Attached {
    pub summary: Attachments,
    /// Their lines for `SHA256SUMS`.
    sums: File,
}

impl Attached {
    /// Hands the lines over, from the first.
    pub(super) fn copy_sums(&self, out: &mut impl Write) -> io::Result<()> {
        let mut sums = &self.sums;
        sums.rewind()?;
        io::copy(&mut sums, out).map(drop)
    }
}

fn is_file_in_any(item: &super::columns::Item) -> bool {
    item.readings.values().any(|reading| reading.kind == Kind::File)
}

/// Whether this version's answers in the column are files.
fn is_file(table: &TableLayout, content: &Content, version: VersionId) -> bool {
    match content {
        Content::System(_) => false,
        Content::Item { item, .. } => table
            .items
            .get(*item)
            .and_then(|item| item.readings.get(&version))
            .is_some_and(|reading| reading.kind == Kind::File),
    }
}

/// A file that vanishes with the process.
fn nameless(folder: &Folder, name: &str) -> io::Result<File> {
    let path = folder.path().join(name);
    let file = File::options()
        .read(true)
        .write(true)
        .create_new(true)
        .open(&path)?;
    fs::remove_file(&path)?;
    Ok(file)
}
