//! Codes that people read out and type.
//!
//! Characters are of Crockford's base 32; the last is a check. It makes the code a word of a
//! Reed–Solomon code over the field of 32 elements, so that any one mistyped character and any two
//! that changed places are found before the database is asked.

use std::fmt;
use std::str::FromStr;

use rand::CryptoRng;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A code of so many characters, the check among them, whose check holds. At most 31 are checked.
#[derive(Clone, PartialEq, Eq)]
pub struct TypedCode<const LENGTH: usize>([u8; LENGTH]);

/// What is wrong with a code that somebody typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeFault {
    #[error("the code has another number of letters and digits")]
    WrongLength,
    #[error("no code has such a character")]
    UnknownCharacter,
    /// A character is wrong, or two have changed places.
    #[error("a character of the code is wrong")]
    WrongCheck,
}

impl<const LENGTH: usize> TypedCode<LENGTH> {
    /// A new code.
    pub fn random(source: &mut impl CryptoRng) -> Self {
        let mut bytes = [0; LENGTH];
        source.fill_bytes(&mut bytes);
        Self::of(bytes)
    }

    /// The code that these bytes stand for, five bits each; the last makes room for the check.
    pub fn of(bytes: [u8; LENGTH]) -> Self {
        let mut digits = bytes.map(|byte| byte & 31);
        // The last digit counts once, so the remainder is what makes the whole come out at 0.
        if let Some(check) = digits.last_mut() {
            *check = 0;
        }
        let remainder = remainder(&digits);
        if let Some(check) = digits.last_mut() {
            *check = remainder;
        }
        Self(digits.map(|digit| ALPHABET[usize::from(digit)]))
    }

    /// The characters without dashes.
    pub fn characters(&self) -> &[u8; LENGTH] {
        &self.0
    }
}

/// The digits as a polynomial, evaluated at an element of order 31.
fn remainder(digits: &[u8]) -> u8 {
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

impl<const LENGTH: usize> FromStr for TypedCode<LENGTH> {
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

impl<const LENGTH: usize> fmt::Display for TypedCode<LENGTH> {
    /// In groups of four, or of five where that comes out even, for its person's eyes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let group = if LENGTH.is_multiple_of(5) { 5 } else { 4 };
        for (at, character) in self.0.iter().enumerate() {
            if at != 0 && at % group == 0 {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(*character))?;
        }
        Ok(())
    }
}

impl<const LENGTH: usize> fmt::Debug for TypedCode<LENGTH> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Code = TypedCode<12>;

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
            for at in 0..12 {
                for other in ALPHABET {
                    let mut wrong = code.0;
                    wrong[at] = *other;
                    assert_eq!(read(&wrong).is_ok(), wrong == code.0);
                }
                for with in at + 1..12 {
                    let mut swapped = code.0;
                    swapped.swap(at, with);
                    assert_eq!(read(&swapped).is_ok(), swapped == code.0);
                }
            }
        }
    }

    fn read(characters: &[u8; 12]) -> Result<Code, CodeFault> {
        String::from_utf8_lossy(characters).parse()
    }

    #[test]
    fn ten_characters_are_shown_in_fives() {
        let code = TypedCode::<10>::of([7; 10]);
        assert_eq!(code.to_string().len(), 11);
        assert_eq!(code.to_string().parse(), Ok(code));
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
}
