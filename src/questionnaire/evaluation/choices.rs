//! Which choices are on offer, and in which order.

/// The items in the order that XLSForm's `randomize` gives them for this seed.
///
/// The algorithm is fixed by ODK: Park and Miller's minimal standard generator drives an
/// inside-out Fisher-Yates shuffle.
pub fn randomized<T: Copy>(items: &[T], seed: i64) -> Vec<T> {
    const MODULUS: i64 = 2_147_483_647;
    const MULTIPLIER: i64 = 16_807;
    let mut state = seed % MODULUS;
    if state <= 0 {
        state += MODULUS - 1;
    }
    let mut shuffled: Vec<T> = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        state = state * MULTIPLIER % MODULUS;
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "below 2^31, and the algorithm is defined on floating point"
        )]
        let place = ((state - 1) as f64 / (MODULUS - 1) as f64 * (index + 1) as f64).floor() as usize;
        let place = place.min(index);
        shuffled.push(*item);
        shuffled.swap(place, index);
    }
    shuffled
}
