//! Contexts that know the releases which answers speak of: evaluating is pure, so that they are looked
//! up before.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::chain::registry::Asked;
use crate::questionnaire::evaluation::Context;
use crate::store::{Snapshot, StoreError};

/// What was found may lead to more that is asked, so often at most.
const ROUNDS: usize = 4;

/// A context that lacks none of the releases that `lacked` asks for under it. Costs nothing where it
/// asks for none.
///
/// # Errors
/// When the store cannot be read.
pub fn informed(
    db: &mut Snapshot<'_>,
    mut context: Context,
    lacked: impl Fn(&Context) -> BTreeSet<Asked>,
) -> Result<Context, StoreError> {
    for _ in 0..ROUNDS {
        let asked = lacked(&context);
        if asked.is_empty() {
            break;
        }
        Arc::make_mut(&mut context.registry).look_up(db, asked)?;
    }
    Ok(context)
}
