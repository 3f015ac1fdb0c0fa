//! A place: what people type of it, and its written form.
//!
//! Written, a place is `latitude longitude altitude accuracy`: degrees, then metres, 0 for what is
//! not known, as other programs write it. Degrees have four decimals at most, which tells a house
//! from the next; nothing finer is ever kept. What is no place yet is kept as it was typed, one
//! number a line, so that the page can show it again.

use std::borrow::Cow;

use super::values::{canonical_number, cleaned, digits, plain_number};

/// The field that says how many decimals of a degree are kept.
pub(super) const DECIMALS: &str = "decimals";
/// Decimals of a degree at most: 11 metres.
const MOST_DECIMALS: usize = 4;
/// Metres beyond which nobody on Earth is.
const MOST_METRES: f64 = 100_000.0;

/// The four numbers of a place as typed, each empty where it is not given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coordinates([String; 4]);

/// What keeps coordinates from being a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceFault {
    /// Of latitude and longitude one is missing.
    Incomplete,
    NotDegrees,
    /// Beyond 90 degrees.
    Latitude,
    /// Beyond 180 degrees.
    Longitude,
    NotMetres,
}

impl Coordinates {
    /// Names of the numbers, in their order.
    pub const PARTS: [&'static str; 4] = ["latitude", "longitude", "altitude", "accuracy"];

    /// The coordinates in a written form, as typed if they are no place.
    pub fn of(written: &str) -> Self {
        let mut parts = Self::default();
        let mut place = |number: usize, text: &str| {
            if let Some(part) = parts.0.get_mut(number) {
                text.clone_into(part);
            }
        };
        if written.contains('\n') {
            written
                .split('\n')
                .enumerate()
                .for_each(|(number, text)| place(number, text));
            return parts;
        }
        // A 0 in the last two says that nothing is known.
        let given = written.split_whitespace().enumerate();
        given
            .filter(|(number, text)| *number < 2 || *text != "0")
            .for_each(|(number, text)| place(number, text));
        parts
    }

    /// The coordinates in the fields of a page, cut down to the decimals that are wanted.
    pub(super) fn typed(fields: &[(Option<&str>, &str)]) -> Self {
        let field = |name: &str| {
            let given = fields.iter().rev().find(|(part, _)| *part == Some(name));
            given.map_or_else(String::new, |(_, value)| number(&cleaned(value)))
        };
        let mut parts = Self(Self::PARTS.map(field));
        let decimals = field(DECIMALS).parse().unwrap_or(MOST_DECIMALS);
        parts.round(decimals.min(MOST_DECIMALS));
        parts
    }

    /// The coordinates of a place in a JSON document, by name.
    pub(super) fn named(part: impl Fn(&str) -> Option<String>) -> Self {
        Self(Self::PARTS.map(|name| part(name).map_or_else(String::new, |text| number(&text))))
    }

    /// The four numbers as they stand in fields.
    pub fn parts(&self) -> &[String; 4] {
        &self.0
    }

    /// What keeps them from being a place.
    pub fn fault(&self) -> Option<PlaceFault> {
        let [latitude, longitude, altitude, accuracy] = &self.0;
        if latitude.is_empty() || longitude.is_empty() {
            return Some(PlaceFault::Incomplete);
        }
        let (Some(north), Some(east)) = (value(latitude), value(longitude)) else {
            return Some(PlaceFault::NotDegrees);
        };
        let is_metres = |text: &String, least: f64| {
            text.is_empty() || value(text).is_some_and(|metres| (least..=MOST_METRES).contains(&metres))
        };
        if north.abs() > 90.0 {
            Some(PlaceFault::Latitude)
        } else if east.abs() > 180.0 {
            Some(PlaceFault::Longitude)
        } else if !is_metres(altitude, -MOST_METRES) || !is_metres(accuracy, 0.0) {
            Some(PlaceFault::NotMetres)
        } else {
            None
        }
    }

    /// Latitude and longitude to the degree, if this is a place.
    pub fn whole_degrees(&self) -> Option<[String; 2]> {
        let mut place = self.clone();
        place.round(0);
        let [latitude, longitude, ..] = place.0;
        let whole = |text: String| canonical_number(&text).into_owned();
        self.fault()
            .is_none()
            .then(|| [whole(latitude), whole(longitude)])
    }

    /// The written form: a place, or what was typed; empty when nothing was.
    pub(super) fn written(&self) -> String {
        if self.0.iter().all(String::is_empty) {
            return String::new();
        }
        if self.fault().is_some() {
            return self.0.join("\n");
        }
        let mut place = self.clone();
        place.round(MOST_DECIMALS);
        let [latitude, longitude, altitude, accuracy] = place.0.each_ref().map(|text| canonical_number(text));
        let known = |text: Cow<'_, str>| {
            if text.is_empty() {
                "0".to_owned()
            } else {
                text.into_owned()
            }
        };
        format!("{latitude} {longitude} {} {}", known(altitude), known(accuracy))
    }

