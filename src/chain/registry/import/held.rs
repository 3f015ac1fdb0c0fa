//! Files that an administrator sent, held for an hour: what is looked at is what is imported.

use chrono::TimeDelta;

use crate::chain::registry::{Refused, queries};
use crate::id::UploadId;
use crate::people::{Administrator, Authority};
use crate::store::{Instant, Snapshot, StoreError, Transaction};

/// Bytes of the largest file that is taken through the site; larger ones come by command.
pub const LARGEST_HELD: usize = 8_000_000;
/// How long a file is held.
const HELD_FOR: TimeDelta = TimeDelta::hours(1);

/// Holds a file; answers under which number.
///
/// # Errors
/// [`Refused::People`] for somebody who does not administer the whole site.
pub fn hold(
    tx: &mut Transaction<'_>,
    now: Instant,
    by: &Administrator,
    name: &str,
    content: &[u8],
) -> Result<UploadId, Refused> {
    Authority::Administrator(by).check_covers(None)?;
    let id = UploadId::new();
    queries::hold(tx, id, (name, content), by.account(), now)?;
    Ok(id)
}

/// Name and content of a file that an administrator sent within the last hour.
///
/// # Errors
/// As [`hold`].
pub fn held(
    db: &mut Snapshot<'_>,
    now: Instant,
    by: &Administrator,
    id: UploadId,
) -> Result<Option<(String, Vec<u8>)>, Refused> {
    Authority::Administrator(by).check_covers(None)?;
    Ok(queries::held(db, id, now.plus(-HELD_FOR))?)
}

/// Lets a file go.
pub fn let_go(tx: &mut Transaction<'_>, id: UploadId) -> Result<(), StoreError> {
    queries::let_go(tx, id)
}

/// Lets files go that were held long enough; answers how many.
pub fn discard_held(tx: &mut Transaction<'_>, now: Instant) -> Result<usize, StoreError> {
    queries::discard_held(tx, now.plus(-HELD_FOR))
}
