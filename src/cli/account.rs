//! `soundings account add`: somebody who signs in.

use crate::clock::Clock;
use crate::people::keys::offer_key;
use crate::people::permissions::{Authority, Permission, Permissions, grant};
use crate::people::{Email, Hasher, Password, Refused, Scope, Typed, accounts};
use crate::store::Store;

/// Makes the account where there is none, gives it the permission for the site, and sets the
/// password or, without one, makes a one-time address. Answers with the lines to print. Run
/// again, it lets somebody back in who has lost their password.
///
/// # Errors
/// One line: the address or the password is not acceptable, or the account is closed.
pub async fn add(
    store: &Store,
    clock: Clock,
    email: &str,
    permission: Permission,
    password: Option<&str>,
    public_url: &str,
) -> anyhow::Result<String> {
    let Some(email) = Email::parse(email) else {
        anyhow::bail!("{email} is not an e-mail address");
    };
    let hash = match password {
        None => None,
        Some(typed) => {
            let password = Password::accept(Typed::new(typed.trim_end_matches(['\r', '\n'])), &email)?;
            Some(Hasher::default().hash(password).await?)
        }
    };
    let now = clock.now();
    let address = email.as_str().to_owned();
    let token = store
        .write(move |tx| {
            let account = match accounts::by_email(tx, &email)? {
                Some(account) => account.id,
                None => accounts::join(tx, now, &email, "en")?,
            };
            if *Permissions::of(tx, account)?.scope_of(permission) != Scope::Site {
                grant(tx, now, Authority::Operator, account, permission, None)?;
            }
            if let Some(hash) = hash {
                accounts::set_password(tx, now, None, account, &hash)?;
                return Ok::<_, Refused>(None);
            }
            offer_key(tx, now, None, account).map(Some)
        })
        .await?;
    let permission = permission.as_str();
    Ok(match token {
        None => format!("{address} is {permission} and signs in at {public_url}/sign-in"),
        Some(token) => format!(
            "{address} is {permission}. This address sets the password, once, within 7 days:\n{public_url}/account/key/{}",
            token.reveal()
        ),
    })
}
