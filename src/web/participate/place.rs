//! The control for a place: numbers to type, and, with scripts, a button that fills them in.

use super::marks::Marks;
use crate::questionnaire::evaluation::{Coordinates, Occurrence, State};

/// The control for a place.
#[derive(Debug)]
pub struct PlaceControl {
    pub degrees: Vec<Number>,
    /// Altitude and accuracy, which few know.
    pub metres: Vec<Number>,
    /// Decimals of a degree that can be kept, the most exact first, and whether they are wanted.
    pub decimals: [(&'static str, bool); 4],
}

/// One number of a place, as typed.
#[derive(Debug)]
pub struct Number {
    /// Also the end of its text's key.
    pub part: &'static str,
    pub value: String,
}

impl PlaceControl {
    /// The control of the question that stands there.
    pub fn of(state: &State<'_>, occurrence: Occurrence, marks: &Marks) -> Self {
        let given = state.coordinates(occurrence);
        let numbers = Coordinates::PARTS.into_iter().zip(given.parts());
        let mut degrees: Vec<Number> = numbers
            .map(|(part, value)| Number {
                part,
                value: value.clone(),
            })
            .collect();
        let metres = degrees.split_off(2);
        let wanted = marks.decimals.get(&state.field(occurrence).to_string());
        let is_wanted = |decimals| wanted.is_some_and(|wanted| wanted == decimals);
        Self {
            degrees,
            metres,
            decimals: ["4", "2", "1", "0"].map(|decimals| (decimals, is_wanted(decimals))),
        }
    }

    /// Whether something stands in the numbers that are folded away.
    pub fn has_metres(&self) -> bool {
        self.metres.iter().any(|number| !number.value.is_empty())
    }
}

/// A place in words: `52.5163, 13.3777 (± 10 m)`.
pub fn in_words(written: &str) -> String {
    let [latitude, longitude, altitude, accuracy] = Coordinates::of(written).parts().clone();
    let metres = |before: &str, number: &str, after: &str| {
        if number.is_empty() {
            String::new()
        } else {
            format!("{before}{number} m{after}")
        }
    };
    let (above, exactly) = (metres(", ", &altitude, ""), metres(" (± ", &accuracy, ")"));
    format!("{latitude}, {longitude}{above}{exactly}")
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn a_place_is_told_in_few_words() {
        assert_eq!(in_words("52.5163 13.3777 0 0"), "52.5163, 13.3777");
        assert_eq!(in_words("52.5 -13 34 10"), "52.5, -13, 34 m (± 10 m)");
    }
}
