//! The lines of a file, one at a time, in bounded memory.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::Context;

/// The longest line that is read, in bytes: far more than any questionnaire can hold.
pub const LONGEST: u64 = 4 * 1024 * 1024;

/// A file that is read line by line.
pub struct Lines {
    file: BufReader<File>,
    number: u64,
}

/// A line with its number, from 1.
pub struct NumberedLine {
    pub number: u64,
    /// Without the end of the line.
    pub bytes: Vec<u8>,
    /// The line was longer than [`LONGEST`]; the rest of it was passed over.
    pub too_long: bool,
}

impl Lines {
    /// Opens the file at its beginning.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(Self {
            file: BufReader::new(file),
            number: 0,
        })
    }

    /// The next line that is not blank.
    ///
    /// # Errors
    /// When the file cannot be read further.
    pub fn next(&mut self) -> std::io::Result<Option<NumberedLine>> {
        loop {
            let mut bytes = Vec::new();
            if self.read_part(&mut bytes)? == 0 {
                return Ok(None);
            }
            self.number += 1;
            let too_long = bytes.len() as u64 == LONGEST && !bytes.ends_with(b"\n");
            if too_long {
                self.pass_over()?;
            }
            while matches!(bytes.last(), Some(b'\n' | b'\r')) {
                bytes.pop();
            }
            if self.number == 1 && bytes.starts_with(b"\xef\xbb\xbf") {
                bytes.drain(..3);
            }
            if !bytes.iter().all(u8::is_ascii_whitespace) {
                let number = self.number;
                return Ok(Some(NumberedLine {
                    number,
                    bytes,
                    too_long,
                }));
            }
        }
    }

    fn read_part(&mut self, into: &mut Vec<u8>) -> std::io::Result<usize> {
        self.file.by_ref().take(LONGEST).read_until(b'\n', into)
    }

    fn pass_over(&mut self) -> std::io::Result<()> {
        let mut part = Vec::new();
        while self.read_part(&mut part)? > 0 && !part.ends_with(b"\n") {
            part.clear();
        }
        Ok(())
    }
}
