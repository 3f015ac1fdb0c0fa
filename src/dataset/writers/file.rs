//! A file that knows its size and checksum when it is written.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A finished file of an edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    pub name: String,
    pub bytes: u64,
    /// In lower-case hexadecimal.
    pub sha256: String,
    /// Rows without the header, where the file is a table.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rows: Option<u64>,
}

impl Written {
    /// Whether the name has this ending.
    pub fn ends_with(&self, ending: &str) -> bool {
        Path::new(&self.name).extension().is_some_and(|own| own == ending)
    }
}

/// The folder in which an edition is being written.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// A folder that exists.
    pub const fn new(path: PathBuf) -> Self {
        Self { path }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Begins a new file.
    ///
    /// # Errors
    /// When it cannot be made, or is there already.
    pub fn begin(&self, name: &str) -> io::Result<Measured> {
        let file = File::options()
            .write(true)
            .create_new(true)
            .open(self.path.join(name))?;
        Ok(Measured {
            name: name.to_owned(),
            out: BufWriter::with_capacity(1 << 16, file),
            digest: Sha256::new(),
            bytes: 0,
        })
    }

    /// Writes a whole file.
    ///
    /// # Errors
    /// When it cannot be made, or the disk is full.
    pub fn write(&self, name: &str, content: &[u8]) -> io::Result<Written> {
        let mut file = self.begin(name)?;
        file.write_all(content)?;
        file.finish(None)
    }

    /// Measures a file that something else has written, and makes it durable.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn measure(&self, name: &str, rows: Option<u64>) -> io::Result<Written> {
        let path = self.path.join(name);
        File::open(&path)?.sync_all()?;
        let (bytes, sha256) = checksum(&path)?;
        Ok(Written {
            name: name.to_owned(),
            bytes,
            sha256,
            rows,
        })
    }
}

/// A file in the making.
pub struct Measured {
    name: String,
    out: BufWriter<File>,
    digest: Sha256,
    bytes: u64,
}

impl Measured {
    /// Makes the file durable.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn finish(self, rows: Option<u64>) -> io::Result<Written> {
        let file = self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        Ok(Written {
            name: self.name,
            bytes: self.bytes,
            sha256: hex::encode(self.digest.finalize()),
            rows,
        })
    }
}

impl Write for Measured {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.out.write(buffer)?;
        self.digest.update(&buffer[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Size and SHA-256 of a file.
///
/// # Errors
/// When it cannot be read.
pub fn checksum(path: &Path) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let mut digest = Sha256::new();
    let mut bytes = 0;
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((bytes, hex::encode(digest.finalize())));
        }
        digest.update(&buffer[..read]);
        bytes += read as u64;
    }
}
