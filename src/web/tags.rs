//! HTML that authors of `XLSForm`s write into labels: which tags are understood, and what becomes of them.
//!
//! Nothing of an author's HTML is passed through. A tag that is understood is replaced by one of ours,
//! a tag of layout by a new line, and everything else is shown as the text it is.

/// What one tag means here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// Ours, to be written before and after what it holds.
    Open(&'static str, &'static str),
    /// The end of what [`Meaning::Open`] with this end began.
    Close(&'static str),
    /// A new line.
    Break,
}

/// A text cut at the tags that are understood.
#[derive(Debug)]
pub enum Piece<'t> {
    Tag(Meaning),
    Text(&'t str),
}

/// The pieces of a text that may hold several tags.
pub fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut text = 0;
    let mut at = 0;
    while let Some(open) = html
        .get(at..)
        .and_then(|rest| rest.find('<'))
        .map(|found| at + found)
    {
        let tag = html
            .get(open..)
            .and_then(|rest| rest.find('>'))
            .and_then(|length| html.get(open + 1..open + length));
        at = open + 1;
        let Some((tag, meaning)) = tag.and_then(|tag| Some((tag, meaning(tag)?))) else {
            continue;
        };
        if let Some(before) = html.get(text..open).filter(|before| !before.is_empty()) {
            pieces.push(Piece::Text(before));
        }
        pieces.push(Piece::Tag(meaning));
        at = open + tag.len() + 2;
        text = at;
    }
    if let Some(rest) = html.get(text..).filter(|rest| !rest.is_empty()) {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

/// The meaning of what stands between `<` and `>`, if it has one.
fn meaning(tag: &str) -> Option<Meaning> {
    let inner = tag.trim().trim_end_matches('/').trim_end();
    let (closes, inner) = match inner.strip_prefix('/') {
        Some(inner) => (true, inner),
        None => (false, inner),
    };
    let (name, attributes) = inner
        .split_once(|sign: char| sign.is_ascii_whitespace())
        .unwrap_or((inner, ""));
    let (open, end) = match name.to_ascii_lowercase().as_str() {
        "b" | "strong" => ("<strong>", "</strong>"),
        "i" | "em" => ("<em>", "</em>"),
        "u" => ("<u>", "</u>"),
        "s" | "del" | "strike" => ("<s>", "</s>"),
        "sub" => ("<sub>", "</sub>"),
        "sup" => ("<sup>", "</sup>"),
        "small" => ("<small>", "</small>"),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => ("<span class=\"title\">", "</span>"),
        "span" | "font" => (coloured(attributes), "</span>"),
        "br" | "p" | "div" | "center" | "ul" | "ol" | "li" | "hr" | "table" | "tr" => {
            return Some(Meaning::Break);
        }
        _ => return None,
    };
    Some(if closes {
        Meaning::Close(end)
    } else {
        Meaning::Open(open, end)
    })
}

/// A span in that one of our four colours which is nearest: they are legible in light and dark,
/// which the author's own cannot be. Black, white and greys are the colour of all text.
fn coloured(attributes: &str) -> &'static str {
    let lower = attributes.to_ascii_lowercase();
    let own = |(at, _): &(usize, &str)| !lower.get(..*at).is_some_and(|before| before.ends_with('-'));
    let value = lower.match_indices("color").find(own).map(|(at, word)| {
        let rest = lower.get(at + word.len()..).unwrap_or_default();
        let rest = rest.trim_start_matches([' ', ':', '=', '"', '\'']);
        rest.split([';', '"', '\'', ' ']).next().unwrap_or_default()
    });
    match value.and_then(rgb).and_then(hue) {
        Some(..25 | 330..) => "<span class=\"red\">",
        Some(25..70) => "<span class=\"amber\">",
        Some(70..165) => "<span class=\"green\">",
        Some(165..330) => "<span class=\"blue\">",
        None => "<span>",
    }
}

/// Red, green and blue from 0 to 255: `#f00`, `#ff0000`, or one of the names that people use.
fn rgb(colour: &str) -> Option<[i32; 3]> {
    let number = |digits: &str| i32::from_str_radix(digits, 16).ok();
    if let Some(digits) = colour.strip_prefix('#') {
        let wide = match digits.len() {
            3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
            _ => digits.to_owned(),
        };
        let part = |at: usize| number(wide.get(at..at + 2)?);
        return Some([part(0)?, part(2)?, part(4)?]);
    }
    Some(match colour {
        "red" | "crimson" | "firebrick" | "darkred" | "maroon" | "tomato" => [200, 0, 0],
        "orange" | "darkorange" | "gold" | "yellow" | "goldenrod" | "brown" | "chocolate" => [200, 130, 0],
        "green" | "lime" | "darkgreen" | "forestgreen" | "seagreen" | "limegreen" | "olive" => [60, 200, 0],
        "blue" | "navy" | "darkblue" | "royalblue" | "steelblue" | "dodgerblue" | "teal" | "purple"
        | "violet" | "indigo" => [0, 0, 200],
        "magenta" | "fuchsia" | "pink" | "deeppink" | "hotpink" => [200, 0, 90],
        _ => return None,
    })
}

/// The hue in degrees; none where there is next to no colour.
fn hue([red, green, blue]: [i32; 3]) -> Option<i32> {
    let most = red.max(green).max(blue);
    let span = most - red.min(green).min(blue);
    if span < 40 {
        return None;
    }
    let degrees = if most == red {
        60 * (green - blue) / span
    } else if most == green {
        120 + 60 * (blue - red) / span
    } else {
        240 + 60 * (red - green) / span
    };
    Some(degrees.rem_euclid(360))
}
