//! Claim codes, what is kept of them, and the strings that claimants place.

use std::fmt;

use crate::chain::codes::TypedCode;
use crate::id::ClaimId;
use crate::settings::Secret;

/// What a claimant is known by: 55 bits and a check, like a receipt code, under the same rate limit. It
/// is shown to its claimant and written nowhere else.
pub type ClaimCode = TypedCode<12>;

/// The key of everything about claims. Whoever loses it loses every claim.
#[derive(Clone)]
pub struct ClaimKey(Secret);

/// What is stored of a code: whoever has the database but not the key cannot try codes against it.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeHash(String);

/// The string to be placed: everybody may see it, and it names nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given(TypedCode<20>);

impl ClaimKey {
    /// The key that belongs to the site's secret.
    pub fn new(secret: &Secret) -> Self {
        Self(secret.key_for("claims"))
    }

    /// What is stored of `code`.
    pub fn stored(&self, code: &ClaimCode) -> CodeHash {
        CodeHash(hex::encode(self.0.hash(&[b"code ", code.characters()])))
    }

    /// The string for a claim: the same each time, and no other claim's.
    pub fn given(&self, claim: ClaimId) -> Given {
        let digest = self.0.hash(&[b"given ", claim.to_string().as_bytes()]);
        let mut bytes = [0; 20];
        for (byte, from) in bytes.iter_mut().zip(digest) {
            *byte = from;
        }
        Given(TypedCode::of(bytes))
    }
}

impl CodeHash {
    /// As stored.
    pub(in crate::chain) fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn of_row(stored: String) -> Self {
        Self(stored)
    }
}

impl fmt::Display for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "soundings-claim-{}", self.0)
    }
}

impl fmt::Debug for ClaimKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClaimKey(…)")
    }
}

impl fmt::Debug for CodeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeHash(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_claim_has_a_string_of_its_own_and_it_stays() {
        let key = |secret: &str| ClaimKey::new(&Secret::from_text(secret).unwrap());
        let (key, other) = (
            key("a secret of the site that is long"),
            key("another secret that is long enough"),
        );
        let (one, two) = (ClaimId::new(), ClaimId::new());
        assert_eq!(key.given(one), key.given(one));
        assert_ne!(key.given(one), key.given(two));
        assert_ne!(key.given(one), other.given(one), "only the site can make it");
        let code = ClaimCode::random(&mut rand::rng());
        assert!(key.stored(&code) != other.stored(&code));
        assert_eq!(
            format!("{key:?} {:?}", key.stored(&code)),
            "ClaimKey(…) CodeHash(…)"
        );
    }
}
