//! Which submissions stand in a class of fewer than k, counted exactly in little memory.
//!
//! A class is the set of submissions that share all quasi-identifiers. There can be nearly as
//! many classes as submissions, so digests of them are spilled into 64 files by their first
//! byte and counted one file at a time: memory is a 64th of the digests, plus one bit for each
//! submission that says whether its class is small. An approximate counter would be smaller and
//! unsafe: one collision could make a lone person look like a crowd.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

use super::disclosure::Class;

const FILES: usize = 64;
/// Digest and index of one submission.
const RECORD: usize = 16 + 8;

/// Takes the class of every submission in order.
pub struct Counting {
    files: Vec<BufWriter<File>>,
    next: u64,
}

impl Counting {
    /// Makes the files, which have no name and vanish with the process, in `folder`.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn new(folder: &std::path::Path) -> io::Result<Self> {
        let nameless = |index: usize| {
            let path = folder.join(format!("classes-{index}"));
            let file = File::options()
                .read(true)
                .write(true)
                .create_new(true)
                .open(&path)?;
            std::fs::remove_file(&path)?;
            Ok(BufWriter::with_capacity(4096, file))
        };
        Ok(Self {
            files: (0..FILES).map(nameless).collect::<io::Result<_>>()?,
            next: 0,
        })
    }

    /// Counts the next submission.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn add(&mut self, class: Class) -> io::Result<()> {
        let file = &mut self.files[usize::from(class.0[0]) % FILES];
        file.write_all(&class.0)?;
        file.write_all(&self.next.to_le_bytes())?;
        self.next += 1;
        Ok(())
    }

    /// The submissions, by order, whose class has fewer than `k`.
    ///
    /// # Errors
    /// When the files cannot be read back.
    pub fn small(self, k: u32) -> io::Result<SmallClasses> {
        let mut small = SmallClasses::none(self.next);
        for file in self.files {
            let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
            mark(&mut file, k, &mut small)?;
        }
        Ok(small)
    }
}

/// Marks the submissions of one file that are alone or nearly so.
fn mark(file: &mut File, k: u32, small: &mut SmallClasses) -> io::Result<()> {
    let mut counts: HashMap<[u8; 16], u32> = HashMap::new();
    each_record(file, |digest, _| {
        let count = counts.entry(digest).or_default();
        *count = count.saturating_add(1);
    })?;
    each_record(file, |digest, index| {
        if counts.get(&digest).is_none_or(|count| *count < k) {
            small.mark(index);
        }
    })
}

fn each_record(file: &mut File, mut take: impl FnMut([u8; 16], u64)) -> io::Result<()> {
    file.rewind()?;
    let mut reader = BufReader::new(file);
    let mut record = [0; RECORD];
    loop {
        match reader.read_exact(&mut record) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            Err(error) => return Err(error),
        }
        let (mut digest, mut index) = ([0; 16], [0; 8]);
        digest.copy_from_slice(&record[..16]);
        index.copy_from_slice(&record[16..]);
        take(digest, u64::from_le_bytes(index));
    }
}

/// One bit for each submission: whether its class is small.
///
/// The default has counted nobody, so that everybody is in a small class.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SmallClasses {
    bits: Vec<u64>,
}

impl SmallClasses {
    fn none(submissions: u64) -> Self {
        let words = usize::try_from(submissions.div_ceil(64)).unwrap_or(usize::MAX);
        Self { bits: vec![0; words] }
    }

    fn place(index: u64) -> (usize, u64) {
        (
            usize::try_from(index / 64).unwrap_or(usize::MAX),
            1 << (index % 64),
        )
    }

    fn mark(&mut self, index: u64) {
        let (word, bit) = Self::place(index);
        if let Some(word) = self.bits.get_mut(word) {
            *word |= bit;
        }
    }

    /// Whether the submission at this place is in a small class; one that was never counted is.
    pub fn contains(&self, index: u64) -> bool {
        let (word, bit) = Self::place(index);
        self.bits.get(word).is_none_or(|word| word & bit != 0)
    }
}
