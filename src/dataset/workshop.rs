//! The folder in which an edition is written, and its way to where it stays.
//!
//! One process at a time builds in an exports folder. What a bench holds is removed when the
//! bench is dropped, unless it was kept: a refusal or a crash leaves nothing but a hidden folder
//! that the next build clears away.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::refused::Refused;
use super::writers::Folder;

/// Names of folders in the making.
const PREFIX: &str = ".building-";
const LOCK: &str = ".lock";

/// The exports folder, held for building until it is dropped.
pub(super) struct Workshop {
    exports: PathBuf,
    _lock: File,
}

impl Workshop {
    /// Takes the folder, which is made when it is absent, and clears what a crash has left.
    pub(super) fn open(exports: &Path) -> Result<Self, Refused> {
        let cannot = unwritable(exports);
        fs::create_dir_all(exports).map_err(&cannot)?;
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(exports.join(LOCK))
            .map_err(&cannot)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Refused::AlreadyBuilding),
            Err(TryLockError::Error(error)) => return Err(cannot(error)),
        }
        for entry in fs::read_dir(exports).map_err(&cannot)?.flatten() {
            if entry.file_name().to_string_lossy().starts_with(PREFIX) {
                // If it stays it is in nobody's way.
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        Ok(Self {
            exports: exports.to_owned(),
            _lock: lock,
        })
    }

    /// A new empty folder.
    pub(super) fn bench(&self) -> Result<Bench, Refused> {
        let path = self
            .exports
            .join(format!("{PREFIX}{}", uuid::Uuid::new_v4().simple()));
        fs::create_dir(&path).map_err(unwritable(&self.exports))?;
        Ok(Bench {
            folder: Folder::new(path.clone()),
            held: Some(path),
        })
    }
}

/// A folder that goes away with this value unless it is kept.
pub(super) struct Bench {
    folder: Folder,
    held: Option<PathBuf>,
}

impl Bench {
    /// Where to write.
    pub(super) const fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Turns a fault of the disk into a refusal that names the folder.
    pub(super) fn cannot(&self) -> impl Fn(io::Error) -> Refused {
        unwritable(self.folder.path().parent().unwrap_or(self.folder.path()))
    }

    /// Moves the complete folder to where it stays. What stands there without being recorded is
    /// the leaving of a crash between the two steps, and is replaced.
    pub(super) fn put(&mut self, place: &Path) -> Result<(), Refused> {
        let moved = || {
            let parent = place.parent().unwrap_or(place);
            fs::create_dir_all(parent)?;
            if place.exists() {
                fs::remove_dir_all(place)?;
            }
            sync_folder(self.folder.path())?;
            fs::rename(self.folder.path(), place)?;
            sync_folder(parent)
        };
        let done = moved();
        if place.exists() && !self.folder.path().exists() {
            self.held = Some(place.to_owned());
        }
        done.map_err(unwritable(place))
    }

    /// Leaves the folder where it is.
    pub(super) fn keep(mut self) {
        self.held = None;
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        if let Some(path) = &self.held
            && let Err(fault) = fs::remove_dir_all(path)
        {
            tracing::warn!(%fault, folder = %path.display(), "a folder could not be cleared away");
        }
    }
}

fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// A fault of the disk as a refusal that names `folder`.
pub(super) fn unwritable(folder: &Path) -> impl Fn(io::Error) -> Refused {
    let folder = folder.to_owned();
    move |error| Refused::Unwritable {
        folder: folder.clone(),
        error,
    }
}