    /// Rounds degrees to so many decimals, and metres to whole ones.
    fn round(&mut self, decimals: usize) {
        for (number, part) in self.0.iter_mut().enumerate() {
            if let Some(value) = value(part) {
                let decimals = if number < 2 { decimals } else { 0 };
                // Of what has no more decimals than that, nothing is written anew.
                let has = digits(part).map_or(0, |(_, fraction)| fraction.len());
                if has > decimals {
                    *part = canonical_number(&format!("{value:.decimals$}")).into_owned();
                }
            }
        }
    }
}

/// A written form with its place made canonical; anything else as it is.
pub(super) fn canonical(written: &str) -> String {
    let parts = Coordinates::of(written);
    if written.contains('\n') || parts.fault().is_some() {
        return written.to_owned();
    }
    parts.written()
}

fn value(text: &str) -> Option<f64> {
    digits(text)?;
    text.parse().ok()
}

/// A number as typed, also one with a comma for the point.
fn number(typed: &str) -> String {
    let plain = plain_number(typed);
    match plain.split_once(',') {
        Some((whole, fraction)) if !plain.contains('.') && !fraction.contains(',') => {
            format!("{whole}.{fraction}")
        }
        _ => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(fields: &[(&str, &str)]) -> String {
        let fields: Vec<_> = fields.iter().map(|(name, value)| (Some(*name), *value)).collect();
        Coordinates::typed(&fields).written()
    }

    #[test]
    fn a_place_is_written_as_other_programs_write_it() {
        let place = typed(&[
            ("latitude", " 52.5200 "),
            ("longitude", "-13.40"),
            ("altitude", "34.6"),
            ("accuracy", "5"),
        ]);
        assert_eq!(place, "52.52 -13.4 35 5");
        assert_eq!(
            typed(&[("latitude", "52,5"), ("longitude", "＋１３．４")]),
            "52.5 13.4 0 0"
        );
        assert_eq!(typed(&[("latitude", ""), ("longitude", " ")]), "");
        assert_eq!(canonical("52.123456 13.9999999"), "52.1235 14 0 0");
        assert_eq!(canonical("52.5 13.4 0 12.4"), "52.5 13.4 0 12");
        assert_eq!(canonical("-0.00001 0 0 0"), "0 0 0 0");
    }

    #[test]
    fn it_is_kept_no_more_exactly_than_is_wished() {
        let exactly = |decimals| {
            typed(&[
                ("latitude", "52.51627"),
                ("longitude", "13.37778"),
                ("decimals", decimals),
            ])
        };
        assert_eq!(exactly("4"), "52.5163 13.3778 0 0");
        assert_eq!(exactly("2"), "52.52 13.38 0 0");
        assert_eq!(exactly("0"), "53 13 0 0");
        assert_eq!(exactly("12"), "52.5163 13.3778 0 0");
        assert_eq!(exactly("some"), "52.5163 13.3778 0 0");
    }

    #[test]
    fn what_is_no_place_is_kept_as_typed_with_what_is_wrong() {
        for (latitude, longitude, altitude, fault) in [
            ("52.5", "", "", PlaceFault::Incomplete),
            ("", "", "10", PlaceFault::Incomplete),
            ("52° 31'", "13", "", PlaceFault::NotDegrees),
            ("NaN", "inf", "", PlaceFault::NotDegrees),
            ("1e1", "13", "", PlaceFault::NotDegrees),
            ("90.5", "13", "", PlaceFault::Latitude),
            ("-90", "180.01", "", PlaceFault::Longitude),
            ("52", "13", "high", PlaceFault::NotMetres),
            ("52", "13", "-100001", PlaceFault::NotMetres),
        ] {
            let written = typed(&[
                ("latitude", latitude),
                ("longitude", longitude),
                ("altitude", altitude),
            ]);
            let again = Coordinates::of(&written);
            assert_eq!(again.fault(), Some(fault), "{written:?}");
            assert_eq!(
                again.parts(),
                &[latitude, longitude, altitude, ""].map(str::to_owned)
            );
            assert_eq!(canonical(&written), written);
        }
        assert_eq!(Coordinates::of("52.5 13.4 0 0").fault(), None);
        assert_eq!(Coordinates::of("Berlin").fault(), Some(PlaceFault::Incomplete));
        assert_eq!(Coordinates::of("90 -180 8849 12").fault(), None);
    }
}
