//! Random tokens that are handed out once and kept only as their hash.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// A random number in URL-safe letters. Whoever shows it is taken for whom it was given to, so
/// it is never logged and never stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// 128 random bits: for an address that is typed or clicked once.
    pub fn for_an_address() -> Self {
        Self::of_bytes(rand::random())
    }

    /// The token of 128 bits that only the holder of a key could have made.
    pub fn of_bytes(bytes: [u8; 16]) -> Self {
        Self(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// 256 random bits: for a cookie.
    pub(super) fn for_a_cookie() -> Self {
        Self(URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()))
    }

    /// What a visitor sent, if it has the shape of a token at all.
    pub fn received(text: &str) -> Option<Self> {
        let is_token = matches!(text.len(), 22 | 43)
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        is_token.then(|| Self(text.to_owned()))
    }

    /// The token itself, for the one place it is handed to: a cookie or an address.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// SHA-256 in hexadecimal. A fast hash is enough, because nobody can guess 128 random bits.
    pub(super) fn hash(&self) -> String {
        hex::encode(Sha256::digest(self.0.as_bytes()))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_survives_the_way_out_and_back_and_is_never_shown() {
        for token in [Token::for_an_address(), Token::for_a_cookie()] {
            assert_eq!(Token::received(token.reveal()), Some(token.clone()));
            assert!(!format!("{token:?}").contains(token.reveal()));
            assert_eq!(token.hash().len(), 64);
        }
        assert_eq!(Token::received("../../etc/passwd"), None);
        assert_eq!(Token::received(&"é".repeat(11)), None);
    }
}
