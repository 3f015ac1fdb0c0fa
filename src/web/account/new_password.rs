//! A new password as typed into a form, twice.

use crate::people::{Email, Password, PasswordFault, Typed};
use crate::web::form::Posted;

/// What is wrong with the two fields; the text is `password-fault-<key>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewPasswordFault {
    pub key: &'static str,
    /// The field to look at.
    pub field: &'static str,
}

/// Reads the fields `new` and `repeated`.
///
/// # Errors
/// The first fault.
pub fn read(posted: &Posted, email: &Email) -> Result<Password, NewPasswordFault> {
    let field = |name| posted.all(name).next().unwrap_or_default();
    let fault = |key, field| NewPasswordFault { key, field };
    let password = Password::accept(Typed::new(field("new")), email).map_err(|refused| match refused {
        PasswordFault::TooShort => fault("short", "new"),
        PasswordFault::TooLong => fault("long", "new"),
        PasswordFault::TooEasy => fault("easy", "new"),
    })?;
    if field("new") != field("repeated") {
        return Err(fault("differs", "repeated"));
    }
    Ok(password)
}
