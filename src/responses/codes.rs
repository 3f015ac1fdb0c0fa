//! Receipt codes: the only thing by which a person is known, and what is kept of them.
//!
//! A code is twelve characters, written `XXXX-XXXX-XXXX`: eleven random ones (55 bits) and a
//! [check](crate::chain::codes). What is stored is the HMAC of the code under the secret of the site:
//! whoever steals the database cannot try codes against it.

use std::fmt;

use crate::chain::codes::TypedCode;
use crate::settings::Secret;

/// Stands before what is stored for a submission that nobody has a code for.
const NO_CODE: &str = "import:";

/// A receipt code whose check holds. It is shown to its person and written nowhere else.
pub type Code = TypedCode<12>;

/// The key under which codes are hashed. Whoever loses it loses every receipt.
#[derive(Clone)]
pub struct CodeKey(Secret);

impl CodeKey {
    /// The key that belongs to the site's secret.
    pub fn new(secret: &Secret) -> Self {
        Self(secret.key_for("receipt codes"))
    }

    /// What is stored of `code`.
    pub fn hash(&self, code: &Code) -> CodeHash {
        CodeHash(hex::encode(self.0.hash(&[code.characters()])))
    }
}

impl fmt::Debug for CodeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeKey(…)")
    }
}

/// What is stored of a code: 64 hexadecimal digits, or the mark of an imported line, which no
/// code leads to.
#[derive(Clone, PartialEq, Eq, Hash, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
#[diesel(sql_type = diesel::sql_types::Text)]
pub struct CodeHash(String);

impl CodeHash {
    /// For a submission that nobody has a code for.
    pub(super) fn of_import(public: crate::id::PublicId) -> Self {
        Self(format!("{NO_CODE}{public}"))
    }

    /// As stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    #[expect(
        clippy::unnecessary_wraps,
        reason = "what reads any text column expects an option"
    )]
    fn from_code(stored: &str) -> Option<Self> {
        Some(Self(stored.to_owned()))
    }

    /// Whether somebody has a code that leads here.
    pub(super) fn has_code(&self) -> bool {
        !self.0.starts_with(NO_CODE)
    }
}

crate::store::stored_as_text!(CodeHash);

impl fmt::Debug for CodeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeHash(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key_of(secret: &str) -> CodeKey {
        CodeKey::new(&Secret::from_text(secret).unwrap())
    }

    #[test]
    fn neither_code_nor_key_nor_hash_shows_in_a_log() {
        let (code, key) = (
            Code::random(&mut rand::rng()),
            key_of("a secret of the site that is long"),
        );
        let hash = key.hash(&code);
        assert_eq!(
            format!("{code:?} {key:?} {hash:?}"),
            "Code(…) CodeKey(…) CodeHash(…)"
        );
        assert_eq!(hash.0.len(), 64);
        assert_ne!(key_of("another secret that is long enough").hash(&code), hash);
    }
}
