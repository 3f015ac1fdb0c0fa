//! Chance that comes out the same for the same seed, on every machine.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

/// A source of chance.
#[derive(Debug)]
pub struct Dice(Xoshiro256PlusPlus);

impl Dice {
    /// The dice of one person out of many.
    pub fn of(parts: &[&[u8]]) -> Self {
        let mut digest = Sha256::new();
        for part in parts {
            digest.update(part);
            digest.update([0]);
        }
        Self(Xoshiro256PlusPlus::from_seed(digest.finalize().into()))
    }

    /// A number from 0 up to but not including 1.
    #[expect(clippy::cast_precision_loss, reason = "the upper 53 bits fit exactly")]
    pub fn fraction(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Whether something happens that happens with probability `p`.
    pub fn chance(&mut self, p: f64) -> bool {
        self.fraction() < p
    }

    /// A whole number below `limit`, or 0 when there is none.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "small numbers"
    )]
    pub fn below(&mut self, limit: usize) -> usize {
        ((self.fraction() * limit as f64) as usize).min(limit.saturating_sub(1))
    }

    /// A number around 0 with deviation 1, near enough to the bell curve.
    pub fn bell(&mut self) -> f64 {
        (0..12).map(|_| self.fraction()).sum::<f64>() - 6.0
    }

    /// An index drawn by weight; `None` when nothing weighs anything.
    pub fn weighted(&mut self, weights: &[f64]) -> Option<usize> {
        let mut left = self.fraction() * weights.iter().sum::<f64>();
        for (index, weight) in weights.iter().enumerate() {
            if *weight > 0.0 {
                if left < *weight {
                    return Some(index);
                }
                left -= weight;
            }
        }
        weights.iter().rposition(|weight| *weight > 0.0)
    }

    /// One of `items`, which are not empty.
    pub fn pick<'i, T>(&mut self, items: &'i [T]) -> Option<&'i T> {
        items.get(self.below(items.len()))
    }

    /// Whatever else needs a seed.
    pub fn seed(&mut self) -> u32 {
        (self.0.next_u64() >> 33) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_throws_the_same() {
        let throws = |seed: &[u8]| {
            let mut dice = Dice::of(&[seed]);
            (dice.fraction(), dice.below(100), dice.bell(), dice.seed())
        };
        assert_eq!(throws(b"a"), throws(b"a"));
        assert_ne!(throws(b"a"), throws(b"b"));
    }

    #[test]
    fn weights_decide_how_often_something_is_drawn() {
        let mut dice = Dice::of(&[b"weights"]);
        let mut counts = [0; 3];
        for _ in 0..10_000 {
            counts[dice.weighted(&[1.0, 0.0, 3.0]).unwrap()] += 1;
        }
        assert_eq!(counts[1], 0);
        assert!((2300..2700).contains(&counts[0]), "{counts:?}");
        assert_eq!(dice.weighted(&[0.0, 0.0]), None);
        assert_eq!(dice.weighted(&[]), None);
    }
}
