//! Texts that match a regular expression: short ones, and one of a wanted length where it is found.

use regex_syntax::hir::{Class, Hir, HirKind, Repetition};

/// Characters that a sample has at most.
const LONGEST: usize = 4096;
/// Alternatives of which samples are made, at most.
const MOST: usize = 12;

/// Samples of a pattern, the shortest first: taking each alternative in turn, repeating no more than
/// needed and a little more; then, for each wanted length, one that may have it. Whether they match is
/// for the engine to say.
pub(super) fn samples(pattern: &str, lengths: impl Iterator<Item = usize>) -> Vec<String> {
    let Ok(hir) = regex_syntax::Parser::new().parse(pattern) else {
        return Vec::new();
    };
    let mut found: Vec<String> = Vec::new();
    let mut take = |sample: Option<String>| {
        if let Some(sample) = sample.filter(|sample| !found.contains(sample)) {
            found.push(sample);
        }
    };
    for pick in 0..MOST.min(alternatives(&hir)) {
        for extra in [0, 1, 4] {
            take(sample(&hir, pick, extra));
        }
    }
    let least = sample(&hir, 0, 0).map_or(0, |text| text.chars().count());
    for length in lengths.filter(|length| *length > least && *length <= LONGEST) {
        take(sample(&hir, 0, length - least));
    }
    found
}

/// The most alternatives at any one place.
fn alternatives(hir: &Hir) -> usize {
    match hir.kind() {
        HirKind::Alternation(several) => {
            let within = several.iter().map(alternatives).max().unwrap_or(1);
            several.len().max(within)
        }
        HirKind::Capture(capture) => alternatives(&capture.sub),
        HirKind::Repetition(repetition) => alternatives(&repetition.sub),
        HirKind::Concat(parts) => parts.iter().map(alternatives).max().unwrap_or(1),
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => 1,
    }
}

/// Samples with a text written over them, wherever it has room: `ABC111` of `AAA111` and `ABC`.
pub(super) fn overlaid(sample: &str, text: &str) -> impl Iterator<Item = String> {
    const PLACES: usize = 12;
    let (sample, text): (Vec<char>, Vec<char>) = (sample.chars().collect(), text.chars().collect());
    let places = (sample.len() + 1).saturating_sub(text.len().max(1));
    let (last, first) = (places.saturating_sub(1), 0..places.min(PLACES));
    let at = first.chain((last >= PLACES).then_some(last));
    at.map(move |at| {
        let written = sample.iter().enumerate().map(|(place, letter)| {
            let over = place.checked_sub(at).and_then(|place| text.get(place));
            over.unwrap_or(letter)
        });
        written.collect()
    })
}

/// A text that matches, taking alternatives by this number and repeating what it can `extra` times
/// more than it must.
fn sample(hir: &Hir, pick: usize, extra: usize) -> Option<String> {
    let mut text = String::new();
    let mut extra = extra;
    write(hir, pick, &mut extra, &mut text)?;
    Some(text)
}

/// Nothing when the text gets too long or there is none. The parser bounds the depth of a pattern.
fn write(hir: &Hir, pick: usize, extra: &mut usize, text: &mut String) -> Option<()> {
    if text.len() > LONGEST * 4 {
        return None;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(()),
        HirKind::Literal(literal) => {
            text.push_str(std::str::from_utf8(&literal.0).ok()?);
            Some(())
        }
        HirKind::Class(class) => {
            text.push(member(class)?);
            Some(())
        }
        HirKind::Repetition(repetition) => repeat(repetition, pick, extra, text),
        HirKind::Capture(capture) => write(&capture.sub, pick, extra, text),
        HirKind::Concat(parts) => parts.iter().try_for_each(|part| write(part, pick, extra, text)),
        HirKind::Alternation(several) => {
            let picked = pick.checked_rem(several.len())?;
            write(several.get(picked)?, pick, extra, text)
        }
    }
}

fn repeat(repetition: &Repetition, pick: usize, extra: &mut usize, text: &mut String) -> Option<()> {
    let least = usize::try_from(repetition.min).ok()?;
    let room = match repetition.max {
        Some(most) => usize::try_from(most - repetition.min.min(most)).ok()?,
        None => usize::MAX,
    };
    let more = room.min(*extra);
    *extra -= more;
    for _ in 0..least.checked_add(more)? {
        let before = text.len();
        write(&repetition.sub, pick, &mut 0, text)?;
        if text.len() == before {
            break;
        }
    }
    Some(())
}

/// A letter or digit if there is one. No leading zeros: a number of many digits stays one.
fn member(class: &Class) -> Option<char> {
    let has = |wanted: char| match class {
        Class::Unicode(class) => class
            .ranges()
            .iter()
            .any(|range| (range.start()..=range.end()).contains(&wanted)),
        Class::Bytes(class) => class
            .ranges()
            .iter()
            .any(|range| (range.start()..=range.end()).any(|byte| char::from(byte) == wanted)),
    };
    let usual = ['1', '2', '7', '0', 'a', 'b', 'A', 'B', ' ', '-', '.'];
    usual
        .into_iter()
        .find(|letter| has(*letter))
        .or_else(|| match class {
            Class::Unicode(class) => class
                .ranges()
                .first()
                .map(regex_syntax::hir::ClassUnicodeRange::start),
            Class::Bytes(class) => class.ranges().first().map(|range| char::from(range.start())),
        })
}

#[cfg(test)]
mod tests {
    use super::samples;

    #[test]
    fn a_pattern_gets_samples_of_each_alternative_and_length() {
        let of = |pattern, lengths: &[usize]| samples(pattern, lengths.iter().copied());
        assert_eq!(of("^[A-Z]{2}[0-9]{3}$", &[]), ["AA111"]);
        assert_eq!(of("yes|no", &[]), ["yes", "no"]);
        assert_eq!(of("^[0-9]+$", &[4]), ["1", "11", "11111", "1111"]);
        assert!(of("(x{4000}){4000}", &[]).is_empty());
        assert!(of("(", &[]).is_empty());
        assert_eq!(of("[^ ]+@example[.]com", &[])[0], "1@example.com");
    }
}
