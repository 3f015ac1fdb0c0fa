//! Receipt codes: the only thing by which a person is known, and what is kept of them.
//!
//! A code is twelve characters of Crockford's base 32, written `XXXX-XXXX-XXXX`: eleven random
//! ones (55 bits) and a check. The check makes the code a word of a Reed–Solomon code over the
//! field of 32 elements, so that any one mistyped character and any two that changed places are
//! found before the database is asked. What is stored is the HMAC of the code under the secret of
//! the site: whoever steals the database cannot try codes against it.

use std::fmt;
use std::str::FromStr;

use rand::CryptoRng;

use crate::settings::Secret;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of a code, the check being the last.
const LENGTH: usize = 12;
/// Stands before what is stored for a submission that nobody has a code for.
const NO_CODE: &str = "import:";

/// A receipt code whose check holds. It is shown to its person and written nowhere else.
#[derive(Clone, PartialEq, Eq)]
pub struct Code([u8; LENGTH]);

/// What is wrong with a code that somebody typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeFault {
    #[error("a receipt code has twelve letters and digits")]
    WrongLength,
    #[error("a receipt code has no such character")]
    UnknownCharacter,
    /// A character is wrong, or two have changed places.
    #[error("a character of the receipt code is wrong")]
    WrongCheck,
}

impl Code {
    /// A new code.
    pub fn random(source: &mut impl CryptoRng) -> Self {
        let mut digits = [0; LENGTH];
        source.fill_bytes(&mut digits[..LENGTH - 1]);
        for digit in &mut digits {
            *digit &= 31;
        }
        // The last digit counts once, so the remainder is what makes the whole come out at 0.
        digits[LENGTH - 1] = 0;
        digits[LENGTH - 1] = remainder(&digits);
        Self(digits.map(|digit| ALPHABET[usize::from(digit)]))
    }

    /// The twelve characters without dashes.
    fn characters(&self) -> &[u8; LENGTH] {
        &self.0
    }
}

/// The digits as a polynomial, evaluated at an element of order 31.
fn remainder(digits: &[u8; LENGTH]) -> u8 {
    digits.iter().fold(0, |sum, digit| times_alpha(sum) ^ digit)
}

/// Multiplication by the root of `x^5 + x^2 + 1`, which generates the field.
const fn times_alpha(element: u8) -> u8 {
    let doubled = element << 1;
    if doubled & 32 == 0 {
        doubled
    } else {
        doubled ^ 0b10_0101
    }
}

impl FromStr for Code {
    type Err = CodeFault;

    /// Reads what a person typed: any case, with or without dashes and spaces, the letter O for
    /// zero and I or L for one.
    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        let mut digits = [0; LENGTH];
        let mut count = 0;
        for character in typed.chars() {
            if character.is_whitespace() || matches!(character, '-' | '‐' | '‑' | '–' | '—' | '_') {
                continue;
            }
            let character = match character.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let value = ALPHABET
                .iter()
                .position(|known| char::from(*known) == character)
                .and_then(|value| u8::try_from(value).ok())
                .ok_or(CodeFault::UnknownCharacter)?;
            *digits.get_mut(count).ok_or(CodeFault::WrongLength)? = value;
            count += 1;
        }
        if count != LENGTH {
            return Err(CodeFault::WrongLength);
        }
        if remainder(&digits) != 0 {
            return Err(CodeFault::WrongCheck);
        }
        Ok(Self(digits.map(|digit| ALPHABET[usize::from(digit)])))
    }
}

impl fmt::Display for Code {
    /// `XXXX-XXXX-XXXX`, for its person's eyes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, character) in self.0.iter().enumerate() {
            if at != 0 && at % 4 == 0 {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(*character))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

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

    fn as_str(&self) -> &str {
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
    fn a_code_reads_back_however_it_is_typed() {
        for _ in 0..1000 {
            let code = Code::random(&mut rand::rng());
            let shown = code.to_string();
            assert_eq!(shown.len(), 14);
            let typed = [
                shown.clone(),
                shown.to_lowercase(),
                shown.replace('-', ""),
                shown.replace('-', " "),
                format!("  {}\n", shown.replace('0', "o").replace('1', "l")),
                shown.replace('0', "O").replace('1', "I"),
            ];
            for typed in typed {
                assert_eq!(typed.parse(), Ok(code.clone()), "{typed}");
            }
        }
    }

    #[test]
    fn one_wrong_character_or_two_that_changed_places_are_found() {
        for _ in 0..50 {
            let code = Code::random(&mut rand::rng());
            for at in 0..LENGTH {
                for other in ALPHABET {
                    let mut wrong = code.0;
                    wrong[at] = *other;
                    assert_eq!(read(&wrong).is_ok(), wrong == code.0);
                }
                for with in at + 1..LENGTH {
                    let mut swapped = code.0;
                    swapped.swap(at, with);
                    assert_eq!(read(&swapped).is_ok(), swapped == code.0);
                }
            }
        }
    }

    fn read(characters: &[u8; LENGTH]) -> Result<Code, CodeFault> {
        String::from_utf8_lossy(characters).parse()
    }

    #[test]
    fn what_is_no_code_is_told_apart() {
        assert_eq!("".parse::<Code>(), Err(CodeFault::WrongLength));
        assert_eq!("0000-0000-000".parse::<Code>(), Err(CodeFault::WrongLength));
        assert_eq!("0000-0000-0000-0".parse::<Code>(), Err(CodeFault::WrongLength));
        assert_eq!("0000-0000-000U".parse::<Code>(), Err(CodeFault::UnknownCharacter));
        assert_eq!("0000-0000-000é".parse::<Code>(), Err(CodeFault::UnknownCharacter));
        assert_eq!("0000-0000-0001".parse::<Code>(), Err(CodeFault::WrongCheck));
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
