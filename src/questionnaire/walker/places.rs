//! Which places are tried: some on either side of the numbers that rules speak of, in each of the four
//! numbers of a place.

use super::usage::Usage;
use crate::questionnaire::evaluation::Coordinates;

/// Numbers from rules that are tried, at most.
const MOST: usize = 24;
/// North and east of everything, then in the south-west, high up and known badly.
const USUAL: [[f64; 4]; 3] = [
    [12.5, 30.25, 10.0, 5.0],
    [-40.0, -70.5, 3000.0, 500.0],
    [0.0, 0.0, 0.0, 0.0],
];

/// Places as they are written in answers.
pub(super) fn written(usage: &Usage) -> Vec<String> {
    let hints = usage.hints.numbers.iter().chain(&usage.numbers).take(MOST);
    let near = hints.flat_map(|number| [*number, number - 1.0, number + 1.0]);
    let mut found: Vec<[f64; 4]> = USUAL.to_vec();
    for number in near {
        for part in 0..4 {
            let mut place = USUAL[0];
            if let Some(part) = place.get_mut(part) {
                *part = number;
            }
            found.push(place);
        }
    }
    let text = |place: [f64; 4]| place.map(|part| part.to_string()).join(" ");
    let is_place = |text: &String| Coordinates::of(text).fault().is_none();
    found.into_iter().map(text).filter(is_place).collect()
}
